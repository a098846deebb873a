"""Peers of bench_resample.c in Python: median seconds, one line each."""
import time
import numpy as np
from scipy import stats

A = np.array([[0.31, 0.42, 0.18, 0.55, 0.27, 0.36, 0.49, 0.22, 0.40, 0.33, 0.61, 0.29],
              [0.05, -0.12, 0.21, 0.10, -0.03, 0.17, 0.28, -0.20, 0.08, 0.14, 0.02, 0.19],
              [0.24, 0.38, 0.12, 0.45, 0.30, 0.19, 0.52, 0.27, 0.35, 0.16, 0.41, 0.08],
              [0.11, 0.02, 0.33, -0.05, 0.20, 0.26, 0.09, 0.15, -0.10, 0.30, 0.04, 0.23]])
a, b = A[0], A[1]
rng = np.random.default_rng(1)


def median_time(name, runs, run):
    if runs > 1:
        run()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    print(f"{name:<44} {np.median(times):.6f}", flush=True)


def difference(x, y, axis=-1):
    return np.mean(y, axis=axis) - np.mean(x, axis=axis)


def g(x, y, axis=-1):
    return difference(x, y, axis) / np.sqrt((np.var(x, axis=axis, ddof=1) + np.var(y, axis=axis, ddof=1)) / 2)


def numpy_permutations(resamples=1000000, batch=100000):
    both, count = np.concatenate([a, b]), 0
    seen = abs(difference(a, b))
    for _ in range(resamples // batch):
        v = rng.permuted(np.broadcast_to(both, (batch, 24)), axis=1)
        count += np.sum(np.abs(v[:, 12:].sum(1) - v[:, :12].sum(1)) / 12 >= seen - 1e-12)
    return (count + 1) / (resamples + 1)


def numpy_maxt(resamples=100000):
    v = rng.permuted(np.broadcast_to(A.ravel(), (resamples, 48)), axis=1).reshape(resamples, 4, 12)
    m, q = v.mean(2), v.var(2, ddof=1) / 12
    return np.max([np.abs(m[:, j] - m[:, i]) / np.sqrt(q[:, i] + q[:, j]) for i in range(4) for j in range(i)], axis=0)


median_time("scipy: exact permutation 12 vs 12", 1,
            lambda: stats.permutation_test((a, b), difference, n_resamples=np.inf, vectorized=True, batch=100000))
median_time("scipy: 1e6 random permutations", 1,
            lambda: stats.permutation_test((a, b), difference, n_resamples=1000000, vectorized=True, batch=100000))
median_time("numpy: 1e6 random permutations", 3, numpy_permutations)
median_time("scipy: 1e5 BCa bootstraps of g", 5,
            lambda: stats.bootstrap((a, b), g, n_resamples=100000, method="BCa", vectorized=True))
median_time("numpy: 1e6 max-T permutations, six pairs", 3, lambda: [numpy_maxt() for _ in range(10)])
