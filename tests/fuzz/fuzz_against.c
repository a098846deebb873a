/* libFuzzer: two files of the same trials, a "====" line between them, through `check A B --against`. */
#include "fuzz.h"

static etho_study *measured(const char *path, etho_issues *issues) {
  etho_study *study = NULL;
  etho_error error = {0};
  etho_status status = etho_study_open(&path, 1, NULL, &study, issues, &error);
  if (status == ETHO_OK) status = etho_study_import(study, issues, &error);
  if (status == ETHO_OK) status = etho_study_measure(study, issues, &error);
  fuzz_check_error(status, &error);
  if (status == ETHO_OK) return study;
  etho_study_free(study);
  return NULL;
}

static void check_row(const etho_row *row) {
  double icc = etho_row_get_number(row, "icc"), ccc = etho_row_get_number(row, "ccc");
  FUZZ_REQUIRE(!(icc > 1 + 1e-9) && !(ccc > 1 + 1e-9) && !(ccc < -1 - 1e-9), "icc %g, ccc %g", icc, ccc);
  double low = etho_row_get_number(row, "loa_lower"), high = etho_row_get_number(row, "loa_upper");
  FUZZ_REQUIRE(!(low > high), "limits of agreement %g > %g", low, high);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_part part[2];
  fuzz_split(data, size, part, 2);
  fuzz_file a = fuzz_write("a.csv", part[0]), b = fuzz_write("b.csv", part[1]);
  etho_issues *issues = etho_issues_new();
  etho_study *first = measured(a.path, issues), *second = first ? measured(b.path, issues) : NULL;
  if (first && second) {
    etho_rows *rows = etho_rows_new();
    etho_options options = etho_options_default();
    etho_error error = {0};
    etho_status status = etho_study_compare(first, second, &options, rows, issues, &error);
    fuzz_check_error(status, &error);
    for (size_t i = 0; i < etho_rows_count(rows); i++) check_row(etho_rows_at(rows, i));
    etho_rows_free(rows);
  }
  fuzz_check_issues(issues);
  etho_study_free(first);
  etho_study_free(second);
  etho_issues_free(issues);
  fuzz_remove(a);
  fuzz_remove(b);
  return 0;
}
