# paired.gp - measurements of the same animal joined by a line
# By hand: gnuplot -c plots/paired.gp DATA.tsv FILE.svg [svg|pdf|png|eps|tex]
DATA = ARG1; OUTPUT = ARG2; FORMAT = ARG3; PLOTS = ARG0[1:strlen(ARG0) - strlen("paired.gp")]
load PLOTS."begin.gp"
PANEL = 1; load PLOTS."panel.gp"
PAGE = layer("chance", "using 1:2 with lines ".DASH)
PAGE = layer("lines", "using 1:2:3 with lines lw THIN lc rgb variable")
PAGE = layer("dots", "using 1:2:3:4 with points ".MARKS)
PAGE = layer("means", "using ($1 - $3):2:(2 * $3):(0) with vectors nohead lw 2 * PT lc rgb INK")
eval PAGE
load PLOTS."end.gp"
