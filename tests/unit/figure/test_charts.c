/* Every chart of the registry on awkward data: hostile labels, one value, constant values, twelve arms,
 * missing values, huge and tiny numbers. Each is drawn with all labels on the page, or refused in words;
 * nothing runs, nothing crashes. And the registry itself: every row has its script and its page in the docs.
 */
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "ethostat/figure.h"
#include "figure/chart.h"
#include "cleanup.h"
#include "tap.h"

static char folder[] = "/tmp/ethostat-test-XXXXXX";

enum { MOST = 96 };

static const char *const arm_name[] = {"\"; system('touch pwned'); #",
                                       "`touch pwned`\n$(touch pwned)",
                                       "_^{}@\\ %d %s |\x01\x7f\xff",
                                       "",
                                       "NaN",
                                       "< touch pwned",
                                       "control",
                                       "0",
                                       "\xE5\xAF\xB9\xE7\x85\xA7\xE7\xBB\x84",
                                       "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D",
                                       "# text_left",
                                       "a,b;c\td"};

typedef struct columns {
  double value[MOST], x[MOST], y[MOST], event[MOST], count[MOST], total[MOST];
  int by[MOST], subject[MOST], cluster[MOST], within[MOST], category[MOST];
  char name[MOST][8];
  const char *subject_level[MOST];
} columns;

static columns c;

/* What each case puts into row i. */
typedef double value_fn(size_t i);
static double usual(size_t i) {
  return 0.1 * (double)((i * 37) % 11) - 0.3;
}
static double constant(size_t i) {
  (void)i;
  return 0.5;
}
static double gaps(size_t i) {
  return i % 3 ? (double)((i * 7) % 13) : (double)NAN;
}
static double huge(size_t i) {
  return 1e9 + 0.1 * (double)(i % 10);
}
static double nothing(size_t i) {
  (void)i;
  return (double)NAN;
}

static etho_input input_of(size_t n, size_t arms, value_fn *value) {
  static const char *const session[] = {"training", "te'st`"}, *const sex[] = {"f\"", "m"};
  for (size_t i = 0; i < n; i++) {
    size_t animal = i / 2;
    snprintf(c.name[animal], sizeof c.name[animal], "%s%zu", animal == 1 ? "\"`$" : "m", animal);
    c.subject_level[animal] = c.name[animal];
    c.value[i] = value(i), c.x[i] = value(i + 1), c.y[i] = value(i + 2), c.event[i] = (double)(i % 2);
    c.total[i] = 10, c.count[i] = (double)(i % 11);
    c.by[i] = (int)(animal % arms), c.subject[i] = (int)animal, c.cluster[i] = (int)(animal / 2),
    c.within[i] = (int)(i % 2);
    c.category[i] = (int)(animal / arms % 2);
  }
  size_t animals = (n + 1) / 2;
  etho_input in = {.n = n,
                   .response = "di_`x`",
                   .value = c.value,
                   .by = {"arm", arm_name, arms, c.by},
                   .subject = {"animal", c.subject_level, animals, c.subject},
                   .cluster = {"cage", c.subject_level, animals, c.cluster},
                   .within[0] = {"phase\"", session, n > 1 ? 2 : 1, c.within},
                   .n_within = 1,
                   .category = {"sex", sex, 2, c.category},
                   .x = c.x,
                   .y = c.y,
                   .time = c.count,
                   .event = c.event,
                   .count = c.count,
                   .total = c.total};
  return in;
}

static etho_rows *rows_of(size_t arms, value_fn *value) {
  etho_rows *rows = etho_rows_new();
  for (size_t i = 0; i < arms; i++)
    for (size_t k = 0; k < i; k++) {
      etho_row *row = etho_rows_add(rows);
      etho_row_text(row, "group1", arm_name[k]);
      etho_row_text(row, "group2", arm_name[i]);
      etho_row_text(row, "arm", arm_name[i]);
      etho_row_number(row, "estimate", value(i + k));
      etho_row_number(row, "conf_low", value(i + k) - 0.2);
      etho_row_number(row, "conf_high", value(i + k) + 0.2);
      etho_row_number(row, "p_adjusted", i % 2 ? 1e-300 : 0.2);
      etho_row_number(row, "animals", 12);
      etho_row_number(row, "analysed", 11);
      etho_row_number(row, "excluded", 1);
      etho_row_text(row, "reason", arm_name[1]);
    }
  return rows;
}

static bool labels_inside(const char *svg) {
  double width = 0, height = 0;
  const char *box = strstr(svg, "viewBox=\"0 0 ");
  if (!box || sscanf(box, "viewBox=\"0 0 %lf %lf", &width, &height) != 2) return false;
  for (const char *p = svg; (p = strstr(p, "<g transform=\"translate(")); p++) {
    double x, y;
    if (sscanf(p, "<g transform=\"translate(%lf,%lf)", &x, &y) != 2 || x < 0 || y < 0 || x > width ||
        y > height)
      return false;
  }
  return true;
}

static bool draw(const char *chart, size_t n, size_t arms, value_fn *value, etho_error *error) {
  etho_plotter *plotter = NULL;
  etho_input in = input_of(n, arms, value);
  etho_rows *rows = rows_of(arms, value);
  etho_options statistics = etho_options_default();
  statistics.resamples = 200;
  etho_plot_data data = etho_plot_data_default();
  data.input = &in, data.rows = rows, data.options = &statistics, data.title = "`touch pwned` \"y\"";
  etho_figure_options options = etho_figure_options_default();
  options.title = "A `title` $(touch pwned)\nof \"two\" lines";
  char path[4096];
  snprintf(path, sizeof path, "%s/%s.svg", folder, chart);
  unlink(path);
  *error = (etho_error){0};
  etho_status status = etho_plotter_start(&plotter, error);
  if (status == ETHO_OK) status = etho_plot_draw(plotter, chart, &data, &options, path, NULL, NULL, error);
  etho_plotter_free(plotter);
  etho_rows_free(rows);
  if (status == ETHO_ERR_DATA) return *error->message != '\0' && access(path, F_OK) != 0;
  char *svg = NULL;
  size_t length;
  bool good = status == ETHO_OK && etho_file_read(path, 0, &svg, &length, NULL) == ETHO_OK;
  good = good && etho_utf8_valid_prefix(svg, length) == length && strstr(svg, "</svg>") && labels_inside(svg);
  free(svg);
  return good;
}

static void awkward(void) {
  static const struct {
    const char *name;
    size_t n, arms;
    value_fn *value;

  } cases[] = {{"two arms", 16, 2, usual},    {"twelve arms", 96, 12, usual}, {"one row", 1, 1, usual},
               {"constant", 24, 3, constant}, {"gaps", 48, 4, gaps},          {"1e9", 48, 3, huge},
               {"nothing", 12, 2, nothing}};
  for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
    for (size_t i = 0; i < etho_chart_count(); i++) {
      etho_error error;
      bool good = draw(etho_chart_name(i), cases[k].n, cases[k].arms, cases[k].value, &error);
      ok(good, "%s: %s %s", etho_chart_name(i), cases[k].name, error.message);
    }
}

static bool mentions(const char *path, const char *word) {
  char *text = NULL;
  size_t length;
  bool found = etho_file_read(path, 0, &text, &length, NULL) == ETHO_OK && strstr(text, word);
  free(text);
  return found;
}

static void registry(void) {
  for (size_t i = 0; i < etho_chart_count(); i++) {
    const etho_chart *chart = etho_chart_at(i);
    char path[256], word[128];
    snprintf(path, sizeof path, "plots/%s.gp", chart->script);
    snprintf(word, sizeof word, "## %s\n", chart->name);
    ok(access(path, R_OK) == 0 && chart->build && chart->summary && chart->needs,
       "%s has its script, summary and needs", chart->name);
    ok(mentions("docs/gallery.md", word), "%s is in docs/gallery.md", chart->name);
    size_t same = 0;
    for (size_t k = 0; k < etho_chart_count(); k++) same += strcmp(etho_chart_name(k), chart->name) == 0;
    ok(same == 1, "%s is named once", chart->name);
  }
}

int main(void) {
  etho_plotter *plotter = NULL;
  etho_error error = {0};
  if (!mkdtemp(folder)) return 1;
  if (access("plots/begin.gp", R_OK) == 0) registry();
  if (etho_plotter_start(&plotter, &error) != ETHO_OK) {
    skip("%s", error.message);
    return done();
  }
  etho_plotter_free(plotter);
  awkward();
  ok(access("pwned", F_OK) != 0, "nothing ran");
  remove_folder(folder);
  return done();
}
