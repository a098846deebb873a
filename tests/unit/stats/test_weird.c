/* Every procedure of the catalogue on data that no formula likes: it must not crash, fail for want of memory,
 * or give a null without saying why. */
#include <float.h>

#include "ethostat/stats.h"
#include "tap.h"

enum { MOST = 64 };

typedef struct weird {
  const char *name;
  size_t n, groups;
  double value[MOST];
  int by[MOST];
} weird;

static const char *const levels[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"};
static const char *const animals[] = {"m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8"};

/* groups of size each, filled by a rule. */
static weird make(const char *name, size_t groups, size_t size, double (*rule)(size_t group, size_t index)) {
  weird w = {.name = name, .groups = groups};
  for (size_t g = 0; g < groups; g++)
    for (size_t i = 0; i < size && w.n < MOST; i++) {
      w.value[w.n] = rule(g, i);
      w.by[w.n++] = (int)g;
    }
  return w;
}

static double ordinary(size_t g, size_t i) {
  return (double)((i * 7 + g * 3) % 11) + 0.25 * (double)g;
}
static double constant(size_t g, size_t i) {
  return (void)g, (void)i, 0.1;
}
static double flat_groups(size_t g, size_t i) {
  return (void)i, (double)g;
}
static double missing(size_t g, size_t i) {
  return (g + i) % 2 ? ordinary(g, i) : (double)NAN;
}
static double all_missing(size_t g, size_t i) {
  return (void)g, (void)i, (double)NAN;
}
static double infinite(size_t g, size_t i) {
  return i == 0 ? (double)INFINITY : ordinary(g, i);
}
static double huge(size_t g, size_t i) {
  return (g + i) % 2 ? 1.7e308 : -1.7e308 + (double)i * 1e300;
}
static double tiny(size_t g, size_t i) {
  return ordinary(g, i) * 5e-324;
}
static double shifted(size_t g, size_t i) {
  return 1e9 + ordinary(g, i) / 64;
}
static double apart(size_t g, size_t i) {
  return 1e6 * (double)g + ordinary(0, i) / 16;
}
static double last_group_empty(size_t g, size_t i) {
  return g == 1 ? (double)NAN : ordinary(g, i);
}
static double two_valued(size_t g, size_t i) {
  return (double)((g + i) % 2);
}
static double noise(size_t g, size_t i) {
  return (g + i) % 2 ? 0.3 : 0.1 + 0.2;
}
static double half_constant(size_t g, size_t i) {
  return g == 0 ? 2 : ordinary(g, i);
}

/* The open end of a one-sided interval; the p-value of the route (exact or normal) that was not taken. */
static bool is_left_out(const etho_row *row, const char *name) {
  const char *alternative = etho_row_get_text(row, "alternative");
  size_t length = strlen(name);
  if (strcmp(name, "p_normal") == 0 || strcmp(name, "p_exact") == 0) return true;
  if (!alternative || strcmp(alternative, "two-sided") == 0) return false;
  return (length > 4 && strcmp(name + length - 4, "_low") == 0) ||
         (length > 5 && strcmp(name + length - 5, "_high") == 0);
}

/* Every null is explained by the row's note or a note on the whole. */
static bool nulls_are_explained(const etho_rows *rows) {
  for (size_t i = 0; i < etho_rows_note_count(rows); i++)
    if (strstr(etho_rows_note_at(rows, i), "a double")) return true;
  for (size_t i = 0; i < etho_rows_count(rows); i++) {
    const etho_row *row = etho_rows_at(rows, i);
    for (size_t f = 0; f < etho_row_count(row); f++) {
      const etho_field *field = etho_row_at(row, f);
      bool explained = etho_row_get_text(row, "note") || is_left_out(row, field->name);
      if (field->kind == ETHO_NULL && !explained) {
        printf("# row %zu: %s is null without a note\n", i, field->name);
        return false;
      }
    }
  }
  return true;
}

static bool p_values_are_probabilities(const etho_rows *rows) {
  for (size_t i = 0; i < etho_rows_count(rows); i++) {
    double p = etho_row_get_number(etho_rows_at(rows, i), "p_value");
    if (p < 0 || p > 1) return false;
  }
  return true;
}

static void run(const etho_procedure *procedure, const weird *w, const etho_options *options) {
  static int subject[MOST];
  size_t seen[12] = {0};
  for (size_t i = 0; i < w->n; i++) subject[i] = (int)(seen[w->by[i]]++ % 8);
  etho_input input = {.n = w->n, .response = "value", .value = w->value};
  if ((procedure->roles | procedure->optional) & ETHO_ROLE_BY)
    input.by = (etho_factor){"by", levels, w->groups, w->by};
  if (procedure->roles & ETHO_ROLE_SUBJECT) input.subject = (etho_factor){"subject", animals, 8, subject};
  etho_rows *rows = etho_rows_new();
  etho_error error = {0};
  etho_status status = etho_procedure_run(procedure, &input, options, rows, &error);
  bool fine =
      status == ETHO_OK || status == ETHO_ERR_DATA || status == ETHO_ERR_USAGE || status == ETHO_ERR_NUMERIC;
  ok(fine && (status == ETHO_OK || error.message[0]), "%s, %s: ends well", procedure->name, w->name);
  ok(nulls_are_explained(rows), "%s, %s: nulls are explained", procedure->name, w->name);
  ok(p_values_are_probabilities(rows), "%s, %s: p between 0 and 1", procedure->name, w->name);
  etho_rows_free(rows);
}

int main(void) {
  const weird sets[] = {
      make("nothing", 0, 0, ordinary),
      make("one value", 1, 1, ordinary),
      make("two values", 1, 2, ordinary),
      make("one each", 2, 1, ordinary),
      make("two each", 2, 2, ordinary),
      make("three each", 2, 3, ordinary),
      make("ordinary", 3, 8, ordinary),
      make("one group", 1, 8, ordinary),
      make("twelve groups", 12, 5, ordinary),
      make("constant", 3, 8, constant),
      make("constant groups", 3, 8, flat_groups),
      make("half missing", 3, 8, missing),
      make("all missing", 3, 8, all_missing),
      make("infinite values", 3, 8, infinite),
      make("an empty group", 3, 8, last_group_empty),
      make("huge", 2, 8, huge),
      make("tiny", 2, 8, tiny),
      make("shifted by 1e9", 3, 8, shifted),
      make("far apart", 3, 8, apart),
      make("two values only", 3, 8, two_valued),
      make("rounding noise", 2, 8, noise),
      make("one group constant", 3, 8, half_constant),
  };
  const unsigned needed = ETHO_ROLE_VALUE | ETHO_ROLE_BY | ETHO_ROLE_SUBJECT;
  for (size_t p = 0; p < etho_procedure_count(); p++) {
    const etho_procedure *procedure = etho_procedure_at(p);
    if (!(procedure->roles & ETHO_ROLE_VALUE) || (procedure->roles & ~needed)) continue;
    etho_options options = etho_options_default();
    options.resamples = 200;
    if (procedure->options & ETHO_OPT_BOUNDS) options.bound_low = -1, options.bound_high = 1;
    for (size_t s = 0; s < sizeof sets / sizeof *sets; s++) run(procedure, &sets[s], &options);
    if (!(procedure->options & ETHO_OPT_ALTERNATIVE)) continue;
    options.alternative = ETHO_LESS;
    for (size_t s = 0; s < sizeof sets / sizeof *sets; s++) run(procedure, &sets[s], &options);
  }
  return done();
}
