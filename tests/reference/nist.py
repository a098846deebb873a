#!/usr/bin/env python3
"""NIST StRD sets (public domain, https://www.itl.nist.gov/div898/strd) as C: writes src/stats/selftest_data.c.

Reads ../shared/data/reference/nist-{univ,anova} and run from the top folder. Regular sets become generators, after the
script has made sure that they reproduce the file to the last digit. The sets that are constructed the same way but whose
files are not there (NumAcc4, SmLs08, SmLs09) are added with figures from exact rational arithmetic on their decimal values. `required` is how many digits a figure must reach: what exact arithmetic on the doubles nearest to the
decimal input gives (less a little), at most 13."""
import math
import re
from fractions import Fraction as F

from mpmath import mp

ROOT = "../shared/data/reference/"


def rational_sqrt(x):
    mp.prec = 300
    return mp.sqrt(mp.mpf(x.numerator) / x.denominator)


def to_mp(x):
    mp.prec = 300
    return x if isinstance(x, mp.mpf) else mp.mpf(x.numerator) / x.denominator


def digits(x, certified):
    """Digits of agreement of an exact figure with a certified one."""
    x, certified = to_mp(x), to_mp(F(certified))
    if x == certified:
        return 15
    return min(15, float(-mp.log10(abs(x - certified) / abs(certified))))


def required(x, certified):
    return f"{max(0, min(13, math.floor(10 * digits(x, certified)) / 10 - 0.1)):.1f}"


def univ_figures(values):
    n = len(values)
    mean = sum(values) / n
    return mean, rational_sqrt(sum((v - mean) ** 2 for v in values) / (n - 1))


def anova_figures(cells):
    n = sum(len(c) for c in cells)
    grand = sum(sum(c) for c in cells) / n
    means = [sum(c) / len(c) for c in cells]
    between = sum(len(c) * (m - grand) ** 2 for c, m in zip(cells, means))
    within = sum(sum((v - m) ** 2 for v in c) for c, m in zip(cells, means))
    df1, df2 = len(cells) - 1, n - len(cells)
    return [between, within, between / df1 / (within / df2), between / (between + within), rational_sqrt(within / df2)]


def text15(x):
    mp.prec = 300
    return mp.nstr(to_mp(x), 15, strip_zeros=False)


def doubles(texts):
    return [F(float(t)) for t in texts]


def wrap(items, width=104):
    lines, line = [], "   "
    for item in items:
        if len(line) + len(item) + 2 > width:
            lines.append(line)
            line = "   "
        line += " " + item + ","
    return "\n".join(lines + [line])


def read_univ(name):
    lines = open(f"{ROOT}nist-univ/{name}.dat").read().splitlines()
    start = next(i for i, l in enumerate(lines) if re.match(r"^-{5,}\s*$", l)) + 1
    figure = lambda word: re.search(r":\s*([-\d.]+)\s*$", next(l for l in lines if word in l)).group(1)
    return [l.strip() for l in lines[start:] if l.strip()], figure("Sample Mean"), figure("Sample Standard")


def read_anova(name):
    lines = open(f"{ROOT}nist-anova/{name}.dat").read().splitlines()
    find = lambda word: next(i for i, l in enumerate(lines) if l.strip().startswith(word))
    between, within = lines[find("Between")].split(), lines[find("Within")].split()
    certified = [between[3], within[3], between[5], lines[find("Certified R-Squared")].split()[-1], lines[find("Standard Deviation")].split()[-1]]
    cells = {}
    for line in lines[60:]:
        cell, value = line.split()
        cells.setdefault(int(cell), []).append(value)
    return [cells[k] for k in sorted(cells)], certified


def tenths(k):
    return f"{k // 10}.{k % 10}"


def alternating(first, n):
    """first, then first - 0.1 and first + 0.1 in turn; in tenths."""
    return [first] + [first - 1 if i % 2 else first + 1 for i in range(1, n)]


SMLS = [4, 3, 5, 3, 5, 3, 5, 3, 5]  # tenths of the first value of each treatment
out = ["/* Made by tests/reference/nist.py. NIST StRD data are in the public domain. */",
       '#include "stats/selftest_data.h"', "", "/* clang-format off */"]
rows = []


def add_univ(name, texts, mean, sd, value="NULL", first=0):
    exact_mean, exact_sd = univ_figures(doubles(texts))
    rows.append(f'    {{"{name}", {value}, {len(texts)}, {first}, {mean}, {required(exact_mean, mean)}, {sd}, {required(exact_sd, sd)}}},')


for name in ["Lew", "Lottery", "Mavro", "Michelso", "NumAcc1"]:
    texts, mean, sd = read_univ(name)
    out += [f"static const double {name.lower()}[] = {{", wrap(texts), "};"]
    add_univ(name, texts, mean, sd, value=name.lower())
for name, first in [("NumAcc2", 12), ("NumAcc3", 10000002)]:
    texts, mean, sd = read_univ(name)
    assert [tenths(k) for k in alternating(first, len(texts))] == texts, name
    add_univ(name, texts, mean, sd, first=first)
add_univ("NumAcc4", [tenths(k) for k in alternating(100000002, 1001)], "10000000.2", "0.1", first=100000002)
out += ["", "/* name, values, n, first (tenths), mean and its digits, sd and its digits */",
        "const etho_nist_univ etho_nist_univ_sets[] = {"] + rows + ["};",
        "const size_t etho_nist_univ_count = sizeof etho_nist_univ_sets / sizeof *etho_nist_univ_sets;", ""]

rows = []


def add_anova(name, cells, certified, value="NULL", offset=0):
    exact = anova_figures([doubles(c) for c in cells])
    figures = ", ".join(f"{{{c}, {required(x, c)}}}" for x, c in zip(exact, certified))
    assert len({len(c) for c in cells}) == 1
    rows.append(f'    {{"{name}", {value}, {len(cells)}, {len(cells[0])}, {offset},\n     {{{figures}}}}},')


for name in ["AtmWtAg", "SiRstv"]:
    cells, certified = read_anova(name)
    out += [f"static const double {name.lower()}[] = {{", wrap([v for c in cells for v in c]), "};"]
    add_anova(name, cells, certified, value=name.lower())
for k in range(1, 10):
    offset = {1: 10, 2: 10**7, 3: 10**13}[(k + 2) // 3]
    cells = [[tenths(offset + v) for v in alternating(first, 2 * 10 ** ((k - 1) % 3 + 1) + 1)] for first in SMLS]
    exact = [text15(x) for x in anova_figures([[F(v) for v in c] for c in cells])]
    if k <= 7:
        file_cells, certified = read_anova(f"SmLs0{k}")
        assert file_cells == cells, k
        assert all(abs(float(a) / float(b) - 1) < 1e-14 for a, b in zip(exact, certified)), k
    add_anova(f"SmLs0{k}", cells, exact if k > 7 else certified, offset=offset)
out += ["/* name, values, groups, values a group, offset (tenths), {certified, digits} of ss_between, ss_within, F, R^2, residual sd */",
        "const etho_nist_anova etho_nist_anova_sets[] = {"] + rows + ["};",
        "const size_t etho_nist_anova_count = sizeof etho_nist_anova_sets / sizeof *etho_nist_anova_sets;",
        "const int etho_nist_smls_levels[9] = {" + ", ".join(map(str, SMLS)) + "};"]
open("src/stats/selftest_data.c", "w").write("\n".join(out) + "\n")
