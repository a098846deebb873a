/* ethostat test: one procedure of the catalogue on any tidy CSV. */
#include <string.h>

#include "cli/cli.h"

static const etho_procedure *find_procedure(const char *name) {
  const etho_procedure *procedure = etho_procedure_find(name);
  if (procedure) return procedure;
  const char *names[256];
  size_t n = 0;
  for (; n < etho_procedure_count() && n < sizeof names / sizeof *names; n++) names[n] = etho_procedure_at(n)->name;
  char near[256];
  cli_suggest(near, sizeof near, name, names, n);
  cli_usage(near[0] ? near : "`ethostat list tests` shows them all", "there is no test '%.80s'", name);
  return NULL;
}

static int print_result(const etho_procedure *procedure, const cli_args *args, const etho_rows *rows,
                        const char *format) {
  const char *response = cli_get(args, "value");
  etho_test_output output = {.test = procedure->name, .method = procedure->method,
                             .response = response ? response : cli_get(args, "x") ? cli_get(args, "x") : cli_get(args, "count"),
                             .by = cli_get(args, "by"), .rows = rows};
  return cli_write_test(&output, format);
}

/* Column roles -> input -> rows, each step only when the one before went well. */
static etho_status compute(const etho_procedure *procedure, const cli_args *args, const etho_table *table,
                           const etho_options *options, etho_rows *rows, etho_issues *issues, etho_error *error) {
  etho_selection selection = cli_selection(args);
  etho_frame *frame = NULL;
  etho_status status =
      etho_replication_guard(procedure, table, &selection, cli_has(args, "pseudoreplicate"), issues, error);
  if (status == ETHO_OK) status = etho_frame_new(table, &selection, &frame, issues, error);
  if (status == ETHO_OK) status = etho_procedure_run(procedure, etho_frame_input(frame), options, rows, error);
  etho_frame_free(frame);
  return status;
}

static int run_on_table(const etho_procedure *procedure, const cli_args *args, const etho_table *table,
                        const etho_options *options, const char *format) {
  etho_error error = {.status = ETHO_ERR_MEMORY, .message = "out of memory"};
  etho_issues *issues = etho_issues_new();
  etho_rows *rows = etho_rows_new();
  etho_status status = ETHO_ERR_MEMORY;
  if (issues && rows) status = compute(procedure, args, table, options, rows, issues, &error);
  if (issues) cli_print_issues(issues, ETHO_WARNING);
  int exit_status = status == ETHO_OK ? print_result(procedure, args, rows, format) : cli_fail(&error);
  etho_rows_free(rows);
  etho_issues_free(issues);
  return exit_status;
}

static int run_test(const cli_args *args) {
  const etho_procedure *procedure = find_procedure(args->positional[0]);
  const char *format = procedure ? cli_format(args, "text,json,csv,markdown,html,latex") : NULL;
  cli_stats stats = {0};
  if (!procedure || !format) return EXIT_USAGE;
  int status = EXIT_USAGE;
  if (cli_stats_options(args, procedure, &stats)) {
    etho_table *table = cli_table(args, 1, &status);
    if (table) status = run_on_table(procedure, args, table, &stats.options, format);
    etho_table_free(table);
  }
  cli_stats_release(&stats);
  return status;
}

static const cli_option own[] = {
    {.name = "pseudoreplicate", .help = "test repeated rows of a subject as if they were independent"},
    {.name = NULL},
};
static const cli_option *const options[] = {cli_options_columns, cli_options_stats, own, cli_options_input,
                                            cli_options_output, cli_options_common, NULL};

const cli_command cli_test = {
    .name = "test",
    .arguments = "NAME FILE",
    .summary = "one procedure of the catalogue on any tidy CSV",
    .description = "NAME is one of `ethostat list tests`; FILE is a CSV with a header, - for standard input.\n"
                   "A test of two groups that gets more runs all pairs (or all against --control) and adjusts.\n"
                   "A difference is group2 - group1; the control is group1.",
    .examples = "  ethostat test t_welch data.csv --value score --by arm\n"
                "  ethostat test t_paired data.csv --value score --by day --subject animal --format json\n"
                "  ethostat convert x.tsv | ethostat measure - | ethostat test dunnett - --value discrimination_index --by arm --control vehicle",
    .min_positional = 2,
    .max_positional = 2,
    .options = options,
    .run = run_test,
};
