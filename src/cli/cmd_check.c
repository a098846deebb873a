/* ethostat check: every problem with file, line, column, code and a hint; what each file was taken for. */
#include <stdio.h>
#include <string.h>

#include "cli/study.h"

static const char *dialect_text(const etho_import_file *file, char *buffer, size_t size) {
  if (file->dialect.sheet) {
    snprintf(buffer, size, "sheet '%.80s'", file->dialect.sheet);
    return buffer;
  }
  const char *delimiter = file->dialect.delimiter == '\t' ? "tab" : file->dialect.delimiter == ';' ? ";" : file->dialect.delimiter == '|' ? "|" : ",";
  snprintf(buffer, size, "%s, separated by %s, decimal %c", file->dialect.encoding ? file->dialect.encoding : "UTF-8", delimiter,
           file->dialect.decimal ? file->dialect.decimal : '.');
  return buffer;
}

static void print_file(const etho_import_file *file) {
  char dialect[128];
  printf("%s: %s (%s)\n", file->path, file->format, file->evidence ? file->evidence : "declared");
  printf("  %zu rows, %s\n", file->rows, dialect_text(file, dialect, sizeof dialect));
  for (size_t i = 0; i < file->n_mapped; i++) printf("  %-18s <- %s\n", file->mapped[i].name, file->mapped[i].value);
  if (file->n_ignored) printf("  ignored:");
  for (size_t i = 0; i < file->n_ignored; i++) printf("%s %s", i ? "," : "", file->ignored[i]);
  if (file->n_ignored) printf("\n");
}

static void issue_row(const etho_issue *issue, etho_row *row) {
  static const char *const severity[] = {"note", "warning", "error"};
  etho_row_text(row, "severity", severity[issue->severity]);
  etho_row_text(row, "code", issue->code);
  etho_row_text(row, "file", issue->file);
  if (issue->line) etho_row_number(row, "line", (double)issue->line);
  else etho_row_null(row, "line");
  if (issue->column) etho_row_number(row, "column", (double)issue->column);
  else etho_row_null(row, "column");
  etho_row_text(row, "message", issue->message);
  etho_row_text(row, "hint", issue->hint);
}

/* What stopped the check itself: a file that cannot be opened, an option that cannot be. */
static void failure_row(const etho_error *failure, etho_row *row) {
  const char *code = failure->status == ETHO_ERR_IO      ? "E-FILE-OPEN"
                     : failure->status == ETHO_ERR_USAGE ? "E-USAGE"
                     : failure->status == ETHO_ERR_DATA  ? "E-INPUT"
                                                         : "E-MEMORY";
  issue_row(&(etho_issue){.severity = ETHO_PROBLEM, .code = code, .message = failure->message, .hint = failure->hint}, row);
}

static int print_rows(const cli_study *s, const char *format, const etho_error *failure) {
  etho_rows *rows = etho_rows_new();
  for (size_t i = 0; rows && i < etho_issues_count(s->issues); i++)
    issue_row(etho_issues_at(s->issues, i), etho_rows_add(rows));
  bool told = failure->status == ETHO_OK || (failure->status == ETHO_ERR_DATA && etho_issues_count_of(s->issues, ETHO_PROBLEM));
  if (rows && !told) failure_row(failure, etho_rows_add(rows));
  int status = cli_write_rows(rows, format);
  etho_rows_free(rows);
  return status;
}

static void print_verdict(const etho_issues *issues) {
  size_t errors = etho_issues_count_of(issues, ETHO_PROBLEM), warnings = etho_issues_count_of(issues, ETHO_WARNING);
  printf("%zu error%s, %zu warning%s\n", errors, errors == 1 ? "" : "s", warnings, warnings == 1 ? "" : "s");
}

/* Issues are the result here, so they are data: text on stderr as everywhere, rows on stdout. */
static int report(const cli_study *s, const cli_args *args, const char *format, const etho_error *failure,
                  const etho_error *refused) {
  bool text = strcmp(format, "text") == 0;
  if (text) {
    for (size_t i = 0; s->study && i < etho_study_file_count(s->study); i++) print_file(etho_study_file(s->study, i));
    fflush(stdout);
    cli_print_issues(s->issues, ETHO_NOTE);
    print_verdict(s->issues);
    if (refused->status != ETHO_OK) printf("`analyze` would refuse: %s\n", refused->message);
  }
  int status = text ? EXIT_DONE : print_rows(s, format, failure);
  size_t bad = etho_issues_count_of(s->issues, ETHO_PROBLEM);
  if (cli_has(args, "strict")) bad += etho_issues_count_of(s->issues, ETHO_WARNING);
  if (failure->status != ETHO_OK && failure->status != ETHO_ERR_DATA) return cli_fail(failure);
  if (bad) return EXIT_DATA;
  return failure->status != ETHO_OK ? cli_fail(failure) : status;
}

/* ---- --against: two readings of the same trials ---- */

/* Open and measure positional argument i alone; its issues are printed. */
static bool measure_one(const cli_args *args, size_t i, cli_study *s, int *status) {
  cli_args one = *args;
  one.positional = &args->positional[i], one.n_positional = 1;
  return cli_study_open(&one, NULL, s, status) && cli_study_stages(s, STAGE_MEASURE, status);
}

/* For people a table each: the measures, then the trials. */
static int write_table(const etho_rows *rows, const char *name, const char *format) {
  etho_rows *part = etho_rows_new();
  for (size_t i = 0; part && i < etho_rows_count(rows); i++) {
    const etho_row *row = etho_rows_at(rows, i);
    if (strcmp(etho_row_get_text(row, "table"), name) == 0) etho_row_copy_without(etho_rows_add(part), row, "table");
  }
  int status = EXIT_DONE;
  if (!part || etho_rows_status(part) != ETHO_OK)
    status = cli_fail(&(etho_error){.status = ETHO_ERR_MEMORY, .message = "out of memory"});
  else if (etho_rows_count(part))
    status = cli_write_rows(part, format);
  etho_rows_free(part);
  return status;
}

static int write_comparison(const etho_rows *rows, const char *format) {
  if (strcmp(format, "json") == 0 || strcmp(format, "csv") == 0) return cli_write_rows(rows, format);
  int status = write_table(rows, "agreement", format);
  if (status == EXIT_DONE) status = cli_write("\n", 1);
  return status == EXIT_DONE ? write_table(rows, "trials", format) : status;
}

static int compare(const cli_study *first, const cli_study *second, const char *format) {
  etho_options options = etho_options_default();
  etho_issues *issues = etho_issues_new();
  etho_rows *rows = etho_rows_new();
  etho_error error = {.status = ETHO_ERR_MEMORY, .message = "out of memory"};
  etho_status result = issues && rows ? etho_study_compare(first->study, second->study, &options, rows, issues, &error)
                                      : ETHO_ERR_MEMORY;
  if (issues) cli_print_issues(issues, ETHO_WARNING);
  int status = result == ETHO_OK ? write_comparison(rows, format) : cli_fail(&error);
  etho_rows_free(rows);
  etho_issues_free(issues);
  return status;
}

static int run_against(const cli_args *args, const char *format) {
  if (args->n_positional != 2)
    return cli_usage("ethostat check A B --against", "--against compares two files, and %zu were given",
                     args->n_positional);
  cli_study first, second = {0};
  int status;
  if (measure_one(args, 0, &first, &status) && measure_one(args, 1, &second, &status))
    status = compare(&first, &second, format);
  cli_study_close(&first);
  cli_study_close(&second);
  return status;
}

static int run_check(const cli_args *args) {
  const char *format = cli_format(args, "text,json,csv,markdown,html,latex");
  if (!format) return EXIT_USAGE;
  if (cli_has(args, "against")) return run_against(args, format);
  cli_study s;
  int status;
  etho_error error, refused = {0};
  if (cli_study_try(args, NULL, &s, &status, &error)) {
    etho_study_sum_from(s.study, CLI_SUM_FROM);
    etho_status result = etho_study_import(s.study, s.issues, &error);
    if (result == ETHO_OK) result = etho_study_measure(s.study, s.issues, &error);
    if (result == ETHO_OK) etho_study_check_design(s.study, s.issues, &refused);
  }
  cli_progress_clear(&s.progress);
  if (status == EXIT_DONE) status = report(&s, args, format, &error, &refused);
  cli_study_close(&s);
  return status;
}

static const cli_option check_options[] = {
    {.name = "against", .help = "two files with the same trials (two raters, two formats): how well they agree"},
    {.name = NULL},
};

static const cli_option *const options[] = {check_options, cli_options_study, cli_options_input, cli_options_output, cli_options_common, NULL};

const cli_command cli_check = {
    .name = "check",
    .arguments = "FILE...",
    .summary = "every problem with file, line, column, code and a hint",
    .description = "Says what each file was taken for, which column became what, and which were ignored.\n"
                   "Exit status 1 when there are errors (with --strict also for warnings).\n"
                   "With --against: agreement of two files per measure (ICC, Lin's concordance, Bland-Altman), and\n"
                   "the trials that differ most; --format json or csv has a row for each animal too.",
    .examples = "  ethostat check nor.csv tmaze.csv\n  ethostat check study.json --format json | jq '.[].code'\n"
                "  ethostat check rater1.csv rater2.csv --against",
    .min_positional = 1,
    .max_positional = (size_t)-1,
    .options = options,
    .run = run_check,
};
