#include "import/points.h"

#include <string.h>

#include "import/fields.h"

enum { LONGEST = 64 };

static const char nose_words[] = "nose|snout|nose tip|snout tip|nose point|muzzle|rostrum";
static const char centre_words[] = "center|centre|body center|body centre|center body|centre "
                                   "body|centroid|body|mid body|body mid|mid back|back mid|"
                                   "spine mid|mid spine|spine center|back|back center|trunk|torso|center of "
                                   "mass|centre of mass|com|barycentre|"
                                   "barycenter|center point|centre point";

bool etho_points_add(const etho_source *source, etho_points *points, etho_point point) {
  etho_point *list =
      etho_arena_grow(source->arena, points->point, &points->capacity, points->n + 1, sizeof *list);
  if (!list) return false;
  points->point = list;
  list[points->n++] = point;
  return true;
}

static bool same(const char *a, const char *b) {
  return strcmp(a ? a : "", b ? b : "") == 0;
}

/* The next of several names separated by |. */
static bool next_name(const char **list, char name[LONGEST]) {
  if (!**list) return false;
  size_t n = strcspn(*list, "|"), kept = n < LONGEST ? n : LONGEST - 1;
  memcpy(name, *list, kept);
  name[kept] = '\0';
  *list += n + ((*list)[n] == '|');
  return true;
}

/* The first point of that name for each animal. */
static bool take_named(const etho_source *source, const etho_points *points, const char *name,
                       etho_points *chosen) {
  for (size_t i = 0; i < points->n; i++) {
    const etho_point *p = &points->point[i];
    bool known = !etho_name_alike(name, p->part);
    for (size_t k = 0; k < chosen->n && !known; k++) known = same(chosen->point[k].animal, p->animal);
    if (!known && !etho_points_add(source, chosen, *p)) return false;
  }
  return true;
}

static bool is_separator(char c) {
  return c == '_' || c == '-' || c == '.' || c == ' ';
}

/* "B" of "B_Nose", "1" of "Nose_1"; NULL when the name is not made of an animal and the point's word. */
static const char *animal_in(const etho_source *source, const char *part, const char *name) {
  for (size_t i = 1; part[0] && part[i]; i++) {
    if (!is_separator(part[i])) continue;
    if (part[i + 1] && etho_name_alike(part + i + 1, name)) return etho_arena_text_n(source->arena, part, i);
    const char *rest = part + i + 1, *head = etho_arena_text_n(source->arena, part, i);
    if (rest[0] && !rest[strspn(rest, "0123456789")] && head && etho_name_alike(head, name)) return rest;
  }
  return NULL;
}

/* Points whose name holds the animal's: only where there are several, else it is a point of its own. */
static bool take_prefixed(const etho_source *source, const etho_points *points, const char *name,
                          etho_points *chosen) {
  etho_points found = {0};
  for (size_t i = 0; i < points->n; i++) {
    etho_point p = points->point[i];
    if (p.animal) continue;
    p.animal = animal_in(source, p.part, name);
    bool known = !p.animal;
    for (size_t k = 0; k < found.n && !known; k++) known = same(found.point[k].animal, p.animal);
    if (!known && !etho_points_add(source, &found, p)) return false;
  }
  if (found.n > 1) *chosen = found;
  return true;
}

static bool holds_word(const char *part, const char *words) {
  char name[LONGEST], lower[LONGEST];
  size_t n = 0;
  for (; part[n] && n < LONGEST - 1; n++)
    lower[n] = part[n] >= 'A' && part[n] <= 'Z' ? (char)(part[n] + 32) : part[n];
  lower[n] = '\0';
  while (next_name(&words, name))
    if (strstr(lower, name)) return true;
  return false;
}

static void need_point(etho_source *source, const etho_points *points, const char *asked, bool maze) {
  etho_text why = {0};
  const char *example = NULL, *words = maze ? centre_words : nose_words;
  etho_text_format(&why, "no body point is called %s%s%s; there are", asked ? "'" : "",
                   asked  ? asked
                   : maze ? "center, body or the like"
                          : "nose or snout",
                   asked ? "'" : "");
  for (size_t i = 0; i < points->n; i++) {
    const char *part = points->point[i].part;
    bool seen = false;
    for (size_t k = 0; k < i && !seen && i < 200; k++) seen = same(points->point[k].part, part);
    if (seen) continue;
    if (!example || (!holds_word(example, words) && holds_word(part, words))) example = part;
    if (why.length < 300) etho_text_format(&why, " '%.40s'", part);
  }
  etho_source_need(source, "point", example ? example : "nose", etho_text_get(&why));
  etho_text_free(&why);
}

static void keep_names(etho_source *source, const etho_points *points) {
  etho_text names = {0};
  for (size_t i = 0; i < points->n && names.length < 500; i++) {
    bool seen = false;
    for (size_t k = 0; k < i && !seen; k++) seen = same(points->point[k].part, points->point[i].part);
    if (!seen) etho_text_format(&names, "%s'%.40s'", names.length ? ", " : "", points->point[i].part);
  }
  source->file->points = etho_arena_text(source->arena, etho_text_get(&names));
  etho_text_free(&names);
}

bool etho_points_choose(etho_source *source, const etho_points *points, etho_points *chosen) {
  keep_names(source, points);
  const char *asked = etho_source_setting(source, "point");
  bool maze = etho_positions_maze(source);
  const char *words = asked ? asked : maze ? centre_words : nose_words;
  char name[LONGEST];
  *chosen = (etho_points){0};
  for (const char *list = words; !chosen->n && next_name(&list, name);)
    if (!take_named(source, points, name, chosen)) return false;
  for (const char *list = words; !chosen->n && next_name(&list, name);)
    if (!take_prefixed(source, points, name, chosen)) return false;
  if (!chosen->n) need_point(source, points, asked, maze);
  return true;
}
