/* Runs a fuzz target over its corpus without libFuzzer, so that what was found once stays mended: no input
 * may crash, or take two seconds of CPU. The corpus is tests/fuzz/corpus/NAME where the program is called
 * NAME; or name files. */
#include <dirent.h>
#include <string.h>
#include <time.h>

#include "fuzz.h"

/* An exact copy on the heap, so that a sanitizer sees a read past the end. */
static bool run(const char *path) {
  enum { MOST = 1 << 20 };
  static uint8_t buffer[MOST];
  FILE *file = fopen(path, "rb");
  if (!file) perror(path), exit(3);
  size_t size = fread(buffer, 1, MOST, file);
  fclose(file);
  uint8_t *data = malloc(size + !size);
  if (!data) perror(path), exit(3);
  memcpy(data, buffer, size);
  printf("# %s\n", path); /* the last one named is the one that crashed */
  fflush(stdout);
  clock_t start = clock();
  LLVMFuzzerTestOneInput(data, size);
  double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
  free(data);
  if (seconds >= 2) printf("# took %.1f s\n", seconds);
  return seconds < 2;
}

static int not_hidden(const struct dirent *entry) {
  return entry->d_name[0] != '.';
}

static int run_folder(const char *folder, int *slow) {
  struct dirent **list;
  int n = scandir(folder, &list, not_hidden, alphasort);
  if (n <= 0) printf("Bail out! no corpus %s\n", folder), exit(3);
  for (int i = 0; i < n; i++) {
    char path[4600];
    snprintf(path, sizeof path, "%s/%s", folder, list[i]->d_name);
    *slow += !run(path);
    free(list[i]);
  }
  free(list);
  return n;
}

int main(int n_arguments, char **argument) {
  const char *slash = strrchr(argument[0], '/'), *name = slash ? slash + 1 : argument[0];
  char folder[4096];
  int slow = 0, n = n_arguments - 1;
  snprintf(folder, sizeof folder, "tests/fuzz/corpus/%s", name);
  for (int i = 1; i < n_arguments; i++) slow += !run(argument[i]);
  if (!n) n = run_folder(folder, &slow);
  printf("1..1\n%s 1 - %s: %d inputs pass, each in less than two seconds\n", slow ? "not ok" : "ok", name, n);
  return slow != 0;
}
