/* The certified figures, as `ethostat selftest` runs them; and the compiled-in NIST sets against NIST's
 * files, where those are at hand (../shared/data/reference). */
#include <time.h>

#include "ethostat/stats/selftest.h"
#include "stats/selftest_data.h"
#include "tap.h"

static void certified(void) {
  etho_rows *rows = etho_rows_new();
  ok(etho_selftest_run(rows) == ETHO_OK, "the self-test runs");
  for (size_t i = 0; i < etho_rows_count(rows); i++) {
    const etho_row *row = etho_rows_at(rows, i);
    ok(etho_row_get_number(row, "pass") == 1, "%s, %s: %.1f digits, %.1f required",
       etho_row_get_text(row, "set"), etho_row_get_text(row, "figure"), etho_row_get_number(row, "digits"),
       etho_row_get_number(row, "required"));
  }
  ok(etho_rows_count(rows) > 80, "%zu figures", etho_rows_count(rows));
  etho_rows_free(rows);
}

static void wrong_figures_are_found(void) {
  etho_rows *rows = etho_rows_new();
  etho_selftest_check(rows, "made up", "off by 1e-9", 2, 2 + 2e-9, 9.5);
  etho_selftest_check(rows, "made up", "missing", 2, (double)NAN, 1);
  ok(etho_row_get_number(etho_rows_at(rows, 0), "pass") == 0, "a figure that is off fails");
  is_close(etho_row_get_number(etho_rows_at(rows, 0), "digits"), 9, 1e-6, "its digits are counted");
  ok(etho_row_get_number(etho_rows_at(rows, 1), "pass") == 0, "a missing figure fails");
  etho_rows_free(rows);
}

/* The last field of each data line of a NIST file. */
static size_t read_values(const char *path, size_t first_line, double *value, size_t most) {
  FILE *file = fopen(path, "r");
  size_t n = 0, line = 0;
  char text[256];
  while (file && fgets(text, sizeof text, file)) {
    char *last = NULL;
    if (++line < first_line) continue;
    for (char *word = strtok(text, " \t\r\n"); word; word = strtok(NULL, " \t\r\n")) last = word;
    if (last && n < most) value[n++] = strtod(last, NULL);
  }
  if (file) fclose(file);
  return n;
}

static void against_files(void) {
  static const size_t first_line[] = {40, 41, 42, 31, 46};
  static double value[20000];
  char path[128];
  for (size_t s = 0; s < 5; s++) {
    const etho_nist_univ *set = &etho_nist_univ_sets[s];
    snprintf(path, sizeof path, "../shared/data/reference/nist-univ/%s.dat", set->name);
    size_t n = read_values(path, first_line[s], value, 20000);
    if (n == 0)
      skip("%s is not there", path);
    else
      ok(n == set->n && memcmp(value, set->value, n * sizeof *value) == 0, "%s is NIST's file", set->name);
  }
  for (size_t s = 0; s < 2; s++) {
    const etho_nist_anova *set = &etho_nist_anova_sets[s];
    snprintf(path, sizeof path, "../shared/data/reference/nist-anova/%s.dat", set->name);
    size_t n = read_values(path, 61, value, 20000);
    if (n == 0)
      skip("%s is not there", path);
    else
      ok(n == set->n * set->groups && memcmp(value, set->value, n * sizeof *value) == 0, "%s is NIST's file",
         set->name);
  }
}

int main(void) {
  clock_t start = clock();
  certified();
  ok((double)(clock() - start) / CLOCKS_PER_SEC < 2, "in under 2 seconds");
  wrong_figures_are_found();
  against_files();
  return done();
}
