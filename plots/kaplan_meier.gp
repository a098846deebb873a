# kaplan_meier.gp - survival as steps, crosses where animals were censored
# By hand: gnuplot -c plots/kaplan_meier.gp DATA.tsv FILE.svg [svg|pdf|png|eps|tex]
DATA = ARG1; OUTPUT = ARG2; FORMAT = ARG3; PLOTS = ARG0[1:strlen(ARG0) - strlen("kaplan_meier.gp")]
load PLOTS."begin.gp"
PANEL = 1; load PLOTS."panel.gp"
PAGE = layer("steps", "using 1:2:3 with lines lw 1.2 * PT lc rgb variable")
PAGE = layer("censored", "using 1:2:3 with points pt 1 ps ps_mm(0.6) lw LINE lc rgb variable")
eval PAGE
load PLOTS."end.gp"
