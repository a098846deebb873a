#!/usr/bin/env python3
"""Exact tests against exact rational arithmetic: every table or outcome is listed and its probability is a fraction.

Run from the top folder: python3 tests/reference/exact_tables.py. Writes tests/reference/exact_tables.json.
"""
import itertools
import json
import random
from fractions import Fraction
from math import comb, factorial

random.seed(24)
cases = []
SLACK = 1 + Fraction(1, 10**7)


def case(name, test, columns, options, **fields):
    tol = fields.pop("tol", 1e-11)
    cases.append({"name": name, "test": test, "columns": columns, "options": options,
                  "expect": [{"where": {}, "fields": fields, "tol": tol, "null": []}]})


def number(p):
    """A fraction as a double, far into the tail too."""
    if p == 0:
        return 0.0
    shift = max(0, p.denominator.bit_length() - p.numerator.bit_length() - 900)
    return float(p * 2**shift) * 2.0**-shift if shift < 1070 else 0.0


def long(table):
    rows, columns = range(len(table)), range(len(table[0]))
    cells = [(i, j) for i in rows for j in columns]
    return {"by": [chr(97 + i) for i, j in cells], "category": [chr(65 + j) for i, j in cells],
            "weight": [table[i][j] for i, j in cells]}


def two_by_two(table):
    (a, b), (c, d) = table
    r, k, n = a + b, a + c, a + b + c + d
    weight = {x: comb(r, x) * comb(n - r, k - x) for x in range(max(0, k + r - n), min(r, k) + 1)}
    total = comb(n, k)
    two = sum(w for w in weight.values() if w <= weight[a] * SLACK)
    less = sum(w for x, w in weight.items() if x <= a)
    more = sum(w for x, w in weight.items() if x >= a)
    return [Fraction(s, total) for s in (two, less, more)]


def fill(row_sum, columns):
    """All rows with this sum under these column limits."""
    if len(columns) == 1:
        if row_sum <= columns[0]:
            yield (row_sum,)
        return
    for x in range(min(row_sum, columns[0]) + 1):
        for rest in fill(row_sum - x, columns[1:]):
            yield (x,) + rest


def tables(rows, columns):
    if len(rows) == 1:
        yield [tuple(columns)]
        return
    for first in fill(rows[0], columns):
        for rest in tables(rows[1:], [c - x for c, x in zip(columns, first)]):
            yield [first] + rest


def weight_of(table):
    product = 1
    for cell in itertools.chain(*table):
        product *= factorial(cell)
    return Fraction(1, product)


def rows_by_columns(table):
    rows = [sum(r) for r in table]
    columns = [sum(c) for c in zip(*table)]
    observed, rare, total = weight_of(table), 0, 0
    for t in tables(rows, columns):
        w = weight_of(t)
        total += w
        rare += w if w <= observed * SLACK else 0
    return rare / total


def binomial(x, n, p):
    q = 1 - p
    weight = [comb(n, k) * p**k * q**(n - k) for k in range(n + 1)]
    return (sum(w for w in weight if w <= weight[x] * SLACK), sum(weight[:x + 1]), sum(weight[x:]))


alternatives = ("two-sided", "less", "greater")
small = [[[random.randint(0, m) for _ in range(2)] for _ in range(2)] for m in (3, 6, 12, 30, 80) for _ in range(6)]
small += [[[10, 0], [0, 10]], [[500, 3], [4, 500]], [[300, 700], [700, 300]], [[1, 0], [0, 1]], [[2, 3], [3, 2]]]
for t in small:
    if min(sum(t[0]), sum(t[1]), t[0][0] + t[1][0], t[0][1] + t[1][1]) == 0:
        continue
    for alternative, p in zip(alternatives, two_by_two(t)):
        case(f"fisher {t} {alternative}", "fisher", long(t), {"alternative": alternative}, p_value=number(p))
for shape in ((2, 3), (3, 2), (3, 3), (2, 4), (4, 2), (5, 2), (3, 4)):
    for m in (2, 4):
        t = [[random.randint(0, m) for _ in range(shape[1])] for _ in range(shape[0])]
        t[0][0] += 1
        t[-1][-1] += 1
        if min(map(sum, t)) == 0 or min(map(sum, zip(*t))) == 0:
            continue
        case(f"fisher {t}", "fisher", long(t), {"exact": "exact"}, p_value=number(rows_by_columns(t)), exact=True, tol=1e-10)
case("fisher, four arms of 12", "fisher", long([[10, 2], [4, 8], [7, 5], [9, 3]]), {}, exact=True,
     p_value=number(rows_by_columns([[10, 2], [4, 8], [7, 5], [9, 3]])), tol=1e-10)
for n in (1, 2, 3, 10, 12, 37, 120):
    for p in (Fraction(1, 2), Fraction(2, 9), Fraction(9, 10)):
        q = float(p)
        for x in sorted({0, n, n // 2, n // 3, (4 * n) // 5}):
            for alternative, value in zip(alternatives, binomial(x, n, Fraction(q))):
                case(f"binomial {x} of {n}, p {q} {alternative}", "binomial", {"count": [x], "total": [n]},
                     {"mu": q, "alternative": alternative}, p_value=number(value))
for x, n in ((1000, 1000), (1020, 1050), (5300, 10000), (9000, 10000), (700, 700)):
    weight = [comb(n, k) for k in range(n + 1)]
    two = sum(w for w in weight if w * 10**7 <= weight[x] * (10**7 + 1))
    case(f"binomial {x} of {n}", "binomial", {"count": [x], "total": [n]}, {}, p_value=number(Fraction(two, 2**n)))
with open("tests/reference/exact_tables.json", "w") as out:
    out.write("[" + ",\n".join(json.dumps(c) for c in cases) + "]\n")
print(len(cases), "cases")
