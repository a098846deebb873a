/* libFuzzer: a study file, "====" line, the data file that it may name (a.csv), "====" line, the animals'
 * (k.csv). All stages but the analysis; the proposal of `init` is read back. */
#include <string.h>

#include "fuzz.h"

/* The study's paths stay in the private folder. */
static fuzz_file write_study(fuzz_part part) {
  char *text = malloc(part.size + 1);
  if (!text) abort();
  memcpy(text, part.data, part.size);
  for (size_t i = 0; i < part.size; i++)
    if (text[i] == '/' && !(i + 1 < part.size && text[i + 1] == '1'))
      text[i] = '|'; /* "ethostat.study/1" is kept */
  fuzz_file file = fuzz_write("study.json", (fuzz_part){text, part.size});
  free(text);
  return file;
}

static void propose(const etho_study *study) {
  char *json = NULL;
  size_t length = 0;
  etho_error error = {0};
  etho_status status = etho_study_propose(study, NULL, &json, &length, &error);
  fuzz_check_error(status, &error);
  if (status != ETHO_OK) return;
  fuzz_file file = fuzz_write("proposed.json", (fuzz_part){json, length});
  free(json);
  const char *path[] = {file.path};
  etho_issues *issues = etho_issues_new();
  etho_study *again = NULL;
  status = etho_study_open(path, 1, NULL, &again, issues, &error);
  fuzz_check_issues(issues);
  for (size_t i = 0; i < etho_issues_count(issues); i++) {
    const etho_issue *issue = etho_issues_at(issues, i);
    FUZZ_REQUIRE(strcmp(issue->code, "E-STUDY-GAP") == 0 || issue->severity == ETHO_NOTE, "%s: %s",
                 issue->code, issue->message);
  }
  etho_study_free(again);
  etho_issues_free(issues);
  fuzz_remove(file);
}

/* What `init` makes of the data file alone. */
static void draft(const char *data) {
  etho_issues *issues = etho_issues_new();
  etho_study *study = NULL;
  etho_error error = {0};
  etho_status status = etho_study_open(&data, 1, NULL, &study, issues, &error);
  if (status == ETHO_OK) status = etho_study_draft(study, issues, &error);
  if (status == ETHO_OK) propose(study);
  fuzz_check_issues(issues);
  fuzz_check_error(status, &error);
  etho_study_free(study);
  etho_issues_free(issues);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_part part[3];
  fuzz_split(data, size, part, 3);
  fuzz_file file[] = {write_study(part[0]), fuzz_write("a.csv", part[1]), fuzz_write("k.csv", part[2])};
  const char *path[] = {file[0].path};
  etho_issues *issues = etho_issues_new();
  etho_study *study = NULL;
  etho_error error = {0};
  etho_status status = etho_study_open(path, 1, NULL, &study, issues, &error);
  if (status == ETHO_OK) status = etho_study_import(study, issues, &error);
  if (status == ETHO_OK) {
    etho_trials *trials = NULL;
    if (etho_study_trials(study, &trials, &error) == ETHO_OK) fuzz_check_trials(trials);
    etho_trials_free(trials);
    status = etho_study_measure(study, issues, &error);
  }
  if (status == ETHO_OK) {
    for (size_t i = 0; i < etho_study_assay_count(study); i++)
      fuzz_check_measures(etho_study_measures(study, i));
  }
  fuzz_check_issues(issues);
  fuzz_check_error(status, &error);
  etho_study_free(study);
  etho_issues_free(issues);
  draft(file[1].path);
  for (size_t i = 0; i < 3; i++) fuzz_remove(file[i]);
  return 0;
}
