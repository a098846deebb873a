/* Paths to files: a folder or a pattern stands for the data files in it, in the order of their names. */
#include "import/files.h"

#include <dirent.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"

enum { DEEPEST = 8 };

static bool is_data_name(const char *name) {
  static const char *const endings[] = {".csv", ".tsv", ".txt", ".tab", ".dat", ".xlsx"};
  const char *dot = strrchr(name, '.');
  bool lock = strncmp(name, "~$", 2) == 0; /* of Excel, while the workbook is open */
  for (size_t i = 0; dot && name[0] != '.' && !lock && i < sizeof endings / sizeof *endings; i++)
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

static bool is_folder(const char *path) {
  struct stat info;
  return strcmp(path, "-") != 0 && stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* A path with * ? or [ that no file is called by. */
static bool is_pattern(const char *path) {
  struct stat info;
  return strpbrk(path, "*?[") && stat(path, &info) != 0;
}

/* A pattern of names alone takes what a folder would; "data/m*.log" says itself which files are meant. */
static etho_status add_pattern(etho_paths *list, etho_arena *arena, const char *pattern, etho_error *error) {
  const char *slash = strrchr(pattern, '/');
  bool all = strchr(slash ? slash : pattern, '.') != NULL, room = true;
  glob_t found = {0};
  int code = glob(pattern, GLOB_NOSORT, NULL, &found);
  etho_paths files = {0};
  for (size_t i = 0; code == 0 && i < found.gl_pathc && room; i++) {
    const char *path = found.gl_pathv[i], *name = strrchr(path, '/');
    if (is_folder(path) || all || is_data_name(name ? name + 1 : path)) room = add(&files, arena, path);
  }
  globfree(&found);
  if (!room || code == GLOB_NOSPACE) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  if (files.n) qsort(files.path, files.n, sizeof *files.path, by_name);
  etho_status status = ETHO_OK;
  for (size_t i = 0; i < files.n && status == ETHO_OK; i++) {
    if (is_folder(files.path[i]))
      status = add_folder(list, arena, files.path[i], 1, error);
    else if (!add(list, arena, files.path[i]))
      status = etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  }
  return status;
}

/* ---- one file, named twice ---- */

typedef struct named {
  const char *path;
  dev_t device;
  ino_t inode;
  size_t place;
} named;

static int by_file(const void *a, const void *b) {
  const named *x = a, *y = b;
  if (x->device != y->device) return x->device < y->device ? -1 : 1;
  if (x->inode != y->inode) return x->inode < y->inode ? -1 : 1;
  return (x->place > y->place) - (x->place < y->place);
}

/* Patterns and folders may overlap: the second naming is taken out. false: out of memory. */
static bool drop_twins(etho_paths *list, etho_arena *arena, etho_issues *issues) {
  named *file = ETHO_NEW(arena, named, list->n + 1);
  size_t n = 0, kept = 0;
  if (!file) return false;
  for (size_t i = 0; i < list->n; i++) {
    struct stat info;
    if (strcmp(list->path[i], "-") != 0 && stat(list->path[i], &info) == 0 && S_ISREG(info.st_mode))
      file[n++] = (named){list->path[i], info.st_dev, info.st_ino, i};
  }
  if (n) qsort(file, n, sizeof *file, by_file);
  for (size_t i = 1; i < n; i++) {
    if (file[i].device != file[i - 1].device || file[i].inode != file[i - 1].inode) continue;
    etho_issues_add(issues, "W-FILE-TWICE", file[i].path, 0, 0, "name it once",
                    "the file is named twice%s%s%s: it is read once",
                    strcmp(file[i].path, file[i - 1].path) ? ", also as '" : "",
                    strcmp(file[i].path, file[i - 1].path) ? file[i - 1].path : "",
                    strcmp(file[i].path, file[i - 1].path) ? "'" : "");
    list->path[file[i].place] = NULL;
  }
  for (size_t i = 0; i < list->n; i++)
    if (list->path[i]) list->path[kept++] = list->path[i];
  list->n = kept;
  return true;
}

/* ---- all paths ---- */

static etho_status tell_none(const char *path, bool pattern, etho_error *error) {
  if (pattern) {
    etho_error_set(error, ETHO_ERR_IO, "no data file fits '%s'", path);
    etho_error_hint(
        error, "check the spelling and the folder you are in; paths in a study file start at its folder");
    return ETHO_ERR_IO;
  }
  etho_error_set(error, ETHO_ERR_DATA, "the folder '%s' holds no data files", path);
  etho_error_hint(error,
                  "data files end in .csv, .tsv, .txt, .tab, .dat or .xlsx; others can be given by name");
  return ETHO_ERR_DATA;
}

etho_status etho_paths_expand(const char *const *paths, size_t n, etho_arena *arena, etho_paths *out,
                              etho_issues *issues, etho_error *error) {
  for (size_t i = 0, inputs = 0; i < n; i++) {
    size_t before = out->n;
    bool folder = is_folder(paths[i]), pattern = !folder && is_pattern(paths[i]);
    etho_status status = ETHO_OK;
    if (strcmp(paths[i], "-") == 0 && ++inputs > 1)
      return etho_error_set(error, ETHO_ERR_USAGE, "standard input (-) can be read once only");
    if (folder)
      status = add_folder(out, arena, paths[i], 0, error);
    else if (pattern)
      status = add_pattern(out, arena, paths[i], error);
    else if (!add(out, arena, paths[i]))
      status = etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
    if (status != ETHO_OK) return status;
    if (out->n == before) return tell_none(paths[i], pattern, error);
  }
  return drop_twins(out, arena, issues) ? ETHO_OK : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}
