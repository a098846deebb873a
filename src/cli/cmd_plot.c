/* ethostat plot: one figure from any tidy CSV. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

static bool known_chart(const char *name) {
  const char *names[128];
  size_t n = 0;
  for (; n < etho_chart_count() && n < sizeof names / sizeof *names; n++) {
    names[n] = etho_chart_name(n);
    if (strcmp(names[n], name) == 0) return true;
  }
  char near[256];
  cli_suggest(near, sizeof near, name, names, n);
  cli_usage(near[0] ? near : "`ethostat list charts` shows them all", "there is no chart '%.80s'", name);
  return false;
}

static bool read_options(const cli_args *args, etho_plot_data *data, etho_figure_options *figure, etho_options *stats) {
  *data = etho_plot_data_default();
  *figure = etho_figure_options_default();
  *stats = etho_options_default();
  if (cli_get(args, "error")) figure->error_bar = cli_get(args, "error");
  if (cli_get(args, "palette")) figure->palette = cli_get(args, "palette");
  if (cli_get(args, "theme")) figure->theme = cli_get(args, "theme");
  if (cli_get(args, "labels")) figure->labels = cli_get(args, "labels");
  if (cli_get(args, "order")) figure->order = cli_get(args, "order");
  figure->title = cli_get(args, "title");
  figure->hide_ns = cli_has(args, "hide-ns");
  data->title = cli_get(args, "axis");
  data->compare = cli_get(args, "compare");
  stats->control = cli_get(args, "control");
  bool good = cli_number(args, "width", &figure->width_mm) && cli_number(args, "chance", &data->chance) &&
              cli_number(args, "conf", &stats->conf_level) && cli_count(args, "resamples", 1, &stats->resamples) &&
              cli_seed(args, &stats->seed);
  if (good && !(stats->conf_level > 0 && stats->conf_level < 1))
    return cli_usage("such as 0.95", "--conf must lie between 0 and 1"), false;
  data->options = stats;
  return good;
}

static int draw(const cli_args *args, const etho_table *table, const etho_selection *selection,
                const etho_plot_data *data, const etho_figure_options *figure) {
  etho_error error = {.status = ETHO_ERR_MEMORY, .message = "out of memory"};
  etho_issues *issues = etho_issues_new();
  etho_plotter *plotter = NULL;
  etho_figures *figures = NULL;
  etho_status status = issues ? etho_plotter_start(&plotter, &error) : ETHO_ERR_MEMORY;
  if (status == ETHO_OK)
    status = etho_plot_table(plotter, args->positional[0], table, selection, data, figure, cli_get(args, "out"),
                             cli_get(args, "data"), &figures, issues, &error);
  if (issues) cli_print_issues(issues, ETHO_WARNING);
  int exit_status = status == ETHO_OK ? EXIT_DONE : cli_fail(&error);
  for (size_t i = 0; status == ETHO_OK && i < etho_figures_count(figures); i++) {
    const char *caption = etho_figures_at(figures, i)->caption;
    if (caption && exit_status == EXIT_DONE) exit_status = printf("%s\n", caption) < 0 ? EXIT_FAILED : EXIT_DONE;
  }
  etho_figures_free(figures);
  etho_plotter_free(plotter);
  etho_issues_free(issues);
  return exit_status;
}

/* ---- from a report.json ---- */

static bool is_report(const char *path) {
  size_t length = strlen(path);
  return length > 5 && strcmp(path + length - 5, ".json") == 0;
}

static const char *chart_needs(const char *name) {
  for (size_t i = 0; i < etho_chart_count(); i++)
    if (strcmp(etho_chart_name(i), name) == 0) return etho_chart_needs(i);
  return "";
}

static etho_report_part part_for(const char *chart) {
  const char *needs = chart_needs(chart);
  if (strncmp(needs, "rows with", strlen("rows with")) != 0) return ETHO_REPORT_ANIMALS;
  if (strstr(needs, "arm,")) return ETHO_REPORT_ARMS;
  return strstr(needs, "estimate") ? ETHO_REPORT_COMPARISONS : ETHO_REPORT_PAIRS;
}

/* What the report's own analysis used, where the command line says nothing else. */
static void take_defaults(const cli_args *args, const etho_report_defaults *d, etho_selection *s, etho_options *stats) {
  const char *needs = chart_needs(args->positional[0]);
  if (!s->value && !s->x && strstr(needs, "--value")) s->value = d->value;
  if (!s->by && strstr(needs, "--by")) s->by = d->by;
  if (!s->subject && strstr(needs, "--subject")) s->subject = d->subject;
  if (!stats->control && s->by && d->by && strcmp(s->by, d->by) == 0) stats->control = d->control;
}

static int draw_report(const cli_args *args, etho_plot_data *data, const etho_figure_options *figure, etho_options *stats) {
  etho_error error = {.status = ETHO_ERR_MEMORY, .message = "out of memory"};
  etho_report_data *report = NULL;
  etho_issues *issues = etho_issues_new();
  etho_selection selection = cli_selection(args);
  bool all_sessions = cli_has(args, "where") || selection.n_within;
  etho_status status = issues ? etho_report_data_read(args->positional[1], part_for(args->positional[0]), cli_get(args, "assay"),
                                                      all_sessions, &report, issues, &error)
                              : ETHO_ERR_MEMORY;
  const char *condition;
  for (size_t i = 0; status == ETHO_OK && (condition = cli_nth(args, "where", i)); i++)
    status = etho_table_filter(etho_report_data_table(report), condition, &error);
  if (issues) cli_print_issues(issues, ETHO_WARNING);
  etho_issues_free(issues);
  int exit_status;
  if (status != ETHO_OK) {
    exit_status = cli_fail(&error);
  } else {
    take_defaults(args, etho_report_data_defaults(report), &selection, stats);
    exit_status = draw(args, etho_report_data_table(report), &selection, data, figure);
  }
  etho_report_data_free(report);
  return exit_status;
}

static int run_plot(const cli_args *args) {
  etho_plot_data data;
  etho_figure_options figure;
  etho_options stats;
  if (!known_chart(args->positional[0]) || !read_options(args, &data, &figure, &stats)) return EXIT_USAGE;
  if (!cli_get(args, "out")) return cli_usage("such as -o figure.svg (or .pdf, .png)", "plot needs --out FILE");
  if (is_report(args->positional[1])) return draw_report(args, &data, &figure, &stats);
  if (cli_has(args, "assay")) return cli_usage("it chooses an analysis of a report.json", "--assay goes with a report");
  int status;
  etho_table *table = cli_table(args, 1, &status);
  etho_selection selection = cli_selection(args);
  if (table) status = draw(args, table, &selection, &data, &figure);
  etho_table_free(table);
  return status;
}

static const cli_option own[] = {
    {.name = "out", .letter = 'o', .argument = "FILE", .help = "the figure; its ending tells the kind: svg, pdf, png, eps, tex"},
    {.name = "data", .argument = "FILE", .help = "keep what the script draws, to edit and draw again by hand"},
    {.name = "assay", .letter = 'a', .argument = "NAME", .help = "of a report.json: which analysis (default: the first)"},
    {.name = "control", .letter = 'c', .argument = "A", .help = "the control group: first, and compared with every other"},
    {.name = "compare", .argument = "TEST", .help = "whose p-values stand on the brackets, such as games_howell"},
    {.name = "labels", .argument = "KIND", .help = "of comparisons: auto (default), p, stars, both, letters, none"},
    {.name = "hide-ns", .help = "leave out brackets above 0.05"},
    {.name = "chance", .argument = "X", .help = "draw a line at chance"},
    {.name = "axis", .argument = "TEXT", .help = "title of the y axis, with unit"},
    {.name = "title", .argument = "TEXT", .help = "title of the figure"},
    {.name = "error", .argument = "KIND", .help = "bars: ci (default), sem, sd, iqr, none"},
    {.name = "order", .argument = "HOW", .help = "of the groups: data (default), name, mean, or labels with commas"},
    {.name = "palette", .argument = "NAME", .help = "okabe-ito (default), ...: see `ethostat list palettes`"},
    {.name = "theme", .argument = "NAME", .help = "journal (default), ...: see `ethostat list themes`"},
    {.name = "width", .argument = "MM", .help = "width: 85 (default), 114 or 174 mm are journals' columns"},
    {.name = "conf", .argument = "X", .help = "confidence level (default 0.95)"},
    {.name = "resamples", .argument = "N", .help = "bootstrap resamples (default 5000)"},
    {.name = "seed", .argument = "N", .help = "seed of every random number"},
    {.name = NULL},
};
static const cli_option *const options[] = {own, cli_options_columns, cli_options_input, cli_options_common, NULL};

const cli_command cli_plot = {
    .name = "plot",
    .arguments = "CHART FILE|report.json",
    .summary = "one figure from any tidy CSV, or from a report",
    .description = "CHART is one of `ethostat list charts`; the caption is printed.\n"
                   "From the report.json of `analyze` the columns, the control and the compared session are those of its analysis.",
    .examples = "  ethostat plot dots measures.csv --value discrimination_index --by arm --chance 0 --compare games_howell -o di.svg\n"
                "  ethostat plot raincloud results/report.json -o di.svg\n"
                "  ethostat plot estimation measures.csv --value discrimination_index --by arm --control control -o estimation.pdf",
    .min_positional = 2,
    .max_positional = 2,
    .options = options,
    .run = run_plot,
};
