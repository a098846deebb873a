/* ethostat power: sample size, power, detectable effect. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

static bool known_design(const char *name) {
  const char *names[32];
  size_t n = 0;
  if (etho_power_design_find(name)) return true;
  for (; n < etho_power_design_count() && n < sizeof names / sizeof *names; n++) names[n] = etho_power_design_at(n)->name;
  char near[256];
  cli_suggest(near, sizeof near, name, names, n);
  cli_usage(near[0] ? near : "`ethostat list designs` shows them all", "there is no design '%.80s'", name);
  return false;
}

static bool read_request(const cli_args *args, etho_power_request *r) {
  *r = etho_power_request_default();
  r->design = args->positional[0];
  size_t threads = 0;
  bool good = cli_number(args, "n", &r->n) && cli_number(args, "n1", &r->n1) && cli_number(args, "n2", &r->n2) &&
              cli_number(args, "effect", &r->effect) && cli_number(args, "p1", &r->p1) && cli_number(args, "p2", &r->p2) &&
              cli_number(args, "power", &r->power) && cli_number(args, "alpha", &r->alpha) &&
              cli_number(args, "arms", &r->groups) && cli_number(args, "icc", &r->icc) &&
              cli_number(args, "cluster-size", &r->cluster_size) && cli_number(args, "sessions", &r->sessions) &&
              cli_count(args, "simulations", 1, &r->simulations) && cli_count(args, "threads", 1, &threads) &&
              cli_seed(args, &r->seed) && cli_alternative(args, &r->alternative);
  r->threads = (int)(threads < 1024 ? threads : 1024);
  return good;
}

static int run_power(const cli_args *args) {
  const char *format = cli_format(args, "text,json,csv,markdown,html,latex");
  etho_power_request request;
  if (!format || !known_design(args->positional[0]) || !read_request(args, &request)) return EXIT_USAGE;
  etho_rows *rows = etho_rows_new();
  etho_error error = {.status = ETHO_ERR_MEMORY, .message = "out of memory"};
  char method[256], *text;
  size_t length;
  snprintf(method, sizeof method, "Power: %s", etho_power_design_find(request.design)->summary);
  etho_test_output output = {.test = "power", .method = method, .response = NULL, .by = NULL, .rows = rows};
  int status;
  if (!rows || etho_power_run(&request, rows, &error) != ETHO_OK ||
      etho_test_render(&output, format, &text, &length, &error) != ETHO_OK) {
    status = cli_fail(&error);
  } else {
    status = cli_write(text, length);
    free(text);
  }
  etho_rows_free(rows);
  return status;
}

static const cli_option own[] = {
    {.name = "n", .argument = "N", .help = "animals per group (pairs, animals)"},
    {.name = "n1", .argument = "N", .help = "animals in group 1, where the groups differ"},
    {.name = "n2", .argument = "N", .help = "animals in group 2"},
    {.name = "effect", .letter = 'e', .argument = "X", .help = "effect size: d, f, h or r, as the design says"},
    {.name = "p1", .argument = "X", .help = "proportions: the rate in group 1"},
    {.name = "p2", .argument = "X", .help = "proportions: the rate in group 2"},
    {.name = "power", .argument = "X", .help = "such as 0.8"},
    {.name = "alpha", .argument = "X", .help = "such as 0.05 (default)"},
    {.name = "alternative", .argument = "SIDE", .help = "two-sided (default), less or greater"},
    {.name = "arms", .argument = "K", .help = "how many groups"},
    {.name = "icc", .argument = "X", .help = "share of the variance between cages, or between animals"},
    {.name = "cluster-size", .argument = "M", .help = "animals in a cage"},
    {.name = "sessions", .argument = "M", .help = "measurements of an animal"},
    {.name = "simulations", .argument = "N", .help = "simulated studies (default 10000)"},
    {.name = "seed", .argument = "N", .help = "seed of every random number"},
    {.name = "threads", .argument = "N", .help = "processors to use; never changes a result"},
    {.name = NULL},
};
static const cli_option *const options[] = {own, cli_options_output, cli_options_common, NULL};

const cli_command cli_power = {
    .name = "power",
    .arguments = "DESIGN",
    .summary = "sample size, power, or detectable effect",
    .description = "DESIGN is one of `ethostat list designs`. Leave out one of --n, --effect and --power: it is solved for.",
    .examples = "  ethostat power t_two_sample --effect 0.8 --power 0.9\n"
                "  ethostat power anova --arms 4 --n 12 --power 0.8\n"
                "  ethostat power clustered --n 12 --effect 0.8 --icc 0.3 --cluster-size 3",
    .min_positional = 1,
    .max_positional = 1,
    .options = options,
    .run = run_power,
};
