/* Fisher's exact test of a table larger than 2 x 2. */
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/contingency.h"
#include "stats/fisher.h"

enum { MAX_PARTS = 12, MAX_STATES = 150000, MAX_WORK = 1000000 };

/* A partial table: what is left of the margins on the shorter side, sorted, and the weight so far, the
 * product of 1/cell!. The weights of all tables sum to n! / (product of all margins!), so a share of the sum
 * is a probability. */
typedef struct state {
  double left[MAX_PARTS];
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
  double observed, log_total;
  double rare; /* probability found so far of tables at most as probable as the observed one */
  state *state, *next;
  size_t n, n_next, capacity;
  size_t work; /* partial tables looked at */
  bool failed, too_many;
} network;

static double log_factorial(double k) {
  gsl_sf_result result;
  return gsl_sf_lngamma_e(k + 1, &result) == GSL_SUCCESS ? result.val : (double)NAN;
}

static int compare_double(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
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

/* Is the fate of all completions of this state the same? If they are all rare, count them. */
static bool is_settled(network *net, const state *s) {
  const remaining *rest = net->rest;
  double log_left = 0, even = 0, slack = net->observed + 1e-7 - s->log_weight;
  for (size_t i = 0; i < net->parts; i++) {
    log_left += log_factorial(s->left[i]);
    if (rest->steps > 0) even -= rest->steps * log_factorial(s->left[i] / rest->steps);
  }
  double most = fmin(rest->most_even, even), least = fmax(-rest->log_factorials, -log_left);
  double all = log_factorial(rest->total) - rest->log_factorials - log_left;
  if (most <= slack) net->rare += s->ways * exp(s->log_weight + all - net->log_total);
  return most <= slack || least > slack;
}

static void push(network *net, const state *s) {
  if (++net->work > MAX_WORK) net->too_many = true;
  if (is_settled(net, s) || !make_room(net)) return;
  net->next[net->n_next] = *s;
  qsort(net->next[net->n_next].left, net->parts, sizeof(double), compare_double);
  net->n_next++;
}

/* All ways to split `amount` over the parts from `part` on. */
static void distribute(network *net, state *s, size_t part, double amount) {
  double rest = 0, before = s->left[part], log_weight = s->log_weight;
  for (size_t i = part + 1; i < net->parts; i++) rest += s->left[i];
  for (double take = fmax(0, amount - rest); take <= fmin(amount, before) && !net->failed && !net->too_many;
       take++) {
    s->left[part] = before - take;
    s->log_weight = log_weight - log_factorial(take);
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

static double observed_log_weight(const etho_contingency *table) {
  double sum = 0;
  for (size_t i = 0; i < table->rows * table->columns; i++) sum -= log_factorial(table->count[i]);
  return sum;
}

/* rest[k]: what is to come after step k - 1. */
static void look_ahead(const double *steps, size_t n_steps, size_t parts, remaining *rest) {
  double c = (double)parts;
  rest[n_steps] = (remaining){0};
  for (size_t k = n_steps; k-- > 0;)
    rest[k] = (remaining){rest[k + 1].steps + 1, rest[k + 1].total + steps[k],
                          rest[k + 1].log_factorials + log_factorial(steps[k]),
                          rest[k + 1].most_even - c * log_factorial(steps[k] / c)};
}

static void network_run(const double *margin, const double *steps, const remaining *rest, size_t n_steps,
                        network *net) {
  state start = {.ways = 1};
  memcpy(start.left, margin, net->parts * sizeof *margin);
  net->rest = rest;
  net->log_total = log_factorial(rest->total) - rest->log_factorials;
  for (size_t i = 0; i < net->parts; i++) net->log_total -= log_factorial(margin[i]);
  push(net, &start);
  merge(net);
  for (size_t k = 0; k < n_steps && !net->failed && !net->too_many; k++) {
    net->rest = &rest[k + 1];
    for (size_t i = 0; i < net->n; i++) {
      state s = net->state[i];
      distribute(net, &s, 0, steps[k]);
    }
    merge(net);
  }
}

bool etho_fisher_enumerate(const etho_contingency *table, double *p) {
  *p = (double)NAN;
  bool by_row = table->columns <= table->rows; /* states hold the shorter margin */
  size_t parts = by_row ? table->columns : table->rows, n_steps = by_row ? table->rows : table->columns;
  if (parts > MAX_PARTS) return true;
  double *margin = malloc((parts + n_steps) * sizeof *margin), *steps = margin ? margin + parts : NULL;
  remaining *rest = malloc((n_steps + 1) * sizeof *rest);
  network net = {.parts = parts, .capacity = 1024, .observed = observed_log_weight(table)};
  net.state = malloc(net.capacity * sizeof *net.state);
  net.next = malloc(net.capacity * sizeof *net.next);
  bool fine = margin && rest && net.state && net.next;
  if (fine) {
    etho_contingency_margins(table, by_row ? steps : margin, by_row ? margin : steps);
    qsort(steps, n_steps, sizeof *steps, compare_double);
    look_ahead(steps, n_steps, parts, rest);
    network_run(margin, steps, rest, n_steps, &net);
    if (!net.failed && !net.too_many) *p = fmin(1, net.rare);
  }
  free(margin), free(rest), free(net.state), free(net.next);
  return fine && !net.failed;
}
