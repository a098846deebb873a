# scatter.gp - points with a line and its band
# By hand: gnuplot -c plots/scatter.gp DATA.tsv FILE.svg [svg|pdf|png|eps|tex]
DATA = ARG1; OUTPUT = ARG2; FORMAT = ARG3; PLOTS = ARG0[1:strlen(ARG0) - strlen("scatter.gp")]
load PLOTS."begin.gp"
PANEL = 1; load PLOTS."panel.gp"
PAGE = layer("band", "using 1:2:3 with filledcurves fs solid noborder lc rgb v('fill')")
PAGE = layer("fit", "using 1:2 with lines lw LINE lc rgb INK")
PAGE = layer("dots", "using 1:2:3:4 with points ".MARKS)
eval PAGE
load PLOTS."end.gp"
