/* T-maze: expected values are counted by hand from the trials below. */
#include "tap.h"
#include "trials.h"

static void test_correct(void) {
  etho_assay_options options = etho_assay_options_default();
  options.cutoff_s = 60, options.criterion_correct = 2, options.criterion_of = 3;
  etho_measures *m = measures_from("tmaze",
                                   "animal,trial,choice,correct,latency_s\n"
                                   "1,2,R,1,20\n1,1,L,0,10\n1,3,R,1,60\n1,4,L,0,75\n1,5,,,\n1,6,L,1,5\n",
                                   &options, NULL);
  is_close(value_at(m, 0, "n_trials"), 5, 0, "trials of known outcome");
  is_close(value_at(m, 0, "success_rate"), 0.6, 1e-15, "success rate");
  is_close(value_at(m, 0, "failure_rate"), 0.4, 1e-15, "failure rate");
  is_close(value_at(m, 0, "alternation_rate"), 2. / 3, 1e-15,
           "L R R L: 2 of 3 consecutive choices alternate");
  is_close(value_at(m, 0, "latency_mean_s"), 31, 1e-15, "latency is cut at the cut-off: (20+10+60+60+5)/5");
  is_close(value_at(m, 0, "latency_median_s"), 20, 0, "median latency");
  is_close(value_at(m, 0, "n_censored"), 2, 0, "trials at the cut-off");
  is_close(value_at(m, 0, "side_bias"), 0.4, 1e-15, "2 of 5 choices right");
  is_close(value_at(m, 0, "side_bias_p"), 1, 0, "p of 2 of 5");
  is_close(value_at(m, 0, "win_shift"), 0.5, 0, "after a win: R stays, L shifts");
  is_close(value_at(m, 0, "lose_shift"), 1, 0, "after a loss: L -> R");
  is_close(value_at(m, 0, "longest_run"), 2, 0, "trials 2 and 3");
  is_close(value_at(m, 0, "longest_side_run"), 2, 0, "R R");
  is_close(value_at(m, 0, "trials_to_criterion"), 3, 0, "2 of 3 correct after trial 3");
  /* correct 0 1 1 0 1 on 1..5: sxy = -2*0 - 1*1 + 0 + 1*0 + 2*1 = 1 (y centred sums to 0), sxx = 10 */
  is_close(value_at(m, 0, "learning_slope"), 0.1, 1e-14, "learning slope");
  etho_measures_free(m);
}

static void test_sample(void) {
  etho_measures *m =
      measures_from("tmaze", "animal,sample,choice\n1,left,right\n1,R,R\n1,left,R\n1,R,left\n", NULL, NULL);
  is_close(value_at(m, 0, "success_rate"), 0.75, 0, "leaving the sample arm is right");
  is_close(value_at(m, 0, "alternation_rate"), 0.75, 0, "and is alternation");
  etho_measures_free(m);
  m = measures_from("tmaze", "animal,choice\n1,L\n1,R\n1,R\n1,L\n", NULL, NULL);
  ok(etho_measures_find(m, "success_rate") == ETHO_NOT_FOUND, "choices alone have no outcome");
  is_close(value_at(m, 0, "alternation_rate"), 2. / 3, 1e-15, "but alternate");
  is_close(value_at(m, 0, "n_trials"), 4, 0, "and are counted");
  etho_measures_free(m);
}

static void test_summary(void) {
  etho_issues *issues = etho_issues_new();
  etho_measures *m =
      measures_from("tmaze", "animal,arm,n_correct,n_trials\n1,a,7,10\n2,a,11,10\n3,b,0,0\n", NULL, issues);
  is_close(value_at(m, 0, "success_rate"), 0.7, 1e-15, "summary row");
  ok(issue_is_there(issues, "E-COUNT-CORRECT", 3), "more correct than trials");
  is_close(value_at(m, 2, "success_rate"), (double)NAN, 0, "0 of 0 is missing");
  etho_measures_free(m);
  etho_issues_free(issues);
}

static void test_sessions(void) {
  etho_measures *m = measures_from("tmaze",
                                   "animal,day,choice,correct\n"
                                   "1,1,L,0\n1,1,R,0\n1,2,R,1\n1,2,L,0\n1,10,L,1\n1,10,R,1\n",
                                   NULL, NULL);
  ok(etho_measures_rows(m) == 3, "a row per day");
  ok(etho_measures_pooled_rows(m) == 1, "and one of all days together");
  const etho_subject_row *all = etho_measures_pooled_row(m, 0);
  is_close(all->value[etho_measures_find(m, "success_rate")], 0.5, 1e-15, "3 of 6");
  is_close(all->value[etho_measures_find(m, "alternation_rate")], 1, 0,
           "choices of different days are not compared");
  is_close(all->value[etho_measures_find(m, "learning_slope_session")], 0.5, 1e-15,
           "0, 1/2, 1: slope 1/2 a session");
  is_close(value_at(m, 0, "sessions_to_criterion"), 3, 0, "8 of 10 is reached on the third day");
  ok(all->compared, "the pooled row is compared");
  etho_measures_free(m);
}

static void test_phases(void) {
  etho_measures *m =
      measures_from("tmaze",
                    "animal,phase,day,correct\n1,acquisition,1,1\n1,acquisition,2,1\n1,reversal,3,0\n"
                    "1,reversal,4,1\n2,reversal,3,0\n",
                    NULL, NULL);
  ok(etho_measures_pooled_rows(m) == 3, "acquisition and reversal are series of their own");
  is_text(etho_measures_test_phase(m), "reversal", "the last phase is compared");
  size_t compared = 0;
  for (size_t r = 0; r < 3; r++) compared += etho_measures_pooled_row(m, r)->compared;
  ok(compared == 2, "with one row for each animal");
  etho_measures_free(m);
}

static void test_binomial(void) {
  etho_measures *m =
      measures_from("tmaze", "animal,choice\n1,R\n1,R\n1,R\n1,R\n1,R\n1,R\n1,R\n1,R\n1,L\n1,R\n", NULL, NULL);
  is_close(value_at(m, 0, "side_bias_p"), 22. / 1024, 1e-15, "9 of 10: 2 * 11 / 1024");
  etho_measures_free(m);
}

static void test_checks(void) {
  etho_issues *issues = etho_issues_new();
  etho_measures *m = measures_from("tmaze",
                                   "animal,trial,sample,choice,correct\n"
                                   "1,1,L,R,1\n1,1,L,R,1\n1,2,L,up,\n1,3,L,R,2\n1,4,L,R,0\n",
                                   NULL, issues);
  ok(issue_is_there(issues, "E-TRIAL-TWICE", 3), "a trial twice");
  ok(issue_is_there(issues, "E-CHOICE-ARM", 4), "a choice that is no arm");
  ok(issue_is_there(issues, "E-CORRECT", 5), "correct is 0 or 1");
  ok(issue_is_there(issues, "W-CORRECT-MIXED", 0), "correct follows no rule");
  etho_measures_free(m);
  etho_issues_free(issues);
  issues = etho_issues_new();
  m = measures_from("tmaze", "animal,choice\n1,A\n1,B\n1,a\n1,B\n1,C\n", NULL, issues);
  ok(issue_is_there(issues, "E-CHOICE-ARM", 6), "a third arm");
  is_close(value_at(m, 0, "side_bias"), 0.5, 0, "A and B are the arms, case does not matter");
  etho_measures_free(m);
  etho_issues_free(issues);
}

int main(void) {
  test_correct();
  test_sample();
  test_summary();
  test_sessions();
  test_phases();
  test_binomial();
  test_checks();
  return done();
}
