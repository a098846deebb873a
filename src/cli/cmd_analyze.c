/* ethostat analyze: the main job. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/study.h"

/* One word of a shell command line: quoted where it needs to be. */
static void append_word(char *out, size_t size, const char *word) {
  size_t length = strlen(out);
  bool plain = word[0] && strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-=,:+@%") == strlen(word);
  if (length + 1 < size) length += (size_t)snprintf(out + length, size - length, plain ? " " : " '");
  for (const char *p = word; *p && length + 5 < size; p++)
    length += (size_t)snprintf(out + length, size - length, *p == '\'' ? "'\\''" : "%c", *p);
  if (!plain && length + 1 < size) snprintf(out + length, size - length, "'");
}

static char *command_line(const cli_args *args) {
  size_t size = 64;
  for (size_t i = 0; i < args->n_positional; i++) size += 4 * strlen(args->positional[i]) + 4;
  for (size_t i = 0; i < args->n_given; i++)
    size += strlen(args->given[i].option->name) + 4 * strlen(args->given[i].value) + 8;
  char *line = malloc(size);
  if (!line) return NULL;
  snprintf(line, size, "ethostat analyze");
  for (size_t i = 0; i < args->n_positional; i++) append_word(line, size, args->positional[i]);
  for (size_t i = 0; i < args->n_given; i++) {
    char name[64];
    snprintf(name, sizeof name, "--%s", args->given[i].option->name);
    append_word(line, size, name);
    if (args->given[i].option->argument) append_word(line, size, args->given[i].value);
  }
  return line;
}

/* What the study file and the options say of figures. */
static etho_figure_options style_of(const cli_args *args, const cli_study *s) {
  etho_figure_options figures = etho_figure_options_default();
  figures.formats = NULL;
  etho_study_style(s->study, &figures);
  if (cli_get(args, "figures")) figures.formats = cli_get(args, "figures");
  else if (etho_study_figures(s->study)) figures.formats = etho_study_figures(s->study);
  return figures;
}

/* Before anything is done: a wrong kind of figure must not cost a run. */
static bool known_style(const cli_args *args, const cli_study *s) {
  etho_figure_options figures = style_of(args, s);
  etho_error error = {0};
  if (figures.formats && strcmp(figures.formats, "none") == 0) return true;
  if (etho_figure_options_check(&figures, &error) == ETHO_OK) return true;
  cli_fail(&error);
  return false;
}

static int print_report(const cli_study *s, const char *format) {
  char *text;
  size_t length;
  etho_error error = {0};
  const char *renderer = strcmp(format, "text") == 0 ? "summary" : format;
  if (etho_study_render(s->study, renderer, s->issues, &text, &length, &error) != ETHO_OK) return cli_fail(&error);
  int status = cli_write(text, length);
  free(text);
  return status;
}

static int write_results(const cli_args *args, cli_study *s, etho_plotter *plotter, const etho_error *no_plotter) {
  const char *directory = cli_get(args, "out");
  etho_figure_options figures = style_of(args, s);
  etho_error drawn = {0}, error = {0};
  cli_interrupt_hold();
  etho_status status = etho_study_write(s->study, directory, plotter, &figures, s->issues, &drawn, &error);
  cli_interrupt_obey();
  if (status != ETHO_OK) return cli_fail(&error);
  if (no_plotter->status != ETHO_OK) drawn = *no_plotter;
  fprintf(stderr, "\nreport: %s/report.html (also .md, .txt, .json); tables: %s/tables/", directory, directory);
  fprintf(stderr, drawn.status == ETHO_OK && plotter ? "; figures: %s/figures/\n" : "\n", directory);
  return drawn.status == ETHO_OK ? EXIT_DONE : cli_fail(&drawn);
}

/* A report is made again from what it records; other options would make another report. */
static bool fits_rerun(const cli_args *args, const cli_study *s) {
  static const char *const free_to_choose[] = {"out", "format", "threads", "figures", "no-figures"};
  if (!etho_study_figures(s->study)) return true;
  for (size_t i = 0; i < args->n_given; i++) {
    bool known = false;
    for (size_t k = 0; k < sizeof free_to_choose / sizeof *free_to_choose; k++)
      known = known || strcmp(args->given[i].option->name, free_to_choose[k]) == 0;
    if (known) continue;
    cli_usage("leave it out, or analyse the data files themselves", "--%s cannot be given with a report: it records its own options",
              args->given[i].option->name);
    return false;
  }
  return true;
}

static int run_stages(const cli_args *args, const char *format, cli_study *s, etho_plotter *plotter,
                      const etho_error *no_plotter) {
  int status;
  if (!cli_study_stages(s, STAGE_ANALYZE, &status)) return status;
  status = print_report(s, format);
  if (status != EXIT_DONE) return status;
  if (cli_has(args, "out")) return write_results(args, s, plotter, no_plotter);
  if (strcmp(format, "text") == 0) fprintf(stderr, "\nadd --out FOLDER for the report, tables and figures\n");
  return EXIT_DONE;
}

static int run(const cli_args *args) {
  const char *format = cli_format(args, "text,json,markdown,html,latex");
  if (!format) return EXIT_USAGE;
  cli_study s = {0};
  int status = EXIT_FAILED;
  etho_plotter *plotter = NULL;
  etho_error no_plotter = {0};
  /* First of all, so that gnuplot's start-up passes while the statistics run. */
  if (cli_has(args, "out") && !cli_has(args, "no-figures")) etho_plotter_start(&plotter, &no_plotter);
  char *command = command_line(args);
  if (!command) {
    status = cli_fail(&(etho_error){.status = ETHO_ERR_MEMORY, .message = "out of memory"});
  } else if (cli_study_open(args, command, &s, &status)) {
    const char *recorded = cli_has(args, "figures") ? NULL : etho_study_figures(s.study);
    if (recorded && strcmp(recorded, "none") == 0) {
      etho_plotter_free(plotter);
      plotter = NULL, no_plotter = (etho_error){0};
    }
    status = fits_rerun(args, &s) && known_style(args, &s) ? run_stages(args, format, &s, plotter, &no_plotter) : EXIT_USAGE;
  }
  cli_study_close(&s);
  etho_plotter_free(plotter);
  free(command);
  return status;
}

static bool is_json(const char *path) {
  size_t length = path ? strlen(path) : 0;
  return length > 5 && strcmp(path + length - 5, ".json") == 0;
}

/* `--from report.json` is the same as the report as FILE. */
static int run_analyze(const cli_args *args) {
  const char *report = cli_get(args, "from");
  if (!is_json(report))
    return args->n_positional ? run(args) : cli_usage("see `ethostat help analyze`", "analyze needs FILE...");
  if (args->n_positional) return cli_usage("leave out the files", "--from %.80s names its own input files", report);
  cli_args without = *args;
  without.positional = &report;
  without.n_positional = 1;
  without.given = calloc(args->n_given + 1, sizeof *without.given);
  if (!without.given) return cli_fail(&(etho_error){.status = ETHO_ERR_MEMORY, .message = "out of memory"});
  without.n_given = 0;
  for (size_t i = 0; i < args->n_given; i++)
    if (strcmp(args->given[i].option->name, "from") != 0) without.given[without.n_given++] = args->given[i];
  int status = run(&without);
  free(without.given);
  return status;
}

static const cli_option design[] = {
    {.name = "out", .letter = 'o', .argument = "FOLDER", .help = "write report, tables and figures here"},
    {.name = "control", .letter = 'c', .argument = "ARM", .help = "the control arm"},
    {.name = "response", .argument = "MEASURE", .help = "what is compared (default: the assay's own)"},
    {.name = "phase", .argument = "NAME", .help = "the session that is compared (default: test)"},
    {.name = "primary", .argument = "TEST", .help = "anova_welch (default), anova_oneway or kruskal_wallis"},
    {.name = "pairwise", .argument = "TEST", .help = "games_howell (default), tukey or dunnett"},
    {.name = "conf", .argument = "X", .help = "confidence level (default 0.95)"},
    {.name = "equivalence", .argument = "X", .help = "bound of normalisation, in units of the response"},
    {.name = "resamples", .argument = "N", .help = "bootstrap resamples (default 5000)"},
    {.name = "seed", .argument = "N", .help = "seed of every random number (default 20240229)"},
    {.name = "threads", .argument = "N", .help = "processors to use; never changes a result"},
    {.name = "figures", .argument = "KINDS", .help = "svg (default), pdf, png, eps; several with commas"},
    {.name = "charts", .argument = "NAMES", .help = "only these charts, several with commas (default: all that fit)"},
    {.name = "width", .argument = "MM", .help = "width of figures: 85 (default), 114 or 174"},
    {.name = "theme", .argument = "NAME", .help = "look of figures: see `ethostat list themes`"},
    {.name = "palette", .argument = "NAME", .help = "colours of figures: see `ethostat list palettes`"},
    {.name = "error", .argument = "KIND", .help = "bars of figures: ci (default), sem, sd, iqr, none"},
    {.name = "labels", .argument = "KIND", .help = "of comparisons: auto (default), p, stars, both, letters, none"},
    {.name = "order", .argument = "HOW", .help = "of the arms in figures: data (default), name, mean, or labels with commas"},
    {.name = "hide-ns", .help = "leave out brackets above 0.05"},
    {.name = "no-figures", .help = "draw nothing"},
    {.name = "format", .letter = 'f', .argument = "NAME", .help = "on stdout: text (a summary, default), json, markdown, html or latex (the report)"},
    {.name = NULL},
};
static const cli_option *const options[] = {design, cli_options_study, cli_options_input, cli_options_common, NULL};

const cli_command cli_analyze = {
    .name = "analyze",
    .arguments = "FILE...",
    .summary = "the main job: read, check, measure, exclude, test, report, draw",
    .description = "FILE is a study.json, or data files and folders; - is standard input; or the report.json of an earlier run\n"
                   "(also as --from report.json), which is made again byte for byte, or it is said which input changed.\n"
                   "Without a study file everything is detected, no animal is excluded, and the summary says what was assumed.",
    .examples = "  ethostat analyze examples/study.json --out results\n"
                "  ethostat analyze nor.csv --animals animals.csv --control vehicle --out results --figures svg,pdf\n"
                "  ethostat analyze results/report.json --out again\n"
                "  ethostat analyze nor.csv --format json | jq '.results[] | select(.part == \"primary\")'",
    .min_positional = 0, /* none with --from report.json */
    .max_positional = (size_t)-1,
    .options = options,
    .run = run_analyze,
};
