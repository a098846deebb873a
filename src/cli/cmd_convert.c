/* ethostat convert: a lab export as tidy trials on stdout. */
#include <stdlib.h>

#include "cli/study.h"

/* Trials that contradict each other are converted like others, and what an assay would find is told. */
static bool import(cli_study *s, int *status) {
  etho_error error = {0}, unmeasured = {0};
  etho_status result = etho_study_import(s->study, s->issues, &error);
  if (result == ETHO_OK) etho_study_measure(s->study, s->issues, &unmeasured);
  cli_progress_clear(&s->progress);
  cli_print_issues(s->issues, ETHO_WARNING);
  if (result != ETHO_OK) *status = cli_told(s->issues, &error) ? EXIT_DATA : cli_fail(&error);
  return result == ETHO_OK;
}

static int run_convert(const cli_args *args) {
  cli_study s;
  int status;
  if (cli_study_open(args, NULL, &s, &status) && import(&s, &status)) {
    etho_trials *trials = NULL;
    etho_error error = {0};
    char *text;
    size_t length;
    if (etho_study_trials(s.study, &trials, &error) != ETHO_OK ||
        etho_trials_csv(trials, &text, &length, &error) != ETHO_OK) {
      status = cli_fail(&error);
    } else {
      status = cli_write(text, length);
      free(text);
    }
    etho_trials_free(trials);
  }
  cli_study_close(&s);
  return status;
}

static const cli_option *const options[] = {cli_options_study, cli_options_input, cli_options_common, NULL};

const cli_command cli_convert = {
    .name = "convert",
    .arguments = "FILE...",
    .summary = "a lab export as tidy trials (CSV): one row per trial",
    .description = "FILE is a data file, a folder, a study.json, or - for standard input.\n"
                   "The output reads back to the same study. Trials that contradict each other (an animal twice, in two\n"
                   "arms) are converted too, and told.",
    .examples = "  ethostat convert export.tsv > trials.csv",
    .min_positional = 1,
    .max_positional = (size_t)-1,
    .options = options,
    .run = run_convert,
};
