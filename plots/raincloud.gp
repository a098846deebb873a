# raincloud.gp - density, box and animals side by side
# By hand: gnuplot -c plots/raincloud.gp DATA.tsv FILE.svg [svg|pdf|png|eps|tex]
DATA = ARG1; OUTPUT = ARG2; FORMAT = ARG3; PLOTS = ARG0[1:strlen(ARG0) - strlen("raincloud.gp")]
load PLOTS."begin.gp"
PANEL = 1; load PLOTS."panel.gp"
PAGE = layer("shapes", "using 1:2:3 with filledcurves closed fs solid noborder lc rgb variable")
PAGE = layer("chance", "using 1:2 with lines ".DASH)
PAGE = layer("tukey", "using 1:2:(0):($6 - $2) with vectors heads size graph CAP,90 nofilled lw LINE lc rgb INK")
PAGE = layer("tukey", "using 1:4:($1 - $7):($1 + $7):3:5:9 with boxxyerror fs solid border rgb INK lw THIN lc rgb variable")
PAGE = layer("tukey", "using ($1 - $7):4:(2 * $7):(0) with vectors nohead lw THICK lc rgb INK")
PAGE = layer("dots", "using 1:2:3:4 with points ".MARKS)
eval PAGE
load PLOTS."end.gp"
