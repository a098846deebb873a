#include "model/problem.h"

#include <math.h>
#include <string.h>

#include "stats/moments.h"

static bool cell_missing(const etho_column *column, size_t row) {
  return column->is_factor ? column->code[row] < 0 : isnan(column->number[row]);
}

static void note_missing(const etho_problem *problem, size_t dropped, const size_t *missing) {
  etho_text text = {0};
  for (size_t c = 0; c < problem->frame.n_columns; c++)
    if (missing[c])
      etho_text_format(&text, "%s'%s' (%zu)", text.length ? ", " : "", problem->frame.column[c].name,
                       missing[c]);
  etho_rows_note(problem->rows, "%zu of %zu rows left out: no value in %s", dropped, problem->frame.n,
                 etho_text_get(&text));
  etho_text_free(&text);
}

static etho_status keep_complete(etho_problem *problem, etho_error *error) {
  etho_frame *frame = &problem->frame;
  size_t dropped = 0, *missing = ETHO_NEW(problem->arena, size_t, frame->n_columns + 1);
  bool *keep = ETHO_NEW(problem->arena, bool, frame->n + 1);
  if (!missing || !keep) return etho_model_no_memory(error);
  for (size_t i = 0; i < frame->n; i++) {
    keep[i] = true;
    for (size_t c = 0; c < frame->n_columns; c++) {
      if (!cell_missing(&frame->column[c], i)) continue;
      missing[c]++;
      keep[i] = false;
    }
    dropped += !keep[i];
  }
  for (size_t c = 0; c < frame->n_columns && frame->n; c++)
    if (missing[c] == frame->n)
      return etho_error_set(error, ETHO_ERR_DATA, "column '%s' has no values: all %zu are missing",
                            frame->column[c].name, frame->n);
  if (frame->n == dropped)
    return etho_error_set(error, ETHO_ERR_DATA,
                          frame->n ? "no row has a value in every column of the formula"
                                   : "there are no rows to fit");
  if (!dropped) return ETHO_OK;
  note_missing(problem, dropped, missing);
  return etho_frame_keep(frame, keep, problem->arena, error);
}

static etho_status unknown_control(const etho_problem *problem, etho_error *error) {
  const char *names[256];
  size_t n = 0;
  for (size_t c = 0; c < problem->frame.n_columns; c++)
    for (size_t k = 0; k < problem->frame.column[c].n_levels && n < 256; k++)
      names[n++] = problem->frame.column[c].level[k];
  etho_text near = {0};
  etho_nearest_names(&near, problem->options->control, names, n);
  etho_error_set(error, ETHO_ERR_USAGE, "no column of the formula has a group '%s'",
                 problem->options->control);
  if (near.length) etho_error_hint(error, "did you mean %s?", etho_text_get(&near));
  etho_text_free(&near);
  return ETHO_ERR_USAGE;
}

static etho_status apply_control(etho_problem *problem, etho_error *error) {
  if (!problem->options->control) return ETHO_OK;
  bool found;
  etho_status status =
      etho_frame_control(&problem->frame, problem->options->control, problem->arena, &found, error);
  return status != ETHO_OK || found ? status : unknown_control(problem, error);
}

/* A response may be numbers, or a factor of two levels for which the second counts as 1. */
static etho_status response_numbers(etho_problem *problem, const etho_node *node, const long double **out,
                                    etho_error *error) {
  etho_values values;
  etho_status status = etho_variable_evaluate(problem->terms->source, node, &problem->frame, NULL,
                                              problem->arena, &values, error);
  if (status != ETHO_OK) return status;
  *out = values.number;
  if (!values.is_factor) return ETHO_OK;
  bool two =
      strcmp(problem->options->family, "binomial") == 0 || problem->terms->response == ETHO_RESPONSE_SURV;
  if (!two || values.n_levels > 2) {
    etho_error_set(error, ETHO_ERR_DATA, "the response '%s' is text ('%s'), not numbers",
                   problem->terms->response_label, values.n_levels ? values.level[0] : "");
    etho_error_hint(error, "%s",
                    values.n_levels == 2 ? "for an outcome of two kinds use --family binomial"
                                         : "name a column of numbers before '~'");
    return ETHO_ERR_DATA;
  }
  long double *number = ETHO_NEW(problem->arena, long double, problem->n + 1);
  if (!number) return etho_model_no_memory(error);
  for (size_t i = 0; i < problem->n; i++) number[i] = values.code[i];
  if (values.n_levels == 2)
    etho_rows_note(problem->rows, "'%s' counts as 1, '%s' as 0", values.level[1], values.level[0]);
  *out = number;
  return ETHO_OK;
}

static etho_status evaluate(etho_problem *problem, etho_error *error) {
  const etho_terms *terms = problem->terms;
  etho_status status = response_numbers(problem, terms->y, &problem->y, error);
  if (status == ETHO_OK && terms->y2) status = response_numbers(problem, terms->y2, &problem->y2, error);
  for (size_t v = 0; v < terms->n_variables && status == ETHO_OK; v++)
    status = etho_variable_evaluate(terms->source, terms->variable[v].node, &problem->frame, NULL,
                                    problem->arena, &problem->values[v], error);
  if (status != ETHO_OK || !problem->options->weights) return status;
  const etho_column *weight = etho_frame_find(&problem->frame, problem->options->weights);
  if (!weight || weight->is_factor)
    return etho_error_set(error, ETHO_ERR_DATA, "the weights '%s' are not numbers",
                          problem->options->weights);
  for (size_t i = 0; i < problem->n; i++)
    if (!(weight->number[i] > 0) || !isfinite(weight->number[i]))
      return etho_error_set(error, ETHO_ERR_DATA, "the weight in line %zu is not positive",
                            etho_frame_line(&problem->frame, i));
  problem->weight = weight->number;
  return ETHO_OK;
}

etho_status etho_problem_make(etho_problem *problem, etho_error *error) {
  etho_status status = keep_complete(problem, error);
  if (status == ETHO_OK) status = apply_control(problem, error);
  problem->n = problem->frame.n;
  if (status == ETHO_OK) status = evaluate(problem, error);
  const etho_term_list *fixed = &problem->terms->fixed;
  if (status == ETHO_OK)
    status = etho_design_make(problem->terms, fixed, problem->values, problem->n, ETHO_TREATMENT,
                              problem->arena, &problem->design, error);
  if (status == ETHO_OK && problem->options->type == 3)
    status = etho_design_make(problem->terms, fixed, problem->values, problem->n, ETHO_SUM, problem->arena,
                              &problem->sum_design, error);
  return status;
}

void etho_design_columns(const etho_design *design, size_t term, size_t *from, size_t *count) {
  *from = 0, *count = 0;
  for (size_t j = 0; j < design->p; j++) {
    if (design->term[j] != term) continue;
    if (!*count) *from = j;
    ++*count;
  }
  if (term == 0 && *count && strcmp(design->name[0], "(Intercept)") != 0) *count = 0;
}

bool etho_term_contains(const etho_term_list *list, size_t a, size_t b) {
  return a != b && (list->term[b].mask & ~list->term[a].mask) == 0;
}

/* ---- empty cells ----------------------------------------------------------------------------------- */

static size_t cell_of(const etho_problem *problem, uint64_t mask, size_t row, size_t *cells) {
  size_t cell = 0, size = 1;
  for (size_t v = 0; v < problem->terms->n_variables; v++) {
    if (!(mask >> v & 1) || !problem->values[v].is_factor) continue;
    if (problem->values[v].code) cell += size * (size_t)problem->values[v].code[row];
    size *= problem->values[v].n_levels;
    if (size > 1000000) break;
  }
  *cells = size;
  return cell;
}

static void note_cell(const etho_problem *problem, uint64_t mask, size_t cell) {
  etho_text text = {0};
  for (size_t v = 0; v < problem->terms->n_variables; v++) {
    const etho_values *values = &problem->values[v];
    if (!(mask >> v & 1) || !values->is_factor) continue;
    etho_text_format(&text, "%s%s = '%s'", text.length ? " and " : "", problem->terms->variable[v].label,
                     values->level[cell % values->n_levels]);
    cell /= values->n_levels;
  }
  etho_rows_note(problem->rows, "empty cell: no rows with %s", etho_text_get(&text));
  etho_text_free(&text);
}

size_t etho_problem_empty_cells(const etho_problem *problem, bool note) {
  size_t empty = 0;
  for (size_t t = 0; t < problem->terms->fixed.n_terms; t++) {
    uint64_t mask = problem->terms->fixed.term[t].mask;
    size_t cells;
    cell_of(problem, mask, 0, &cells);
    bool *seen = cells > 1 && cells <= 1000000 ? ETHO_NEW(problem->arena, bool, cells) : NULL;
    if (!seen) continue;
    for (size_t i = 0; i < problem->n; i++) seen[cell_of(problem, mask, i, &cells)] = true;
    for (size_t c = 0; c < cells; c++) {
      if (seen[c]) continue;
      if (++empty <= 10 && note) note_cell(problem, mask, c);
    }
  }
  return empty;
}

bool etho_problem_set_triangle(etho_problem *problem, const etho_qr *qr) {
  size_t p = qr->p;
  problem->triangle =
      (etho_design){.n = p, .p = p, .term = problem->design.term, .name = problem->design.name};
  problem->triangle.x = ETHO_NEW(problem->arena, long double, p *p + 1);
  for (size_t j = 0; j < p && problem->triangle.x; j++)
    for (size_t i = 0; i < qr->rank; i++) problem->triangle.x[qr->pivot[j] * p + i] = etho_qr_r(qr, i, j);
  return problem->triangle.x != NULL;
}
