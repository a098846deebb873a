# gardner_altman.gp - two groups, and their difference on an axis of its own at the right
# By hand: gnuplot -c plots/gardner_altman.gp DATA.tsv FILE.svg [svg|pdf|png|eps|tex]
DATA = ARG1; OUTPUT = ARG2; FORMAT = ARG3; PLOTS = ARG0[1:strlen(ARG0) - strlen("gardner_altman.gp")]
load PLOTS."begin.gp"
PANEL = 1; load PLOTS."panel.gp"
PAGE = layer("chance", "using 1:2 with lines ".DASH)
PAGE = layer("guides", "using 1:2 with lines lw THIN lc rgb INK")
PAGE = layer("dots", "using 1:2:3:4 with points ".MARKS)
eval PAGE
PAGE = ""; PANEL = 2; load PLOTS."panel.gp"
unset ytics
set y2range [v("y_low2"):v("y_high2")]
set y2tics out nomirror scale 0.45 font SMALL_FONT textcolor rgb INK v("y_first2"), v("y_step2"), v("y_high2") format sprintf("%%.%df", v("y_decimals2"))
PAGE = layer("curves", "using 1:2:3 with filledcurves closed fs solid noborder lc rgb variable")
PAGE = layer("effects", "using 1:3:(0):($4 - $3) with vectors nohead lw THICK lc rgb INK")
PAGE = layer("effects", "using 1:2 with points pt 7 ps ps_mm(0.9) lc rgb INK")
eval PAGE
unset y2tics
load PLOTS."end.gp"
