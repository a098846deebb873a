/* gallery.c - draws every chart with 2, 4 and 8 arms and with short and long labels, from simulated data.
 *
 *   gallery FOLDER [CHART]    FOLDER/CHART-ARMS-short.svg, FOLDER/CHART-ARMS-long.svg, FOLDER/data/...
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/random.h"
#include "ethostat.h"

enum { PER_ARM = 12, DAYS = 6, MOST = 12 * PER_ARM * DAYS };

static const char *const short_label[] = {"Control",  "CAR-T", "PLX5622", "CCR3",
                                          "Anakinra", "DIPG",  "ALL",     "Naive"};
static const char *const long_label[] = {"Control (mock T cells)",
                                         "GD2 CAR-T cells, day 35",
                                         "CAR-T + PLX5622 (CSF1R inhibitor)",
                                         "CAR-T + CCR3 blockade",
                                         "CAR-T + anakinra, 10 mg/kg daily",
                                         "DIPG xenograft without treatment",
                                         "ALL xenograft with CNS involvement",
                                         "Na\xC3\xAFve, never handled \xE5\xAF\xB9\xE7\x85\xA7"};

typedef struct data {
  double value[MOST], x[MOST], y[MOST], time[MOST], event[MOST], count[MOST], total[MOST];
  int by[MOST], subject[MOST], cluster[MOST], within[MOST], category[MOST];
  char subject_name[8 * PER_ARM][8], cluster_name[8 * 4][8];
  const char *subject_level[8 * PER_ARM], *cluster_level[8 * 4];
  size_t n;
} data;

static double normal(etho_random *r) {
  double sum = 0;
  for (int i = 0; i < 12; i++) sum += etho_random_unit(r);
  return sum - 6;
}

static const double effect[] = {0.32, 0.04, 0.24, 0.28, 0.08, 0.15, 0.1, 0.35};

/* One row per animal, or per animal and day. */
static void simulate(data *d, size_t arms, size_t days) {
  etho_random r = etho_random_stream(7, arms);
  d->n = 0;
  for (size_t g = 0; g < arms; g++)
    for (size_t i = 0; i < PER_ARM; i++) {
      size_t animal = g * PER_ARM + i;
      double own = 0.12 * normal(&r);
      snprintf(d->subject_name[animal], sizeof d->subject_name[animal], "m%zu", animal + 1);
      d->subject_level[animal] = d->subject_name[animal];
      size_t cage = g * 4 + i / 3;
      snprintf(d->cluster_name[cage], sizeof d->cluster_name[cage], "c%zu", cage + 1);
      d->cluster_level[cage] = d->cluster_name[cage];
      for (size_t t = 0; t < days; t++) {
        size_t k = d->n++;
        d->value[k] = effect[g] + own + 0.1 * normal(&r) + (days > 1 ? 0.06 * (double)t : 0);
        d->x[k] = 20 + 8 * normal(&r), d->y[k] = 0.02 * d->x[k] + 0.3 * own + 0.08 * normal(&r);
        d->time[k] = fmin(60, 60 * -log(1 - etho_random_unit(&r)) / (1 + 3 * effect[g]));
        d->event[k] = d->time[k] < 60;
        d->total[k] = 10, d->count[k] = floor(10 * fmin(0.98, fmax(0.3, 0.55 + effect[g] + own)) + 0.5);
        d->by[k] = (int)g, d->subject[k] = (int)animal, d->cluster[k] = (int)cage, d->within[k] = (int)t;
        d->category[k] = (int)(animal % 2);
      }
    }
}

static etho_input input_of(data *d, size_t arms, size_t days, bool is_long) {
  static const char *const day[] = {"1", "2", "3", "4", "5", "6"}, *const two[] = {"training", "test"},
                           *const sex[] = {"female", "male"};
  etho_input in = {.n = d->n, .response = "discrimination_index", .value = d->value};
  in.by = (etho_factor){"arm", is_long ? long_label : short_label, arms, d->by};
  in.subject = (etho_factor){"animal", d->subject_level, arms * PER_ARM, d->subject};
  in.cluster = (etho_factor){"cage", d->cluster_level, arms * 4, d->cluster};
  in.category = (etho_factor){"sex", sex, 2, d->category};
  in.within[0] = (etho_factor){days == 2 ? "phase" : "day", days == 2 ? two : day, days, d->within};
  in.n_within = days > 1;
  in.x = d->x, in.y = d->y, in.time = d->time, in.event = d->event, in.count = d->count, in.total = d->total;
  return in;
}

/* Charts over time want several rows per animal. */
static size_t days_of(const char *chart) {
  static const char *const six[] = {"time_course", "learning_curve", "cumulative"}, *const two[] = {
                                                                                        "paired",
                                                                                        "exploration"};
  for (size_t i = 0; i < sizeof six / sizeof *six; i++)
    if (strcmp(chart, six[i]) == 0) return DAYS;
  for (size_t i = 0; i < sizeof two / sizeof *two; i++)
    if (strcmp(chart, two[i]) == 0) return 2;
  return 1;
}

/* Positions of one animal: a random walk in a box. */
static void walk(data *d, size_t steps) {
  etho_random r = etho_random_stream(9, 1);
  double x = 25, y = 20, dx = 0, dy = 0;
  for (d->n = 0; d->n < steps; d->n++) {
    dx = 0.9 * dx + 0.5 * normal(&r), dy = 0.9 * dy + 0.5 * normal(&r);
    x += dx, y += dy;
    if (x < 0 || x > 50) dx = -dx, x += 2 * dx;
    if (y < 0 || y > 40) dy = -dy, y += 2 * dy;
    d->x[d->n] = fmin(50, fmax(0, x)), d->y[d->n] = fmin(40, fmax(0, y));
  }
}

/* Arm entries of a few animals: mostly another arm than the last two. */
static void entries(data *d, size_t arms) {
  etho_random r = etho_random_stream(5, arms);
  d->n = 0;
  for (size_t animal = 0; animal < arms * 3; animal++) {
    int last = 0, before = 1;
    snprintf(d->subject_name[animal], sizeof d->subject_name[animal], "m%zu", animal + 1);
    d->subject_level[animal] = d->subject_name[animal];
    for (size_t k = 0; k < 14 + animal % 8; k++) {
      int next = etho_random_unit(&r) < 0.65 ? 3 - last - before : before;
      before = last, last = next;
      d->category[d->n] = next, d->subject[d->n] = (int)animal, d->by[d->n++] = (int)(animal / 3);
    }
  }
}

/* Power curves of a two-group t test, roughly: one for each effect size. */
static void curves(data *d, size_t arms) {
  d->n = 0;
  for (size_t g = 0; g < arms; g++)
    for (double n = 4; n <= 40; n += 4) {
      double z = (0.4 + 0.2 * (double)g) * sqrt(n / 2) - 1.96;
      d->x[d->n] = n, d->y[d->n] = 1 / (1 + exp(-1.7 * z)), d->by[d->n++] = (int)g;
    }
}

static bool is_one_of(const char *chart, const char *const *names, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (strcmp(chart, names[i]) == 0) return true;
  return false;
}

/* Results to draw: all pairs with their difference, or the flow of animals. */
static etho_rows *results(const char *chart, const etho_input *in, const etho_options *options) {
  etho_rows *rows = etho_rows_new();
  if (strcmp(chart, "exclusions") == 0) {
    for (size_t g = 0; g < in->by.n_levels; g++) {
      etho_row *row = etho_rows_add(rows);
      etho_row_text(row, "arm", in->by.level[g]);
      etho_row_number(row, "animals", PER_ARM);
      etho_row_number(row, "excluded", (double)(g % 3));
      etho_row_number(row, "analysed", (double)(PER_ARM - g % 3));
      if (g % 3) etho_row_text(row, "reason", "total exploration below 20 s");
    }
    return rows;
  }
  etho_input plain = {.n = in->n, .response = in->response, .value = in->value, .by = in->by};
  etho_options all = *options;
  all.control = NULL;
  bool forest = strcmp(chart, "forest") == 0;
  etho_procedure_run(etho_procedure_find(forest ? "dunnett" : "games_howell"), &plain,
                     forest ? options : &all, rows, NULL);
  return rows;
}

static int draw(const char *chart, size_t arms, bool is_long, const char *folder) {
  static data d;
  size_t days = days_of(chart);
  static const char *const paths[] = {"trajectory", "occupancy"};
  if (is_one_of(chart, paths, 2))
    walk(&d, 600);
  else if (strcmp(chart, "arm_entries") == 0)
    entries(&d, arms);
  else if (strcmp(chart, "power") == 0)
    curves(&d, arms);
  else
    simulate(&d, arms, days);
  etho_input in = input_of(&d, arms, days, is_long);
  etho_plot_data what = etho_plot_data_default();
  etho_options statistics = etho_options_default();
  statistics.control = in.by.level[0];
  statistics.resamples = 2000;
  what.input = &in, what.options = &statistics, what.chance = 0, what.low = -1, what.high = 1;
  what.title = strcmp(chart, "kaplan_meier") == 0 ? NULL : "Discrimination index (DI)";
  static const char *const xy[] = {"trajectory", "occupancy", "power", "correlation"};
  static const char *const maze[] = {"A", "B", "C"};
  if (is_one_of(chart, xy, 2))
    what.title = "y (cm)", what.x_title = "x (cm)", in.by = (etho_factor){0}, in.subject = (etho_factor){0};
  if (strcmp(chart, "power") == 0) what.chance = (double)NAN;
  if (strcmp(chart, "correlation") == 0) what.x_title = "Microglia per field";
  if (strcmp(chart, "arm_entries") == 0)
    in.category = (etho_factor){"entry", maze, 3, d.category}, in.subject.n_levels = 3 * arms;
  what.compare = days == 1 && !is_one_of(chart, xy, 4) && strcmp(chart, "arm_entries") != 0 &&
                         strcmp(chart, "kaplan_meier") != 0
                     ? "games_howell"
                     : NULL;
  static const char *const with_rows[] = {"forest", "heatmap", "exclusions"};
  etho_rows *rows = is_one_of(chart, with_rows, 3) ? results(chart, &in, &statistics) : NULL;
  if (rows) what.rows = rows, what.input = NULL, what.compare = NULL;
  char path[4096], data_path[4096];
  snprintf(path, sizeof path, "%s/%s-%zu-%s.svg", folder, chart, arms, is_long ? "long" : "short");
  snprintf(data_path, sizeof data_path, "%s/data/%s-%zu-%s.tsv", folder, chart, arms,
           is_long ? "long" : "short");
  etho_plotter *plotter;
  etho_figures *figures = NULL;
  etho_error error = {0};
  if (etho_plotter_start(&plotter, &error) != ETHO_OK)
    return fprintf(stderr, "%s\n%s\n", error.message, error.hint), 1;
  int failed = etho_plot_draw(plotter, chart, &what, NULL, path, data_path, &figures, &error) != ETHO_OK;
  if (failed)
    fprintf(stderr, "%s: %s\n  %s\n", chart, error.message, error.hint);
  else
    printf("%s\n    %s\n    %s\n", path, etho_figures_at(figures, 0)->caption,
           etho_figures_at(figures, 0)->alt);
  etho_figures_free(figures);
  etho_rows_free(rows);
  etho_plotter_free(plotter);
  return failed;
}

int main(int argc, char **argv) {
  if (argc < 2) return fprintf(stderr, "usage: gallery FOLDER [CHART]\n"), 2;
  char data_folder[4096];
  snprintf(data_folder, sizeof data_folder, "%s/data", argv[1]);
  etho_error error = {0};
  if (etho_directory_make(data_folder, &error) != ETHO_OK) return fprintf(stderr, "%s\n", error.message), 3;
  int failed = 0;
  for (size_t c = 0; c < etho_chart_count(); c++)
    for (size_t k = 0; k < 6; k++)
      if (strcmp(etho_chart_name(c), "delta_delta") == 0 && k >= 2)
        continue; /* two groups in two categories */
      else if (argc < 3 || strcmp(argv[2], etho_chart_name(c)) == 0)
        failed |= draw(etho_chart_name(c), (size_t)2 << (k / 2), k % 2, argv[1]);
  return failed;
}
