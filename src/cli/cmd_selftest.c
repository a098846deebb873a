/* ethostat selftest: the certified numbers, on this machine. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

static void print_check(const etho_row *row) {
  const etho_field *pass = etho_row_find(row, "pass");
  double digits = etho_row_get_number(row, "digits");
  printf("%-4s  %-14s %-26s %5.1f digits (needs %.1f)\n", pass && pass->number > 0 ? "ok" : "MISS",
         etho_row_get_text(row, "set"), etho_row_get_text(row, "figure"), isnan(digits) ? 0 : digits,
         etho_row_get_number(row, "required"));
}

static size_t misses(const etho_rows *rows) {
  size_t n = 0;
  for (size_t i = 0; i < etho_rows_count(rows); i++) n += etho_row_get_number(etho_rows_at(rows, i), "pass") < 1;
  return n;
}

static int print_all(const etho_rows *rows, const char *format) {
  size_t n = etho_rows_count(rows), missed = misses(rows);
  if (strcmp(format, "text") == 0) {
    for (size_t i = 0; i < n; i++) print_check(etho_rows_at(rows, i));
    printf("%zu checks, %zu missed\n", n, missed);
  } else {
    int status = cli_write_rows(rows, format);
    if (status != EXIT_DONE) return status;
  }
  return missed || n == 0 ? EXIT_DATA : EXIT_DONE;
}

static int run_selftest(const cli_args *args) {
  const char *format = cli_format(args, "text,json,csv,markdown,html,latex");
  if (!format) return EXIT_USAGE;
  etho_rows *rows = etho_rows_new();
  etho_status status = rows ? etho_selftest_run(rows) : ETHO_ERR_MEMORY;
  int exit_status = status == ETHO_OK ? print_all(rows, format)
                                      : cli_fail(&(etho_error){.status = status, .message = "out of memory"});
  etho_rows_free(rows);
  return exit_status;
}

static const cli_option *const options[] = {cli_options_output, cli_options_common, NULL};

const cli_command cli_selftest = {
    .name = "selftest",
    .arguments = "",
    .summary = "the certified numbers (NIST and closed forms), on this machine",
    .description = "Prints the digits that agree, -log10 of the relative error. Exit status 1 when one misses what it needs.",
    .examples = "  ethostat selftest | tail -1",
    .max_positional = 0,
    .options = options,
    .run = run_selftest,
};
