/* The animal is the experimental unit: tests that take every row for an animal are refused where animals come
 * back. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "ethostat/analysis.h"

/* Values of one animal in one group. */
typedef struct cell {
  int group, animal;
  double n, mean, m2;
} cell;

typedef struct observation {
  int group, animal;
  double value;
} observation;

static int by_cell(const void *a, const void *b) {
  const observation *x = a, *y = b;
  if (x->group != y->group) return x->group < y->group ? -1 : 1;
  return x->animal < y->animal ? -1 : x->animal > y->animal;
}

static size_t collect(const etho_input *input, observation *list) {
  size_t n = 0;
  for (size_t i = 0; i < input->n; i++) {
    int group = input->by.code ? input->by.code[i] : 0, animal = input->subject.code[i];
    if (group >= 0 && animal >= 0 && isfinite(input->value[i]))
      list[n++] = (observation){group, animal, input->value[i]};
  }
  if (n) qsort(list, n, sizeof *list, by_cell);
  return n;
}

static size_t make_cells(const observation *list, size_t n, cell *cells) {
  size_t k = 0;
  for (size_t i = 0; i < n; i++) {
    if (!i || by_cell(&list[i - 1], &list[i]) != 0)
      cells[k++] = (cell){list[i].group, list[i].animal, 0, 0, 0};
    cell *c = &cells[k - 1];
    double delta = list[i].value - c->mean;
    c->n++;
    c->mean += delta / c->n;
    c->m2 += delta * (list[i].value - c->mean);
  }
  return k;
}

/* One-way random effects within groups: mean squares between animals and within animals. */
static void find_icc(const cell *cells, size_t k, etho_replication *r) {
  double ss_between = 0, ss_within = 0, n = 0, lost = 0, groups = 0, squares = 0;
  for (size_t first = 0, last; first < k; first = last) {
    double group_n = 0, mean = 0, group_squares = 0;
    for (last = first; last < k && cells[last].group == cells[first].group; last++) group_n += cells[last].n;
    for (size_t i = first; i < last; i++) mean += cells[i].mean * (cells[i].n / group_n);
    for (size_t i = first; i < last; i++) {
      ss_between += cells[i].n * (cells[i].mean - mean) * (cells[i].mean - mean);
      ss_within += cells[i].m2;
      group_squares += cells[i].n * cells[i].n;
    }
    n += group_n, lost += group_squares / group_n, squares += group_squares, groups++;
  }
  double df_between = (double)k - groups, df_within = n - (double)k;
  if (df_between < 1 || df_within < 1) return;
  double typical = (n - lost) / df_between, ms_between = ss_between / df_between,
         ms_within = ss_within / df_within;
  double total = ms_between + (typical - 1) * ms_within;
  if (!(total > 0)) return;
  r->icc = (ms_between - ms_within) / total;
  r->design_effect = 1 + (squares / n - 1) * fmax(r->icc, 0);
}

bool etho_replication_find(const etho_input *input, etho_replication *replication) {
  *replication = (etho_replication){.icc = (double)NAN, .design_effect = (double)NAN};
  if (!input->subject.code || !input->value) return true;
  observation *list = malloc((input->n + 1) * sizeof *list);
  cell *cells = malloc((input->n + 1) * sizeof *cells);
  if (list && cells) {
    size_t n = collect(input, list), k = make_cells(list, n, cells);
    replication->n_values = n, replication->n_animals = k;
    for (size_t i = 0; i < k && !replication->repeated; i++) {
      if (cells[i].n < 2) continue;
      replication->repeated = true;
      replication->animal = input->subject.level[cells[i].animal];
      replication->group = input->by.code ? input->by.level[cells[i].group] : NULL;
    }
    find_icc(cells, k, replication);
  }
  bool done = list && cells;
  free(list);
  free(cells);
  return done;
}

/* ---- the guard of `ethostat test`
 * --------------------------------------------------------------------------------- */

static bool same_word(const char *header, const char *word) {
  for (; *header || *word; header++) {
    char c = *header >= 'A' && *header <= 'Z' ? (char)(*header + 32) : *header;
    if (c == ' ' || c == '_' || c == '-' || c == '.') continue;
    if (c != *word) return false;
    if (!*word++) return true;
  }
  return true;
}

size_t etho_table_find_animal(const etho_table *table) {
  static const char *const words[] = {"animal", "animalid", "mouse",   "mouseid",
                                      "rat",    "ratid",    "subject", "subjectid"};
  for (size_t w = 0; w < sizeof words / sizeof *words; w++)
    for (size_t c = 0; c < etho_table_columns(table); c++)
      if (same_word(etho_table_header(table, c), words[w])) return c;
  return ETHO_NOT_FOUND;
}

/* Rows are taken for independent animals: one value a row, and no place for who it belongs to. What only
 * looks at the shape of a sample (describe, tests of normality) is not refused. */
static bool takes_rows_for_animals(const etho_procedure *procedure) {
  unsigned roles = procedure->roles | procedure->optional;
  bool compares = procedure->two || procedure->many || (procedure->options & ETHO_OPT_MU);
  return (procedure->roles & ETHO_ROLE_VALUE) &&
         !(roles & (ETHO_ROLE_SUBJECT | ETHO_ROLE_CLUSTER | ETHO_ROLE_WITHIN)) && compares;
}

static etho_status refuse(const etho_procedure *procedure, const etho_replication *r, const char *column,
                          etho_error *error) {
  etho_text effect = {0};
  if (isfinite(r->icc))
    etho_text_format(&effect, "; intraclass correlation %.3g, design effect %.3g", r->icc, r->design_effect);
  etho_error_set(
      error, ETHO_ERR_DATA,
      "%s takes each row for an animal, but '%s' (%s) has several rows%s%s%s: %zu values of %zu animals%s",
      procedure->name, r->animal, column, r->group ? " in '" : "", r->group ? r->group : "",
      r->group ? "'" : "", r->n_values, r->n_animals, etho_text_get(&effect));
  etho_error_hint(
      error,
      "reduce to one value an animal (`ethostat measure`, --where), use a mixed model (`ethostat model`) "
      "with (1 | %s), or give --pseudoreplicate to test the rows all the same",
      column);
  etho_text_free(&effect);
  return ETHO_ERR_DATA;
}

static etho_status guard(const etho_procedure *procedure, const etho_table *table,
                         const etho_selection *selection, const char *column, etho_issues *issues,
                         etho_error *error) {
  etho_selection wanted = {.value = selection->value, .by = selection->by, .subject = column};
  etho_frame *frame;
  etho_replication r;
  etho_status status = etho_frame_new(table, &wanted, &frame, issues, error);
  if (status != ETHO_OK) return status;
  if (!etho_replication_find(etho_frame_input(frame), &r))
    status = etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  else if (r.repeated)
    status = refuse(procedure, &r, column, error);
  etho_frame_free(frame);
  return status;
}

etho_status etho_replication_guard(const etho_procedure *procedure, const etho_table *table,
                                   etho_selection *selection, bool pseudoreplicate, etho_issues *issues,
                                   etho_error *error) {
  unsigned roles = procedure->roles | procedure->optional;
  const char *column = selection->subject;
  if (!takes_rows_for_animals(procedure) || !selection->value) return ETHO_OK;
  size_t found = column ? ETHO_NOT_FOUND : etho_table_find_animal(table);
  if (found != ETHO_NOT_FOUND) column = etho_table_header(table, found);
  bool is_by = column && selection->by && strcmp(column, selection->by) == 0;
  etho_status status = ETHO_OK;
  if (column && !is_by && !pseudoreplicate)
    status = guard(procedure, table, selection, column, issues, error);
  if (status == ETHO_OK && !(roles & ETHO_ROLE_SUBJECT)) selection->subject = NULL;
  return status;
}
