/* Which column plays which role: declared ones first, then by header, with the content where headers are
 * ambiguous. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "import/candidate.h"
#include "import/pattern.h"

enum { SAMPLE_ROWS = 2000 };

static etho_content look(const etho_table *table, size_t column) {
  etho_content c = {0};
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
    c.truths += etho_truth_word(text) >= 0 || strcmp(text, "+") == 0;
  }
  return c;
}

/* What a header promises and the cells deny is dropped; what they say better is taken. */
static void settle_by_content(etho_candidate *c) {
  const etho_content *k = &c->content;
  if (!c->sense.role || !k->filled) return;
  bool named = k->tests + k->trainings == k->filled;
  bool phases = k->phases == k->filled || (named && etho_candidate_is(c, "trial")) ||
                (named && k->tests && k->trainings);
  if ((etho_candidate_is(c, "trial") || etho_candidate_is(c, "session") || etho_candidate_is(c, "day")) &&
      phases)
    etho_candidate_recast(c, "phase");
  if (etho_candidate_is(c, "sequence") && k->times == k->filled && !k->many_digits)
    c->sense.role = NULL; /* a number of entries */
  if (etho_candidate_is(c, "correct") && k->above_one * 2 > k->filled) etho_candidate_recast(c, "n_correct");
  if (etho_candidate_is(c, "correct") && c->sense.rank > 1 && k->truths * 2 < k->filled) c->sense.role = NULL;
  if (etho_candidate_is(c, "object_type")) return;
  if (etho_candidate_is(c, "novel_side") && k->sides * 2 < k->filled && c->sense.rank >= 100)
    etho_candidate_recast(c, "novel_object");
}

static bool same_slot(const etho_candidate *a, const etho_candidate *b) {
  bool phase = a->sense.phase == b->sense.phase ||
               (a->sense.phase && b->sense.phase && strcmp(a->sense.phase, b->sense.phase) == 0);
  bool bin = (isnan(a->sense.bin) && isnan(b->sense.bin)) || a->sense.bin == b->sense.bin;
  return a->sense.role == b->sense.role && phase && bin;
}

static bool same_values(const etho_table *table, size_t a, size_t b) {
  for (size_t r = 0; r < etho_table_rows(table); r++)
    if (strcmp(etho_table_text(table, r, a), etho_table_text(table, r, b)) != 0) return false;
  return true;
}

/* The best spelling of a slot wins; a rival with other values is told. */
static void choose(etho_source *source, etho_candidate *list, size_t n) {
  for (size_t c = 0; c < n; c++) {
    if (!list[c].sense.role || list[c].taken) continue;
    for (size_t d = 0; d < n; d++) {
      if (d == c || !list[d].sense.role || !same_slot(&list[c], &list[d])) continue;
      bool loses = list[d].taken || list[d].sense.rank < list[c].sense.rank ||
                   (list[d].sense.rank == list[c].sense.rank && d < c);
      if (!loses) continue;
      bool strong = list[c].sense.rank < 20 || list[d].taken || list[c].sense.rank >= 100;
      bool twice = strcmp(etho_table_header(source->table, c), etho_table_header(source->table, d)) == 0;
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

/* A header that says the role by itself keeps the phase and the bin that it names: then it is confirmed, not
 * declared anew. */
static void take(etho_candidate *c, const etho_role_info *role, const char *header) {
  etho_header_sense sense = etho_header_parse(header, false);
  c->taken = true;
  c->confirmed = sense.role == role && (sense.phase || !isnan(sense.bin));
  c->sense = (etho_header_sense){.role = role,
                                 .rank = -1,
                                 .factor = sense.factor,
                                 .phase = c->confirmed ? sense.phase : NULL,
                                 .bin = c->confirmed ? sense.bin : (double)NAN,
                                 .timed = sense.timed};
}

/* "Bin_Trgt_exp_min_(?<bin>[0-9])": a column for each bin and phase. */
static void take_parts(etho_source *source, etho_candidate *c, const etho_pattern *pattern,
                       const char **value) {
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

static void declare_pattern(etho_source *source, etho_candidate *list, size_t n, const etho_pair *declared,
                            const etho_role_info *role) {
  etho_pattern *pattern = etho_pattern_new(source, declared->value);
  const char *value[ETHO_PATTERN_PARTS];
  size_t found = 0;
  if (!pattern) return; /* told */
  for (size_t c = 0; c < n; c++) {
    const char *header = etho_table_header(source->table, c);
    if (!etho_pattern_match(pattern, source->arena, header, value)) continue;
    take(&list[c], role, header);
    list[c].confirmed = false; /* the pattern says all there is to say */
    list[c].sense.phase = NULL;
    list[c].sense.bin = (double)NAN;
    take_parts(source, &list[c], pattern, value);
    found++;
  }
  etho_pattern_free(pattern);
  if (!found) unknown_column(source, declared);
}

static etho_status declare(etho_source *source, etho_candidate *list, size_t n, etho_error *error) {
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
static void drop_undeclared(etho_candidate *list, size_t n) {
  for (size_t c = 0; c < n; c++)
    for (size_t d = 0; d < n && list[c].taken && !list[c].confirmed; d++)
      if (!list[d].taken && list[d].sense.role == list[c].sense.role) list[d].sense.role = NULL;
}

/* A part of a pattern that is named like a role has it. */
static void take_named_parts(etho_source *source, etho_candidate *list, size_t n) {
  for (size_t c = 0; c < n; c++)
    for (size_t i = 0; i < source->n_parts; i++) {
      const char *header = etho_table_header(source->table, c);
      const etho_role_info *role = strcmp(source->part[i], header) == 0 ? etho_role_find(header) : NULL;
      if (role && !list[c].taken) take(&list[c], role, header);
    }
}

static bool is_joined_by(const char *path, const char *header) {
  etho_table *table = NULL;
  etho_issues *told_later = etho_issues_new();
  etho_error error = {0};
  bool found = told_later && etho_table_read(path, NULL, &table, told_later, &error) == ETHO_OK &&
               etho_table_find(table, header) != ETHO_NOT_FOUND;
  etho_table_free(table);
  etho_issues_free(told_later);
  return found;
}

/* Of several columns of ids the one that a key file has too is meant. */
static void prefer_joined(const etho_source *source, etho_candidate *list, size_t n) {
  size_t ids = 0, common = 0;
  etho_candidate *chosen = NULL;
  if (!source->options->n_joins) return;
  for (size_t c = 0; c < n; c++) ids += etho_candidate_is(&list[c], "animal");
  for (size_t c = 0; c < n && ids > 1; c++) {
    if (!etho_candidate_is(&list[c], "animal")) continue;
    if (list[c].taken) return;
    bool shared = is_joined_by(source->options->joins[0], etho_table_header(source->table, c));
    common += shared;
    if (shared) chosen = &list[c];
  }
  for (size_t c = 0; c < n && common == 1; c++)
    if (etho_candidate_is(&list[c], "animal") && &list[c] != chosen) list[c].sense.role = NULL;
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
  etho_issues_add(
      source->issues, "W-ARM-SIGN", source->path, etho_table_line(source->table, first),
      etho_table_field(source->table, arm->column),
      "write the genotypes in words (WT, HET, KO), or declare them: \"recodes\": {\"arm:-\": \"KO\"}",
      "'%s' in column '%.60s' is taken as %s (%zu rows)", etho_table_text(source->table, first, arm->column),
      etho_table_header(source->table, arm->column), words ? "missing" : "a genotype", dashes);
}

/* '+' and '-' alone are right and wrong choices; a dash beside other words is missing. */
static void look_at_truths(etho_source *source) {
  const etho_binding *correct = etho_source_bound(source, "correct");
  size_t plus = 0, dashes = 0, others = 0, first = 0;
  for (size_t r = 0; correct && r < etho_table_rows(source->table); r++) {
    const char *text = etho_table_text(source->table, r, correct->column);
    bool sign = strcmp(text, "+") == 0, dash = strcmp(text, "-") == 0;
    plus += sign;
    others += !sign && !dash && !etho_text_missing(text);
    if (dash && !dashes++) first = r;
  }
  source->truth_signs = plus && !others;
  if (source->truth_signs && dashes) etho_source_tell_signs(source, first, correct->column, dashes);
}

static bool bind(etho_source *source, const etho_candidate *list, size_t n) {
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
  etho_candidate *list = ETHO_NEW(source->arena, etho_candidate, n);
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
  prefer_joined(source, list, n);
  etho_candidates_settle(source->table, list, n);
  choose(source, list, n);
  if (!bind(source, list, n)) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  look_at_signs(source);
  look_at_truths(source);
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
