#include <math.h>

#include "base/arena.h"
#include "base/text.h"
#include "stats/registry.h"

enum { MAX_CELLS = 4096, MAX_NAMED = 10 };

/* The columns of an input on their way into a design. */
typedef struct gathering {
  const etho_input *in;
  etho_arena *arena;
  etho_rm_factor within[ETHO_MAX_FACTORS], between[ETHO_MAX_FACTORS];
  int *level[2 * ETHO_MAX_FACTORS]; /* per factor: the input's code -> level among those that occur, or -1 */
  size_t cells;
  double *sum, *count; /* subjects x cells */
  int *group;          /* subjects x between factors; -1 unknown */
  size_t repeated;     /* values that share a cell */
} gathering;

static bool is_usable(const etho_input *in, size_t i) {
  bool usable = isfinite(in->value[i]) && in->subject.code[i] >= 0;
  for (size_t f = 0; f < in->n_within; f++) usable = usable && in->within[f].code[i] >= 0;
  for (size_t f = 0; f < in->n_between; f++) usable = usable && in->between[f].code[i] >= 0;
  return usable;
}

/* Levels that no usable row has are not part of the design. */
static bool compact_levels(const gathering *g, const etho_factor *factor, etho_rm_factor *out, int **level) {
  *level = ETHO_NEW(g->arena, int, factor->n_levels + 1);
  if (!*level) return false;
  for (size_t i = 0; i < g->in->n; i++)
    if (is_usable(g->in, i)) (*level)[factor->code[i]] = 1;
  *out = (etho_rm_factor){factor->name ? factor->name : "factor", 0};
  for (size_t k = 0; k < factor->n_levels; k++) (*level)[k] = (*level)[k] ? (int)out->levels++ : -1;
  return true;
}

static etho_status prepare(gathering *g, etho_error *error) {
  const etho_input *in = g->in;
  bool fine = true;
  for (size_t f = 0; f < in->n_within && fine; f++)
    fine = compact_levels(g, &in->within[f], &g->within[f], &g->level[f]);
  for (size_t f = 0; f < in->n_between && fine; f++)
    fine = compact_levels(g, &in->between[f], &g->between[f], &g->level[ETHO_MAX_FACTORS + f]);
  g->cells = 1;
  for (size_t f = 0; f < in->n_within && g->cells <= MAX_CELLS; f++) g->cells *= g->within[f].levels;
  if (fine && g->cells > MAX_CELLS) {
    etho_error_set(error, ETHO_ERR_USAGE, "the within factors have %zu combinations or more", g->cells);
    etho_error_hint(error, "is a column of measurements given as --within?");
    return ETHO_ERR_USAGE;
  }
  size_t n = in->subject.n_levels;
  g->sum = ETHO_NEW(g->arena, double, n * g->cells + 1),
  g->count = ETHO_NEW(g->arena, double, n * g->cells + 1);
  g->group = ETHO_NEW(g->arena, int, n * in->n_between + 1);
  if (!fine || !g->sum || !g->count || !g->group)
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  for (size_t i = 0; i < n * in->n_between; i++) g->group[i] = -1;
  return ETHO_OK;
}

static etho_status set_groups(gathering *g, size_t i, etho_error *error) {
  const etho_input *in = g->in;
  int s = in->subject.code[i];
  for (size_t f = 0; f < in->n_between; f++) {
    int *known = &g->group[(size_t)s * in->n_between + f],
        now = g->level[ETHO_MAX_FACTORS + f][in->between[f].code[i]];
    if (*known >= 0 && *known != now) {
      etho_error_set(error, ETHO_ERR_DATA, "subject '%s' is in more than one level of '%s'",
                     in->subject.level[s], g->between[f].name);
      etho_error_hint(error,
                      "a between factor is the same in all rows of a subject; one that changes is --within");
      return ETHO_ERR_DATA;
    }
    *known = now;
  }
  return ETHO_OK;
}

static etho_status gather(gathering *g, etho_rows *rows, etho_error *error) {
  const etho_input *in = g->in;
  size_t missing = 0;
  for (size_t i = 0; i < in->n; i++) {
    if (!is_usable(in, i)) {
      missing++;
      continue;
    }
    etho_status status = set_groups(g, i, error);
    if (status != ETHO_OK) return status;
    size_t cell = 0;
    for (size_t f = 0; f < in->n_within; f++)
      cell = cell * g->within[f].levels + (size_t)g->level[f][in->within[f].code[i]];
    size_t at = (size_t)in->subject.code[i] * g->cells + cell;
    g->repeated += g->count[at] > 0;
    g->sum[at] += in->value[i], g->count[at]++;
  }
  if (missing)
    etho_rows_note(rows, "%zu row%s with a missing value dropped", missing, missing == 1 ? "" : "s");
  if (g->repeated)
    etho_rows_note(rows, "%zu value%s beyond the first of a subject and condition: averaged", g->repeated,
                   g->repeated == 1 ? "" : "s");
  return ETHO_OK;
}

/* Complete subjects move to the front; the others are named. */
static size_t keep_complete(gathering *g, etho_rows *rows) {
  const etho_input *in = g->in;
  size_t kept = 0, left_out = 0;
  etho_text names = {0};
  for (size_t s = 0; s < in->subject.n_levels; s++) {
    size_t filled = 0;
    for (size_t c = 0; c < g->cells; c++) filled += g->count[s * g->cells + c] > 0;
    if (filled > 0 && filled < g->cells && left_out++ < MAX_NAMED)
      etho_text_format(&names, "%s%s", names.length ? ", " : "", in->subject.level[s]);
    if (filled < g->cells) continue;
    for (size_t c = 0; c < g->cells; c++)
      g->sum[kept * g->cells + c] = g->sum[s * g->cells + c] / g->count[s * g->cells + c];
    for (size_t f = 0; f < in->n_between; f++)
      g->group[kept * in->n_between + f] = g->group[s * in->n_between + f];
    kept++;
  }
  if (left_out)
    etho_rows_note(
        rows, "%zu subject%s without a value in every condition left out: %s%s; a mixed model would keep %s",
        left_out, left_out == 1 ? "" : "s", etho_text_get(&names), left_out > MAX_NAMED ? ", ..." : "",
        left_out == 1 ? "it" : "them");
  etho_text_free(&names);
  return kept;
}

static etho_status run(gathering *g, const etho_options *options, etho_rows *rows, etho_error *error) {
  etho_status status = prepare(g, error);
  if (status == ETHO_OK) status = gather(g, rows, error);
  if (status != ETHO_OK) return status;
  etho_rm_design design = {.n = keep_complete(g, rows),
                           .within = g->within,
                           .n_within = g->in->n_within,
                           .value = g->sum,
                           .between = g->between,
                           .n_between = g->in->n_between,
                           .group = g->group};
  return etho_rm_anova(&design, options, rows, error);
}

static etho_status rm_anova_frame(const etho_input *input, const etho_options *options, etho_rows *rows,
                                  etho_error *error) {
  gathering g = {.in = input, .arena = etho_arena_new()};
  if (!g.arena) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  etho_status status = run(&g, options, rows, error);
  etho_arena_free(g.arena);
  return status;
}

const etho_procedure etho_catalogue_repeated[] = {
    {.name = "rm_anova",
     .summary =
         "analysis of variance with repeated measures, within and between factors, sphericity corrected",
     .shape = "--value, --subject, --within A (repeatable), --between G (repeatable); one row per subject "
              "and condition",
     .source =
         "Greenhouse & Geisser 1959; Huynh & Feldt 1976; Lecoutre 1991; Mauchly 1940; Olejnik & Algina 2003",
     .method = "Repeated-measures analysis of variance (Type III)",
     .roles = ETHO_ROLE_VALUE | ETHO_ROLE_SUBJECT | ETHO_ROLE_WITHIN,
     .optional = ETHO_ROLE_BETWEEN,
     .frame = rm_anova_frame},
    {0},
};
