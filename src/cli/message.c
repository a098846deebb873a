#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool colour(void) {
  const char *no_colour = getenv("NO_COLOR"), *term = getenv("TERM");
  return isatty(STDERR_FILENO) && !(no_colour && no_colour[0]) && !(term && strcmp(term, "dumb") == 0);
}

static void print_message(const char *label, const char *code, const char *message, const char *hint) {
  bool red = colour();
  fprintf(stderr, "%s%s%s%s\n", red ? code : "", label, red ? "\033[0m" : "", message);
  if (hint && hint[0]) fprintf(stderr, "  %s\n", hint);
}

int cli_fail(const etho_error *error) {
  print_message("ethostat: ", "\033[31m", error->message, error->hint);
  if (error->status == ETHO_ERR_USAGE) return EXIT_USAGE;
  return error->status == ETHO_ERR_IO || error->status == ETHO_ERR_MEMORY ? EXIT_FAILED : EXIT_DATA;
}

int cli_usage(const char *hint, const char *format, ...) {
  char message[1024];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(message, sizeof message, format, arguments);
  va_end(arguments);
  print_message("ethostat: ", "\033[31m", message, hint);
  return EXIT_USAGE;
}

const char *cli_suggest(char *buffer, size_t size, const char *wanted, const char *const *names, size_t n) {
  char near[200];
  buffer[0] = '\0';
  if (etho_suggest(near, sizeof near, wanted, names, n)) snprintf(buffer, size, "did you mean %s?", near);
  return buffer;
}

/* Of a study file the column counts characters, of a table fields. */
static bool is_json(const char *file) {
  size_t length = file ? strlen(file) : 0;
  return length > 5 && strcmp(file + length - 5, ".json") == 0;
}

/* file:line: field 3: error E-CSV-QUOTE: message */
static void print_issue(const etho_issue *issue) {
  static const struct { const char *word, *colour; } severity[] = {
      {"note", "\033[36m"}, {"warning", "\033[33m"}, {"error", "\033[31m"}};
  if (issue->file) fprintf(stderr, "%s:", issue->file);
  if (issue->line) fprintf(stderr, "%zu:", issue->line);
  if (issue->column) fprintf(stderr, is_json(issue->file) ? "%zu:" : " field %zu:", issue->column);
  bool red = colour();
  const char *space = issue->file || issue->line ? " " : "";
  fprintf(stderr, "%s%s%s %s%s: %s\n", space, red ? severity[issue->severity].colour : "",
          severity[issue->severity].word, issue->code, red ? "\033[0m" : "", issue->message);
  if (issue->hint[0]) fprintf(stderr, "  %s\n", issue->hint);
}

/* By file and line; what has no place comes last; else as found. */
static int by_place(const void *a, const void *b) {
  const etho_issue *x = *(const etho_issue *const *)a, *y = *(const etho_issue *const *)b;
  int order = !x->file - !y->file;
  if (!order && x->file) order = strcmp(x->file, y->file);
  if (!order) order = (x->line > y->line) - (x->line < y->line);
  return order ? order : (x > y) - (x < y);
}

enum { SHOWN_OF_A_CODE = 50, MOST_CODES = 256 };

typedef struct printed {
  const char *code;
  size_t n;
} printed;

/* Counts the code; true while it is printed. */
static bool is_shown(printed *list, const char *code) {
  size_t i = 0;
  while (i < MOST_CODES - 1 && list[i].code && strcmp(list[i].code, code) != 0) i++;
  list[i].code = code;
  return ++list[i].n <= SHOWN_OF_A_CODE;
}

static void print_rest(const printed *list) {
  for (size_t i = 0; i < MOST_CODES && list[i].code; i++)
    if (list[i].n > SHOWN_OF_A_CODE)
      fprintf(stderr, "and %zu more %s\n  `ethostat check --format json` shows them all\n", list[i].n - SHOWN_OF_A_CODE, list[i].code);
}

void cli_print_issues(const etho_issues *issues, etho_severity least) {
  printed codes[MOST_CODES] = {{0}};
  size_t n = etho_issues_count(issues);
  const etho_issue **list = malloc((n + 1) * sizeof *list);
  for (size_t i = 0; list && i < n; i++) list[i] = etho_issues_at(issues, i);
  if (list) qsort(list, n, sizeof *list, by_place);
  for (size_t i = 0; i < n; i++) {
    const etho_issue *issue = list ? list[i] : etho_issues_at(issues, i);
    if (issue->severity >= least && is_shown(codes, issue->code)) print_issue(issue);
  }
  print_rest(codes);
  free(list);
}

/* The reading layers tell a file that cannot be read both as an issue and as the error that stops them. */
bool cli_told(const etho_issues *issues, const etho_error *error) {
  for (size_t i = 0; error->status == ETHO_ERR_DATA && i < etho_issues_count(issues); i++) {
    const etho_issue *issue = etho_issues_at(issues, i);
    if (issue->severity != ETHO_PROBLEM) continue;
    if (strstr(error->message, issue->message) || (error->hint[0] && strcmp(error->hint, issue->hint) == 0)) return true;
  }
  return false;
}

int cli_write(const char *text, size_t length) {
  if (fwrite(text, 1, length, stdout) == length && fflush(stdout) == 0) return EXIT_DONE;
  etho_error error = {.status = ETHO_ERR_IO};
  snprintf(error.message, sizeof error.message, "cannot write to standard output: %s", strerror(errno));
  return cli_fail(&error);
}

/* Write what was rendered, and free it. */
static int write_rendered(etho_status status, char *text, size_t length, const etho_error *error) {
  if (status != ETHO_OK) return cli_fail(error);
  int exit_status = cli_write(text, length);
  free(text);
  return exit_status;
}

int cli_write_rows(const etho_rows *rows, const char *format) {
  etho_error error = {.status = ETHO_ERR_MEMORY, .message = "out of memory"};
  char *text = NULL;
  size_t length = 0;
  etho_status status = etho_rows_status(rows); /* of NULL too */
  if (status == ETHO_OK) status = etho_rows_render(rows, format, &text, &length, &error);
  return write_rendered(status, text, length, &error);
}

int cli_write_test(const etho_test_output *output, const char *format) {
  etho_error error = {.status = ETHO_ERR_MEMORY, .message = "out of memory"};
  char *text = NULL;
  size_t length = 0;
  etho_status status = etho_rows_status(output->rows);
  if (status == ETHO_OK) status = etho_test_render(output, format, &text, &length, &error);
  return write_rendered(status, text, length, &error);
}
