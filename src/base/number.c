#include "base/number.h"

#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Powers of ten that a double holds exactly. */
static const double power_of_ten[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                      1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

typedef struct scan {
  uint64_t digits; /* the first 19 significant digits */
  int n_digits;    /* significant digits seen */
  int exponent;    /* of ten, to be applied to digits */
  bool negative;
} scan;

static bool scan_exponent(const char **cursor, const char *end, int *exponent) {
  const char *p = *cursor + 1;
  bool negative = p < end && *p == '-';
  if (p < end && (*p == '-' || *p == '+')) p++;
  if (p == end || *p < '0' || *p > '9') return false;
  int value = 0;
  for (; p < end && *p >= '0' && *p <= '9'; p++)
    if (value < 100000) value = value * 10 + (*p - '0');
  *exponent += negative ? -value : value;
  *cursor = p;
  return true;
}

static bool scan_number(const char *p, const char *end, char decimal, scan *out) {
  *out = (scan){0};
  out->negative = p < end && *p == '-';
  if (p < end && (*p == '-' || *p == '+')) p++;
  bool any = false, fraction = false;
  for (; p < end; p++) {
    if (*p == decimal && !fraction) {
      fraction = true;
      continue;
    }
    if (*p < '0' || *p > '9') break;
    any = true;
    if (out->digits || *p != '0') {
      if (out->n_digits++ < 19) out->digits = out->digits * 10 + (uint64_t)(*p - '0');
      else out->exponent++;
    }
    if (fraction) out->exponent--;
  }
  if (any && p < end && (*p == 'e' || *p == 'E') && !scan_exponent(&p, end, &out->exponent)) return false;
  return any && p == end;
}

/* Correct rounding by the C library, with the decimal mark that its current locale expects. */
static bool parse_slow(const char *text, size_t length, char decimal, double *value) {
  char small[128];
  const char *mark = localeconv()->decimal_point;
  size_t mark_length = strlen(mark);
  char *copy = length + mark_length < sizeof small ? small : malloc(length + mark_length + 1);
  if (!copy) return false;
  size_t n = 0;
  for (size_t i = 0; i < length; i++) {
    if (text[i] == decimal) {
      memcpy(copy + n, mark, mark_length);
      n += mark_length;
    } else {
      copy[n++] = text[i];
    }
  }
  copy[n] = '\0';
  double parsed = strtod(copy, NULL);
  if (copy != small) free(copy);
  if (!isfinite(parsed)) return false;
  *value = parsed;
  return true;
}

__extension__ typedef unsigned __int128 wide;

/* Powers of five that 64 bits hold. */
static const uint64_t power_of_five[] = {1u,
                                         5u,
                                         25u,
                                         125u,
                                         625u,
                                         3125u,
                                         15625u,
                                         78125u,
                                         390625u,
                                         1953125u,
                                         9765625u,
                                         48828125u,
                                         244140625u,
                                         1220703125u,
                                         6103515625u,
                                         30517578125u,
                                         152587890625u,
                                         762939453125u,
                                         3814697265625u,
                                         19073486328125u,
                                         95367431640625u,
                                         476837158203125u,
                                         2384185791015625u,
                                         11920928955078125u,
                                         59604644775390625u,
                                         298023223876953125u,
                                         1490116119384765625u,
                                         7450580596923828125u};
enum { MOST_FIVES = 27 };

/* bits * 2^exponent, where more than `bits` says that something lies below them: to the nearest double, ties to
 * even. bits has its top bit set; the result is far from the smallest and the largest doubles. */
static double round_to_double(uint64_t bits, int exponent, bool more) {
  uint64_t kept = bits >> 11, rest = bits & 0x7FF;
  kept += rest > 0x400 || (rest == 0x400 && (more || (kept & 1)));
  return ldexp((double)kept, exponent + 11);
}

/* digits * 10^exponent, correctly rounded, for 0 < digits < 2^64 and |exponent| <= 27: 10^e is 5^e times a power of
 * two, 5^27 < 2^63, and so a product or a quotient with its remainder says all (whole-number arithmetic, as in Clinger
 * 1990, section 3). */
static double scale_exactly(uint64_t digits, int exponent) {
  uint64_t five = power_of_five[exponent < 0 ? -exponent : exponent];
  int up = __builtin_clzll(digits);
  digits <<= up;
  if (exponent >= 0) {
    wide product = (wide)digits * five;
    uint64_t high = (uint64_t)(product >> 64), low = (uint64_t)product;
    int shift = high ? 64 - __builtin_clzll(high) : 0;
    uint64_t bits = shift ? (uint64_t)(product >> shift) : low;
    bool more = shift && (low & (shift == 64 ? UINT64_MAX : (UINT64_C(1) << shift) - 1));
    return round_to_double(bits, exponent - up + shift, more);
  }
  int lift = __builtin_clzll(five);
  five <<= lift;
  /* both have their top bit set: the quotient of (digits / 2) * 2^64 has 63 or 64 bits, and its top one is found */
  wide numerator = (wide)digits << 63;
  uint64_t quotient = (uint64_t)(numerator / five), remainder = (uint64_t)(numerator % five);
  int down = __builtin_clzll(quotient);
  return round_to_double(quotient << down, exponent - up + lift - 63 - down, remainder != 0);
}

bool etho_number_parse(const char *text, size_t length, char decimal, double *value) {
  while (length && (*text == ' ' || *text == '\t')) text++, length--;
  while (length && (text[length - 1] == ' ' || text[length - 1] == '\t')) length--;
  scan s;
  if (!scan_number(text, text + length, decimal, &s)) return false;
  double magnitude;
  if (s.n_digits <= 19 && s.digits <= (UINT64_C(1) << 53) && s.exponent >= -22 && s.exponent <= 22) {
    /* Clinger 1990: both are exact doubles, and one operation rounds once */
    magnitude = (double)s.digits;
    magnitude = s.exponent < 0 ? magnitude / power_of_ten[-s.exponent] : magnitude * power_of_ten[s.exponent];
  } else if (s.n_digits <= 19 && s.digits && s.exponent >= -MOST_FIVES && s.exponent <= MOST_FIVES) {
    magnitude = scale_exactly(s.digits, s.exponent);
  } else {
    return parse_slow(text, length, decimal, value);
  }
  *value = s.negative ? -magnitude : magnitude;
  return true;
}

/* value with this many significant digits, '.' whatever the locale. */
static int print_digits(char *buffer, int digits, double value) {
  int length = snprintf(buffer, ETHO_NUMBER_SIZE, "%.*g", digits, value);
  for (char *p = buffer; *p; p++)
    if (*p != '-' && *p != '+' && *p != 'e' && (*p < '0' || *p > '9')) *p = '.';
  return length;
}

/* Whole numbers and short decimals are most of a table: exact multiples of a power of ten need no search. */
static bool is_short(double value) {
  double scaled = fabs(value) * 1e4;
  return scaled < 1e15 && !(floor(scaled) < scaled) && fabs(value) >= 1e-4;
}

size_t etho_number_print(char *buffer, double value) {
  if (isnan(value)) return (size_t)snprintf(buffer, ETHO_NUMBER_SIZE, "NaN");
  if (isinf(value)) return (size_t)snprintf(buffer, ETHO_NUMBER_SIZE, value < 0 ? "-Inf" : "Inf");
  if (value == 0) value = 0; /* no minus zero in a report */
  int length = 0;
  /* Most computed figures need 16 or 17 digits: those are tried first, and 15 only where 16 end in zeros or nines. */
  for (int digits = is_short(value) ? 15 : 16; digits <= 17; digits++) {
    length = print_digits(buffer, digits, value);
    double back;
    if (!etho_number_parse(buffer, (size_t)length, '.', &back) || back < value || back > value) continue;
    if (digits != 16) break;
    char shorter[ETHO_NUMBER_SIZE];
    int short_length = print_digits(shorter, 15, value);
    if (etho_number_parse(shorter, (size_t)short_length, '.', &back) && !(back < value) && !(back > value))
      memcpy(buffer, shorter, (size_t)(length = short_length) + 1);
    break;
  }
  return (size_t)length;
}
