/* Where animals share cages, and where trials belong to animals: does the conclusion hold in a mixed model?
 */
#include <math.h>
#include <string.h>

#include "analysis/analysis.h"
#include "analysis/apa.h"
#include "analysis/factor.h"
#include "ethostat/model.h"

/* One model of the response: its data as a table, the formula, and what the clusters are. */
typedef struct mixed {
  const char *formula, *family, *cluster, *title;
  double cluster_size; /* values in a cluster where a row holds several of them; NaN = count rows */
} mixed;

static void append_cell(etho_text *text, const char *cell) {
  etho_text_char(text, '"');
  for (; *cell; cell++) {
    if (*cell == '"') etho_text_char(text, '"');
    etho_text_char(text, *cell);
  }
  etho_text_append(text, "\"");
}

/* ---- the fit ------------------------------------------------------------------------------------------- */

static etho_status fit(etho_analysis *a, const mixed *m, const etho_text *data, etho_rows *rows,
                       etho_error *error) {
  etho_dialect dialect = {.delimiter = ',', .decimal = '.', .encoding = "UTF-8", .header_line = 1};
  etho_table *table = NULL;
  if (data->failed) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  etho_status status =
      etho_table_parse("analysis", etho_text_get(data), data->length, &dialect, &table, NULL, error);
  etho_model_options options = etho_model_options_default();
  options.family = m->family;
  options.control = a->design.control ? a->design.control : a->arm_name[0];
  options.conf_level = a->design.options.conf_level;
  options.seed = a->design.options.seed;
  if (status == ETHO_OK) status = etho_model_run(m->formula, table, &options, rows, NULL, error);
  etho_table_free(table);
  return status;
}

static const etho_row *find_row(const etho_rows *rows, const char *table, const char *field,
                                const char *value) {
  for (size_t i = 0; i < etho_rows_count(rows); i++) {
    const etho_row *row = etho_rows_at(rows, i);
    const char *of = etho_row_get_text(row, "table"), *text = etho_row_get_text(row, field);
    if (of && strcmp(of, table) == 0 && text && strcmp(text, value) == 0) return row;
  }
  return NULL;
}

/* The arm's test first, then coefficients and variance components. */
static void keep_rows(const etho_rows *from, const mixed *m, etho_rows *rows) {
  static const char *const tables[] = {"anova", "coefficients", "random"};
  for (size_t t = 0; t < 3; t++)
    for (size_t i = 0; i < etho_rows_count(from); i++) {
      const etho_row *source = etho_rows_at(from, i);
      const char *table = etho_row_get_text(source, "table");
      if (!table || strcmp(table, tables[t]) != 0) continue;
      etho_row *row = etho_rows_add(rows);
      etho_row_copy(row, source);
      double icc = etho_row_get_number(row, "icc");
      if (!isfinite(m->cluster_size) || !isfinite(icc)) continue;
      etho_row_number(row, "mean_size", m->cluster_size);
      etho_row_number(row, "design_effect", 1 + (m->cluster_size - 1) * icc);
    }
  for (size_t i = 0; i < etho_rows_note_count(from); i++)
    etho_rows_note(rows, "%s", etho_rows_note_at(from, i));
}

/* ---- the sentence ---------------------------------------------------------------------------------------
 */

static void write_conclusion(const etho_analysis *a, double p, etho_text *text) {
  const etho_result *primary = etho_analysis_find(a, ETHO_PART_PRIMARY, NULL);
  double before = primary ? etho_row_get_number(etho_rows_at(primary->rows, 0), "p_value") : (double)NAN;
  double alpha = 1 - a->design.options.conf_level;
  if (!isfinite(before) || !isfinite(p)) return;
  bool same = (before < alpha) == (p < alpha);
  etho_text_format(text, " At the %g%% level this %s the conclusion of the primary test.", 100 * alpha,
                   same ? "keeps" : "does not keep");
}

static etho_status sentence(etho_analysis *a, size_t index, const mixed *m, etho_error *error) {
  const etho_rows *rows = a->rows[index];
  const etho_row *arm = find_row(rows, "anova", "term", "arm"),
                 *random = find_row(rows, "random", "group", m->cluster);
  etho_text text = {0};
  char apa[256];
  etho_text_format(&text, "%s (%s): ", m->title, m->formula);
  if (!arm) {
    etho_text_append(&text, "not computed.");
  } else {
    etho_apa_statistic(apa, sizeof apa, arm);
    etho_text_append(&text, apa);
    double icc = etho_row_get_number(random, "icc");
    if (isfinite(icc)) {
      etho_text_format(&text, "; intraclass correlation of the %ss ", m->cluster);
      etho_apa_value(&text, icc);
      etho_text_append(&text, ", design effect ");
      etho_apa_value(&text, etho_row_get_number(random, "design_effect"));
    }
    etho_text_append(&text, ".");
    write_conclusion(a, etho_row_get_number(arm, "p_value"), &text);
  }
  etho_status status = etho_analysis_sentence(a, index, etho_text_get(&text), error);
  etho_text_free(&text);
  return status;
}

static etho_status run_model(etho_analysis *a, const mixed *m, const etho_text *data, const char *purpose,
                             etho_error *error) {
  size_t index;
  etho_error why = {0};
  etho_rows *rows = etho_rows_new();
  etho_status status = etho_analysis_add(a, ETHO_PART_SENSITIVITY, "model", m->title, a->response->name,
                                         purpose, &index, error);
  if (status == ETHO_OK) {
    etho_status fitted = rows ? fit(a, m, data, rows, &why) : ETHO_ERR_MEMORY;
    if (fitted == ETHO_OK) keep_rows(rows, m, a->rows[index]);
    status = etho_analysis_refusal(a, index, fitted, &why, error);
  }
  etho_rows_free(rows);
  return status == ETHO_OK ? sentence(a, index, m, error) : status;
}

/* ---- animals within cages
 * ---------------------------------------------------------------------------------- */

/* arm, cage and value of each animal that has them; how many animals and cages there are. */
static etho_status write_cages(etho_analysis *a, etho_text *data, size_t *n_animals, size_t *n_cages,
                               etho_error *error) {
  etho_input input;
  const char **animal, **cage;
  etho_factor used;
  etho_status status = etho_analysis_input(a, a->response_index, &input, error);
  if (status == ETHO_OK) status = etho_analysis_keys(a, &animal, &cage, error);
  if (status != ETHO_OK) return status;
  etho_text_format(data, "arm,cage,%s\n", a->response->name);
  for (size_t i = 0; i < input.n; i++) {
    if (!isfinite(input.value[i])) cage[i] = NULL;
    if (!cage[i]) continue;
    (*n_animals)++;
    append_cell(data, a->arm_name[input.by.code[i]]);
    etho_text_char(data, ',');
    append_cell(data, cage[i]);
    etho_text_char(data, ',');
    etho_text_number(data, input.value[i]);
    etho_text_char(data, '\n');
  }
  if (!etho_factor_make(a->arena, "cage", cage, input.n, '.', &used))
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  *n_cages = used.n_levels;
  return ETHO_OK;
}

etho_status etho_step_cage(etho_analysis *a, etho_error *error) {
  etho_text data = {0}, formula = {0};
  size_t animals = 0, cages = 0;
  etho_status status = write_cages(a, &data, &animals, &cages, error);
  etho_text_format(&formula, "%s ~ arm + (1 | cage)", a->response->name);
  mixed m = {.formula = etho_text_get(&formula),
             .family = "gaussian",
             .cluster = "cage",
             .title = "Mixed model with a random cage",
             .cluster_size = (double)NAN};
  bool sensible = cages > a->n_arms && cages < animals; /* else cages are arms, or no cage is shared */
  if (status == ETHO_OK && sensible)
    status = run_model(a, &m, &data,
                       "do animals of a cage resemble each other, and does the conclusion hold?", error);
  if (status == ETHO_OK && sensible)
    status = etho_analysis_method(
        a, error,
        "As animals share cages, the arms were also compared in a linear mixed model with a "
        "random cage (REML, Satterthwaite's degrees of freedom).");
  etho_text_free(&data);
  etho_text_free(&formula);
  return status;
}

/* ---- trials within animals
 * ----------------------------------------------------------------------------------- */

/* arm, animal, correct and wrong trials; the mean number of trials of an animal. */
static etho_status write_trials(etho_analysis *a, etho_text *data, double *each, etho_error *error) {
  etho_input correct, trials;
  const char **animal, **cage;
  double sum = 0, n = 0;
  etho_status status = etho_analysis_input(a, etho_measures_find(a->measures, "n_correct"), &correct, error);
  if (status == ETHO_OK)
    status = etho_analysis_input(a, etho_measures_find(a->measures, "n_trials"), &trials, error);
  if (status == ETHO_OK) status = etho_analysis_keys(a, &animal, &cage, error);
  etho_text_append(data, "arm,animal,correct,wrong\n");
  for (size_t i = 0; status == ETHO_OK && i < correct.n; i++) {
    if (!isfinite(correct.value[i])) continue;
    append_cell(data, a->arm_name[correct.by.code[i]]);
    etho_text_char(data, ',');
    append_cell(data, animal[i]);
    etho_text_format(data, ",%.0f,%.0f\n", correct.value[i], trials.value[i] - correct.value[i]);
    sum += trials.value[i];
    n++;
  }
  *each = n > 0 ? sum / n : (double)NAN;
  return status;
}

etho_status etho_step_trials(etho_analysis *a, etho_error *error) {
  bool rate = strcmp(a->response->name, "success_rate") == 0;
  if (!rate || etho_measures_find(a->measures, "n_correct") == ETHO_NOT_FOUND) return ETHO_OK;
  etho_text data = {0};
  mixed m = {.formula = "cbind(correct, wrong) ~ arm + (1 | animal)",
             .family = "binomial",
             .cluster = "animal",
             .title = "Binomial mixed model of the trials"};
  etho_status status = write_trials(a, &data, &m.cluster_size, error);
  if (status == ETHO_OK)
    status = run_model(a, &m, &data, "the trials themselves, with a random animal: does the conclusion hold?",
                       error);
  if (status == ETHO_OK)
    status =
        etho_analysis_method(a, error,
                             "The trials themselves were modelled as binomial with a random animal (Laplace "
                             "approximation); its intraclass correlation is on the scale of the log odds.");
  etho_text_free(&data);
  return status;
}
