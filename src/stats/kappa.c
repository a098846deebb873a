/* Cohen's kappa. */
#include <math.h>
#include <stdlib.h>

#include "ethostat/stats/agreement.h"
#include "stats/proportion.h"
#include "stats/tails.h"

typedef struct shares {
  size_t k;
  double *cell, *row, *column;        /* shares of the n subjects */
  double *row_weight, *column_weight; /* mean weight of a category of one rater over the other's margin */
  etho_kappa_weight weight;
} shares;

static double weight_of(const shares *s, size_t i, size_t j) {
  if (i == j) return 1;
  double distance = fabs((double)i - (double)j) / ((double)s->k - 1);
  return s->weight == ETHO_KAPPA_LINEAR      ? 1 - distance
         : s->weight == ETHO_KAPPA_QUADRATIC ? 1 - distance * distance
                                             : 0;
}

static bool tabulate(const int *first, const int *second, size_t n, size_t k, shares *s) {
  s->k = k;
  s->cell = calloc(k * k + 4 * k + 1, sizeof *s->cell);
  if (!s->cell) return false;
  s->row = s->cell + k * k, s->column = s->row + k, s->row_weight = s->column + k,
  s->column_weight = s->row_weight + k;
  for (size_t i = 0; i < n; i++) s->cell[(size_t)first[i] * k + (size_t)second[i]] += 1;
  for (size_t i = 0; i < k; i++)
    for (size_t j = 0; j < k; j++) {
      s->cell[i * k + j] /= (double)n;
      s->row[i] += s->cell[i * k + j], s->column[j] += s->cell[i * k + j];
    }
  for (size_t i = 0; i < k; i++)
    for (size_t j = 0; j < k; j++) {
      s->row_weight[i] += weight_of(s, i, j) * s->column[j];
      s->column_weight[j] += weight_of(s, i, j) * s->row[i];
    }
  return true;
}

/* Fleiss, Cohen & Everitt 1969, equations 13 (alternative) and 9 (null). */
static void variances(const shares *s, double kappa, double expected, double n, double *variance,
                      double *null_variance) {
  double sum = 0, null_sum = 0, k1 = 1 - kappa;
  for (size_t i = 0; i < s->k; i++)
    for (size_t j = 0; j < s->k; j++) {
      double w = weight_of(s, i, j), mean = s->row_weight[i] + s->column_weight[j];
      sum += s->cell[i * s->k + j] * pow(w - mean * k1, 2);
      null_sum += s->row[i] * s->column[j] * pow(w - mean, 2);
    }
  double scale = n * (1 - expected) * (1 - expected);
  *variance = fmax(0, sum - pow(kappa - expected * k1, 2)) / scale;
  *null_variance = fmax(0, null_sum - expected * expected) / scale;
}

static void set_kappa(const shares *s, double n, const etho_options *options, etho_row *row) {
  double observed = 0, expected = 0, variance, null_variance;
  for (size_t i = 0; i < s->k; i++)
    for (size_t j = 0; j < s->k; j++) {
      observed += weight_of(s, i, j) * s->cell[i * s->k + j];
      expected += weight_of(s, i, j) * s->row[i] * s->column[j];
    }
  etho_row_number(row, "observed_agreement", observed);
  etho_row_number(row, "expected_agreement", expected);
  if (expected >= 1 - 1e-15) {
    etho_row_null(row, "estimate");
    etho_row_null(row, "p_value");
    etho_row_note(row, "both raters used a single category: agreement beyond chance has no meaning");
    return;
  }
  double kappa = (observed - expected) / (1 - expected), z;
  variances(s, kappa, expected, n, &variance, &null_variance);
  double half = etho_z_two_sided(options->conf_level) * sqrt(variance);
  z = null_variance > 0 ? kappa / sqrt(null_variance) : (double)NAN;
  etho_row_number(row, "estimate", kappa);
  etho_row_number(row, "std_error", sqrt(variance));
  etho_row_number(row, "conf_low", fmax(-1, kappa - half));
  etho_row_number(row, "conf_high", fmin(1, kappa + half));
  etho_row_number(row, "std_error_null", sqrt(null_variance));
  etho_row_number(row, "statistic", z);
  etho_row_text(row, "statistic_name", "z");
  etho_row_number(row, "p_value", etho_normal_p_value(z, ETHO_TWO_SIDED));
  if (isnan(z)) etho_row_note(row, "one rater used a single category: no test");
}

etho_status etho_cohens_kappa(const int *first, const int *second, size_t n, size_t k,
                              etho_kappa_weight weight, const etho_options *options, etho_row *row,
                              etho_error *error) {
  etho_options defaults = etho_options_default();
  if (!options) options = &defaults;
  if (n == 0 || k == 0) {
    etho_row_null(row, "estimate");
    etho_row_null(row, "p_value");
    etho_row_note(row, "no subject was rated by both");
    return ETHO_OK;
  }
  shares s = {.weight = weight};
  if (!tabulate(first, second, n, k, &s)) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  set_kappa(&s, (double)n, options, row);
  free(s.cell);
  return ETHO_OK;
}
