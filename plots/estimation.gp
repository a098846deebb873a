# estimation.gp - the animals above, differences from the control with bootstrap distribution below
# By hand: gnuplot -c plots/estimation.gp DATA.tsv FILE.svg [svg|pdf|png|eps|tex]
DATA = ARG1; OUTPUT = ARG2; FORMAT = ARG3; PLOTS = ARG0[1:strlen(ARG0) - strlen("estimation.gp")]
load PLOTS."begin.gp"
PANEL = 1; load PLOTS."panel.gp"
PAGE = layer("chance", "using 1:2 with lines ".DASH)
PAGE = layer("dots", "using 1:2:3:4 with points ".MARKS)
PAGE = layer("bars", "using 1:3:(0):($4 - $3) with vectors heads size graph CAP,90 nofilled lw LINE lc rgb INK")
PAGE = layer("bars", "using ($1 - $5):2:(2 * $5):(0) with vectors nohead lw THICK lc rgb INK")
eval PAGE
PAGE = ""; PANEL = 2; load PLOTS."panel.gp"
PAGE = layer("curves", "using 1:2:3 with filledcurves closed fs solid noborder lc rgb variable")
PAGE = layer("zero", "using 1:2 with lines lw THIN lc rgb INK")
PAGE = layer("effects", "using 1:3:(0):($4 - $3) with vectors nohead lw THICK lc rgb INK")
PAGE = layer("effects", "using 1:2 with points pt 7 ps ps_mm(0.9) lc rgb INK")
eval PAGE
load PLOTS."end.gp"
