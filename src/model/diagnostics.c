/* Are the assumptions of least squares met? */
#include <math.h>

#include "model/least_squares.h"
#include "stats/tails.h"

static etho_status report_normality(const etho_problem *problem, const etho_least_squares *fit,
                                    etho_error *error) {
  const etho_procedure *shapiro = etho_procedure_find("shapiro_wilk");
  if (!shapiro) return ETHO_OK;
  etho_rows *found = etho_rows_new();
  if (!found) return etho_model_no_memory(error);
  etho_input input = {.n = problem->n, .value = fit->residual};
  etho_options options = etho_options_default();
  etho_status status = etho_procedure_run(shapiro, &input, &options, found, error);
  if (status == ETHO_OK && etho_rows_count(found)) {
    etho_row *row = etho_report_row(problem, "diagnostics");
    etho_row_text(row, "test", "shapiro_wilk");
    etho_row_copy(row, etho_rows_at(found, 0));
    etho_row_text(row, "of", "residuals");
  }
  etho_rows_free(found);
  return status;
}

/* Koenker's (1981) studentised form of Breusch & Pagan (1979): n R^2 of the squared residuals on the design;
 * and the original, which trusts normality: half the explained sum of squares of e^2 / (RSS / n). */
static etho_status report_breusch_pagan(const etho_problem *problem, const etho_least_squares *fit,
                                        etho_error *error) {
  size_t n = problem->n;
  long double *squared = ETHO_NEW(problem->arena, long double, n + 1);
  etho_least_squares auxiliary;
  if (!squared) return etho_model_no_memory(error);
  long double mean = 0, total = 0, scale = fit->rss / (long double)n;
  for (size_t i = 0; i < n; i++) {
    squared[i] = (long double)fit->residual[i] * fit->residual[i] / scale;
    mean += squared[i] / (long double)n;
  }
  for (size_t i = 0; i < n; i++) total += (squared[i] - mean) * (squared[i] - mean);
  if (!etho_least_squares_fit(&problem->design, squared, NULL, problem->arena, &auxiliary))
    return etho_model_no_memory(error);
  double df = (double)auxiliary.qr.rank - 1, explained = (double)total - auxiliary.rss;
  for (int original = 0; original < 2 && df > 0 && total > 0; original++) {
    etho_row *row = etho_report_row(problem, "diagnostics");
    double statistic = original ? explained / 2 : (double)n * explained / (double)total;
    etho_row_text(row, "test", original ? "breusch_pagan_original" : "breusch_pagan");
    etho_row_text(row, "method",
                  original ? "Breusch-Pagan (1979)" : "Breusch-Pagan, studentised (Koenker 1981)");
    etho_row_number(row, "statistic", statistic);
    etho_row_text(row, "statistic_name", "chi2");
    etho_row_number(row, "df", df);
    etho_row_number(row, "p_value", etho_chi2_upper(statistic, df));
  }
  return ETHO_OK;
}

/* Cook's distance (1977) and the hat values; a row for the largest of each, with its line. */
static void report_influence(const etho_problem *problem, const etho_least_squares *fit) {
  size_t far = 0, influential = 0, p = fit->qr.rank;
  double largest = -1;
  for (size_t i = 0; i < problem->n; i++) {
    double h = fit->leverage[i], e = fit->residual[i] * (fit->row_scale ? fit->row_scale[i] : 1);
    double cook = h < 1 - 1e-12 ? e * e * h / ((double)p * fit->sigma2 * (1 - h) * (1 - h)) : -1;
    if (cook > largest) largest = cook, influential = i;
    if (h > fit->leverage[far]) far = i;
  }
  etho_row *row = etho_report_row(problem, "diagnostics");
  etho_row_text(row, "test", "leverage");
  etho_row_number(row, "estimate", fit->leverage[far]);
  etho_row_number(row, "mean", (double)p / (double)problem->n);
  etho_row_number(row, "line", (double)etho_frame_line(&problem->frame, far));
  if (fit->leverage[far] > 1 - 1e-9)
    etho_row_note(row, "the model fits this row exactly, whatever its value");
  if (largest < 0) return;
  row = etho_report_row(problem, "diagnostics");
  etho_row_text(row, "test", "cook");
  etho_row_number(row, "estimate", largest);
  etho_row_number(row, "line", (double)etho_frame_line(&problem->frame, influential));
  if (largest > 1) etho_row_note(row, "one row moves the coefficients by much: look at it");
}

etho_status etho_report_diagnostics(const etho_problem *problem, etho_least_squares *fit, etho_error *error) {
  if (!(fit->df > 0) || !(fit->rss > 0)) return ETHO_OK;
  long double *work = ETHO_NEW(problem->arena, long double, problem->n + 1);
  if (!work || !etho_least_squares_leverage(fit, work, problem->arena)) return etho_model_no_memory(error);
  etho_status status = report_normality(problem, fit, error);
  if (status == ETHO_OK && !problem->weight) status = report_breusch_pagan(problem, fit, error);
  if (status == ETHO_OK) report_influence(problem, fit);
  return status;
}
