/* Exclusion rules as data: what the study declares excludes, what it does not declare only flags. */
#include <math.h>
#include <string.h>

#include "assay/measures.h"
#include "base/text.h"

static const etho_rule_info *find_rule(const etho_assay *assay, const char *name) {
  for (size_t i = 0; i < assay->n_rules; i++)
    if (strcmp(assay->rule[i].name, name) == 0) return &assay->rule[i];
  return NULL;
}

/* A study's rules are for all its assays: one that another assay knows is not this one's matter. */
static bool is_of_another(const etho_assay *assay, const char *name) {
  for (size_t i = 0; i < etho_assay_count(); i++)
    if (etho_assay_at(i) != assay && find_rule(etho_assay_at(i), name)) return true;
  return false;
}

static etho_status unknown_rule(const etho_assay *assay, const char *name, etho_error *error) {
  const char *names[32];
  size_t n = 0;
  for (; n < assay->n_rules && n < 32; n++) names[n] = assay->rule[n].name;
  etho_text near = {0};
  etho_nearest_names(&near, name, names, n);
  etho_error_set(error, ETHO_ERR_USAGE, "there is no exclusion rule '%s' for %s", name, assay->name);
  if (near.length)
    etho_error_hint(error, "did you mean %s?", etho_text_get(&near));
  else
    etho_error_hint(error,
                    "its rules: min_... as listed by `ethostat list rules`; 'declared' names one animal");
  etho_text_free(&near);
  return ETHO_ERR_USAGE;
}

etho_status etho_rules_check(const etho_assay *assay, const etho_assay_options *options, etho_error *error) {
  for (size_t i = 0; i < options->n_rules; i++) {
    const etho_rule *rule = &options->rules[i];
    const etho_rule_info *info = rule->name ? find_rule(assay, rule->name) : NULL;
    if (!info && rule->name && is_of_another(assay, rule->name)) continue;
    if (!info) return unknown_rule(assay, rule->name ? rule->name : "", error);
    if (info->relation == ETHO_NAMED && !rule->animal)
      return etho_error_set(error, ETHO_ERR_USAGE, "the rule '%s' must name the animal", rule->name);
    if (info->relation == ETHO_OUTSIDE && isfinite(rule->threshold_high) && isfinite(rule->threshold) &&
        rule->threshold > rule->threshold_high)
      return etho_error_set(error, ETHO_ERR_USAGE, "rule '%s': threshold %g is above threshold_high %g",
                            rule->name, rule->threshold, rule->threshold_high);
  }
  return ETHO_OK;
}

static bool caught(const etho_rule_info *info, double value, double threshold, double high) {
  switch (info->relation) {
  case ETHO_BELOW:
    return value < threshold;
  case ETHO_AT_MOST:
    return value <= threshold;
  case ETHO_ABOVE:
    return value > threshold;
  case ETHO_OUTSIDE:
    return value < threshold || value > high;
  case ETHO_NAMED:
    return false;
  }
  return false;
}

static double value_of(const etho_measures *m, const etho_subject_row *row, const etho_rule_info *info) {
  size_t index = etho_assay_measure_index(m->assay, info->measure);
  double value = row->value[index];
  if (isfinite(value) || !info->otherwise) return value;
  return row->value[etho_assay_measure_index(m->assay, info->otherwise)];
}

static bool rule_reads(const etho_rule *rule, const etho_rule_info *info, const etho_subject_row *row) {
  if (rule->phase && row->phase && etho_text_equal_fold(rule->phase, row->phase)) return true;
  if (rule->phase && !etho_text_equal_fold(rule->phase, "test") &&
      !etho_text_equal_fold(rule->phase, "training"))
    return false;
  bool training = rule->phase ? etho_text_equal_fold(rule->phase, "training") : info->training;
  return row->training == training;
}

static bool add_flag(etho_arena *arena, etho_subject_row *row, const char *name) {
  etho_text text = {0};
  if (row->flags[0]) etho_text_format(&text, "%s,", row->flags);
  etho_text_append(&text, name);
  const char *flags = text.failed ? NULL : etho_arena_text(arena, etho_text_get(&text));
  etho_text_free(&text);
  if (!flags) return false;
  row->flags = flags;
  return true;
}

static bool enter(etho_measures *m, const etho_subject_row *row, const etho_rule *rule, double value) {
  etho_exclusion *list =
      etho_arena_grow(m->arena, m->exclusion, &m->exclusion_capacity, m->n_exclusions + 1, sizeof *list);
  if (!list) return false;
  m->exclusion = list;
  list[m->n_exclusions++] = (etho_exclusion){.animal = row->animal,
                                             .arm = row->arm,
                                             .phase = row->phase,
                                             .session = row->label,
                                             .rule = rule->name,
                                             .value = value,
                                             .threshold = rule->threshold,
                                             .threshold_high = rule->threshold_high,
                                             .reason = rule->reason,
                                             .apriori = rule->apriori,
                                             .excluded = rule->excludes};
  return true;
}

/* Exclusion is of the animal: all its sessions carry it. */
static void exclude(etho_measures *m, const char *animal) {
  for (size_t r = 0; r < m->n_rows; r++)
    if (strcmp(m->row[r].animal, animal) == 0) m->row[r].excluded = true;
  for (size_t r = 0; r < m->n_pooled; r++)
    if (strcmp(m->pooled[r].animal, animal) == 0) m->pooled[r].excluded = true;
}

static bool apply_named(etho_measures *m, const etho_rule *rule, etho_issues *issues) {
  bool entered = false;
  for (size_t r = 0; r < m->n_rows; r++) {
    if (strcmp(m->row[r].animal, rule->animal) != 0) continue;
    if (!entered && !enter(m, &m->row[r], rule, (double)NAN)) return false;
    entered = true;
    if (!add_flag(m->arena, &m->row[r], rule->name)) return false;
  }
  if (!entered)
    etho_issues_add(issues, "W-RULE-ANIMAL", NULL, 0, 0, "check the id in the study file",
                    "a rule excludes animal '%s', which is not in the data", rule->animal);
  if (entered && rule->excludes) exclude(m, rule->animal);
  return true;
}

static bool apply_to(etho_measures *m, etho_subject_row *row, const etho_rule *rule,
                     const etho_rule_info *info) {
  double value = value_of(m, row, info);
  if (!isfinite(value) || !caught(info, value, rule->threshold, rule->threshold_high)) return true;
  if (!enter(m, row, rule, value) || !add_flag(m->arena, row, rule->name)) return false;
  if (rule->excludes) exclude(m, row->animal);
  return true;
}

/* Trials over several days make one series: rules look at the series, once for each animal. */
static bool apply(etho_measures *m, const etho_rule *rule, const etho_rule_info *info, etho_issues *issues) {
  if (info->relation == ETHO_NAMED) return apply_named(m, rule, issues);
  bool pooled = m->n_pooled > 0 && !info->training && !rule->phase;
  etho_subject_row *row = pooled ? m->pooled : m->row;
  for (size_t r = 0; r < (pooled ? m->n_pooled : m->n_rows); r++)
    if ((!pooled || row[r].compared) && rule_reads(rule, info, &row[r]) && !apply_to(m, &row[r], rule, info))
      return false;
  return true;
}

/* The rule as it goes into the ledger: own text, thresholds filled in. */
static bool complete(etho_arena *arena, const etho_rule *declared, const etho_rule_info *info,
                     etho_rule *rule) {
  *rule = *declared;
  rule->name = info->name;
  if (!isfinite(rule->threshold)) rule->threshold = info->threshold;
  if (!isfinite(rule->threshold_high)) rule->threshold_high = info->threshold_high;
  if (info->relation != ETHO_OUTSIDE) rule->threshold_high = (double)NAN;
  if (info->relation == ETHO_NAMED) rule->threshold = (double)NAN;
  rule->reason = etho_arena_text(arena, declared->reason ? declared->reason : info->summary);
  return rule->reason != NULL;
}

static bool is_declared(const etho_assay_options *options, const char *name) {
  for (size_t i = 0; i < options->n_rules; i++)
    if (strcmp(options->rules[i].name, name) == 0) return true;
  return false;
}

bool etho_rules_apply(etho_measures *m, const etho_assay_options *options, etho_issues *issues) {
  etho_rule rule;
  for (size_t i = 0; i < options->n_rules; i++) {
    const etho_rule_info *info = find_rule(m->assay, options->rules[i].name);
    if (!info) continue;
    if (!complete(m->arena, &options->rules[i], info, &rule) || !apply(m, &rule, info, issues)) return false;
  }
  for (size_t i = 0; i < m->assay->n_rules; i++) {
    const etho_rule_info *info = &m->assay->rule[i];
    if (!info->flags || is_declared(options, info->name)) continue;
    etho_rule flag = {.name = info->name, .threshold = (double)NAN, .threshold_high = (double)NAN};
    if (!complete(m->arena, &flag, info, &rule) || !apply(m, &rule, info, issues)) return false;
  }
  return true;
}
