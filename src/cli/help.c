/* Help, man page and shell completion, all made from the command and option tables. */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

static const char overview[] =
    "ethostat - statistics of novel object recognition and maze trials\n\n"
    "usage: ethostat COMMAND [OPTIONS] [FILE...]\n\n"
    "  ethostat analyze nor.csv --control vehicle --out results    the whole job for one file\n"
    "  ethostat test t_welch data.csv --value score --by arm        one procedure\n\n"
    "commands\n";

void cli_help_overview(void) {
  fputs(overview, stdout);
  for (size_t i = 0; i < cli_command_count(); i++) {
    const cli_command *command = cli_command_at(i);
    if (!command->hidden) printf("  %-10s %s\n", command->name, command->summary);
  }
  fputs("\n`ethostat COMMAND --help` shows a command's options; `ethostat --version` the version.\n"
        "exit status: 0 done, 1 the data has problems, 2 wrong usage, 3 could not run\n", stdout);
}

static void print_option(const cli_option *option) {
  char left[64], letter[8] = "    ";
  if (option->letter) snprintf(letter, sizeof letter, "-%c, ", option->letter);
  snprintf(left, sizeof left, "%s--%s%s%s", letter, option->name, option->argument ? " " : "",
           option->argument ? option->argument : "");
  printf("  %-26s %s%s\n", left, option->help, option->repeatable ? " (repeatable)" : "");
}

void cli_help_command(const cli_command *command) {
  printf("ethostat %s - %s\n\nusage: ethostat %s [OPTIONS]%s%s\n", command->name, command->summary, command->name,
         command->arguments[0] ? " " : "", command->arguments);
  if (command->description) printf("\n%s\n", command->description);
  printf("\noptions\n");
  for (const cli_option *const *table = command->options; *table; table++)
    for (const cli_option *option = *table; option->name; option++) print_option(option);
  if (command->examples) printf("\nexamples\n%s\n", command->examples);
}

/* ---- man page (roff) ---- */

/* Escape what roff would read as a command. */
static void roff(const char *text) {
  bool line_start = true;
  for (const char *p = text; *p; p++) {
    if (line_start && (*p == '.' || *p == '\'')) fputs("\\&", stdout);
    if (*p == '\\' || *p == '-') fputc('\\', stdout);
    fputc(*p, stdout);
    line_start = *p == '\n';
  }
}

static void man_command(const cli_command *command) {
  printf(".SS ethostat %s ", command->name);
  roff(command->arguments);
  printf("\n");
  roff(command->summary);
  printf(".\n");
  if (command->description) printf(".PP\n"), roff(command->description), printf("\n");
  for (const cli_option *const *table = command->options; *table; table++)
    for (const cli_option *option = *table; option->name; option++) {
      printf(".TP\n.B \\-\\-");
      roff(option->name);
      if (option->argument) printf(" \\fI"), roff(option->argument), printf("\\fR");
      printf("\n");
      roff(option->help);
      printf("\n");
    }
  if (command->examples) printf(".PP\n.nf\n"), roff(command->examples), printf("\n.fi\n");
}

static int run_man(const cli_args *args) {
  (void)args;
  printf(".TH ETHOSTAT 1 \"\" \"ethostat %s\" \"User Commands\"\n.SH NAME\nethostat \\- statistics of novel object "
         "recognition and maze trials\n.SH SYNOPSIS\n.B ethostat\nCOMMAND [OPTIONS] [FILE...]\n.SH COMMANDS\n",
         etho_version());
  for (size_t i = 0; i < cli_command_count(); i++) man_command(cli_command_at(i));
  printf(".SH EXIT STATUS\n0 done, 1 the data has problems, 2 wrong usage, 3 could not run.\n");
  return EXIT_DONE;
}

static const cli_option *const only_common[] = {cli_options_common, NULL};

const cli_command cli_man = {
    .name = "man",
    .arguments = "",
    .summary = "print the manual page",
    .examples = "  ethostat man > ethostat.1",
    .max_positional = 0,
    .options = only_common,
    .run = run_man,
    .hidden = true,
};

/* ---- bash completion ---- */

static int run_complete(const cli_args *args) {
  (void)args;
  printf("# bash completion for ethostat: source it, or put it into /etc/bash_completion.d\n_ethostat() {\n"
         "  local word=${COMP_WORDS[COMP_CWORD]} options=\n  if [ \"$COMP_CWORD\" = 1 ]; then\n    COMPREPLY=($(compgen -W '");
  for (size_t i = 0; i < cli_command_count(); i++) printf("%s ", cli_command_at(i)->name);
  printf("' -- \"$word\"))\n    return\n  fi\n  case ${COMP_WORDS[1]} in\n");
  for (size_t i = 0; i < cli_command_count(); i++) {
    const cli_command *command = cli_command_at(i);
    printf("    %s) options='", command->name);
    for (const cli_option *const *table = command->options; *table; table++)
      for (const cli_option *option = *table; option->name; option++) printf("--%s ", option->name);
    printf("' ;;\n");
  }
  printf("  esac\n  case $word in\n    -*) COMPREPLY=($(compgen -W \"$options\" -- \"$word\")) ;;\n"
         "    *) COMPREPLY=($(compgen -f -- \"$word\")) ;;\n  esac\n}\ncomplete -o filenames -F _ethostat ethostat\n");
  return EXIT_DONE;
}

const cli_command cli_complete = {
    .name = "complete",
    .arguments = "",
    .summary = "print the bash completion script",
    .examples = "  source <(ethostat complete)",
    .max_positional = 0,
    .options = only_common,
    .run = run_complete,
    .hidden = true,
};
