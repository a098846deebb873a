# heatmap.gp - p-values of all pairs as shaded cells
# By hand: gnuplot -c plots/heatmap.gp DATA.tsv FILE.svg [svg|pdf|png|eps|tex]
DATA = ARG1; OUTPUT = ARG2; FORMAT = ARG3; PLOTS = ARG0[1:strlen(ARG0) - strlen("heatmap.gp")]
load PLOTS."begin.gp"
PANEL = 1; load PLOTS."panel.gp"
unset border
PAGE = layer("cells", "using 1:2:($1 - 0.48):($1 + 0.48):($2 - 0.48):($2 + 0.48):4 with boxxyerror fs solid noborder lc rgb variable")
eval PAGE
load PLOTS."end.gp"
