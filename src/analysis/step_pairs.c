/* Which arms differ, and by how much? Pairwise tests, the planned family, effect sizes. */
#include <math.h>
#include <string.h>

#include "analysis/analysis.h"
#include "analysis/apa.h"

enum { SHOWN = 10 }; /* comparisons that a sentence names; the table has them all */

static void write_row(const etho_analysis *a, const etho_row *row, etho_text *text) {
  etho_apa_pair(text, row);
  double estimate = etho_row_get_number(row, "estimate");
  if (isfinite(estimate)) {
    double level = etho_row_get_number(row, "conf_level");
    etho_text_append(text, ": ");
    etho_apa_estimate(text, estimate, isfinite(level) ? level : a->design.options.conf_level,
                      etho_row_get_number(row, "conf_low"), etho_row_get_number(row, "conf_high"));
  }
  etho_text_append(text, ", ");
  if (etho_row_has_p(row))
    etho_apa_row_p(text, row);
  else
    etho_text_append(text, "not computed");
}

static bool names_control(const etho_analysis *a, const etho_row *row) {
  const char *group1 = etho_row_get_text(row, "group1");
  return group1 && a->design.control && strcmp(group1, a->design.control) == 0;
}

/* All comparisons, or, where there are many, those with the control, else the first of them. */
static etho_status sentence_pairs(etho_analysis *a, size_t index, etho_error *error) {
  const etho_rows *rows = a->rows[index];
  size_t n = etho_rows_count(rows), shown = 0, left = 0;
  etho_text text = {0};
  etho_text_format(&text, "%s, %s (differences, first minus second): ",
                   etho_analysis_title(a, a->result[index].response), a->result[index].method);
  for (size_t i = 0; i < n; i++) {
    const etho_row *row = etho_rows_at(rows, i);
    bool show = n <= SHOWN || (shown < SHOWN && (!a->design.control || names_control(a, row)));
    if (!show) {
      left++;
      continue;
    }
    const char *term = etho_row_get_text(row, "term");
    etho_text_format(&text, "%s%s%s", shown++ ? "; " : "", term ? term : "", term ? ", " : "");
    write_row(a, row, &text);
  }
  if (left) etho_text_format(&text, "; %zu further comparisons in the table", left);
  etho_text_append(&text, ".");
  etho_status status = etho_analysis_sentence(a, index, etho_text_get(&text), error);
  etho_text_free(&text);
  return status;
}

/* ---- all pairs, or all against the control
 * --------------------------------------------------------------------- */

etho_status etho_step_pairwise(etho_analysis *a, etho_error *error) {
  etho_input input;
  size_t index;
  etho_options options = a->design.options;
  if (a->n_arms < 3) return ETHO_OK; /* the primary test is the pair */
  bool dunnett = strcmp(a->design.pairwise, "dunnett") == 0;
  if (dunnett) options.control = a->design.control;
  etho_status status = etho_analysis_input(a, a->response_index, &input, error);
  if (status == ETHO_OK)
    status =
        etho_analysis_test(a, ETHO_PART_PAIRWISE, a->design.pairwise, &input, &options, a->response->name,
                           dunnett ? "every arm against the control; simultaneous p and intervals"
                                   : "all pairs of arms; simultaneous p and intervals",
                           &index, error);
  if (status == ETHO_OK) status = sentence_pairs(a, index, error);
  if (status == ETHO_OK)
    status = etho_analysis_method(a, error, "%s by %s.",
                                  dunnett ? "Every arm was compared with the control"
                                          : "All pairs of arms were compared",
                                  etho_methods_name(a, index));
  return status;
}

/* ---- the planned family
 * ----------------------------------------------------------------------------------------- */

static etho_status plan_differences(etho_analysis *a, etho_error *error) {
  const etho_design *d = &a->design;
  int control = etho_analysis_arm_index(a, d->control), impaired = etho_analysis_arm_index(a, d->impaired);
  etho_options options = d->options;
  options.mu_given = false, options.mu = 0;
  size_t index;
  etho_status status =
      etho_analysis_add(a, ETHO_PART_PLANNED, "t_welch", "Planned Welch contrasts", a->response->name,
                        "impairment and rescue, one family, p adjusted by Holm", &index, error);
  if (status == ETHO_OK)
    status = etho_analysis_pair(a, "t_welch", (size_t)control, (size_t)impaired, &options, index,
                                "impairment", error);
  for (size_t i = 0; i < d->n_treatments && status == ETHO_OK; i++)
    status = etho_analysis_pair(a, "t_welch", (size_t)impaired,
                                (size_t)etho_analysis_arm_index(a, d->treatments[i]), &options, index,
                                "rescue", error);
  if (status == ETHO_OK) status = etho_adjust_rows(a->rows[index], 0, "holm", error);
  if (status == ETHO_OK) status = sentence_pairs(a, index, error);
  if (status != ETHO_OK) return status;
  return etho_analysis_method(
      a, error,
      "Planned contrasts (Welch): impairment, %s against %s; rescue, each of %zu treatment "
      "arm%s against %s; Holm's adjustment over this family of %zu.",
      d->impaired, d->control, d->n_treatments, d->n_treatments == 1 ? "" : "s", d->impaired,
      d->n_treatments + 1);
}

/* Normalisation is another claim (no relevant difference), with its own null hypotheses: a family of its own.
 */
static etho_status plan_equivalence(etho_analysis *a, etho_error *error) {
  const etho_design *d = &a->design;
  etho_options options = d->options;
  bool declared = isfinite(d->equivalence);
  double bound = declared ? fabs(d->equivalence) : 0.5;
  options.bound_low = -bound, options.bound_high = bound;
  options.variant = declared ? "welch" : "welch_d";
  options.mu = 0, options.mu_given = false, options.alternative = ETHO_TWO_SIDED;
  size_t index;
  etho_status status =
      etho_analysis_add(a, ETHO_PART_PLANNED, "tost", "Equivalence with control (TOST)", a->response->name,
                        "normalisation: each treatment within the bounds of the control; p adjusted "
                        "by Holm over the treatments, apart from the family of differences",
                        &index, error);
  for (size_t i = 0; i < d->n_treatments && status == ETHO_OK; i++)
    status = etho_analysis_pair(a, "tost", (size_t)etho_analysis_arm_index(a, d->control),
                                (size_t)etho_analysis_arm_index(a, d->treatments[i]), &options, index,
                                "normalisation", error);
  if (status == ETHO_OK) status = etho_adjust_rows(a->rows[index], 0, "holm", error);
  if (status == ETHO_OK) status = sentence_pairs(a, index, error);
  if (status != ETHO_OK) return status;
  if (!declared)
    etho_rows_note(a->rows[index],
                   "no equivalence bound is declared: half a standard deviation (d = 0.5) was used");
  return etho_analysis_method(
      a, error,
      "Normalisation, each treatment arm against %s, was tested as equivalence (two one-sided "
      "Welch tests) within \xc2\xb1%g%s, Holm-adjusted over the treatments.",
      d->control, bound, declared ? "" : " standard deviations, as no bound was declared");
}

etho_status etho_step_planned(etho_analysis *a, etho_error *error) {
  const etho_design *d = &a->design;
  if (!d->control || !d->impaired) return ETHO_OK;
  etho_status status = plan_differences(a, error);
  return status == ETHO_OK && d->n_treatments ? plan_equivalence(a, error) : status;
}

/* ---- effect sizes
 * --------------------------------------------------------------------------------------------------- */

static void set_effect(const etho_analysis *a, etho_row *row, const etho_bootstrap *difference,
                       const etho_bootstrap *g) {
  double none = (double)NAN;
  etho_row_number(row, "estimate", difference->estimate);
  etho_row_number(row, "conf_low", difference->known ? difference->conf_low : none);
  etho_row_number(row, "conf_high", difference->known ? difference->conf_high : none);
  etho_row_number(row, "effect", g->estimate);
  etho_row_text(row, "effect_name", "hedges_g");
  etho_row_number(row, "effect_low", g->known ? g->conf_low : none);
  etho_row_number(row, "effect_high", g->known ? g->conf_high : none);
  etho_row_number(row, "conf_level", a->design.options.conf_level);
  etho_row_number(row, "resamples", (double)a->design.options.resamples);
  uint64_t seed = a->design.options.seed;
  if (seed <= (UINT64_C(1) << 53))
    etho_row_number(row, "seed", (double)seed);
  else
    etho_row_format(row, "seed", "%llu", (unsigned long long)seed);
  if (!difference->known && difference->why)
    etho_row_note(row, "%s", difference->why);
  else if (!g->known && g->why)
    etho_row_note(row, "Hedges g: %s", g->why);
}

static etho_status effect_of_pair(etho_analysis *a, size_t index, size_t arm1, size_t arm2,
                                  etho_error *error) {
  const etho_sample *sample = &a->sample[a->response_index * a->n_arms];
  etho_bootstrap difference, g;
  etho_row *row = etho_rows_add(a->rows[index]);
  etho_row_text(row, "method", "BCa bootstrap");
  etho_row_text(row, "group1", sample[arm1].label);
  etho_row_text(row, "group2", sample[arm2].label);
  etho_row_number(row, "n1", (double)sample[arm1].n);
  etho_row_number(row, "n2", (double)sample[arm2].n);
  if (!sample[arm1].n || !sample[arm2].n) {
    etho_row_null(row, "estimate");
    etho_row_null(row, "effect");
    etho_row_note(row, "'%s' has no values", sample[sample[arm1].n ? arm2 : arm1].label);
    return ETHO_OK;
  }
  etho_status status = etho_bootstrap_two(&sample[arm1], &sample[arm2], &a->design.options, &difference, &g,
                                          NULL, NULL, error);
  if (status == ETHO_OK) set_effect(a, row, &difference, &g);
  return status;
}

static etho_status sentence_effects(etho_analysis *a, size_t index, etho_error *error) {
  etho_text text = {0};
  size_t n = etho_rows_count(a->rows[index]), shown = n <= SHOWN ? n : SHOWN;
  double level = a->design.options.conf_level;
  etho_text_format(&text, "%s, differences (first minus second) with BCa intervals: ",
                   etho_analysis_title(a, a->response->name));
  for (size_t i = 0; i < shown; i++) {
    const etho_row *row = etho_rows_at(a->rows[index], i);
    if (i) etho_text_append(&text, "; ");
    etho_apa_pair(&text, row);
    etho_text_append(&text, ": ");
    etho_apa_estimate(&text, etho_row_get_number(row, "estimate"), level,
                      etho_row_get_number(row, "conf_low"), etho_row_get_number(row, "conf_high"));
    etho_text_append(&text, ", g = ");
    etho_apa_estimate(&text, etho_row_get_number(row, "effect"), level,
                      etho_row_get_number(row, "effect_low"), etho_row_get_number(row, "effect_high"));
  }
  if (shown < n) etho_text_format(&text, "; %zu further pairs in the table", n - shown);
  etho_text_append(&text, ".");
  etho_status status = etho_analysis_sentence(a, index, etho_text_get(&text), error);
  etho_text_free(&text);
  return status;
}

etho_status etho_step_effect(etho_analysis *a, etho_error *error) {
  size_t index;
  etho_status status = etho_analysis_add(
      a, ETHO_PART_EFFECT, "bootstrap", "Mean difference and Hedges g, BCa bootstrap", a->response->name,
      "how large the differences are; intervals are not adjusted", &index, error);
  for (size_t i = 0; i < a->n_arms && status == ETHO_OK; i++)
    for (size_t j = i + 1; j < a->n_arms && status == ETHO_OK; j++)
      status = effect_of_pair(a, index, i, j, error);
  if (status == ETHO_OK) status = sentence_effects(a, index, error);
  if (status == ETHO_OK)
    status =
        etho_analysis_method(a, error,
                             "Mean differences and Hedges g carry bias-corrected and accelerated bootstrap "
                             "intervals (%zu resamples, seed %llu).",
                             a->design.options.resamples, (unsigned long long)a->design.options.seed);
  return status;
}
