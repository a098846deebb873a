/* Which charts an analysis calls for, and the data it gives to each. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "figure/charts.h"

static const etho_measure *measure_info(const etho_measures *measures, const char *name, size_t *index) {
  *index = etho_measures_find(measures, name);
  return *index == ETHO_NOT_FOUND ? NULL : etho_measures_info(measures, *index);
}

static const char *title_of(etho_arena *arena, const etho_measure *info) {
  if (!info->unit || !*info->unit) return info->title;
  etho_text text = {0};
  etho_text_format(&text, "%s (%s)", info->title, info->unit);
  const char *title = text.failed ? NULL : etho_arena_text(arena, etho_text_get(&text));
  etho_text_free(&text);
  return title;
}

static bool same(const char *a, const char *b) {
  return a && b && strcmp(a, b) == 0;
}

/* Does a row belong to the compared session? */
static bool in_session(const etho_subject_row *row, const char *session) {
  return !session || same(row->phase, session) || same(row->session, session) || same(row->day, session);
}

/* The animals of one arm whose values are exactly the analysed sample, in its order; false when they cannot
 * be told. */
static bool name_animals(const etho_analysis *analysis, const char *arm, size_t measure, etho_sample sample,
                         const char **animal) {
  const etho_measures *measures = etho_analysis_measures(analysis);
  const char *session = etho_analysis_design(analysis)->phase;
  size_t n = 0;
  for (size_t r = 0; r < etho_measures_rows(measures); r++) {
    const etho_subject_row *row = etho_measures_row(measures, r);
    if (row->excluded || !same(row->arm, arm) || !in_session(row, session) || !isfinite(row->value[measure]))
      continue;
    if (n >= sample.n || row->value[measure] != sample.value[n]) return false;
    animal[n++] = row->animal;
  }
  return n == sample.n;
}

typedef struct columns {
  etho_input input;
  double *value;
  int *by, *subject, *within;
  const char **arm, **animal;
} columns;

static bool columns_make(etho_arena *arena, size_t rows, size_t arms, columns *c) {
  *c = (columns){.value = ETHO_NEW(arena, double, rows + 1),
                 .by = ETHO_NEW(arena, int, rows + 1),
                 .subject = ETHO_NEW(arena, int, rows + 1),
                 .within = ETHO_NEW(arena, int, rows + 1),
                 .arm = ETHO_NEW(arena, const char *, arms + 1),
                 .animal = ETHO_NEW(arena, const char *, rows + 1)};
  return c->value && c->by && c->subject && c->within && c->arm && c->animal;
}

/* The compared values of one measure by arm. */
static etho_status compared_values(const etho_analysis *analysis, etho_arena *arena, const char *response,
                                   size_t measure, columns *c) {
  size_t arms = etho_analysis_arm_count(analysis), rows = 0;
  bool named = true;
  for (size_t a = 0; a < arms; a++) rows += etho_analysis_sample(analysis, a, response).n;
  if (!columns_make(arena, rows, arms, c)) return ETHO_ERR_MEMORY;
  size_t n = 0;
  for (size_t a = 0; a < arms; a++) {
    etho_sample sample = etho_analysis_sample(analysis, a, response);
    c->arm[a] = etho_analysis_arm(analysis, a)->arm;
    named = named && name_animals(analysis, c->arm[a], measure, sample, c->animal + n);
    for (size_t i = 0; i < sample.n; i++, n++)
      c->value[n] = sample.value[i], c->by[n] = (int)a, c->subject[n] = (int)n;
  }
  c->input =
      (etho_input){.n = n, .response = response, .value = c->value, .by = {"arm", c->arm, arms, c->by}};
  if (named) c->input.subject = (etho_factor){"animal", c->animal, n, c->subject};
  return ETHO_OK;
}

/* Everything a category chart of the analysis's response needs. */
static etho_status response_source(const etho_analysis *analysis, etho_arena *arena, chart_source *source,
                                   bool *wanted, etho_error *error) {
  const etho_design *design = etho_analysis_design(analysis);
  size_t index;
  const etho_measure *info = measure_info(etho_analysis_measures(analysis), design->response, &index);
  columns c;
  *wanted = false;
  if (!info) return ETHO_OK;
  if (compared_values(analysis, arena, design->response, index, &c) != ETHO_OK) return chart_no_memory(error);
  etho_input *input = ETHO_NEW(arena, etho_input, 1);
  etho_options *options = ETHO_NEW(arena, etho_options, 1);
  if (!input || !options) return chart_no_memory(error);
  *input = c.input;
  *options = design->options;
  options->control = design->control;
  const etho_result *pairs = etho_analysis_find(analysis, ETHO_PART_PAIRWISE, design->response);
  const etho_result *primary = etho_analysis_find(analysis, ETHO_PART_PRIMARY, design->response);
  *source = (chart_source){.input = input,
                           .options = options,
                           .value_title = title_of(arena, info),
                           .chance = info->has_chance ? info->chance : (double)NAN,
                           .low = info->low,
                           .high = info->high,
                           .comparisons = pairs ? pairs->rows : NULL,
                           .comparison_method = pairs ? pairs->method : NULL,
                           .finding = primary ? primary->sentence : NULL};
  *wanted = input->n > 0;
  return source->value_title ? ETHO_OK : chart_no_memory(error);
}

static bool is_assay(const etho_analysis *analysis, const char *name) {
  return same(etho_assay_name(etho_measures_assay(etho_analysis_measures(analysis))), name);
}

etho_status chart_select_nor(const etho_analysis *analysis, etho_arena *arena, chart_source *source,
                             bool *wanted, etho_error *error) {
  *wanted = false;
  return is_assay(analysis, "nor") ? response_source(analysis, arena, source, wanted, error) : ETHO_OK;
}

etho_status chart_select_tmaze(const etho_analysis *analysis, etho_arena *arena, chart_source *source,
                               bool *wanted, etho_error *error) {
  *wanted = false;
  return is_assay(analysis, "tmaze") ? response_source(analysis, arena, source, wanted, error) : ETHO_OK;
}

etho_status chart_select_ymaze(const etho_analysis *analysis, etho_arena *arena, chart_source *source,
                               bool *wanted, etho_error *error) {
  *wanted = false;
  return is_assay(analysis, "ymaze") ? response_source(analysis, arena, source, wanted, error) : ETHO_OK;
}

etho_status chart_select_other(const etho_analysis *analysis, etho_arena *arena, chart_source *source,
                               bool *wanted, etho_error *error) {
  *wanted = false;
  bool own = is_assay(analysis, "nor") || is_assay(analysis, "tmaze") || is_assay(analysis, "ymaze");
  return own ? ETHO_OK : response_source(analysis, arena, source, wanted, error);
}

etho_status chart_select_estimation(const etho_analysis *analysis, etho_arena *arena, chart_source *source,
                                    bool *wanted, etho_error *error) {
  *wanted = false;
  size_t with_values = 0;
  const char *response = etho_analysis_design(analysis)->response;
  for (size_t a = 0; a < etho_analysis_arm_count(analysis); a++)
    with_values += etho_analysis_sample(analysis, a, response).n > 0;
  return with_values >= 2 ? response_source(analysis, arena, source, wanted, error) : ETHO_OK;
}

/* ---- training against test ---- */

typedef struct sessions {
  const char *name[12];
  size_t n;
} sessions;

static int session_of(sessions *list, const char *name) {
  for (size_t i = 0; i < list->n; i++)
    if (same(list->name[i], name)) return (int)i;
  if (!name || list->n == 12) return -1;
  list->name[list->n] = name;
  return (int)list->n++;
}

static int arm_index(const etho_analysis *analysis, const char *arm) {
  for (size_t a = 0; a < etho_analysis_arm_count(analysis); a++)
    if (same(etho_analysis_arm(analysis, a)->arm, arm)) return (int)a;
  return -1;
}

typedef struct animal_index {
  const char *animal;
  size_t row;
} animal_index;

static int by_animal(const void *a, const void *b) {
  const animal_index *l = a, *r = b;
  int order = strcmp(l->animal, r->animal);
  return order ? order : l->row < r->row ? -1 : l->row > r->row;
}

/* Animals get numbers; rows of the same animal the same one. */
static size_t number_animals(columns *c, animal_index *list, size_t n) {
  size_t animals = 0;
  qsort(list, n, sizeof *list, by_animal);
  for (size_t i = 0; i < n; i++) {
    if (i == 0 || strcmp(list[i].animal, list[i - 1].animal) != 0) c->animal[animals++] = list[i].animal;
    c->subject[list[i].row] = (int)animals - 1;
  }
  return animals;
}

/* What tells the sessions of an animal apart. */
typedef const char *session_fn(const etho_subject_row *row);

static const char *phase_of(const etho_subject_row *row) {
  return row->phase;
}

static const char *day_of(const etho_subject_row *row) {
  return row->day ? row->day : row->session;
}

/* Every session of every animal that is not excluded, as columns. */
static void gather(const etho_analysis *analysis, size_t measure, session_fn *name, sessions *list,
                   columns *c, animal_index *order, size_t *n) {
  const etho_measures *measures = etho_analysis_measures(analysis);
  *n = 0;
  for (size_t r = 0; r < etho_measures_rows(measures); r++) {
    const etho_subject_row *row = etho_measures_row(measures, r);
    int arm = arm_index(analysis, row->arm), session = name(row) ? session_of(list, name(row)) : -1;
    if (row->excluded || !row->animal || arm < 0 || session < 0 || !isfinite(row->value[measure])) continue;
    c->value[*n] = row->value[measure], c->by[*n] = arm, c->within[*n] = session;
    order[*n] = (animal_index){row->animal, *n};
    ++*n;
  }
}

static size_t sessions_used(const columns *c, size_t n) {
  unsigned seen = 0;
  size_t count = 0;
  for (size_t i = 0; i < n; i++) {
    count += !(seen >> c->within[i] & 1u);
    seen |= 1u << c->within[i];
  }
  return count;
}

static etho_status repeated_source(const etho_analysis *analysis, etho_arena *arena, const char *response,
                                   const char *factor, session_fn *name, sessions *list, chart_source *source,
                                   bool *wanted, etho_error *error) {
  size_t index, n, arms = etho_analysis_arm_count(analysis),
                   rows = etho_measures_rows(etho_analysis_measures(analysis));
  const etho_measure *info = measure_info(etho_analysis_measures(analysis), response, &index);
  columns c;
  animal_index *order = ETHO_NEW(arena, animal_index, rows + 1);
  etho_input *input = ETHO_NEW(arena, etho_input, 1);
  if (!order || !input || !columns_make(arena, rows, arms, &c)) return chart_no_memory(error);
  if (!info) return ETHO_OK;
  gather(analysis, index, name, list, &c, order, &n);
  if (sessions_used(&c, n) < 2) return ETHO_OK;
  size_t animals = number_animals(&c, order, n);
  for (size_t a = 0; a < arms; a++) c.arm[a] = etho_analysis_arm(analysis, a)->arm;
  *input = (etho_input){.n = n,
                        .response = response,
                        .value = c.value,
                        .by = {"arm", c.arm, arms, c.by},
                        .subject = {"animal", c.animal, animals, c.subject},
                        .within[0] = {factor, list->name, list->n, c.within},
                        .n_within = 1};
  *source = (chart_source){.input = input,
                           .options = &etho_analysis_design(analysis)->options,
                           .value_title = title_of(arena, info),
                           .chance = info->has_chance ? info->chance : (double)NAN,
                           .low = info->low,
                           .high = info->high};
  *wanted = source->value_title != NULL;
  return ETHO_OK;
}

etho_status chart_select_exploration(const etho_analysis *analysis, etho_arena *arena, chart_source *source,
                                     bool *wanted, etho_error *error) {
  sessions *list = ETHO_NEW(arena, sessions, 1);
  *wanted = false;
  if (!list) return chart_no_memory(error);
  if (!is_assay(analysis, "nor")) return ETHO_OK;
  session_of(list, "training");
  return repeated_source(analysis, arena, "total_exploration_s", "phase", phase_of, list, source, wanted,
                         error);
}

etho_status chart_select_learning(const etho_analysis *analysis, etho_arena *arena, chart_source *source,
                                  bool *wanted, etho_error *error) {
  sessions *list = ETHO_NEW(arena, sessions, 1);
  *wanted = false;
  if (!list) return chart_no_memory(error);
  if (!is_assay(analysis, "tmaze")) return ETHO_OK;
  return repeated_source(analysis, arena, "success_rate", "day", day_of, list, source, wanted, error);
}

/* ---- results ---- */

etho_status chart_select_forest(const etho_analysis *analysis, etho_arena *arena, chart_source *source,
                                bool *wanted, etho_error *error) {
  const etho_design *design = etho_analysis_design(analysis);
  const etho_result *planned = etho_analysis_find(analysis, ETHO_PART_PLANNED, design->response);
  size_t index;
  const etho_measure *info = measure_info(etho_analysis_measures(analysis), design->response, &index);
  *wanted = false;
  if (!planned || !info) return ETHO_OK;
  etho_text title = {0};
  etho_text_format(&title, "Difference in %s", info->title);
  *source = (chart_source){.rows = planned->rows,
                           .comparison_method = planned->method,
                           .chance = (double)NAN,
                           .low = (double)NAN,
                           .high = (double)NAN,
                           .value_title = title.failed ? NULL : etho_arena_text(arena, etho_text_get(&title)),
                           .finding = planned->sentence};
  etho_text_free(&title);
  *wanted = true;
  return source->value_title ? ETHO_OK : chart_no_memory(error);
}

etho_status chart_select_exclusions(const etho_analysis *analysis, etho_arena *arena, chart_source *source,
                                    bool *wanted, etho_error *error) {
  (void)arena, (void)error;
  *source =
      (chart_source){.analysis = analysis, .chance = (double)NAN, .low = (double)NAN, .high = (double)NAN};
  *wanted = etho_analysis_arm_count(analysis) > 0;
  return ETHO_OK;
}
