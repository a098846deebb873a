/* Do the arms differ from chance? Animal by animal, and, for trials that are right or wrong, all trials of an
 * arm. */
#include <math.h>
#include <string.h>

#include "analysis/analysis.h"
#include "analysis/apa.h"

static etho_status sentence_chance(etho_analysis *a, size_t index, double chance, etho_error *error) {
  etho_text text = {0};
  char apa[256];
  etho_text_format(&text, "%s against chance (%.4g), %s: ", etho_analysis_title(a, a->result[index].response),
                   chance, a->result[index].method);
  for (size_t i = 0; i < etho_rows_count(a->rows[index]); i++) {
    const etho_row *row = etho_rows_at(a->rows[index], i);
    const char *group = etho_row_get_text(row, "group");
    etho_text_format(&text, "%s%s ", i ? "; " : "", group ? group : "all");
    etho_apa_statistic(apa, sizeof apa, row);
    etho_text_append(&text, etho_row_has_p(row) ? apa : "not computed");
  }
  etho_text_append(&text, ".");
  etho_status status = etho_analysis_sentence(a, index, etho_text_get(&text), error);
  etho_text_free(&text);
  return status;
}

etho_status etho_step_chance(etho_analysis *a, etho_error *error) {
  static const char *const tests[] = {"t_one_sample", "wilcoxon_signed_rank"};
  if (!a->response->has_chance) return ETHO_OK;
  double chance = a->response->chance;
  etho_options options = a->design.options;
  options.mu = chance, options.mu_given = true;
  etho_input input;
  etho_status status = etho_analysis_input(a, a->response_index, &input, error);
  for (size_t i = 0; i < 2 && status == ETHO_OK; i++) {
    size_t index;
    status = etho_analysis_test(a, ETHO_PART_CHANCE, tests[i], &input, &options, a->response->name,
                                "each arm against chance; p adjusted by Holm over the arms", &index, error);
    if (status == ETHO_OK) status = etho_adjust_rows(a->rows[index], 0, "holm", error);
    for (size_t r = 0; status == ETHO_OK && r < etho_rows_count(a->rows[index]); r++)
      etho_row_number(etho_rows_at(a->rows[index], r), "chance", chance);
    if (status == ETHO_OK) status = sentence_chance(a, index, chance, error);
  }
  if (status != ETHO_OK) return status;
  return etho_analysis_method(
      a, error,
      "Each arm was compared with chance (%g) by the one-sample t test and the Wilcoxon "
      "signed-rank test, with Holm's adjustment over the arms.",
      chance);
}

/* ---- all trials of an arm together
 * ---------------------------------------------------------------------------- */

/* Sums over the animals whose outcomes are known. */
static etho_status count_trials(etho_analysis *a, etho_input *input, etho_error *error) {
  double *count = ETHO_NEW(a->arena, double, a->n_arms + 1),
         *total = ETHO_NEW(a->arena, double, a->n_arms + 1);
  int *code = ETHO_NEW(a->arena, int, a->n_arms + 1);
  if (!count || !total || !code) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  etho_input correct, trials;
  etho_status status = etho_analysis_input(a, etho_measures_find(a->measures, "n_correct"), &correct, error);
  if (status == ETHO_OK)
    status = etho_analysis_input(a, etho_measures_find(a->measures, "n_trials"), &trials, error);
  if (status != ETHO_OK) return status;
  for (size_t i = 0; i < correct.n; i++) {
    if (!isfinite(correct.value[i])) continue;
    count[correct.by.code[i]] += correct.value[i];
    total[correct.by.code[i]] += trials.value[i];
  }
  for (size_t k = 0; k < a->n_arms; k++) code[k] = (int)k;
  *input = (etho_input){.n = a->n_arms, .response = "success_rate", .count = count, .total = total};
  input->by = (etho_factor){.name = "arm", .level = a->arm_name, .n_levels = a->n_arms, .code = code};
  return ETHO_OK;
}

etho_status etho_step_binomial(etho_analysis *a, etho_error *error) {
  bool rate = strcmp(a->response->name, "success_rate") == 0;
  if (!rate || etho_measures_find(a->measures, "n_correct") == ETHO_NOT_FOUND) return ETHO_OK;
  etho_options options = a->design.options;
  options.mu = a->response->chance, options.mu_given = true;
  etho_input input;
  size_t index;
  etho_status status = count_trials(a, &input, error);
  if (status == ETHO_OK)
    status = etho_analysis_test(a, ETHO_PART_CHANCE, "binomial", &input, &options, "success_rate",
                                "trial level, descriptive: takes trials of one animal for independent",
                                &index, error);
  if (status != ETHO_OK) return status;
  etho_rows_note(
      a->rows[index],
      "trial level, descriptive only: trials of one animal are not independent, so these p-values and "
      "intervals are too narrow where animals differ");
  status = sentence_chance(a, index, options.mu, error);
  if (status != ETHO_OK) return status;
  return etho_analysis_method(
      a, error,
      "For description, all trials of an arm were also set against chance by the exact "
      "binomial test, which takes trials of one animal for independent.");
}
