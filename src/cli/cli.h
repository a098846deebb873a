/* cli/cli.h - what the commands share: option tables, parsed arguments, messages, output.
 * Help, man page, completion and `ethostat list` are made from the same tables. */
#ifndef ETHO_CLI_CLI_H
#define ETHO_CLI_CLI_H

#include "ethostat.h"

enum { EXIT_DONE = 0, EXIT_DATA = 1, EXIT_USAGE = 2, EXIT_FAILED = 3 };

/* One option. Tables end with a row whose name is NULL. */
typedef struct cli_option {
  const char *name;     /* without dashes: "value" */
  char letter;          /* short form, or 0 */
  const char *argument; /* shown in help: "COL"; NULL = a flag */
  bool repeatable;
  const char *help;     /* one line */
  unsigned honoured;    /* etho_option bit of the catalogue that it sets; 0 = not a catalogue option */
} cli_option;

typedef struct cli_args cli_args;

typedef struct cli_command {
  const char *name;
  const char *arguments;   /* "FILE..." */
  const char *summary;     /* one line */
  const char *description; /* paragraphs for help and man; NULL = none */
  const char *examples;    /* lines, each a command; NULL = none */
  size_t min_positional, max_positional;
  const cli_option *const *options; /* NULL-terminated list of tables */
  int (*run)(const cli_args *args);
  bool hidden;             /* not in the overview (man, complete) */
} cli_command;

/* Option tables that several commands share. */
extern const cli_option cli_options_input[];   /* how files are read */
extern const cli_option cli_options_output[];  /* --format */
extern const cli_option cli_options_columns[]; /* --value, --by, ... */
extern const cli_option cli_options_stats[];   /* --mu, --conf, ... */
extern const cli_option cli_options_common[];  /* --help */

/* ---- parsed arguments ---- */
struct cli_args {
  const cli_command *command;
  const char **positional;
  size_t n_positional;
  struct { const cli_option *option; const char *value; } *given;
  size_t n_given;
};

/* false after a message on stderr (exit EXIT_USAGE). */
bool cli_args_parse(const cli_command *command, int argc, char **argv, cli_args *args);
void cli_args_release(cli_args *args);
const char *cli_get(const cli_args *args, const char *name);              /* NULL when not given; "" for a flag */
const char *cli_nth(const cli_args *args, const char *name, size_t index); /* of a repeatable option */
bool cli_has(const cli_args *args, const char *name);
/* Number, whole number and one-of options: false after a message; the target keeps its value when not given. */
bool cli_number(const cli_args *args, const char *name, double *value);
bool cli_count(const cli_args *args, const char *name, size_t least, size_t *value);
bool cli_seed(const cli_args *args, uint64_t *seed);
bool cli_alternative(const cli_args *args, etho_alternative *alternative);
/* "A,B,C" -> list, to be freed with free(). false after a message. */
bool cli_list(const char *text, const char ***items, size_t *n);

/* ---- commands ---- */
size_t cli_command_count(void);
const cli_command *cli_command_at(size_t index);
const cli_command *cli_command_find(const char *name);
void cli_help_overview(void);
void cli_help_command(const cli_command *command);

/* ---- messages and output ---- */
/* "ethostat: message" and "  hint" on stderr; returns the exit status that fits. */
int cli_fail(const etho_error *error);
int cli_usage(const char *hint, const char *format, ...) ETHO_PRINTF(2, 3);
/* " did you mean 'x'?" for an unknown name, into buffer; empty when nothing is near. */
const char *cli_suggest(char *buffer, size_t size, const char *wanted, const char *const *names, size_t n);
/* All issues of at least this severity, on stderr. */
void cli_print_issues(const etho_issues *issues, etho_severity least);
/* Is the error one of the problems that are printed already? */
bool cli_told(const etho_issues *issues, const etho_error *error);
/* Write to stdout; EXIT_FAILED with a message when that fails (disk full, closed pipe). */
int cli_write(const char *text, size_t length);
/* Rows, or the result of one procedure, to stdout in a format. rows NULL or failed: out of memory is told. */
int cli_write_rows(const etho_rows *rows, const char *format);
int cli_write_test(const etho_test_output *output, const char *format);
/* Name of --format after checking it against allowed ("text,json,csv"); NULL after a message. */
const char *cli_format(const cli_args *args, const char *allowed);

/* ---- shared by the commands that read a table ---- */
bool cli_dialect(const cli_args *args, etho_dialect *dialect);
/* Read args->positional[index], print issues, apply --where. *status is the exit status when NULL is returned. */
etho_table *cli_table(const cli_args *args, size_t index, int *status);
etho_selection cli_selection(const cli_args *args);
/* The options of a procedure with the lists they borrow. */
typedef struct cli_stats { etho_options options; const char **groups; double *weights; } cli_stats;
/* Fill from the command line; refuses those that the procedure does not honour. */
bool cli_stats_options(const cli_args *args, const etho_procedure *procedure, cli_stats *stats);
void cli_stats_release(cli_stats *stats);

/* ---- the commands' rows ---- */
extern const cli_command cli_analyze, cli_init, cli_check, cli_convert, cli_measure, cli_test, cli_model, cli_plot,
    cli_power, cli_list_command, cli_selftest, cli_man, cli_complete;

#endif
