/* Levels: sorted by value when all are numbers, else by bytes; NULL is missing; thousands of levels. */
#include "analysis/factor.h"
#include "tap.h"

static void test_text(etho_arena *arena) {
  const char *text[] = {"b", NULL, "a", "B", "b", "10"};
  etho_factor f;
  ok(etho_factor_make(arena, "arm", text, 6, '.', &f), "text labels");
  ok(f.n_levels == 4, "four levels");
  is_text(f.level[0], "10", "digits before letters");
  is_text(f.level[1], "B", "upper case before lower");
  ok(f.code[0] == 3 && f.code[1] == -1 && f.code[2] == 2 && f.code[4] == 3, "codes follow the sorted levels");
}

static void test_numbers(etho_arena *arena) {
  const char *text[] = {"10", "9", "-1", "1e3", "9"};
  etho_factor f;
  ok(etho_factor_make(arena, "day", text, 5, '.', &f), "numeric labels");
  is_text(f.level[0], "-1", "lowest value first");
  is_text(f.level[1], "9", "9 before 10");
  is_text(f.level[3], "1e3", "highest value last");
  const char *comma[] = {"1,5", "1,25"};
  ok(etho_factor_make(arena, NULL, comma, 2, ',', &f), "decimal comma");
  is_text(f.level[0], "1,25", "the file's decimal sign counts");
}

static void test_many(etho_arena *arena) {
  enum { N = 20000 };
  const char **text = ETHO_NEW(arena, const char *, N);
  for (int i = 0; i < N; i++) {
    char name[16];
    snprintf(name, sizeof name, "m%05d", (i * 7919) % 5000);
    text[i] = etho_arena_text(arena, name);
  }
  etho_factor f;
  ok(etho_factor_make(arena, "animal", text, N, '.', &f) && f.n_levels == 5000,
     "5,000 levels in 20,000 rows");
  bool right = true;
  for (int i = 0; i < N; i++) right = right && strcmp(f.level[f.code[i]], text[i]) == 0;
  ok(right, "every code names its label");
  ok(etho_factor_make(arena, "none", NULL, 0, '.', &f) && f.n_levels == 0, "no rows, no levels");
}

int main(void) {
  etho_arena *arena = etho_arena_new();
  test_text(arena);
  test_numbers(arena);
  test_many(arena);
  etho_arena_free(arena);
  return done();
}
