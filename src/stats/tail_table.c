#include "stats/tail_table.h"

#include <math.h>

void etho_tail_table_init(etho_tail_table *table, etho_tail_fn *tail, const void *context, double decay) {
  table->tail = tail;
  table->context = context;
  table->decay = decay;
  for (int i = 0; i < ETHO_TAIL_PANELS; i++) table->known[i] = false;
}

/* Coefficients from the values at the Chebyshev points of the panel. */
static void fill(etho_tail_table *table, int panel) {
  double scaled[ETHO_TAIL_NODES];
  const double n = ETHO_TAIL_NODES;
  for (int i = 0; i < ETHO_TAIL_NODES; i++) {
    double w = 2 * panel + 1 + cos(M_PI * (i + 0.5) / n);
    scaled[i] = table->tail(w, table->context) * exp(table->decay * w * w);
  }
  for (int j = 0; j < ETHO_TAIL_NODES; j++) {
    double sum = 0;
    for (int i = 0; i < ETHO_TAIL_NODES; i++) sum += scaled[i] * cos(M_PI * j * (i + 0.5) / n);
    table->coefficient[panel][j] = sum * (j ? 2 : 1) / n;
  }
  table->known[panel] = true;
}

/* Clenshaw's recurrence. */
static double polynomial(const double *coefficient, double x) {
  double b1 = 0, b2 = 0;
  for (int j = ETHO_TAIL_NODES - 1; j > 0; j--) {
    double b = coefficient[j] + 2 * x * b1 - b2;
    b2 = b1;
    b1 = b;
  }
  return coefficient[0] + x * b1 - b2;
}

double etho_tail_table_at(etho_tail_table *table, double w) {
  if (!(w > 0)) return table->tail(w, table->context);
  if (w >= ETHO_TAIL_END) return 0;
  int panel = (int)(w / 2);
  double end = 2 * panel + 2;
  if (table->decay * end * end > 700) return table->tail(w, table->context); /* the factor would overflow */
  if (!table->known[panel]) fill(table, panel);
  return polynomial(table->coefficient[panel], w - 2 * panel - 1) * exp(-table->decay * w * w);
}
