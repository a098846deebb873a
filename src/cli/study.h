/* cli/study.h - what analyze, init, check, convert and measure share. */
#ifndef ETHO_CLI_STUDY_H
#define ETHO_CLI_STUDY_H

#include "cli/cli.h"
#include "cli/progress.h"

extern const cli_option cli_options_study[];

typedef struct cli_study {
  etho_study_options options;
  const char **animals;
  etho_issues *issues;
  etho_study *study;
  cli_progress progress;
} cli_study;

/* Input of so many bytes and more is summed while it is read, where its trials are not wanted themselves. */
enum { CLI_SUM_FROM = 16 * 1024 * 1024 };

typedef enum cli_stage { STAGE_IMPORT, STAGE_MEASURE, STAGE_ANALYZE } cli_stage;

/* The same without printing the issues: false with *status EXIT_DONE leaves the issues and *error to the caller, other
 * statuses are told already. */
bool cli_study_try(const cli_args *args, const char *command, cli_study *s, int *status, etho_error *error);
/* false after a message; close in any case. command may be NULL. */
bool cli_study_open(const cli_args *args, const char *command, cli_study *s, int *status);
/* Run the stages up to last and print problems and warnings. */
bool cli_study_stages(cli_study *s, cli_stage last, int *status);
void cli_study_close(cli_study *s);

#endif
