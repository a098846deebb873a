# cells.gp - coloured cells: time spent in squares, or arm entries in their order
# By hand: gnuplot -c plots/cells.gp DATA.tsv FILE.svg [svg|pdf|png|eps|tex]
DATA = ARG1; OUTPUT = ARG2; FORMAT = ARG3; PLOTS = ARG0[1:strlen(ARG0) - strlen("cells.gp")]
load PLOTS."begin.gp"
PANEL = 1; load PLOTS."panel.gp"
PAGE = layer("cells", "using 1:2:3:4:5:6:7 with boxxyerror fs solid noborder lc rgb variable")
eval PAGE
load PLOTS."end.gp"
