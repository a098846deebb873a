/* The design of a study: who is in which arm, and which values stand for them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis.h"
#include "analysis/factor.h"
#include "base/text.h"

static etho_status no_memory(etho_error *error) {
  return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}

etho_design etho_design_default(void) {
  return (etho_design){.equivalence = (double)NAN, .options = etho_options_default()};
}

int etho_analysis_arm_index(const etho_analysis *analysis, const char *name) {
  for (size_t a = 0; name && a < analysis->n_arms; a++)
    if (strcmp(analysis->arm_name[a], name) == 0) return (int)a;
  return -1;
}

/* ---- arms ---------------------------------------------------------------------------------------------- */

static bool is_listed(const char *const *names, size_t n, const char *name) {
  for (size_t i = 0; i < n; i++)
    if (strcmp(names[i], name) == 0) return true;
  return false;
}

/* Declared arms in their order (without those that have no animal), then the others, control first, sorted.
 */
static etho_status order_arms(etho_analysis *a, const etho_design *d, const etho_factor *found,
                              etho_error *error) {
  a->arm_name = ETHO_NEW(a->arena, const char *, found->n_levels + 1);
  if (!a->arm_name) return no_memory(error);
  for (size_t i = 0; d->arms && i < d->n_arms; i++) {
    if (is_listed(found->level, found->n_levels, d->arms[i])) {
      for (size_t k = 0; k < found->n_levels; k++)
        if (strcmp(found->level[k], d->arms[i]) == 0 && !is_listed(a->arm_name, a->n_arms, d->arms[i]))
          a->arm_name[a->n_arms++] = found->level[k];
    } else {
      etho_issues_add(a->issues, "W-ARM-EMPTY", NULL, 0, 0, "check the spelling, or declare an alias",
                      "no animal is in arm '%s'", d->arms[i]);
    }
  }
  for (int control_turn = 1; control_turn >= 0; control_turn--)
    for (size_t k = 0; k < found->n_levels; k++) {
      const char *name = found->level[k];
      bool is_control = d->control && strcmp(name, d->control) == 0;
      if (is_control != (control_turn == 1) || is_listed(a->arm_name, a->n_arms, name)) continue;
      if (d->arms)
        etho_issues_add(a->issues, "W-ARM-UNDECLARED", NULL, 0, 0,
                        "add it to the study's arms, or declare it as another spelling of one of them",
                        "arm '%s' is in the data but not in the study's list of arms", name);
      a->arm_name[a->n_arms++] = name;
    }
  return ETHO_OK;
}

static etho_status find_arms(etho_analysis *a, const etho_design *design, etho_error *error) {
  const char **name = ETHO_NEW(a->arena, const char *, a->n_members + 1);
  etho_factor found;
  if (!name) return no_memory(error);
  for (size_t i = 0; i < a->n_members; i++) name[i] = etho_member_row(a, &a->member[i])->arm;
  if (!etho_factor_make(a->arena, "arm", name, a->n_members, '.', &found)) return no_memory(error);
  if (!found.n_levels) {
    etho_error_set(error, ETHO_ERR_DATA, "no animal has an arm");
    etho_error_hint(error, "add a column 'arm' (group, treatment), or an animals file that has one");
    return ETHO_ERR_DATA;
  }
  etho_status status = order_arms(a, design, &found, error);
  for (size_t i = 0; status == ETHO_OK && i < a->n_members; i++)
    a->member[i].arm = etho_analysis_arm_index(a, etho_member_row(a, &a->member[i])->arm);
  return status;
}

static etho_status require_arm(const etho_analysis *a, const char *role, const char *name,
                               etho_error *error) {
  if (!name || etho_analysis_arm_index(a, name) >= 0) return ETHO_OK;
  etho_text near = {0};
  etho_nearest_names(&near, name, a->arm_name, a->n_arms);
  etho_error_set(error, ETHO_ERR_USAGE, "the %s arm '%s' is not in the data", role, name);
  if (near.length)
    etho_error_hint(error, "did you mean %s?", etho_text_get(&near));
  else
    etho_error_hint(error, "declare the spelling in the data as an alias, or correct the name");
  etho_text_free(&near);
  return ETHO_ERR_USAGE;
}

static etho_status check_roles(const etho_analysis *a, const etho_design *d, etho_error *error) {
  etho_status status = require_arm(a, "control", d->control, error);
  if (status == ETHO_OK) status = require_arm(a, "impaired", d->impaired, error);
  for (size_t i = 0; status == ETHO_OK && i < d->n_treatments; i++)
    status = require_arm(a, "treatment", d->treatments[i], error);
  return status;
}

/* ---- the design with its defaults ---------------------------------------------------------------------- */

static const char *own(etho_analysis *a, const char *text, bool *failed) {
  const char *copy = etho_arena_text(a->arena, text);
  *failed = *failed || (text && !copy);
  return copy;
}

static etho_status check_name(const char *what, const char *name, const char *const *known, size_t n,
                              etho_error *error) {
  if (!name || is_listed(known, n, name)) return ETHO_OK;
  etho_text near = {0};
  etho_nearest_names(&near, name, known, n);
  etho_error_set(error, ETHO_ERR_USAGE, "the %s test cannot be '%s'", what, name);
  if (near.length)
    etho_error_hint(error, "did you mean %s?", etho_text_get(&near));
  else
    etho_error_hint(error, "it is one of %s, %s, %s", known[0], known[1], known[2]);
  etho_text_free(&near);
  return ETHO_ERR_USAGE;
}

static etho_status settle_design(etho_analysis *a, const etho_design *from, etho_error *error) {
  static const char *const primaries[] = {"anova_welch", "anova_oneway", "kruskal_wallis"};
  static const char *const pairwises[] = {"games_howell", "tukey", "dunnett"};
  etho_status status = check_name("primary", from->primary, primaries, 3, error);
  if (status == ETHO_OK) status = check_name("pairwise", from->pairwise, pairwises, 3, error);
  if (status != ETHO_OK) return status;
  if (from->pairwise && strcmp(from->pairwise, "dunnett") == 0 && !from->control)
    return etho_error_set(error, ETHO_ERR_USAGE,
                          "Dunnett's test compares with a control: declare which arm it is");
  etho_design *d = &a->design;
  bool failed = false;
  *d = *from;
  d->arms = a->arm_name, d->n_arms = a->n_arms;
  d->control = own(a, from->control, &failed);
  d->impaired = own(a, from->impaired, &failed);
  d->phase = own(a, from->phase, &failed);
  d->primary = own(a, from->primary ? from->primary : primaries[0], &failed);
  d->pairwise = own(a, from->pairwise ? from->pairwise : pairwises[0], &failed);
  d->response = a->response->name;
  const char **treatments = ETHO_NEW(a->arena, const char *, from->n_treatments + 1);
  if (failed || !treatments) return no_memory(error);
  for (size_t i = 0; i < from->n_treatments; i++)
    treatments[i] = a->arm_name[etho_analysis_arm_index(a, from->treatments[i])];
  d->treatments = treatments;
  return ETHO_OK;
}

/* ---- response ------------------------------------------------------------------------------ */

static etho_status unknown_response(const etho_analysis *a, const char *name, etho_error *error) {
  size_t n = etho_measures_count(a->measures);
  const char **names = ETHO_NEW(a->arena, const char *, n + 1);
  if (!names) return no_memory(error);
  for (size_t m = 0; m < n; m++) names[m] = etho_measures_info(a->measures, m)->name;
  etho_text near = {0};
  etho_nearest_names(&near, name, names, n);
  etho_error_set(error, ETHO_ERR_USAGE, "the data give no measure '%s'", name);
  if (near.length)
    etho_error_hint(error, "did you mean %s?", etho_text_get(&near));
  else
    etho_error_hint(error, "`ethostat list measures` names them and the columns they need");
  etho_text_free(&near);
  return ETHO_ERR_USAGE;
}

/* A table of outcomes names no response of its own. */
static etho_status ask_response(const etho_analysis *a, etho_error *error) {
  etho_text names = {0};
  for (size_t m = 0; m < etho_measures_count(a->measures) && m < 30; m++)
    etho_text_format(&names, "%s%.60s", m ? ", " : "", etho_measures_info(a->measures, m)->name);
  etho_error_set(error, ETHO_ERR_USAGE, "the file holds several measures, and none is declared as the response");
  etho_error_hint(error, "name one: --response, or \"response\" in the study file; they are: %s", etho_text_get(&names));
  etho_text_free(&names);
  return ETHO_ERR_USAGE;
}

static etho_status choose_response(etho_analysis *a, const char *name, etho_error *error) {
  size_t n = etho_measures_count(a->measures), chosen = ETHO_NOT_FOUND;
  if (name) {
    chosen = etho_measures_find(a->measures, name);
    if (chosen == ETHO_NOT_FOUND) return unknown_response(a, name, error);
  }
  for (size_t m = 0; m < n && chosen == ETHO_NOT_FOUND; m++)
    if (etho_measures_info(a->measures, m)->primary) chosen = m;
  if (chosen == ETHO_NOT_FOUND && n > 1 && !etho_assay_measure_count(etho_measures_assay(a->measures)))
    return ask_response(a, error);
  if (chosen == ETHO_NOT_FOUND) {
    etho_error_set(error, ETHO_ERR_DATA, "no animal has a value of the %s assay's index",
                   etho_assay_name(etho_measures_assay(a->measures)));
    etho_error_hint(
        error, "an index is missing where exploration or trials are zero; name another measure as response");
    return ETHO_ERR_DATA;
  }
  a->response_index = chosen;
  a->response = etho_measures_info(a->measures, chosen);
  return ETHO_OK;
}

etho_status etho_analysis_prepare(etho_analysis *a, const etho_design *design, etho_error *error) {
  etho_status status = etho_members_find(a, error);
  if (status == ETHO_OK) status = find_arms(a, design, error);
  if (status == ETHO_OK) status = check_roles(a, design, error);
  if (status == ETHO_OK) status = choose_response(a, design->response, error);
  if (status == ETHO_OK) status = settle_design(a, design, error);
  if (status == ETHO_OK) status = etho_members_choose(a, a->design.phase, error);
  if (status == ETHO_OK) status = etho_members_count(a, error);
  if (status == ETHO_OK) status = etho_members_sample(a, error);
  return status == ETHO_OK ? etho_arms_check(a, error) : status;
}
