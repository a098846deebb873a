/* Can these arms be compared at all? What cannot is refused with the reason, what is only thin is warned
 * about. */
#include <math.h>
#include <string.h>

#include "analysis/analysis.h"

typedef struct tally {
  size_t animals, excluded, analysed; /* animals */
  size_t arms, large, varied;         /* arms with a value, with two or more, with two that differ */
  const char *only;                   /* an arm with values */
} tally;

static bool varies(const etho_sample *sample) {
  for (size_t i = 1; i < sample->n; i++)
    if (sample->value[i] != sample->value[0]) return true;
  return false;
}

static tally count(const etho_analysis *a) {
  tally t = {0};
  for (size_t k = 0; k < a->n_arms; k++) {
    const etho_sample *sample = &a->sample[a->response_index * a->n_arms + k];
    t.animals += a->arm[k].animals, t.excluded += a->arm[k].excluded, t.analysed += sample->n;
    t.arms += sample->n > 0, t.large += sample->n > 1, t.varied += varies(sample);
    if (sample->n) t.only = a->arm_name[k];
  }
  return t;
}

static etho_status refuse(const etho_analysis *a, const tally *t, etho_error *error) {
  const char *response = a->response->name;
  const char *hint = "comparing arms needs at least two of them, with at least two animals each";
  if (t->animals == 1) {
    etho_error_set(error, ETHO_ERR_DATA, "there is only one animal");
  } else if (a->n_arms == 1) {
    etho_error_set(error, ETHO_ERR_DATA, "there is only one arm, '%s'", a->arm_name[0]);
  } else if (t->excluded == t->animals) {
    etho_error_set(error, ETHO_ERR_DATA, "the rules exclude all %zu animals", t->animals);
    hint = "check the thresholds; `ethostat measure` shows each animal's values";
  } else if (!t->analysed) {
    etho_error_set(error, ETHO_ERR_DATA, "no animal has a value of %s", response);
    hint = "an index is missing where exploration or trials are zero";
  } else if (t->arms == 1) {
    etho_error_set(error, ETHO_ERR_DATA, "only arm '%s' has values of %s", t->only, response);
  } else if (t->large < 2) {
    etho_error_set(error, ETHO_ERR_DATA, "%s arm has two animals with a value of %s",
                   t->large ? "only one" : "no", response);
  } else {
    etho_error_set(error, ETHO_ERR_DATA, "%s does not vary within any arm", response);
    hint = "without spread between animals there is nothing to test against: check the values";
  }
  etho_error_hint(error, "%s", hint);
  return ETHO_ERR_DATA;
}

static void warn(const etho_analysis *a) {
  for (size_t k = 0; k < a->n_arms; k++) {
    const etho_sample *sample = &a->sample[a->response_index * a->n_arms + k];
    const char *hint = "tests and intervals that need a spread are left out for this arm, with a note";
    if (!sample->n)
      etho_issues_add(a->issues, "W-ARM-MISSING", NULL, 0, 0, "the arm is in no test",
                      "arm '%s' has no value of %s", a->arm_name[k], a->response->name);
    else if (sample->n == 1)
      etho_issues_add(a->issues, "W-ARM-ONE", NULL, 0, 0, hint,
                      "arm '%s' has only one animal with a value of %s", a->arm_name[k], a->response->name);
    else if (!varies(sample))
      etho_issues_add(a->issues, "W-ARM-CONSTANT", NULL, 0, 0, hint,
                      "all %zu animals of arm '%s' have the same %s", sample->n, a->arm_name[k],
                      a->response->name);
  }
}

etho_status etho_arms_check(etho_analysis *a, etho_error *error) {
  tally t = count(a);
  if (t.arms < 2 || t.large < 2 || !t.varied) return refuse(a, &t, error);
  warn(a);
  return ETHO_OK;
}
