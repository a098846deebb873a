/* Paths to files: a folder stands for the data files in it, in the order of their names. */
#include "import/files.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"

enum { DEEPEST = 8 };

static bool is_data_name(const char *name) {
  static const char *const endings[] = {".csv", ".tsv", ".txt", ".tab", ".dat", ".xlsx"};
  const char *dot = strrchr(name, '.');
  for (size_t i = 0; dot && name[0] != '.' && i < sizeof endings / sizeof *endings; i++)
    if (etho_text_equal_fold(dot, endings[i])) return true;
  return false;
}

static int by_name(const void *a, const void *b) {
  return etho_text_natural(*(const char *const *)a, *(const char *const *)b);
}

static bool add(etho_paths *list, etho_arena *arena, const char *path) {
  const char **room = etho_arena_grow(arena, list->path, &list->capacity, list->n + 1, sizeof *room);
  if (!room) return false;
  list->path = room;
  list->path[list->n] = etho_arena_text(arena, path);
  return list->path[list->n++] != NULL;
}

static etho_status add_folder(etho_paths *list, etho_arena *arena, const char *path, int depth,
                              etho_error *error) {
  DIR *folder = opendir(path);
  if (!folder) return etho_error_set(error, ETHO_ERR_IO, "cannot open the folder '%s'", path);
  etho_paths inside = {0}, folders = {0};
  struct dirent *entry;
  bool room = true;
  while (room && (entry = readdir(folder))) {
    if (entry->d_name[0] == '.') continue;
    etho_text full = {0};
    struct stat info;
    etho_text_format(&full, "%s%s%s", path, path[strlen(path) - 1] == '/' ? "" : "/", entry->d_name);
    bool known = !full.failed && stat(etho_text_get(&full), &info) == 0;
    if (known && S_ISDIR(info.st_mode))
      room = add(&folders, arena, etho_text_get(&full));
    else if (known && S_ISREG(info.st_mode) && is_data_name(entry->d_name))
      room = add(&inside, arena, etho_text_get(&full));
    etho_text_free(&full);
  }
  closedir(folder);
  if (inside.n) qsort(inside.path, inside.n, sizeof *inside.path, by_name);
  if (folders.n) qsort(folders.path, folders.n, sizeof *folders.path, by_name);
  for (size_t i = 0; room && i < inside.n; i++) room = add(list, arena, inside.path[i]);
  etho_status status = room ? ETHO_OK : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  for (size_t i = 0; status == ETHO_OK && i < folders.n && depth < DEEPEST; i++)
    status = add_folder(list, arena, folders.path[i], depth + 1, error);
  return status;
}

etho_status etho_paths_expand(const char *const *paths, size_t n, etho_arena *arena, etho_paths *out,
                              etho_error *error) {
  for (size_t i = 0; i < n; i++) {
    struct stat info;
    bool folder = strcmp(paths[i], "-") != 0 && stat(paths[i], &info) == 0 && S_ISDIR(info.st_mode);
    size_t before = out->n;
    etho_status status = folder ? add_folder(out, arena, paths[i], 0, error)
                         : add(out, arena, paths[i])
                             ? ETHO_OK
                             : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
    if (status != ETHO_OK) return status;
    if (out->n > before) continue;
    etho_error_set(error, ETHO_ERR_DATA, "the folder '%s' holds no data files", paths[i]);
    etho_error_hint(error,
                    "data files end in .csv, .tsv, .txt, .tab, .dat or .xlsx; others can be given by name");
    return ETHO_ERR_DATA;
  }
  return ETHO_OK;
}
