# series.gp - means with intervals over time, a line per group
# By hand: gnuplot -c plots/series.gp DATA.tsv FILE.svg [svg|pdf|png|eps|tex]
DATA = ARG1; OUTPUT = ARG2; FORMAT = ARG3; PLOTS = ARG0[1:strlen(ARG0) - strlen("series.gp")]
load PLOTS."begin.gp"
PANEL = 1; load PLOTS."panel.gp"
PAGE = layer("chance", "using 1:2 with lines ".DASH)
PAGE = layer("curve", "using 1:3:(0):($4 - $3):6 with vectors heads size graph CAP,90 nofilled lw THIN lc rgb variable")
PAGE = layer("curve", "using 1:2:6 with lines lw LINE lc rgb variable")
PAGE = layer("curve", "using 1:2:5:6 with points ".MARKS)
eval PAGE
load PLOTS."end.gp"
