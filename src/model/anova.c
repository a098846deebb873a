/* Type I, II and III tables of a least-squares fit. */
#include <math.h>

#include "model/least_squares.h"
#include "stats/tails.h"

static void report_effect_sizes(const etho_least_squares *fit, double ss, double df, double n, double total,
                                etho_row *row) {
  double omega = (ss - df * fit->sigma2) / (ss + (n - df) * fit->sigma2);
  etho_row_number(row, "pes", ss / (ss + fit->rss));
  etho_row_number(row, "eta_squared", ss / total);
  etho_row_number(row, "omega_squared", omega > 0 ? omega : 0);
}

static void report_nothing(etho_row *row, const char *why) {
  static const char *const unknown[] = {"statistic", "p_value", "pes", "omega_squared"};
  for (size_t i = 0; i < 4; i++) etho_row_null(row, unknown[i]);
  etho_row_note(row, "%s", why);
}

static void report_term(const etho_problem *problem, const etho_least_squares *fit, const char *label,
                        double ss, double df, double total) {
  etho_row *row = etho_report_row(problem, "anova");
  etho_row_text(row, "term", label);
  if (df == 0) {
    etho_row_null(row, "ss");
    etho_row_number(row, "df1", 0);
    report_nothing(row, "not estimable: the other terms determine it");
    return;
  }
  etho_row_number(row, "ss", ss);
  etho_row_number(row, "ms", ss / df);
  etho_row_number(row, "df1", df);
  etho_row_number(row, "df2", fit->df);
  if (!(fit->sigma2 > 0)) {
    report_nothing(row, fit->df > 0 ? "the fit is exact: no error to judge it by"
                                    : "no residual degrees of freedom");
    return;
  }
  double f = ss / df / fit->sigma2;
  etho_row_number(row, "statistic", f);
  etho_row_text(row, "statistic_name", "F");
  etho_row_number(row, "p_value", etho_f_upper(f, df, fit->df));
  report_effect_sizes(fit, ss, df, (double)problem->n, total, row);
}

static void refuse_type_3(const etho_problem *problem) {
  size_t empty = etho_problem_empty_cells(problem, false);
  for (size_t t = 0; t < problem->terms->fixed.n_terms; t++) {
    etho_row *row = etho_report_row(problem, "anova");
    etho_row_text(row, "term", problem->terms->fixed.term[t].label);
    etho_row_null(row, "ss");
    report_nothing(
        row, empty ? "Type III refused: a combination of groups has no rows, so the means it compares do not "
                     "exist; use --type 2, or test single combinations with --contrasts"
                   : "Type III refused: some coefficients cannot be estimated; leave a term out");
  }
}

static void report_residuals(const etho_problem *problem, const etho_least_squares *fit) {
  etho_row *row = etho_report_row(problem, "anova");
  etho_row_text(row, "term", "Residuals");
  etho_row_number(row, "ss", fit->rss);
  etho_row_number(row, "ms", fit->df > 0 ? fit->sigma2 : (double)NAN);
  etho_row_number(row, "df1", fit->df);
}

typedef struct line {
  double ss, df;
} line;

static etho_status term_lines(const etho_problem *problem, const etho_least_squares *fit, int type,
                              line *lines, etho_error *error) {
  const etho_design *design = type == 3 ? &problem->sum_design : &problem->design;
  const etho_term_list *list = &problem->terms->fixed;
  size_t *base = ETHO_NEW(problem->arena, size_t, design->p + 1);
  if (!base) return etho_model_no_memory(error);
  for (size_t t = 0; t <= list->n_terms; t++) { /* the last one is the intercept */
    size_t from, count, term = t < list->n_terms ? t : SIZE_MAX;
    etho_design_columns(design, term + 1, &from, &count);
    if (!count) continue;
    size_t m = 0;
    if (term != SIZE_MAX)
      m = etho_base_columns(list, design, type, term, 0, base);
    else
      for (size_t j = 1; j < design->p; j++) base[m++] = j;
    if (!etho_extra_sum_of_squares(design, problem->y, fit->row_scale, base, m, from, count, problem->arena,
                                   &lines[t].ss, &lines[t].df))
      return etho_model_no_memory(error);
  }
  return ETHO_OK;
}

etho_status etho_report_anova(const etho_problem *problem, const etho_least_squares *fit, etho_error *error) {
  const etho_term_list *list = &problem->terms->fixed;
  int type = problem->options->type;
  if (fit->qr.rank < problem->design.p) etho_problem_empty_cells(problem, true);
  if (type == 3 && fit->qr.rank < problem->design.p) {
    refuse_type_3(problem);
    report_residuals(problem, fit);
    return ETHO_OK;
  }
  line *lines = ETHO_NEW(problem->arena, line, list->n_terms + 1);
  if (!lines) return etho_model_no_memory(error);
  etho_status status = term_lines(problem, fit, type, lines, error);
  if (status != ETHO_OK) return status;
  double total = fit->rss;
  for (size_t t = 0; t < list->n_terms; t++) total += lines[t].ss;
  if (type == 3 && list->intercept)
    report_term(problem, fit, "(Intercept)", lines[list->n_terms].ss, lines[list->n_terms].df, total);
  for (size_t t = 0; t < list->n_terms; t++)
    report_term(problem, fit, list->term[t].label, lines[t].ss, lines[t].df, total);
  report_residuals(problem, fit);
  return ETHO_OK;
}
