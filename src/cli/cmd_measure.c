/* ethostat measure: one row per animal and session on stdout. */

#include "cli/study.h"

static int print_measures(const cli_study *s, const char *format) {
  if (etho_study_assay_count(s->study) > 1)
    return cli_usage("name one with --assay", "measure prints one assay at a time: %s and %s were found",
                     etho_assay_name(etho_measures_assay(etho_study_measures(s->study, 0))),
                     etho_assay_name(etho_measures_assay(etho_study_measures(s->study, 1))));
  etho_rows *rows = etho_rows_new();
  if (rows) etho_measures_to_rows(etho_study_measures(s->study, 0), rows);
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
