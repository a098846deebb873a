/* Novel object recognition: expected values are exact arithmetic on the times below. */
#include "tap.h"
#include "trials.h"

static const char *const wide = "animal,arm,phase,novel_s,familiar_s\n"
                                "m1,a,training,12,8\n"
                                "m1,a,test,30,10\n"
                                "m2,b,training,0,25\n"
                                "m2,b,test,0,0\n"
                                "m3,b,training,9,9\n"
                                "m3,b,test,6,9\n";

static void test_wide(void) {
  etho_issues *issues = etho_issues_new();
  etho_measures *m = measures_from("nor", wide, NULL, issues);
  ok(etho_measures_rows(m) == 6, "a row per animal and session");
  is_close(value_at(m, 1, "discrimination_index"), 0.5, 0, "DI");
  is_close(value_at(m, 1, "recognition_index"), 0.75, 0, "RI");
  is_close(value_at(m, 1, "difference_s"), 20, 0, "difference");
  is_close(value_at(m, 1, "total_exploration_s"), 40, 0, "total");
  is_close(value_at(m, 1, "habituation_s"), -20, 0, "e1 - e2");
  is_close(value_at(m, 0, "object_bias"), 0.6, 1e-15, "training object bias");
  is_close(value_at(m, 0, "discrimination_index"), (double)NAN, 0, "no index in training: nothing is novel");
  is_close(value_at(m, 3, "discrimination_index"), (double)NAN, 0, "T = 0 gives a missing index");
  is_close(value_at(m, 3, "total_exploration_s"), 0, 0, "T = 0 itself is a value");
  ok(issue_is_there(issues, "W-NO-EXPLORATION", 5), "T = 0 is said, with its line");
  is_close(value_at(m, 5, "discrimination_index"), -0.2, 1e-15, "DI below chance");
  is_text(etho_measures_test_phase(m), "test", "the test is compared");
  ok(etho_measures_row(m, 1)->compared && !etho_measures_row(m, 0)->compared, "test rows are compared");
  ok(etho_measures_find(m, "novel_latency_s") == ETHO_NOT_FOUND, "no column, no measure");
  etho_measures_free(m);
  etho_issues_free(issues);
}

static void test_flags(void) {
  etho_measures *m = measures_from("nor", wide, NULL, NULL);
  ok(etho_measures_exclusion_count(m) == 4, "flags: T < 20 twice, preference, object not sampled");
  bool any = false;
  for (size_t r = 0; r < etho_measures_rows(m); r++) any = any || etho_measures_row(m, r)->excluded;
  ok(!any, "nobody is excluded by default");
  is_text(etho_measures_row(m, 2)->flags, "training_preference,object_not_sampled",
          "flags of the training row");
  is_text(etho_measures_row(m, 5)->flags, "min_total_exploration_s", "flag of the test row");
  etho_measures_free(m);
}

static void test_sides(void) {
  etho_measures *m = measures_from("nor",
                                   "animal,phase,left_s,right_s,novel_side\n"
                                   "1,train,6,4,\n1,test,10,30,R\n2,train,5,5,\n2,test,10,30,left\n",
                                   NULL, NULL);
  is_close(value_at(m, 1, "discrimination_index"), 0.5, 0, "novel right");
  is_close(value_at(m, 3, "discrimination_index"), -0.5, 0, "novel left");
  is_close(value_at(m, 1, "side_bias"), 0.75, 0, "side bias is the share of the right");
  is_close(value_at(m, 0, "object_bias"), 0.4, 1e-15, "training share at the place that becomes novel");
  etho_measures_free(m);
  m = measures_from("nor", "animal,object_a_s,object_b_s,novel_object\n1,10,30,Object B\n2,10,30,a\n", NULL,
                    NULL);
  is_close(value_at(m, 0, "discrimination_index"), 0.5, 0, "object B is novel");
  is_close(value_at(m, 1, "discrimination_index"), -0.5, 0, "object A is novel");
  etho_measures_free(m);
}

static const char *const binned = "animal,phase,minute,novel_s,familiar_s,novel_bouts,novel_latency_s\n"
                                  "1,test,2,2,6,3,\n"
                                  "1,test,1,6,2,4,7.5\n"
                                  "1,test,3,0,0,0,\n";

static void test_bins(void) {
  etho_assay_options options = etho_assay_options_default();
  options.first_s = 10;
  etho_issues *issues = etho_issues_new();
  etho_measures *m = measures_from("nor", binned, &options, issues);
  ok(etho_measures_rows(m) == 1, "bins are of one session");
  ok(etho_issues_count_of(issues, ETHO_PROBLEM) == 0, "bins are not the same session twice");
  is_close(value_at(m, 0, "discrimination_index"), 0, 0, "DI over all bins");
  is_close(value_at(m, 0, "discrimination_index_bin_1"), 0.5, 0, "DI of minute 1");
  is_close(value_at(m, 0, "discrimination_index_bin_3"), (double)NAN, 0,
           "no exploration in minute 3: missing");
  is_close(value_at(m, 0, "discrimination_index_to_bin_3"), 0, 0, "cumulative DI");
  /* 8 s after minute 1; 2 of the 8 s of minute 2: N = 6 + 0.5, F = 2 + 1.5 */
  is_close(value_at(m, 0, "discrimination_index_first"), 0.3, 1e-15, "DI of the first 10 s of exploration");
  is_close(value_at(m, 0, "novel_bouts"), 7, 0, "bouts add up");
  is_close(value_at(m, 0, "novel_latency_s"), 7.5, 0, "first latency");
  ok(etho_measures_bin_count(m) == 3, "the curve has three bins");
  is_close(etho_measures_bin(m, 1)->cumulative_index, 0, 0, "in the order of the bins");
  etho_measures_free(m);
  etho_issues_free(issues);
}

static void test_several_tests(void) {
  etho_measures *m = measures_from("nor",
                                   "animal,phase,day,novel_s,familiar_s\n"
                                   "1,test,10,3,1\n1,test,9,1,3\n2,test,9,1,1\n",
                                   NULL, NULL);
  ok(strcmp(etho_measures_test_phase(m), "test, day 10") == 0,
     "of several test days the last is compared, by value");
  ok(etho_measures_test_reason(m) != NULL, "and the reason is given");
  ok(!etho_measures_row(m, 0)->compared && etho_measures_row(m, 1)->compared, "day 9 is not compared");
  etho_measures_free(m);
}

static void test_checks(void) {
  etho_assay_options options = etho_assay_options_default();
  options.trial_length_s = 300;
  etho_issues *issues = etho_issues_new();
  etho_measures *m = measures_from("nor",
                                   "animal,arm,phase,novel_s,familiar_s,novel_side\n"
                                   "1,a,training,5,5,\n1,b,test,5,5,up\n1,a,test,5,5,L\n,a,test,1,1,\n"
                                   "2,a,test,-5,5,\n3,a,test,250,100,\n4,,training,3,3,\n",
                                   &options, issues);
  ok(issue_is_there(issues, "E-ANIMAL-ARMS", 3), "an animal in two arms");
  ok(issue_is_there(issues, "E-ANIMAL-TWICE", 4), "twice in the test");
  ok(issue_is_there(issues, "E-NO-ANIMAL", 5), "a row without an animal");
  ok(issue_is_there(issues, "E-TIME-NEGATIVE", 6), "negative time");
  ok(issue_is_there(issues, "E-TIME-LENGTH", 7), "exploration above the trial's length");
  ok(issue_is_there(issues, "E-NOVEL-SIDE", 3), "novel side unknown");
  ok(issue_is_there(issues, "W-NO-TRAINING", 6), "test without training");
  ok(issue_is_there(issues, "W-NO-TEST", 8), "training without test");
  ok(issue_is_there(issues, "W-NO-ARM", 8), "no arm");
  etho_measures_free(m);
  etho_issues_free(issues);
  issues = etho_issues_new();
  m = measures_from("nor", "animal,novel_s,familiar_s\n1,4,1\n2,4,2\n3,4,3\n4,4,1\n5,4,2\n6,4,3\n", NULL,
                    issues);
  ok(issue_is_there(issues, "W-CONSTANT", 0), "a constant column");
  etho_measures_free(m);
  etho_issues_free(issues);
}

int main(void) {
  test_wide();
  test_flags();
  test_sides();
  test_bins();
  test_several_tests();
  test_checks();
  return done();
}
