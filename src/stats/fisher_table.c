/* Fisher's exact test of a table larger than 2 x 2. */
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/contingency.h"
#include "stats/fisher.h"

enum { MAX_PARTS = 8, MAX_STATES = 500000, MAX_WORK = 15000000, MAX_TOTAL = 1000000 };

/* A partial table: what is left of the margins on the shorter side, sorted, and the weight so far, the
 * product of 1/cell!. The weights of all tables sum to n! / (product of all margins!), so a share of the sum
 * is a probability. */
typedef struct state {
  uint32_t left[MAX_PARTS];
  double log_weight;
  double ways; /* how many partial tables were merged into this one */
} state;

/* What the steps (rows of the longer side) that are still to come allow. */
typedef struct remaining {
  double steps, total;
  double log_factorials; /* sum of log(step!) */
  double most_even;      /* largest log weight when only the sizes of the steps are kept */
} remaining;

typedef struct network {
  size_t parts; /* length of left */
  const remaining *rest;
  const double *step; /* the sizes of the steps to come, largest first */
  const double *log_factorials;
  double observed, log_total;
  double rare; /* probability found so far of tables at most as probable as the observed one */
  state *state, *next;
  size_t n, n_next, capacity;
  size_t work; /* partial tables looked at */
  bool failed, too_many;
} network;

static double log_gamma(double x) {
  gsl_sf_result result;
  return gsl_sf_lngamma_e(x, &result) == GSL_SUCCESS ? result.val : (double)NAN;
}

/* From the table: k is whole and at most the grand total. */
static double log_factorial(const network *net, double k) {
  return net->log_factorials[(size_t)k];
}

static int compare_double(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Descending. */
static void sort_left(uint32_t *left, size_t n) {
  for (size_t i = 1; i < n; i++)
    for (size_t j = i; j > 0 && left[j] > left[j - 1]; j--) {
      uint32_t swap = left[j];
      left[j] = left[j - 1], left[j - 1] = swap;
    }
}

static int compare_state(const void *a, const void *b) {
  const state *x = a, *y = b;
  for (size_t i = 0; i < MAX_PARTS; i++)
    if (x->left[i] != y->left[i]) return x->left[i] < y->left[i] ? -1 : 1;
  return (x->log_weight > y->log_weight) - (x->log_weight < y->log_weight);
}

static bool make_room(network *net) {
  if (net->n_next < net->capacity) return true;
  size_t capacity = net->capacity * 2;
  net->too_many = capacity > 2 * MAX_STATES;
  if (net->too_many) return false;
  state *next = realloc(net->next, capacity * sizeof *next);
  if (next) net->next = next;
  state *now = next ? realloc(net->state, capacity * sizeof *now) : NULL;
  if (now)
    net->state = now, net->capacity = capacity;
  else
    net->failed = true;
  return now != NULL;
}

/* The largest sum of log(cell!) when only the parts keep their sums and cells keep below the steps: each part
 * fills the largest steps first, as the sum is convex. */
static double packed_by_part(const network *net, const state *s) {
  double sum = 0;
  for (size_t j = 0; j < net->parts; j++) {
    double left = s->left[j];
    for (size_t k = 0; left > 0 && (double)k < net->rest->steps; k++) {
      double cell = fmin(left, net->step[k]);
      sum += log_factorial(net, cell);
      left -= cell;
    }
  }
  return sum;
}

/* The same when only the steps keep their sums. left is in descending order. */
static double packed_by_step(const network *net, const uint32_t *left) {
  double sum = 0;
  for (size_t k = 0; (double)k < net->rest->steps; k++) {
    double step = net->step[k];
    for (size_t j = 0; step > 0 && j < net->parts; j++) {
      double cell = fmin(step, left[j]);
      sum += log_factorial(net, cell);
      step -= cell;
    }
  }
  return sum;
}

/* Is the fate of all completions of this state (its left in descending order) the same? If all are rare,
 * count them. */
static bool is_settled(network *net, const state *s) {
  const remaining *rest = net->rest;
  double log_left = 0, even = 0, slack = net->observed + 1e-7 - s->log_weight;
  for (size_t i = 0; i < net->parts; i++) {
    log_left += log_factorial(net, s->left[i]);
    if (rest->steps > 0) even -= rest->steps * log_gamma(s->left[i] / rest->steps + 1);
  }
  double most = fmin(rest->most_even, even);
  if (most <= slack) {
    double all = log_factorial(net, rest->total) - rest->log_factorials - log_left;
    net->rare += s->ways * exp(s->log_weight + all - net->log_total);
    return true;
  }
  return -packed_by_part(net, s) > slack || -packed_by_step(net, s->left) > slack;
}

static void push(network *net, const state *s) {
  if (++net->work > MAX_WORK) net->too_many = true;
  state sorted = *s;
  sort_left(sorted.left, net->parts);
  if (!is_settled(net, &sorted) && make_room(net)) net->next[net->n_next++] = sorted;
}

/* All ways to split `amount` over the parts from `part` on. */
static void distribute(network *net, state *s, size_t part, uint32_t amount) {
  uint32_t rest = 0, before = s->left[part];
  double log_weight = s->log_weight;
  for (size_t i = part + 1; i < net->parts; i++) rest += s->left[i];
  uint32_t take = amount > rest ? amount - rest : 0, most = amount < before ? amount : before;
  for (; take <= most && !net->failed && !net->too_many; take++) {
    s->left[part] = before - take;
    s->log_weight = log_weight - log_factorial(net, take);
    if (part + 1 == net->parts)
      push(net, s);
    else
      distribute(net, s, part + 1, amount - take);
  }
  s->left[part] = before, s->log_weight = log_weight;
}

/* States with the same margins left and the same probability become one. */
static void merge(network *net) {
  qsort(net->next, net->n_next, sizeof *net->next, compare_state);
  size_t n = 0;
  for (size_t i = 0; i < net->n_next; i++) {
    state *last = n ? &net->next[n - 1] : NULL;
    bool same = last && memcmp(last->left, net->next[i].left, sizeof last->left) == 0 &&
                net->next[i].log_weight - last->log_weight < 1e-10;
    if (same)
      last->ways += net->next[i].ways;
    else
      net->next[n++] = net->next[i];
  }
  state *swap = net->state;
  net->state = net->next, net->n = n;
  net->next = swap, net->n_next = 0;
}

/* rest[k]: what is to come after step k - 1. */
static void look_ahead(const network *net, const double *steps, size_t n_steps, remaining *rest) {
  double c = (double)net->parts;
  rest[n_steps] = (remaining){0};
  for (size_t k = n_steps; k-- > 0;)
    rest[k] = (remaining){rest[k + 1].steps + 1, rest[k + 1].total + steps[k],
                          rest[k + 1].log_factorials + log_factorial(net, steps[k]),
                          rest[k + 1].most_even - c * log_gamma(steps[k] / c + 1)};
}

static void network_run(const double *margin, const double *steps, const remaining *rest, size_t n_steps,
                        network *net) {
  state start = {.ways = 1};
  net->rest = rest, net->step = steps;
  net->log_total = log_factorial(net, rest->total) - rest->log_factorials;
  for (size_t i = 0; i < net->parts; i++) {
    start.left[i] = (uint32_t)margin[i];
    net->log_total -= log_factorial(net, margin[i]);
  }
  push(net, &start);
  merge(net);
  for (size_t k = 0; k < n_steps && !net->failed && !net->too_many; k++) {
    net->rest = &rest[k + 1], net->step = &steps[k + 1];
    for (size_t i = 0; i < net->n; i++) {
      state s = net->state[i];
      distribute(net, &s, 0, (uint32_t)steps[k]);
    }
    merge(net);
  }
}

static double *tabulate_log_factorials(size_t n) {
  double *table = malloc((n + 1) * sizeof *table);
  for (size_t k = 0; table && k <= n; k++) table[k] = log_gamma((double)k + 1);
  return table;
}

static bool enumerate(const etho_contingency *table, network *net, double *margin, double *steps,
                      size_t n_steps, remaining *rest, double *p) {
  bool by_row = table->columns <= table->rows;
  etho_contingency_margins(table, by_row ? steps : margin, by_row ? margin : steps);
  qsort(steps, n_steps, sizeof *steps, compare_double);
  for (size_t i = 0; i < n_steps / 2; i++) { /* largest first */
    double swap = steps[i];
    steps[i] = steps[n_steps - 1 - i], steps[n_steps - 1 - i] = swap;
  }
  for (size_t i = 0; i < table->rows * table->columns; i++)
    net->observed -= log_factorial(net, table->count[i]);
  look_ahead(net, steps, n_steps, rest);
  network_run(margin, steps, rest, n_steps, net);
  if (!net->failed && !net->too_many) *p = fmin(1, net->rare);
  return !net->failed;
}

bool etho_fisher_enumerate(const etho_contingency *table, double *p) {
  *p = (double)NAN;
  bool by_row = table->columns <= table->rows; /* states hold the shorter margin */
  size_t parts = by_row ? table->columns : table->rows, n_steps = by_row ? table->rows : table->columns;
  double total = etho_contingency_margins(table, NULL, NULL);
  if (parts > MAX_PARTS || total > MAX_TOTAL) return true;
  double *margin = malloc((parts + n_steps) * sizeof *margin),
         *factorials = tabulate_log_factorials((size_t)total);
  remaining *rest = malloc((n_steps + 1) * sizeof *rest);
  network net = {.parts = parts, .capacity = 1024, .log_factorials = factorials};
  net.state = malloc(net.capacity * sizeof *net.state);
  net.next = malloc(net.capacity * sizeof *net.next);
  bool fine = margin && factorials && rest && net.state && net.next;
  if (fine) fine = enumerate(table, &net, margin, margin + parts, n_steps, rest, p);
  free(margin), free(factorials), free(rest), free(net.state), free(net.next);
  return fine;
}
