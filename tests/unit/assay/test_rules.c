/* Exclusion rules: declared ones exclude, the ledger holds animal, rule, value and threshold. */
#include "tap.h"
#include "trials.h"

static const char *const text = "animal,arm,phase,novel_s,familiar_s\n"
                                "1,a,training,10,10\n1,a,test,5,5\n2,a,training,10,10\n2,a,test,30,10\n"
                                "3,b,training,95,5\n3,b,test,30,10\n";

static void test_declared(void) {
  etho_rule rules[] = {
      {.name = "min_total_exploration_s",
       .threshold = 15,
       .threshold_high = (double)NAN,
       .apriori = true,
       .excludes = true,
       .reason = "protocol"},
      {.name = "training_preference",
       .threshold = (double)NAN,
       .threshold_high = (double)NAN,
       .excludes = false},
      {.name = "declared", .animal = "2", .reason = "escaped", .excludes = true},
      {.name = "declared", .animal = "99", .excludes = true},
  };
  etho_assay_options options = etho_assay_options_default();
  options.rules = rules, options.n_rules = 4;
  etho_issues *issues = etho_issues_new();
  etho_measures *m = measures_from("nor", text, &options, issues);
  ok(etho_measures_exclusion_count(m) == 3, "three entries in the ledger");
  const etho_exclusion *first = etho_measures_exclusion(m, 0);
  is_text(first->animal, "1", "animal");
  is_text(first->rule, "min_total_exploration_s", "rule");
  is_close(first->value, 10, 0, "value");
  is_close(first->threshold, 15, 0, "threshold");
  is_text(first->reason, "protocol", "reason");
  ok(first->apriori && first->excluded, "a priori, excluded");
  ok(etho_measures_row(m, 0)->excluded && etho_measures_row(m, 1)->excluded,
     "the animal is out of all sessions");
  ok(!etho_measures_row(m, 4)->excluded, "a rule that only flags keeps the animal");
  is_close(etho_measures_exclusion(m, 1)->threshold_high, 0.8, 0, "thresholds of the rule fill in");
  is_close(etho_measures_exclusion(m, 1)->value, 0.95, 1e-15, "share in training");
  ok(etho_measures_row(m, 2)->excluded && etho_measures_row(m, 3)->excluded, "a named animal is out");
  ok(issue_is_there(issues, "W-RULE-ANIMAL", 0), "a named animal that is not there is said");
  etho_measures_free(m);
  etho_issues_free(issues);
}

static void test_refusals(void) {
  etho_rule rule = {.name = "min_total_explorations", .threshold = 1, .excludes = true};
  etho_assay_options options = etho_assay_options_default();
  options.rules = &rule, options.n_rules = 1;
  etho_trials *trials = trials_from(text);
  etho_measures *m;
  etho_error error = {0};
  etho_status status = etho_assay_measure(etho_assay_find("nor"), trials, &options, &m, NULL, &error);
  ok(status == ETHO_ERR_USAGE && !m, "an unknown rule is refused");
  ok(strstr(error.hint, "min_total_exploration_s") != NULL, "the nearest name is offered");
  rule.name = "min_entries";
  ok(etho_assay_measure(etho_assay_find("nor"), trials, &options, &m, NULL, &error) == ETHO_OK,
     "a maze's rule is passed over");
  ok(etho_measures_exclusion_count(m) == 2, "and only the assay's own flags are set");
  etho_measures_free(m);
  options.n_rules = 0, options.chance = 50;
  ok(etho_assay_measure(etho_assay_find("nor"), trials, &options, &m, NULL, &error) == ETHO_ERR_USAGE,
     "chance 50");
  options = etho_assay_options_default();
  options.reentries = "join";
  ok(etho_assay_measure(etho_assay_find("nor"), trials, &options, &m, NULL, &error) == ETHO_ERR_USAGE,
     "re-entries");
  ok(etho_assay_measure(etho_assay_find("tmaze"), trials, NULL, &m, NULL, &error) == ETHO_ERR_DATA,
     "wrong assay");
  etho_trials_free(trials);
}

static void test_detect(void) {
  etho_trials *nor = trials_from(text), *maze = trials_from("animal,choice\n1,L\n"),
              *none = trials_from("animal,x\n1,2\n");
  etho_error error = {0};
  is_text(etho_assay_name(etho_assay_detect(nor, &error)), "nor", "NOR by its columns");
  is_text(etho_assay_name(etho_assay_detect(maze, &error)), "tmaze", "T-maze by its columns");
  ok(!etho_assay_detect(none, &error) && error.hint[0], "no assay: the needed columns are named");
  etho_trials_free(nor);
  etho_trials_free(maze);
  etho_trials_free(none);
}

static void test_output(void) {
  etho_measures *m = measures_from("nor", text, NULL, NULL);
  etho_rows *rows = etho_rows_new();
  etho_measures_to_rows(m, rows);
  const etho_row *row = etho_rows_at(rows, 0);
  is_text(etho_row_at(row, 0)->name, "animal", "animal first");
  is_text(etho_row_at(row, 1)->name, "arm", "then the arm");
  is_text(etho_row_at(row, etho_row_count(row) - 2)->name, "excluded", "excluded after the measures");
  is_text(etho_row_at(row, etho_row_count(row) - 1)->name, "flags", "flags last");
  ok(!etho_row_find(row, "cage"), "columns that the file has not are not made up");
  etho_rows_free(rows);
  etho_measures_free(m);
}

int main(void) {
  test_declared();
  test_refusals();
  test_detect();
  test_output();
  return done();
}
