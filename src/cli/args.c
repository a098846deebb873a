#include "cli/cli.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const cli_option *find_option(const cli_command *command, const char *name, size_t length) {
  for (const cli_option *const *table = command->options; *table; table++)
    for (const cli_option *option = *table; option->name; option++)
      if (strlen(option->name) == length && strncmp(option->name, name, length) == 0) return option;
  return NULL;
}

static const cli_option *find_letter(const cli_command *command, char letter) {
  for (const cli_option *const *table = command->options; *table; table++)
    for (const cli_option *option = *table; option->name; option++)
      if (option->letter == letter) return option;
  return NULL;
}

static bool unknown_option(const cli_command *command, const char *name) {
  enum { MOST = 128 };
  const char *names[MOST];
  size_t n = 0;
  for (const cli_option *const *table = command->options; *table; table++)
    for (const cli_option *option = *table; option->name && n < MOST; option++) names[n++] = option->name;
  char near[256], hint[512];
  cli_suggest(near, sizeof near, name, names, n);
  snprintf(hint, sizeof hint, "%s%s`ethostat %s --help` lists the options", near, near[0] ? " " : "", command->name);
  cli_usage(hint, "%s has no option '%s%.80s'", command->name, name[1] ? "--" : "-", name);
  return false;
}

static bool add(cli_args *args, const cli_option *option, const char *value) {
  if (!option->repeatable && cli_has(args, option->name)) {
    cli_usage("give it once", "--%s is given twice", option->name);
    return false;
  }
  args->given[args->n_given].option = option;
  args->given[args->n_given++].value = value;
  return true;
}

/* Take the option at argv[*i]; moves *i over its argument. */
static bool take_option(cli_args *args, int argc, char **argv, int *i) {
  const char *word = argv[*i], *equals = NULL;
  const cli_option *option;
  if (word[1] == '-') {
    equals = strchr(word, '=');
    size_t length = equals ? (size_t)(equals - word) - 2 : strlen(word) - 2;
    option = find_option(args->command, word + 2, length);
    if (!option) return unknown_option(args->command, word + 2);
  } else {
    option = word[2] == '\0' ? find_letter(args->command, word[1]) : NULL;
    if (!option) return unknown_option(args->command, word + 1);
  }
  if (!option->argument) {
    if (!equals) return add(args, option, "");
    cli_usage("it is a switch", "--%s takes no value", option->name);
    return false;
  }
  if (equals) return add(args, option, equals + 1);
  if (*i + 1 >= argc) {
    cli_usage(option->help, "--%s needs a value: --%s %s", option->name, option->name, option->argument);
    return false;
  }
  return add(args, option, argv[++*i]);
}

static bool positional_count_fits(const cli_args *args) {
  const cli_command *command = args->command;
  char hint[512];
  snprintf(hint, sizeof hint, "usage: ethostat %s %s; see `ethostat %s --help`", command->name, command->arguments,
           command->name);
  if (cli_has(args, "help")) return true;
  if (args->n_positional < command->min_positional) {
    cli_usage(hint, "%s needs %s", command->name, command->arguments);
    return false;
  }
  if (args->n_positional > command->max_positional) {
    cli_usage(hint, "%s: one argument too many: '%.80s'", command->name, args->positional[command->max_positional]);
    return false;
  }
  return true;
}

bool cli_args_parse(const cli_command *command, int argc, char **argv, cli_args *args) {
  *args = (cli_args){.command = command};
  args->positional = calloc((size_t)argc + 1, sizeof *args->positional);
  args->given = calloc((size_t)argc + 1, sizeof *args->given);
  if (!args->positional || !args->given) {
    cli_fail(&(etho_error){.status = ETHO_ERR_MEMORY, .message = "out of memory"});
    return false;
  }
  bool only_positional = false;
  for (int i = 0; i < argc; i++) {
    const char *word = argv[i];
    if (!only_positional && strcmp(word, "--") == 0) only_positional = true;
    else if (only_positional || word[0] != '-' || word[1] == '\0') args->positional[args->n_positional++] = word;
    else if (!take_option(args, argc, argv, &i)) return false;
  }
  return positional_count_fits(args);
}

void cli_args_release(cli_args *args) {
  free(args->positional);
  free(args->given);
}

const char *cli_nth(const cli_args *args, const char *name, size_t index) {
  for (size_t i = 0; i < args->n_given; i++)
    if (strcmp(args->given[i].option->name, name) == 0 && index-- == 0) return args->given[i].value;
  return NULL;
}

const char *cli_get(const cli_args *args, const char *name) {
  return cli_nth(args, name, 0);
}

bool cli_has(const cli_args *args, const char *name) {
  return cli_get(args, name) != NULL;
}

bool cli_number(const cli_args *args, const char *name, double *value) {
  const char *text = cli_get(args, name);
  if (!text || etho_number_parse(text, strlen(text), '.', value)) return true;
  cli_usage("write it with a decimal point, such as 0.95", "--%s needs a number, not '%.80s'", name, text);
  return false;
}

bool cli_count(const cli_args *args, const char *name, size_t least, size_t *value) {
  double number = (double)*value;
  if (!cli_number(args, name, &number)) return false;
  if (cli_has(args, name) && (number < (double)least || number > 1e15 || floor(number) < number)) {
    cli_usage("", "--%s needs a whole number of at least %zu, not '%.80s'", name, least, cli_get(args, name));
    return false;
  }
  *value = (size_t)number;
  return true;
}

bool cli_seed(const cli_args *args, uint64_t *seed) {
  const char *text = cli_get(args, "seed");
  if (!text) return true;
  uint64_t value = 0;
  const char *p = text;
  for (; *p >= '0' && *p <= '9' && value <= (UINT64_MAX - 9) / 10; p++) value = value * 10 + (uint64_t)(*p - '0');
  if (*p || p == text) {
    cli_usage("such as --seed 1", "--seed needs a whole number from 0 to 1844674407370955160, not '%.80s'", text);
    return false;
  }
  *seed = value;
  return true;
}

bool cli_alternative(const cli_args *args, etho_alternative *alternative) {
  static const char *const names[] = {"two-sided", "less", "greater"};
  const char *text = cli_get(args, "alternative");
  for (int i = 0; text && i < 3; i++)
    if (strcmp(text, names[i]) == 0) {
      *alternative = (etho_alternative)i;
      return true;
    }
  if (!text) return true;
  cli_usage("two-sided, less or greater", "--alternative cannot be '%.40s'", text);
  return false;
}

/* One block: the pointers, then a copy of the text that they point into. */
bool cli_list(const char *text, const char ***items, size_t *n) {
  size_t commas = 0, length = strlen(text);
  for (const char *p = text; *p; p++) commas += *p == ',';
  const char **list = malloc((commas + 2) * sizeof *list + length + 1);
  if (!list) {
    cli_fail(&(etho_error){.status = ETHO_ERR_MEMORY, .message = "out of memory"});
    return false;
  }
  char *copy = (char *)(list + commas + 2);
  memcpy(copy, text, length + 1);
  *n = 0;
  for (char *p = copy; p;) {
    char *comma = strchr(p, ',');
    if (comma) *comma = '\0';
    list[(*n)++] = p;
    p = comma ? comma + 1 : NULL;
  }
  *items = list;
  return true;
}

const char *cli_format(const cli_args *args, const char *allowed) {
  const char *format = cli_get(args, "format");
  if (!format) return "text";
  size_t length = strlen(format);
  for (const char *p = allowed; *p;) {
    size_t word = strcspn(p, ",");
    if (word == length && strncmp(p, format, length) == 0) return format;
    p += word + (p[word] == ',');
  }
  char hint[256];
  snprintf(hint, sizeof hint, "one of: %s", allowed);
  cli_usage(hint, "%s cannot print the format '%.80s'", args->command->name, format);
  return NULL;
}
