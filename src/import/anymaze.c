/* ANY-maze result sheets: a row per test, ZONE : measure columns. */
#include <math.h>
#include <string.h>

#include "import/events.h"
#include "import/fields.h"
#include "import/format.h"
#include "import/tidy.h"

static const char *const names[] = {"Test", "Animal"};

static bool has_zones(const etho_grid *grid, size_t record) {
  for (size_t f = 0; f < grid->record[record].count; f++)
    if (strstr(etho_grid_text(grid, record, f), " : ")) return true;
  return false;
}

static int detect(etho_source *source) {
  size_t r = etho_record_with(source->grid, names, 2);
  if (r == ETHO_NOT_FOUND || !has_zones(source->grid, r)) return 0;
  return source->evidence = "the columns Test, Animal and ZONE : measure of ANY-maze", 95;
}

/* The suffix of the role that a zone's measure fills, and how well; NULL for distances, speeds... */
static const char *measure_of(const char *text, int *rank) {
  static const struct {
    const char *name, *suffix;
    int rank;
  } known[] = {{"time investigating", "s", 0},
               {"investigation time", "s", 0},
               {"time exploring", "s", 0},
               {"time head in zone", "s", 1},
               {"head time", "s", 1},
               {"time", "s", 2},
               {"time in zone", "s", 2},
               {"investigations", "bouts", 0},
               {"number of investigations", "bouts", 0},
               {"head entries", "bouts", 1},
               {"entries", "bouts", 2},
               {"number of entries", "bouts", 2},
               {"latency to first investigation", "latency_s", 0},
               {"latency to first head entry", "latency_s", 1},
               {"latency to first entry", "latency_s", 2}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (etho_name_alike(text, known[i].name)) return *rank = known[i].rank, known[i].suffix;
  return NULL;
}

static bool zone_of(etho_source *source, const char *header, int *target, const char **suffix, int *rank) {
  const char *colon = strstr(header, " : ");
  if (!colon) return false;
  char *zone = etho_arena_text_n(source->arena, header, (size_t)(colon - header));
  *suffix = measure_of(colon + 3, rank);
  *target = zone ? etho_target_of(source, zone) : -1;
  return true;
}

static void need_zones(etho_source *source) {
  etho_text why = {0};
  const char *last = "";
  for (size_t c = 0; c < etho_table_columns(source->table) && why.length < 300; c++) {
    const char *header = etho_table_header(source->table, c), *colon = strstr(header, " : ");
    if (!colon || strncmp(header, last, (size_t)(colon - header)) == 0) continue;
    etho_text_format(&why, "%s'%.*s'", why.length ? ", " : "which zone is which object? There are ",
                     (int)(colon - header), header);
    last = header;
  }
  etho_source_need(source, "novel", "the zone of the novel object", etho_text_get(&why));
  etho_source_need(source, "familiar", "the zone of the familiar object", "the same for the familiar object");
  etho_text_free(&why);
}

/* Zone columns take the place of what the vocabulary made of them; the best measure of each kind wins. */
static size_t bind_zones(etho_source *source) {
  size_t kept = 0, n = etho_table_columns(source->table), bound = 0;
  int best[6][3], rank = 99, target = -1;
  const char *suffix = NULL;
  for (size_t i = 0; i < source->n_bindings; i++)
    if (!strstr(etho_table_header(source->table, source->binding[i].column), " : "))
      source->binding[kept++] = source->binding[i];
  source->n_bindings = kept;
  etho_binding *list = ETHO_NEW(source->arena, etho_binding, kept + n);
  if (!list) return 0;
  if (kept) memcpy(list, source->binding, kept * sizeof *list);
  source->binding = list;
  for (int t = 0; t < 6; t++)
    for (int m = 0; m < 3; m++) best[t][m] = 99;
  for (int pass = 0; pass < 2; pass++)
    for (size_t c = 0; c < n; c++) {
      if (!zone_of(source, etho_table_header(source->table, c), &target, &suffix, &rank) || target < 0 ||
          !suffix)
        continue;
      int *b = &best[target][suffix[0] == 's' ? 0 : suffix[0] == 'b' ? 1 : 2];
      if (pass == 0 && rank < *b) *b = rank;
      if (pass == 0 || rank != *b) continue;
      *b = -1; /* the first of equals */
      etho_text role = {0};
      etho_text_format(&role, "%s_%s", etho_target_name[target], suffix);
      const etho_role_info *info = etho_role_find(etho_text_get(&role));
      if (info) list[source->n_bindings++] = (etho_binding){c, info, 1, NULL, (double)NAN, false}, bound++;
      etho_text_free(&role);
    }
  return bound;
}

static etho_status read(etho_source *source, etho_error *error) {
  size_t r = etho_record_with(source->grid, names, 2);
  etho_status status =
      etho_source_table(source, r == ETHO_NOT_FOUND ? 0 : source->grid->record[r].line, error);
  if (status == ETHO_OK) status = etho_source_map(source, error);
  if (status != ETHO_OK) return status;
  if (bind_zones(source)) return etho_tidy_read(source, error);
  need_zones(source);
  return ETHO_OK;
}

const etho_format etho_format_anymaze = {.name = "anymaze",
                                         .summary =
                                             "ANY-maze result sheet: a row per test, ZONE : measure columns",
                                         .detect = detect,
                                         .read = read};
