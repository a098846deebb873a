/* ethostat: find the command, parse its options, run it. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

static int unknown_command(const char *name) {
  enum { MOST = 64 };
  const char *names[MOST];
  size_t n = 0;
  for (size_t i = 0; i < cli_command_count() && n < MOST; i++) names[n++] = cli_command_at(i)->name;
  char near[256];
  cli_suggest(near, sizeof near, name, names, n);
  return cli_usage(near[0] ? near : "`ethostat --help` lists the commands", "there is no command '%.80s'", name);
}

static int finish(int status) {
  if (fflush(stdout) == 0 && !ferror(stdout)) return status;
  return status ? status : cli_write("", 0) ? EXIT_FAILED : status;
}

int main(int argc, char **argv) {
  signal(SIGPIPE, SIG_IGN); /* a closed pipe is an error of writing, not a silent death */
  if (argc < 2) {
    cli_help_overview();
    return EXIT_USAGE;
  }
  const char *name = argv[1];
  if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || (strcmp(name, "help") == 0 && argc == 2)) {
    cli_help_overview();
    return finish(EXIT_DONE);
  }
  if (strcmp(name, "--version") == 0) {
    printf("ethostat %s\n", etho_version());
    return finish(EXIT_DONE);
  }
  bool help = strcmp(name, "help") == 0;
  const cli_command *command = cli_command_find(help ? argv[2] : name);
  if (!command) return unknown_command(help ? argv[2] : name);
  if (help) {
    cli_help_command(command);
    return finish(EXIT_DONE);
  }
  cli_args args;
  int status = EXIT_USAGE;
  if (cli_args_parse(command, argc - 2, argv + 2, &args)) {
    if (cli_has(&args, "help")) {
      cli_help_command(command);
      status = EXIT_DONE;
    } else {
      status = command->run(&args);
    }
  }
  cli_args_release(&args);
  return finish(status);
}
