#!/usr/bin/python3
"""High-precision values of the distributions in ethostat/stats/distribution.h -> tests/reference/distribution.csv.

Run from the top folder: /usr/bin/python3 tests/reference/distribution.py (about ten minutes). Each value is computed with
enough digits that the plain textbook formula, including 1 - P, keeps 25 of them, by another route than the C code:
noncentral t by its incomplete-beta series, chi-square and F by their Poisson sums, the studentized range from
W(w) = k int pdf(z) [cdf(z + w) - cdf(z)]^(k - 1) dz and Dunnett's t from int pdf(z) prod P(inside | z) dz, by Gauss-Legendre
panels over z and over s itself (the C code uses trapezoidal sums over log s)."""
import csv
import functools
from mpmath import mp, mpf, sqrt, exp, log, gamma, betainc, gammainc, erfc, pi, inf, quad, loggamma

DIGITS = 30
rows = []


def add(function, value, *arguments):
    rows.append([function, *[repr(float(a)) for a in arguments], mp.nstr(value, 25)])


def cdf(z):
    return erfc(-z / sqrt(mpf(2))) / 2


def sf(z):
    return erfc(z / sqrt(mpf(2))) / 2


# ---- noncentral t: P(0 < T <= t) = 1/2 sum [p_j I_x(j + 1/2, df/2) + q_j I_x(j + 1, df/2)] -------------------------
def t_noncentral_cdf(t, df, ncp):
    t, df, ncp = mpf(t), mpf(df), mpf(ncp)
    if t < 0:
        return 1 - t_noncentral_cdf(-t, df, -ncp)
    x, half = t * t / (df + t * t), ncp * ncp / 2
    total, j = cdf(-ncp), 0
    while True:
        p = exp(-half) * half**j / gamma(j + 1)
        q = ncp / sqrt(mpf(2)) * exp(-half) * half**j / gamma(j + mpf(3) / 2)
        term = p * betainc(j + mpf(1) / 2, df / 2, 0, x, regularized=True)
        term += q * betainc(j + 1, df / 2, 0, x, regularized=True)
        total += term / 2
        j += 1
        if j > half and p + abs(q) < mpf(10) ** (-mp.dps):
            return total


def noncentral_t():
    points = [(t, df, ncp) for df in (1, 2.5, 10, 44, 300) for t, ncp in
              ((0.5, 0), (2.5, 1.2), (-2.5, 1.2), (8, 2), (-8, -3), (1, 6), (30, 10), (0.01, -1))]
    points += [(100, 3, 1.2), (40, 50, 1.2), (1e3, 10, 0.5), (60, 400, 3), (2, 1e5, 2.5), (2.5, 20, 30), (-5, 6, 20)]
    for t, df, ncp in points:
        mp.dps = 380
        lower = t_noncentral_cdf(t, df, ncp)
        for name, value in (("t_noncentral_cdf", lower), ("t_noncentral_sf", 1 - lower)):
            if value > mpf("1e-300"):
                add(name, value, t, df, ncp)


def student_t():
    mp.dps = 40
    for df in (1, 2, 3.7, 10, 22, 31, 44, 97.5, 300, 5000):
        for t in (0.01, 0.5, 2, 4, 7, 12, 30, 100, 1e6, 1e12, 1e200):
            value = betainc(mpf(df) / 2, mpf(1) / 2, 0, df / (df + mpf(t) ** 2), regularized=True) / 2
            if value > mpf("1e-300"):
                add("t_sf", value, t, df)


# ---- noncentral chi-square and F -----------------------------------------------------------------------------------
def poisson_mix(central, ncp):
    half, total, j = mpf(ncp) / 2, mpf(0), 0
    while True:
        w = exp(-half) * half**j / gamma(j + 1)
        total += w * central(j)
        j += 1
        if j > half and w < mpf(10) ** (-mp.dps):
            return total


def noncentral_chisq():
    for x, df, ncp in [(0.5, 1, 0), (30, 3, 5), (3, 3, 50), (100, 10, 1), (5, 2.5, 0.3), (400, 40, 200), (1500, 5, 20),
                       (0.001, 4, 3), (60, 3, 400)]:
        mp.dps = 360
        lower = poisson_mix(lambda j: gammainc(mpf(df) / 2 + j, 0, mpf(x) / 2, regularized=True), ncp)
        for name, value in (("chisq_noncentral_cdf", lower), ("chisq_noncentral_sf", 1 - lower)):
            if value > mpf("1e-290"):
                add(name, value, x, df, ncp)


def noncentral_f():
    for f, df1, df2, ncp in [(1, 1, 10, 0), (3, 3, 40, 5), (0.2, 3, 44, 8), (50, 2, 30, 10), (4, 7, 8, 30), (300, 3, 80, 2),
                             (2, 3, 200, 100), (0.01, 5, 20, 1), (1e4, 2, 60, 3)]:
        mp.dps = 340
        x = mpf(df1) * mpf(f) / (mpf(df1) * mpf(f) + mpf(df2))
        lower = poisson_mix(lambda j: betainc(mpf(df1) / 2 + j, mpf(df2) / 2, 0, x, regularized=True), ncp)
        for name, value in (("f_noncentral_cdf", lower), ("f_noncentral_sf", 1 - lower)):
            if value > mpf("1e-290"):
                add(name, value, f, df1, df2, ncp)


# ---- Gauss-Legendre panels -----------------------------------------------------------------------------------------
@functools.lru_cache(None)
def legendre(n, digits):
    nodes = []
    for i in range(1, n + 1):
        x = mp.cos(pi * (i - mpf(1) / 4) / (n + mpf(1) / 2))
        for _ in range(60):
            p0, p1 = mpf(1), x
            for k in range(2, n + 1):
                p0, p1 = p1, ((2 * k - 1) * x * p1 - (k - 1) * p0) / k
            slope = n * (x * p1 - p0) / (x * x - 1)
            x -= p1 / slope
            if abs(p1 / slope) < mpf(10) ** (-digits + 3):
                break
        nodes.append((x, 2 / ((1 - x * x) * slope**2)))
    return nodes


def integrate(f, low, high, panels, n=24):
    low, high = mpf(low), mpf(high)
    half = (high - low) / panels / 2
    total = mpf(0)
    for p in range(panels):
        middle = low + (2 * p + 1) * half
        total += sum(w * f(middle + half * x) for x, w in legendre(n, mp.dps))
    return total * half


# ---- E over s of g(s), s = sqrt(chi2(df) / df) ---------------------------------------------------------------------
def over_scale(g, df, decay):
    """decay: g falls at least like exp(-decay s^2) or not at all (0)"""
    if df == inf:
        return g(mpf(1))
    df = mpf(df)
    constant = log(mpf(2)) + df / 2 * log(df / 2) - loggamma(df / 2)

    def density(s):
        return exp(constant + (df - 1) * log(s) - df * s * s / 2)

    a = df / 2 + decay  # s^(df - 1) exp(-a s^2): mode and a width on both sides of it
    mode, width = sqrt(df / (2 * a)), 1 / (2 * sqrt(a))
    low, high = max(mpf(0), mode - 11 * width), mode + 13 * width
    if low == 0:  # substitute s = v^2: smooth at 0 for df = 1 as well
        return integrate(lambda v: density(v * v) * g(v * v) * 2 * v, mpf(0), sqrt(high), 4)
    return integrate(lambda s: density(s) * g(s), low, high, 4)


def range_sf_normal(w, k):
    """At digits beyond the tail's size: 1 - k int pdf [cdf(z + w) - cdf(z)]^(k - 1)."""
    f = lambda z: exp(-z * z / 2) / sqrt(2 * pi) * (cdf(z + w) - cdf(z)) ** (k - 1)
    reach = sqrt(mpf(2) * mp.dps * log(mpf(10)))
    return 1 - k * integrate(f, -w - reach if w < 2 * reach else -reach, reach, int(3 * reach / 4) + 8)


def range_sf_normal_direct(w, k):
    """k int pdf(z) [sf(z)^(k - 1) - (sf(z) - sf(z + w))^(k - 1)], all positive."""
    def f(z):
        a = sf(z)
        return exp(-z * z / 2) / sqrt(2 * pi) * (a ** (k - 1) - (a - sf(z + w)) ** (k - 1))
    low = min(-w / 2 - 9, -sqrt(w * w / 2 + 160))
    high = 12 - w / 2 if w < 24 else 9 - w / 2
    return k * integrate(f, low, high, max(4, int((high - low) / 4 * max(1, sqrt(mpf(k) / 4)))))


def studentized_range():
    mp.dps = 50
    for w in (mpf("0.5"), mpf(3), mpf(8)):  # the two forms agree
        assert abs(range_sf_normal(w, 4) / range_sf_normal_direct(w, 4) - 1) < mpf("1e-16"), w
    points = [(q, k, df) for k in (2, 3, 4, 8) for q, df in
              ((0.3, 5), (3.5, 2), (3.5, 20), (4.2, 44), (4.2, inf), (9, 10), (20, 44))]
    points += [(15, 3, 2), (4, 2, 1), (50, 4, 1), (40, 4, 60), (60, 4, 200), (1000, 4, 12), (50, 3, inf), (3.6, 4, 7.35),
               (3.5, 20, 30), (5, 20, 6), (5, 50, 20), (6, 100, 12), (4, 4, 1000), (4, 4, 1e6), (1e5, 3, 44)]
    for q, k, df in points:
        size = mpf(q) ** 2 * df / (df + mpf(q) ** 2 / 2) if df != inf else mpf(q) ** 2  # w^2 where it matters
        mp.dps = 36 + int(min(size, 2600) / 9)  # a^n - b^n cancels
        value = over_scale(lambda s: range_sf_normal_direct(q * s, k), df, mpf(q) ** 2 / 4)
        add("range_sf", value, q, k, df)
    for q, k, df in [(0.01, 3, 10), (0.5, 4, 5), (2, 4, 44), (0.1, 8, 20), (1, 3, inf)]:
        mp.dps = 32
        f = lambda w, k=k: k * integrate(lambda z: exp(-z * z / 2) / sqrt(2 * pi) * (cdf(z + w) - cdf(z)) ** (k - 1), -14, 12, 8)
        add("range_cdf", over_scale(lambda s: f(q * s), df, mpf(0)), q, k, df)


# ---- Dunnett -------------------------------------------------------------------------------------------------------
def dunnett_normal(w, lambdas, two_sided):
    def f(z):
        none = mpf(1)
        for l in lambdas:
            r = sqrt(1 - l * l)
            x = sf((w - l * z) / r)
            if two_sided:
                x += sf((w + l * z) / r)
            none *= 1 - x
        return exp(-z * z / 2) / sqrt(2 * pi) * (1 - none)
    reach = sqrt(w * w + 160)
    return integrate(f, -reach, reach, int(reach * 2 / mpf("1.2") / min(sqrt(1 - l * l) for l in lambdas)) + 1, 20)


def dunnett():
    arms = {"equal": (12, [12, 12, 12]), "unequal": (10, [12, 8, 5]), "two": (6, [6, 9]), "one": (8, [5]), "lopsided": (3, [30, 4]),
            "seven": (12, [12] * 7)}
    points = [("equal", 2.5, 44, 1), ("equal", 2.5, 44, 0), ("equal", 0.2, 44, 1), ("equal", -0.5, 44, 0), ("unequal", 2.5, 31, 1),
              ("unequal", 2.5, 31, 0), ("unequal", 1, 5, 1), ("unequal", 12, 31, 1), ("unequal", 12, 31, 0), ("unequal", 25, 31, 1),
              ("two", 3, 2, 1), ("two", 3, 18, 0), ("two", 3, inf, 1), ("one", 2.2, 11, 1), ("lopsided", 2.4, 34, 1),
              ("seven", 3, 88, 1), ("equal", 40, 200, 1), ("lopsided", 30, 34, 0), ("equal", 8, 1, 1)]
    for name, d, df, two_sided in points:
        n0, n = arms[name]
        mp.dps = 40
        lambdas = [sqrt(mpf(m) / (m + n0)) for m in n]
        mp.dps = 32 + int(max(0, d) ** 2 / 2 * df / (df + d * d) / 2.3 if df != inf and d > 5 else 8)
        value = over_scale(lambda s: dunnett_normal(d * s, lambdas, two_sided), df, mpf(max(0, d)) ** 2 / 2)
        rows.append(["dunnett_sf", repr(float(d)), repr(float(df)), repr(float(two_sided)), repr(float(n0)),
                     *[repr(float(m)) for m in n], mp.nstr(value, 25)])


if __name__ == "__main__":
    for family in (student_t, noncentral_t, noncentral_chisq, noncentral_f, dunnett, studentized_range):
        family()
        print(family.__name__, len(rows), flush=True)
        with open("tests/reference/distribution.csv", "w", newline="") as out:
            csv.writer(out, lineterminator="\n").writerows(rows)
