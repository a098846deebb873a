# trajectory.gp - the path of an animal with its start and end
# By hand: gnuplot -c plots/trajectory.gp DATA.tsv FILE.svg [svg|pdf|png|eps|tex]
DATA = ARG1; OUTPUT = ARG2; FORMAT = ARG3; PLOTS = ARG0[1:strlen(ARG0) - strlen("trajectory.gp")]
load PLOTS."begin.gp"
PANEL = 1; load PLOTS."panel.gp"
PAGE = layer("path", "using 1:2 with lines lw THIN lc rgb INK")
PAGE = layer("dots", "using 1:2:3:4 with points ".MARKS)
eval PAGE
load PLOTS."end.gp"
