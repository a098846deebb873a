/* ethostat model: a model by formula. */
#include <string.h>

#include "cli/cli.h"

static bool read_options(const cli_args *args, etho_model_options *o) {
  size_t type = 0, agq = 0;
  *o = etho_model_options_default();
  if (cli_get(args, "family")) o->family = cli_get(args, "family");
  if (cli_get(args, "df")) o->df = cli_get(args, "df");
  if (cli_get(args, "ties")) o->ties = cli_get(args, "ties");
  o->ml = cli_has(args, "ml"), o->blups = cli_has(args, "blups");
  o->emmeans = cli_get(args, "emmeans"), o->contrasts = cli_get(args, "contrasts"), o->adjust = cli_get(args, "adjust");
  o->control = cli_get(args, "control"), o->weights = cli_get(args, "weights");
  if (!cli_count(args, "type", 1, &type) || !cli_count(args, "agq", 1, &agq) || !cli_number(args, "conf", &o->conf_level) ||
      !cli_seed(args, &o->seed))
    return false;
  if (type > 3) return cli_usage("1, 2 or 3", "--type cannot be %zu", type), false;
  if (agq > 100) return cli_usage("1 to 100; 25 is plenty", "--agq cannot be %zu", agq), false;
  if (!(o->conf_level > 0 && o->conf_level < 1)) return cli_usage("such as 0.95", "--conf must lie between 0 and 1"), false;
  if (type) o->type = (int)type;
  if (agq) o->agq = (int)agq;
  return true;
}

static int print_model(const char *formula, const etho_rows *rows, const char *format) {
  const etho_row *fit = etho_rows_at(rows, 0);
  const char *method = fit ? etho_row_get_text(fit, "method") : NULL;
  etho_test_output output = {.test = "model", .method = method ? method : "model", .response = formula, .rows = rows};
  return cli_write_test(&output, format);
}

static int fit(const cli_args *args, const etho_table *table, const etho_model_options *options, const char *format) {
  etho_error error = {.status = ETHO_ERR_MEMORY, .message = "out of memory"};
  etho_issues *issues = etho_issues_new();
  etho_rows *rows = etho_rows_new();
  etho_status status = ETHO_ERR_MEMORY;
  if (issues && rows) status = etho_model_run(args->positional[0], table, options, rows, issues, &error);
  if (issues) cli_print_issues(issues, ETHO_WARNING);
  int exit_status = status == ETHO_OK ? print_model(args->positional[0], rows, format) : cli_fail(&error);
  etho_rows_free(rows);
  etho_issues_free(issues);
  return exit_status;
}

static int run_model(const cli_args *args) {
  const char *format = cli_format(args, "text,json,csv,markdown,html,latex");
  etho_model_options options;
  if (!format || !read_options(args, &options)) return EXIT_USAGE;
  int status;
  etho_table *table = cli_table(args, 1, &status);
  if (table) status = fit(args, table, &options, format);
  etho_table_free(table);
  return status;
}

static const cli_option own[] = {
    {.name = "family", .argument = "NAME", .help = "gaussian (default), binomial, beta-binomial, cox (surv)"},
    {.name = "type", .argument = "N", .help = "sums of squares of type 1, 2 (default) or 3"},
    {.name = "ml", .help = "maximum likelihood instead of REML"},
    {.name = "blups", .help = "the predicted random effect of every animal, cage, ..."},
    {.name = "agq", .argument = "N", .help = "adaptive Gauss-Hermite nodes (default: Laplace)"},
    {.name = "df", .argument = "NAME", .help = "satterthwaite (default) or kenward-roger"},
    {.name = "ties", .argument = "NAME", .help = "Cox: efron (default) or breslow"},
    {.name = "weights", .argument = "COL", .help = "prior weights: trials behind a proportion"},
    {.name = "emmeans", .argument = "TERM", .help = "marginal means, such as arm or 'arm | day'"},
    {.name = "contrasts", .argument = "KIND", .help = "pairwise, trt.vs.ctrl, poly, or a CSV file of weights"},
    {.name = "adjust", .argument = "NAME", .help = "tukey, dunnett, holm, ..., none (default: by the contrast)"},
    {.name = "control", .argument = "LEVEL", .help = "the reference level"},
    {.name = "conf", .argument = "X", .help = "confidence level (default 0.95)"},
    {.name = "seed", .argument = "N", .help = "seed of every random number"},
    {.name = "where", .letter = 'w', .argument = "COL=VALUE", .repeatable = true, .help = "keep only these rows (= != < <= > >=)"},
    {.name = NULL},
};
static const cli_option *const options[] = {own, cli_options_input, cli_options_output, cli_options_common, NULL};

const cli_command cli_model = {
    .name = "model",
    .arguments = "FORMULA FILE",
    .summary = "a model by formula, in R's notation",
    .description = "y ~ a * b + x          least squares\n"
                   "y ~ a + (1 | cage)     linear mixed model\n"
                   "ok ~ a --family binomial, ok ~ a + (1 | animal)\n"
                   "surv(latency, event) ~ a   Cox",
    .examples = "  ethostat model 'DI ~ arm + (1 | cage)' measures.csv --emmeans arm --contrasts pairwise\n"
                "  ethostat model 'correct ~ arm + (1 | animal)' trials.csv --family binomial --agq 10",
    .min_positional = 2,
    .max_positional = 2,
    .options = options,
    .run = run_model,
};
