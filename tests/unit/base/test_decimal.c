/* etho_number_parse against the C library's strtod: the same double to the last bit. `make decimals` runs ten
 * million. */
#include <stdint.h>

#include "ethostat/base.h"
#include "tap.h"

/* xorshift64 (Marsaglia 2003). */
static uint64_t next(uint64_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 7;
  return *state ^= *state << 17;
}

static bool agrees(const char *text) {
  double want = strtod(text, NULL), got = (double)NAN;
  bool read = etho_number_parse(text, strlen(text), '.', &got);
  if (!isfinite(want)) return !read; /* beyond the doubles: no number */
  if (read && memcmp(&got, &want, sizeof got) == 0) return true;
  printf("# %s: got %a, strtod gives %a\n", text, got, want);
  return false;
}

enum { POINT, EXPONENT, ANY_DOUBLE, MEASUREMENT, KINDS };

static bool make(int kind, uint64_t *state, char *text, size_t size) {
  char digits[20];
  int n = 1 + (int)(next(state) % 19);
  for (int k = 0; k < n; k++) digits[k] = (char)('0' + next(state) % 10);
  digits[n] = '\0';
  int point = (int)(next(state) % (unsigned)(n + 1));
  uint64_t bits = next(state);
  double x = (double)(next(state) >> 11) * 0x1p-53 * 1000;
  if (kind == POINT) snprintf(text, size, "%.*s.%s", point, digits, digits + point);
  if (kind == EXPONENT) snprintf(text, size, "-%se%d", digits, (int)(next(state) % 61) - 30);
  if (kind == ANY_DOUBLE) memcpy(&x, &bits, sizeof x);
  if (kind >= ANY_DOUBLE) snprintf(text, size, "%.*g", kind == ANY_DOUBLE ? 17 : 14 + n % 5, x);
  return isfinite(x);
}

int main(void) {
  static const char *const name[KINDS] = {"digits with a point", "digits with an exponent", "any double",
                                          "measurements"};
  const char *wanted = getenv("NUMBERS");
  long n = wanted ? atol(wanted) / KINDS : 20000;
  uint64_t state = 88172645463325252u;
  for (int kind = 0; kind < KINDS; kind++) {
    long bad = 0;
    for (long i = 0; i < n; i++) {
      char text[64];
      if (make(kind, &state, text, sizeof text)) bad += !agrees(text);
    }
    ok(bad == 0, "%ld of %s as strtod reads them", n, name[kind]);
  }
  /* halfway cases, the edges of 2^53 and 2^64, the smallest and the largest */
  static const char *const edge[] = {"9007199254740993",
                                     "9007199254740992.5",
                                     "9007199254740993e-1",
                                     "18446744073709551615",
                                     "18446744073709551616",
                                     "0.1",
                                     "1e23",
                                     "8.5e22",
                                     "4503599627370496.5",
                                     "4503599627370497.5",
                                     "1.7976931348623157e308",
                                     "1.7976931348623159e308",
                                     "2.2250738585072014e-308",
                                     "5e-324",
                                     "2e-324",
                                     "1e400",
                                     "0e400",
                                     "1e-400",
                                     "123456789012345678901234567890",
                                     "0.30000000000000004",
                                     "9999999999999999999e-27",
                                     "9999999999999999999e27",
                                     "1e-27",
                                     "1e27",
                                     "00000000000000000000000000001.5"};
  for (size_t i = 0; i < sizeof edge / sizeof *edge; i++) ok(agrees(edge[i]), "%s", edge[i]);
  return done();
}
