/* After joins: phases and sides in one spelling, and the novel object's time from where it stood. */
#include "import/resolve.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "import/recode.h"
#include "import/vocabulary.h"

static const char *text_of(const etho_trials *trials, size_t row, const char *name) {
  size_t column = etho_trials_find(trials, name);
  return column == ETHO_NOT_FOUND ? NULL : etho_trials_text(trials, row, column);
}

static double number_of(const etho_trials *trials, size_t row, const char *name) {
  size_t column = etho_trials_find(trials, name);
  return column == ETHO_NOT_FOUND ? (double)NAN : etho_trials_number(trials, row, column);
}

/* L and R for the sides of a maze; its other arms keep their names. */
static void maze_sides(etho_trials *trials, const char *name) {
  size_t column = etho_trials_find(trials, name);
  if (column == ETHO_NOT_FOUND) return;
  for (size_t r = 0; r < etho_trials_rows(trials); r++) {
    const char *value = etho_trials_text(trials, r, column);
    const char *side = value ? etho_side_word(value, false) : NULL;
    if (side) etho_trials_set_text(trials, r, column, side[0] == 'l' ? "L" : "R");
  }
}

/* 0 = the first of the pair is the novel one, 1 = the second, -1 = not known. */
static int novel_of_sides(etho_trials *trials, size_t row, etho_issues *issues) {
  const char *text = text_of(trials, row, "novel_side");
  if (!text) return -1;
  const char *side = etho_side_word(text, true);
  bool needed = !isnan(number_of(trials, row, "left_s")) || !isnan(number_of(trials, row, "right_s"));
  if (!side && needed)
    etho_issues_add(issues, "E-NOVEL-SIDE", etho_trials_file(trials, row), etho_trials_line(trials, row), 0,
                    "write left or right (L or R)", "the novel side '%.60s' is neither left nor right", text);
  else
    etho_trials_set_text(trials, row, etho_trials_find(trials, "novel_side"), side);
  return !side ? -1 : side[0] == 'r';
}

static int novel_of_objects(etho_trials *trials, size_t row, etho_issues *issues) {
  const char *text = text_of(trials, row, "novel_object"), *a = text_of(trials, row, "object_a"),
             *b = text_of(trials, row, "object_b");
  if (!text) return -1;
  const char *letter = a && etho_text_equal_fold(text, a)   ? "A"
                       : b && etho_text_equal_fold(text, b) ? "B"
                                                            : etho_object_word(text);
  if (letter) {
    etho_trials_set_text(trials, row, etho_trials_find(trials, "novel_object"), letter);
    return letter[0] == 'B';
  }
  bool needed = !isnan(number_of(trials, row, "object_a_s")) || !isnan(number_of(trials, row, "object_b_s"));
  if (!needed) return -1;
  etho_issues_add(issues, "E-NOVEL-OBJECT", etho_trials_file(trials, row), etho_trials_line(trials, row), 0,
                  "write A or B (or 1 or 2), as the columns of the objects are called",
                  "the novel object '%.60s' is none of the two objects", text);
  return -1;
}

/* Time, bouts and latency of the pair's members become those of the novel and the familiar object. */
static void assign(etho_trials *trials, size_t row, int novel, const char *const member[2],
                   etho_issues *issues) {
  static const char *const measure[] = {"s", "bouts", "latency_s"};
  for (size_t m = 0; m < 3; m++)
    for (int k = 0; k < 2; k++) {
      char from[40], to[40];
      snprintf(from, sizeof from, "%s_%s", member[k], measure[m]);
      snprintf(to, sizeof to, "%s_%s", k == novel ? "novel" : "familiar", measure[m]);
      double value = number_of(trials, row, from), known = number_of(trials, row, to);
      if (isnan(value)) continue;
      if (isnan(known))
        etho_trials_set_number(trials, row, etho_trials_column(trials, to, false), value);
      else if (fabs(known - value) > 0.01 * fabs(known) + 0.01)
        etho_issues_add(issues, "W-NOVEL-CONFLICT", etho_trials_file(trials, row),
                        etho_trials_line(trials, row), 0,
                        "correct the side or the times; the columns of novel and familiar are used",
                        "%s is %g, but the side says it is %g", to, known, value);
    }
}

static bool is_training(const etho_trials *trials, size_t row) {
  const char *phase = text_of(trials, row, "phase");
  const char *word = phase ? etho_phase_word(phase) : NULL; /* "Hab 2" may have kept its name */
  return word && strcmp(word, "test") != 0;
}

static void novel_times(etho_trials *trials, etho_issues *issues) {
  static const char *const sides[2] = {"left", "right"};
  static const char *const objects[2] = {"object_a", "object_b"};
  for (size_t r = 0; r < etho_trials_rows(trials); r++) {
    int side = novel_of_sides(trials, r, issues), object = novel_of_objects(trials, r, issues);
    if (is_training(trials, r)) continue;
    if (side >= 0) assign(trials, r, side, sides, issues);
    if (object >= 0) assign(trials, r, object, objects, issues);
  }
}

static bool row_lacks_novel(const etho_trials *trials, size_t row) {
  if (is_training(trials, row) || !isnan(number_of(trials, row, "novel_s"))) return false;
  bool sides = !isnan(number_of(trials, row, "left_s")) && !isnan(number_of(trials, row, "right_s"));
  bool objects = !isnan(number_of(trials, row, "object_a_s")) && !isnan(number_of(trials, row, "object_b_s"));
  return (sides && !text_of(trials, row, "novel_side")) ||
         (objects && !sides && !text_of(trials, row, "novel_object"));
}

enum { SHOWN = 20 };

/* The column (trial, day, session) whose one value all rows of unknown novelty have, and no other row: the
 * training. */
static const char *training_column(const etho_trials *trials, etho_text *value) {
  static const char *const names[] = {"phase", "trial", "session", "day"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    size_t column = etho_trials_find(trials, names[i]), known = 0;
    bool fits = column != ETHO_NOT_FOUND;
    value->length = 0;
    for (int pass = 0; pass < 2; pass++)
      for (size_t r = 0; fits && r < etho_trials_rows(trials); r++) {
        etho_text now = {0};
        bool text = etho_trials_is_text(trials, column), lacks = row_lacks_novel(trials, r);
        if (text)
          etho_text_append(&now,
                           etho_trials_text(trials, r, column) ? etho_trials_text(trials, r, column) : "");
        else
          etho_text_number(&now, etho_trials_number(trials, r, column));
        if (pass == 0 && lacks && !value->length) etho_text_append(value, etho_text_get(&now));
        if (pass == 1) fits = lacks == (strcmp(etho_text_get(&now), etho_text_get(value)) == 0);
        known += pass == 1 && !lacks;
        etho_text_free(&now);
      }
    bool said =
        i == 0 && value->length && etho_phase_word(etho_text_get(value)); /* the file calls it a test */
    if (fits && known && value->length && !said) return names[i];
  }
  return NULL;
}

static void novel_hint(const etho_trials *trials, etho_text *hint) {
  etho_text value = {0};
  const char *column = training_column(trials, &value);
  bool sides = etho_trials_find(trials, "left_s") != ETHO_NOT_FOUND;
  if (column)
    etho_text_format(hint,
                     "is %s '%.40s' the training? Declare \"columns\": {\"phase\": the header of the %s}, "
                     "\"recodes\": {\"phase:%.40s\": \"training\"} (the value as the file writes it); else ",
                     column, etho_text_get(&value), column, etho_text_get(&value));
  etho_text_format(hint,
                   "add a column novel_side (left/right) or novel_object (A/B), here or in a key file joined "
                   "by animal; where "
                   "it is the same for all, declare \"settings\": {\"novel\": \"%s\"}; mark training rows in "
                   "a phase column",
                   sides ? "right" : "B");
  etho_text_free(&value);
}

static void tell_unknown(const etho_trials *trials, etho_issues *issues) {
  size_t n = 0;
  etho_text hint = {0};
  for (size_t r = 0; r < etho_trials_rows(trials); r++) {
    if (!row_lacks_novel(trials, r) || ++n > SHOWN) continue;
    const char *animal = text_of(trials, r, "animal");
    if (n == 1) novel_hint(trials, &hint);
    etho_issues_add(issues, "E-NOVEL-UNKNOWN", etho_trials_file(trials, r), etho_trials_line(trials, r), 0,
                    etho_text_get(&hint), "it is not known which object was the novel one for animal '%.60s'",
                    animal ? animal : "?");
  }
  if (n > SHOWN)
    etho_issues_add(issues, "E-NOVEL-UNKNOWN", NULL, 0, 0, "see the first ones above",
                    "the novel object is not known in %zu more trials", n - SHOWN);
  etho_text_free(&hint);
}

static void declared_novel(etho_trials *trials, const etho_import_options *options) {
  const char *novel = NULL;
  for (size_t i = 0; i < options->n_settings; i++)
    if (strcmp(options->settings[i].name, "novel") == 0) novel = options->settings[i].value;
  if (!novel) return;
  const char *side = etho_side_word(novel, false), *object = etho_object_word(novel);
  const char *column = side ? "novel_side" : "novel_object";
  if (!side && !object) return;
  for (size_t r = 0; r < etho_trials_rows(trials); r++) {
    bool fits = !isnan(number_of(trials, r, side ? "left_s" : "object_a_s"));
    if (fits && !text_of(trials, r, column))
      etho_trials_set_text(trials, r, etho_trials_column(trials, column, true), side ? side : object);
  }
}

bool etho_trials_recode(etho_trials *trials, const etho_import_options *options, etho_recodes_seen *seen,
                        etho_issues *issues) {
  etho_recode_texts(trials, options, issues);
  return etho_trials_phases(trials, seen, issues);
}

/* An animal that neither a cell nor a pattern nor a key names is called like its recording. */
static void name_animals(etho_trials *trials, etho_issues *issues) {
  if (etho_trials_find(trials, "recording") == ETHO_NOT_FOUND) return;
  for (size_t r = 0; r < etho_trials_rows(trials); r++) {
    const char *recording = text_of(trials, r, "recording");
    if (!recording || text_of(trials, r, "animal")) continue;
    etho_trials_set_text(trials, r, etho_trials_column(trials, "animal", true), recording);
    bool told = r && text_of(trials, r - 1, "recording") &&
                strcmp(text_of(trials, r - 1, "recording"), recording) == 0;
    if (told) continue; /* once for all bins of a recording */
    etho_issues_add(issues, "W-ANIMAL-FILE", etho_trials_file(trials, r), 0, 0,
                    "declare a pattern over the name, (?<animal>...), or join a key file",
                    "nothing names the animal: it is called like its recording, '%.80s'", recording);
  }
}

void etho_trials_resolve(etho_trials *trials, const etho_import_options *options, etho_issues *issues) {
  name_animals(trials, issues);
  maze_sides(trials, "choice");
  maze_sides(trials, "sample");
  declared_novel(trials, options);
  etho_trials_name_novel(trials, options);
  novel_times(trials, issues);
  tell_unknown(trials, issues);
}
