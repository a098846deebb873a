#!/usr/bin/python3
"""tests/fuzz/cells.py PROGRAM [RUNS [SEED]]: format fixtures with their cells, columns, rows and marks changed, through check,
convert and measure of a program built with sanitizers.

The exit status must be 0, 1, 2 or 3, never a signal or a sanitizer's report; a refusal says why on stderr, by file; what
convert writes with exit 0 is read back to the same bytes. Failing cases are kept in cells-failed/ with their command. Exit 1 when there is one."""
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
FIXTURES = os.path.join(HERE, "..", "fixtures", "formats")
ODD = ["", " ", "NA", "-", "--", ".", "*", "-0", "0", "1e308", "-1e308", "1e-320", "1e400", "Inf", "NaN", "nan", "99:99", "1:02:03.5",
       "25:61:61", "-1:30", "1,5", "1.234,5", "1,234.5", "1,234", "٣٤", "１２", "Ⅷ", "½", "0x1F", "1e5", "1_000", "#DIV/0!", "#REF!", "TRUE",
       "false", "ja", "2024-05-28", "1-Mar", "28.05.2024 17:37", "10.119999999999999", "007", "m1", "M1", " m1 ", "m\u00a01", "\u200bm1",
       "START", "STOP", "POINT", "novel", "familiar", "left", "R", "test", "training", "=1+1", "+5", "5 s", "350 ms", ">300", "<1",
       "a" * 300, "é" * 200, "\U0001f42d", "\u202eabc", "x\ty", 'say "hi"', "two\nlines", "a,b;c|d", "\ufeff", "%s%n", "../../etc/passwd"]


def cells(text):
    """Rows of cells and the delimiter; quoting is left as it is (a quoted cell that holds the delimiter is cut, which is a mutation too)."""
    lines = text.replace("\r\n", "\n").split("\n")
    delimiter = max("\t;,", key=lambda d: sum(line.count(d) for line in lines))
    return [line.split(delimiter) for line in lines], delimiter


def some(rows, at_least=1):
    return [i for i, r in enumerate(rows) if len(r) >= at_least] or [0]


def set_cells(rows):
    for _ in range(random.choice([1, 1, 2, 5, 20])):
        r = random.choice(some(rows))
        rows[r][random.randrange(len(rows[r]))] = random.choice(ODD)


def set_column(rows):
    c, value = random.randrange(max(map(len, rows))), random.choice(ODD)
    for r in rows[random.choice([0, 1, 2]):]:
        if c < len(r):
            r[c] = value if random.random() < 0.8 else r[c]


def swap_columns(rows):
    a, b = (random.randrange(max(map(len, rows))) for _ in range(2))
    for r in rows[random.choice([0, 0, 1]):]:
        if max(a, b) < len(r):
            r[a], r[b] = r[b], r[a]


def drop_column(rows):
    c = random.randrange(max(map(len, rows)))
    for r in rows:
        del r[c:c + 1]


def double_column(rows):
    c = random.randrange(max(map(len, rows)))
    for r in rows:
        r[c:c] = r[c:c + 1]


def many_columns(rows):
    n = random.choice([100, 1000, 10000])
    for i, r in enumerate(rows):
        if r != [""]:
            r.extend((f"c{k}" if i == 0 else "1") for k in range(n))


def drop_rows(rows):
    for _ in range(random.randint(1, 5)):
        del rows[random.randrange(len(rows))]
        if not rows:
            rows.append([""])


def repeat_rows(rows):
    r = random.randrange(len(rows))
    rows[r:r] = [list(rows[r]) for _ in range(random.choice([1, 2, 50, 500]))]


def turn_rows(rows):
    a = random.choice([1, 2, 3, 4])
    rows[a:] = rows[a:][::-1] if random.random() < 0.5 else sorted(rows[a:], key=lambda r: random.random())


def cut_row(rows):
    r = random.choice(some(rows))
    rows[r] = rows[r][:random.randrange(len(rows[r]) + 1)] or [""]


def lengthen_row(rows):
    rows[random.choice(some(rows))] += [random.choice(ODD) for _ in range(random.choice([1, 3, 200]))]


def scale_column(rows):
    c, factor = random.randrange(max(map(len, rows))), random.choice([-1, 0, 1e-300, 1e300, 1e15, 60, 1000])
    for r in rows:
        try:
            r[c] = repr(float(r[c]) * factor)
        except (ValueError, IndexError):
            pass


def foreign_row(rows):
    rows.insert(random.randrange(len(rows) + 1), [random.choice(["Mean", "SEM", "Total", "# note", "title of the study", "", "---"])] +
                [random.choice(["", "1.5", "x"]) for _ in range(len(rows[0]) - 1)])


def long_cell(rows):
    r = random.choice(some(rows))
    rows[r][random.randrange(len(rows[r]))] = random.choice(["9", "x", "\u00e9", '"', "A", "1,"]) * random.choice([1000, 100000, 1000000])


def headers(rows):
    r = rows[random.choice([0, 0, 0, 1, 2]) % len(rows)]
    c = random.randrange(len(r))
    r[c] = random.choice(["", "animal", "arm", "novel_s", "familiar_s", "trial", "choice", "correct", "sequence", "phase", "value", "time", "day",
                          "novel", "latency (min)", "T1", "Object 1", "duration_s", r[random.randrange(len(r))], "x" * 500])


# What makes a file trials: tables of finished values are read with --assay outcome only.
MEASURED = (b"novel_s", b"left_s", b"object_a_s", b"choice", b"correct", b"sequence", b"n_trials")

CHANGES = [set_cells] * 6 + [set_column, swap_columns, drop_column, double_column, many_columns, drop_rows, repeat_rows, turn_rows, cut_row,
                             lengthen_row, scale_column, foreign_row, headers, headers, long_cell]


def encode(text):
    way = random.random()
    if way < 0.85:
        return text.encode("utf-8", "surrogatepass")
    if way < 0.88:
        return b"\xef\xbb\xbf" + text.encode()
    if way < 0.92:
        return text.encode("utf-16")
    if way < 0.95:
        return text.encode("cp1252", "replace")
    data = bytearray(text.encode())
    for _ in range(random.choice([1, 3])):
        if data:
            data[random.randrange(len(data))] = random.choice([0, 0xFF, 0xC3, 0x80, 0x0D, 0x22, 0x1A])
    return bytes(data)


def change(data):
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        return data
    rows, delimiter = cells(text)
    for _ in range(random.choice([1, 1, 1, 2, 3])):
        random.choice(CHANGES)(rows)
    end = random.choice(["\n"] * 6 + ["\r\n", "\r"])
    return encode(end.join(random.choice([delimiter] * 30 + [";", ","]).join(r) for r in rows))


JSON_ODD = [None, True, 0, -1, 1e308, 0.5, "", "x", "FILL IN: x", [], {}, [[]], ["a", 1, None], {"a": {"b": []}}, "é" * 2000, ["x"] * 500, "(?<animal>",
            "(?<animal>.*)", "(((((((((((((((((((a*)*)*)*)*)*)*)*)*)*)*)*)*)*)*)*)*)*)*)", "[", "..", "study.json", "no such.csv", "-", 10**30, "1e400"]
STUDY_KEYS = ["import", "animals", "design", "exclusions", "analysis", "reporting", "figures", "title", "schema", "inputs", "nonsense"]
INPUT_KEYS = ["file", "files", "assay", "response", "from", "sheet", "encoding", "delimiter", "decimal", "header_line", "no_header", "columns",
              "recodes", "settings", "pattern", "where"]


def change_study(folder):
    """A key of the study file gets another value, or goes, or one more comes."""
    path = os.path.join(folder, "study.json")
    with open(path, encoding="utf-8") as file:
        study = json.load(file)
    for _ in range(random.choice([1, 1, 2])):
        part = random.choice([study] + [i for i in study.get("inputs", []) if isinstance(i, dict)]) if isinstance(study.get("inputs"), list) else study
        inner = [v for v in part.values() if isinstance(v, dict) and v]
        if inner and random.random() < 0.4:
            part = random.choice(inner)
        key = random.choice(list(part) + (STUDY_KEYS if part is study else INPUT_KEYS)) if random.random() < 0.7 else random.choice(list(part) or ["x"])
        if random.random() < 0.15:
            part.pop(key, None)
        else:
            part[key] = random.choice(JSON_ODD)
    text = json.dumps(study, indent=1)
    if random.random() < 0.1:
        at = random.randrange(len(text))
        text = text[:at] + random.choice(["", ",", "}", '"', "\x00", "\\u0000", "nan", "/*", "\ufeff", "[" * 2000]) + text[at + random.choice([0, 1]):]
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def run(program, arguments, folder, seconds=60):
    environment = dict(os.environ, ASAN_OPTIONS="detect_leaks=1", UBSAN_OPTIONS="print_stacktrace=1", NO_COLOR="1")
    try:
        done = subprocess.run([program] + arguments, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, env=environment)
    except subprocess.TimeoutExpired:
        return None, b"", "took more than %d s" % seconds
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")


def verdict(status, errors):
    if status is None:
        return errors
    if status not in (0, 1, 2, 3) or "Sanitizer" in errors or "runtime error" in errors:
        return "exit %d" % status
    if status and not errors.strip():
        return "exit %d without a word" % status
    if status and "ethostat:" not in errors and " error " not in errors:
        return "exit %d without an error" % status
    return None


def assay_of(folder):
    with open(os.path.join(folder, "study.json"), encoding="utf-8") as file:
        declared = [i.get("assay") for i in json.load(file).get("inputs") or [] if isinstance(i, dict)]
    return ["--assay", declared[0]] if declared and declared[0] else []


def case(program, folder):
    """The command and what is wrong with it; None when nothing is."""
    for arguments in (["check", "study.json", "--format", "json"], ["measure", "study.json"], ["convert", "study.json"]):
        status, out, errors = run(program, arguments, folder)
        wrong = verdict(status if arguments[0] != "check" or status else 0, errors if arguments[0] != "check" else errors + " error ")
        if wrong:
            return arguments, wrong + "\n" + errors
        if arguments[0] == "check" and status in (0, 1) and out:
            try:
                json.loads(out)
            except ValueError as problem:
                return arguments, "no JSON: %s" % problem
    head = out.split(b"\n")[0].split(b",")
    if status == 0 and any(name in head for name in MEASURED):
        with open(os.path.join(folder, "trials.csv"), "wb") as file:
            file.write(out)
        back = ["convert", "trials.csv"] + assay_of(folder)
        status, again, errors = run(program, back, folder)
        wrong = verdict(status, errors) or (status and "convert's own output is refused") or (again != out and "convert's output reads back as something else")
        if wrong:
            return back, wrong + "\n" + errors
    return None


def main():
    program = os.path.abspath(sys.argv[1])
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 500
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 30)
    fixtures = sorted(d for d in os.listdir(FIXTURES) if os.path.exists(os.path.join(FIXTURES, d, "study.json")))
    failed = 0
    for i in range(runs):
        random.seed(seed + i)
        name = random.choice(fixtures)
        with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as top:
            folder = os.path.join(top, name)
            shutil.copytree(os.path.join(FIXTURES, name), folder)
            inputs = [f for f in os.listdir(folder) if f not in ("study.json", "expected.csv")]
            path = os.path.join(folder, random.choice(inputs))
            with open(path, "rb") as file:
                data = change(file.read())
            with open(path, "wb") as file:
                file.write(data)
            if random.random() < 0.3:
                change_study(folder)
            wrong = case(program, folder)
            if wrong:
                failed += 1
                kept = os.path.join("cells-failed", str(seed + i))
                shutil.copytree(folder, kept, dirs_exist_ok=True)
                print(f"{name}, seed {seed + i} (kept in {kept}): {' '.join(wrong[0])}: {wrong[1][:1500]}", flush=True)
    print(f"{runs} cases from seed {seed}: {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
