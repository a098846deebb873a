/* The registry of commands. Adding one is one cmd_*.c file and one line here. */
#include "cli/cli.h"

#include <string.h>

static const cli_command *const commands[] = {
    &cli_analyze, &cli_init, &cli_check, &cli_convert,      &cli_measure, &cli_test,
    &cli_model,   &cli_plot, &cli_power, &cli_list_command, &cli_selftest, &cli_man, &cli_complete,
};

size_t cli_command_count(void) {
  return sizeof commands / sizeof *commands;
}

const cli_command *cli_command_at(size_t index) {
  return commands[index];
}

const cli_command *cli_command_find(const char *name) {
  for (size_t i = 0; i < cli_command_count(); i++)
    if (strcmp(commands[i]->name, name) == 0) return commands[i];
  return NULL;
}
