# read.py trials|poses FILE with pandas.
import sys

import pandas

task, file = sys.argv[1:]
if task == "trials":
    table = pandas.read_csv(file)
    print(len(table.groupby(["animal", "arm"])[["correct", "latency_s"]].mean()))
else:
    print(pandas.read_csv(file, skiprows=2).shape)
