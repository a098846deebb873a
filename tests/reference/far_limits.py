#!/usr/bin/env python3
"""Noncentralities far out, by 30-digit quadrature (mpmath): writes tests/unit/stats/far_limits_data.h. Run from the top folder."""
from mpmath import mp, mpf, findroot, gammainc, npdf, quad, sqrt
from scipy.stats import chi2

mp.dps = 30


def t_cdf(t, df, ncp):
    """P((Z + ncp) / S <= t): given Z, S is above (ncp + z) / t."""
    above = lambda s: gammainc(df / 2, df * s * s / 2, regularized=True) if s > 0 else mpf(1)
    return quad(lambda z: npdf(z) * above((ncp + z) / t), [-12, -4, 0, 4, 12])


with open("tests/unit/stats/far_limits_data.h", "w") as out:
    out.write("/* Made by tests/reference/far_limits.py (mpmath, 30 digits). */\n")
    out.write("static const struct { double t, df, p, ncp; } t_limits[] = {\n")
    for t in ["1000", "3500", "1e5"]:
        for df in ["2", "7"]:
            for p in ["0.975", "0.025"]:
                x, d, q = mpf(t), mpf(df), mpf(float(p))
                start = x * sqrt(mpf(chi2.isf(float(p), int(df))) / d)
                root = findroot(lambda n: t_cdf(x, d, n) - q, (start, start * (1 + mpf(10) ** -5)), tol=1e-24)
                out.write(f"    {{{t}, {df}, {p}, {mp.nstr(root, 17)}}},\n")
    out.write("};\n")
