/* Two readings of the same trials (two raters, two formats): how well they agree, and where they differ most. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ethostat/stats/agreement.h"
#include "study/study.h"

enum { MOST_SHOWN = 10 };

typedef struct match {
  const etho_subject_row *first, *second;
  double difference; /* of the measure at hand */
} match;

typedef struct comparison {
  etho_arena *arena;
  const etho_measures *first, *second;
  match *match;
  size_t n;
  match *paired; /* those with both values of the measure at hand */
  double *x, *y, *both;
  const etho_options *options;
  etho_rows *rows;
  etho_issues *issues;
  etho_error *error;
} comparison;

/* ---- which row is which ---- */

/* 2 = equal, 1 = one of the readings does not say, 0 = different. */
static int alike(const char *a, const char *b) {
  if (!a || !b) return a == b ? 2 : 1;
  return strcmp(a, b) == 0 ? 2 : 0;
}

static int likeness(const etho_subject_row *a, const etho_subject_row *b) {
  if (!a->animal || !b->animal || strcmp(a->animal, b->animal) != 0) return 0;
  int phase = alike(a->phase, b->phase), session = alike(a->session, b->session), day = alike(a->day, b->day);
  return phase && session && day ? phase + session + day : 0;
}

/* The row of measures that is the same animal and session; NULL when there is none or the choice is open. */
static const etho_subject_row *counterpart(const etho_measures *measures, const etho_subject_row *row) {
  const etho_subject_row *best = NULL;
  int most = 0;
  bool open = false;
  for (size_t r = 0; r < etho_measures_rows(measures); r++) {
    const etho_subject_row *other = etho_measures_row(measures, r);
    int score = likeness(row, other);
    if (score && score == most) open = true;
    if (score > most) most = score, best = other, open = false;
  }
  return open ? NULL : best;
}

static void tell_alone(comparison *c, const etho_subject_row *row) {
  etho_issues_add(c->issues, "W-AGAINST-ALONE", row->file, row->line, 0,
                  "give the animal and its session the same names in both files",
                  "animal '%s' (%s) has no counterpart in the other file: not compared", row->animal ? row->animal : "",
                  row->label ? row->label : "all");
}

/* A pair is one only when each row is the other's counterpart. */
static bool match_rows(comparison *c) {
  size_t n = etho_measures_rows(c->first), m = etho_measures_rows(c->second);
  c->match = ETHO_NEW(c->arena, match, n), c->paired = ETHO_NEW(c->arena, match, n);
  c->x = ETHO_NEW(c->arena, double, n), c->y = ETHO_NEW(c->arena, double, n), c->both = ETHO_NEW(c->arena, double, 2 * n);
  if (!c->match || !c->paired || !c->x || !c->y || !c->both) return false;
  for (size_t r = 0; r < n; r++) {
    const etho_subject_row *row = etho_measures_row(c->first, r), *other = counterpart(c->second, row);
    if (other && counterpart(c->first, other) == row) c->match[c->n++] = (match){row, other, 0};
    else tell_alone(c, row);
  }
  for (size_t r = 0; r < m; r++) {
    const etho_subject_row *row = etho_measures_row(c->second, r), *other = counterpart(c->first, row);
    if (!other || counterpart(c->second, other) != row) tell_alone(c, row);
  }
  return true;
}

/* One animal in two arms: one of the readings has mixed up animals or labels. */
static void tell_arms(comparison *c) {
  for (size_t i = 0; i < c->n; i++) {
    const etho_subject_row *a = c->match[i].first, *b = c->match[i].second;
    if (!a->arm || !b->arm || strcmp(a->arm, b->arm) == 0) continue;
    etho_issues_add(c->issues, "W-AGAINST-ARM", b->file, b->line, 0,
                    "correct one of the files, or declare the two spellings as aliases in a study file",
                    "animal '%s' is in arm '%s' in the first file and in '%s' here", a->animal, a->arm, b->arm);
  }
}

/* All times a thousand (or sixty) times as long: another unit. */
static void tell_unit(comparison *c, const char *name, size_t n) {
  static const struct { double ratio; const char *words; } units[] = {
      {1000, "milliseconds in the second file"}, {0.001, "milliseconds in the first file"}, {60, "minutes in the first file"}, {1.0 / 60, "minutes in the second file"}};
  size_t length = strlen(name);
  double first = 0, second = 0;
  if (length < 3 || strcmp(name + length - 2, "_s") != 0) return;
  for (size_t i = 0; i < n; i++) first += fabs(c->x[i]), second += fabs(c->y[i]);
  for (size_t i = 0; i < sizeof units / sizeof *units && first > 0; i++)
    if (fabs(second / first / units[i].ratio - 1) < 0.2)
      etho_issues_add(c->issues, "W-AGAINST-UNIT", NULL, 0, 0, "name the unit in the header, such as Novel (ms), or convert the times",
                      "%s is about %g times as large in the second file: are these %s?", name, second / first, units[i].words);
}

/* ---- one measure ---- */

static void copy_as(etho_row *to, const char *name, const etho_row *from, const char *field) {
  etho_row_number(to, name, etho_row_get_number(from, field));
}

static etho_status add_icc(comparison *c, size_t n, etho_row *row) {
  etho_rows *forms = etho_rows_new();
  if (!forms) return ETHO_ERR_MEMORY;
  etho_status status = etho_icc(c->both, n, 2, c->options, forms, c->error);
  for (size_t i = 0; status == ETHO_OK && i < etho_rows_count(forms); i++) {
    const etho_row *form = etho_rows_at(forms, i);
    const char *term = etho_row_get_text(form, "term");
    if (term && strcmp(term, "ICC3") == 0) copy_as(row, "icc_consistency", form, "estimate");
    if (!term || strcmp(term, "ICC2") != 0) continue;
    copy_as(row, "icc", form, "estimate");
    copy_as(row, "icc_low", form, "conf_low");
    copy_as(row, "icc_high", form, "conf_high");
  }
  if (!etho_row_find(row, "icc")) etho_row_null(row, "icc");
  etho_rows_free(forms);
  return status;
}

static etho_status add_pair_figures(comparison *c, const etho_sample *x, const etho_sample *y, etho_row *row) {
  etho_rows *own = etho_rows_new();
  etho_row *bland = etho_rows_add(own), *lin = etho_rows_add(own);
  etho_status status = bland && lin ? etho_bland_altman(x, y, c->options, bland, c->error) : ETHO_ERR_MEMORY;
  if (status == ETHO_OK) status = etho_lins_ccc(x, y, c->options, lin, c->error);
  if (status == ETHO_OK) {
    copy_as(row, "ccc", lin, "estimate");
    copy_as(row, "ccc_low", lin, "conf_low");
    copy_as(row, "ccc_high", lin, "conf_high");
    copy_as(row, "bias", bland, "bias");
    copy_as(row, "bias_low", bland, "conf_low");
    copy_as(row, "bias_high", bland, "conf_high");
    copy_as(row, "loa_lower", bland, "loa_lower");
    copy_as(row, "loa_upper", bland, "loa_upper");
    for (size_t i = 0; i < 2; i++) {
      const char *note = etho_row_get_text(etho_rows_at(own, i), "note");
      if (note) etho_row_note(row, "%s", note);
    }
  }
  etho_rows_free(own);
  return status;
}

static int by_difference(const void *a, const void *b) {
  const match *x = a, *y = b;
  double p = fabs(x->difference), q = fabs(y->difference);
  if (p != q) return p < q ? 1 : -1;
  return strcmp(x->first->animal, y->first->animal);
}

static etho_status add_measure(comparison *c, size_t k, size_t k2) {
  const char *name = etho_measures_info(c->first, k)->name;
  size_t n = 0;
  double largest = 0;
  for (size_t i = 0; i < c->n; i++) {
    double a = c->match[i].first->value[k], b = c->match[i].second->value[k2];
    if (isnan(a) != isnan(b))
      etho_issues_add(c->issues, "W-AGAINST-MISSING", c->match[i].first->file, c->match[i].first->line, 0,
                      "look at the trial in both files", "%s of animal '%s' (%s) is missing in the %s file only", name,
                      c->match[i].first->animal, c->match[i].first->label, isnan(a) ? "first" : "second");
    if (isnan(a) || isnan(b)) continue;
    c->paired[n] = c->match[i], c->paired[n].difference = b - a;
    c->x[n] = c->both[2 * n] = a, c->y[n] = c->both[2 * n + 1] = b;
    largest = fmax(largest, fabs(b - a));
    n++;
  }
  if (!n) return ETHO_OK;
  tell_unit(c, name, n);
  etho_row *row = etho_rows_add(c->rows);
  etho_row_text(row, "table", "agreement");
  etho_row_text(row, "measure", name);
  etho_row_number(row, "n", (double)n);
  etho_status status = add_icc(c, n, row);
  etho_sample x = {"first", c->x, n}, y = {"second", c->y, n};
  if (status == ETHO_OK) status = add_pair_figures(c, &x, &y, row);
  etho_row_number(row, "largest_difference", largest);
  return status;
}

/* ---- the animals ---- */

/* The means of an animal over its sessions, those that have the value in both readings. */
static void add_animal(comparison *c, size_t first, size_t k, size_t k2) {
  const char *animal = c->match[first].first->animal;
  double sum[2] = {0, 0}, largest = 0;
  size_t n = 0;
  for (size_t i = first; i < c->n; i++) {
    double a = c->match[i].first->value[k], b = c->match[i].second->value[k2];
    if (isnan(a) || isnan(b) || strcmp(c->match[i].first->animal, animal) != 0) continue;
    sum[0] += a, sum[1] += b;
    largest = fmax(largest, fabs(b - a));
    n++;
  }
  if (!n) return;
  etho_row *row = etho_rows_add(c->rows);
  etho_row_text(row, "table", "animals");
  etho_row_text(row, "measure", etho_measures_info(c->first, k)->name);
  etho_row_text(row, "animal", animal);
  etho_row_number(row, "n", (double)n);
  etho_row_number(row, "first", sum[0] / (double)n);
  etho_row_number(row, "second", sum[1] / (double)n);
  etho_row_number(row, "difference", (sum[1] - sum[0]) / (double)n);
  etho_row_number(row, "largest_difference", largest);
}

static void add_animals(comparison *c, size_t k, size_t k2) {
  for (size_t i = 0; i < c->n; i++) {
    bool again = false;
    for (size_t j = 0; j < i && !again; j++) again = strcmp(c->match[j].first->animal, c->match[i].first->animal) == 0;
    if (!again) add_animal(c, i, k, k2);
  }
}

/* ---- the trials that differ most ---- */

static void add_trials(comparison *c, size_t k, size_t k2) {
  const char *name = etho_measures_info(c->first, k)->name;
  size_t n = 0;
  for (size_t i = 0; i < c->n; i++) {
    double a = c->match[i].first->value[k], b = c->match[i].second->value[k2];
    if (isnan(a) || isnan(b) || a == b) continue;
    c->paired[n] = c->match[i], c->paired[n++].difference = b - a;
  }
  if (n) qsort(c->paired, n, sizeof *c->paired, by_difference);
  for (size_t i = 0; i < n && i < MOST_SHOWN; i++) {
    const match *m = &c->paired[i];
    etho_row *row = etho_rows_add(c->rows);
    etho_row_text(row, "table", "trials");
    etho_row_text(row, "measure", name);
    etho_row_text(row, "animal", m->first->animal);
    etho_row_text(row, "session", m->first->label);
    etho_row_number(row, "first", m->first->value[k]);
    etho_row_number(row, "second", m->second->value[k2]);
    etho_row_number(row, "difference", m->difference);
    etho_row_number(row, "line_first", (double)m->first->line);
    etho_row_number(row, "line_second", (double)m->second->line);
  }
}

static etho_status compare(comparison *c) {
  if (etho_measures_assay(c->first) != etho_measures_assay(c->second))
    return etho_error_set(c->error, ETHO_ERR_USAGE, "the first file is of the assay %s, the second of %s",
                          etho_assay_name(etho_measures_assay(c->first)), etho_assay_name(etho_measures_assay(c->second)));
  if (!match_rows(c)) return ETHO_ERR_MEMORY;
  if (!c->n) {
    etho_error_set(c->error, ETHO_ERR_DATA, "the two files have no animal and session in common");
    etho_error_hint(c->error, "give the animals and their sessions the same names in both");
    return ETHO_ERR_DATA;
  }
  tell_arms(c);
  etho_status status = ETHO_OK;
  for (int table = 0; table < 3; table++)
    for (size_t k = 0; status == ETHO_OK && k < etho_measures_count(c->first); k++) {
      size_t k2 = etho_measures_find(c->second, etho_measures_info(c->first, k)->name);
      if (k2 == ETHO_NOT_FOUND) continue;
      if (table == 0) status = add_measure(c, k, k2);
      else if (table == 1) add_animals(c, k, k2);
      else add_trials(c, k, k2);
    }
  return status;
}

etho_status etho_study_compare(const etho_study *first, const etho_study *second, const etho_options *options,
                               etho_rows *rows, etho_issues *issues, etho_error *error) {
  if (etho_study_assay_count(first) != 1 || etho_study_assay_count(second) != 1)
    return etho_error_set(error, ETHO_ERR_USAGE, "only files of one assay can be compared");
  comparison c = {.arena = etho_arena_new(), .first = etho_study_measures(first, 0),
                  .second = etho_study_measures(second, 0), .options = options,
                  .rows = rows, .issues = issues, .error = error};
  etho_status status = c.arena ? compare(&c) : ETHO_ERR_MEMORY;
  etho_arena_free(c.arena);
  if (status == ETHO_OK) status = etho_rows_status(rows);
  return status == ETHO_ERR_MEMORY ? etho_error_set(error, ETHO_ERR_MEMORY, "out of memory") : status;
}
