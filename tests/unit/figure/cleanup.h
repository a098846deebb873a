/* Remove a test's folder and what is in it, two levels deep. */
#ifndef TESTS_FIGURE_CLEANUP_H
#define TESTS_FIGURE_CLEANUP_H

#include <stdio.h>

#include "figure/folder.h"

static void remove_folder(const char *folder) {
  static const char *const inner[] = {"bin", "data", "gallery/data", "gallery"};
  char path[4096];
  for (size_t i = 0; i < sizeof inner / sizeof *inner; i++) {
    snprintf(path, sizeof path, "%s/%s", folder, inner[i]);
    etho_folder_remove(path);
  }
  etho_folder_remove(folder);
}

#endif
