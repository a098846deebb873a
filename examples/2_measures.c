/* 2. A trial file to measures: every animal's discrimination index, and what was wrong with the file.
 *
 *   ./measures examples/nor.csv examples/animals.csv */
#include <ethostat.h>
#include <stdio.h>

static void print_issues(const etho_issues *issues) {
  for (size_t i = 0; i < etho_issues_count(issues); i++) {
    const etho_issue *issue = etho_issues_at(issues, i);
    if (issue->severity != ETHO_NOTE) fprintf(stderr, "%s:%zu: %s\n", issue->file, issue->line, issue->message);
  }
}

static void print_measures(const etho_measures *measures) {
  size_t di = etho_measures_find(measures, "discrimination_index");
  for (size_t r = 0; r < etho_measures_rows(measures) && di != ETHO_NOT_FOUND; r++) {
    const etho_subject_row *row = etho_measures_row(measures, r);
    printf("%s\t%s\t%s\t%.3f\n", row->animal, row->arm ? row->arm : "", row->phase ? row->phase : "", row->value[di]);
  }
}

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  etho_study_options options = etho_study_options_default();
  options.animals = (const char *const *)(argv + 2);
  options.n_animals = (size_t)(argc - 2);
  const char *path = argv[1];
  etho_issues *issues = etho_issues_new();
  etho_study *study = NULL;
  etho_error error = {0};
  etho_status status = etho_study_open(&path, 1, &options, &study, issues, &error);
  if (status == ETHO_OK) status = etho_study_import(study, issues, &error);
  if (status == ETHO_OK) status = etho_study_measure(study, issues, &error);
  print_issues(issues);
  if (status == ETHO_OK) print_measures(etho_study_measures(study, 0));
  else fprintf(stderr, "%s\n", error.message);
  etho_study_free(study);
  etho_issues_free(issues);
  return status == ETHO_OK ? 0 : 1;
}
