/* Files that laboratories published (not part of the project: skipped where they are not beside it). */
#include "import_case.h"

static const char *data = "../shared/data/behaviour";

static bool open_real(const char *name, const etho_import_options *options, etho_import_result **result,
                      etho_issues *issues) {
  char path[300];
  snprintf(path, sizeof path, "%s/%s", data, name);
  const char *paths[] = {path};
  etho_error error = {0};
  if (access(path, R_OK) != 0) return skip("%s is not here", name), false;
  return ok(etho_import_files(paths, 1, options, result, issues, &error) == ETHO_OK, "%s is read", name);
}

/* 43 visits, 37 entries once immediate re-entries are merged, 23 alternations of 35 triads. */
static void test_ymaze(void) {
  etho_import_result *result = NULL;
  etho_issues *issues = etho_issues_new();
  if (open_real("ymaze-anymaze-track/ymaze.csv", NULL, &result, issues)) {
    const etho_trials *trials = etho_import_trials(result);
    char text[2000], *state = NULL, entry[100] = {0};
    size_t visits = 0, n = 0, alternations = 0;
    snprintf(text, sizeof text, "%s", etho_trials_text(trials, 0, etho_trials_find(trials, "sequence")));
    for (char *arm = strtok_r(text, " ", &state); arm && n < 99; arm = strtok_r(NULL, " ", &state)) {
      visits++;
      if (!n || entry[n - 1] != arm[0]) entry[n++] = arm[0];
    }
    for (size_t i = 2; i < n; i++) alternations += entry[i] != entry[i - 2] && entry[i] != entry[i - 1];
    ok(visits == 43, "43 visits (%zu)", visits);
    ok(n == 37 && alternations == 23, "23 alternations of 35 triads (%zu of %zu)", alternations, n - 2);
  }
  etho_import_free(result);
  etho_issues_free(issues);
}

static void test_tables(void) {
  static const struct {
    const char *file, *format;
    size_t rows;
  } files[] = {
      {"nor-robles-long/test_dataset.csv", "long-nor", 14},
      {"olm-slc/Data_OLM_Analysis.csv", "tidy-nor", 80},
  };
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
    etho_import_result *result = NULL;
    etho_issues *issues = etho_issues_new();
    if (open_real(files[i].file, NULL, &result, issues)) {
      is_text(etho_import_file_at(result, 0)->format, files[i].format, files[i].file);
      size_t rows = etho_trials_rows(etho_import_trials(result));
      ok(rows == files[i].rows, "%s: %zu trials (%zu)", files[i].file, files[i].rows, rows);
      ok(!etho_issues_count_of(issues, ETHO_PROBLEM), "%s: no problems", files[i].file);
    }
    etho_import_free(result);
    etho_issues_free(issues);
  }
}

int main(void) {
  test_ymaze();
  test_tables();
  return done();
}
