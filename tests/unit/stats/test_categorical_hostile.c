/* Every procedure of tables, survival, repeated measures and agreement on hostile data: nothing crashes, p-values are
 * probabilities, intervals are in order, and a null comes with a note. Then properties that must hold on random data. */
#include "base/random.h"
#include "ethostat/stats.h"
#include "tap.h"

enum { MOST = 60, LEVELS = 9 };

static const char *const names[] = {
    "binomial", "proportion", "risk_difference", "fisher", "chi_square", "g_test", "trend", "mcnemar", "cochran_q",
    "friedman", "kaplan_meier", "logrank", "gehan", "rmst", "cox", "rm_anova", "icc", "bland_altman", "cohens_kappa",
    "lins_ccc"};
static const char *const level_names[LEVELS] = {"a", "b", "c", "d", "e", "f", "g", "h", "i"};
static const char *const subject_names[] = {"s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11"};

typedef struct data {
  double value[MOST], x[MOST], y[MOST], count[MOST], total[MOST], time[MOST], event[MOST], weight[MOST];
  int by[MOST], subject[MOST], category[MOST], rater[MOST], within[MOST], between[MOST];
} data;

static uint32_t below(etho_random *r, uint32_t n) {
  return etho_random_below(r, n);
}

/* kind 0: ordinary, 1: ties, 2: constant, 3: offset 1e9, 4: huge, 5: tiny, 6: with missing and infinite values, 7: 0/1 */
static double draw(etho_random *r, unsigned kind) {
  double u = etho_random_unit(r);
  switch (kind) {
  case 1: return below(r, 3);
  case 2: return 7;
  case 3: return 1e9 + 0.1 * u;
  case 4: return (u - 0.5) * 1e300;
  case 5: return u * 1e-300;
  case 6: return u < 0.1 ? (double)NAN : u < 0.15 ? (double)INFINITY : u < 0.2 ? -(double)INFINITY : u;
  case 7: return u < 0.5;
  default: return u;
  }
}

static void fill(data *d, etho_random *r, unsigned kind, size_t n, uint32_t levels, bool complete) {
  for (size_t i = 0; i < n; i++) {
    d->value[i] = draw(r, kind), d->x[i] = draw(r, kind), d->y[i] = kind == 2 ? d->x[i] : draw(r, kind);
    d->total[i] = below(r, 12), d->count[i] = below(r, (uint32_t)d->total[i] + 1);
    if (kind == 4) d->total[i] *= 1e6, d->count[i] *= 1e6;
    if (kind == 6 && below(r, 8) == 0) d->count[i] = (double)NAN;
    d->time[i] = fabs(draw(r, kind)), d->event[i] = kind == 2 ? 0 : below(r, 2);
    d->weight[i] = kind == 4 ? below(r, 5000) : below(r, 6);
    bool missing = kind == 6 && below(r, 8) == 0;
    d->by[i] = missing ? -1 : complete ? (int)(i % levels) : (int)below(r, levels);
    d->within[i] = d->rater[i] = complete ? (int)(i % levels) : (int)below(r, levels);
    d->subject[i] = complete ? (int)(i / levels % 12) : (int)below(r, 12);
    d->between[i] = d->subject[i] % 3;
    d->category[i] = (int)below(r, levels);
  }
}

static etho_input input_of(const data *d, size_t n, uint32_t levels, unsigned roles) {
  etho_input in = {.n = n, .response = "value"};
  etho_factor by = {"by", level_names, levels, d->by}, within = {"within", level_names, levels, d->within};
  if (roles & ETHO_ROLE_VALUE) in.value = d->value;
  if (roles & ETHO_ROLE_BY) in.by = by;
  if (roles & ETHO_ROLE_SUBJECT) in.subject = (etho_factor){"subject", subject_names, 12, d->subject};
  if (roles & ETHO_ROLE_WITHIN) in.within[in.n_within++] = within;
  if (roles & ETHO_ROLE_BETWEEN) in.between[in.n_between++] = (etho_factor){"between", level_names, 3, d->between};
  if (roles & ETHO_ROLE_RATER) in.rater = (etho_factor){"rater", level_names, levels, d->rater};
  if (roles & ETHO_ROLE_CATEGORY) in.category = (etho_factor){"category", level_names, levels, d->category};
  if (roles & ETHO_ROLE_XY) in.x = d->x, in.y = d->y;
  if (roles & ETHO_ROLE_COUNT) in.count = d->count;
  if (roles & ETHO_ROLE_TOTAL) in.total = d->total;
  if (roles & ETHO_ROLE_TIME) in.time = d->time;
  if (roles & ETHO_ROLE_EVENT) in.event = d->event;
  if (roles & ETHO_ROLE_WEIGHT) in.weight = d->weight;
  return in;
}

static const char *row_fault(const etho_row *row) {
  static const char *const chances[] = {"p_value", "p_adjusted", "p_exact", "p_gg", "p_hf", "mauchly_p", "p_f", "survival"};
  for (size_t i = 0; i < sizeof chances / sizeof *chances; i++) {
    double p = etho_row_get_number(row, chances[i]);
    if (p < 0 || p > 1 + 1e-12) return chances[i];
  }
  if (etho_row_get_number(row, "conf_low") > etho_row_get_number(row, "conf_high") + 1e-12) return "conf_low > conf_high";
  for (size_t i = 0; i < etho_row_count(row); i++)
    if (etho_row_at(row, i)->kind == ETHO_NULL && !etho_row_get_text(row, "note")) return etho_row_at(row, i)->name;
  return NULL;
}

static const char *run_once(const etho_procedure *p, const etho_input *in, const etho_options *options, size_t *refused) {
  etho_rows *rows = etho_rows_new();
  etho_error error = {0};
  etho_status status = etho_procedure_run(p, in, options, rows, &error);
  const char *fault = NULL;
  if (status == ETHO_ERR_MEMORY || status == ETHO_ERR_NUMERIC || status == ETHO_ERR_IO) fault = "status";
  if (status != ETHO_OK) {
    *refused += 1;
    if (!error.message[0]) fault = "an error without a message";
  }
  for (size_t i = 0; i < etho_rows_count(rows) && !fault; i++) fault = row_fault(etho_rows_at(rows, i));
  if (fault)
    for (size_t i = 0; i < etho_rows_count(rows); i++)
      for (size_t j = 0; j < etho_row_count(etho_rows_at(rows, i)); j++)
        printf("# row %zu %s kind %d = %.17g\n", i, etho_row_at(etho_rows_at(rows, i), j)->name,
               (int)etho_row_at(etho_rows_at(rows, i), j)->kind, etho_row_at(etho_rows_at(rows, i), j)->number);
  etho_rows_free(rows);
  return fault;
}

static const char *variant_of(const etho_procedure *p, unsigned pick, char *buffer, size_t size) {
  const char *at = p->variants;
  for (; at && pick > 0 && strchr(at, ','); pick--) at = strchr(at, ',') + 1;
  if (!at) return NULL;
  snprintf(buffer, size, "%.*s", (int)strcspn(at, ","), at);
  return buffer;
}

static void hostile(const char *name) {
  const etho_procedure *p = etho_procedure_find(name);
  if (!ok(p != NULL, "%s exists", name)) return;
  const char *fault = NULL;
  size_t refused = 0, runs = 0;
  etho_random random = etho_random_stream(25, 1);
  for (unsigned round = 0; round < 240 && !fault; round++) {
    static const size_t sizes[] = {0, 1, 2, 3, 6, 12, 24, 60};
    unsigned kind = round % 8;
    size_t n = sizes[below(&random, 8)];
    uint32_t levels = 1 + below(&random, round % 3 ? 3 : LEVELS);
    data d;
    fill(&d, &random, kind, n, levels, below(&random, 2));
    unsigned roles = p->roles;
    for (unsigned bit = 0; bit < 15; bit++)
      if ((p->optional & (1u << bit)) && below(&random, 3)) roles |= 1u << bit;
    etho_input in = input_of(&d, n, levels, roles);
    etho_options options = etho_options_default();
    char variant[32];
    options.resamples = 200;
    options.alternative = p->options & ETHO_OPT_ALTERNATIVE ? (etho_alternative)below(&random, 3) : ETHO_TWO_SIDED;
    options.variant = variant_of(p, below(&random, 3), variant, sizeof variant);
    if ((p->options & ETHO_OPT_ADJUST) && below(&random, 2)) options.adjust = "holm";
    if ((p->options & ETHO_OPT_CONTROL) && in.by.code && below(&random, 2)) options.control = "a";
    fault = run_once(p, &in, &options, &refused);
    if (fault) printf("# round %u kind %u n %zu levels %u roles %x: %s\n", round, kind, n, (unsigned)levels, roles, fault);
    runs++;
  }
  ok(!fault && refused < runs, "%s on hostile data (%zu runs, %zu refused)", name, runs, refused);
}

/* ---- properties ---------------------------------------------------------------------------------------------------- */

static double first_number(const char *name, const etho_input *in, const char *field, etho_options options) {
  etho_rows *rows = etho_rows_new();
  etho_procedure_run(etho_procedure_find(name), in, &options, rows, NULL);
  double value = (double)NAN;
  for (size_t i = 0; i < etho_rows_count(rows) && isnan(value); i++) value = etho_row_get_number(etho_rows_at(rows, i), field);
  etho_rows_free(rows);
  return value;
}

static void exchange_properties(void) {
  etho_random random = etho_random_stream(25, 2);
  data d;
  fill(&d, &random, 0, 60, 3, true);
  etho_options plain = etho_options_default();
  for (size_t i = 0; i < 60; i++) d.category[i] = d.category[i] > 0;
  etho_input in = input_of(&d, 60, 2, ETHO_ROLE_BY | ETHO_ROLE_CATEGORY);
  for (size_t i = 0; i < 60; i++) d.by[i] = (int)(i % 2);
  double odds = first_number("fisher", &in, "odds_ratio", plain), p = first_number("fisher", &in, "p_value", plain);
  for (size_t i = 0; i < 60; i++) d.by[i] = 1 - d.by[i];
  is_close(first_number("fisher", &in, "odds_ratio", plain), 1 / odds, 1e-12, "fisher: exchanged groups invert the odds ratio");
  is_close(first_number("fisher", &in, "p_value", plain), p, 1e-12, "fisher: and keep p");
}

static void monte_carlo_agrees(void) {
  etho_random random = etho_random_stream(25, 3);
  data d;
  fill(&d, &random, 0, 40, 3, true);
  etho_input in = input_of(&d, 40, 3, ETHO_ROLE_BY | ETHO_ROLE_CATEGORY);
  etho_options exact = etho_options_default(), drawn = exact;
  exact.exact = ETHO_EXACT, drawn.exact = ETHO_APPROXIMATE, drawn.resamples = 100000;
  double p = first_number("fisher", &in, "p_value", exact), q = first_number("fisher", &in, "p_value", drawn);
  ok(fabs(p - q) < 4 * sqrt(p * (1 - p) / 1e5), "fisher: 100,000 draws (%g) agree with the enumeration (%g)", q, p);
  is_close(first_number("fisher", &in, "p_value", drawn), q, 0, "and the seed fixes them");
}

static void survival_properties(void) {
  etho_random random = etho_random_stream(25, 4);
  data d;
  fill(&d, &random, 0, 60, 2, true);
  etho_options plain = etho_options_default();
  etho_input in = input_of(&d, 60, 2, ETHO_ROLE_TIME | ETHO_ROLE_EVENT | ETHO_ROLE_BY);
  double logrank = first_number("logrank", &in, "statistic", plain), cox = first_number("cox", &in, "estimate", plain);
  double mean = first_number("rmst", &in, "estimate", plain);
  for (size_t i = 0; i < 60; i++) d.time[i] = exp(3 * d.time[i]);
  is_close(first_number("logrank", &in, "statistic", plain), logrank, 0, "log-rank sees only the order of times");
  is_close(first_number("cox", &in, "estimate", plain), cox, 0, "so does Cox");
  for (size_t i = 0; i < 60; i++) d.time[i] = log(d.time[i]) / 3 * 60;
  is_close(first_number("rmst", &in, "estimate", plain), 60 * mean, 1e-12, "the restricted mean scales with time");
  for (size_t i = 0; i < 60; i++) d.by[i] = 1 - d.by[i];
  is_close(first_number("cox", &in, "estimate", plain), -cox, 1e-9, "exchanged groups turn the sign of the coefficient");
}

static void repeated_properties(void) {
  etho_random random = etho_random_stream(25, 5);
  data d;
  fill(&d, &random, 0, 48, 4, true);
  etho_options plain = etho_options_default();
  etho_input rm = input_of(&d, 48, 4, ETHO_ROLE_VALUE | ETHO_ROLE_SUBJECT | ETHO_ROLE_WITHIN);
  etho_input blocks = input_of(&d, 48, 4, ETHO_ROLE_VALUE | ETHO_ROLE_SUBJECT | ETHO_ROLE_BY);
  double f = first_number("rm_anova", &rm, "statistic", plain), gg = first_number("rm_anova", &rm, "epsilon_gg", plain);
  double q = first_number("friedman", &blocks, "statistic", plain);
  for (size_t i = 0; i < 48; i++) d.value[i] = exp(d.value[i] + d.subject[i]);
  is_close(first_number("friedman", &blocks, "statistic", plain), q, 0, "Friedman sees only the order within a subject");
  for (size_t i = 0; i < 48; i++) d.value[i] = 1e6 - 250 * (log(d.value[i]) - d.subject[i]);
  is_close(first_number("rm_anova", &rm, "statistic", plain), f, 1e-8, "F is the same after shift, scale and reflection");
  is_close(first_number("rm_anova", &rm, "epsilon_gg", plain), gg, 1e-8, "so is epsilon");
  for (size_t i = 0; i < 48; i++) d.value[i] += 1000 * d.subject[i];
  is_close(first_number("rm_anova", &rm, "statistic", plain), f, 1e-8, "and when each subject has a level of its own");
}

int main(void) {
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) hostile(names[i]);
  exchange_properties();
  monte_carlo_agrees();
  survival_properties();
  repeated_properties();
  return done();
}
