/* "where" for exports that have no table of trials: conditions on the trials' own columns, "phase=test1". */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "import/source.h"

typedef struct condition {
  size_t column;
  char sign; /* = ! < > */
  bool or_equal;
  const char *value;
} condition;

static const char *trimmed(const etho_source *source, const char *text, size_t n) {
  while (n && *text == ' ') text++, n--;
  while (n && text[n - 1] == ' ') n--;
  return etho_arena_text_n(source->arena, text, n);
}

static void refuse(etho_source *source, const char *text) {
  etho_text hint = {0};
  etho_text_append(&hint, "write COLUMN=VALUE (= != < <= > >=) with one of ");
  for (size_t c = 0; c < etho_trials_columns(source->trials); c++)
    etho_text_format(&hint, "%s%s", c ? ", " : "", etho_trials_name(source->trials, c));
  etho_issues_add(source->issues, "E-WHERE", source->path, 0, 0, etho_text_get(&hint),
                  "\"where\": '%.80s' names no column of these trials", text);
  etho_text_free(&hint);
}

static bool parse(etho_source *source, const char *text, condition *out) {
  size_t at = strcspn(text, "=!<>");
  const char *name = trimmed(source, text, at);
  if (!text[at] || !name) return refuse(source, text), false;
  size_t length = text[at + 1] == '=' ? 2 : 1;
  *out = (condition){.column = etho_trials_find(source->trials, name),
                     .sign = text[at],
                     .or_equal = length == 2,
                     .value = trimmed(source, text + at + length, strlen(text + at + length))};
  if (out->column == ETHO_NOT_FOUND || !out->value) return refuse(source, text), false;
  return true;
}

static bool same_text(const char *a, const char *b) {
  const char *x = etho_phase_word(a), *y = etho_phase_word(b);
  return strcmp(a, b) == 0 || (x && y && strcmp(x, y) == 0);
}

/* A cell that is missing satisfies nothing but "is not". */
static bool holds(const etho_trials *trials, size_t row, const condition *c) {
  const char *text = etho_trials_text(trials, row, c->column);
  double value = etho_trials_number(trials, row, c->column), wanted;
  bool number = etho_number_parse(c->value, strlen(c->value), '.', &wanted);
  if (text && etho_number_parse(text, strlen(text), '.', &value) && c->sign != '=' && c->sign != '!')
    text = NULL;
  if (c->sign == '!') return text ? !same_text(text, c->value) : isnan(value) || !number || value != wanted;
  if (text) return c->sign == '=' && same_text(text, c->value);
  if (isnan(value) || !number) return false;
  return (value == wanted && (c->sign == '=' || c->or_equal)) || (c->sign == '<' && value < wanted) ||
         (c->sign == '>' && value > wanted);
}

static void copy_row(etho_trials *to, const etho_trials *from, size_t row) {
  size_t made = etho_trials_add(to, etho_trials_file(from, row), etho_trials_line(from, row));
  for (size_t c = 0; c < etho_trials_columns(from); c++)
    if (etho_trials_is_text(from, c)) {
      const char *text = etho_trials_text(from, row, c);
      if (text) etho_trials_set_text(to, made, c, text);
    } else {
      etho_trials_set_number(to, made, c, etho_trials_number(from, row, c));
    }
}

etho_status etho_source_keep(etho_source *source, etho_error *error) {
  const etho_import_options *options = source->options;
  const etho_trials *all = source->trials;
  condition *list = ETHO_NEW(source->arena, condition, options->n_where + 1);
  if (!list) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  if (!options->n_where || source->raw || !etho_trials_rows(all)) return ETHO_OK; /* raw: done on the table */
  for (size_t i = 0; i < options->n_where; i++)
    if (!parse(source, options->where[i], &list[i])) return ETHO_OK;
  etho_trials *kept = etho_trials_new();
  if (!kept) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  for (size_t c = 0; c < etho_trials_columns(all); c++)
    etho_trials_column(kept, etho_trials_name(all, c), etho_trials_is_text(all, c));
  for (size_t r = 0; r < etho_trials_rows(all); r++) {
    bool keep = true;
    for (size_t i = 0; i < options->n_where && keep; i++) keep = holds(all, r, &list[i]);
    if (keep) copy_row(kept, all, r);
  }
  if (!etho_trials_rows(kept))
    etho_issues_add(source->issues, "E-WHERE", source->path, 0, 0, "correct the condition, or leave it out",
                    "no trial satisfies what \"where\" asks for");
  etho_status status = etho_trials_status(kept);
  etho_trials_free(source->trials);
  source->trials = kept;
  return status == ETHO_OK ? ETHO_OK : etho_error_set(error, status, "out of memory");
}
