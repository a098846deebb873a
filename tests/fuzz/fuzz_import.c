/* libFuzzer: any bytes as a lab export, with settings that let every format get to its trials. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "ethostat/import.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const etho_pair settings[] = {
    {"frame_rate", "25"}, {"radius_cm", "2"}, {"scale", "1"}, {"trials_per_session", "10"}};
static const etho_pair objects[] = {{"frame_rate", "25"}, {"radius_cm", "2"},  {"scale", "1"},
                                    {"novel", "1,1"},     {"familiar", "5,5"}, {"bin_s", "60"}};
static const etho_pair arms[] = {{"frame_rate", "25"}, {"arm_A", "0,0 5,5"}, {"arm_B", "5,0 9,0 9,9"}};

static void import_with(const char *path, const etho_pair *list, size_t n) {
  const char *paths[] = {path};
  etho_import_options options = {.settings = list, .n_settings = n};
  etho_issues *issues = etho_issues_new();
  etho_import_result *result = NULL;
  etho_error error = {0};
  if (issues && etho_import_files(paths, 1, &options, &result, issues, &error) == ETHO_OK) {
    char *text = NULL;
    size_t length;
    if (etho_trials_csv(etho_import_trials(result), &text, &length, &error) == ETHO_OK) free(text);
  }
  etho_import_free(result);
  etho_issues_free(issues);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char path[64];
  snprintf(path, sizeof path, "/dev/shm/ethostat-fuzz-%ld", (long)getpid());
  FILE *file = fopen(path, "wb");
  if (!file) return 0;
  fwrite(data, 1, size, file);
  fclose(file);
  import_with(path, settings, sizeof settings / sizeof *settings);
  import_with(path, objects, sizeof objects / sizeof *objects);
  import_with(path, arms, sizeof arms / sizeof *arms);
  unlink(path);
  return 0;
}
