#include "figure/folder.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool holds_scripts(const char *folder) {
  etho_text probe = {0};
  etho_text_format(&probe, "%s/begin.gp", folder);
  bool found = !probe.failed && access(etho_text_get(&probe), R_OK) == 0;
  etho_text_free(&probe);
  return found;
}

/* The folder of the running program, without a trailing slash; empty when it cannot be told. */
static void program_folder(char *path, size_t size) {
  ssize_t length = readlink("/proc/self/exe", path, size - 1);
  path[length > 0 ? length : 0] = '\0';
  char *slash = strrchr(path, '/');
  if (slash) *slash = '\0';
}

static bool try_folder(etho_text *folder, const char *base, const char *rest) {
  char real[PATH_MAX];
  etho_text_clear(folder);
  etho_text_format(folder, "%s%s", base, rest);
  if (folder->failed || !holds_scripts(etho_text_get(folder)) || !realpath(folder->data, real)) return false;
  etho_text_clear(folder);
  etho_text_append(folder, real);
  return !folder->failed;
}

etho_status etho_plots_find(etho_text *folder, etho_error *error) {
  const char *declared = getenv("ETHOSTAT_PLOTS");
  if (declared && *declared) {
    if (try_folder(folder, declared, "")) return ETHO_OK;
    etho_error_set(error, ETHO_ERR_IO, "ETHOSTAT_PLOTS is '%s', but there is no begin.gp in it", declared);
    etho_error_hint(error, "set it to the folder of the plot scripts, or unset it");
    return ETHO_ERR_IO;
  }
  char program[PATH_MAX];
  program_folder(program, sizeof program);
  static const char *const near[] = {"/plots", "/../plots", "/../../plots", "/../../../plots",
                                     "/../share/ethostat/plots"};
  for (size_t i = 0; *program && i < sizeof near / sizeof *near; i++)
    if (try_folder(folder, program, near[i])) return ETHO_OK;
  if (try_folder(folder, ETHO_PREFIX, "/share/ethostat/plots")) return ETHO_OK;
  etho_error_set(error, ETHO_ERR_IO,
                 "the plot scripts are not found beside the program nor in %s/share/ethostat/plots",
                 ETHO_PREFIX);
  etho_error_hint(error, "run `make install`, or set ETHOSTAT_PLOTS to the folder plots/ of the source");
  return ETHO_ERR_IO;
}

etho_status etho_folder_make(const char *plots, etho_text *folder, etho_error *error) {
  const char *place = getenv("TMPDIR");
  char real[PATH_MAX];
  if (!place || !*place || !realpath(place, real)) strcpy(real, "/tmp");
  etho_text_format(folder, "%s/ethostat-XXXXXX", real);
  etho_text link_name = {0};
  etho_status status = ETHO_OK;
  if (folder->failed) {
    status = etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  } else if (!mkdtemp(folder->data)) {
    status =
        etho_error_set(error, ETHO_ERR_IO, "cannot make a working folder in '%s': %s", real, strerror(errno));
    etho_error_hint(error, "set TMPDIR to a folder you may write to");
    etho_text_clear(folder);
  } else {
    etho_text_format(&link_name, "%s/plots", folder->data);
    if (link_name.failed || symlink(plots, link_name.data) != 0) {
      status = etho_error_set(error, ETHO_ERR_IO, "cannot prepare the working folder '%s': %s", folder->data,
                              strerror(errno));
      rmdir(folder->data);
      etho_text_clear(folder);
    }
  }
  etho_text_free(&link_name);
  return status;
}

void etho_folder_remove(const char *folder) {
  DIR *list = folder && *folder ? opendir(folder) : NULL;
  if (!list) return;
  etho_text path = {0};
  for (struct dirent *entry = readdir(list); entry; entry = readdir(list)) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    etho_text_clear(&path);
    etho_text_format(&path, "%s/%s", folder, entry->d_name);
    if (!path.failed) unlink(path.data);
  }
  closedir(list);
  rmdir(folder);
  etho_text_free(&path);
}
