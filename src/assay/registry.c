/* The assays. Adding one is its file and a line in the list below. */
#include <math.h>
#include <string.h>

#include "assay/assay.h"
#include "base/text.h"

static const etho_assay *const assays[] = {&etho_assay_nor, &etho_assay_tmaze, &etho_assay_ymaze,
                                          &etho_assay_outcome};

enum { N_ASSAYS = sizeof assays / sizeof *assays };

size_t etho_assay_count(void) {
  return N_ASSAYS;
}

const etho_assay *etho_assay_at(size_t index) {
  return index < N_ASSAYS ? assays[index] : NULL;
}

const etho_assay *etho_assay_find(const char *name) {
  for (size_t i = 0; i < N_ASSAYS; i++)
    if (strcmp(assays[i]->name, name) == 0) return assays[i];
  return NULL;
}

static void explain_none(etho_error *error) {
  etho_text text = {0};
  for (size_t i = 0; i < N_ASSAYS; i++)
    etho_text_format(&text, "%s%s needs %s", i ? "; " : "", assays[i]->name, assays[i]->columns);
  etho_error_set(error, ETHO_ERR_DATA, "the columns fit no assay");
  etho_error_hint(error, "%s", etho_text_get(&text));
  etho_text_free(&text);
}

const etho_assay *etho_assay_detect(const etho_trials *trials, etho_error *error) {
  const etho_assay *best = NULL, *rival = NULL;
  int best_fit = 0;
  for (size_t i = 0; i < N_ASSAYS; i++) {
    int fit = assays[i]->fits(trials);
    if (fit > best_fit) {
      best = assays[i];
      best_fit = fit;
      rival = NULL;
    } else if (fit && fit == best_fit) {
      rival = assays[i];
    }
  }
  if (!best) explain_none(error);
  if (!rival) return best;
  etho_error_set(error, ETHO_ERR_USAGE, "the columns fit both %s and %s", best->name, rival->name);
  etho_error_hint(error, "say which with --assay");
  return NULL;
}

const char *etho_assay_name(const etho_assay *assay) {
  return assay->name;
}

const char *etho_assay_summary(const etho_assay *assay) {
  return assay->summary;
}

const char *etho_assay_needs(const etho_assay *assay) {
  return assay->columns;
}

size_t etho_assay_measure_count(const etho_assay *assay) {
  return assay->n_measures;
}

const etho_measure *etho_assay_measure_at(const etho_assay *assay, size_t index) {
  return index < assay->n_measures ? &assay->measure[index] : NULL;
}

size_t etho_assay_measure_index(const etho_assay *assay, const char *name) {
  for (size_t i = 0; i < assay->n_measures; i++)
    if (strcmp(assay->measure[i].name, name) == 0) return i;
  return ETHO_NOT_FOUND;
}

size_t etho_assay_rule_count(const etho_assay *assay) {
  return assay->n_rules;
}

const char *etho_assay_rule_name(const etho_assay *assay, size_t index) {
  return index < assay->n_rules ? assay->rule[index].name : NULL;
}

const char *etho_assay_rule_summary(const etho_assay *assay, size_t index) {
  return index < assay->n_rules ? assay->rule[index].summary : NULL;
}

bool etho_assay_rule_default(const etho_assay *assay, size_t index, etho_rule *rule) {
  if (index >= assay->n_rules) return false;
  const etho_rule_info *info = &assay->rule[index];
  *rule = (etho_rule){.name = info->name,
                      .threshold = info->threshold,
                      .threshold_high = info->threshold_high,
                      .phase = info->training ? "training" : "test"};
  return true;
}

etho_assay_options etho_assay_options_default(void) {
  double none = (double)NAN;
  return (etho_assay_options){.cutoff_s = none,
                              .trial_length_s = none,
                              .chance = none,
                              .first_s = none,
                              .criterion_correct = 8,
                              .criterion_of = 10};
}
