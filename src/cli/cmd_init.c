/* ethostat init: the study.json that analyze would assume. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/study.h"

static int write_proposal(const cli_args *args, const cli_study *s) {
  const char *path = cli_get(args, "out");
  etho_error error = {0};
  if (path && strcmp(path, "-") != 0)
    return etho_study_propose_to(s->study, path, cli_has(args, "force"), &error) == ETHO_OK ? EXIT_DONE : cli_fail(&error);
  char *json;
  size_t length;
  if (etho_study_propose(s->study, NULL, &json, &length, &error) != ETHO_OK) return cli_fail(&error);
  int status = cli_write(json, length);
  free(json);
  return status;
}

static int run_init(const cli_args *args) {
  cli_study s;
  int status;
  if (cli_study_open(args, NULL, &s, &status)) {
    etho_error error = {0};
    etho_status drafted = etho_study_draft(s.study, s.issues, &error);
    cli_progress_clear(&s.progress);
    cli_print_issues(s.issues, ETHO_WARNING);
    if (drafted != ETHO_OK) status = cli_told(s.issues, &error) ? EXIT_DATA : cli_fail(&error);
    else status = write_proposal(args, &s);
    if (status == EXIT_DONE && etho_issues_count_of(s.issues, ETHO_PROBLEM)) {
      fprintf(stderr, "ethostat: what is told above no study file can mend: correct the files\n");
      status = EXIT_DATA;
    }
  }
  cli_study_close(&s);
  return status;
}

static const cli_option design[] = {
    {.name = "out", .letter = 'o', .argument = "FILE", .help = "write it here (default: standard output); paths in it start at this folder"},
    {.name = "force", .help = "replace FILE if it exists"},
    {.name = "control", .argument = "ARM", .help = "the control arm"},
    {.name = NULL},
};
static const cli_option *const options[] = {design, cli_options_study, cli_options_input, cli_options_common, NULL};

const cli_command cli_init = {
    .name = "init",
    .arguments = "FILE...",
    .summary = "propose a study.json: all that the files tell, and what only you can say as gaps",
    .description = "FILE is a data file, a folder, or a pattern such as 'data/*.csv'. The proposal names formats, columns, recodes,\n"
                   "arms and their spellings; a pattern over file names where only they name the animal. What only a person can\n"
                   "say is marked FILL IN, with what the files have to offer; keys that begin with _ are comments.\n"
                   "Fill in or delete every gap, and run `ethostat analyze study.json`; a gap that is left is told with its line.",
    .examples = "  ethostat init nor.csv tmaze.csv > study.json\n"
                "  ethostat init recordings --out study.json",
    .min_positional = 1,
    .max_positional = (size_t)-1,
    .options = options,
    .run = run_init,
};
