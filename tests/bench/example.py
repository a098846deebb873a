"""The main job with pandas, scipy, statsmodels and matplotlib. Usage: python3 example.py EXAMPLES OUT"""
import itertools
import json
import os
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.stats.oneway import anova_oneway
from statsmodels.stats.multicomp import pairwise_tukeyhsd

folder, out = sys.argv[1:3]
os.makedirs(out, exist_ok=True)
animals = pd.read_csv(f"{folder}/animals.csv")
nor = pd.read_csv(f"{folder}/nor.csv")
nor["total"] = nor.left_s + nor.right_s
test = nor[(nor.phase == "test") & (nor.total >= 20)].merge(animals, on="animal")
novel = np.where(test.novel_side == "R", test.right_s, test.left_s)
test["value"] = (2 * novel - test.total) / test.total
rate = pd.read_csv(f"{folder}/tmaze.csv").groupby("animal").correct.mean().rename("value").reset_index().merge(animals, on="animal")


def analyse(data, chance):
    groups = {arm: g.value.to_numpy() for arm, g in data.groupby("arm")}
    result = {arm: [len(v), v.mean(), stats.sem(v), stats.ttest_1samp(v, chance).pvalue, stats.wilcoxon(v - chance).pvalue, stats.shapiro(v).pvalue] for arm, v in groups.items()}
    result["welch"] = anova_oneway(list(groups.values()), use_var="unequal").pvalue
    result["kruskal"] = stats.kruskal(*groups.values()).pvalue
    result["brown_forsythe"] = stats.levene(*groups.values(), center="median").pvalue
    result["tukey"] = pairwise_tukeyhsd(data.value, data.arm).pvalues.tolist()
    for a, b in itertools.combinations(groups, 2):
        difference = lambda x, y, axis: np.mean(y, axis=axis) - np.mean(x, axis=axis)
        ci = stats.bootstrap((groups[a], groups[b]), difference, n_resamples=5000, vectorized=True, method="BCa", random_state=1).confidence_interval
        result[f"{a}-{b}"] = [ci.low, ci.high]
    return result


json.dump({"nor": analyse(test, 0), "tmaze": analyse(rate, 0.5)}, open(f"{out}/report.json", "w"))
for name, data, y in (("di", test, "value"), ("success", rate, "value"), ("estimation", test, "value"), ("exploration", nor.merge(animals, on="animal"), "total")):
    figure, axis = plt.subplots(figsize=(3.35, 3))
    for i, (arm, g) in enumerate(data.groupby("arm")):
        axis.plot(i + np.random.default_rng(1).uniform(-0.1, 0.1, len(g)), g[y], "o")
        axis.errorbar(i, g[y].mean(), g[y].sem())
    figure.savefig(f"{out}/{name}.svg")
