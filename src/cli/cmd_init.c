/* ethostat init: the study.json that analyze would assume. */
#include <stdlib.h>

#include "cli/study.h"

static int run_init(const cli_args *args) {
  cli_study s;
  int status;
  if (cli_study_open(args, NULL, &s, &status) && cli_study_stages(&s, STAGE_MEASURE, &status)) {
    char *json;
    size_t length;
    etho_error error = {0};
    if (etho_study_propose(s.study, &json, &length, &error) != ETHO_OK) {
      status = cli_fail(&error);
    } else {
      status = cli_write(json, length);
      free(json);
    }
  }
  cli_study_close(&s);
  return status;
}

static const cli_option design[] = {
    {.name = "control", .argument = "ARM", .help = "the control arm"},
    {.name = NULL},
};
static const cli_option *const options[] = {cli_options_study, design, cli_options_input, cli_options_common, NULL};

const cli_command cli_init = {
    .name = "init",
    .arguments = "FILE...",
    .summary = "print the study.json that analyze would assume, for editing",
    .description = "Save it beside the data, fill in what only you know (control, planned comparisons, exclusion rules,\n"
                   "randomisation, blinding) and run `ethostat analyze study.json`.",
    .examples = "  ethostat init nor.csv tmaze.csv > study.json",
    .min_positional = 1,
    .max_positional = (size_t)-1,
    .options = options,
    .run = run_init,
};
