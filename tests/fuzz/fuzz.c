#define _GNU_SOURCE
#include "fuzz.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

/* ---- input ---- */

size_t fuzz_split(const uint8_t *data, size_t size, fuzz_part *part, size_t most) {
  static const char mark[] = "\n====\n";
  const char *at = (const char *)data;
  size_t n = 0;
  for (size_t i = 0; i < most; i++) part[i] = (fuzz_part){"", 0};
  while (n < most) {
    const char *end = n + 1 < most ? memmem(at, size, mark, sizeof mark - 1) : NULL;
    size_t length = end ? (size_t)(end - at) : size;
    part[n++] = (fuzz_part){at, length};
    if (!end) break;
    at += length + sizeof mark - 1, size -= length + sizeof mark - 1;
  }
  return n;
}

void fuzz_first_line(fuzz_part *part, char *line, size_t room) {
  const char *end = memchr(part->data, '\n', part->size);
  size_t length = end ? (size_t)(end - part->data) : part->size, kept = length < room ? length : room - 1;
  memcpy(line, part->data, kept);
  line[kept] = '\0';
  length += end != NULL;
  part->data += length, part->size -= length;
}

/* ---- files ---- */

static char top[64], folder[80];

static void leave(void) {
  rmdir(folder);
  rmdir(top);
}

/* A folder in a folder: the input may name "..". */
static void enter(void) {
  const char *root = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
  if (top[0]) return;
  snprintf(top, sizeof top, "%s/ethostat-fuzz-XXXXXX", root);
  bool made = mkdtemp(top) != NULL;
  snprintf(folder, sizeof folder, "%s/XXXXXX", top);
  if (!made || !mkdtemp(folder)) perror(top), exit(3);
  atexit(leave);
}

fuzz_file fuzz_write(const char *name, fuzz_part part) {
  fuzz_file made;
  enter();
  snprintf(made.path, sizeof made.path, "%s/%s", folder, name);
  FILE *file = fopen(made.path, "wb");
  if (!file || fwrite(part.data, 1, part.size, file) != part.size || fclose(file) != 0)
    perror(made.path), exit(3);
  return made;
}

void fuzz_remove(fuzz_file file) {
  unlink(file.path);
}

/* ---- properties ---- */

static bool is_utf8(const char *text) {
  const unsigned char *p = (const unsigned char *)text;
  while (*p) {
    int more = *p < 0x80                 ? 0
               : *p >= 0xC2 && *p < 0xE0 ? 1
               : *p >= 0xE0 && *p < 0xF0 ? 2
               : *p >= 0xF0 && *p < 0xF5 ? 3
                                         : -1;
    if (more < 0) return false;
    for (p++; more > 0; more--, p++)
      if ((*p & 0xC0) != 0x80) return false;
  }
  return true;
}

static bool is_code(const char *code) {
  return strlen(code) > 3 && strchr("EWN", code[0]) && code[1] == '-' &&
         !code[strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")];
}

void fuzz_check_issues(const etho_issues *issues) {
  for (size_t i = 0; i < etho_issues_count(issues); i++) {
    const etho_issue *issue = etho_issues_at(issues, i);
    FUZZ_REQUIRE(is_code(issue->code), "%s", issue->code);
    FUZZ_REQUIRE(issue->message[0], "%s has no message", issue->code);
    FUZZ_REQUIRE(is_utf8(issue->message), "%s: %s", issue->code, issue->message);
    FUZZ_REQUIRE(is_utf8(issue->hint), "%s: %s", issue->code, issue->hint);
  }
}

void fuzz_check_error(etho_status status, const etho_error *error) {
  if (status == ETHO_OK) return;
  FUZZ_REQUIRE(error->message[0], "status %d without a message", (int)status);
  FUZZ_REQUIRE(error->status == status, "status %d, error %d: %s", (int)status, (int)error->status,
               error->message);
  FUZZ_REQUIRE(is_utf8(error->message) && is_utf8(error->hint), "%s | %s", error->message, error->hint);
}

void fuzz_check_trials(const etho_trials *trials) {
  for (size_t c = 0; c < etho_trials_columns(trials); c++)
    for (size_t r = 0; r < etho_trials_rows(trials); r++) {
      const char *text = etho_trials_text(trials, r, c);
      FUZZ_REQUIRE(!text || is_utf8(text), "%s, row %zu: %s", etho_trials_name(trials, c), r, text);
      FUZZ_REQUIRE(!isinf(etho_trials_number(trials, r, c)), "%s, row %zu", etho_trials_name(trials, c), r);
    }
}

void fuzz_check_told(const etho_trials *trials, const etho_issues *issues) {
  FUZZ_REQUIRE(etho_trials_rows(trials) || etho_issues_count_of(issues, ETHO_PROBLEM), "%zu issues",
               etho_issues_count(issues));
}

/* Tables of finished values are read where their assay is named. */
static bool has_trials(const etho_trials *trials) {
  static const char *const names[] = {"novel_s", "left_s", "object_a_s", "choice", "correct", "sequence", "n_trials"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (etho_trials_find(trials, names[i]) != ETHO_NOT_FOUND) return true;
  return false;
}

void fuzz_check_round_trip(const etho_trials *trials, const etho_issues *issues) {
  char *text = NULL, *again = NULL;
  size_t length = 0, length_again = 0;
  etho_error error = {0};
  if (etho_issues_count_of(issues, ETHO_PROBLEM) || !etho_trials_rows(trials) || getenv("FUZZ_ONE_WAY"))
    return;
  if (!has_trials(trials)) return;
  FUZZ_REQUIRE(etho_trials_csv(trials, &text, &length, &error) == ETHO_OK, "%s", error.message);
  fuzz_file file = fuzz_write("again.csv", (fuzz_part){text, length});
  const char *path[] = {file.path};
  etho_issues *told = etho_issues_new();
  etho_import_result *result = NULL;
  etho_status status = etho_import_files(path, 1, NULL, &result, told, &error);
  for (size_t i = 0; i < etho_issues_count(told); i++) {
    const etho_issue *issue = etho_issues_at(told, i);
    FUZZ_REQUIRE(issue->severity != ETHO_PROBLEM, "%s line %zu: %s\n%s", issue->code, issue->line,
                 issue->message, text);
  }
  FUZZ_REQUIRE(status == ETHO_OK, "%s\n%s", error.message, text);
  FUZZ_REQUIRE(etho_trials_csv(etho_import_trials(result), &again, &length_again, &error) == ETHO_OK, "%s",
               error.message);
  FUZZ_REQUIRE(length == length_again && memcmp(text, again, length) == 0, "%s\n---- read back ----\n%s",
               text, again);
  etho_import_free(result);
  etho_issues_free(told);
  free(text);
  free(again);
  fuzz_remove(file);
}

void fuzz_check_measures(const etho_measures *measures) {
  for (size_t r = 0; r < etho_measures_rows(measures); r++)
    for (size_t m = 0; m < etho_measures_count(measures); m++) {
      const etho_measure *info = etho_measures_info(measures, m);
      double value = etho_measures_row(measures, r)->value[m], slack = 1e-9 * fabs(value);
      FUZZ_REQUIRE(!isinf(value), "%s, row %zu", info->name, r);
      FUZZ_REQUIRE(!(value < info->low - slack) && !(value > info->high + slack), "%s = %.17g, row %zu",
                   info->name, value, r);
    }
}

static void measure_with(const etho_assay *assay, const etho_trials *trials,
                         const etho_assay_options *options) {
  etho_issues *issues = etho_issues_new();
  etho_measures *measures = NULL;
  etho_rows *rows = etho_rows_new();
  etho_error error = {0};
  etho_status status = etho_assay_measure(assay, trials, options, &measures, issues, &error);
  fuzz_check_error(status, &error);
  fuzz_check_issues(issues);
  if (status == ETHO_OK) {
    fuzz_check_measures(measures);
    etho_measures_to_rows(measures, rows);
  }
  etho_rows_free(rows);
  etho_measures_free(measures);
  etho_issues_free(issues);
}

void fuzz_measure(const etho_trials *trials) {
  if (etho_trials_rows(trials) > 2000) return; /* thousands of time bins take their time in every assay */
  etho_assay_options plain = etho_assay_options_default(), declared = plain;
  declared.cutoff_s = 60, declared.trial_length_s = 300, declared.chance = 0.222, declared.first_s = 20;
  declared.reentries = "merge", declared.criterion_correct = 3, declared.criterion_of = 4;
  etho_rule rule[16];
  for (size_t i = 0; i < etho_assay_count(); i++) {
    const etho_assay *assay = etho_assay_at(i);
    size_t n = 0;
    while (n < 16 && etho_assay_rule_default(assay, n, &rule[n])) rule[n++].excludes = true;
    declared.rules = rule, declared.n_rules = n;
    measure_with(assay, trials, &plain);
    measure_with(assay, trials, &declared);
  }
}
