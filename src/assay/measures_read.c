/* Reading what was measured: accessors, and the rows of `ethostat measure`. */
#include <math.h>
#include <string.h>

#include "assay/measures.h"

const etho_assay *etho_measures_assay(const etho_measures *measures) {
  return measures->assay;
}

size_t etho_measures_count(const etho_measures *measures) {
  return measures->n_info;
}

const etho_measure *etho_measures_info(const etho_measures *measures, size_t m) {
  return m < measures->n_info ? &measures->info[m] : NULL;
}

size_t etho_measures_find(const etho_measures *measures, const char *name) {
  for (size_t i = 0; i < measures->n_info; i++)
    if (strcmp(measures->info[i].name, name) == 0) return i;
  return ETHO_NOT_FOUND;
}

size_t etho_measures_rows(const etho_measures *measures) {
  return measures->n_rows;
}

const etho_subject_row *etho_measures_row(const etho_measures *measures, size_t r) {
  return r < measures->n_rows ? &measures->row[r] : NULL;
}

size_t etho_measures_pooled_rows(const etho_measures *measures) {
  return measures->n_pooled;
}

const etho_subject_row *etho_measures_pooled_row(const etho_measures *measures, size_t r) {
  return r < measures->n_pooled ? &measures->pooled[r] : NULL;
}

size_t etho_measures_exclusion_count(const etho_measures *measures) {
  return measures->n_exclusions;
}

const etho_exclusion *etho_measures_exclusion(const etho_measures *measures, size_t index) {
  return index < measures->n_exclusions ? &measures->exclusion[index] : NULL;
}

const char *etho_measures_test_phase(const etho_measures *measures) {
  return measures->test_phase;
}

const char *etho_measures_test_reason(const etho_measures *measures) {
  return measures->test_reason;
}

size_t etho_measures_bin_count(const etho_measures *measures) {
  return measures->n_bins;
}

const etho_bin_row *etho_measures_bin(const etho_measures *measures, size_t index) {
  return index < measures->n_bins ? &measures->bin[index] : NULL;
}

typedef struct carried {
  bool arm, sex, cage, phase, session, day;
} carried;

static carried columns_given(const etho_measures *m) {
  carried c = {0};
  for (size_t r = 0; r < m->n_rows; r++) {
    const etho_subject_row *row = &m->row[r];
    c.arm = c.arm || row->arm, c.sex = c.sex || row->sex, c.cage = c.cage || row->cage;
    c.phase = c.phase || row->phase, c.session = c.session || row->session, c.day = c.day || row->day;
  }
  return c;
}

void etho_measures_to_rows(const etho_measures *measures, etho_rows *rows) {
  etho_measures_some_rows(measures, 0, measures->n_rows, rows);
}

void etho_measures_some_rows(const etho_measures *measures, size_t first, size_t n, etho_rows *rows) {
  carried c = columns_given(measures);
  for (size_t r = first; r < measures->n_rows && r - first < n; r++) {
    const etho_subject_row *from = &measures->row[r];
    etho_row *row = etho_rows_add(rows);
    etho_row_text(row, "animal", from->animal);
    if (c.arm) etho_row_text(row, "arm", from->arm);
    if (c.sex) etho_row_text(row, "sex", from->sex);
    if (c.cage) etho_row_text(row, "cage", from->cage);
    if (c.phase) etho_row_text(row, "phase", from->phase);
    if (c.session) etho_row_text(row, "session", from->session);
    if (c.day) etho_row_text(row, "day", from->day);
    for (size_t m = 0; m < measures->n_info; m++)
      etho_row_number(row, measures->info[m].name, from->value[m]);
    etho_row_bool(row, "excluded", from->excluded);
    etho_row_text(row, "flags", from->flags);
  }
}
