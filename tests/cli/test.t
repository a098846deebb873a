#!/bin/bash
# ethostat test: columns, options, formats, refusals. The figures themselves are checked in tests/unit/stats.
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh
cat >"$work/d.csv" <<'C'
animal,arm,day,score
m1,control,1,0.31
m2,control,1,0.22
m3,control,1,0.40
m4,CAR-T,1,0.05
m5,CAR-T,1,-0.10
m6,CAR-T,1,0.12
m7,rescue,1,0.25
m8,rescue,1,0.30
m9,rescue,1,NA
m1,control,2,0.30
m2,control,2,0.25
m3,control,2,0.42
C
t() { exits 0 "$*" "$e" test "$@"; }

t t_welch "$work/d.csv" --value score --by arm --where day=1 --groups control,CAR-T --format json
valid test.schema.json "t_welch"
json '.rows | length == 1' "one pair"
json '.rows[0].group1 == "control" and .rows[0].estimate < 0' "group2 - group1 in the order of --groups"
# tests/cli/reference.R
json '.rows[0].p_value - 0.028104180716608418 | fabs < 1e-12' "R's p"
t t_welch "$work/d.csv" --value score --by arm -w day=1 --format json
json '[.rows[] | .adjust == "holm" and .p_adjusted >= .p_value] | all and length == 3' "all pairs, Holm"
json '.notes | length == 1' "the missing value is noted"
t t_welch "$work/d.csv" --value score --by arm -w day=1 --control control --adjust bonferroni --format json
json '[.rows[].group1] | unique == ["control"]' "all against the control"
t t_paired "$work/d.csv" --value score --by day --subject animal --where arm=control --format json
json '.rows[0].n == 3' "pairs by animal"
t describe "$work/d.csv" --value score --by arm -w day=1 --format csv
says '^.*group.*,mean,' "csv has a header"
t describe "$work/d.csv" --value score --by arm -w day=1 --format markdown
says '^\| ' "markdown has a table"
t describe "$work/d.csv" --value score --by arm -w day=1 --format latex
says 'toprule' "latex has a table"
t describe "$work/d.csv" --value score --by arm -w day=1 --format html
says '<table' "html has a table"


exits 1 "animals that come back are not independent" "$e" test t_welch "$work/d.csv" --value score --by arm
says 'design effect|ICC' "it says how much they depend"
exits 0 "unless asked for" "$e" test t_welch "$work/d.csv" --value score --by arm --pseudoreplicate
exits 2 "unknown test" "$e" test t_welhc "$work/d.csv" --value score --by arm
says "t_welch" "nearest test"
exits 2 "unknown column" "$e" test t_welch "$work/d.csv" --value scor --by arm
says "'score'" "nearest column"
exits 2 "unknown group" "$e" test t_welch "$work/d.csv" --value score --by arm -w day=1 --groups control,CAR-X
says "'CAR-T'" "nearest group"
exits 2 "unknown option" "$e" test t_welch "$work/d.csv" --valeu score
says 'value' "nearest option"
exits 2 "an option that the test does not take" "$e" test t_welch "$work/d.csv" --value score --by arm --zeros pratt
exits 2 "a bad level" "$e" test t_welch "$work/d.csv" --value score --by arm --conf 95
exits 2 "a bad number" "$e" test t_welch "$work/d.csv" --value score --by arm --mu abc
exits 2 "an option twice" "$e" test t_welch "$work/d.csv" --value score --value score --by arm
exits 2 "an option without its value" "$e" test t_welch "$work/d.csv" --value
exits 2 "no file" "$e" test t_welch
exits 3 "a file that is not there" "$e" test t_welch "$work/none.csv" --value score --by arm
exits 1 "text among numbers" "$e" test describe "$work/d.csv" --value arm
says 'd.csv:2' "where the text stands"
exits 2 "a malformed filter" "$e" test describe "$work/d.csv" --value score --where score
exits 3 "a full disk" bash -c "'$e' test describe '$work/d.csv' --value score -w day=1 >/dev/full"
finish
