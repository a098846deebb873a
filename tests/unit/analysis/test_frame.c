/* Columns by role, bad cells, and the guard of the experimental unit. */
#include "base/text.h"
#include "ethostat/analysis.h"
#include "tap.h"
#include "trials.h"

static etho_table *table_of(const char *text) {
  etho_table *table = NULL;
  etho_error error = {0};
  if (etho_table_parse("t.csv", text, strlen(text), NULL, &table, NULL, &error) != ETHO_OK)
    printf("# %s\n", error.message);
  return table;
}

static void test_roles(void) {
  etho_table *t =
      table_of("animal,arm,dose,DI,event\nm1,b,10,0.5,yes\nm2,a,9,NA,no\nm3,b,9,-1e-3,yes\n,,10,2,\n");
  etho_selection s = {.value = "di", .by = "arm", .subject = "animal", .event = "event"};
  s.within[s.n_within++] = "dose";
  etho_frame *frame;
  etho_error error = {0};
  if (!ok(etho_frame_new(t, &s, &frame, NULL, &error) == ETHO_OK, "roles")) printf("# %s\n", error.message);
  const etho_input *in = etho_frame_input(frame);
  ok(in->n == 4 && in->value[0] == 0.5 && isnan(in->value[1]) && in->value[2] == -1e-3,
     "values, NA is missing");
  ok(in->by.n_levels == 2 && strcmp(in->by.level[0], "a") == 0 && in->by.code[0] == 1 && in->by.code[3] == -1,
     "groups");
  is_text(in->within[0].level[0], "9", "9 before 10");
  ok(in->event[0] == 1 && in->event[1] == 0 && isnan(in->event[3]), "yes and no are 1 and 0");
  is_text(in->by.name, "arm", "the factor knows its column");
  etho_table_free(t);
  is_text(in->by.level[1], "b", "the frame outlives its table");
  etho_frame_free(frame);
}

static void test_bad_cells(void) {
  etho_table *t = table_of("arm,v\na,1\na,high\nb,Inf\nb,2\n");
  etho_selection s = {.value = "v", .by = "arm"};
  etho_frame *frame;
  etho_error error = {0};
  etho_issues *issues = etho_issues_new();
  ok(etho_frame_new(t, &s, &frame, issues, &error) == ETHO_ERR_DATA && !frame, "bad cells are refused");
  ok(issue_is_there(issues, "E-CELL-TEXT", 3), "text, with its line");
  ok(issue_is_there(issues, "E-CELL-INFINITE", 4), "infinity, with its line");
  ok(etho_issues_at(issues, 0)->column == 2, "and column");
  s.value = "vv";
  ok(etho_frame_new(t, &s, &frame, issues, &error) == ETHO_ERR_USAGE && error.hint[0],
     "unknown column, nearest names");
  etho_issues_free(issues);
  etho_table_free(t);
}

/* Balanced: 3 animals of 2 values: means 2, 4, 9; within 2, 2, 2 -> msb = 26, msw = 2, icc = 24 / 28. */
static const char *const repeated = "mouse id,arm,v\n1,a,1\n1,a,3\n2,a,3\n2,a,5\n3,a,8\n3,a,10\n4,b,1\n";

static void test_replication(void) {
  etho_table *t = table_of("animal,arm,v\n1,a,1\n1,a,3\n2,a,3\n2,a,5\n3,a,8\n3,a,10\n");
  etho_selection s = {.value = "v", .by = "arm", .subject = "animal"};
  etho_frame *frame;
  etho_replication r;
  etho_error error = {0};
  ok(etho_frame_new(t, &s, &frame, NULL, &error) == ETHO_OK, "frame");
  ok(etho_replication_find(etho_frame_input(frame), &r) && r.repeated, "animals come back");
  is_close(r.icc, 24. / 28, 1e-14, "ICC");
  is_close(r.design_effect, 1 + 24. / 28, 1e-14, "design effect");
  ok(r.n_values == 6 && r.n_animals == 3, "six values of three animals");
  etho_frame_free(frame);
  etho_table_free(t);
}

static void test_guard(void) {
  etho_table *t = table_of(repeated);
  etho_selection s = {.value = "v", .by = "arm"};
  etho_error error = {0};
  const etho_procedure *welch = etho_procedure_find("t_welch"), *paired = etho_procedure_find("t_paired");
  ok(etho_replication_guard(welch, t, &s, false, NULL, &error) == ETHO_ERR_DATA,
     "trials as animals are refused");
  ok(strstr(error.message, "design effect") && strstr(error.hint, "--pseudoreplicate"),
     "with ICC, design effect and ways out");
  ok(etho_replication_guard(welch, t, &s, true, NULL, &error) == ETHO_OK, "unless it is wanted");
  ok(etho_replication_guard(paired, t, &s, false, NULL, &error) == ETHO_OK,
     "paired tests know their animals");
  s.subject = "mouse id";
  ok(etho_replication_guard(welch, t, &s, true, NULL, &error) == ETHO_OK && !s.subject,
     "a subject that is not used is dropped");
  etho_table_free(t);
  t = table_of("animal,day,v\n1,a,1\n1,b,2\n2,a,3\n2,b,3\n");
  s = (etho_selection){.value = "v", .by = "day"};
  ok(etho_replication_guard(welch, t, &s, false, NULL, &error) == ETHO_OK,
     "once in each group is not repeated");
  etho_table_free(t);
}

int main(void) {
  test_roles();
  test_bad_cells();
  test_replication();
  test_guard();
  return done();
}
