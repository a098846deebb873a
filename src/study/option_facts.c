/* Every option in force, so that a reader sees what was given and what was assumed. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "study/study.h"

typedef struct fact_list {
  const etho_study *study;
  etho_arena *arena;
  etho_report_fact *fact;
  size_t n, capacity;
  bool failed;
} fact_list;

static bool is_given(const etho_study *study, const char *name) {
  for (size_t i = 0; i < study->n_named; i++)
    if (strcmp(study->named[i], name) == 0) return true;
  for (size_t i = 0; i < study->run.n_given; i++)
    if (strcmp(study->run.given[i].name, name) == 0) return true;
  return false;
}

/* value NULL: nothing is in force. */
static void add(fact_list *list, const char *name, const char *value, bool assumed) {
  etho_report_fact *grown = etho_arena_grow(list->arena, list->fact, &list->capacity, list->n + 1, sizeof *grown);
  if (!grown) {
    list->failed = true;
    return;
  }
  list->fact = grown;
  etho_report_fact *fact = &grown[list->n++];
  *fact = (etho_report_fact){etho_arena_text(list->arena, name), etho_arena_text(list->arena, value), assumed};
  if (!fact->name || (value && !fact->value)) list->failed = true;
}

static void add_text(fact_list *list, const char *name, const char *value) {
  add(list, name, value, !is_given(list->study, name));
}

static void add_number(fact_list *list, const char *name, double value) {
  char text[ETHO_NUMBER_SIZE];
  if (!isnan(value)) etho_number_print(text, value);
  add_text(list, name, isnan(value) ? NULL : text);
}

/* Takes and empties text. */
static void add_made(fact_list *list, const char *name, etho_text *text) {
  if (text->failed) list->failed = true;
  add_text(list, name, text->length ? etho_text_get(text) : NULL);
  etho_text_free(text);
}

static void add_names(fact_list *list, const char *name, const char *const *item, size_t n) {
  etho_text text = {0};
  for (size_t i = 0; i < n; i++) etho_text_format(&text, "%s%s", i ? ", " : "", item[i]);
  add_made(list, name, &text);
}

static void add_design(fact_list *list, const etho_analysis *analysis) {
  const etho_design *design = etho_analysis_design(analysis);
  etho_text arms = {0};
  for (size_t i = 0; i < etho_analysis_arm_count(analysis); i++) {
    const char *arm = etho_analysis_arm(analysis, i)->arm;
    etho_text_format(&arms, "%s%s", i ? ", " : "", arm ? arm : "");
  }
  add_made(list, "arms", &arms);
  add_text(list, "control", design->control);
  add_text(list, "impaired", design->impaired);
  add_names(list, "treatments", design->treatments, design->n_treatments);
  add_number(list, "equivalence", design->equivalence);
  add_text(list, "primary", design->primary);
  add_text(list, "pairwise", design->pairwise);
  add_number(list, "conf_level", design->options.conf_level);
  add_number(list, "resamples", (double)design->options.resamples);
  if (design->pseudoreplicate) add_text(list, "pseudoreplicate", "true");
}

/* "response (nor)" where there are several assays. */
static void add_per_assay(fact_list *list, const etho_analysis *analysis, const char *declared) {
  const char *assay = etho_assay_name(etho_measures_assay(etho_analysis_measures(analysis)));
  bool several = list->study->n_groups > 1;
  char name[96];
  snprintf(name, sizeof name, several ? "response (%s)" : "response", assay);
  add(list, name, etho_analysis_response(analysis), !declared && !is_given(list->study, "response"));
  snprintf(name, sizeof name, several ? "session (%s)" : "session", assay);
  const char *session = etho_analysis_session(analysis);
  add(list, name, session && session[0] ? session : NULL, !is_given(list->study, "phase"));
}

static void add_rules(fact_list *list) {
  const etho_assay_options *assay = &list->study->assay;
  etho_text text = {0};
  for (size_t i = 0; i < assay->n_rules; i++) {
    const etho_rule *rule = &assay->rules[i];
    etho_text_format(&text, "%s%s", i ? "; " : "", rule->name);
    if (rule->animal) etho_text_format(&text, " %s", rule->animal);
    if (!isnan(rule->threshold)) etho_text_format(&text, " %g", rule->threshold);
    if (!isnan(rule->threshold_high)) etho_text_format(&text, " to %g", rule->threshold_high);
    etho_text_format(&text, " (%s%s)", rule->apriori ? "a priori" : "post hoc", rule->excludes ? "" : ", only flags");
    if (rule->reason) etho_text_format(&text, ": %s", rule->reason);
  }
  if (text.failed) list->failed = true;
  add(list, "exclusions", text.length ? etho_text_get(&text) : "none declared", !assay->n_rules);
  etho_text_free(&text);
}

static void add_assay(fact_list *list) {
  const etho_assay_options *assay = &list->study->assay;
  add_rules(list);
  add_number(list, "cutoff_s", assay->cutoff_s);
  add_number(list, "trial_length_s", assay->trial_length_s);
  add_number(list, "chance", assay->chance);
  add_text(list, "reentries", assay->reentries);
  etho_text criterion = {0};
  if (assay->criterion_of) etho_text_format(&criterion, "%zu of %zu", assay->criterion_correct, assay->criterion_of);
  add(list, "criterion", criterion.length ? etho_text_get(&criterion) : NULL, !is_given(list->study, "criterion_correct"));
  etho_text_free(&criterion);
  add_number(list, "first_s", assay->first_s);
}

etho_report_fact *study_option_facts(const etho_study *study, etho_arena *arena, const etho_figure_options *figures,
                                     size_t *n) {
  fact_list list = {.study = study, .arena = arena};
  bool designed = false;
  for (size_t i = 0; i < study->n_groups; i++) {
    if (!study->group[i].analysis) continue;
    if (!designed) add_design(&list, study->group[i].analysis);
    designed = true;
    add_per_assay(&list, study->group[i].analysis, study->group[i].response);
  }
  add_assay(&list);
  char seed[32];
  snprintf(seed, sizeof seed, "%llu", (unsigned long long)study->design.options.seed);
  add_text(&list, "seed", seed);
  if (figures) {
    bool usual = !figures->formats || strcmp(figures->formats, "svg") == 0;
    add(&list, "figures", figures->formats ? figures->formats : "svg", usual);
    add_text(&list, "error_bar", figures->error_bar);
    add_number(&list, "width_mm", figures->width_mm);
    add_text(&list, "palette", figures->palette);
    add_text(&list, "theme", figures->theme);
  }
  *n = list.n;
  return list.failed ? NULL : list.fact;
}
