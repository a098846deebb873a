/* ethostat check: every problem with file, line, column, code and a hint; what each file was taken for. */
#include <stdio.h>
#include <stdlib.h>
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

static int print_rows(const cli_study *s, const char *format) {
  etho_rows *rows = etho_rows_new();
  etho_error error = {.status = ETHO_ERR_MEMORY, .message = "out of memory"};
  char *text;
  size_t length;
  int status;
  for (size_t i = 0; rows && i < etho_issues_count(s->issues); i++)
    issue_row(etho_issues_at(s->issues, i), etho_rows_add(rows));
  if (!rows || etho_rows_status(rows) != ETHO_OK || etho_rows_render(rows, format, &text, &length, &error) != ETHO_OK) {
    status = cli_fail(&error);
  } else {
    status = cli_write(text, length);
    free(text);
  }
  etho_rows_free(rows);
  return status;
}

static void print_verdict(const etho_issues *issues) {
  size_t errors = etho_issues_count_of(issues, ETHO_PROBLEM), warnings = etho_issues_count_of(issues, ETHO_WARNING);
  printf("%zu error%s, %zu warning%s\n", errors, errors == 1 ? "" : "s", warnings, warnings == 1 ? "" : "s");
}

/* Issues are the result here, so they are data: text on stderr as everywhere, rows on stdout. */
static int report(const cli_study *s, const cli_args *args, const char *format, const etho_error *failure) {
  bool text = strcmp(format, "text") == 0;
  if (text) {
    for (size_t i = 0; s->study && i < etho_study_file_count(s->study); i++) print_file(etho_study_file(s->study, i));
    fflush(stdout);
    cli_print_issues(s->issues, ETHO_NOTE);
    print_verdict(s->issues);
  }
  int status = text ? EXIT_DONE : print_rows(s, format);
  size_t bad = etho_issues_count_of(s->issues, ETHO_PROBLEM);
  if (cli_has(args, "strict")) bad += etho_issues_count_of(s->issues, ETHO_WARNING);
  if (bad) return EXIT_DATA;
  if (failure->status != ETHO_OK) return cli_fail(failure);
  return status;
}

static int run_check(const cli_args *args) {
  const char *format = cli_format(args, "text,json,csv,markdown,html,latex");
  if (!format) return EXIT_USAGE;
  cli_study s;
  int status;
  if (cli_study_open(args, NULL, &s, &status)) {
    etho_error error = {0};
    etho_status result = etho_study_import(s.study, s.issues, &error);
    if (result == ETHO_OK) etho_study_measure(s.study, s.issues, &error);
    status = report(&s, args, format, &error);
  }
  cli_study_close(&s);
  return status;
}

static const cli_option *const options[] = {cli_options_study, cli_options_input, cli_options_output, cli_options_common, NULL};

const cli_command cli_check = {
    .name = "check",
    .arguments = "FILE...",
    .summary = "every problem with file, line, column, code and a hint",
    .description = "Says what each file was taken for, which column became what, and which were ignored.\n"
                   "Exit status 1 when there are errors (with --strict also for warnings).",
    .examples = "  ethostat check nor.csv tmaze.csv\n  ethostat check study.json --format json | jq '.[].code'",
    .min_positional = 1,
    .max_positional = (size_t)-1,
    .options = options,
    .run = run_check,
};
