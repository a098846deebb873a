/* Rows as a person wants to see them: fields chosen, intervals joined, numbers rounded. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/renderer.h"

const char **rows_columns(const etho_rows *rows, etho_arena *arena, size_t *n) {
  size_t capacity = 0;
  const char **name = NULL;
  *n = 0;
  for (size_t r = 0; r < etho_rows_count(rows); r++) {
    const etho_row *row = etho_rows_at(rows, r);
    for (size_t f = 0; f < etho_row_count(row); f++) {
      const char *wanted = etho_row_at(row, f)->name;
      size_t k = f < *n && strcmp(name[f], wanted) == 0 ? f : 0; /* most rows have the same order */
      while (k < *n && strcmp(name[k], wanted) != 0) k++;
      if (k < *n) continue;
      name = etho_arena_grow(arena, name, &capacity, *n + 1, sizeof *name);
      if (!name) return NULL;
      name[(*n)++] = wanted;
    }
  }
  return name ? name : ETHO_NEW(arena, const char *, 1);
}

void field_exact(const etho_field *field, etho_text *out) {
  if (!field || field->kind == ETHO_NULL) return;
  if (field->kind == ETHO_NUMBER) etho_text_number(out, field->number);
  else if (field->kind == ETHO_BOOL) etho_text_append(out, field->number > 0 ? "true" : "false");
  else etho_text_append(out, field->text);
}

void number_rounded(double value, int digits, etho_text *out) {
  double magnitude = fabs(value);
  if (!(magnitude > 0)) etho_text_append(out, "0");
  else if (magnitude >= 1e7 && magnitude <= 1e15 && !(floor(value) < value)) etho_text_format(out, "%.0f", value);
  else if (magnitude < 1e-4 || magnitude >= 1e7) etho_text_format(out, "%.*e", digits - 1, value);
  else if (magnitude >= pow(10, digits - 1) || !(floor(value) < value)) etho_text_format(out, "%.0f", value);
  else etho_text_format(out, "%.*f", digits - 1 - (int)floor(log10(magnitude)), value);
}

/* ---- the reader's choice of fields ---- */

typedef enum cell_style { STYLE_TEXT, STYLE_COUNT, STYLE_FIGURE, STYLE_P, STYLE_INTERVAL, STYLE_EFFECT } cell_style;

typedef struct human_column {
  const char *field, *title;
  cell_style style;
  const char *high; /* STYLE_INTERVAL: the upper end */
} human_column;

/* In the order of reading; only those that the rows have are shown. */
static const human_column human_columns[] = {
    {"item", "Item", STYLE_TEXT, NULL},
    {"topic", "Asked for", STYLE_TEXT, NULL},
    {"statement", "Statement", STYLE_TEXT, NULL},
    {"file", "File", STYLE_TEXT, NULL},
    {"read_as", "Read as", STYLE_TEXT, NULL},
    {"rows", "Rows", STYLE_COUNT, NULL},
    {"sha256", "SHA-256", STYLE_TEXT, NULL},
    {"option", "Option", STYLE_TEXT, NULL},
    {"setting", "Setting", STYLE_TEXT, NULL},
    {"origin", "Origin", STYLE_TEXT, NULL},
    {"animal", "Animal", STYLE_TEXT, NULL},
    {"arm", "Arm", STYLE_TEXT, NULL},
    {"phase", "Phase", STYLE_TEXT, NULL},
    {"session", "Session", STYLE_TEXT, NULL},
    {"family", "Family", STYLE_TEXT, NULL},
    {"table", "Table", STYLE_TEXT, NULL},
    {"question", "Question", STYLE_TEXT, NULL},
    {"contrast", "Contrast", STYLE_TEXT, NULL},
    {"measure", "Measure", STYLE_TEXT, NULL},
    {"test", "Test", STYLE_TEXT, NULL},
    {"term", "Term", STYLE_TEXT, NULL},
    {"group", "Group", STYLE_TEXT, NULL},
    {"group1", "Group 1", STYLE_TEXT, NULL},
    {"group2", "Group 2", STYLE_TEXT, NULL},
    {"rule", "Rule", STYLE_TEXT, NULL},
    {"value", "Value", STYLE_FIGURE, NULL},
    {"threshold", "Threshold", STYLE_FIGURE, NULL},
    {"apriori", "A priori", STYLE_TEXT, NULL},
    {"action", "Action", STYLE_TEXT, NULL},
    {"reason", "Reason", STYLE_TEXT, NULL},
    {"animals", "Animals", STYLE_COUNT, NULL},
    {"excluded", "Excluded", STYLE_COUNT, NULL},
    {"missing", "Missing", STYLE_COUNT, NULL},
    {"analysed", "Analysed", STYLE_COUNT, NULL},
    {"n", "n", STYLE_COUNT, NULL},
    {"n1", "n1", STYLE_COUNT, NULL},
    {"n2", "n2", STYLE_COUNT, NULL},
    {"successes", "Correct", STYLE_COUNT, NULL},
    {"total", "Trials", STYLE_COUNT, NULL},
    {"mean_sem", "Mean ± SEM", STYLE_TEXT, NULL},
    {"mean", "Mean", STYLE_FIGURE, NULL},
    {"sd", "SD", STYLE_FIGURE, NULL},
    {"sem", "SEM", STYLE_FIGURE, NULL},
    {"estimate", "Estimate", STYLE_FIGURE, NULL},
    {"conf_low", "CI", STYLE_INTERVAL, "conf_high"},
    {"median", "Median", STYLE_FIGURE, NULL},
    {"q1", "Quartiles", STYLE_INTERVAL, "q3"},
    {"min", "Range", STYLE_INTERVAL, "max"},
    {"mean_difference", "Mean difference", STYLE_FIGURE, NULL},
    {"mean_difference_low", "CI", STYLE_INTERVAL, "mean_difference_high"},
    {"hedges_g", "Hedges g", STYLE_FIGURE, NULL},
    {"hedges_g_low", "CI of g", STYLE_INTERVAL, "hedges_g_high"},
    {"bound_low", "Bounds", STYLE_INTERVAL, "bound_high"},
    {"statistic", "Statistic", STYLE_FIGURE, NULL},
    {"df", "df", STYLE_FIGURE, NULL},
    {"df1", "df1", STYLE_FIGURE, NULL},
    {"df2", "df2", STYLE_FIGURE, NULL},
    {"p_value", "p", STYLE_P, NULL},
    {"p_adjusted", "p adjusted", STYLE_P, NULL},
    {"adjust", "Adjustment", STYLE_TEXT, NULL},
    {"effect_name", "Effect size", STYLE_EFFECT, NULL},
    {"effect", "Effect", STYLE_FIGURE, NULL},
    {"effect_low", "CI of effect", STYLE_INTERVAL, "effect_high"},
    {"note", "Note", STYLE_TEXT, NULL},
};

enum { N_HUMAN = sizeof human_columns / sizeof *human_columns, DIGITS_READER = 3, DIGITS_ALL = 6 };

static bool any_value(const etho_rows *rows, const char *field) {
  for (size_t r = 0; r < etho_rows_count(rows); r++) {
    const etho_field *f = etho_row_find(etho_rows_at(rows, r), field);
    if (f && f->kind != ETHO_NULL && !(f->kind == ETHO_TEXT && !f->text[0])) return true;
  }
  return false;
}

/* Six digits are for looking up, not for aligning: 0.95, not 0.950000. */
static void trim_zeros(etho_text *out) {
  const char *text = etho_text_get(out);
  if (!strchr(text, '.') || strchr(text, 'e')) return;
  while (out->length && out->data[out->length - 1] == '0') out->data[--out->length] = '\0';
  if (out->length && out->data[out->length - 1] == '.') out->data[--out->length] = '\0';
}

static void field_for_person(const etho_field *field, cell_style style, int digits, etho_text *out) {
  if (!field || field->kind == ETHO_NULL) etho_text_append(out, "–");
  else if (field->kind == ETHO_BOOL) etho_text_append(out, field->number > 0 ? "yes" : "no");
  else if (field->kind != ETHO_NUMBER) etho_text_append(out, field->text);
  else if (style == STYLE_COUNT) etho_text_format(out, "%.0f", field->number);
  else number_rounded(field->number, digits, out);
}

/* An effect's name as a paper writes it. */
static void effect_for_person(const etho_field *field, etho_text *out) {
  static const struct { const char *name, *symbol; } known[] = {
      {"eta_squared", "\xce\xb7\xc2\xb2"},     {"partial_eta_squared", "partial \xce\xb7\xc2\xb2"},
      {"omega_squared", "\xcf\x89\xc2\xb2"},   {"epsilon_squared", "\xce\xb5\xc2\xb2"},
      {"hedges_g", "Hedges g"},                {"cohens_d", "Cohen d"},
      {"rank_biserial", "rank-biserial r"},
  };
  const char *name = field && field->kind == ETHO_TEXT ? field->text : NULL;
  for (size_t i = 0; name && i < sizeof known / sizeof *known; i++)
    if (strcmp(known[i].name, name) == 0) name = known[i].symbol;
  etho_text_append(out, name ? name : "–");
}

/* Counts, degrees of freedom, thresholds: nothing after the point where no cell has anything there. */
static bool all_whole(const etho_rows *rows, const char *name) {
  for (size_t r = 0; r < etho_rows_count(rows); r++) {
    double value = etho_row_get_number(etho_rows_at(rows, r), name);
    if (isfinite(value) && (floor(value) < value || fabs(value) >= 1e7)) return false;
  }
  return true;
}

/* Decimals that give a column's largest figure three significant digits, so that its cells line up. */
static int decimals_of(const etho_rows *rows, const human_column *column) {
  double largest = 0;
  if (!column->high && all_whole(rows, column->field)) return 0;
  for (size_t r = 0; r < etho_rows_count(rows); r++) {
    const etho_row *row = etho_rows_at(rows, r);
    double low = fabs(etho_row_get_number(row, column->field));
    double high = column->high ? fabs(etho_row_get_number(row, column->high)) : 0;
    if (low > largest) largest = low;
    if (high > largest) largest = high;
  }
  if (largest < 1e-4 || largest >= 1e7) return -1; /* each cell for itself */
  int decimals = DIGITS_READER - 1 - (int)floor(log10(largest));
  return decimals > 0 ? decimals : 0;
}

static void figure_for_person(const etho_field *field, int decimals, etho_text *out) {
  bool fixed = field && field->kind == ETHO_NUMBER && decimals >= 0;
  if (fixed) etho_text_format(out, "%.*f", decimals, field->number);
  else field_for_person(field, STYLE_FIGURE, DIGITS_READER, out);
}

static void interval_for_person(const etho_field *low, const etho_field *high, int decimals, etho_text *out) {
  bool no_low = !low || low->kind == ETHO_NULL, no_high = !high || high->kind == ETHO_NULL;
  if (no_low && no_high) {
    etho_text_append(out, "–");
    return;
  }
  etho_text_append(out, "[");
  if (no_low) etho_text_append(out, "−∞");
  else figure_for_person(low, decimals, out);
  etho_text_append(out, ", ");
  if (no_high) etho_text_append(out, "∞");
  else figure_for_person(high, decimals, out);
  etho_text_append(out, "]");
}

static void cell_for_person(const etho_row *row, const human_column *column, int decimals, etho_text *out) {
  const etho_field *field = etho_row_find(row, column->field);
  if (column->style == STYLE_INTERVAL) interval_for_person(field, etho_row_find(row, column->high), decimals, out);
  else if (column->style == STYLE_EFFECT) effect_for_person(field, out);
  else if (column->style == STYLE_FIGURE) figure_for_person(field, decimals, out);
  else field_for_person(field, column->style, DIGITS_READER, out);
}

/* "t" or "F" in place of "Statistic" where all rows agree; "95% CI" where the rows say the level. */
static const char *title_of(const human_column *column, const etho_rows *rows, etho_arena *arena) {
  if (strcmp(column->field, "statistic") == 0) {
    const char *name = etho_row_get_text(etho_rows_at(rows, 0), "statistic_name");
    for (size_t r = 1; name && r < etho_rows_count(rows); r++) {
      const char *other = etho_row_get_text(etho_rows_at(rows, r), "statistic_name");
      if (!other || strcmp(other, name) != 0) name = NULL;
    }
    return name ? name : column->title;
  }
  double level = etho_row_get_number(etho_rows_at(rows, 0), "conf_level");
  if (column->style != STYLE_INTERVAL || strncmp(column->title, "CI", 2) != 0 || isnan(level)) return column->title;
  char title[64];
  snprintf(title, sizeof title, "%g%% %s", level * 100, column->title);
  return etho_arena_text(arena, title);
}

static const char *keep(etho_text *text, etho_arena *arena) {
  const char *copy = text->failed ? NULL : etho_arena_text(arena, etho_text_get(text));
  etho_text_clear(text);
  return copy;
}

static etho_status allocate(doc_table *table, etho_arena *arena, size_t n_columns) {
  table->n_rows = etho_rows_count(table->rows);
  table->n_columns = n_columns;
  table->header = ETHO_NEW(arena, const char *, n_columns + 1);
  table->numeric = ETHO_NEW(arena, bool, n_columns + 1);
  table->cell = ETHO_NEW(arena, const char *, table->n_rows * n_columns + 1);
  return table->header && table->numeric && table->cell ? ETHO_OK : ETHO_ERR_MEMORY;
}

/* Do all rows name this effect, which has columns of its own? */
static bool is_own_effect(const etho_rows *rows, const char *effect) {
  bool same = any_value(rows, effect);
  for (size_t r = 0; r < etho_rows_count(rows) && same; r++) {
    const char *name = etho_row_get_text(etho_rows_at(rows, r), "effect_name");
    same = name && strcmp(name, effect) == 0;
  }
  return same;
}

/* A p-value that is family-wise already needs no second column, nor does an effect that is told by name. */
static bool is_repeated(const etho_rows *rows, const human_column *column) {
  if (strncmp(column->field, "effect", strlen("effect")) == 0) return is_own_effect(rows, "hedges_g");
  if (strcmp(column->field, "p_value") != 0) return false;
  bool same = any_value(rows, "p_adjusted");
  for (size_t r = 0; r < etho_rows_count(rows) && same; r++) {
    const etho_row *row = etho_rows_at(rows, r);
    double p = etho_row_get_number(row, "p_value"), adjusted = etho_row_get_number(row, "p_adjusted");
    same = (isnan(p) && isnan(adjusted)) || fabs(p - adjusted) <= 0;
  }
  return same;
}

static etho_status fill_chosen(doc_table *table, etho_arena *arena) {
  const human_column *chosen[N_HUMAN];
  size_t n = 0;
  for (size_t i = 0; i < N_HUMAN; i++)
    if (any_value(table->rows, human_columns[i].field) && !is_repeated(table->rows, &human_columns[i]))
      chosen[n++] = &human_columns[i];
  if (allocate(table, arena, n) != ETHO_OK) return ETHO_ERR_MEMORY;
  etho_text text = {0};
  bool whole = true;
  for (size_t c = 0; c < n; c++) {
    table->header[c] = title_of(chosen[c], table->rows, arena);
    table->numeric[c] = chosen[c]->style != STYLE_TEXT && chosen[c]->style != STYLE_EFFECT;
    int decimals = decimals_of(table->rows, chosen[c]);
    for (size_t r = 0; r < table->n_rows; r++) {
      cell_for_person(etho_rows_at(table->rows, r), chosen[c], decimals, &text);
      whole = (table->cell[r * n + c] = keep(&text, arena)) != NULL && whole;
    }
  }
  etho_text_free(&text);
  return whole ? ETHO_OK : ETHO_ERR_MEMORY;
}

static etho_status fill_all(doc_table *table, etho_arena *arena) {
  size_t n;
  const char **name = rows_columns(table->rows, arena, &n);
  if (!name || allocate(table, arena, n) != ETHO_OK) return ETHO_ERR_MEMORY;
  etho_text text = {0};
  bool whole = true;
  for (size_t c = 0; c < n; c++) {
    table->header[c] = name[c];
    table->numeric[c] = true;
    for (size_t r = 0; r < table->n_rows; r++) {
      const etho_field *field = etho_row_find(etho_rows_at(table->rows, r), name[c]);
      if (field && field->kind == ETHO_TEXT) table->numeric[c] = false;
      if (field) field_for_person(field, STYLE_FIGURE, DIGITS_ALL, &text);
      if (field && field->kind == ETHO_NUMBER) trim_zeros(&text);
      whole = (table->cell[r * n + c] = keep(&text, arena)) != NULL && whole;
    }
  }
  etho_text_free(&text);
  return whole ? ETHO_OK : ETHO_ERR_MEMORY;
}

etho_status doc_table_fill(doc_table *table, etho_arena *arena, bool all) {
  return all ? fill_all(table, arena) : fill_chosen(table, arena);
}

bool test_table(const etho_test_output *output, doc_table *table, etho_arena *arena) {
  etho_text title = {0};
  etho_text_append(&title, output->method ? output->method : output->test);
  if (output->response) etho_text_format(&title, ": %s", output->response);
  if (output->by) etho_text_format(&title, " by %s", output->by);
  *table = (doc_table){.title = keep(&title, arena), .rows = output->rows};
  etho_text_free(&title);
  return table->title && doc_table_fill(table, arena, true) == ETHO_OK;
}
