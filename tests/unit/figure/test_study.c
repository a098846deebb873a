/* The figures of a whole study: which charts, that every animal is in them, and that a bracket says the p of
 * the table. */
#include <unistd.h>

#include "base/file.h"
#include "base/random.h"
#include "ethostat/figure.h"
#include "cleanup.h"
#include "tap.h"

static char folder[] = "/tmp/ethostat-test-XXXXXX";

enum { ARMS = 4, EACH = 8 };

/* Training and test of 32 mice. */
static etho_trials *nor_trials(void) {
  static const char *const arm[ARMS] = {"control", "CAR-T", "CAR-T + PLX5622", "CAR-T + CCR3"};
  static const double preference[ARMS] = {0.7, 0.52, 0.64, 0.66};
  etho_trials *t = etho_trials_new();
  size_t animal = etho_trials_column(t, "animal", true), group = etho_trials_column(t, "arm", true),
         phase = etho_trials_column(t, "phase", true), novel = etho_trials_column(t, "novel_s", false),
         familiar = etho_trials_column(t, "familiar_s", false), left = etho_trials_column(t, "left_s", false),
         right = etho_trials_column(t, "right_s", false);
  etho_random r = etho_random_stream(11, 0);
  for (size_t i = 0; i < ARMS * EACH; i++)
    for (int test = 0; test < 2; test++) {
      char name[16];
      snprintf(name, sizeof name, "m%02zu", i + 1);
      size_t row = etho_trials_add(t, "nor.csv", 2 * i + (size_t)test + 2);
      double total = 30 + 20 * etho_random_unit(&r),
             share = preference[i / EACH] + 0.2 * (etho_random_unit(&r) - 0.5);
      etho_trials_set_text(t, row, animal, name);
      etho_trials_set_text(t, row, group, arm[i / EACH]);
      etho_trials_set_text(t, row, phase, test ? "test" : "training");
      if (test)
        etho_trials_set_number(t, row, novel, total * share),
            etho_trials_set_number(t, row, familiar, total * (1 - share));
      else
        etho_trials_set_number(t, row, left, total * 0.5), etho_trials_set_number(t, row, right, total * 0.5);
    }
  return t;
}

static char *contents(const char *name) {
  char path[4096], *data = NULL;
  size_t length;
  snprintf(path, sizeof path, "%s/%s", folder, name);
  return etho_file_read(path, 0, &data, &length, NULL) == ETHO_OK ? data : NULL;
}

static size_t count_of(const char *text, const char *part) {
  size_t count = 0;
  for (const char *p = text; p && (p = strstr(p, part)); p += strlen(part)) count++;
  return count;
}

/* Every pair's p of the table stands in the data file of the figure. */
static void same_p(const etho_analysis *analysis, const char *tsv) {
  const etho_result *pairs =
      etho_analysis_find(analysis, ETHO_PART_PAIRWISE, etho_analysis_design(analysis)->response);
  size_t found = 0, n = pairs ? etho_rows_count(pairs->rows) : 0;
  for (size_t i = 0; i < n; i++) {
    double p = etho_row_get_number(etho_rows_at(pairs->rows, i), "p_adjusted");
    if (isnan(p)) p = etho_row_get_number(etho_rows_at(pairs->rows, i), "p_value");
    const char *block = tsv ? strstr(tsv, "# brackets") : NULL;
    for (const char *line = block; line && *line && *line != '\n'; line = strchr(line, '\n') + 1) {
      double from, to, shown;
      if (sscanf(line, "%lf %lf %lf", &from, &to, &shown) == 3 && shown == p) {
        found++;
        break;
      }
      if (!strchr(line, '\n')) break;
    }
  }
  ok(n == ARMS * (ARMS - 1) / 2 && found == n,
     "%zu of %zu p-values of the table are on the brackets, to the last bit", found, n);
}

/* The differences below an estimation plot are those of the table of effects, to the last bit. */
static void same_effects(const etho_analysis *analysis, const char *tsv) {
  const etho_result *effects =
      etho_analysis_find(analysis, ETHO_PART_EFFECT, etho_analysis_design(analysis)->response);
  size_t found = 0;
  const char *block = tsv ? strstr(tsv, "# effects") : NULL, *line = block ? strchr(block, '\n') : NULL;
  for (; line && line[1] && line[1] != '\n'; line = strchr(line + 1, '\n')) {
    double x, estimate, low, high;
    if (sscanf(line + 1, "%lf %lf %lf %lf", &x, &estimate, &low, &high) != 4) break;
    for (size_t i = 0; effects && i < etho_rows_count(effects->rows); i++) {
      const etho_row *row = etho_rows_at(effects->rows, i);
      found += etho_row_get_number(row, "estimate") == estimate &&
               etho_row_get_number(row, "conf_low") == low && etho_row_get_number(row, "conf_high") == high;
    }
  }
  ok(found == ARMS - 1, "%zu differences with their intervals are those of the table", found);
}

int main(void) {
  if (!mkdtemp(folder)) return 1;
  etho_plotter *plotter = NULL;
  etho_error error = {0};
  if (etho_plotter_start(&plotter, &error) != ETHO_OK) {
    skip("%s", error.message);
    return done();
  }
  etho_trials *trials = nor_trials();
  etho_issues *issues = etho_issues_new();
  etho_assay_options assay = etho_assay_options_default();
  etho_measures *measures = NULL;
  etho_analysis *analysis = NULL;
  etho_design design = etho_design_default();
  design.control = "control";
  design.options.resamples = 500;
  etho_status status = etho_assay_measure(etho_assay_find("nor"), trials, &assay, &measures, issues, &error);
  if (status == ETHO_OK) status = etho_analysis_run(measures, &design, &analysis, issues, &error);
  ok(status == ETHO_OK, "the study is analysed %s", error.message);
  etho_figures *figures = NULL;
  const etho_analysis *list[] = {analysis};
  etho_figure_options options = etho_figure_options_default();
  options.formats = "svg,pdf";
  status = etho_figures_draw(plotter, list, 1, folder, &options, &figures, &error);
  ok(status == ETHO_OK, "its figures are drawn %s %s", error.message, error.hint);
  ok(etho_figures_count(figures) == 8, "four charts in two formats (%zu)", etho_figures_count(figures));
  char *di = contents("nor_di.svg"), *data = contents("data/nor_di.tsv"), *exploration = contents("nor_exploration.svg");
  ok(di && count_of(di, "<use xlink:href='#gpPt6' transform") == EACH, "every control has its mark");
  ok(count_of(exploration, "<use xlink:href='#gpPt6' transform") == 2 * EACH,
     "and two in training against test");
  ok(data && strstr(data, "\tm01\n") && strstr(data, "\tm32\n"), "the data name the animals");
  same_p(analysis, data);
  char *estimation = contents("data/nor_estimation.tsv");
  same_effects(analysis, estimation);
  free(estimation);
  free(di), free(data), free(exploration);
  etho_figures_free(figures);
  etho_analysis_free(analysis);
  etho_measures_free(measures);
  etho_trials_free(trials);
  etho_issues_free(issues);
  etho_plotter_free(plotter);
  remove_folder(folder);
  return done();
}
