"""Step-down max-T by numpy (run: /usr/bin/python3 tests/reference/permutation_maxt.py). Agrees to Monte Carlo error."""
import json
import numpy as np

rng = np.random.default_rng(1)
B = 400000


def reference(groups, alternative, control):
    k, n = len(groups), [len(g) for g in groups]
    cut = np.cumsum([0] + n)
    pairs = [(a, b) for a in range(1 if control else k) for b in range(a + 1, k)]

    def t(v):
        m = [v[:, cut[i]:cut[i + 1]].mean(1) for i in range(k)]
        q = [v[:, cut[i]:cut[i + 1]].var(1, ddof=1) / n[i] for i in range(k)]
        return np.stack([(m[b] - m[a]) / np.sqrt(q[a] + q[b]) for a, b in pairs], 1)

    v = np.concatenate(groups)
    observed = t(v[None])[0]
    drawn = t(rng.permuted(np.tile(v, (B, 1)), axis=1))
    side = {"two-sided": np.abs, "less": np.negative, "greater": lambda x: x}[alternative]
    drawn, ranked = side(drawn), side(observed)
    order = np.argsort(-ranked, kind="stable")
    maxima = np.maximum.accumulate(drawn[:, order[::-1]], axis=1)[:, ::-1]
    step = [(np.sum(maxima[:, j] >= ranked[order[j]] - 1e-10) + 1) / (B + 1) for j in range(len(pairs))]
    adjusted = np.empty(len(pairs))
    adjusted[order] = np.maximum.accumulate(step)
    raw = (np.sum(drawn >= ranked - 1e-10, axis=0) + 1) / (B + 1)
    return pairs, observed, raw, adjusted


def case(name, groups, alternative="two-sided", control=False):
    labels = "abcdefgh"
    pairs, t, raw, adjusted = reference([np.array(g) for g in groups], alternative, control)
    expect = []
    for j, (a, b) in enumerate(pairs):
        where = {"group1": labels[a], "group2": labels[b]}
        expect.append({"where": where, "fields": {"statistic": t[j]}, "tol": 1e-10})
        for field, p in (("p_value", raw[j]), ("p_adjusted", adjusted[j])):
            expect.append({"where": where, "fields": {field: p}, "tol": 6 * np.sqrt((1 - p) / p / B) + 1e-6})
    options = {"resamples": B, "alternative": alternative}
    if control:
        options["control"] = "a"
    columns = {"value": [x for g in groups for x in g], "by": [labels[i] for i, g in enumerate(groups) for _ in g]}
    return {"name": "permutation_maxt " + name, "test": "permutation_maxt", "columns": columns, "options": options,
            "expect": expect}


def arm(n, shift, scale=1):
    return [float(x) for x in np.round(rng.normal(shift, scale, n), 3)]


cases = [
    case("unbalanced", [[.31, .22, .4, .5, .1], [.6, .7, .2, .9], [.8, 1.1, .7, .95, 1.2, .3]]),
    case("four arms", [arm(12, 0), arm(12, .5), arm(12, 1), arm(12, .2)]),
    case("against control", [arm(8, 0), arm(9, 1), arm(7, .5)], control=True),
    case("greater", [arm(8, 0), arm(9, 1), arm(7, .5)], "greater"),
    case("less", [arm(8, 1), arm(9, 0), arm(7, .5)], "less"),
    {"name": "permutation_maxt small arm", "test": "permutation_maxt", "options": {},
     "columns": {"value": [1, 2, 3, 5, 6, 8, 4], "by": list("aaabbbc")},
     "expect": [{"where": {"group1": "a", "group2": "c"}, "fields": {}, "null": ["p_value", "statistic"]},
                {"where": {"group1": "a", "group2": "b"}, "fields": {"p_value": 0.1}, "tol": 0.15}]},
]
with open("tests/reference/permutation_maxt.json", "w") as out:
    out.write("[" + ",\n".join(json.dumps(c) for c in cases) + "]\n")
