#include "import/tally.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "import/tidy.h"

/* ---- which columns ----------------------------------------------------------------------------------------
 */

static bool is(const etho_binding *b, const char *name) {
  return strcmp(b->role->name, name) == 0;
}

static bool is_one_of(const etho_binding *b, const char *const *names, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (is(b, names[i])) return true;
  return false;
}

#define IS_ONE_OF(binding, list) is_one_of(binding, list, sizeof(list) / sizeof *(list))

static bool plan_key(etho_tally *tally, const etho_binding *b) {
  static const char *const session[] = {"animal", "phase", "session", "day"};
  static const char *const novel[] = {"novel_side", "novel_object"};
  size_t k = tally->n_keys;
  if (k == ETHO_TALLY_KEYS) return false;
  tally->session_key[k] = IS_ONE_OF(b, session);
  tally->novel_key[k] = IS_ONE_OF(b, novel);
  tally->column[b->column] = (etho_tally_column){ETHO_TALLY_TEXT, (unsigned)k, 1};
  tally->key[tally->n_keys++] = b;
  return true;
}

static bool plan_value(etho_tally *tally, const etho_binding *b, size_t v) {
  if (tally->value[v]) return false;
  tally->value[v] = b;
  tally->column[b->column] = (etho_tally_column){ETHO_TALLY_TIME, (unsigned)v, b->factor};
  return true;
}

/* Two columns of times, of one pair. */
static bool plan_times(etho_tally *tally, const etho_binding *b) {
  static const char *const pair[][2] = {
      {"novel_s", "familiar_s"}, {"left_s", "right_s"}, {"object_a_s", "object_b_s"}};
  for (size_t i = 0; i < sizeof pair / sizeof *pair; i++)
    for (size_t v = 0; v < 2; v++)
      if (is(b, pair[i][v]))
        return (!tally->value[!v] || is(tally->value[!v], pair[i][!v])) && plan_value(tally, b, v);
  return false;
}

static bool plan_trial(etho_tally *tally, const etho_binding *b) {
  static const struct {
    const char *role;
    etho_tally_kind kind;
  } part[] = {{"choice", ETHO_TALLY_CHOICE}, {"sample", ETHO_TALLY_SAMPLE}, {"correct", ETHO_TALLY_CORRECT}};
  for (size_t i = 0; i < sizeof part / sizeof *part; i++)
    if (is(b, part[i].role)) {
      tally->column[b->column].kind = part[i].kind;
      tally->has_choice = tally->has_choice || part[i].kind == ETHO_TALLY_CHOICE;
      tally->has_sample = tally->has_sample || part[i].kind == ETHO_TALLY_SAMPLE;
      tally->has_correct = tally->has_correct || part[i].kind == ETHO_TALLY_CORRECT;
      return true;
    }
  return is(b, "latency_s") && plan_value(tally, b, 0);
}

static bool plan_column(etho_tally *tally, const etho_binding *b) {
  if (b->phase || !isnan(b->bin) || b->column >= tally->n_columns) return false;
  if (is(b, "trial")) {
    tally->trial = b;
    tally->column[b->column].kind = ETHO_TALLY_TRIAL;
    return true;
  }
  if (tally->maze ? plan_trial(tally, b) : plan_times(tally, b)) return true;
  static const char *const other[] = {"choice", "sample", "goal", "sequence"};
  return strcmp(b->role->kind, "text") == 0 && !IS_ONE_OF(b, other) && plan_key(tally, b);
}

/* Recodes and aliases of cells that become keys are applied to the groups; those of a trial's cells are not,
 * and neither are changes of the table's shape. */
static bool changes_trials(const etho_import_options *options) {
  if (options->n_patterns || options->n_where || options->longer || options->wider_names) return true;
  static const char *const part[] = {"choice:", "sample:", "correct:"};
  for (size_t i = 0; i < options->n_recodes; i++)
    for (size_t k = 0; k < sizeof part / sizeof *part; k++)
      if (strncmp(options->recodes[i].name, part[k], strlen(part[k])) == 0) return true;
  return false;
}

/* A column beside the times that is held against each row: an index of the laboratory's own, a mark of
 * exclusion. */
static bool has_verdicts(const etho_tally *tally, const etho_source *head) {
  for (size_t c = 0; c < tally->n_columns; c++) {
    const char *header = etho_table_header(head->table, c);
    bool ignored = tally->column[c].kind == ETHO_TALLY_IGNORED || tally->column[c].kind == ETHO_TALLY_NAMES;
    if (ignored && (etho_index_header(header) || etho_remark_header(header))) return true;
  }
  return false;
}

bool etho_tally_plan(etho_tally *tally, etho_source *head) {
  const etho_grid *grid = head->grid;
  tally->n_columns = etho_table_columns(head->table);
  tally->maze = strcmp(head->file->format, "tidy-tmaze") == 0;
  tally->decimal = grid->dialect.decimal ? grid->dialect.decimal : '.';
  bool plain = grid->dialect.header_line == grid->record[0].line && !grid->dialect.no_header &&
               grid->record[0].count == tally->n_columns && tally->n_columns <= ETHO_TALLY_COLUMNS &&
               grid->n_records > 1 && strcmp(grid->dialect.encoding, "UTF-8") == 0;
  if (!plain || changes_trials(head->options)) return false;
  tally->column[0].kind = ETHO_TALLY_NAMES;
  for (size_t i = 0; i < head->n_bindings; i++)
    if (!plan_column(tally, &head->binding[i])) return false;
  bool animal = etho_source_bound(head, "animal") != NULL;
  bool values = tally->maze ? tally->has_choice || tally->has_correct : tally->value[0] && tally->value[1];
  return animal && values && !has_verdicts(tally, head);
}

/* ---- the groups as trials
 * ----------------------------------------------------------------------------------- */

static void set_keys(etho_tally *tally, const etho_tally_group *group, size_t row) {
  const char *at = group->text;
  for (size_t k = 0; k < tally->n_keys; k++) {
    char text[ETHO_TALLY_KEY];
    size_t length = (size_t)at[0];
    memcpy(text, at + 1, length);
    text[length] = '\0';
    at += length + 1;
    size_t column = etho_trials_column(tally->source->trials, tally->key[k]->role->name, true);
    if (!etho_text_missing(text)) etho_trials_set_text(tally->source->trials, row, column, text);
  }
}

static bool any_bits(const etho_tally_group *group, unsigned shift) {
  for (const etho_series_chunk *c = group->trial; c; c = c->next)
    for (size_t i = 0; i < c->n; i++)
      if ((c->trial[i] >> shift & ETHO_SERIES_NONE) != ETHO_SERIES_NONE) return true;
  return false;
}

static void set_series(etho_tally *tally, const etho_tally_group *group, size_t row, etho_series *series) {
  *series = (etho_series){.n = group->n,
                          .trial = group->trial,
                          .other = tally->other,
                          .factor = tally->value[0] ? tally->value[0]->factor : 1,
                          .most_s = group->most_s,
                          .most_line = group->most_line};
  if (tally->maze) {
    series->samples = any_bits(group, ETHO_SERIES_SAMPLE);
    series->outcomes = any_bits(group, ETHO_SERIES_CORRECT);
  }
  for (size_t v = 0; v < 2 && !tally->maze; v++)
    etho_source_number(tally->source, row, tally->value[v]->role->name,
                       group->any ? group->sum[v] : (double)NAN);
  etho_trials_set_series(tally->source->trials, row, series);
}

etho_status etho_tally_finish(etho_tally *tally, etho_error *error) {
  etho_source *source = tally->source;
  etho_series_store *store = tally->store;
  if (!tally->other && (tally->other = malloc(sizeof *tally->other))) tally->other[0] = (double)NAN;
  store->series = calloc(tally->groups.n + 1, sizeof *store->series);
  for (size_t g = 0; g < tally->groups.n && store->series; g++) {
    size_t row = etho_trials_add(source->trials, source->path, tally->groups.group[g].line);
    if (row == ETHO_NOT_FOUND) break;
    set_keys(tally, &tally->groups.group[g], row);
    set_series(tally, &tally->groups.group[g], row, &store->series[g]);
  }
  store->other = tally->other;
  tally->other = NULL;
  etho_trials_share(source->trials, store);
  bool failed = !store->series || !store->other || etho_trials_status(source->trials) != ETHO_OK;
  return failed ? etho_error_set(error, ETHO_ERR_MEMORY, "out of memory") : ETHO_OK;
}

void etho_tally_clear(etho_tally *tally) {
  etho_series_store_release(tally->store);
  free(tally->groups.group);
  free(tally->groups.slot);
  free(tally->sessions.group);
  free(tally->sessions.slot);
  free(tally->known);
  free(tally->other);
  free(tally->other_slot);
}

/* ---- the file
 * ----------------------------------------------------------------------------------------------- */

/* What the head has found out is what is known of the file; of its rows the tally speaks. */
static void take_head(etho_source *source, etho_source *head) {
  source->grid = head->grid;
  source->table = head->table;
  source->binding = head->binding;
  source->n_bindings = head->n_bindings;
  source->evidence = head->options->from ? "declared" : head->evidence;
  source->file->format = head->file->format;
  head->grid = NULL;
  head->table = NULL;
  source->grid->sha256[0] = '\0'; /* of the head alone */
  etho_tidy_map(source);
}

etho_status etho_tally_read(etho_source *source, etho_source *head, bool *done, etho_error *error) {
  etho_tally *tally = calloc(1, sizeof *tally);
  *done = false;
  if (tally) tally->store = etho_series_store_new();
  if (!tally || !tally->store) {
    free(tally);
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  }
  tally->source = source;
  etho_status status = ETHO_OK;
  if (etho_tally_plan(tally, head)) {
    etho_stream_job job = etho_tally_job;
    job.context = tally;
    status = etho_stream_run(source->path, head->grid->record[1].line, head->grid->dialect.delimiter, 0, &job,
                             done, error);
    *done = *done && !etho_tally_is_told(tally);
    if (status == ETHO_OK && *done) {
      take_head(source, head);
      source->file->rows = tally->rows;
      status = etho_tally_finish(tally, error);
    }
  }
  etho_tally_clear(tally);
  free(tally);
  return status;
}
