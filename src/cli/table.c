/* What the commands that read one table share: dialect, reading, filters, columns. */
#include <string.h>

#include "cli/cli.h"

static bool one_character(const cli_args *args, const char *name, const char *allowed, char *value) {
  const char *text = cli_get(args, name);
  if (!text) return true;
  if (strcmp(text, "tab") == 0 || strcmp(text, "\\t") == 0) text = "\t";
  if (text[0] && !text[1] && strchr(allowed, text[0])) {
    *value = text[0];
    return true;
  }
  cli_usage(strcmp(name, "decimal") == 0 ? "one of . ," : "one of , ; | tab", "--%s cannot be '%.20s'", name, text);
  return false;
}

bool cli_dialect(const cli_args *args, etho_dialect *dialect) {
  *dialect = (etho_dialect){.encoding = cli_get(args, "encoding"), .sheet = cli_get(args, "sheet"), .no_header = cli_has(args, "no-header")};
  return one_character(args, "delimiter", ",;\t|", &dialect->delimiter) &&
         one_character(args, "decimal", ".,", &dialect->decimal) &&
         cli_count(args, "header-line", 1, &dialect->header_line);
}

static int read_table(const cli_args *args, size_t index, etho_table **table) {
  etho_dialect dialect;
  if (!cli_dialect(args, &dialect)) return EXIT_USAGE;
  etho_error error = {0};
  etho_issues *issues = etho_issues_new();
  if (!issues) return cli_fail(&(etho_error){.status = ETHO_ERR_MEMORY, .message = "out of memory"});
  etho_status status = etho_table_read(args->positional[index], &dialect, table, issues, &error);
  cli_print_issues(issues, ETHO_WARNING);
  int exit_status = status == ETHO_OK ? EXIT_DONE : cli_fail(&error);
  if (status == ETHO_OK && etho_issues_count_of(issues, ETHO_PROBLEM)) exit_status = EXIT_DATA;
  etho_issues_free(issues);
  if (exit_status != EXIT_DONE && status == ETHO_OK) etho_table_free(*table);
  return exit_status;
}

etho_table *cli_table(const cli_args *args, size_t index, int *status) {
  etho_table *table = NULL;
  *status = read_table(args, index, &table);
  if (*status != EXIT_DONE) return NULL;
  const char *condition;
  for (size_t i = 0; (condition = cli_nth(args, "where", i)); i++) {
    etho_error error = {0};
    if (etho_table_filter(table, condition, &error) != ETHO_OK) {
      *status = cli_fail(&error);
      etho_table_free(table);
      return NULL;
    }
  }
  return table;
}

etho_selection cli_selection(const cli_args *args) {
  etho_selection s = {.value = cli_get(args, "value"), .by = cli_get(args, "by"), .subject = cli_get(args, "subject"),
                      .cluster = cli_get(args, "cluster"), .rater = cli_get(args, "rater"),
                      .category = cli_get(args, "category"), .x = cli_get(args, "x"), .y = cli_get(args, "y"),
                      .count = cli_get(args, "count"), .total = cli_get(args, "total"), .time = cli_get(args, "time"),
                      .event = cli_get(args, "event"), .p = cli_get(args, "p"), .weight = cli_get(args, "weight")};
  const char *column;
  while (s.n_within < ETHO_MAX_FACTORS && (column = cli_nth(args, "within", s.n_within))) s.within[s.n_within++] = column;
  while (s.n_between < ETHO_MAX_FACTORS && (column = cli_nth(args, "between", s.n_between)))
    s.between[s.n_between++] = column;
  return s;
}
