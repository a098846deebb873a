/* Text in, tidy trials and issues out. */
#ifndef TESTS_IMPORT_CASE_H
#define TESTS_IMPORT_CASE_H

#include <unistd.h>

#include "base/text.h"
#include "ethostat/import.h"
#include "tap.h"

static inline void show_issues(etho_text *out, const etho_issues *issues) {
  for (size_t i = 0; i < etho_issues_count(issues); i++) {
    const etho_issue *issue = etho_issues_at(issues, i);
    etho_text_format(out, "%s%s@%zu:%zu", i ? " " : "", issue->code, issue->line, issue->column);
    if (!issue->hint[0]) etho_text_append(out, " (no hint!)");
    if (!issue->message[0]) etho_text_append(out, " (no message!)");
  }
}

/* Read paths; got = "format|csv with / for line ends", said = "CODE@line:column ...". */
static inline void import_show(const char *const *paths, size_t n, const etho_import_options *options,
                               etho_text *got, etho_text *said) {
  etho_issues *issues = etho_issues_new();
  etho_import_result *result = NULL;
  etho_error error = {0};
  etho_status status = etho_import_files(paths, n, options, &result, issues, &error);
  char *csv = NULL;
  size_t length = 0;
  if (status != ETHO_OK)
    etho_text_format(got, "status %d: %s", status, error.message);
  else if (etho_trials_csv(etho_import_trials(result), &csv, &length, &error) == ETHO_OK) {
    etho_text_format(got, "%s|", etho_import_file_at(result, 0)->format);
    for (size_t i = 0; i + 1 < length; i++) {
      bool own_name =
          strncmp(csv + i, "ethostat-test-", 14) == 0; /* the temporary file's: differs every time */
      if (own_name)
        i += 19;
      else
        etho_text_char(got, csv[i] == '\n' ? '/' : csv[i]);
    }
  }
  show_issues(said, issues);
  free(csv);
  etho_import_free(result);
  etho_issues_free(issues);
}

static inline bool write_temporary(char *path, const char *data, size_t length) {
  int descriptor = mkstemp(path);
  bool whole = descriptor >= 0 && write(descriptor, data, length) == (ssize_t)length;
  if (descriptor >= 0) close(descriptor);
  return whole;
}

/* The trials written as CSV read back to the same trials. */
static inline void check_round_trip(const char *name, const char *got) {
  const char *csv = strchr(got, '|');
  if (!csv || strncmp(got, "unknown", 7) == 0 || !csv[1]) return;
  char path[] = "/tmp/ethostat-test-XXXXXX";
  etho_text text = {0}, again = {0}, said = {0};
  for (const char *c = csv + 1; *c; c++) etho_text_char(&text, *c == '/' ? '\n' : *c);
  etho_text_char(&text, '\n');
  if (!strstr(got, "+/-") && write_temporary(path, text.data, text.length)) {
    const char *paths[] = {path};
    import_show(paths, 1, NULL, &again, &said);
    const char *same = strchr(etho_text_get(&again), '|');
    bool partial =
        strncmp(etho_text_get(&again), "unknown", 7) == 0; /* half of a pair, or values that are no trials */
    if (!partial) is_text(same ? same : etho_text_get(&again), csv, name);
    unlink(path);
  }
  etho_text_free(&text);
  etho_text_free(&again);
  etho_text_free(&said);
}

static inline void imports_n(const char *name, const char *data, size_t length,
                             const etho_import_options *options, const char *trials, const char *codes) {
  char path[] = "/tmp/ethostat-test-XXXXXX";
  etho_text got = {0}, said = {0};
  if (write_temporary(path, data, length)) {
    const char *paths[] = {path};
    import_show(paths, 1, options, &got, &said);
  }
  unlink(path);
  char title[200];
  snprintf(title, sizeof title, "%s: trials", name);
  is_text(etho_text_get(&got), trials, title);
  snprintf(title, sizeof title, "%s: round trip", name);
  check_round_trip(title, etho_text_get(&got));
  snprintf(title, sizeof title, "%s: issues", name);
  is_text(etho_text_get(&said), codes, title);
  etho_text_free(&got);
  etho_text_free(&said);
}

#define IMPORTS(name, data, trials, codes) imports_n(name, data, sizeof(data) - 1, NULL, trials, codes)
#define IMPORTS_WITH(name, data, options, trials, codes)                                                     \
  imports_n(name, data, sizeof(data) - 1, options, trials, codes)

#endif
