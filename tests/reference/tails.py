#!/usr/bin/env python3
"""Tail areas and quantiles to 40 digits (mpmath): writes tests/unit/stats/tails_data.h. Run from the top folder."""
from mpmath import mp, mpf, betainc, gammainc, erfc, sqrt, findroot, log

mp.dps = 40
LEAST = mpf("1e-300")


def t_upper(t, df):
    half = betainc(df / 2, mpf(1) / 2, 0, df / (df + t * t), regularized=True) / 2
    return half if t >= 0 else 1 - half


def f_upper(f, a, b):
    return betainc(b / 2, a / 2, 0, b / (b + a * f), regularized=True)


def write(out, name, fields, rows):
    out.write(f"static const struct {{ double {fields}; }} {name}[] = {{\n")
    for row in rows:
        out.write("    {" + ", ".join(x if isinstance(x, str) else mp.nstr(x, 17) for x in row) + "},\n")
    out.write("};\n\n")


def exact(text):
    """The double that C reads, as an exact number."""
    return mpf(float(text))


with open("tests/unit/stats/tails_data.h", "w") as out:
    out.write("/* Made by tests/reference/tails.py (mpmath, 40 digits). */\n")
    dfs = ["1", "2", "3.7", "10", "22.5", "31", "46.2", "100", "998"]
    ts = ["-3", "-0.01", "1e-5", "0.5", "1.3", "2.1", "5", "20", "300", "1e8"]
    rows = [(t, d, t_upper(exact(t), exact(d))) for d in dfs for t in ts]
    write(out, "t_tails", "t, df, upper", [r for r in rows if r[2] > LEAST])
    fs = ["0.01", "0.5", "1", "2.3", "10", "100", "5000", "1e6"]
    rows = [(f, a, b, f_upper(exact(f), exact(a), exact(b))) for f in fs for a in ["1", "3", "7", "11"]
            for b in ["1", "4", "11.3", "44", "180", "2000"]]
    write(out, "f_tails", "f, df1, df2, upper", [r for r in rows if r[3] > LEAST])
    rows = [(x, d, gammainc(exact(d) / 2, exact(x) / 2, regularized=True)) for x in ["0.1", "1", "7.5", "40", "900", "1300"]
            for d in ["1", "2", "3", "7", "60"]]
    write(out, "chi2_tails", "x, df, upper", [r for r in rows if r[2] > LEAST])
    write(out, "normal_tails", "z, upper", [(z, erfc(exact(z) / sqrt(2)) / 2) for z in ["-2", "0.1", "1", "3", "8.5", "37"]])
    rows = []
    for d in dfs:
        for p in ["0.975", "0.4", "0.025", "0.005", "1e-3", "1e-10"]:
            start = mpf(2)
            target, tail = (exact(p), 1) if exact(p) < 0.5 else (1 - exact(p), -1)
            low, high = mpf(0), mpf(1)
            while t_upper(high, exact(d)) > target:
                high *= 2
            root = findroot(lambda t: log(t_upper(t, exact(d)) / target), (low + high / 1000, high), solver="anderson",
                            tol=1e-30, verify=False)
            assert abs(t_upper(root, exact(d)) / target - 1) < 1e-20
            rows.append((p, d, tail * root))
    write(out, "t_quantiles", "p, df, t", rows)
