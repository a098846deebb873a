/* tests/tap.h - the whole test harness: TAP on stdout, one file per unit, run by prove. */
#ifndef TESTS_TAP_H
#define TESTS_TAP_H

#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int tap_count, tap_failed;

__attribute__((format(printf, 2, 3), unused)) static bool ok(bool pass, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  printf("%sok %d - ", pass ? "" : "not ", ++tap_count);
  vprintf(format, arguments);
  printf("\n");
  va_end(arguments);
  fflush(stdout);
  tap_failed += !pass;
  return pass;
}

/* Equal within a relative tolerance (absolute below 1e-300); NaN equals NaN only. Prints the digits that agree. */
__attribute__((format(printf, 4, 5), unused)) static bool is_close(double got, double want, double tolerance,
                                                                   const char *format, ...) {
  char name[512];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(name, sizeof name, format, arguments);
  va_end(arguments);
  double scale = fabs(want) > 1e-300 ? fabs(want) : 1;
  double off = got == want ? 0 : fabs(got - want) / scale;
  bool pass = (isnan(got) && isnan(want)) || off <= tolerance;
  ok(pass, "%s", name);
  if (!pass) printf("#   got %.17g\n#  want %.17g\n#  %.1f digits agree, %.1f wanted\n", got, want, off > 0 ? -log10(off) : 17., -log10(tolerance));
  return pass;
}

__attribute__((unused)) static bool is_text(const char *got, const char *want, const char *name) {
  bool pass = (!got && !want) || (got && want && strcmp(got, want) == 0);
  ok(pass, "%s", name);
  if (!pass) printf("#   got '%s'\n#  want '%s'\n", got ? got : "(null)", want ? want : "(null)");
  return pass;
}

__attribute__((format(printf, 1, 2), unused)) static void skip(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  printf("ok %d # SKIP ", ++tap_count);
  vprintf(format, arguments);
  printf("\n");
  va_end(arguments);
}

__attribute__((unused)) static int done(void) {
  printf("1..%d\n", tap_count);
  return tap_failed != 0;
}

#endif
