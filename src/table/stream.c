#include "table/stream.h"

#include <csv.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "table/grid.h"

enum { PIECE = ETHO_STREAM_PIECE / 2, MOST_THREADS = 8 };

typedef struct stream {
  const etho_stream_job *job;
  char delimiter;
  int file;
  pthread_mutex_t reading, taking;
  pthread_cond_t turn;
  char *carry; /* the line that a piece cut in two, for the next piece */
  size_t n_carry;
  size_t n_pieces; /* handed out */
  size_t taken;
  size_t line; /* of the next piece to take */
  bool end;
  atomic_bool stop, irregular;
  etho_status status; /* of reading */
  int code;           /* errno */
} stream;

/* Length of the part that ends with the last line end outside quotes; 0 = none. */
static size_t whole_lines(const char *text, size_t length, bool *quotes) {
  *quotes = memchr(text, '"', length) != NULL;
  size_t end = length;
  if (!*quotes) {
    while (end && text[end - 1] != '\n') end--;
    return end;
  }
  bool quoted = false;
  end = 0;
  for (size_t i = 0; i < length; i++) {
    if (text[i] == '"') quoted = !quoted;
    if (text[i] == '\n' && !quoted) end = i + 1;
  }
  return end;
}

static size_t read_full(stream *s, char *buffer, size_t room) {
  size_t n = 0;
  while (n < room) {
    ssize_t got = read(s->file, buffer + n, room - n);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) s->status = ETHO_ERR_IO, s->code = errno;
    if (got <= 0) {
      s->end = true;
      break;
    }
    n += (size_t)got;
  }
  return n;
}

/* The next piece into buffer (ETHO_STREAM_PIECE); false = no more. At the end blank lines and the DOS mark
 * go. */
static bool next_piece(stream *s, char *buffer, size_t *length, size_t *number, bool *last, bool *quotes) {
  pthread_mutex_lock(&s->reading);
  bool more = !s->end && !s->stop;
  if (more) {
    memcpy(buffer, s->carry, s->n_carry);
    size_t n = s->n_carry + read_full(s, buffer + s->n_carry, PIECE), cut = n;
    *last = s->end;
    size_t whole = whole_lines(buffer, n, quotes);
    if (!s->end) cut = whole;
    s->n_carry = n - cut;
    if (s->n_carry > PIECE || (!cut && n))
      more = false; /* a line longer than a piece */
    else
      memcpy(s->carry, buffer + cut, s->n_carry);
    while (*last && cut && strchr("\r\n\x1A", buffer[cut - 1]) && buffer[cut - 1]) cut--;
    *length = cut;
    *number = s->n_pieces;
    if (more) {
      s->n_pieces++;
    } else {
      s->irregular = true;
      s->stop = true;
    }
  }
  pthread_mutex_unlock(&s->reading);
  return more;
}

/* What the bytes of a piece are, eight at a time. */
typedef struct census {
  size_t lines;
  bool returns, zeros, beyond_ascii;
} census;

/* 0x80 in each byte of the word that is zero, exactly (Warren 2012, Hacker's Delight, 6-1). */
static uint64_t zero_bytes(uint64_t word) {
  const uint64_t low = UINT64_C(0x7F7F7F7F7F7F7F7F);
  return ~(((word & low) + low) | word | low);
}

static census look_at(const char *text, size_t length) {
  const uint64_t ones = UINT64_C(0x0101010101010101);
  census c = {0};
  uint64_t returns = 0, zeros = 0, all = 0;
  size_t i = 0;
  for (; i + 8 <= length; i += 8) {
    uint64_t word;
    memcpy(&word, text + i, 8);
    c.lines += ((zero_bytes(word ^ ones * '\n') >> 7) * ones) >> 56;
    returns |= zero_bytes(word ^ ones * '\r');
    zeros |= zero_bytes(word);
    all |= word;
  }
  c.returns = returns, c.zeros = zeros, c.beyond_ascii = all & (ones << 7);
  for (; i < length; i++) {
    c.lines += text[i] == '\n';
    c.returns = c.returns || text[i] == '\r';
    c.zeros = c.zeros || !text[i];
    c.beyond_ascii = c.beyond_ascii || (unsigned char)text[i] >= 0x80;
  }
  return c;
}

/* Every carriage return stands before a line end. */
static bool plain_ends(const char *text, size_t length) {
  for (size_t i = 0; i < length; i++)
    if (text[i] == '\r' && (i + 1 == length || text[i + 1] != '\n')) return false;
  return true;
}

static bool parse(struct csv_parser *parser, const etho_stream_job *job, const char *text, size_t length,
                  bool last, etho_piece *piece) {
  census c = look_at(text, length);
  bool letters = !c.beyond_ascii || (etho_utf8_valid_prefix(text, length) == length &&
                                     etho_letters_are_plain(text, length));
  if (c.zeros || !letters || (c.returns && !plain_ends(text, length)))
    return false;
  job->piece_begin(piece);
  if (csv_parse(parser, text, length, job->field, job->record, piece) != length) return false;
  if (last && csv_fini(parser, job->field, job->record, piece) != 0) return false;
  return !piece->irregular && piece->n_records == c.lines + (last && length);
}

/* Wait for the pieces before this one, then hand it over. */
static void hand_over(stream *s, etho_piece *piece, size_t number, bool regular) {
  pthread_mutex_lock(&s->taking);
  while (s->taken != number && !s->stop) pthread_cond_wait(&s->turn, &s->taking);
  if (!s->stop) {
    piece->first_line = s->line;
    s->line += piece->n_records;
    if (!regular || !s->job->take(s->job->context, piece)) {
      s->irregular = true;
      s->stop = true;
    }
  }
  s->taken++;
  pthread_cond_broadcast(&s->turn);
  pthread_mutex_unlock(&s->taking);
}

static void fail(stream *s) {
  pthread_mutex_lock(&s->taking);
  s->status = ETHO_ERR_MEMORY;
  s->stop = true;
  pthread_cond_broadcast(&s->turn);
  pthread_mutex_unlock(&s->taking);
}

static void *work(void *data) {
  stream *s = data;
  char *buffer = malloc(ETHO_STREAM_PIECE);
  etho_piece *piece = s->job->piece_new(s->job->context);
  struct csv_parser parser;
  bool ready = csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) == 0;
  if (ready) csv_set_delim(&parser, (unsigned char)s->delimiter);
  if (!buffer || !piece || !ready) fail(s);
  size_t length, number;
  bool last, quotes;
  while (buffer && piece && ready && next_piece(s, buffer, &length, &number, &last, &quotes)) {
    *piece = (etho_piece){.quotes = quotes};
    bool regular = parse(&parser, s->job, buffer, length, last, piece);
    hand_over(s, piece, number, regular);
  }
  if (ready) csv_free(&parser);
  if (piece) s->job->piece_free(piece);
  free(buffer);
  return NULL;
}

static size_t processors(size_t wanted) {
  long found = wanted ? (long)wanted : sysconf(_SC_NPROCESSORS_ONLN);
  return found < 1 ? 1 : found > MOST_THREADS ? MOST_THREADS : (size_t)found;
}

/* This thread works too; one that cannot be started is not missed. */
static void run(stream *s, size_t threads) {
  pthread_t other[MOST_THREADS];
  size_t started = 0;
  while (started + 1 < threads && pthread_create(&other[started], NULL, work, s) == 0) started++;
  work(s);
  for (size_t i = 0; i < started; i++) pthread_join(other[i], NULL);
}

/* Pass over the lines before `line`; false: cannot be read. */
static bool skip_lines(int file, size_t line) {
  char buffer[4096];
  off_t at = 0;
  for (size_t now = 1; now < line;) {
    ssize_t n = pread(file, buffer, sizeof buffer, at);
    if (n <= 0) return n == 0;
    const char *end = memchr(buffer, '\n', (size_t)n);
    at += end ? end - buffer + 1 : n;
    now += end != NULL;
  }
  return lseek(file, at, SEEK_SET) >= 0;
}

etho_status etho_stream_run(const char *path, size_t line, char delimiter, size_t threads,
                            const etho_stream_job *job, bool *regular, etho_error *error) {
  stream s = {.job = job, .delimiter = delimiter, .line = line, .file = open(path, O_RDONLY)};
  if (s.file < 0 || !skip_lines(s.file, line)) {
    s.status = ETHO_ERR_IO, s.code = errno;
  } else if (!(s.carry = malloc(PIECE))) {
    s.status = ETHO_ERR_MEMORY;
  } else {
    pthread_mutex_init(&s.reading, NULL);
    pthread_mutex_init(&s.taking, NULL);
    pthread_cond_init(&s.turn, NULL);
    run(&s, processors(threads));
    pthread_cond_destroy(&s.turn);
    pthread_mutex_destroy(&s.taking);
    pthread_mutex_destroy(&s.reading);
  }
  free(s.carry);
  if (s.file >= 0) close(s.file);
  *regular = s.status == ETHO_OK && !s.irregular;
  if (s.status == ETHO_ERR_IO)
    return etho_error_set(error, s.status, "cannot read '%s': %s", path, strerror(s.code));
  if (s.status != ETHO_OK) return etho_error_set(error, s.status, "out of memory while reading '%s'", path);
  return ETHO_OK;
}
