/* Compact letter display: two groups share a letter if and only if they do not differ. Checked on every graph
 * of up to five groups, on random graphs of up to twenty, and on Piepho's (2004) example of a non-transitive
 * pattern. */
#include "base/arena.h"
#include "base/random.h"
#include "figure/letters.h"
#include "tap.h"

static bool share(const char *a, const char *b) {
  for (const char *p = a; *p;) {
    size_t n = 1;
    while (p[n] >= '0' && p[n] <= '9') n++;
    for (const char *q = b; *q;) {
      size_t m = 1;
      while (q[m] >= '0' && q[m] <= '9') m++;
      if (n == m && strncmp(p, q, n) == 0) return true;
      q += m;
    }
    p += n;
  }
  return false;
}

static bool is_right(const bool *differ, size_t n) {
  etho_arena *arena = etho_arena_new();
  const char *letters[ETHO_LETTER_GROUPS];
  bool right = etho_letters(differ, n, arena, letters) == ETHO_OK;
  for (size_t i = 0; right && i < n; i++) {
    right = letters[i][0] != '\0';
    for (size_t j = 0; right && j < n; j++)
      right = i == j || share(letters[i], letters[j]) == !differ[i * n + j];
  }
  etho_arena_free(arena);
  return right;
}

static void all_graphs(size_t n) {
  size_t pairs = n * (n - 1) / 2, wrong = 0;
  for (size_t code = 0; code < (size_t)1 << pairs; code++) {
    bool differ[64] = {false};
    size_t bit = 0;
    for (size_t i = 0; i < n; i++)
      for (size_t j = i + 1; j < n; j++, bit++) differ[i * n + j] = differ[j * n + i] = code >> bit & 1;
    wrong += !is_right(differ, n);
  }
  ok(wrong == 0, "all %zu patterns of %zu groups", (size_t)1 << pairs, n);
}

static void random_graphs(size_t n, double density) {
  static bool differ[ETHO_LETTER_GROUPS * ETHO_LETTER_GROUPS];
  size_t wrong = 0;
  for (size_t k = 0; k < 50; k++) {
    etho_random r = etho_random_stream(k, n);
    for (size_t i = 0; i < n; i++)
      for (size_t j = i + 1; j < n; j++)
        differ[i * n + j] = differ[j * n + i] = etho_random_unit(&r) < density;
    wrong += !is_right(differ, n);
  }
  ok(wrong == 0, "50 random patterns of %zu groups, %g of the pairs differ", n, density);
}

static void names(void) {
  etho_arena *arena = etho_arena_new();
  const char *letters[4];
  bool none[16] = {false};
  etho_letters(none, 4, arena, letters);
  is_text(letters[3], "a", "no difference: one letter for all");
  bool all[16];
  for (size_t i = 0; i < 16; i++) all[i] = true;
  etho_letters(all, 4, arena, letters);
  is_text(letters[0], "a", "all differ: the first group is a");
  is_text(letters[3], "d", "and the fourth d");
  bool chain[9] = {0, 0, 1, 0, 0, 0, 1, 0, 0};
  etho_letters(chain, 3, arena, letters);
  is_text(letters[1], "ab", "the middle of a chain shares with both ends");
  ok(etho_letters(none, 65, arena, letters) == ETHO_ERR_USAGE, "more than 64 groups are refused");
  etho_arena_free(arena);
}

int main(void) {
  names();
  for (size_t n = 1; n <= 5; n++) all_graphs(n);
  random_graphs(8, 0.5);
  random_graphs(12, 0.3);
  random_graphs(20, 0.8);
  return done();
}
