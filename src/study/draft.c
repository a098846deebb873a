/* Reading files for a proposed study.json: what they do not say is answered by an example, so that all gaps come to light. */
#include "study/draft.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "import/format.h"

enum { ROUNDS = 6 };

static etho_status no_memory(etho_error *error) {
  return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}

/* ---- one reading ---- */

static etho_status read_input(etho_study *study, draft_input *input, etho_error *error) {
  etho_import_options options = study->source->import;
  options.settings = input->setting, options.n_settings = input->n_settings;
  if (input->pattern) options.pattern = input->pattern;
  etho_import_free(input->result);
  etho_issues_free(input->issues);
  input->result = NULL;
  input->issues = etho_issues_new();
  if (!input->issues) return no_memory(error);
  return etho_import_files(input->path, input->n_paths, &options, &input->result, input->issues, error);
}

static bool has_issue(const draft_input *input, const char *code) {
  for (size_t i = 0; i < etho_issues_count(input->issues); i++)
    if (strcmp(etho_issues_at(input->issues, i)->code, code) == 0) return true;
  return false;
}

/* ---- files that are read alike ---- */

static bool is_table(const char *format) {
  const etho_format *known = etho_format_find(format);
  return !known || known->fits;
}

/* Tables differ by their columns, exports by their format. */
static const char *shape_of(etho_arena *arena, const etho_import_file *file) {
  etho_text shape = {0};
  etho_text_append(&shape, file->format);
  for (size_t i = 0; is_table(file->format) && i < file->n_mapped; i++)
    etho_text_format(&shape, "|%s=%s", file->mapped[i].name, file->mapped[i].value);
  const char *kept = shape.failed ? NULL : etho_arena_text(arena, etho_text_get(&shape));
  etho_text_free(&shape);
  return kept;
}

/* Files that hold no trials but belong to those that do. */
static void drop_companions(struct study_draft *draft) {
  size_t kept = 0, companions = 0;
  for (size_t i = 0; i < draft->n_inputs; i++) companions += strcmp(draft->input[i].format, "companion") == 0;
  if (companions == draft->n_inputs) return;
  for (size_t i = 0; i < draft->n_inputs; i++)
    if (strcmp(draft->input[i].format, "companion") != 0) draft->input[kept++] = draft->input[i];
  draft->n_inputs = kept;
}

static bool split_inputs(etho_study *study, const etho_import_result *all) {
  struct study_draft *draft = study->draft;
  size_t n = etho_import_file_count(all);
  const char **shape = ETHO_NEW(study->arena, const char *, n + 1);
  draft->input = ETHO_NEW(study->arena, draft_input, n + 1);
  if (!shape || !draft->input) return false;
  for (size_t i = 0; i < n; i++) {
    const etho_import_file *file = etho_import_file_at(all, i);
    const char *own = shape_of(study->arena, file);
    size_t k = 0;
    if (!own) return false;
    while (k < draft->n_inputs && strcmp(shape[k], own) != 0) k++;
    draft_input *input = &draft->input[k];
    if (k == draft->n_inputs) {
      draft->n_inputs++;
      shape[k] = own;
      input->path = ETHO_NEW(study->arena, const char *, n);
      input->table = is_table(file->format);
      if (!input->path || !(input->format = etho_arena_text(study->arena, file->format))) return false;
    }
    if (!(input->path[input->n_paths++] = etho_arena_text(study->arena, file->path))) return false;
  }
  draft->whole = draft->n_inputs == 1;
  drop_companions(draft);
  return true;
}

/* ---- gaps ---- */

static bool has_gap(const draft_input *input, const etho_gap *gap) {
  for (size_t i = 0; i < input->n_gaps; i++)
    if (strcmp(input->gap[i].object, gap->object) == 0 && strcmp(input->gap[i].name, gap->name) == 0) return true;
  return false;
}

/* Keep a gap, and answer it by its example when it is a setting. 1 = new, 0 = known, -1 = out of memory. */
static int add_gap(etho_arena *arena, draft_input *input, const etho_gap *gap) {
  if (has_gap(input, gap)) return 0;
  etho_gap *grown = etho_arena_grow(arena, input->gap, &input->gap_capacity, input->n_gaps + 1, sizeof *grown);
  etho_pair *settings =
      etho_arena_grow(arena, input->setting, &input->setting_capacity, input->n_settings + 1, sizeof *settings);
  if (!grown || !settings) return -1;
  input->gap = grown, input->setting = settings;
  etho_gap own = {gap->object, etho_arena_text(arena, gap->name), etho_arena_text(arena, gap->example),
                  etho_arena_text(arena, gap->question)};
  if (!own.name || !own.example || !own.question) return -1;
  grown[input->n_gaps++] = own;
  bool setting = strcmp(own.object, "settings") == 0;
  if (setting) settings[input->n_settings++] = (etho_pair){own.name, own.example};
  return setting ? 1 : 0;
}

/* Of the novel object: its label where the file has labels, else its side or letter. */
static int add_novel_gap(etho_arena *arena, draft_input *input) {
  const etho_trials *trials = etho_import_trials(input->result);
  const char *first = NULL, *second = NULL;
  etho_text labels = {0};
  const etho_import_file *file = etho_import_file_at(input->result, 0);
  for (size_t i = 0; !input->table && i < file->n_mapped; i++) {
    if (strcmp(file->mapped[i].name, "sequence") == 0) continue;
    if (!first) first = file->mapped[i].value;
    else if (!second) second = file->mapped[i].value;
    etho_text_format(&labels, "%s'%s'", labels.length ? ", " : "", file->mapped[i].value);
  }
  if (second) input->candidates = etho_arena_text(arena, etho_text_get(&labels));
  etho_text_free(&labels);
  bool sides = etho_trials_find(trials, "left_s") != ETHO_NOT_FOUND;
  etho_gap side = {"settings", "novel", sides ? "left" : "A",
                   sides ? "where the novel object stood in all trials: left or right; where that differs, delete this line "
                           "and give novel_side for each animal in an animals file"
                         : "which object was the novel one in all trials: A or B; where that differs, delete this line and "
                           "give novel_object for each animal in an animals file"};
  if (!second) return add_gap(arena, input, &side);
  etho_gap novel = {"settings", "novel", first, "the label of the novel object; where it differs between animals, delete "
                    "novel and familiar and give novel_side (or novel_object) for each animal in an animals file"};
  etho_gap familiar = {"settings", "familiar", second, "the label of the familiar object"};
  int one = add_gap(arena, input, &novel), two = add_gap(arena, input, &familiar);
  return one < 0 || two < 0 ? -1 : one + two;
}

/* New gaps of the last reading; -1 = out of memory. */
static int collect_gaps(etho_arena *arena, draft_input *input) {
  int found = 0;
  for (size_t i = 0; i < etho_import_file_count(input->result); i++) {
    const etho_import_file *file = etho_import_file_at(input->result, i);
    if (file->candidates && !input->candidates) input->candidates = etho_arena_text(arena, file->candidates);
    for (size_t k = 0; k < file->n_gaps; k++) {
      int added = add_gap(arena, input, &file->gaps[k]);
      if (added < 0) return -1;
      found += added;
    }
  }
  if (found || !has_issue(input, "E-NOVEL-UNKNOWN")) return found;
  return add_novel_gap(arena, input);
}

/* ---- names of recordings ---- */

static const char *base_of(etho_arena *arena, const char *path) {
  const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path, *dot = strrchr(base, '.');
  return etho_arena_text_n(arena, base, dot && dot != base ? (size_t)(dot - base) : strlen(base));
}

/* The recordings, or the files where a table of several names no animal. */
static const char **names_of(etho_arena *arena, const draft_input *input, size_t *n) {
  const etho_trials *trials = etho_import_trials(input->result);
  size_t column = etho_trials_find(trials, "recording"), rows = etho_trials_rows(trials);
  bool files = column == ETHO_NOT_FOUND;
  const char **list = ETHO_NEW(arena, const char *, (files ? input->n_paths : rows) + 1);
  *n = 0;
  for (size_t i = 0; list && files && i < input->n_paths; i++)
    if ((list[*n] = base_of(arena, input->path[i]))) (*n)++;
  for (size_t r = 0; list && !files && r < rows; r++) {
    const char *name = etho_trials_text(trials, r, column);
    bool again = !name || (*n && strcmp(list[*n - 1], name) == 0);
    if (!again && (list[*n] = etho_arena_text(arena, name))) (*n)++;
  }
  return list;
}

/* Animals that are named by their recordings only need a pattern. */
static etho_status propose_pattern(etho_study *study, draft_input *input, etho_error *error) {
  bool named = !has_issue(input, "W-ANIMAL-FILE") && !(has_issue(input, "W-ANIMAL-ROW") && input->n_paths > 1);
  size_t n;
  if (named || study->source->import.pattern || study->source->import.n_joins) return ETHO_OK;
  const char **names = names_of(study->arena, input, &n);
  if (!names) return no_memory(error);
  if (!draft_pattern(study->arena, names, n, &input->pattern, &input->pattern_gap))
    return input->pattern_gap ? ETHO_OK : no_memory(error);
  etho_status status = read_input(study, input, error);
  if (status != ETHO_OK || !has_issue(input, "E-PATTERN")) return status;
  etho_text question = {0};
  etho_text_format(&question, "a pattern over the names, such as %s, which does not fit all of them", input->pattern);
  input->pattern_gap = etho_arena_text(study->arena, etho_text_get(&question));
  input->pattern = NULL;
  etho_text_free(&question);
  return input->pattern_gap ? read_input(study, input, error) : no_memory(error);
}

/* Tables without a column of animals may have them in the names of their files: do they fit a format then? */
static etho_status try_file_names(etho_study *study, draft_input *input, etho_error *error) {
  const etho_gap animal = {.object = "columns", .name = "animal"};
  if (!has_gap(input, &animal) || study->source->import.pattern) return ETHO_OK;
  size_t n = input->n_paths, n_gaps = input->n_gaps;
  const char **names = ETHO_NEW(study->arena, const char *, n + 1), *question = NULL;
  for (size_t i = 0; names && i < n; i++)
    if (!(names[i] = base_of(study->arena, input->path[i]))) names = NULL;
  if (!names) return no_memory(error);
  if (!draft_pattern(study->arena, names, n, &input->pattern, &question) && !question) return no_memory(error);
  if (!input->pattern) input->pattern = "(?<animal>.+)";
  input->n_gaps = 0;
  etho_status status = read_input(study, input, error);
  if (status != ETHO_OK) return status;
  const char *format = etho_import_file_at(input->result, 0)->format;
  bool fits = strcmp(format, "unknown") != 0 && collect_gaps(study->arena, input) >= 0;
  if (fits && !(input->format = etho_arena_text(study->arena, format))) return no_memory(error);
  input->pattern_gap = fits ? question : NULL;
  if (!fits) input->n_gaps = n_gaps;
  if (!fits || question) input->pattern = NULL;
  return fits ? ETHO_OK : read_input(study, input, error);
}

/* ---- all inputs ---- */

static etho_status look(etho_study *study, draft_input *input, etho_error *error) {
  etho_status status = read_input(study, input, error);
  for (int round = 0; status == ETHO_OK && round < ROUNDS; round++) {
    int found = collect_gaps(study->arena, input);
    if (found < 0) return no_memory(error);
    if (!found) break;
    status = read_input(study, input, error);
  }
  if (status == ETHO_OK) status = try_file_names(study, input, error);
  if (status == ETHO_OK && !input->pattern && !input->pattern_gap) status = propose_pattern(study, input, error);
  if (status != ETHO_OK) return status;
  input->file = etho_import_file_at(input->result, 0);
  input->recode = etho_import_recodes(input->result, &input->n_recodes);
  study->imported[study->n_imported++] = input->result;
  return ETHO_OK;
}

/* Problems and warnings that a person's answers cannot take away. */
static bool is_covered(const draft_input *input, const etho_issue *issue) {
  static const char *const asked[] = {"E-SETTING-MISSING", "E-NOVEL-UNKNOWN", "W-ANIMAL-FILE", "W-ANIMAL-ROW", "W-NO-ARM",
                                      "W-ARM-SPELLING", "W-REENTRIES", "E-COLUMN-MISSING"};
  if (issue->severity == ETHO_NOTE) return true;
  for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
    if (strcmp(asked[i], issue->code) == 0) return true;
  /* with the examples in place of answers, what is said of values means nothing */
  return input && input->n_settings && strncmp(issue->code + 2, "CSV", 3) != 0 && strncmp(issue->code + 2, "FILE", 4) != 0 &&
         strncmp(issue->code + 2, "HEADER", 6) != 0 && strncmp(issue->code + 2, "TABLE", 5) != 0 &&
         strncmp(issue->code + 2, "EVENT-U", 7) != 0;
}

static void hand_on(const draft_input *input, const etho_issues *from, etho_issues *to) {
  for (size_t i = 0; i < etho_issues_count(from); i++) {
    const etho_issue *issue = etho_issues_at(from, i);
    if (!is_covered(input, issue))
      etho_issues_add(to, issue->code, issue->file, issue->line, issue->column, issue->hint, "%s", issue->message);
  }
}

static const char *assay_of(const draft_input *input, const char *declared) {
  const etho_assay *assay = declared ? etho_assay_find(declared) : etho_assay_detect(etho_import_trials(input->result), NULL);
  return assay ? etho_assay_name(assay) : NULL;
}

static etho_status measure(etho_study *study, etho_issues *issues, etho_error *error) {
  bool guessed = false;
  etho_issues *own = etho_issues_new();
  if (!own) return no_memory(error);
  for (size_t i = 0; i < study->draft->n_inputs; i++) {
    draft_input *input = &study->draft->input[i];
    input->assay = assay_of(input, study->source->assay);
    guessed = guessed || input->n_settings;
    if (study_group_trials(study, study->source, input->result, NULL) == ETHO_ERR_MEMORY) return no_memory(error);
  }
  for (size_t i = 0; i < study->n_groups; i++) {
    study_group *group = &study->group[i];
    etho_status status = etho_assay_measure(group->assay, group->trials, &study->assay, &group->measures, own, NULL);
    if (status == ETHO_ERR_MEMORY) return no_memory(error);
  }
  for (size_t i = 0; i < etho_issues_count(own); i++)
    study->draft->reentries = study->draft->reentries || strcmp(etho_issues_at(own, i)->code, "W-REENTRIES") == 0;
  if (!guessed) hand_on(NULL, own, issues);
  etho_issues_free(own);
  return ETHO_OK;
}

static etho_status first_reading(etho_study *study, etho_error *error) {
  draft_input all = {.path = study->source->path, .n_paths = study->source->n_paths};
  etho_status status = read_input(study, &all, error);
  if (status == ETHO_OK && !split_inputs(study, all.result)) status = no_memory(error);
  etho_import_free(all.result);
  etho_issues_free(all.issues);
  return status;
}

etho_status etho_study_draft(etho_study *study, etho_issues *issues, etho_error *error) {
  if (study->file) return etho_error_set(error, ETHO_ERR_USAGE, "a study file is there already: '%s'", study->file);
  study->draft = ETHO_NEW(study->arena, struct study_draft, 1);
  study->group = ETHO_NEW(study->arena, study_group, etho_assay_count() + 1);
  etho_status status = study->draft && study->group ? first_reading(study, error) : no_memory(error);
  if (status != ETHO_OK) return status;
  study->imported = ETHO_NEW(study->arena, etho_import_result *, study->draft->n_inputs + 1);
  if (!study->imported) return no_memory(error);
  for (size_t i = 0; i < study->draft->n_inputs && status == ETHO_OK; i++) status = look(study, &study->draft->input[i], error);
  for (size_t i = study->n_imported; i < study->draft->n_inputs; i++) etho_import_free(study->draft->input[i].result);
  if (status == ETHO_OK) status = draft_keys(study, error);
  if (status == ETHO_OK) status = measure(study, issues, error);
  for (size_t i = 0; i < study->draft->n_inputs; i++) {
    draft_input *input = &study->draft->input[i];
    if (status == ETHO_OK) hand_on(input, input->issues, issues);
    etho_issues_free(input->issues);
    input->issues = NULL;
  }
  return status;
}
