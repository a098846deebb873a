/* cli/progress.h - a line on the terminal while many files are read, and Ctrl-C while files are written. */
#ifndef ETHO_CLI_PROGRESS_H
#define ETHO_CLI_PROGRESS_H

#include <time.h>

#include "cli/cli.h"

typedef struct cli_progress {
  bool on;    /* standard error is a terminal that can take a line back, and nobody wants quiet */
  bool drawn; /* there is a line to take back */
  struct timespec begun, last;
} cli_progress;

void cli_progress_init(cli_progress *progress, bool quiet);
/* An etho_progress with a cli_progress as context: draws from two files on, ten times a second at most. */
bool cli_progress_step(void *context, size_t done, size_t total, const char *what);
/* Take the line back. */
void cli_progress_clear(cli_progress *progress);

/* Between these, Ctrl-C (or being told to end) is only noted, and cli_progress_step says so; afterwards it is obeyed. */
void cli_interrupt_hold(void);
void cli_interrupt_obey(void);

#endif
