/* libFuzzer: a data file through the whole job: analysis and every renderer. The first line may name an
 * assay. */
#include <string.h>

#include "fuzz.h"

static void render(const etho_study *study, const etho_issues *issues) {
  static const char *const formats[] = {"json", "text", "markdown", "html", "csv", "latex", "summary"};
  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
    char *text = NULL;
    size_t length = 0;
    etho_error error = {0};
    etho_status status = etho_study_render(study, formats[i], issues, &text, &length, &error);
    fuzz_check_error(status, &error);
    if (status != ETHO_OK) continue;
    FUZZ_REQUIRE(strlen(text) == length, "%s holds a zero byte", formats[i]);
    if (i == 0)
      FUZZ_REQUIRE(!strstr(text, ": NaN") && !strstr(text, ": Inf") && !strstr(text, ": -Inf"), "%s", text);
    free(text);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_part part = {(const char *)data, size};
  char line[16];
  fuzz_first_line(&part, line, sizeof line);
  fuzz_file file = fuzz_write("a.csv", part);
  const char *path[] = {file.path};
  etho_study_options options = etho_study_options_default();
  options.resamples = 19, options.seed = 1, options.seed_given = true, options.threads = 1;
  if (etho_assay_find(line)) options.assay = line;
  etho_issues *issues = etho_issues_new();
  etho_study *study = NULL;
  etho_error error = {0};
  etho_status status = etho_study_open(path, 1, &options, &study, issues, &error);
  if (status == ETHO_OK) status = etho_study_import(study, issues, &error);
  if (status == ETHO_OK) status = etho_study_measure(study, issues, &error);
  if (status == ETHO_OK) status = etho_study_analyze(study, issues, &error);
  fuzz_check_error(status, &error);
  fuzz_check_issues(issues);
  if (status == ETHO_OK) render(study, issues);
  etho_study_free(study);
  etho_issues_free(issues);
  fuzz_remove(file);
  return 0;
}
