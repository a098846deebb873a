/* Texts in the order in which people count. */
#include <stdlib.h>

#include "base/text.h"
#include "tap.h"

static const char *const sorted[] = {"",
                                     "0.25 mg",
                                     "0.5 mg",
                                     "1 mg",
                                     "1.5 mg",
                                     "007",
                                     "7",
                                     "10 mg",
                                     "arm",
                                     "arm 2",
                                     "arm 2b",
                                     "arm 10",
                                     "arm10",
                                     "armA",
                                     "d1",
                                     "d2.csv",
                                     "d10.csv",
                                     "d10_2.csv",
                                     "d10_10.csv",
                                     "day 099999999999999999999999",
                                     "day 100000000000000000000000",
                                     "\xC3\xA9"};

static int sign(int x) {
  return (x > 0) - (x < 0);
}

int main(void) {
  size_t n = sizeof sorted / sizeof *sorted;
  int wrong = 0;
  for (size_t i = 0; i < n; i++)
    for (size_t k = 0; k < n; k++)
      if (sign(etho_text_natural(sorted[i], sorted[k])) != (i > k) - (i < k)) {
        printf("# '%s' and '%s' are in the wrong order\n", sorted[i], sorted[k]);
        wrong++;
      }
  ok(wrong == 0, "every pair is in the order of the list");
  return done();
}
