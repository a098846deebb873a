#!/usr/bin/python3
"""What comes of real recordings, computed from the definitions of docs/formats.md without any code of ours.

usage: recordings.py FOLDER > recordings.csv      (FOLDER: the real exports, ../shared/data/behaviour)
The settings are those of tests/formats/settings; a row is: settings, animal, bin, column, value (empty = missing)."""
import csv
import json
import math
import os
import statistics
import sys

FOLDER = sys.argv[1]
SETTINGS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "formats", "settings")
OUT = csv.writer(sys.stdout, lineterminator="\n")


def study(name):
    entry = json.load(open(os.path.join(SETTINGS, name + ".json")))["inputs"][0]
    return entry.get("settings", {}), os.path.join(FOLDER, entry["file"])


def say(name, animal, values, part=""):
    for column, value in values.items():
        OUT.writerow([name, animal, part, column, "" if value is None else value])


def bouts(flags, times, end):
    out, start = [], None
    for flag, time in zip(list(flags) + [False], list(times) + [end]):
        if flag and start is None:
            start = time
        if not flag and start is not None:
            out.append((start, time))
            start = None
    return out


def measures(kind, list_of_bouts):
    return {f"{kind}_s": math.fsum(b - a for a, b in list_of_bouts), f"{kind}_bouts": len(list_of_bouts),
            f"{kind}_latency_s": min((a for a, _ in list_of_bouts), default=None)}


def points(text):
    return [tuple(float(v) for v in p.split(",")) for p in text.split()]


def within(corners, x, y):
    if len(corners) == 2:
        (a, b), (c, d) = corners
        corners = [(a, b), (c, b), (c, d), (a, d)]
    odd = False
    for (a, b), (c, d) in zip(corners, corners[1:] + corners[:1]):
        if min(a, c) <= x <= max(a, c) and min(b, d) <= y <= max(b, d) and (c - a) * (y - b) == (d - b) * (x - a):
            return True
        if (b > y) != (d > y) and x < a + (y - b) * (c - a) / (d - b):
            odd = not odd
    return odd


def path(samples, settings, step):
    """(time, place or None) with missing frames put in, uncertain ones lost and short gaps bridged; share lost."""
    full = []
    for i, (t, x, y, sure) in enumerate(samples):
        good = x is not None and y is not None and (sure is None or sure >= float(settings.get("likelihood", 0.6)))
        full.append((t, (x, y) if good else None))
        more = round((samples[i + 1][0] - t) / step) if i + 1 < len(samples) else 1
        full += [(t + (samples[i + 1][0] - t) * m / more, None) for m in range(1, more)]
    good = [i for i, (_, place) in enumerate(full) if place]
    for a, b in zip(good, good[1:]):
        if b - a > 1 and full[b][0] - full[a][0] <= float(settings.get("gap_s", 0.2)) + 1e-9:
            for i in range(a + 1, b):
                w = (full[i][0] - full[a][0]) / (full[b][0] - full[a][0])
                full[i] = (full[i][0], tuple(p + w * (q - p) for p, q in zip(full[a][1], full[b][1])))
    return full, sum(place is None for _, place in full) / len(full)


def positions(name, animal, samples, step, unit=1.0):
    settings, _ = study(name)
    full, lost = path(samples, settings, step)
    times, end = [t for t, _ in full], full[-1][0] + step
    arms = {k[4:]: points(v) for k, v in settings.items() if k.startswith("arm_")}
    if arms:
        entries = [(a, arm) for arm, corners in arms.items() for a, _ in bouts([bool(p) and within(corners, *p) for _, p in full], times, end)]
        say(name, animal, {"sequence": " ".join(arm for _, arm in sorted(entries)), "frames_lost": lost})
        return
    scale = float(settings.get("scale", unit))
    far, near = float(settings["radius_cm"]) * scale, float(settings.get("on_radius_cm", 0)) * scale
    found = {}
    for kind in ("novel", "familiar"):
        place = points(settings[kind])[0]
        runs = bouts([bool(p) and near <= math.dist(p, place) <= far for _, p in full], times, end)
        found[kind] = [r for r in runs if r[1] - r[0] >= float(settings.get("min_bout_s", 0)) - 1e-9]
    if "bin_s" not in settings:
        say(name, animal, {**measures("novel", found["novel"]), **measures("familiar", found["familiar"]), "frames_lost": lost})
        return
    width = float(settings["bin_s"])
    for k in range(math.ceil(end / width - 1e-6)):
        low, high = k * width, min((k + 1) * width, end)
        for kind, runs in found.items():
            starts = [a - low for a, _ in runs if low <= a < high]
            say(name, animal, {f"{kind}_s": math.fsum(max(0, min(b, high) - max(a, low)) for a, b in runs), f"{kind}_bouts": len(starts),
                               f"{kind}_latency_s": min(starts, default=None)}, k + 1)


def number(text):
    return None if text.strip() in ("", "nan", "NaN", "-") else float(text)


def deeplabcut(name, animal, part):
    settings, file = study(name)
    rows = list(csv.reader(open(file)))
    x = rows[1].index(part)
    rate = float(settings["frame_rate"])
    positions(name, animal, [(i / rate, *(number(r[x + k]) for k in range(3))) for i, r in enumerate(rows[3:])], 1 / rate)


def table(name, delimiter, time, x, y, animal, unit=1.0):
    settings, file = study(name)
    rate = float(settings.get("frame_rate", 1))
    samples = [(float(r[time]) / rate, number(r[x]), number(r[y]), None) for r in csv.DictReader(open(file), delimiter=delimiter)]
    positions(name, animal, samples, statistics.median_high(b[0] - a[0] for a, b in zip(samples, samples[1:])), unit)


def boris(name, header, observation, subject, behaviour, start, stop):
    settings, file = study(name)
    rows = [line.rstrip("\n").split("\t") for line in open(file)][header:]
    for who in sorted({r[subject] for r in rows}):
        own = [r for r in rows if r[subject] == who]
        say(name, own[0][observation] if who == "No focal subject" else who,
            {k: v for kind in ("novel", "familiar") for k, v in measures(kind, [(float(r[start]), float(r[stop])) for r in own if r[behaviour] == settings[kind]]).items()})


def boris_tabular(name):
    settings, file = study(name)
    rows = list(csv.reader(open(file)))
    first = next(i for i, r in enumerate(rows) if r[0] == "Time")
    for who in sorted({r[4] for r in rows[first + 1:]}):
        times = [float(r[0]) for r in rows[first + 1:] if r[4] == who and r[5] == settings["novel"]]
        say(name, who, measures("novel", list(zip(times[::2], times[1::2]))))


def jwatcher(name):
    settings, file = study(name)
    keys = [line.split(", ") for line in open(file).read().split("#BEGIN DATA")[1].split("\n") if line]
    spans = [(int(a[0]) / 1000, int(b[0]) / 1000, a[1]) for a, b in zip(keys, keys[1:])]
    say(name, "OC1.1", {k: v for kind in ("novel", "familiar") for k, v in measures(kind, [s[:2] for s in spans if s[2] == settings[kind]]).items()})


def labels(name):
    settings, file = study(name)
    rate = float(settings["frame_rate"])
    rows = list(csv.DictReader(open(file)))
    times = [(int(r["Frame"]) - 1) / rate for r in rows]
    for kind, column in (("novel", "Left"), ("familiar", "Right")):  # the name says that the novel object was on the left
        say(name, "Caja1_A", measures(kind, bouts([float(r[column]) > 0.5 for r in rows], times, len(rows) / rate)))


def regions(name):
    settings, file = study(name)
    for r in csv.DictReader(open(file)):
        kind = {v: k for k, v in settings.items()}[r["SHAPE"]]
        say(name, r["VIDEO"].split("_")[-1], {f"{kind}_s": float(r["VALUE"])})


def seconds(text):
    h, m, s = text.split(":")
    return int(h) * 3600 + int(m) * 60 + float(s)


def anymaze(name):
    rows = list(csv.DictReader(open(study(name)[1])))
    times = [seconds(r["Time"]) for r in rows]
    entries = [(a, zone) for zone in ("top", "left", "right") for a, _ in bouts([r["In " + zone] == "1" for r in rows], times, math.inf)]
    say(name, "ymaze", {"sequence": " ".join(zone for _, zone in sorted(entries))})


deeplabcut("deeplabcut-arms", "EPM_15DeepCut_resnet50_epmMay17shuffle1_1030000", "bodycentre")
deeplabcut("deeplabcut-objects", "testDLC_csv_table", "Nose")
deeplabcut("deeplabcut-prefixes", "B", "B_Nose")
deeplabcut("deeplabcut-prefixes", "W", "W_Nose")
deeplabcut("behaviordepot", "demo2_tracking", "nose")
deeplabcut("behaviordepot-bins", "demo2_tracking", "nose")
table("eztrack", ",", "Frame", "X", "Y", "6027")
table("toxtrac", "\t", "Time (sec)", "Pos. X (mm)", "Pos. Y (mm)", "Tracking_RealSpace_1", unit=10)
table("rtrack", "\t", "Time", "X", "Y", "Track_1")
boris("boris-aggregated", 1, 0, 9, 10, 14, 15)
boris("boris-headless", 0, 0, 8, 9, 13, 14)
boris_tabular("boris-tabular")
jwatcher("jwatcher")
labels("frame-labels")
regions("simba-roi")
anymaze("anymaze-track")
