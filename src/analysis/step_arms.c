/* Do the arms differ? Descriptives, the primary test, diagnostics, sensitivity, secondary responses. */
#include <math.h>
#include <string.h>

#include "analysis/analysis.h"
#include "analysis/apa.h"

enum { APA_SIZE = 256 };

/* "anova_welch" among several arms is Welch's t test between two, and so on. */
static const struct {
  const char *several, *two, *words;
} omnibus[] = {{"anova_welch", "t_welch", "unequal variances allowed"},
               {"anova_oneway", "t_student", "equal variances assumed"},
               {"kruskal_wallis", "mann_whitney", "ranks in place of values"}};

enum { N_OMNIBUS = sizeof omnibus / sizeof *omnibus };

const char *etho_analysis_omnibus(const char *primary, size_t n_arms) {
  for (size_t i = 0; i < N_OMNIBUS; i++)
    if (strcmp(omnibus[i].several, primary) == 0) return n_arms == 2 ? omnibus[i].two : omnibus[i].several;
  return primary;
}

const char *etho_analysis_title(const etho_analysis *a, const char *measure) {
  size_t m = etho_measures_find(a->measures, measure);
  return m == ETHO_NOT_FOUND ? measure : etho_measures_info(a->measures, m)->title;
}

/* ---- descriptives
 * ------------------------------------------------------------------------------------------ */

static etho_status describe(etho_analysis *a, size_t m, const char *purpose, etho_error *error) {
  etho_input input;
  size_t index;
  const char *name = etho_measures_info(a->measures, m)->name;
  etho_status status = etho_analysis_input(a, m, &input, error);
  if (status == ETHO_OK)
    status = etho_analysis_test(a, ETHO_PART_DESCRIPTIVE, "describe", &input, &a->design.options, name,
                                purpose, &index, error);
  if (status != ETHO_OK) return status;
  etho_text text = {0};
  etho_text_format(&text, "%s: ", etho_analysis_title(a, name));
  for (size_t i = 0; i < etho_rows_count(a->rows[index]); i++) {
    const etho_row *row = etho_rows_at(a->rows[index], i);
    const char *group = etho_row_get_text(row, "group");
    etho_text_format(&text, "%s%s n = %.0f, SD = ", i ? "; " : "", group ? group : "",
                     etho_row_get_number(row, "n"));
    etho_apa_value(&text, etho_row_get_number(row, "sd"));
    etho_text_append(&text, ", M = ");
    etho_apa_estimate(&text, etho_row_get_number(row, "mean"), a->design.options.conf_level,
                      etho_row_get_number(row, "conf_low"), etho_row_get_number(row, "conf_high"));
  }
  etho_text_append(&text, ".");
  status = etho_analysis_sentence(a, index, etho_text_get(&text), error);
  etho_text_free(&text);
  return status;
}

etho_status etho_step_describe(etho_analysis *a, etho_error *error) {
  etho_status status = etho_methods_open(a, error);
  if (status == ETHO_OK) status = describe(a, a->response_index, "each arm of the primary response", error);
  if (status == ETHO_OK)
    status =
        etho_analysis_method(a, error, "Arms are described by mean, SD and the %g%% t interval of the mean.",
                             100 * a->design.options.conf_level);
  return status;
}

/* ---- the omnibus test of one response
 * ------------------------------------------------------------------------ */

static size_t arms_with_values(const etho_analysis *a, size_t m) {
  size_t n = 0;
  for (size_t k = 0; k < a->n_arms; k++) n += a->sample[m * a->n_arms + k].n > 0;
  return n;
}

/* A row of a test between two arms says who they are; an omnibus test says how many. */
static void write_omnibus(const etho_analysis *a, const char *response, const etho_row *row,
                          const char *method, etho_text *text) {
  char apa[APA_SIZE];
  etho_apa_statistic(apa, sizeof apa, row);
  etho_text_format(text, "%s by arm, %s: ", etho_analysis_title(a, response), method ? method : "test");
  if (!etho_row_has_p(row)) {
    const char *note = etho_row_get_text(row, "note");
    etho_text_format(text, "not computed (%s).", note ? note : "see the notes");
    return;
  }
  if (etho_row_get_text(row, "group2")) {
    etho_apa_pair(text, row);
    double estimate = etho_row_get_number(row, "estimate");
    if (isfinite(estimate)) {
      etho_text_append(text, ": ");
      etho_apa_estimate(text, estimate, a->design.options.conf_level, etho_row_get_number(row, "conf_low"),
                        etho_row_get_number(row, "conf_high"));
    }
    etho_text_append(text, ", ");
  }
  etho_text_append(text, apa);
  const char *effect = etho_row_get_text(row, "effect_name");
  if (effect && strcmp(effect, "eta_squared") == 0 && isfinite(etho_row_get_number(row, "effect_low"))) {
    etho_text_append(text, ", \xce\xb7\xc2\xb2 = ");
    etho_apa_share_estimate(text, etho_row_get_number(row, "effect"), a->design.options.conf_level,
                            etho_row_get_number(row, "effect_low"), etho_row_get_number(row, "effect_high"));
  }
  etho_text_append(text, ".");
}

static etho_status sentence_omnibus(etho_analysis *a, size_t index, etho_error *error) {
  const etho_row *row = etho_rows_at(a->rows[index], 0);
  const char *method = etho_row_get_text(row, "method");
  etho_text text = {0};
  write_omnibus(a, a->result[index].response, row, method ? method : a->result[index].method, &text);
  etho_status status = etho_analysis_sentence(a, index, etho_text_get(&text), error);
  etho_text_free(&text);
  return status;
}

static etho_status compare_arms(etho_analysis *a, etho_part part, size_t m, const char *primary,
                                const char *purpose, size_t *index, etho_error *error) {
  etho_input input;
  etho_status status = etho_analysis_input(a, m, &input, error);
  if (status != ETHO_OK) return status;
  const char *test = etho_analysis_omnibus(primary, a->n_arms);
  status = etho_analysis_test(a, part, test, &input, &a->design.options,
                              etho_measures_info(a->measures, m)->name, purpose, index, error);
  return status == ETHO_OK ? sentence_omnibus(a, *index, error) : status;
}

etho_status etho_step_primary(etho_analysis *a, etho_error *error) {
  size_t index;
  etho_status status = compare_arms(a, ETHO_PART_PRIMARY, a->response_index, a->design.primary,
                                    "the one primary test; nothing is adjusted", &index, error);
  if (status != ETHO_OK) return status;
  if (a->n_arms == 2)
    return etho_analysis_method(
        a, error, "With two arms the primary test was %s, the two-sample form of the primary test %s, fixed beforehand.",
        etho_methods_name(a, index), a->design.primary);
  return etho_analysis_method(a, error,
                              "The primary test across arms was %s, fixed beforehand and not chosen by diagnostics.",
                              etho_methods_name(a, index));
}

/* ---- beside the primary test
 * ----------------------------------------------------------------------------------- */

static etho_status sentence_diagnostic(etho_analysis *a, size_t index, etho_error *error) {
  etho_text text = {0};
  char apa[APA_SIZE];
  etho_text_format(&text, "%s: ", a->result[index].method);
  for (size_t i = 0; i < etho_rows_count(a->rows[index]); i++) {
    const etho_row *row = etho_rows_at(a->rows[index], i);
    const char *group = etho_row_get_text(row, "group");
    etho_text_format(&text, "%s%s%s", i ? "; " : "", group ? group : "", group ? " " : "");
    etho_apa_statistic(apa, sizeof apa, row);
    etho_text_append(&text, etho_row_has_p(row) ? apa : "not computed");
  }
  etho_text_append(&text, ".");
  etho_status status = etho_analysis_sentence(a, index, etho_text_get(&text), error);
  etho_text_free(&text);
  return status;
}

etho_status etho_step_diagnostic(etho_analysis *a, etho_error *error) {
  static const char *const tests[] = {"shapiro_wilk", "brown_forsythe"};
  etho_input input;
  size_t index;
  etho_status status = etho_analysis_input(a, a->response_index, &input, error);
  for (size_t i = 0; i < 2 && status == ETHO_OK; i++) {
    status = etho_analysis_test(a, ETHO_PART_DIAGNOSTIC, tests[i], &input, &a->design.options,
                                a->response->name, "informs, never chooses the test", &index, error);
    if (status == ETHO_OK) status = sentence_diagnostic(a, index, error);
  }
  if (status == ETHO_OK)
    status = etho_analysis_method(a, error,
                                  "Normality within arms (Shapiro\xe2\x80\x93Wilk) and equality of variances "
                                  "(Brown\xe2\x80\x93"
                                  "Forsythe) were looked at as diagnostics and chose no test.");
  return status;
}

etho_status etho_step_sensitivity(etho_analysis *a, etho_error *error) {
  etho_status status = ETHO_OK;
  for (size_t i = 0; i < N_OMNIBUS && status == ETHO_OK; i++) {
    size_t index;
    if (strcmp(omnibus[i].several, a->design.primary) == 0) continue;
    status = compare_arms(a, ETHO_PART_SENSITIVITY, a->response_index, omnibus[i].several,
                          "the same question under other assumptions; not the primary test", &index, error);
    if (status == ETHO_OK)
      status = etho_analysis_method(a, error,
                                    "As a sensitivity analysis, with %s, the arms were also compared by %s.",
                                    omnibus[i].words, etho_methods_name(a, index));
  }
  return status;
}

/* ---- secondary responses
 * ------------------------------------------------------------------------------------------ */

static bool is_secondary(const etho_analysis *a, size_t m) {
  return m != a->response_index && etho_measures_info(a->measures, m)->secondary &&
         arms_with_values(a, m) > 1;
}

/* p_adjusted over the first rows of results first..last, one for each secondary response. */
static etho_status adjust_secondary(etho_analysis *a, const size_t *result, size_t n, etho_error *error) {
  double *p = ETHO_NEW(a->arena, double, n + 1);
  if (!p) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  for (size_t i = 0; i < n; i++) p[i] = etho_row_get_number(etho_rows_at(a->rows[result[i]], 0), "p_value");
  etho_status status = etho_adjust(p, n, "holm", p, error);
  for (size_t i = 0; i < n && status == ETHO_OK; i++) {
    etho_row *row = etho_rows_at(a->rows[result[i]], 0);
    etho_row_number(row, "p_adjusted", p[i]);
    etho_row_text(row, "adjust", "holm");
    status = sentence_omnibus(a, result[i], error);
  }
  return status;
}

etho_status etho_step_secondary(etho_analysis *a, etho_error *error) {
  size_t n_measures = etho_measures_count(a->measures), n = 0;
  size_t *result = ETHO_NEW(a->arena, size_t, n_measures + 1);
  if (!result) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  etho_status status = ETHO_OK;
  for (size_t m = 0; m < n_measures && status == ETHO_OK; m++) {
    if (!is_secondary(a, m)) continue;
    status = describe(a, m, "each arm of a secondary response", error);
    if (status == ETHO_OK)
      status = compare_arms(a, ETHO_PART_SECONDARY, m, a->design.primary,
                            "secondary, exploratory; p adjusted by Holm over the secondary responses",
                            &result[n++], error);
  }
  if (status == ETHO_OK && n) status = adjust_secondary(a, result, n, error);
  if (status == ETHO_OK && n)
    status = etho_analysis_method(
        a, error,
        "%zu secondary response%s (exploratory) %s compared by the same test, with Holm's "
        "adjustment over them.",
        n, n == 1 ? "" : "s", n == 1 ? "was" : "were");
  return status;
}
