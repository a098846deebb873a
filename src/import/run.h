/* import/run.h - what spreadsheets do to a column, for readers that see its cells one by one. Internal. */
#ifndef ETHO_IMPORT_RUN_H
#define ETHO_IMPORT_RUN_H

#include <math.h>

#include "import/source.h"

/* Values of a column that change by the same step from row to row, as dragging a cell's corner makes them;
 * start with {0}. */
typedef struct etho_run {
  size_t n, first; /* values, and the row of the first */
  double value, step;
  bool whole;
} etho_run;

static inline bool etho_run_whole(double value) {
  return !(fabs(value) < 0x1p53) || (double)(long long)value == value;
}

/* The next value. true: it does not go on with the series before it, which is in *ended. */
static inline bool etho_run_next(etho_run *run, double value, size_t row, etho_run *ended) {
  double step = value - run->value, rounding = 1e-9 * (fabs(value) + 1);
  if (fabs(step) <= rounding) step = 0;
  bool goes_on = run->n >= 2 && fabs(step - run->step) <= rounding;
  if (goes_on) {
    run->n++;
  } else {
    *ended = *run;
    *run =
        run->n ? (etho_run){2, row - 1, 0, step, etho_run_whole(run->value)} : (etho_run){1, row, 0, 0, true};
  }
  run->value = value;
  run->whole = run->whole && etho_run_whole(value);
  return !goes_on;
}

/* A cell without a value. */
void etho_run_end(etho_run *run, etho_run *ended);
/* Too long to arise by chance in a column of so many rows? */
bool etho_run_is_long(const etho_run *run, size_t rows);
/* Does a name look as if a spreadsheet had turned it into a number or a date? */
bool etho_name_damaged(const char *text);

#endif
