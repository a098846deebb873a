/* The animals: which row speaks for each, and their values by arm. */
#include <math.h>
#include <string.h>

#include "analysis/analysis.h"
#include "base/text.h"

static etho_status no_memory(etho_error *error) {
  return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}

/* ---- animals ------------------------------------------------------------------------------------------- */

/* The animals of the measures: runs of rows. Arm and exclusion are the same in all of an animal's rows. */
etho_status etho_members_find(etho_analysis *a, etho_error *error) {
  size_t n = etho_measures_rows(a->measures);
  a->member = ETHO_NEW(a->arena, etho_member, n + 1);
  if (!a->member) return no_memory(error);
  for (size_t r = 0; r < n; r++) {
    const etho_subject_row *row = etho_measures_row(a->measures, r);
    etho_member *last = a->n_members ? &a->member[a->n_members - 1] : NULL;
    if (last && strcmp(last->animal, row->animal) == 0)
      last->n_rows++;
    else
      a->member[a->n_members++] =
          (etho_member){.animal = row->animal, .first_row = r, .n_rows = 1, .arm = -1};
  }
  return ETHO_OK;
}

const etho_subject_row *etho_member_row(const etho_analysis *a, const etho_member *member) {
  return etho_measures_row(a->measures, member->first_row);
}

static bool row_is(const etho_subject_row *row, const char *phase) {
  if (strcmp(row->label, phase) == 0) return true;
  return (row->phase && etho_text_equal_fold(row->phase, phase)) ||
         (row->day && strcmp(row->day, phase) == 0) || (row->session && strcmp(row->session, phase) == 0);
}

static const etho_subject_row *named_row(const etho_analysis *a, const etho_member *member,
                                         const char *phase) {
  const etho_subject_row *found = NULL;
  for (size_t p = 0; p < etho_measures_pooled_rows(a->measures) && !found; p++) {
    const etho_subject_row *row = etho_measures_pooled_row(a->measures, p);
    if (strcmp(row->animal, member->animal) == 0 && row_is(row, phase)) found = row;
  }
  for (size_t r = member->first_row; r < member->first_row + member->n_rows; r++) {
    const etho_subject_row *row = etho_measures_row(a->measures, r);
    bool pooled = found && !found->day && !found->session;
    if (row_is(row, phase) && !pooled) found = row;
  }
  return found;
}

/* Pooled rows stand in the order of the animals: *next moves along with them. */
static const etho_subject_row *default_row(const etho_analysis *a, const etho_member *member, size_t *next) {
  for (size_t p = *next; p < etho_measures_pooled_rows(a->measures); p++) {
    const etho_subject_row *row = etho_measures_pooled_row(a->measures, p);
    if (!row->compared) continue;
    if (strcmp(row->animal, member->animal) != 0) break;
    *next = p + 1;
    return row;
  }
  const etho_subject_row *found = NULL;
  for (size_t r = member->first_row; r < member->first_row + member->n_rows; r++)
    if (etho_measures_row(a->measures, r)->compared) found = etho_measures_row(a->measures, r);
  return found;
}

etho_status etho_members_choose(etho_analysis *a, const char *phase, etho_error *error) {
  size_t found = 0, next = 0;
  for (size_t i = 0; i < a->n_members; i++) {
    etho_member *member = &a->member[i];
    member->row = phase ? named_row(a, member, phase) : default_row(a, member, &next);
    found += member->row != NULL;
    if (member->row && !a->session) a->session = member->row->label;
  }
  if (!found && phase) {
    etho_error_set(error, ETHO_ERR_USAGE, "no session is called '%s'", phase);
    etho_error_hint(error, "a phase, day or session of the data, as `ethostat measure` shows them");
    return ETHO_ERR_USAGE;
  }
  if (phase)
    a->session = phase;
  else if (etho_measures_pooled_rows(a->measures))
    a->session = "all sessions";
  return ETHO_OK;
}

/* ---- samples ------------------------------------------------------------------------------------------- */

/* Measures of the training session come from the animal's last training row that has them. */
static double value_of(const etho_analysis *a, const etho_member *member, size_t m) {
  const char *phase = etho_measures_info(a->measures, m)->phase;
  if (!phase) return member->row ? member->row->value[m] : (double)NAN;
  double value = (double)NAN;
  for (size_t r = member->first_row; r < member->first_row + member->n_rows; r++)
    if (isfinite(etho_measures_row(a->measures, r)->value[m]))
      value = etho_measures_row(a->measures, r)->value[m];
  return value;
}

static bool in_comparison(const etho_analysis *a, const etho_member *member) {
  return member->arm >= 0 && !etho_member_row(a, member)->excluded;
}

etho_status etho_analysis_input(etho_analysis *a, size_t m, etho_input *input, etho_error *error) {
  double *value = ETHO_NEW(a->arena, double, a->n_members + 1);
  int *code = ETHO_NEW(a->arena, int, a->n_members + 1);
  if (!value || !code) return no_memory(error);
  size_t n = 0;
  for (size_t i = 0; i < a->n_members; i++) {
    if (!in_comparison(a, &a->member[i])) continue;
    value[n] = value_of(a, &a->member[i], m);
    code[n++] = a->member[i].arm;
  }
  *input = (etho_input){.n = n, .response = etho_measures_info(a->measures, m)->name, .value = value};
  input->by = (etho_factor){.name = "arm", .level = a->arm_name, .n_levels = a->n_arms, .code = code};
  return ETHO_OK;
}

etho_status etho_analysis_keys(etho_analysis *a, const char ***animal, const char ***cage,
                               etho_error *error) {
  *animal = ETHO_NEW(a->arena, const char *, a->n_members + 1);
  *cage = ETHO_NEW(a->arena, const char *, a->n_members + 1);
  if (!*animal || !*cage) return no_memory(error);
  size_t n = 0;
  for (size_t i = 0; i < a->n_members; i++) {
    if (!in_comparison(a, &a->member[i])) continue;
    (*animal)[n] = a->member[i].animal;
    (*cage)[n++] = etho_member_row(a, &a->member[i])->cage;
  }
  return ETHO_OK;
}

static etho_status fill_sample(etho_analysis *a, size_t m, size_t arm, etho_error *error) {
  double *value = ETHO_NEW(a->arena, double, a->n_members + 1);
  const char **animal = ETHO_NEW(a->arena, const char *, a->n_members + 1);
  size_t n = 0;
  if (!value || !animal) return no_memory(error);
  for (size_t i = 0; i < a->n_members; i++) {
    const etho_member *member = &a->member[i];
    if (member->arm != (int)arm || !in_comparison(a, member)) continue;
    double v = value_of(a, member, m);
    if (!isfinite(v)) continue;
    value[n] = v;
    animal[n++] = member->animal;
  }
  a->sample[m * a->n_arms + arm] = (etho_sample){a->arm_name[arm], value, n};
  a->animal[m * a->n_arms + arm] = animal;
  return ETHO_OK;
}

etho_status etho_members_sample(etho_analysis *a, etho_error *error) {
  size_t n = etho_measures_count(a->measures);
  a->sample = ETHO_NEW(a->arena, etho_sample, n * a->n_arms + 1);
  a->animal = ETHO_NEW(a->arena, const char **, n * a->n_arms + 1);
  if (!a->sample || !a->animal) return no_memory(error);
  etho_status status = ETHO_OK;
  for (size_t m = 0; m < n; m++)
    for (size_t arm = 0; arm < a->n_arms && status == ETHO_OK; arm++) status = fill_sample(a, m, arm, error);
  return status;
}

etho_status etho_members_count(etho_analysis *a, etho_error *error) {
  a->arm = ETHO_NEW(a->arena, etho_arm_counts, a->n_arms + 1);
  if (!a->arm) return no_memory(error);
  for (size_t k = 0; k < a->n_arms; k++) a->arm[k].arm = a->arm_name[k];
  for (size_t i = 0; i < a->n_members; i++) {
    const etho_member *member = &a->member[i];
    if (member->arm < 0) continue;
    etho_arm_counts *arm = &a->arm[member->arm];
    arm->animals++;
    if (etho_member_row(a, member)->excluded)
      arm->excluded++;
    else if (isfinite(value_of(a, member, a->response_index)))
      arm->analysed++;
    else
      arm->missing++;
  }
  return ETHO_OK;
}
