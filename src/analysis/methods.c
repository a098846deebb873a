/* The words of the methods section that are not of one step. */
#include <math.h>
#include <string.h>

#include "analysis/analysis.h"
#include "base/text.h"

static bool begins_with(const char *text, const char *word) {
  return strncmp(text, word, strlen(word)) == 0;
}

/* Names of people and abbreviations keep their capital. */
static bool keeps_capital(const char *text) {
  static const char *const names[] = {"Welch", "Student",  "Games", "Kruskal", "Tukey", "Dunnett",
                                      "Mann",  "Wilcoxon", "Brown", "Shapiro", "Holm"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (begins_with(text, names[i])) return true;
  return text[0] && text[1] >= 'A' && text[1] <= 'Z';
}

static void append_lower(etho_text *out, const char *text) {
  bool lower = !keeps_capital(text) && text[0] >= 'A' && text[0] <= 'Z';
  etho_text_char(out, lower ? (char)(text[0] + 32) : text[0]);
  etho_text_append(out, text[0] ? text + 1 : "");
}

const char *etho_methods_name(etho_analysis *a, size_t result) {
  const char *method = a->result[result].method;
  size_t length = strlen(method);
  bool is_test = length > 4 && strcmp(method + length - 4, "test") == 0;
  etho_text text = {0};
  if (is_test && !strstr(method, "'s ")) etho_text_append(&text, "the ");
  append_lower(&text, method);
  const char *name = text.failed ? NULL : etho_arena_text(a->arena, etho_text_get(&text));
  etho_text_free(&text);
  return name ? name : method;
}

static etho_status open_response(etho_analysis *a, etho_error *error) {
  etho_text title = {0};
  append_lower(&title, a->response->title);
  etho_status status = etho_analysis_method(a, error, "The response was the %s, defined as %s.",
                                            etho_text_get(&title), a->response->definition);
  etho_text_free(&title);
  if (status != ETHO_OK) return status;
  if (!a->session || !a->session[0])
    return etho_analysis_method(a, error, "The experimental unit was the animal.");
  const char *reason = a->design.phase ? "as the study declares" : etho_measures_test_reason(a->measures);
  return etho_analysis_method(a, error,
                              "The experimental unit was the animal; the session compared was '%s'%s%s%s.",
                              a->session, reason ? " (" : "", reason ? reason : "", reason ? ")" : "");
}

static bool is_first_of_rule(const etho_measures *m, size_t index) {
  const etho_exclusion *e = etho_measures_exclusion(m, index);
  for (size_t i = 0; i < index; i++) {
    const etho_exclusion *before = etho_measures_exclusion(m, i);
    if (before->excluded && strcmp(before->rule, e->rule) == 0) return false;
  }
  return true;
}

/* "min_total_exploration_s (20, a priori): 2" for each rule that excluded an animal. */
static void list_rules(const etho_measures *m, etho_text *text) {
  for (size_t i = 0; i < etho_measures_exclusion_count(m); i++) {
    const etho_exclusion *e = etho_measures_exclusion(m, i);
    size_t animals = 0;
    if (!e->excluded || !is_first_of_rule(m, i)) continue;
    for (size_t k = i; k < etho_measures_exclusion_count(m); k++) {
      const etho_exclusion *other = etho_measures_exclusion(m, k);
      animals += other->excluded && strcmp(other->rule, e->rule) == 0;
    }
    etho_text_format(text, "%s%s (", text->length ? "; " : "", e->rule);
    if (isfinite(e->threshold)) etho_text_format(text, "%g", e->threshold);
    if (isfinite(e->threshold_high)) etho_text_format(text, " to %g", e->threshold_high);
    if (isfinite(e->threshold)) etho_text_append(text, ", ");
    etho_text_format(text, "%s): %zu", e->apriori ? "a priori" : "post hoc", animals);
  }
}

static etho_status open_exclusions(etho_analysis *a, etho_error *error) {
  size_t excluded = 0, missing = 0, animals = 0;
  for (size_t k = 0; k < a->n_arms; k++)
    excluded += a->arm[k].excluded, missing += a->arm[k].missing, animals += a->arm[k].animals;
  if (!excluded && !missing)
    return etho_analysis_method(a, error, "No animal was excluded; all %zu were analysed.", animals);
  etho_text rules = {0};
  list_rules(a->measures, &rules);
  etho_status status = etho_analysis_method(
      a, error,
      "Of %zu animals %zu %s excluded by declared rules%s%s%s, and %zu had no value of the response.",
      animals, excluded, excluded == 1 ? "was" : "were", rules.length ? " (" : "", etho_text_get(&rules),
      rules.length ? ")" : "", missing);
  etho_text_free(&rules);
  return status;
}

etho_status etho_methods_open(etho_analysis *a, etho_error *error) {
  etho_status status = open_response(a, error);
  return status == ETHO_OK ? open_exclusions(a, error) : status;
}
