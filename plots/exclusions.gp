# exclusions.gp - animals assessed, excluded and analysed; all of it stands on the page itself
# By hand: gnuplot -c plots/exclusions.gp DATA.tsv FILE.svg [svg|pdf|png|eps|tex]
DATA = ARG1; OUTPUT = ARG2; FORMAT = ARG3; PLOTS = ARG0[1:strlen(ARG0) - strlen("exclusions.gp")]
load PLOTS."begin.gp"
load PLOTS."end.gp"
