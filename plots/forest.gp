# forest.gp - estimates with intervals, one line each
# By hand: gnuplot -c plots/forest.gp DATA.tsv FILE.svg [svg|pdf|png|eps|tex]
DATA = ARG1; OUTPUT = ARG2; FORMAT = ARG3; PLOTS = ARG0[1:strlen(ARG0) - strlen("forest.gp")]
load PLOTS."begin.gp"
PANEL = 1; load PLOTS."panel.gp"
PAGE = layer("zero", "using 1:2 with lines ".DASH)
PAGE = layer("effects", "using 3:2:($4 - $3):(0) with vectors nohead lw THICK lc rgb INK")
PAGE = layer("effects", "using 1:2 with points pt 5 ps ps_mm(0.8) lc rgb INK")
eval PAGE
load PLOTS."end.gp"
