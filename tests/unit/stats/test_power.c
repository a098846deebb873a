/* Power against R's pwr (tests/reference/power.csv), simulation against theory, and what must be refused. */
#include "ethostat/stats/power.h"
#include "tap.h"

static const etho_row *first_row(etho_rows *rows, const etho_power_request *r, etho_status want) {
  etho_error error = {0};
  etho_status status = etho_power_run(r, rows, &error);
  if (status != want) printf("# %s\n", error.message);
  return status == ETHO_OK && etho_rows_count(rows) ? etho_rows_at(rows, 0) : NULL;
}

static double number(const char *text) {
  return *text ? strtod(text, NULL) : (double)NAN;
}

static etho_alternative alternative(const char *text) {
  return text[0] == 'l' ? ETHO_LESS : text[0] == 'g' ? ETHO_GREATER : ETHO_TWO_SIDED;
}

enum { DESIGN, N, N1, N2, EFFECT, POWER, ALPHA, ALTERNATIVE, GROUPS, FIELD, VALUE, FIELDS };

static void check_line(char *text) {
  char *field[FIELDS] = {text}, shown[512];
  snprintf(shown, sizeof shown, "%s", text);
  int n = 1;
  for (char *at = text; *at && n < FIELDS; at++)
    if (*at == ',') *at = 0, field[n++] = at + 1;
  if (!ok(n == FIELDS, "a line of the reference: %s", shown)) return;
  etho_power_request r = etho_power_request_default();
  r.design = field[DESIGN], r.n = number(field[N]), r.n1 = number(field[N1]), r.n2 = number(field[N2]);
  r.effect = number(field[EFFECT]), r.power = number(field[POWER]), r.alpha = number(field[ALPHA]);
  r.alternative = alternative(field[ALTERNATIVE]), r.groups = number(field[GROUPS]);
  etho_rows *rows = etho_rows_new();
  const etho_row *row = first_row(rows, &r, ETHO_OK);
  /* R's noncentral t is good to 1e-12 absolute, its noncentral F to 1e-9 (it stops its sum there) */
  double want = number(field[VALUE]);
  if (ok(row != NULL, "%s: runs", shown))
    is_close(etho_row_get_number(row, field[FIELD]), want,
             r.groups > 0 ? 1e-8 + 1e-9 / want : fmax(1e-9, 1e-12 / want), "%s", shown);
  etho_rows_free(rows);
}

static void reference(void) {
  FILE *file = fopen("tests/reference/power.csv", "r");
  if (!ok(file != NULL, "tests/reference/power.csv is there")) return;
  char text[512];
  bool header = true;
  for (; fgets(text, sizeof text, file); header = false) {
    text[strcspn(text, "\n")] = 0;
    if (!header) check_line(text);
  }
  fclose(file);
}

/* Balanced: the simulated analysis is a t test (or F test) of unit means, whose power is known. */
static void simulation(const char *design, double arms, etho_alternative side, double effect) {
  etho_power_request r = etho_power_request_default();
  r.design = design, r.n = 24, r.effect = effect, r.icc = 0.3, r.cluster_size = 4, r.sessions = 5,
  r.groups = arms, r.alternative = side;
  r.simulations = 20000;
  etho_rows *rows = etho_rows_new(), *again = etho_rows_new();
  const etho_row *row = first_row(rows, &r, ETHO_OK);
  if (!ok(row && etho_rows_count(rows) == 2, "%s, %g arms: two analyses", design, arms)) return;
  double power = etho_row_get_number(row, "power"), exact = etho_row_get_number(row, "power_exact");
  ok(fabs(power - exact) < 4.5 * etho_row_get_number(row, "std_error"),
     "%s, %g arms: %.4f simulated, %.4f in theory", design, arms, power, exact);
  ok(etho_row_get_number(row, "conf_low") < power && power < etho_row_get_number(row, "conf_high"),
     "interval holds the estimate");
  double naive = etho_row_get_number(etho_rows_at(rows, 1), "type_1_error");
  ok(naive > 0.08, "%s: taking values as independent rejects a true null in %.3f", design, naive);
  r.threads = 1;
  const etho_row *serial = first_row(again, &r, ETHO_OK);
  ok(serial && etho_row_get_number(serial, "power") == power, "one thread gives the same");
  etho_rows_free(rows), etho_rows_free(again);
}

static void simulated_unknowns(void) {
  etho_power_request r = etho_power_request_default();
  r.design = "clustered", r.effect = 1, r.power = 0.8, r.icc = 0.2, r.cluster_size = 3, r.simulations = 4000;
  etho_rows *rows = etho_rows_new();
  const etho_row *row = first_row(rows, &r, ETHO_OK);
  double n = etho_row_get_number(row, "n");
  /* theory: variance of a cage's mean .2 + .8 / 3; t test of d = 1 / sqrt(.46667): 8.9 cages per arm */
  ok(fabs(n - 27) <= 3, "cages of 3, icc 0.2, d = 1, power 0.8: %g animals per arm", n);
  r.design = "repeated", r.n = 12, r.effect = (double)NAN, r.sessions = 3, r.cluster_size = (double)NAN;
  const etho_row *second = first_row(rows, &r, ETHO_OK);
  second = second ? etho_rows_at(rows, 2) : NULL;
  double effect = etho_row_get_number(second, "effect"), exact = etho_row_get_number(second, "power_exact");
  ok(fabs(etho_row_get_number(second, "power") - 0.8) < 1e-3, "effect found: d = %g", effect);
  ok(fabs(exact - 0.8) < 0.03, "its power in theory: %.3f", exact);
  etho_rows_free(rows);
}

static void refused(const char *name, etho_power_request r) {
  etho_rows *rows = etho_rows_new();
  etho_error error = {0};
  ok(etho_power_run(&r, rows, &error) == ETHO_ERR_USAGE && etho_rows_count(rows) == 0, "%s: %s", name,
     error.message);
  etho_rows_free(rows);
}

static void noted(const char *name, etho_power_request r, const char *field) {
  etho_rows *rows = etho_rows_new();
  const etho_row *row = first_row(rows, &r, ETHO_OK);
  ok(row && isnan(etho_row_get_number(row, field)) && etho_row_get_text(row, "note"), "%s: null and a note",
     name);
  etho_rows_free(rows);
}

static void refusals(void) {
  etho_power_request r = etho_power_request_default();
  refused("no design", r);
  r.design = "t_two_samples";
  refused("misspelt design", r);
  r.design = "t_two_sample";
  refused("three unknowns", r);
  r.n = 10, r.effect = 0.5, r.power = 0.8;
  refused("no unknown", r);
  r.power = 2, r.n = (double)NAN;
  refused("power above 1", r);
  r.power = 0.8, r.alpha = 0;
  refused("alpha 0", r);
  r.alpha = 0.05, r.effect = 0;
  noted("no effect", r, "n");
  r.effect = -0.5, r.alternative = ETHO_GREATER;
  noted("effect on the other side", r, "n");
  r.alternative = ETHO_TWO_SIDED, r.effect = (double)NAN, r.n = 10, r.power = 0.01;
  noted("power below alpha", r, "effect");
  r.design = "anova", r.power = 0.8;
  refused("no number of groups", r);
  r.design = "clustered", r.icc = 0.1;
  refused("no cluster size", r);
  r.cluster_size = 5, r.n = 4;
  noted("one cage per arm", r, "effect");
  r.icc = 2;
  refused("icc above 1", r);
}

int main(void) {
  reference();
  simulation("clustered", 2, ETHO_TWO_SIDED, 0.9);
  simulation("clustered", 4, ETHO_TWO_SIDED, 0.4);
  simulation("repeated", 2, ETHO_LESS, -0.4);
  simulation("repeated", 3, ETHO_TWO_SIDED, 0.3);
  simulated_unknowns();
  refusals();
  return done();
}
