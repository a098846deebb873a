/* A large file is summed while it is read: what comes out is what keeping every row gives. Each case is read
 * both ways; files that need a word of explanation must take the second way by themselves. */
#include <unistd.h>

#include "base/text.h"
#include "ethostat/assay.h"
#include "ethostat/import.h"
#include "tap.h"

typedef struct outcome {
  etho_issues *issues;
  etho_import_result *import;
  etho_measures *measures;
  etho_status status;
} outcome;

static char path[] = "/tmp/ethostat-large-XXXXXX";

static void write_file(const etho_text *text) {
  FILE *file = fopen(path, "wb");
  if (!file || fwrite(text->data, 1, text->length, file) != text->length) abort();
  fclose(file);
}

static outcome read_with(size_t sum_from) {
  outcome o = {.issues = etho_issues_new()};
  etho_import_options options = {.sum_from = sum_from};
  etho_error error = {0};
  const char *paths[] = {path};
  o.status = etho_import_files(paths, 1, &options, &o.import, o.issues, &error);
  if (o.status != ETHO_OK) return o;
  etho_trials *trials = etho_import_trials(o.import);
  const etho_assay *assay = etho_assay_detect(trials, &error);
  if (assay) o.status = etho_assay_measure(assay, trials, NULL, &o.measures, o.issues, &error);
  return o;
}

static void free_outcome(outcome *o) {
  etho_measures_free(o->measures);
  etho_import_free(o->import);
  etho_issues_free(o->issues);
}

static bool same(const char *a, const char *b) {
  return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_issues(const etho_issues *a, const etho_issues *b) {
  if (etho_issues_count(a) != etho_issues_count(b)) return false;
  for (size_t i = 0; i < etho_issues_count(a); i++) {
    const etho_issue *x = etho_issues_at(a, i), *y = etho_issues_at(b, i);
    if (strcmp(x->code, y->code) != 0 || x->line != y->line || x->column != y->column ||
        !same(x->message, y->message)) {
      printf("# %s %zu:%zu %s\n# %s %zu:%zu %s\n", x->code, x->line, x->column, x->message, y->code, y->line,
             y->column, y->message);
      return false;
    }
  }
  return true;
}

/* Sums may be rounded in another order. */
static bool close_to(double a, double b) {
  return (isnan(a) && isnan(b)) || fabs(a - b) <= 1e-12 * fmax(1e3, fabs(a));
}

static bool same_row(const etho_measures *a, const etho_subject_row *x, const etho_measures *b,
                     const etho_subject_row *y) {
  if (strcmp(x->animal, y->animal) != 0 || !same(x->arm, y->arm) || !same(x->phase, y->phase) ||
      !same(x->label, y->label) || x->line != y->line || x->n_trials != y->n_trials ||
      x->compared != y->compared || strcmp(x->flags, y->flags) != 0)
    return false;
  for (size_t m = 0; m < etho_measures_count(a); m++) {
    const char *name = etho_measures_info(a, m)->name;
    size_t k = etho_measures_find(b, name);
    if (k == ETHO_NOT_FOUND || !close_to(x->value[m], y->value[k])) {
      printf("# %s of %s %s: %.17g, %.17g\n", name, x->animal, x->label, x->value[m],
             k == ETHO_NOT_FOUND ? (double)NAN : y->value[k]);
      return false;
    }
  }
  return true;
}

static bool same_measures(const etho_measures *a, const etho_measures *b) {
  if (!a || !b) return a == b;
  if (etho_measures_count(a) != etho_measures_count(b) || etho_measures_rows(a) != etho_measures_rows(b) ||
      etho_measures_pooled_rows(a) != etho_measures_pooled_rows(b))
    return false;
  for (size_t r = 0; r < etho_measures_rows(a); r++)
    if (!same_row(a, etho_measures_row(a, r), b, etho_measures_row(b, r))) return false;
  for (size_t r = 0; r < etho_measures_pooled_rows(a); r++)
    if (!same_row(a, etho_measures_pooled_row(a, r), b, etho_measures_pooled_row(b, r))) return false;
  return true;
}

/* summed: must the first way have been taken? */
static void compare(etho_text *text, bool summed, const char *name) {
  write_file(text);
  outcome whole = read_with(0), sums = read_with(1);
  ok(whole.status == sums.status, "%s: the same status", name);
  ok(same_issues(whole.issues, sums.issues), "%s: the same issues", name);
  ok(same_measures(whole.measures, sums.measures), "%s: the same measures", name);
  if (whole.import && sums.import) {
    const etho_trials *kept = etho_import_trials(whole.import), *few = etho_import_trials(sums.import);
    ok(etho_trials_count(kept) == etho_trials_count(few), "%s: the same trials", name);
    ok((etho_trials_rows(few) < etho_trials_rows(kept)) == summed, "%s: %s", name,
       summed ? "summed" : "kept whole");
    ok(etho_import_file_at(whole.import, 0)->rows == etho_import_file_at(sums.import, 0)->rows,
       "%s: the same rows", name);
  }
  free_outcome(&whole);
  free_outcome(&sums);
  etho_text_free(text);
}

static unsigned next(unsigned *state) {
  *state = *state * 1664525u + 1013904223u;
  return *state >> 16;
}

/* animals * sessions * trials rows; interleaved: trial by trial, all animals in turn. */
static etho_text maze(const char *header, size_t animals, size_t sessions, size_t trials, bool interleaved,
                      bool sample, bool correct, bool latency, unsigned seed) {
  etho_text t = {0};
  etho_text_append(&t, header);
  size_t n = animals * sessions * trials;
  for (size_t i = 0; i < n; i++) {
    size_t a = interleaved ? i % animals : i / (sessions * trials),
           rest = interleaved ? i / animals : i % (sessions * trials);
    size_t s = rest / trials, k = rest % trials;
    etho_text_format(&t, "m%zu,%s,%zu,%zu,%s", a + 1, a % 2 ? "car_t" : "vehicle", s + 1, k + 1,
                     next(&seed) % 29 == 0 ? "NA"
                     : next(&seed) % 5 < 2 ? "L"
                                           : "right");
    if (sample) etho_text_append(&t, next(&seed) % 2 ? ",l" : ",R");
    if (correct) etho_text_append(&t, next(&seed) % 31 == 0 ? "," : next(&seed) % 3 ? ",1" : ",no");
    if (latency && next(&seed) % 37 == 0)
      etho_text_append(&t, ",NA");
    else if (latency)
      etho_text_format(&t, ",%.2f", next(&seed) % 12000 / 100.);
    etho_text_append(&t, "\n");
  }
  return t;
}

static void test_maze(void) {
  etho_text t =
      maze("animal,arm,session,trial,choice,correct,latency_s\n", 8, 3, 20, false, false, true, true, 1);
  compare(&t, true, "choice, outcome and latency");
  t = maze("animal,arm,session,trial,choice,correct,latency_s\n", 40, 4, 250, false, false, true, true, 2);
  compare(&t, true, "several pieces");
  t = maze("animal,arm,session,trial,choice,correct,latency_s\n", 40, 4, 250, true, false, true, true, 3);
  compare(&t, true, "animals in turn");
  t = maze("animal,arm,session,trial,choice,sample\n", 6, 2, 12, true, true, false, false, 4);
  compare(&t, true, "choice and sample, no outcome");
  t = maze("animal,arm,session,trial,choice,sample,correct\n", 6, 2, 12, false, true, true, false, 5);
  compare(&t, true, "outcome that disagrees with the sample");
  t = maze("Mouse ID,Group,Session,cage,Chosen arm,latency (ms)\n", 6, 2, 12, false, false, false, true, 6);
  compare(&t, false, "a cage that changes with each trial makes each row its own");
}

typedef struct change {
  const char *name, *line;
} change;

/* One more line in the middle of a good file. */
static void test_irregular(void) {
  static const change list[] = {
      {"text for a number", "m3,vehicle,2,100,L,1,soon"},
      {"a trial twice", "m3,vehicle,1,5,L,1,3.5"},
      {"a lower trial number", "m3,vehicle,2,0,L,1,3.5"},
      {"ragged", "m3,vehicle,2,100,L,1"},
      {"a quote amiss", "m3,vehicle,2,100,L,1,3\"5"},
      {"an unclosed quote", "m3,vehicle,2,100,L,1,\"3.5"},
      {"a blank line", ""},
      {"a summary", "mean,vehicle,2,100,L,1,3.5"},
      {"a negative time", "m3,vehicle,2,100,L,1,-3.5"},
      {"a clock's time", "m3,vehicle,2,100,L,1,1:03"},
      {"a third arm", "m3,vehicle,2,100,stem,1,3.5"},
      {"no animal", ",vehicle,2,100,L,1,3.5"},
      {"another arm", "m3,car_t,2,100,L,1,3.5"},
      {"the header again", "animal,arm,session,trial,choice,correct,latency_s"},
      {"a name that became a date", "2-Mar,vehicle,2,100,L,1,3.5"},
      {"a spreadsheet's error", "m3,vehicle,2,100,L,1,#DIV/0!"},
      {"thousands", "m3,vehicle,2,100,L,1,\"1,234.5\""},
      {"a name alone", "m3,,,,,,"},
  };
  for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
    etho_text before = maze("animal,arm,session,trial,choice,correct,latency_s\n", 5, 2, 15, false, false,
                            true, true, 7),
              after = maze("", 4, 1, 9, false, false, true, true, 8), t = {0};
    for (char *c = after.data; (c = strchr(c, 'm')); c++) *c = 'r';
    etho_text_format(&t, "%s%s\n%s", before.data, list[i].line, after.data);
    compare(&t, false, list[i].name);
    etho_text_free(&before);
    etho_text_free(&after);
  }
}

static void test_plain(void) {
  etho_text t = {0};
  etho_text_append(&t, "\xEF\xBB\xBF\"animal\",\"arm\",\"trial\",\"correct\",\"note\"\r\n");
  for (int i = 0; i < 400; i++)
    etho_text_format(&t, "\"m %d\",\"CAR-T, late\",%d,%s,\"x, \"\"y\"\"\"\r\n", i / 40, i % 40 + 1,
                     i * 7 % 3 ? "TRUE" : "FALSE");
  compare(&t, true, "byte order mark, CRLF, quotes that hold the delimiter");
  etho_text_append(&t, "animal;arm;trial;choice;latency_s\n");
  for (int i = 0; i < 400; i++)
    etho_text_format(&t, "m%d;a;%d;%c;%d,%d\n", i / 40, i % 40 + 1, "LR"[i * 7 % 3 == 0], i % 17, i * 7 % 10);
  etho_text_append(&t, "\n\n");
  compare(&t, true, "semicolons, decimal comma, blank lines at the end");
  etho_text_append(&t, "animal,arm,trial,correct,latency_s\n");
  for (int i = 0; i < 400; i++) etho_text_format(&t, "m%d,a,%d,%d,7.5\n", i / 40, i % 40 + 1, i * 7 % 3 == 0);
  compare(&t, false, "a constant column is told");
  etho_text_append(&t, "animal,arm,trial,correct,notes\n");
  for (int i = 0; i < 400; i++)
    etho_text_format(&t, "m%d,a,%d,%d,%s\n", i / 40, i % 40 + 1, i * 7 % 3 == 0,
                     i == 250 ? "exclude: fell off" : "looked well");
  compare(&t, false, "a remark is told");
  etho_text_append(&t, "animal,arm,trial,correct\n");
  for (int i = 0; i < 400; i++) etho_text_format(&t, "m%d,a,%d,%s\n", i / 40, i % 40 + 1, i % 3 ? "+" : "-");
  compare(&t, false, "signs for right and wrong are told");
  etho_text_append(&t, "animal,arm,phase,trial,novel_s,familiar_s,DI\n");
  for (int i = 0; i < 400; i++)
    etho_text_format(&t, "m%d,a,test,%d,%d,%d,%.3f\n", i / 40, i % 40 + 1, 3 + i % 7, 2 + i % 5,
                     i == 200 ? 9. : (1. + i % 7 - i % 5) / (5. + i % 7 + i % 5));
  compare(&t, false, "an index of the laboratory's own is held against the times");
  etho_text_append(&t, "animal,arm,trial,correct,latency_s\n");
  for (int i = 0; i < 400; i++)
    etho_text_format(&t, "m%d,a,%d,%d,%g\n", i / 40, i % 40 + 1, i * 7 % 3 == 0,
                     i < 100 ? i * 13 % 7 : 2.5 * i);
  compare(&t, false, "dragged series are told");
}

static void test_times(void) {
  unsigned seed = 9;
  etho_text t = {0};
  etho_text_append(&t, "animal,arm,phase,trial,novel_s,familiar_s\n");
  for (int i = 0; i < 20000; i++)
    etho_text_format(&t, "m%d,%s,%s,%d,%.3f,%s%u\n", i / 200, i / 200 % 2 ? "a" : "b",
                     i % 200 < 100 ? "training" : "test", i % 100 + 1, next(&seed) / 1000.,
                     next(&seed) % 2 ? "1." : "7.5", next(&seed) % 1000);
  compare(&t, true, "times of many trials");
  etho_text_append(&t, "animal,arm,phase,trial,novel side,left (s),right (s)\n");
  for (int i = 0; i < 3000; i++) {
    const char *side = i % 100 < 50 ? "" : next(&seed) % 2 ? "L" : "right";
    etho_text_format(&t, "m%d,%s,%s,%d,%s,%.3f,%.3f\n", i / 100, i / 100 % 2 ? "a" : "b",
                     i % 100 < 50 ? "training" : "test", i % 50 + 1, side, next(&seed) / 1000.,
                     next(&seed) / 1000.);
  }
  compare(&t, true, "sides, with the novel one changing between trials");
  etho_text_append(&t, "animal,arm,phase,novel_s,familiar_s\n");
  for (int i = 0; i < 400; i++)
    etho_text_format(&t, "m%d,a,%s,%d.5,%d\n", i / 4, i % 2 ? "training" : "test", i % 17, i * 7 % 10);
  compare(&t, false, "an animal twice in a phase is told");
}

/* Of a pose file only the columns of the point are kept. A blank line, which says nothing, makes it be read
 * whole. */
static etho_text poses(bool blank) {
  etho_text t = {0};
  unsigned seed = 11;
  etho_text_append(&t, "scorer");
  for (int i = 0; i < 36; i++) etho_text_append(&t, ",network");
  etho_text_append(&t, "\nbodyparts");
  for (int i = 0; i < 36; i++) etho_text_format(&t, i / 3 == 2 ? ",nose" : ",part%d", i / 3);
  etho_text_append(&t, "\ncoords");
  for (int i = 0; i < 36; i++) etho_text_append(&t, i % 3 == 0 ? ",x" : i % 3 == 1 ? ",y" : ",likelihood");
  for (int f = 0; f < 20000; f++) {
    etho_text_format(&t, "\n%d", f);
    for (int i = 0; i < 36; i++)
      if (i % 3 < 2)
        etho_text_format(&t, ",%.3f", next(&seed) % 60000 / 100.);
      else
        etho_text_append(&t, next(&seed) % 13 ? ",0.99" : next(&seed) % 2 ? ",0.2" : ",");
    if (blank && f == 8000) etho_text_append(&t, "\n");
  }
  return t;
}

static etho_import_result *read_poses(bool blank) {
  static const etho_pair settings[] = {{"frame_rate", "25"},
                                       {"scale", "10"},
                                       {"radius_cm", "6"},
                                       {"novel", "200,200"},
                                       {"familiar", "450,300"}};
  etho_import_options options = {.settings = settings, .n_settings = sizeof settings / sizeof *settings};
  etho_text text = poses(blank);
  etho_issues *issues = etho_issues_new();
  etho_import_result *result = NULL;
  etho_error error = {0};
  const char *paths[] = {path};
  write_file(&text);
  ok(text.length > 4 << 20, "the pose file is large");
  ok(etho_import_files(paths, 1, &options, &result, issues, &error) == ETHO_OK &&
         !etho_issues_count_of(issues, ETHO_PROBLEM),
     "and is read");
  ok((etho_import_file_at(result, 0)->sha256 == NULL) == !blank, "%s", blank ? "as a whole" : "by columns");
  etho_text_free(&text);
  etho_issues_free(issues);
  return result;
}

static void test_poses(void) {
  etho_import_result *whole = read_poses(true), *columns = read_poses(false);
  const etho_trials *a = etho_import_trials(whole), *b = etho_import_trials(columns);
  bool equal = etho_trials_rows(a) == 1 && etho_trials_rows(b) == 1 &&
               etho_trials_columns(a) == etho_trials_columns(b);
  for (size_t c = 0; equal && c < etho_trials_columns(a); c++)
    equal = etho_trials_is_text(a, c) ? same(etho_trials_text(a, 0, c), etho_trials_text(b, 0, c))
                                      : close_to(etho_trials_number(a, 0, c), etho_trials_number(b, 0, c));
  ok(equal, "the same trial");
  double novel = etho_trials_number(b, 0, etho_trials_find(b, "novel_s"));
  ok(novel > 1 && novel < 600, "with some exploration (%g s)", novel);
  etho_import_free(whole);
  etho_import_free(columns);
}

int main(void) {
  int file = mkstemp(path);
  if (file < 0) return 1;
  close(file);
  test_maze();
  test_irregular();
  test_plain();
  test_times();
  test_poses();
  unlink(path);
  return done();
}
