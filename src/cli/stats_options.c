/* --mu, --alternative, --conf, ...: the options of one procedure from the command line. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

static bool refuse_unused(const cli_args *args, const etho_procedure *procedure) {
  for (const cli_option *option = cli_options_stats; option->name; option++)
    if (cli_has(args, option->name) && !(procedure->options & option->honoured)) {
      char hint[256];
      snprintf(hint, sizeof hint, "its data: %s; `ethostat list tests` shows the options of each", procedure->shape);
      cli_usage(hint, "%s does not use --%s", procedure->name, option->name);
      return false;
    }
  return true;
}

static bool one_of(const cli_args *args, const char *name, const char *allowed, const char **value) {
  const char *text = cli_get(args, name);
  if (!text) return true;
  size_t length = strlen(text);
  for (const char *p = allowed ? allowed : ""; *p;) {
    size_t word = strcspn(p, ",");
    if (word == length && strncmp(p, text, length) == 0) {
      *value = text;
      return true;
    }
    p += word + (p[word] == ',');
    while (*p == ' ') p++;
  }
  char hint[512];
  snprintf(hint, sizeof hint, "one of: %s", allowed && allowed[0] ? allowed : "(it has none)");
  cli_usage(hint, "--%s cannot be '%.80s'", name, text);
  return false;
}

static bool bounds(const cli_args *args, etho_options *options) {
  const char *text = cli_get(args, "bound");
  if (!text) return true;
  const char *comma = strchr(text, ',');
  size_t first = comma ? (size_t)(comma - text) : strlen(text);
  bool good = etho_number_parse(text, first, '.', &options->bound_low);
  if (comma) good = good && etho_number_parse(comma + 1, strlen(comma + 1), '.', &options->bound_high);
  else options->bound_high = fabs(options->bound_low), options->bound_low = -options->bound_high;
  if (good && options->bound_low < options->bound_high) return true;
  cli_usage("such as --bound -0.1,0.1 or --bound 0.1", "--bound needs LOW,HIGH with LOW below HIGH, not '%.80s'", text);
  return false;
}

static bool weights(const cli_args *args, cli_stats *stats) {
  const char *text = cli_get(args, "weights"), **item;
  size_t n;
  if (!text) return true;
  if (!cli_list(text, &item, &n)) return false;
  stats->weights = calloc(n + 1, sizeof *stats->weights);
  bool good = stats->weights != NULL;
  for (size_t i = 0; i < n && good; i++) good = etho_number_parse(item[i], strlen(item[i]), '.', &stats->weights[i]);
  free(item);
  stats->options.weights = stats->weights;
  stats->options.n_weights = n;
  if (!good) cli_usage("such as --weights -1,0.5,0.5", "--weights needs numbers separated by commas, not '%.80s'", text);
  return good;
}

static bool groups(const cli_args *args, cli_stats *stats) {
  const char *text = cli_get(args, "groups");
  if (!text) return true;
  if (!cli_list(text, &stats->groups, &stats->options.n_groups)) return false;
  stats->options.groups = stats->groups;
  return true;
}

static bool numbers(const cli_args *args, etho_options *o) {
  size_t quantile = (size_t)o->quantile_type, moments = (size_t)o->moment_type, threads = 0;
  bool good = cli_number(args, "mu", &o->mu) && cli_number(args, "conf", &o->conf_level) &&
              cli_number(args, "trim", &o->trim) && cli_count(args, "quantile-type", 1, &quantile) &&
              cli_count(args, "moment-type", 1, &moments) && cli_count(args, "resamples", 1, &o->resamples) &&
              cli_count(args, "threads", 1, &threads) && cli_seed(args, &o->seed);
  if (!good) return false;
  o->mu_given = cli_has(args, "mu");
  o->quantile_type = (int)(quantile < 100 ? quantile : 100);
  o->moment_type = (int)(moments < 100 ? moments : 100);
  o->threads = (int)(threads < 1024 ? threads : 1024);
  if (!(o->conf_level > 0 && o->conf_level < 1))
    return cli_usage("such as 0.95", "--conf must lie between 0 and 1"), false;
  if (!(o->trim >= 0 && o->trim < 0.5)) return cli_usage("such as 0.2", "--trim must lie in 0 to 0.5"), false;
  if (o->quantile_type > 9) return cli_usage("7 is R's default", "--quantile-type is 1 to 9"), false;
  if (o->moment_type > 3) return cli_usage("3 is e1071's default", "--moment-type is 1, 2 or 3"), false;
  return true;
}

static bool names(const cli_args *args, const etho_procedure *procedure, etho_options *options) {
  if (!cli_alternative(args, &options->alternative) ||
      !one_of(args, "zeros", "wilcox,pratt", &options->zeros) ||
      !one_of(args, "variant", procedure->variants, &options->variant) ||
      !one_of(args, "statistic", procedure->statistics, &options->statistic))
    return false;
  bool exact = cli_has(args, "exact"), approximate = cli_has(args, "approximate");
  if (exact && approximate) return cli_usage("choose one", "--exact and --approximate exclude each other"), false;
  options->exact = exact ? ETHO_EXACT : approximate ? ETHO_APPROXIMATE : ETHO_AUTO;
  options->control = cli_get(args, "control");
  options->adjust = cli_get(args, "adjust"); /* the catalogue checks it: some procedures have one of their own */
  return true;
}

bool cli_stats_options(const cli_args *args, const etho_procedure *procedure, cli_stats *stats) {
  *stats = (cli_stats){.options = etho_options_default()};
  etho_options *options = &stats->options;
  return refuse_unused(args, procedure) && numbers(args, options) && names(args, procedure, options) &&
         bounds(args, options) && weights(args, stats) && groups(args, stats);
}

void cli_stats_release(cli_stats *stats) {
  free(stats->groups);
  free(stats->weights);
}
