#include "ethostat/base.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

struct etho_issues {
  etho_arena *arena;
  etho_issue *item;
  size_t n, capacity;
  size_t n_of[3];
  bool failed;
};

etho_issues *etho_issues_new(void) {
  etho_issues *issues = calloc(1, sizeof *issues);
  if (issues && !(issues->arena = etho_arena_new())) {
    free(issues);
    return NULL;
  }
  return issues;
}

void etho_issues_free(etho_issues *issues) {
  if (!issues) return;
  etho_arena_free(issues->arena);
  free(issues);
}

static etho_severity severity_of(const char *code) {
  return code[0] == 'E' ? ETHO_PROBLEM : code[0] == 'W' ? ETHO_WARNING : ETHO_NOTE;
}

/* Many issues come from one file: its name is kept once for a run of them. */
static const char *file_name(etho_issues *issues, const char *file) {
  if (!file) return NULL;
  const char *last = issues->n ? issues->item[issues->n - 1].file : NULL;
  bool same = last && strcmp(last, file) == 0;
  return same ? last : etho_arena_text(issues->arena, file);
}

static bool is_control(unsigned char c) {
  return c < 0x20 || c == 0x7F;
}

/* One line: a line end within a cell is shown as a space, other control characters as '?'. */
static void make_line(etho_text *text) {
  for (size_t i = 0; i < text->length; i++) {
    char *c = &text->data[i];
    bool space = *c == '\n' || *c == '\r' || *c == '\t';
    if (is_control((unsigned char)*c)) *c = space ? ' ' : '?';
  }
}

void etho_issues_add(etho_issues *issues, const char *code, const char *file, size_t line, size_t column,
                     const char *hint, const char *format, ...) {
  if (!issues) return;
  etho_severity severity = severity_of(code);
  issues->n_of[severity]++; /* counted even when the text cannot be kept */
  etho_text message = {0}, advice = {0};
  if (hint) etho_text_format(&advice, "%s", hint);
  va_list arguments;
  va_start(arguments, format);
  etho_text_vformat(&message, format, arguments);
  va_end(arguments);
  make_line(&message);
  make_line(&advice);
  etho_issue *item = etho_arena_grow(issues->arena, issues->item, &issues->capacity, issues->n + 1, sizeof *item);
  if (item) issues->item = item;
  etho_issue issue = {.severity = severity,
                      .code = etho_arena_text(issues->arena, code),
                      .file = file_name(issues, file),
                      .line = line,
                      .column = column,
                      .message = etho_arena_text(issues->arena, etho_text_get(&message)),
                      .hint = etho_arena_text(issues->arena, etho_text_get(&advice))};
  bool whole = item && issue.code && issue.message && issue.hint && (issue.file || !file) && !message.failed && !advice.failed;
  if (whole) issues->item[issues->n++] = issue;
  else issues->failed = true;
  etho_text_free(&message);
  etho_text_free(&advice);
}

size_t etho_issues_count(const etho_issues *issues) {
  return issues->n;
}

size_t etho_issues_count_of(const etho_issues *issues, etho_severity severity) {
  return issues->n_of[severity];
}

void etho_issues_set_column(etho_issues *issues, size_t index, size_t column) {
  if (index < issues->n) issues->item[index].column = column;
}

const etho_issue *etho_issues_at(const etho_issues *issues, size_t index) {
  return index < issues->n ? &issues->item[index] : NULL;
}

etho_status etho_issues_status(const etho_issues *issues) {
  return issues->failed ? ETHO_ERR_MEMORY : ETHO_OK;
}
