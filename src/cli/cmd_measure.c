/* ethostat measure: one row per animal and session on stdout. */

#include <stdlib.h>
#include <string.h>

#include "cli/study.h"

enum { PART = 1000 };

/* Of a CSV only the first part has the header. */
static int print_part(const etho_rows *rows, bool first) {
  char *text = NULL;
  size_t length = 0;
  etho_error error = {.status = ETHO_ERR_MEMORY, .message = "out of memory"};
  etho_status status = etho_rows_status(rows); /* of NULL too */
  if (status == ETHO_OK) status = etho_rows_render(rows, "csv", &text, &length, &error);
  if (status != ETHO_OK) return cli_fail(&error);
  const char *end = first || !length ? NULL : memchr(text, '\n', length);
  size_t skip = end ? (size_t)(end - text) + 1 : 0;
  int written = cli_write(text + skip, length - skip);
  free(text);
  return written;
}

/* Thousands of animals are written as they come, in little memory. */
static int print_in_parts(const etho_measures *measures) {
  int status = EXIT_DONE;
  size_t n = etho_measures_rows(measures);
  for (size_t r = 0; status == EXIT_DONE && (r < n || !r); r += PART) {
    etho_rows *rows = etho_rows_new();
    if (rows) etho_measures_some_rows(measures, r, PART, rows);
    status = print_part(rows, !r);
    etho_rows_free(rows);
  }
  return status;
}

static int print_measures(const cli_study *s, const char *format) {
  if (etho_study_assay_count(s->study) > 1)
    return cli_usage("name one with --assay", "measure prints one assay at a time: %s and %s were found",
                     etho_assay_name(etho_measures_assay(etho_study_measures(s->study, 0))),
                     etho_assay_name(etho_measures_assay(etho_study_measures(s->study, 1))));
  const etho_measures *measures = etho_study_measures(s->study, 0);
  if (strcmp(format, "csv") == 0) return print_in_parts(measures);
  etho_rows *rows = etho_rows_new();
  if (rows) etho_measures_to_rows(measures, rows);
  int status = cli_write_rows(rows, format);
  etho_rows_free(rows);
  return status;
}

static int run_measure(const cli_args *args) {
  const char *format = cli_has(args, "format") ? cli_format(args, "csv,json,text,markdown,html,latex") : "csv";
  if (!format) return EXIT_USAGE;
  cli_study s;
  int status;
  if (cli_study_open(args, NULL, &s, &status) && cli_study_stages(&s, STAGE_MEASURE, &status))
    status = print_measures(&s, format);
  cli_study_close(&s);
  return status;
}

static const cli_option format_option[] = {
    {.name = "format", .letter = 'f', .argument = "NAME", .help = "csv (default), json, text, markdown, html or latex"},
    {.name = NULL},
};
static const cli_option *const options[] = {cli_options_study, cli_options_input, format_option, cli_options_common, NULL};

const cli_command cli_measure = {
    .name = "measure",
    .arguments = "FILE...",
    .summary = "measures as CSV: one row per animal and session",
    .description = "FILE is a data file, a folder, a study.json, or - for standard input.",
    .examples = "  ethostat measure nor.csv --animals animals.csv > measures.csv\n"
                "  ethostat measure nor.csv | ethostat test t_welch - --value discrimination_index --by arm",
    .min_positional = 1,
    .max_positional = (size_t)-1,
    .options = options,
    .run = run_measure,
};
