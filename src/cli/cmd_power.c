/* ethostat power: sample size, power, detectable effect. */
#include <math.h>
#include <stdio.h>
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

/* --from report.json --difference X: the effect in units of the spread that was observed. */
typedef struct observed_spread { etho_observed observed; double difference; bool used; } observed_spread;

/* d = difference / sd; for several arms the smallest f of a range that large, d / sqrt(2 k) (Cohen 1988, 8.2.1). */
static double effect_of(const observed_spread *s, const etho_power_request *request) {
  double d = s->difference / s->observed.sd;
  bool is_f = strcmp(etho_power_design_find(request->design)->effect_name, "f") == 0;
  return is_f ? d / sqrt(2 * request->groups) : d;
}

static int take_report(const cli_args *args, etho_power_request *request, observed_spread *s) {
  *s = (observed_spread){.difference = (double)NAN, .used = cli_has(args, "from")};
  if (!cli_number(args, "difference", &s->difference)) return EXIT_USAGE;
  if (!s->used) {
    bool lonely = cli_has(args, "difference") || cli_has(args, "response");
    return lonely ? cli_usage("such as --from results/report.json", "--difference and --response need --from") : EXIT_DONE;
  }
  static const char *const fit[] = {"t_one_sample", "t_two_sample", "anova", "clustered"};
  bool fits = false;
  for (size_t i = 0; i < sizeof fit / sizeof *fit; i++) fits = fits || strcmp(request->design, fit[i]) == 0;
  if (!fits) return cli_usage("it goes with t_one_sample, t_two_sample, anova and clustered",
                              "--from gives the spread within arms, which %s does not use", request->design);
  if (cli_has(args, "effect")) return cli_usage("--difference is in units of the response", "--from goes with --difference, not --effect");
  etho_error error = {0};
  if (etho_report_observed(cli_get(args, "from"), cli_get(args, "response"), &s->observed, &error) != ETHO_OK) return cli_fail(&error);
  if (isnan(request->groups) && strcmp(request->design, "anova") == 0) request->groups = (double)s->observed.n_arms;
  if (isnan(request->icc) && strcmp(request->design, "clustered") == 0) request->icc = s->observed.icc;
  if (!isnan(s->difference)) request->effect = effect_of(s, request);
  return EXIT_DONE;
}

static void tell_spread(const observed_spread *s, etho_rows *rows) {
  for (size_t i = 0; s->used && i < etho_rows_count(rows); i++) {
    etho_row *row = etho_rows_at(rows, i);
    double effect = etho_row_get_number(row, "effect");
    const char *name = etho_row_get_text(row, "effect_name");
    etho_row_number(row, "sd_observed", s->observed.sd);
    etho_row_number(row, "sd_df", s->observed.df);
    bool is_d = name && strcmp(name, "d") == 0;
    if (!isnan(s->difference)) etho_row_number(row, "difference", s->difference);
    else if (is_d) etho_row_number(row, "difference", effect * s->observed.sd);
  }
}

static int run_power(const cli_args *args) {
  const char *format = cli_format(args, "text,json,csv,markdown,html,latex");
  etho_power_request request;
  observed_spread spread;
  if (!format || !known_design(args->positional[0]) || !read_request(args, &request)) return EXIT_USAGE;
  int taken = take_report(args, &request, &spread);
  if (taken != EXIT_DONE) return taken;
  etho_rows *rows = etho_rows_new();
  etho_error error = {.status = ETHO_ERR_MEMORY, .message = "out of memory"};
  char method[256];
  snprintf(method, sizeof method, "Power: %s", etho_power_design_find(request.design)->summary);
  etho_test_output output = {.test = "power", .method = method, .response = NULL, .by = NULL, .rows = rows};
  etho_status result = rows ? etho_power_run(&request, rows, &error) : ETHO_ERR_MEMORY;
  if (result == ETHO_OK) tell_spread(&spread, rows);
  int status = result == ETHO_OK ? cli_write_test(&output, format) : cli_fail(&error);
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
    {.name = "from", .argument = "REPORT", .help = "a report.json: its spread within arms (and cage ICC) is taken"},
    {.name = "difference", .argument = "X", .help = "with --from: the effect in units of the response"},
    {.name = "response", .argument = "MEASURE", .help = "with --from: which response (default: the primary one)"},
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
                "  ethostat power t_two_sample --from results/report.json --difference 0.15 --power 0.8\n"
                "  ethostat power clustered --n 12 --effect 0.8 --icc 0.3 --cluster-size 3",
    .min_positional = 1,
    .max_positional = 1,
    .options = options,
    .run = run_power,
};
