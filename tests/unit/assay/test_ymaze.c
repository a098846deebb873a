/* Continuous mazes: triads counted by hand. */
#include "tap.h"
#include "trials.h"

/* A B C A C C B: triads ABC BCA CAC ACC CCB = alternating 2, ABA-like 1, re-entry 2 */
static const char *const text = "animal,arm,sequence\n1,a,ABCACCB\n2,a,abcabcabcabc\n3,a,AB\n4,a,\n";

static void test_keep(void) {
  etho_assay_options options = etho_assay_options_default();
  options.reentries = "keep";
  etho_measures *m = measures_from("ymaze", text, &options, NULL);
  is_close(value_at(m, 0, "alternation"), 0.4, 1e-15, "2 of 5 triads");
  is_close(value_at(m, 0, "alternate_arm_returns"), 0.2, 1e-15, "ABA");
  is_close(value_at(m, 0, "same_arm_returns"), 0.4, 1e-15, "with a re-entry");
  is_close(value_at(m, 0, "alternation_without_neutral"), 2. / 3, 1e-15, "correct / (correct + incorrect)");
  is_close(value_at(m, 0, "entries"), 7, 0, "entries");
  is_close(value_at(m, 1, "alternation"), 1, 0, "lower case, all alternate");
  is_close(value_at(m, 2, "alternation"), (double)NAN, 0, "two entries have no triad");
  is_close(value_at(m, 2, "entries"), 2, 0, "but are counted");
  is_close(value_at(m, 3, "entries"), (double)NAN, 0, "a missing sequence is missing, not 0");
  const etho_measure *info = etho_measures_info(m, etho_measures_find(m, "alternation"));
  ok(info->has_chance, "chance follows from the declaration");
  is_close(info->chance, 2. / 9, 1e-15, "22.2 %% with re-entries");
  ok(etho_measures_exclusion_count(m) == 2, "fewer than 8 entries: flagged");
  etho_measures_free(m);
}

static void test_merge(void) {
  etho_assay_options options = etho_assay_options_default();
  options.reentries = "merge";
  etho_measures *m = measures_from("ymaze", text, &options, NULL);
  /* A B C A C B: ABC BCA CAC ACB */
  is_close(value_at(m, 0, "alternation"), 0.75, 1e-15, "3 of 4 triads once merged");
  is_close(value_at(m, 0, "entries"), 6, 0, "6 entries");
  is_close(value_at(m, 0, "n_reentries"), 1, 0, "the merged one is told");
  is_close(etho_measures_info(m, etho_measures_find(m, "alternation"))->chance, 0.5, 0, "chance 50 %%");
  etho_measures_free(m);
}

static void test_undeclared(void) {
  etho_issues *issues = etho_issues_new();
  etho_measures *m = measures_from("ymaze", text, NULL, issues);
  ok(issue_is_there(issues, "W-REENTRIES", 0), "undeclared re-entries are said");
  ok(!etho_measures_info(m, etho_measures_find(m, "alternation"))->has_chance, "no chance is assumed");
  etho_measures_free(m);
  etho_issues_free(issues);
}

static void test_spelling(void) {
  etho_issues *issues = etho_issues_new();
  etho_measures *m =
      measures_from("ymaze", "animal,sequence\n1,A B C A\n2,left right left\n3,AB?C\n", NULL, issues);
  is_close(value_at(m, 0, "entries"), 4, 0, "letters with spaces");
  is_close(value_at(m, 1, "entries"), 3, 0, "names with spaces");
  ok(issue_is_there(issues, "E-SEQUENCE", 4), "a character that is no arm");
  ok(issue_is_there(issues, "E-SEQUENCE-ARMS", 0), "five arms");
  etho_measures_free(m);
  m = measures_from("ymaze", "animal,sequence\n1,LRLLR\n", NULL, NULL);
  is_close(value_at(m, 0, "alternation"), 0.75, 1e-15, "left and right only: pairs");
  etho_measures_free(m);
  etho_issues_free(issues);
}

int main(void) {
  test_keep();
  test_merge();
  test_undeclared();
  test_spelling();
  return done();
}
