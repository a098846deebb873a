/* An index that the laboratory worked out beside its times: which formula it is, and the rows where it is
 * another number. A row whose times were shifted, overtyped or filled down seldom keeps its index. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "import/tidy.h"

typedef struct formula {
  const char *text;
  double (*of)(double novel, double familiar);
} formula;

static double ratio(double n, double f) {
  return (n - f) / (n + f);
}
static double ratio_reversed(double n, double f) {
  return (f - n) / (n + f);
}
static double ratio_percent(double n, double f) {
  return 100 * (n - f) / (n + f);
}
static double share(double n, double f) {
  return n / (n + f);
}
static double share_percent(double n, double f) {
  return 100 * n / (n + f);
}
static double quotient(double n, double f) {
  return n / f;
}
static double difference(double n, double f) {
  return n - f;
}

static const formula formulas[] = {{"(N - F)/(N + F)", ratio},
                                   {"N/(N + F)", share},
                                   {"100 N/(N + F)", share_percent},
                                   {"(F - N)/(N + F)", ratio_reversed},
                                   {"100 (N - F)/(N + F)", ratio_percent},
                                   {"N/F", quotient},
                                   {"N - F", difference}};

enum { FORMULAS = sizeof formulas / sizeof *formulas, ROWS_LEAST = 4, SHOWN = 10 };

/* Half a unit of the last digit that is written; 1e-9 of the value where it has many. */
static double half_unit(const char *text, char decimal) {
  const char *mark = strchr(text, decimal);
  size_t digits = mark ? strspn(mark + 1, "0123456789") : 0;
  return 0.5 * pow(10, -(double)(digits > 12 ? 12 : digits));
}

typedef struct row_times {
  double novel, familiar, slack_novel, slack_familiar;
} row_times;

static bool read_time(const etho_source *source, const etho_binding *b, size_t row, double *value,
                      double *slack) {
  const char *text = etho_table_text(source->table, row, b->column);
  char decimal = etho_table_dialect(source->table)->decimal;
  *slack = half_unit(text, decimal) * b->factor;
  if (etho_text_missing(text) || !etho_time_parse(text, decimal, value)) return false;
  *value *= b->factor;
  return true;
}

/* May the formula give this number, were the times rounded as they are written? */
static bool agrees(const formula *f, const row_times *t, double value, double slack) {
  double low = (double)INFINITY, high = -(double)INFINITY;
  for (int k = 0; k < 4; k++) {
    double n = t->novel + (k & 1 ? 1 : -1) * t->slack_novel,
           o = t->familiar + (k & 2 ? 1 : -1) * t->slack_familiar;
    double now = f->of(n < 0 ? 0 : n, o < 0 ? 0 : o);
    if (!isfinite(now)) return true; /* next to nothing was explored */
    low = fmin(low, now);
    high = fmax(high, now);
  }
  double room = slack + 1e-9 * (fabs(value) + 1);
  return value >= low - room && value <= high + room;
}

typedef struct verdict {
  size_t rows, agreed[FORMULAS];
} verdict;

static bool read_row(const etho_source *source, const etho_binding *pair[2], size_t column, size_t row,
                     row_times *t, double *value, double *slack) {
  const char *text = etho_table_text(source->table, row, column);
  char decimal = etho_table_dialect(source->table)->decimal;
  *slack = half_unit(text, decimal);
  return !etho_text_missing(text) && etho_measure_parse(text, decimal, value) &&
         read_time(source, pair[0], row, &t->novel, &t->slack_novel) &&
         read_time(source, pair[1], row, &t->familiar, &t->slack_familiar) && t->novel + t->familiar > 0;
}

static verdict try_formulas(const etho_source *source, const etho_binding *pair[2], size_t column) {
  verdict v = {0};
  row_times t;
  double value, slack;
  for (size_t r = 0; r < etho_table_rows(source->table); r++) {
    if (!read_row(source, pair, column, r, &t, &value, &slack)) continue;
    v.rows++;
    for (size_t i = 0; i < FORMULAS; i++) v.agreed[i] += agrees(&formulas[i], &t, value, slack);
  }
  return v;
}

static void tell_rows(etho_source *source, const etho_binding *pair[2], size_t column, const formula *f,
                      size_t n) {
  size_t shown = 0;
  row_times t;
  double value, slack;
  const char *header = etho_table_header(source->table, column);
  for (size_t r = 0; r < etho_table_rows(source->table) && shown < SHOWN; r++) {
    if (!read_row(source, pair, column, r, &t, &value, &slack) || agrees(f, &t, value, slack)) continue;
    shown++;
    etho_issues_add(source->issues, "W-INDEX-DIFFERS", source->path, etho_table_line(source->table, r),
                    etho_table_field(source->table, column),
                    "compare the row with the original record: its times or its index were changed",
                    "'%.60s' is %g, but %s of the times %g and %g is %.6g", header, value, f->text, t.novel,
                    t.familiar, f->of(t.novel, t.familiar));
  }
  if (n > SHOWN)
    etho_issues_add(source->issues, "W-INDEX-DIFFERS", source->path, 0,
                    etho_table_field(source->table, column), "see the first ones above",
                    "%zu more rows have another '%.60s' than their times give", n - SHOWN, header);
}

static void look_at(etho_source *source, const etho_binding *pair[2], size_t column) {
  verdict v = try_formulas(source, pair, column);
  size_t best = 0;
  for (size_t i = 1; i < FORMULAS; i++)
    if (v.agreed[i] > v.agreed[best]) best = i;
  if (v.rows < ROWS_LEAST || v.agreed[best] * 3 < v.rows * 2) return; /* it is something else */
  size_t differ = v.rows - v.agreed[best];
  if (differ) {
    tell_rows(source, pair, column, &formulas[best], differ);
    return;
  }
  etho_issues_add(source->issues, "N-INDEX-AGREES", source->path,
                  etho_table_dialect(source->table)->header_line, etho_table_field(source->table, column),
                  NULL, "'%.60s' is %s of the times in all %zu rows",
                  etho_table_header(source->table, column), formulas[best].text, v.rows);
}

void etho_tidy_index(etho_source *source) {
  const etho_binding *pair[2] = {etho_source_bound(source, "novel_s"),
                                 etho_source_bound(source, "familiar_s")};
  if (!pair[0] || !pair[1]) return;
  for (size_t c = 0; c < etho_table_columns(source->table); c++) {
    bool bound = false;
    for (size_t i = 0; i < source->n_bindings; i++) bound = bound || source->binding[i].column == c;
    if (!bound && etho_index_header(etho_table_header(source->table, c))) look_at(source, pair, c);
  }
}
