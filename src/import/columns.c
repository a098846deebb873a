/* Which column plays which role: declared ones first, then by header, with the content where headers are
 * ambiguous. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "import/pattern.h"

enum { MOST_COLUMNS = 4096, SAMPLE_ROWS = 2000 };

/* Shares are of the filled cells among the first SAMPLE_ROWS. */
typedef struct content {
  size_t filled, times, sides, phases, truths, above_one, words;
  size_t trainings, tests; /* cells that name the phase among other words */
  size_t novels, familiars;
  size_t many_digits; /* more digits than a count has: arms in the order of entry */
} content;

typedef struct candidate {
  etho_header_sense sense;
  content content;
  bool taken;
} candidate;

static content look(const etho_table *table, size_t column) {
  content c = {0};
  size_t n = etho_table_rows(table);
  for (size_t r = 0; r < n && r < SAMPLE_ROWS; r++) {
    const char *text = etho_table_text(table, r, column);
    if (etho_text_missing(text)) continue;
    double value = (double)NAN;
    c.filled++;
    c.times += etho_time_parse(text, etho_table_dialect(table)->decimal, &value);
    c.above_one += value > 1;
    c.words += !strchr("0123456789+-<>.,~\"'", text[0]); /* "1,234.5" and ">300" are numbers gone wrong */
    c.sides += etho_side_word(text, false) != NULL;
    c.phases += etho_phase_word(text) != NULL;
    const char *phase = etho_phase_sense(text);
    c.many_digits += strlen(text) > 5 && !text[strspn(text, "123456789")];
    char novelty = etho_novelty_word(text);
    c.novels += novelty == 'n';
    c.familiars += novelty == 'f';
    c.trainings += phase && strcmp(phase, "test") != 0;
    c.tests += phase && strcmp(phase, "test") == 0;
    c.truths += etho_truth_word(text) >= 0;
  }
  return c;
}

static bool is_role(const candidate *c, const char *name) {
  return c->sense.role && strcmp(c->sense.role->name, name) == 0;
}

static void recast(candidate *c, const char *name) {
  c->sense.role = etho_role_find(name);
}

/* What a header promises and the cells deny is dropped; what they say better is taken. */
static void settle_by_content(candidate *c) {
  const content *k = &c->content;
  if (!c->sense.role || !k->filled) return;
  bool named = k->tests + k->trainings == k->filled;
  bool phases =
      k->phases == k->filled || (named && is_role(c, "trial")) || (named && k->tests && k->trainings);
  if ((is_role(c, "trial") || is_role(c, "session") || is_role(c, "day")) && phases) recast(c, "phase");
  if (is_role(c, "sequence") && k->times == k->filled && !k->many_digits)
    c->sense.role = NULL; /* a number of entries */
  if (is_role(c, "correct") && k->above_one * 2 > k->filled) recast(c, "n_correct");
  if (is_role(c, "correct") && c->sense.rank > 1 && k->truths * 2 < k->filled) c->sense.role = NULL;
  if (is_role(c, "object_type")) return;
  if (is_role(c, "novel_side") && k->sides * 2 < k->filled && c->sense.rank >= 100) recast(c, "novel_object");
}

static bool same_slot(const candidate *a, const candidate *b) {
  bool phase = a->sense.phase == b->sense.phase ||
               (a->sense.phase && b->sense.phase && strcmp(a->sense.phase, b->sense.phase) == 0);
  bool bin = (isnan(a->sense.bin) && isnan(b->sense.bin)) || a->sense.bin == b->sense.bin;
  return a->sense.role == b->sense.role && phase && bin;
}

/* An "arm" of sides is the arm of the maze when another column names a group. */
static void settle_arm(candidate *list, size_t n) {
  candidate *arm = NULL, *other = NULL;
  bool choice = false;
  for (size_t c = 0; c < n; c++) {
    choice = choice || is_role(&list[c], "choice");
    if (!is_role(&list[c], "arm")) continue;
    bool sides = list[c].content.filled && list[c].content.sides == list[c].content.filled;
    if (sides && list[c].sense.rank == 0)
      arm = &list[c];
    else
      other = &list[c];
  }
  if (arm && other && !choice) recast(arm, "choice");
}

static bool ones_and_twos(const etho_table *table, size_t column) {
  for (size_t r = 0; r < etho_table_rows(table); r++) {
    const char *text = etho_table_text(table, r, column);
    if (!etho_text_missing(text) && strcmp(text, "1") != 0 && strcmp(text, "2") != 0) return false;
  }
  return true;
}

/* "Novel object" of 1 and 2 beside no time for the familiar one says which object it is. */
static void settle_novel(const etho_table *table, candidate *list, size_t n) {
  candidate *novel = NULL;
  for (size_t c = 0; c < n; c++) {
    if (is_role(&list[c], "familiar_s")) return;
    if (is_role(&list[c], "novel_s") && !list[c].taken) novel = &list[c];
  }
  if (novel && novel->content.filled && ones_and_twos(table, (size_t)(novel - list)))
    recast(novel, "novel_object");
}

enum { FEW_NAMES = 8, MANY_ROWS = 10 };

/* Whole numbers of which few are different: numbers that objects have, not seconds. */
static bool few_numbers(const etho_table *table, size_t column) {
  double seen[FEW_NAMES], value;
  size_t n_seen = 0, filled = 0;
  for (size_t r = 0; r < etho_table_rows(table); r++) {
    size_t k = 0;
    if (etho_table_missing(table, r, column)) continue;
    if (!etho_table_number(table, r, column, &value) || floor(value) < value || value <= 0) return false;
    while (k < n_seen && (seen[k] < value || seen[k] > value)) k++;
    if (k == FEW_NAMES) return false;
    if (k == n_seen) seen[n_seen++] = value;
    filled++;
  }
  return filled >= MANY_ROWS && n_seen * 4 <= filled;
}

/* "Familiar_Object" 5, "Unfamiliar_Object" 7: which objects they were. */
static void settle_object_numbers(const etho_table *table, candidate *list, size_t n) {
  candidate *pair[2] = {NULL};
  for (size_t c = 0; c < n; c++)
    for (int k = 0; k < 2; k++)
      if (is_role(&list[c], k ? "familiar_s" : "novel_s") && !list[c].taken && !list[c].sense.timed &&
          isnan(list[c].sense.bin))
        pair[k] = &list[c];
  for (int k = 0; k < 2; k++)
    if (!pair[k] || !few_numbers(table, (size_t)(pair[k] - list))) return;
  pair[0]->sense.role = pair[1]->sense.role = NULL;
}

/* A letter is believed beside its pair ("L" and "R"), and where nothing else tells the two. */
static void settle_letters(candidate *list, size_t n) {
  static const char *const pair[][2] = {
      {"novel_s", "familiar_s"}, {"left_s", "right_s"}, {"object_a_s", "object_b_s"}};
  for (size_t c = 0; c < n; c++) {
    if (list[c].sense.rank != ETHO_RANK_LETTER || list[c].taken) continue;
    bool paired = false;
    for (size_t p = 0; p < sizeof pair / sizeof *pair; p++)
      for (size_t d = 0; d < n; d++)
        for (int k = 0; k < 2; k++)
          paired = paired ||
                   (is_role(&list[c], pair[p][k]) && is_role(&list[d], pair[p][!k]) &&
                    list[d].sense.rank == ETHO_RANK_LETTER && list[d].content.times && list[c].content.times);
    if (!paired) list[c].sense.rank = ETHO_RANK_LETTER + 1; /* dropped below, so that its pair goes too */
  }
  for (size_t c = 0; c < n; c++)
    if (list[c].sense.rank == ETHO_RANK_LETTER + 1) list[c].sense.role = NULL;
}

/* "Total" beside the number of correct trials is a number of trials. */
static void settle_total(candidate *list, size_t n) {
  candidate *total = NULL;
  bool correct = false;
  for (size_t c = 0; c < n; c++) {
    correct = correct || is_role(&list[c], "n_correct");
    if (is_role(&list[c], "n_trials")) return;
    if (is_role(&list[c], "total_s") && !list[c].taken) total = &list[c];
  }
  if (total && correct) recast(total, "n_trials");
}

/* A column of nothing but "novel" and "familiar" says which of the two objects its row is about. */
static void settle_novelty(candidate *list, size_t n) {
  candidate *type = NULL;
  for (size_t c = 0; c < n; c++) {
    const content *k = &list[c].content;
    if (is_role(&list[c], "object_type")) return;
    bool words = k->novels && k->familiars && k->novels + k->familiars == k->filled;
    if (words && !list[c].taken && (!list[c].sense.role || is_role(&list[c], "object"))) type = &list[c];
  }
  if (type) recast(type, "object_type");
}

static bool same_values(const etho_table *table, size_t a, size_t b) {
  for (size_t r = 0; r < etho_table_rows(table); r++)
    if (strcmp(etho_table_text(table, r, a), etho_table_text(table, r, b)) != 0) return false;
  return true;
}

/* The best spelling of a slot wins; a rival with other values is told. */
static void choose(etho_source *source, candidate *list, size_t n) {
  for (size_t c = 0; c < n; c++) {
    if (!list[c].sense.role || list[c].taken) continue;
    for (size_t d = 0; d < n; d++) {
      if (d == c || !list[d].sense.role || !same_slot(&list[c], &list[d])) continue;
      bool loses = list[d].taken || list[d].sense.rank < list[c].sense.rank ||
                   (list[d].sense.rank == list[c].sense.rank && d < c);
      if (!loses) continue;
      bool strong = list[c].sense.rank < 20 || list[d].taken || list[c].sense.rank >= 100;
      bool twice =
          etho_text_equal_fold(etho_table_header(source->table, c), etho_table_header(source->table, d));
      if (strong && !twice && !list[d].taken && !same_values(source->table, c, d))
        etho_issues_add(source->issues, "W-COLUMN-CHOICE", source->path,
                        etho_table_dialect(source->table)->header_line, etho_table_field(source->table, c),
                        "if that is wrong, declare which column it is",
                        "the columns '%.60s' and '%.60s' could both be '%s': the first is used",
                        etho_table_header(source->table, d), etho_table_header(source->table, c),
                        list[c].sense.role->name);
      list[c].sense.role = NULL;
      break;
    }
  }
}

static void unknown_column(etho_source *source, const etho_pair *declared) {
  etho_text near = {0};
  size_t n = etho_table_columns(source->table);
  const char **names = ETHO_NEW(source->arena, const char *, n);
  for (size_t c = 0; names && c < n; c++) names[c] = etho_table_header(source->table, c);
  if (names) etho_nearest_names(&near, declared->value, names, n);
  etho_text hint = {0};
  if (near.length)
    etho_text_format(&hint, "did you mean %s?", etho_text_get(&near));
  else
    etho_text_append(&hint, "correct the name of the column that is declared");
  etho_issues_add(source->issues, "E-COLUMN-DECLARED", source->path,
                  etho_table_dialect(source->table)->header_line, 0, etho_text_get(&hint),
                  "there is no column '%.80s', which is declared as '%s'", declared->value, declared->name);
  etho_text_free(&near);
  etho_text_free(&hint);
}

static etho_status unknown_role(const char *name, etho_error *error) {
  const char *names[128];
  size_t n = 0;
  for (; n < etho_role_count() && n < 128; n++) names[n] = etho_role_at(n)->name;
  etho_text near = {0};
  etho_nearest_names(&near, name, names, n);
  etho_error_set(error, ETHO_ERR_USAGE, "there is no role '%.80s' for a column", name);
  etho_error_hint(error, near.length ? "did you mean %s?" : "`ethostat list columns` shows them all%s",
                  etho_text_get(&near));
  etho_text_free(&near);
  return ETHO_ERR_USAGE;
}

static void take(candidate *c, const etho_role_info *role, const char *header) {
  etho_header_sense sense = etho_header_parse(header, false);
  c->sense = (etho_header_sense){.role = role, .rank = -1, .factor = sense.factor, .bin = (double)NAN, .timed = sense.timed};
  c->taken = true;
}

/* "Bin_Trgt_exp_min_(?<bin>[0-9])": a column for each bin and phase. */
static void take_parts(etho_source *source, candidate *c, const etho_pattern *pattern, const char **value) {
  for (size_t i = 0; i < etho_pattern_parts(pattern); i++) {
    const char *part = etho_pattern_part(pattern, i);
    if (!value[i]) continue;
    if (strcmp(part, "phase") == 0) {
      const char *word = etho_phase_word(value[i]);
      c->sense.phase = word ? word : value[i];
    } else if (strcmp(part, "bin") != 0 ||
               !etho_number_parse(value[i], strlen(value[i]), '.', &c->sense.bin)) {
      etho_issues_add(source->issues, "E-PATTERN", source->path, 0, 0,
                      "only (?<bin>[0-9]+) and (?<phase>...) are parts of headers; other parts: \"longer\"",
                      "the part '%.60s' (%.60s) of a header cannot be used", part, value[i]);
    }
  }
}

static void declare_pattern(etho_source *source, candidate *list, size_t n, const etho_pair *declared,
                            const etho_role_info *role) {
  etho_pattern *pattern = etho_pattern_new(source, declared->value);
  const char *value[ETHO_PATTERN_PARTS];
  size_t found = 0;
  if (!pattern) return; /* told */
  for (size_t c = 0; c < n; c++) {
    const char *header = etho_table_header(source->table, c);
    if (!etho_pattern_match(pattern, source->arena, header, value)) continue;
    take(&list[c], role, header);
    take_parts(source, &list[c], pattern, value);
    found++;
  }
  etho_pattern_free(pattern);
  if (!found) unknown_column(source, declared);
}

static etho_status declare(etho_source *source, candidate *list, size_t n, etho_error *error) {
  for (size_t i = 0; i < source->options->n_columns; i++) {
    const etho_pair *declared = &source->options->columns[i];
    const etho_role_info *role = etho_role_find(declared->name);
    if (!role) return unknown_role(declared->name, error);
    size_t column = etho_table_find(source->table, declared->value);
    if (column < n)
      take(&list[column], role, declared->value);
    else if (etho_pattern_looks(declared->value))
      declare_pattern(source, list, n, declared, role);
    else
      unknown_column(source, declared);
  }
  return ETHO_OK;
}

/* What was declared is all there is of its role. */
static void drop_undeclared(candidate *list, size_t n) {
  for (size_t c = 0; c < n; c++)
    for (size_t d = 0; d < n && list[c].taken; d++)
      if (!list[d].taken && list[d].sense.role == list[c].sense.role) list[d].sense.role = NULL;
}

/* A part of a pattern that is named like a role has it. */
static void take_named_parts(etho_source *source, candidate *list, size_t n) {
  for (size_t c = 0; c < n; c++)
    for (size_t i = 0; i < source->n_parts; i++) {
      const char *header = etho_table_header(source->table, c);
      const etho_role_info *role = strcmp(source->part[i], header) == 0 ? etho_role_find(header) : NULL;
      if (role && !list[c].taken) take(&list[c], role, header);
    }
}

static bool is_signs(const char *text) {
  return text[0] && !text[strspn(text, "+-/'")];
}

/* '-' is a genotype beside '+/-' and '+/+', and a missing value elsewhere: either is said. */
static void look_at_signs(etho_source *source) {
  const etho_binding *arm = etho_source_bound(source, "arm");
  size_t dashes = 0, plus = 0, words = 0, first = 0;
  for (size_t r = 0; arm && r < etho_table_rows(source->table); r++) {
    const char *text = etho_table_text(source->table, r, arm->column);
    bool dash = strcmp(text, "-") == 0 || strcmp(text, "--") == 0;
    if (dash && !dashes++) first = r;
    plus += is_signs(text) && strchr(text, '+');
    words += text[0] && !is_signs(text) && !etho_text_missing(text);
  }
  if (!dashes || !plus) return;
  source->arm_signs = !words;
  etho_issues_add(source->issues, "W-ARM-SIGN", source->path, etho_table_line(source->table, first),
                  etho_table_field(source->table, arm->column),
                  "write the genotypes in words (WT, HET, KO), or declare them: \"recodes\": {\"arm:-\": \"KO\"}",
                  "'%s' in column '%.60s' is taken as %s (%zu rows)",
                  etho_table_text(source->table, first, arm->column), etho_table_header(source->table, arm->column),
                  words ? "missing" : "a genotype", dashes);
}

static bool bind(etho_source *source, const candidate *list, size_t n) {
  source->binding = ETHO_NEW(source->arena, etho_binding, n);
  if (!source->binding) return false;
  for (size_t c = 0; c < n; c++) {
    if (!list[c].sense.role) continue;
    source->binding[source->n_bindings++] = (etho_binding){
        c, list[c].sense.role, list[c].sense.factor, list[c].sense.phase, list[c].sense.bin, list[c].taken};
  }
  return true;
}

etho_status etho_source_map(etho_source *source, etho_error *error) {
  size_t n = etho_table_columns(source->table);
  if (n > MOST_COLUMNS) n = MOST_COLUMNS;
  candidate *list = ETHO_NEW(source->arena, candidate, n);
  if (!list) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  source->n_bindings = 0;
  for (size_t c = 0; c < n; c++) {
    list[c].content = look(source->table, c);
    bool words = list[c].content.words * 2 > list[c].content.filled;
    list[c].sense = etho_header_parse(etho_table_header(source->table, c), words);
    settle_by_content(&list[c]);
  }
  etho_status status = declare(source, list, n, error);
  if (status != ETHO_OK) return status;
  take_named_parts(source, list, n);
  drop_undeclared(list, n);
  settle_arm(list, n);
  settle_novel(source->table, list, n);
  settle_novelty(list, n);
  settle_object_numbers(source->table, list, n);
  settle_letters(list, n);
  settle_total(list, n);
  choose(source, list, n);
  if (!bind(source, list, n)) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  look_at_signs(source);
  return ETHO_OK;
}

const etho_binding *etho_source_bound(const etho_source *source, const char *role) {
  for (size_t i = 0; i < source->n_bindings; i++) {
    const etho_binding *b = &source->binding[i];
    if (strcmp(b->role->name, role) == 0 && !b->phase && isnan(b->bin)) return b;
  }
  return NULL;
}

bool etho_source_has(const etho_source *source, const char *role) {
  for (size_t i = 0; i < source->n_bindings; i++)
    if (strcmp(source->binding[i].role->name, role) == 0) return true;
  return false;
}
