/* Trials -> one row per animal and session. */
#include "assay/measures.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static etho_status no_memory(etho_error *error) {
  return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}

static etho_status check_options(const etho_assay *assay, const etho_assay_options *options,
                                 etho_error *error) {
  if (options->reentries && strcmp(options->reentries, "merge") != 0 &&
      strcmp(options->reentries, "keep") != 0)
    return etho_error_set(error, ETHO_ERR_USAGE, "re-entries are 'merge' or 'keep', not '%s'",
                          options->reentries);
  if (isfinite(options->chance) && (options->chance < 0 || options->chance > 1)) {
    etho_error_set(error, ETHO_ERR_USAGE, "chance is a share between 0 and 1, not %g", options->chance);
    etho_error_hint(error, "write 0.5 for 50 %%");
    return ETHO_ERR_USAGE;
  }
  if (options->criterion_correct > options->criterion_of)
    return etho_error_set(error, ETHO_ERR_USAGE, "a criterion of %zu correct of %zu trials cannot be met",
                          options->criterion_correct, options->criterion_of);
  if (options->cutoff_s <= 0 || options->trial_length_s <= 0 || options->first_s <= 0)
    return etho_error_set(error, ETHO_ERR_USAGE, "cut-off, trial length and first seconds are above 0");
  return etho_rules_check(assay, options, error);
}

static double *row_values(etho_arena *arena, size_t n) {
  double *value = ETHO_NEW(arena, double, n + 1);
  for (size_t i = 0; value && i < n; i++) value[i] = (double)NAN;
  return value;
}

/* Text of the trials is copied, as the measures outlive them; one that the row before has too is kept once.
 */
static bool copy_text(etho_arena *arena, const char *text, const char *before, const char **copy) {
  *copy = before && text && strcmp(before, text) == 0 ? before : etho_arena_text(arena, text);
  return !text || *copy;
}

static bool fill_row(etho_measures *m, const etho_batch *batch, const etho_session *session,
                     etho_subject_row *row) {
  const etho_animal *animal = &batch->animal[session->animal];
  const char *file = etho_trials_file(batch->trials, session->trial[0]);
  static const etho_subject_row none = {0};
  const etho_subject_row *before = row > m->row && row <= m->row + m->n_rows ? row - 1 : &none;
  etho_subject_row copy;
  if (!copy_text(m->arena, animal->name, before->animal, &copy.animal) ||
      !copy_text(m->arena, animal->arm, before->arm, &copy.arm) ||
      !copy_text(m->arena, animal->sex, before->sex, &copy.sex) ||
      !copy_text(m->arena, animal->cage, before->cage, &copy.cage) ||
      !copy_text(m->arena, session->phase, before->phase, &copy.phase) ||
      !copy_text(m->arena, session->session, before->session, &copy.session) ||
      !copy_text(m->arena, session->day, before->day, &copy.day) ||
      !copy_text(m->arena, session->label, before->label, &copy.label) ||
      !copy_text(m->arena, file, before->file, &copy.file))
    return false;
  *row = (etho_subject_row){.animal = copy.animal,
                            .arm = copy.arm,
                            .sex = copy.sex,
                            .cage = copy.cage,
                            .phase = copy.phase,
                            .session = copy.session,
                            .day = copy.day,
                            .label = copy.label,
                            .file = copy.file,
                            .flags = "",
                            .line = etho_trials_line(batch->trials, session->trial[0]),
                            .n_trials = etho_session_trials(batch, session),
                            .training = session->kind != ETHO_PHASE_TEST};
  return true;
}

static bool compute_row(etho_measures *m, const etho_batch *batch, const etho_session *session,
                        etho_subject_row *row) {
  double *value = row_values(m->arena, m->assay->n_measures + batch->n_extra);
  if (!value || !fill_row(m, batch, session, row) || !m->assay->compute(batch, session, value)) return false;
  row->value = value;
  return true;
}

static bool compute_rows(etho_measures *m, const etho_batch *batch) {
  m->row = ETHO_NEW(m->arena, etho_subject_row, batch->n_sessions + 1);
  double **value = ETHO_NEW(m->arena, double *, batch->n_sessions + 1);
  if (!m->row || !value) return false;
  for (size_t s = 0; s < batch->n_sessions; s++) {
    if (!compute_row(m, batch, &batch->session[s], &m->row[s])) return false;
    m->n_rows++;
    /* value is const for readers only: it was allocated just above */
    memcpy(&value[s], &m->row[s].value, sizeof value[s]);
  }
  if (m->assay->relate) m->assay->relate(batch, value);
  return true;
}

/* The test session that comes last, by phase (in the file's order), day and session. */
static const etho_session *last_test(const etho_batch *batch, bool *several) {
  const etho_session *last = NULL;
  *several = false;
  for (size_t a = 0; a < batch->n_animals; a++) {
    const etho_animal *animal = &batch->animal[a];
    size_t n = 0;
    for (size_t s = animal->first; s < animal->first + animal->n_sessions; s++) {
      const etho_session *now = &batch->session[s];
      if (now->kind != ETHO_PHASE_TEST) continue;
      n++;
      if (!last || now->rank > last->rank ||
          (now->rank == last->rank &&
           (etho_text_order(now->day, last->day) > 0 ||
            (etho_text_order(now->day, last->day) == 0 && etho_text_order(now->session, last->session) > 0))))
        last = now;
    }
    *several = *several || n > 1;
  }
  return last;
}

static bool pool_phase(etho_measures *m, const etho_batch *batch, const char *phase, bool compared) {
  for (size_t a = 0; a < batch->n_animals; a++) {
    etho_session pooled;
    if (!etho_session_pool(batch, a, phase, &pooled)) return false;
    if (!pooled.n_trials) continue;
    if (!compute_row(m, batch, &pooled, &m->pooled[m->n_pooled])) return false;
    m->pooled[m->n_pooled++].compared = compared;
  }
  return true;
}

/* An animal's sessions of one phase stand together. */
static size_t pooled_at_most(const etho_batch *batch) {
  size_t n = 0;
  for (size_t s = 0; s < batch->n_sessions; s++) {
    const etho_session *now = &batch->session[s], *before = s ? now - 1 : NULL;
    n += !before || before->animal != now->animal || !etho_text_same(before->phase, now->phase);
  }
  return n;
}

/* Each phase of testing (acquisition, reversal) is a series of its own; the last is compared. */
static bool pool_rows(etho_measures *m, const etho_batch *batch, const char *last) {
  const char **phase = ETHO_NEW(batch->arena, const char *, batch->n_sessions + 1);
  size_t n = 0;
  m->pooled = ETHO_NEW(m->arena, etho_subject_row, pooled_at_most(batch) + 1);
  if (!phase || !m->pooled) return false;
  for (size_t s = 0; s < batch->n_sessions; s++) {
    size_t k = 0;
    while (k < n && !etho_text_same(phase[k], batch->session[s].phase)) k++;
    if (k < n || batch->session[s].kind != ETHO_PHASE_TEST) continue;
    phase[n++] = batch->session[s].phase;
    if (!pool_phase(m, batch, phase[k], etho_text_same(phase[k], last))) return false;
  }
  return true;
}

bool etho_measures_choose(etho_measures *m, const etho_batch *batch) {
  bool several;
  const etho_session *last = last_test(batch, &several);
  if (!last) return true;
  m->test_phase = etho_arena_text(m->arena, last->phase);
  if (!several) {
    for (size_t r = 0; r < m->n_rows; r++) m->row[r].compared = !m->row[r].training;
    return true;
  }
  if (m->assay->pools) {
    m->test_reason = "all test sessions of an animal are taken together as one series of trials";
    return pool_rows(m, batch, last->phase);
  }
  m->test_phase = etho_arena_text(m->arena, last->label);
  m->test_reason = "of several test sessions the last is compared, as the study names no other";
  for (size_t r = 0; r < m->n_rows; r++)
    m->row[r].compared = !m->row[r].training && strcmp(m->row[r].label, last->label) == 0;
  return m->test_phase != NULL;
}

static bool measure_has_value(const etho_measures *m, size_t index) {
  for (size_t r = 0; r < m->n_rows; r++)
    if (isfinite(m->row[r].value[index])) return true;
  for (size_t r = 0; r < m->n_pooled; r++)
    if (isfinite(m->pooled[r].value[index])) return true;
  return false;
}

static etho_measure info_of(const etho_assay *assay, const etho_batch *batch, size_t index) {
  etho_measure info =
      index < assay->n_measures ? assay->measure[index] : batch->extra[index - assay->n_measures];
  double chance = isfinite(batch->options->chance) ? batch->options->chance : batch->chance;
  if (info.takes_chance && isfinite(chance)) {
    info.has_chance = true;
    info.chance = chance;
  }
  return info;
}

static void squeeze(etho_subject_row *row, const size_t *keep, size_t n_keep) {
  double *value;
  memcpy(&value, &row->value, sizeof value);
  for (size_t k = 0; k < n_keep; k++) value[k] = value[keep[k]];
}

/* Leave out the measures that no row has. */
static bool trim(etho_measures *m, const etho_batch *batch) {
  size_t width = m->assay->n_measures + batch->n_extra;
  size_t *keep = ETHO_NEW(m->arena, size_t, width + 1);
  m->info = ETHO_NEW(m->arena, etho_measure, width + 1);
  if (!keep || !m->info) return false;
  for (size_t i = 0; i < width; i++) {
    if (!measure_has_value(m, i)) continue;
    keep[m->n_info] = i;
    m->info[m->n_info++] = info_of(m->assay, batch, i);
  }
  for (size_t r = 0; r < m->n_rows; r++) squeeze(&m->row[r], keep, m->n_info);
  for (size_t r = 0; r < m->n_pooled; r++) squeeze(&m->pooled[r], keep, m->n_info);
  m->bin = batch->bins->row, m->n_bins = batch->bins->n;
  return true;
}

static bool run(etho_measures *m, etho_batch *batch) {
  return etho_batch_sort(batch) && etho_batch_check(batch) &&
         (!m->assay->prepare || m->assay->prepare(batch)) && compute_rows(m, batch) &&
         etho_measures_choose(m, batch) && etho_rules_apply(m, batch->options, batch->issues) &&
         trim(m, batch);
}

etho_status etho_assay_measure(const etho_assay *assay, const etho_trials *trials,
                               const etho_assay_options *options, etho_measures **measures,
                               etho_issues *issues, etho_error *error) {
  *measures = NULL;
  etho_assay_options defaults = etho_assay_options_default();
  if (!options) options = &defaults;
  etho_status status = check_options(assay, options, error);
  if (status != ETHO_OK) return status;
  if (!assay->fits(trials)) {
    etho_error_set(error, ETHO_ERR_DATA, "these trials have no columns for %s", assay->name);
    etho_error_hint(error, "it needs %s", assay->columns);
    return ETHO_ERR_DATA;
  }
  etho_measures *m = calloc(1, sizeof *m);
  if (!m || !(m->arena = etho_arena_new())) {
    free(m);
    return no_memory(error);
  }
  m->assay = assay;
  etho_bins bins = {0};
  etho_batch batch = {.trials = trials,
                      .options = options,
                      .arena = m->arena,
                      .issues = issues,
                      .n_known = issues ? etho_issues_count(issues) : 0,
                      .bins = &bins,
                      .maze = assay->pools,
                      .chance = (double)NAN};
  if (!run(m, &batch)) {
    etho_measures_free(m);
    return no_memory(error);
  }
  *measures = m;
  return ETHO_OK;
}

void etho_measures_free(etho_measures *measures) {
  if (!measures) return;
  etho_arena_free(measures->arena);
  free(measures);
}
