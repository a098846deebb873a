/* Rows that are not data: means and totals typed below or between, headers repeated by concatenation. */
#include <string.h>

#include "base/text.h"
#include "table/internal.h"

static const char *const sure_label[] = {"mean",
                                         "means",
                                         "average",
                                         "averages",
                                         "avg",
                                         "sem",
                                         "s.e.m.",
                                         "s.e.m",
                                         "stdev",
                                         "st dev",
                                         "st. dev.",
                                         "std dev",
                                         "std. dev.",
                                         "std. deviation",
                                         "standard deviation",
                                         "std error",
                                         "std. error",
                                         "std. error of mean",
                                         "standard error",
                                         "median",
                                         "total",
                                         "totals",
                                         "sum",
                                         "grand mean",
                                         "grand total",
                                         "subtotal",
                                         "mean \xC2\xB1 sem",
                                         "mean +/- sem",
                                         "mean\xC2\xB1sem",
                                         "variance",
                                         "p value",
                                         "p-value",
                                         "t-test",
                                         "t test",
                                         "ttest",
                                         "mittelwert",
                                         "moyenne",
                                         "media",
                                         ("m\xC3\xA9"
                                          "dia"),
                                         "promedio",
                                         "standardabweichung"};
static const char *const near_label[] = {"n",  "count", "min", "max",    "minimum", "maximum",
                                         "sd", "s.d.",  "se",  "s.e.",   "std",     "var",
                                         "cv", "range", "ci",  "95% ci", "p"};
/* "Mean CAR-T", "Average:", "SEM (control)" */
static const char *const first_word[] = {"mean", "average", "avg", "sem", "stdev", "median", "total", "sum"};

static bool begins_with_word(const char *text, const char *word) {
  for (; *word; word++, text++)
    if ((*text | 0x20) != *word) return false;
  return *text == ' ' || *text == ':' || *text == '(' || *text == '=' || *text == '_';
}

static bool is_listed(const char *text, const char *const *list, size_t n) {
  for (size_t i = 0; i < n; i++)
    if ((text[0] | 0x20) == (list[i][0] | 0x20) && etho_text_equal_fold(text, list[i])) return true;
  return false;
}

int etho_summary_label(const char *text) {
  if (is_listed(text, sure_label, sizeof sure_label / sizeof *sure_label)) return 2;
  if (is_listed(text, near_label, sizeof near_label / sizeof *near_label)) return 1;
  for (size_t i = 0; i < sizeof first_word / sizeof *first_word; i++)
    if (begins_with_word(text, first_word[i])) return 2;
  return 0;
}

enum { LABEL_FIELDS = 8 };

/* A later cell that is nothing but "Mean" or "SEM", and numbers: summaries behind the name of their group. */
static bool labelled_later(const etho_table *table, size_t row) {
  const etho_record *record = &table->grid->record[table->row[row]];
  bool label = false, number = false;
  for (size_t f = 1; f < record->count && f < LABEL_FIELDS && !(label && number); f++) {
    const char *text = etho_grid_text(table->grid, table->row[row], f);
    number = number || (text[0] >= '0' && text[0] <= '9');
    label = label || is_listed(text, sure_label, sizeof sure_label / sizeof *sure_label);
  }
  return label && number;
}

static const char *first_filled(const etho_table *table, size_t row) {
  const etho_record *record = &table->grid->record[table->row[row]];
  for (size_t f = 0; f < record->count; f++) {
    const char *text = etho_grid_text(table->grid, table->row[row], f);
    if (text[0]) return text;
  }
  return "";
}

/* Rows labelled surely, and weak labels (n, SD, ...) that touch one through others of their kind. NULL: no
 * memory. */
static bool *find_summaries(const etho_table *table) {
  size_t n = table->n_rows;
  bool *summary = ETHO_NEW(table->arena, bool, n);
  unsigned char *label = ETHO_NEW(table->arena, unsigned char, n);
  if (!summary || !label) return NULL;
  const char *before = NULL;
  for (size_t r = 0; r < n; r++) {
    const char *first = first_filled(table, r);
    bool again = before && strcmp(first, before) == 0;
    label[r] = again ? label[r - 1] : (unsigned char)etho_summary_label(first);
    before = first;
    summary[r] = label[r] == 2 || labelled_later(table, r) || (label[r] == 1 && r && summary[r - 1]);
  }
  for (size_t r = n; r-- > 1;)
    if (summary[r] && label[r - 1] == 1) summary[r - 1] = true;
  return summary;
}

/* Summaries stand below data: a table that begins with one is about summaries, and they are its data. */
void etho_table_drop_summary_rows(etho_table *table, etho_issues *issues) {
  const bool *summary = table->n_rows ? find_summaries(table) : NULL;
  if (!summary || summary[0]) return;
  size_t kept = 0;
  for (size_t r = 0; r < table->n_rows; r++) {
    if (summary[r])
      etho_issues_add(issues, "W-ROW-SUMMARY", table->grid->name, etho_table_line(table, r), 0,
                      "keep summaries out of the data file; if the row is data, rename its label",
                      "the row '%.60s' looks like a summary of other rows: skipped", first_filled(table, r));
    else
      table->row[kept++] = table->row[r];
  }
  table->n_rows = kept;
}

static bool same_record(const etho_grid *grid, size_t a, size_t b) {
  size_t n = grid->record[a].count > grid->record[b].count ? grid->record[a].count : grid->record[b].count;
  for (size_t f = 0; f < n; f++)
    if (!etho_text_equal_fold(etho_grid_text(grid, a, f), etho_grid_text(grid, b, f))) return false;
  return true;
}

void etho_table_drop_repeated_headers(etho_table *table, size_t header_record, etho_issues *issues) {
  size_t kept = 0;
  for (size_t r = 0; r < table->n_rows; r++) {
    if (same_record(table->grid, header_record, table->row[r]))
      etho_issues_add(issues, "W-ROW-HEADER", table->grid->name, etho_table_line(table, r), 0,
                      "remove it if the file was put together from several",
                      "the header line is repeated here: skipped");
    else
      table->row[kept++] = table->row[r];
  }
  table->n_rows = kept;
}
