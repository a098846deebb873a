#!/usr/bin/env python3
"""Simulate the example study. The truth is in TRUTH below; the files are written beside this script.

    python3 examples/simulate.py

No animal was used. The numbers are drawn from Python's random.Random with a fixed seed, so that running the script
again writes the same bytes.
"""
import csv
import math
import os
import random

SEED = 20240229
HERE = os.path.dirname(os.path.abspath(__file__))

# arm: mean discrimination index, probability of a correct T-maze choice, median latency (s)
TRUTH = {
    "control": (0.30, 0.80, 11.0),
    "CAR-T": (0.02, 0.55, 14.0),
    "CAR-T + PLX5622": (0.28, 0.78, 12.0),
    "CAR-T + anti-CCR3": (0.24, 0.74, 12.0),
}
MICE_PER_ARM = 12
MICE_PER_CAGE = 4
SD_ANIMAL = 0.14        # of the discrimination index, between animals of a cage
SD_CAGE = 0.04          # between cages
SD_LOGIT = 0.30         # of the T-maze log odds, between animals
TRIALS = 10
CUTOFF_S = 60
LAZY = {"m17", "m34"}   # explore little in the test: the declared rule excludes them


def write(name, header, rows):
    path = os.path.join(HERE, name)
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def mice(rng):
    number, cage = 0, 0
    for arm in TRUTH:
        cage_effect = 0.0
        for k in range(MICE_PER_ARM):
            if k % MICE_PER_CAGE == 0:
                cage += 1
                cage_effect = rng.gauss(0, SD_CAGE)
            number += 1
            yield {"animal": f"m{number:02d}", "arm": arm, "sex": "F" if cage % 2 else "M", "cage": f"c{cage:02d}",
                   "index": TRUTH[arm][0] + cage_effect + rng.gauss(0, SD_ANIMAL)}


def nor_rows(rng, mouse):
    total = rng.uniform(38, 75)
    share = min(max(rng.gauss(0.5, 0.05), 0.3), 0.7)
    left = round(total * share, 1)
    yield [mouse["animal"], "training", left, round(total - left, 1), ""]
    side = rng.choice("LR")
    total = rng.uniform(11, 17) if mouse["animal"] in LAZY else rng.uniform(28, 65)
    index = min(max(mouse["index"], -0.95), 0.95)
    novel, familiar = round(total * (1 + index) / 2, 1), round(total * (1 - index) / 2, 1)
    yield [mouse["animal"], "test", novel if side == "L" else familiar, familiar if side == "L" else novel, side]


def tmaze_rows(rng, mouse):
    _, p, latency = TRUTH[mouse["arm"]]
    log_odds = math.log(p / (1 - p)) + rng.gauss(0, SD_LOGIT)
    own = 1 / (1 + math.exp(-log_odds))
    samples = list("LR" * (TRIALS // 2))
    rng.shuffle(samples)
    for trial, sample in enumerate(samples, 1):
        correct = rng.random() < own
        choice = ("R" if sample == "L" else "L") if correct else sample
        seconds = min(latency * math.exp(rng.gauss(0, 0.7)), CUTOFF_S)
        yield [mouse["animal"], trial, sample, choice, int(correct), f"{seconds:.1f}"]


def quick_rows(rng):
    number = 0
    for arm, mean in (("vehicle", 0.30), ("scopolamine", 0.02), ("scopolamine + donepezil", 0.22)):
        for _ in range(8):
            number += 1
            total, index = rng.uniform(25, 60), rng.gauss(mean, 0.15)
            yield [number, arm, round(total * (1 + index) / 2, 1), round(total * (1 - index) / 2, 1)]


def main():
    rng = random.Random(SEED)
    animals = list(mice(rng))
    write("animals.csv", ["animal", "arm", "sex", "cage"], [[m["animal"], m["arm"], m["sex"], m["cage"]] for m in animals])
    write("nor.csv", ["animal", "phase", "left_s", "right_s", "novel_side"],
          [row for m in animals for row in nor_rows(rng, m)])
    write("tmaze.csv", ["animal", "trial", "sample", "choice", "correct", "latency_s"],
          [row for m in animals for row in tmaze_rows(rng, m)])
    write(os.path.join("quick", "trials.csv"), ["animal", "arm", "novel_s", "familiar_s"], list(quick_rows(rng)))


if __name__ == "__main__":
    main()
