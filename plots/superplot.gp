# superplot.gp - animals as pale marks, means of their cages as large ones
# By hand: gnuplot -c plots/superplot.gp DATA.tsv FILE.svg [svg|pdf|png|eps|tex]
DATA = ARG1; OUTPUT = ARG2; FORMAT = ARG3; PLOTS = ARG0[1:strlen(ARG0) - strlen("superplot.gp")]
load PLOTS."begin.gp"
PANEL = 1; load PLOTS."panel.gp"
PAGE = layer("chance", "using 1:2 with lines ".DASH)
PAGE = layer("dots", "using 1:2:3:4 with points ".MARKS)
PAGE = layer("cages", "using 1:2:(ps_mm(1.5 * v('mark_mm'))):3:4 with points pt variable ps variable lc rgb variable")
PAGE = layer("bars", "using 1:3:(0):($4 - $3) with vectors heads size graph CAP,90 nofilled lw LINE lc rgb INK")
PAGE = layer("bars", "using ($1 - $5):2:(2 * $5):(0) with vectors nohead lw THICK lc rgb INK")
eval PAGE
load PLOTS."end.gp"
