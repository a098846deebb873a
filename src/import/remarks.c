/* Remarks that ask for an animal to be left out: nobody is, by a word in a column of notes; it is said
 * instead. */
#include <string.h>

#include "import/tidy.h"

enum { SHOWN = 10 };

static bool is_one_of(const char *text, const char *const *list, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (etho_text_holds(text, list[i])) return true;
  return false;
}

/* "excluded - climbed", "outlier", "do not use"; not "not excluded". */
bool etho_remark_asks(const char *text) {
  static const char *const words[] = {"exclu",   "outlier",        "do not use",
                                      "discard", "ausgeschlossen", "exclure"};
  return is_one_of(text, words, sizeof words / sizeof *words) && !etho_text_holds(text, "not exclu") &&
         !etho_text_holds(text, "no exclu");
}

bool etho_remark_header(const char *header) {
  return etho_text_holds(header, "exclu") || etho_text_holds(header, "outlier");
}

/* A column of its own: "Excluded" with yes, x or 1. */
static bool is_mark(const char *header, const char *text) {
  static const char *const marks[] = {"1", "x", "yes", "y", "true", "ja", "t"};
  if (!etho_remark_header(header)) return false;
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
    if (etho_text_equal_fold(text, marks[i])) return true;
  return false;
}

static void look_at(etho_source *source, size_t column, size_t *told) {
  const etho_binding *animal = etho_source_bound(source, "animal");
  const char *header = etho_table_header(source->table, column);
  for (size_t r = 0; r < etho_table_rows(source->table) && *told <= SHOWN; r++) {
    const char *text = etho_table_text(source->table, r, column);
    if (etho_text_missing(text) || (!etho_remark_asks(text) && !is_mark(header, text)) || ++*told > SHOWN)
      continue;
    etho_text hint = {0};
    etho_text_format(
        &hint,
        "nobody is left out by it; declare it: \"exclusions\": [{\"animal\": \"%.60s\", \"reason\": ..., "
        "\"apriori\": true or false}]",
        animal ? etho_table_text(source->table, r, animal->column) : "...");
    etho_issues_add(source->issues, "W-REMARK-EXCLUDED", source->path, etho_table_line(source->table, r),
                    etho_table_field(source->table, column), etho_text_get(&hint),
                    "'%.80s' in column '%.60s'", text, header);
    etho_text_free(&hint);
  }
}

void etho_tidy_remarks(etho_source *source) {
  size_t told = 0;
  for (size_t c = 0; c < etho_table_columns(source->table); c++) {
    bool bound = false;
    for (size_t i = 0; i < source->n_bindings; i++) bound = bound || source->binding[i].column == c;
    if (!bound) look_at(source, c, &told);
  }
}
