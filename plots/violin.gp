# violin.gp - kernel densities with the animals as dots, mean and interval
# By hand: gnuplot -c plots/violin.gp DATA.tsv FILE.svg [svg|pdf|png|eps|tex]
DATA = ARG1; OUTPUT = ARG2; FORMAT = ARG3; PLOTS = ARG0[1:strlen(ARG0) - strlen("violin.gp")]
load PLOTS."begin.gp"
PANEL = 1; load PLOTS."panel.gp"
PAGE = layer("shapes", "using 1:2:3 with filledcurves closed fs solid noborder lc rgb variable")
PAGE = layer("chance", "using 1:2 with lines ".DASH)
PAGE = layer("dots", "using 1:2:3:4 with points ".MARKS)
PAGE = layer("bars", "using 1:3:(0):($4 - $3) with vectors heads size graph CAP,90 nofilled lw LINE lc rgb INK")
PAGE = layer("bars", "using ($1 - $5):2:(2 * $5):(0) with vectors nohead lw THICK lc rgb INK")
eval PAGE
load PLOTS."end.gp"
