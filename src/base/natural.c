/* The order in which people count: arm 2 before arm 10. */
#include <string.h>

#include "base/text.h"

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

static size_t digits_at(const char *text) {
  size_t n = 0;
  while (is_digit(text[n])) n++;
  return n;
}

/* Whole numbers by value, moves both over their digits. */
static int by_whole(const char **a, const char **b) {
  while (**a == '0' && is_digit((*a)[1])) (*a)++;
  while (**b == '0' && is_digit((*b)[1])) (*b)++;
  size_t n = digits_at(*a), m = digits_at(*b);
  int order = n != m ? (n > m) - (n < m) : strncmp(*a, *b, n);
  *a += n, *b += m;
  return order;
}

/* What follows a decimal point is compared digit by digit: 0.25 before 0.5. */
static int by_fraction(const char **a, const char **b) {
  while (is_digit(**a) && is_digit(**b) && **a == **b) (*a)++, (*b)++;
  int order = is_digit(**a) && is_digit(**b) ? (**a > **b) - (**a < **b) : is_digit(**a) - is_digit(**b);
  return order;
}

int etho_text_natural(const char *a, const char *b) {
  const char *x = a, *y = b;
  bool fraction = false;
  while (*x && *y) {
    int order = 0;
    if (is_digit(*x) && is_digit(*y)) {
      order = fraction ? by_fraction(&x, &y) : by_whole(&x, &y);
      if (order) return order;
      fraction = *x == '.' && *y == '.' && is_digit(x[1]) && is_digit(y[1]);
      if (fraction) x++, y++;
      continue;
    }
    fraction = false;
    if (*x != *y) return (unsigned char)*x < (unsigned char)*y ? -1 : 1;
    x++, y++;
  }
  if (*x || *y) return *x ? 1 : -1;
  return strcmp(a, b); /* 007 and 7: equal but for their zeros */
}
