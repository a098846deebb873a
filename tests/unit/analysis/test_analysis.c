/* What a design calls for with 2, 3 and 8 arms, tiny, constant and missing arms; refusals; defaults. */
#include "base/text.h"
#include "ethostat/analysis.h"
#include "tap.h"
#include "trials.h"

typedef struct run {
  etho_measures *measures;
  etho_analysis *analysis;
  etho_issues *issues;
  etho_error error;
  etho_status status;
} run;

static run analyse(const char *assay, const char *text, const etho_design *design) {
  run r = {.issues = etho_issues_new()};
  r.measures = measures_from(assay, text, NULL, r.issues);
  r.status = etho_analysis_run(r.measures, design, &r.analysis, r.issues, &r.error);
  return r;
}

static void finish(run *r) {
  etho_analysis_free(r->analysis);
  etho_measures_free(r->measures);
  etho_issues_free(r->issues);
}

/* n animals in each of k arms; DI spread deterministically around the arm's number. */
static char *many_arms(size_t k, size_t n) {
  etho_text text = {0};
  etho_text_append(&text, "animal,arm,novel_s,familiar_s\n");
  for (size_t a = 0; a < k; a++)
    for (size_t i = 0; i < n; i++)
      etho_text_format(&text, "%zu_%zu,arm %zu,%zu,%zu\n", a, i, a, 20 + a + (i * 7 + a) % 11,
                       20 + (i * 5) % 7);
  return text.data;
}

static const etho_row *first_row(const etho_analysis *a, etho_part part) {
  const etho_result *result = etho_analysis_find(a, part, NULL);
  return result ? etho_rows_at(result->rows, 0) : NULL;
}

/* Every number is finite by construction; what is null must say why, in its row or in the result. */
static void check_nulls(const etho_analysis *a, const char *name) {
  bool explained = true;
  for (size_t i = 0; i < etho_analysis_count(a); i++) {
    const etho_rows *rows = etho_analysis_at(a, i)->rows;
    for (size_t r = 0; r < etho_rows_count(rows); r++) {
      const etho_row *row = etho_rows_at(rows, r);
      const etho_field *p = etho_row_find(row, "p_value");
      bool said = etho_row_get_text(row, "note") || etho_rows_note_count(rows);
      if (p && p->kind == ETHO_NULL && !said) {
        explained = false;
        printf("# %s row %zu\n", etho_analysis_at(a, i)->test, r);
      }
    }
  }
  ok(explained, "%s: a p that is null says why", name);
}

static void test_two_arms(void) {
  char *text = many_arms(2, 6);
  etho_design design = etho_design_default();
  design.control = "arm 1";
  run r = analyse("nor", text, &design);
  ok(r.status == ETHO_OK, "two arms");
  const etho_result *primary = etho_analysis_find(r.analysis, ETHO_PART_PRIMARY, NULL);
  is_text(primary->test, "t_welch", "the primary is the two-sample form");
  is_text(etho_row_get_text(first_row(r.analysis, ETHO_PART_PRIMARY), "group1"), "arm 1",
          "the control is group1");
  ok(!etho_analysis_find(r.analysis, ETHO_PART_PAIRWISE, NULL), "and the only pair");
  is_text(etho_analysis_arm(r.analysis, 0)->arm, "arm 1", "the control comes first");
  bool said = false;
  for (size_t i = 0; i < etho_analysis_methods_count(r.analysis); i++)
    said = said || strstr(etho_analysis_methods_at(r.analysis, i), "two arms");
  ok(said, "the methods say so");
  check_nulls(r.analysis, "two arms");
  finish(&r);
  const char *const primaries[] = {"anova_oneway", "kruskal_wallis"}, *const tests[] = {"t_student",
                                                                                        "mann_whitney"};
  for (size_t i = 0; i < 2; i++) {
    design.primary = primaries[i];
    r = analyse("nor", text, &design);
    is_text(etho_analysis_find(r.analysis, ETHO_PART_PRIMARY, NULL)->test, tests[i], primaries[i]);
    finish(&r);
  }
  free(text);
}

static void test_eight_arms(void) {
  char *text = many_arms(8, 5);
  etho_design design = etho_design_default();
  design.control = "arm 7", design.pairwise = "dunnett";
  run r = analyse("nor", text, &design);
  ok(r.status == ETHO_OK, "eight arms");
  const etho_result *pairs = etho_analysis_find(r.analysis, ETHO_PART_PAIRWISE, NULL);
  ok(etho_rows_count(pairs->rows) == 7, "seven comparisons with the control");
  is_text(etho_row_get_text(etho_rows_at(pairs->rows, 0), "group1"), "arm 7", "the control is group1");
  ok(etho_rows_count(etho_analysis_find(r.analysis, ETHO_PART_EFFECT, NULL)->rows) == 28, "28 effect sizes");
  check_nulls(r.analysis, "eight arms");
  finish(&r);
  r = analyse("nor", text, NULL);
  is_text(etho_analysis_arm(r.analysis, 0)->arm, "arm 0", "without a control the arms are sorted");
  ok(etho_rows_count(etho_analysis_find(r.analysis, ETHO_PART_PAIRWISE, NULL)->rows) == 28, "all pairs");
  ok(!etho_analysis_find(r.analysis, ETHO_PART_PLANNED, NULL), "no roles, no planned family");
  is_text(etho_analysis_design(r.analysis)->primary, "anova_welch", "defaults are filled in");
  finish(&r);
  free(text);
}

static const char *const odd = "animal,arm,novel_s,familiar_s\n"
                               "1,alone,3,1\n"
                               "2,constant,3,1\n3,constant,6,2\n4,constant,9,3\n"
                               "5,missing,0,0\n6,missing,0,0\n"
                               "7,usual,5,1\n8,usual,4,3\n9,usual,2,3\n10,usual,4,1\n";

static void test_odd_arms(void) {
  const char *const primaries[] = {"anova_welch", "anova_oneway", "kruskal_wallis"};
  const char *const pairwises[] = {"games_howell", "tukey", "dunnett"};
  for (size_t i = 0; i < 3; i++) {
    etho_design design = etho_design_default();
    const char *const treatments[] = {"missing", "alone"};
    design.control = "constant", design.primary = primaries[i], design.pairwise = pairwises[i];
    design.impaired = "usual", design.treatments = treatments, design.n_treatments = 2;
    run r = analyse("nor", odd, &design);
    if (!ok(r.status == ETHO_OK, "%s with arms of one, constant and missing", primaries[i]))
      printf("# %s\n", r.error.message);
    else
      check_nulls(r.analysis, primaries[i]);
    finish(&r);
  }
  run r = analyse("nor", odd, NULL);
  ok(etho_analysis_arm(r.analysis, 2)->missing == 2 && etho_analysis_arm(r.analysis, 2)->analysed == 0,
     "missing is counted");
  ok(issue_is_there(r.issues, "W-ARM-ONE", 0) && issue_is_there(r.issues, "W-ARM-CONSTANT", 0) &&
         issue_is_there(r.issues, "W-ARM-MISSING", 0),
     "thin arms are warned about");
  finish(&r);
}

static void refused(const char *text, const etho_design *design, etho_status status, const char *words) {
  run r = analyse("nor", text, design);
  ok(r.status == status && !r.analysis && strstr(r.error.message, words), "refused: %s", words);
  if (!strstr(r.error.message, words)) printf("# %s\n", r.error.message);
  ok(r.error.hint[0] != '\0', "with a hint");
  finish(&r);
}

static void test_refusals(void) {
  refused("animal,arm,novel_s,familiar_s\n1,a,1,2\n2,a,2,1\n", NULL, ETHO_ERR_DATA, "only one arm, 'a'");
  refused("animal,arm,novel_s,familiar_s\n1,a,1,2\n", NULL, ETHO_ERR_DATA, "only one animal");
  refused("animal,novel_s,familiar_s\n1,1,2\n2,2,2\n", NULL, ETHO_ERR_DATA, "no animal has an arm");
  refused("animal,arm,novel_s,familiar_s\n1,a,0,0\n2,b,0,0\n", NULL, ETHO_ERR_DATA, "index");
  refused("animal,arm,novel_s,familiar_s\n1,a,1,2\n2,b,0,0\n", NULL, ETHO_ERR_DATA, "only arm 'a'");
  refused("animal,arm,novel_s,familiar_s\n1,a,1,2\n2,b,1,0\n", NULL, ETHO_ERR_DATA, "no arm has two animals");
  refused("animal,arm,novel_s,familiar_s\n1,a,1,2\n2,b,1,0\n3,b,2,1\n", NULL, ETHO_ERR_DATA,
          "only one arm has two");
  refused("animal,arm,novel_s,familiar_s\n1,a,1,2\n2,a,2,4\n3,b,3,1\n4,b,6,2\n", NULL, ETHO_ERR_DATA,
          "does not vary");
  etho_design design = etho_design_default();
  design.control = "usul";
  refused(odd, &design, ETHO_ERR_USAGE, "'usul' is not in the data");
  design = etho_design_default();
  design.response = "discrimination";
  refused(odd, &design, ETHO_ERR_USAGE, "no measure 'discrimination'");
  design = etho_design_default();
  design.primary = "anova";
  refused(odd, &design, ETHO_ERR_USAGE, "primary test cannot be 'anova'");
  design = etho_design_default();
  design.phase = "retest";
  refused(odd, &design, ETHO_ERR_USAGE, "no session is called 'retest'");
  etho_rule rule = {.name = "min_total_exploration_s", .threshold = 1000, .excludes = true};
  etho_assay_options options = etho_assay_options_default();
  options.rules = &rule, options.n_rules = 1;
  etho_measures *m = measures_from("nor", odd, &options, NULL);
  etho_analysis *a;
  etho_error error = {0};
  ok(etho_analysis_run(m, NULL, &a, NULL, &error) == ETHO_ERR_DATA && strstr(error.message, "exclude all 10"),
     "all excluded");
  etho_measures_free(m);
}

static void test_declared_arms(void) {
  const char *const arms[] = {"usual", "nobody", "alone"};
  etho_design design = etho_design_default();
  design.arms = arms, design.n_arms = 3;
  run r = analyse("nor", odd, &design);
  is_text(etho_analysis_arm(r.analysis, 0)->arm, "usual", "declared order");
  is_text(etho_analysis_arm(r.analysis, 1)->arm, "alone", "arms without animals are left out");
  is_text(etho_analysis_arm(r.analysis, 2)->arm, "constant", "the others follow");
  ok(issue_is_there(r.issues, "W-ARM-EMPTY", 0) && issue_is_there(r.issues, "W-ARM-UNDECLARED", 0),
     "both are said");
  finish(&r);
}

static void test_response_and_session(void) {
  const char *text =
      "animal,arm,day,novel_s,familiar_s\n"
      "1,a,1,3,1\n2,a,1,2,1\n3,b,1,1,1\n4,b,1,1,2\n1,a,2,9,1\n2,a,2,8,1\n3,b,2,7,1\n4,b,2,6,1\n";
  etho_design design = etho_design_default();
  design.response = "recognition_index", design.phase = "1";
  run r = analyse("nor", text, &design);
  ok(r.status == ETHO_OK, "another response, the first day");
  is_close(etho_analysis_sample(r.analysis, 0, "recognition_index").value[0], 0.75, 0,
           "day 1 of the first animal");
  is_close(etho_row_get_number(first_row(r.analysis, ETHO_PART_CHANCE), "chance"), 0.5, 0,
           "chance of that measure");
  finish(&r);
  r = analyse("nor", text, NULL);
  is_close(etho_analysis_sample(r.analysis, 0, "recognition_index").value[0], 0.9, 1e-15,
           "else the last day");
  is_text(etho_analysis_session(r.analysis), "day 2", "and it is named");
  finish(&r);
}

/* DI = 2 RI - 1: the same t and p against chance. */
static void test_property(void) {
  char *text = many_arms(3, 7);
  etho_design design = etho_design_default();
  run di = analyse("nor", text, NULL);
  design.response = "recognition_index";
  run ri = analyse("nor", text, &design);
  for (size_t i = 0; i < 3; i++) {
    const etho_row *a = etho_rows_at(etho_analysis_find(di.analysis, ETHO_PART_CHANCE, NULL)->rows, i);
    const etho_row *b = etho_rows_at(etho_analysis_find(ri.analysis, ETHO_PART_CHANCE, NULL)->rows, i);
    is_close(etho_row_get_number(a, "p_value"), etho_row_get_number(b, "p_value"), 1e-12,
             "DI and RI: the same p, arm %zu", i);
  }
  finish(&di);
  finish(&ri);
  free(text);
}

static void test_pooled(void) {
  run r = analyse(
      "tmaze",
      "animal,arm,day,correct\n1,a,1,1\n1,a,2,0\n2,a,1,1\n2,a,2,1\n3,b,1,0\n3,b,2,0\n4,b,1,1\n4,b,2,0\n",
      NULL);
  ok(r.status == ETHO_OK, "T-maze over days");
  is_text(etho_analysis_session(r.analysis), "all sessions", "days are one series");
  is_close(etho_analysis_sample(r.analysis, 0, "success_rate").value[0], 0.5, 0, "1 of 2");
  const etho_result *binomial = NULL;
  for (size_t i = 0; i < etho_analysis_count(r.analysis); i++)
    if (strcmp(etho_analysis_at(r.analysis, i)->test, "binomial") == 0)
      binomial = etho_analysis_at(r.analysis, i);
  ok(binomial && strstr(binomial->purpose, "trial level, descriptive"),
     "the binomial test is labelled as trial level");
  finish(&r);
}

static void test_apa(void) {
  char p[64];
  etho_apa_p(p, sizeof p, 0.0114);
  is_text(p, "p = .011", "three decimals, no leading zero");
  etho_apa_p(p, sizeof p, 1e-60);
  is_text(p, "p < .001", "small p");
  etho_apa_p(p, sizeof p, 1);
  is_text(p, "p > .999", "p of one");
  char text[256];
  etho_rows *rows = etho_rows_new();
  etho_row *row = etho_rows_add(rows);
  etho_row_text(row, "statistic_name", "F");
  etho_row_number(row, "statistic", 4.2149);
  etho_row_number(row, "df1", 3);
  etho_row_number(row, "df2", 44);
  etho_row_number(row, "p_value", 0.0106);
  etho_row_number(row, "omega_squared", 0.1671);
  etho_apa_statistic(text, sizeof text, row);
  is_text(text, "F(3, 44) = 4.21, p = .011, \xcf\x89\xc2\xb2 = .17",
          "F with its degrees of freedom and effect");
  etho_row_number(row, "df2", 22.3151);
  etho_apa_statistic(text, sizeof text, row);
  ok(strncmp(text, "F(3, 22.32) = 4.21", 18) == 0, "Welch's df with decimals");
  etho_rows_free(rows);
}

int main(void) {
  test_two_arms();
  test_eight_arms();
  test_odd_arms();
  test_refusals();
  test_declared_arms();
  test_response_and_session();
  test_property();
  test_pooled();
  test_apa();
  return done();
}
