/* The fields of a piece to rows. This runs for every field of the file: what is plain is done here at once,
 * and anything else makes the file irregular. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "import/tally.h"
#include "import/tidy.h"

static etho_piece *piece_new(void *context) {
  etho_tally_piece *piece = calloc(1, sizeof *piece);
  if (piece) piece->pool = malloc(ETHO_STREAM_PIECE); /* keys are shorter than their records */
  if (!piece || !piece->pool) {
    free(piece);
    return NULL;
  }
  piece->tally = context;
  return &piece->base;
}

static void piece_free(etho_piece *base) {
  etho_tally_piece *piece = (etho_tally_piece *)base;
  free(piece->groups.group);
  free(piece->groups.slot);
  free(piece->pool);
  free(piece->row);
  free(piece);
}

static const etho_tally_row nothing = {
    .bits = ETHO_SERIES_OTHER << ETHO_SERIES_PLACES | ETHO_SERIES_NONE |
            ETHO_SERIES_NONE << ETHO_SERIES_SAMPLE | ETHO_SERIES_NONE << ETHO_SERIES_CORRECT,
    .value = {(double)NAN, (double)NAN},
};

static void piece_begin(etho_piece *base) {
  etho_tally_piece *piece = (etho_tally_piece *)base;
  piece->column = piece->empty = piece->n_pool = piece->n_rows = 0;
  piece->changed = true;
  piece->now = nothing;
  etho_tally_names_clear(&piece->groups);
}

/* A copy with its length before it, so that keys can stand one after the other. */
static void remember(etho_tally_piece *piece, char *last, const char *text, size_t length) {
  if (length >= ETHO_TALLY_KEY) {
    piece->base.irregular = true;
    return;
  }
  last[0] = (char)length;
  memcpy(last + 1, text, length);
}

/* Names are short: words of eight bytes that may overlap, without a call. */
static bool is_last(const char *last, const char *text, size_t length) {
  if ((size_t)last[0] != length) return false;
  uint64_t a, b, c, d;
  if (length < 8) {
    for (size_t i = 0; i < length; i++)
      if (last[i + 1] != text[i]) return false;
    return true;
  }
  if (length > 16) return memcmp(last + 1, text, length) == 0;
  memcpy(&a, last + 1, 8), memcpy(&b, text, 8);
  memcpy(&c, last + 1 + length - 8, 8), memcpy(&d, text + length - 8, 8);
  return a == b && c == d;
}

/* A cell the reader of whole files would trim, or one that looks like a mean's label or a spoiled name. */
static bool is_odd_name(const char *text, size_t length) {
  char copy[ETHO_TALLY_KEY];
  unsigned char first = (unsigned char)text[0], end = (unsigned char)text[length - 1];
  if (length >= sizeof copy || first <= ' ' || end <= ' ' || first == 0xC2 || first == 0xEF || end == 0xA0 ||
      end == 0xBF)
    return true;
  memcpy(copy, text, length);
  copy[length] = '\0';
  return etho_summary_label(copy) || etho_text_excel_error(copy) || etho_name_damaged(copy);
}

static void take_text(etho_tally_piece *piece, const etho_tally_column *column, const char *text,
                      size_t length) {
  char *last = piece->last[column->index];
  if (is_last(last, text, length)) return;
  bool point = piece->tally->decimal == ',' && length && text[0] >= '0' && text[0] <= '9' &&
               memchr(text, '.', length); /* it would count when the decimal mark is decided */
  if (length && (point || is_odd_name(text, length))) piece->base.irregular = true;
  remember(piece, last, text, length);
  piece->changed = true;
}

/* 0 and 1 for left and right, also in words. */
static uint32_t side_of(etho_tally_piece *piece, const char *text, size_t length) {
  char c = length == 1 ? (char)(text[0] | 0x20) : '\0', copy[ETHO_TALLY_KEY];
  if (c == 'l' || c == 'r') return c == 'r';
  if (!length) return ETHO_SERIES_NONE;
  if (length >= sizeof copy) return piece->base.irregular = true, ETHO_SERIES_NONE;
  memcpy(copy, text, length);
  copy[length] = '\0';
  if (etho_text_missing(copy)) return ETHO_SERIES_NONE;
  const char *side = etho_side_word(copy, true);
  piece->base.irregular = piece->base.irregular || !side;
  return side && side[0] == 'r';
}

static uint32_t truth_of(etho_tally_piece *piece, const char *text, size_t length) {
  char copy[ETHO_TALLY_KEY];
  if (length == 1 && (text[0] == '0' || text[0] == '1')) return (uint32_t)(text[0] - '0');
  if (!length) return ETHO_SERIES_NONE;
  if (length == 1 && (text[0] == '+' || text[0] == '-')) piece->base.irregular = true; /* told as signs */
  if (length >= sizeof copy) return piece->base.irregular = true, ETHO_SERIES_NONE;
  memcpy(copy, text, length);
  copy[length] = '\0';
  if (etho_text_missing(copy)) return ETHO_SERIES_NONE;
  int truth = etho_truth_word(copy);
  piece->base.irregular = piece->base.irregular || truth < 0;
  return truth > 0;
}

static const double power_of_ten[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};

/* Up to eight digits with up to six of them behind the mark: what nearly all times are. 0 = another number.
 */
static uint32_t short_decimal(const char *text, size_t length, char mark, uint32_t *places) {
  uint32_t digits = 0;
  size_t i = 0, point = length;
  for (; i < length; i++) {
    unsigned digit = (unsigned)(text[i] - '0');
    if (digit < 10)
      digits = digits * 10 + digit;
    else if (text[i] == mark && point == length)
      point = i;
    else
      return ETHO_SERIES_MOST;
  }
  *places = (uint32_t)(point < length ? length - point - 1 : 0);
  return *places < ETHO_SERIES_OTHER && length < 9 && length > (point < length) ? digits : ETHO_SERIES_MOST;
}

static double number_of(etho_tally_piece *piece, const char *text, size_t length) {
  double value;
  char copy[ETHO_TALLY_KEY];
  if (etho_number_parse(text, length, piece->tally->decimal, &value)) {
    piece->base.irregular = piece->base.irregular || value < 0;
    return value;
  }
  if (length >= sizeof copy) return piece->base.irregular = true, (double)NAN;
  memcpy(copy, text, length);
  copy[length] = '\0';
  piece->base.irregular = piece->base.irregular || !etho_text_missing(copy) || etho_text_excel_error(copy);
  return (double)NAN;
}

static void take_time(etho_tally_piece *piece, const etho_tally_column *column, const char *text,
                      size_t length) {
  uint32_t places = 0, digits = short_decimal(text, length, piece->tally->decimal, &places);
  double *value = &piece->now.value[column->index];
  if (digits >= ETHO_SERIES_MOST) {
    *value = number_of(piece, text, length) * column->factor;
    return;
  }
  *value = (double)digits / power_of_ten[places] * column->factor;
  piece->now.bits ^= (ETHO_SERIES_OTHER ^ places) << ETHO_SERIES_PLACES | digits << ETHO_SERIES_DIGITS;
}

static void take_trial(etho_tally_piece *piece, const etho_tally_column *column, const char *text,
                       size_t length) {
  (void)column;
  uint32_t n = 0;
  size_t i = 0;
  for (; i < length && i < 9 && text[i] >= '0' && text[i] <= '9'; i++) n = n * 10 + (uint32_t)(text[i] - '0');
  if (!length || i < length) piece->base.irregular = true;
  piece->now.trial = n;
}

/* The label of a mean in a later column, by its first two letters: most words are none. */
static bool is_label(const char *text, size_t length) {
  static const char begin[] = "me av se s. st to su gr va p- t- tt mi mo pr m\xC3 ";
  char first[3] = {(char)(text[0] | 0x20), length > 1 ? text[1] : '\0', '\0'}, copy[ETHO_TALLY_KEY];
  if (length < 3 || length >= sizeof copy) return false;
  if (first[1] >= 'A' && first[1] <= 'Z') first[1] = (char)(first[1] | 0x20);
  if (first[1] != ' ' && !strstr(begin, first)) return false;
  memcpy(copy, text, length);
  copy[length] = '\0';
  return etho_summary_label(copy) == 2;
}

/* A number with the other decimal mark would count when the mark of the file is decided. */
/* A word of a few letters asks for nothing; a longer text is looked at. */
static bool is_remark(const char *text, size_t length) {
  char copy[256];
  if (length < 5) return false;
  if (length >= sizeof copy) return true;
  memcpy(copy, text, length);
  copy[length] = '\0';
  return etho_remark_asks(copy);
}

static void pass_over(etho_tally_piece *piece, const char *text, size_t length) {
  if (text[0] > '9' &&
      ((length == 7 && memcmp(text, "Err:", 4) == 0) || is_label(text, length) || is_remark(text, length)))
    piece->base.irregular = true;
  char other = piece->tally->decimal == ',' ? '.' : ',';
  bool number = (text[0] >= '0' && text[0] <= '9') || text[0] == '-' || text[0] == '+' || text[0] == other;
  if (text[0] == '#' || (number && memchr(text, other, length) && (piece->base.quotes || other == '.')))
    piece->base.irregular = true;
}

typedef void take_fn(etho_tally_piece *piece, const etho_tally_column *column, const char *text,
                     size_t length);

static void take_choice(etho_tally_piece *piece, const etho_tally_column *column, const char *text,
                        size_t length) {
  (void)column;
  piece->now.bits ^= ETHO_SERIES_NONE ^ side_of(piece, text, length);
}

static void take_sample(etho_tally_piece *piece, const etho_tally_column *column, const char *text,
                        size_t length) {
  (void)column;
  piece->now.bits ^= (ETHO_SERIES_NONE ^ side_of(piece, text, length)) << ETHO_SERIES_SAMPLE;
}

static void take_correct(etho_tally_piece *piece, const etho_tally_column *column, const char *text,
                         size_t length) {
  (void)column;
  piece->now.bits ^= (ETHO_SERIES_NONE ^ truth_of(piece, text, length)) << ETHO_SERIES_CORRECT;
}

static void pass(etho_tally_piece *piece, const etho_tally_column *column, const char *text, size_t length) {
  (void)column;
  if (length) pass_over(piece, text, length);
}

static void watch_names(etho_tally_piece *piece, const etho_tally_column *column, const char *text,
                        size_t length) {
  if (is_last(piece->watched, text, length)) return;
  if (!length || (is_odd_name(text, length) && !(text[0] >= '0' && text[0] <= '9')))
    piece->base.irregular = true;
  remember(piece, piece->watched, text, length);
  pass(piece, column, text, length);
}

static take_fn *const takers[] = {
    [ETHO_TALLY_IGNORED] = pass,         [ETHO_TALLY_NAMES] = watch_names,  [ETHO_TALLY_TEXT] = take_text,
    [ETHO_TALLY_TRIAL] = take_trial,     [ETHO_TALLY_CHOICE] = take_choice, [ETHO_TALLY_SAMPLE] = take_sample,
    [ETHO_TALLY_CORRECT] = take_correct, [ETHO_TALLY_TIME] = take_time,
};

static void take_field(void *text, size_t length, void *base) {
  etho_tally_piece *piece = base;
  size_t c = piece->column++;
  piece->empty += !length;
  if (c >= piece->tally->n_columns) return; /* told by the number of fields */
  const etho_tally_column *column = &piece->tally->column[c];
  takers[column->kind](piece, column, text, length);
}

static bool row_room(etho_tally_piece *piece) {
  if (piece->n_rows < piece->row_room) return true;
  size_t room = piece->row_room ? piece->row_room * 2 : 16384;
  etho_tally_row *moved = realloc(piece->row, room * sizeof *moved);
  if (!moved) return false;
  piece->row = moved;
  piece->row_room = room;
  return true;
}

/* The keys as they stand in the record, one after the other. */
static size_t join_keys(const etho_tally_piece *piece, char *to) {
  size_t n = 0;
  for (size_t k = 0; k < piece->tally->n_keys; k++) {
    size_t length = (size_t)piece->last[k][0] + 1;
    memcpy(to + n, piece->last[k], length);
    n += length;
  }
  return n;
}

static void find_group(etho_tally_piece *piece) {
  char text[ETHO_TALLY_KEYS * ETHO_TALLY_KEY];
  size_t length = join_keys(piece, text);
  bool made;
  etho_tally_group *group = etho_tally_name(&piece->groups, text, length, &made);
  if (!group || piece->n_pool + length > ETHO_STREAM_PIECE) {
    piece->base.irregular = true;
    return;
  }
  if (made) {
    group->text = memcpy(piece->pool + piece->n_pool, text, length);
    group->line = piece->base.n_records; /* of the piece, from 0 */
    piece->n_pool += length;
  }
  piece->now.group = (uint32_t)(group - piece->groups.group);
  piece->changed = false;
}

static void take_record(int terminator, void *base) {
  (void)terminator;
  etho_tally_piece *piece = base;
  if (piece->base.irregular) return;
  if (piece->column != piece->tally->n_columns || piece->empty + 1 >= piece->column) {
    piece->base.irregular = true;
    return;
  }
  if (piece->changed) find_group(piece);
  if (!row_room(piece)) piece->base.irregular = true;
  if (piece->base.irregular) return;
  piece->row[piece->n_rows++] = piece->now;
  piece->base.n_records++;
  uint32_t group = piece->now.group;
  piece->groups.group[group].n++;
  piece->now = nothing;
  piece->now.group = group;
  piece->column = piece->empty = 0;
}

const etho_stream_job etho_tally_job = {
    .piece_new = piece_new,
    .piece_free = piece_free,
    .piece_begin = piece_begin,
    .field = take_field,
    .record = take_record,
    .take = etho_tally_take,
};
