/* Median times of the resampling hot spots, one line each: name, seconds. Peers: resample.R, resample.py
 * beside this file. cc -O2 -Iinclude tests/bench/bench_resample.c build/libethostat.a $(pkg-config --libs
 * gsl) -lm -pthread */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "ethostat/stats/resample.h"

enum { RUNS = 15, ARMS = 4, N = 12 };

/* The same values as in resample.R and resample.py: 12 mice in each of four arms. */
static const double value[ARMS][N] = {
    {0.31, 0.42, 0.18, 0.55, 0.27, 0.36, 0.49, 0.22, 0.40, 0.33, 0.61, 0.29},
    {0.05, -0.12, 0.21, 0.10, -0.03, 0.17, 0.28, -0.20, 0.08, 0.14, 0.02, 0.19},
    {0.24, 0.38, 0.12, 0.45, 0.30, 0.19, 0.52, 0.27, 0.35, 0.16, 0.41, 0.08},
    {0.11, 0.02, 0.33, -0.05, 0.20, 0.26, 0.09, 0.15, -0.10, 0.30, 0.04, 0.23}};
static etho_sample arm[ARMS];

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int by_time(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void measure(const char *name, void (*run)(const etho_options *), const etho_options *options) {
  double time[RUNS];
  run(options);
  for (int i = 0; i < RUNS; i++) {
    double start = now();
    run(options);
    time[i] = now() - start;
  }
  qsort(time, RUNS, sizeof *time, by_time);
  printf("%-44s %.6f\n", name, time[RUNS / 2]);
}

static void permutation(const etho_options *options) {
  etho_rows *rows = etho_rows_new();
  etho_permutation(&arm[0], &arm[1], options, etho_rows_add(rows), NULL);
  etho_rows_free(rows);
}

static void bootstrap(const etho_options *options) {
  etho_bootstrap difference, g;
  etho_bootstrap_two(&arm[0], &arm[1], options, &difference, &g, NULL, NULL, NULL);
}

static void maxt(const etho_options *options) {
  etho_rows *rows = etho_rows_new();
  etho_permutation_maxt(arm, ARMS, options, rows, NULL);
  etho_rows_free(rows);
}

int main(int argc, char **argv) {
  etho_options options = etho_options_default();
  options.threads = argc > 1 ? atoi(argv[1]) : 0;
  for (int g = 0; g < ARMS; g++) arm[g] = (etho_sample){"arm", value[g], N};
  measure("exact permutation 12 vs 12", permutation, &options);
  options.exact = ETHO_APPROXIMATE;
  options.resamples = 1000000;
  measure("1e6 random permutations 12 vs 12", permutation, &options);
  options.resamples = 100000;
  measure("1e5 BCa bootstraps (difference and g)", bootstrap, &options);
  options.resamples = 5000;
  measure("5e3 BCa bootstraps (difference and g)", bootstrap, &options);
  options.resamples = 1000000;
  measure("1e6 max-T permutations, six pairs", maxt, &options);
  return 0;
}
