#!/bin/bash
# ethostat check A B --against: agreement of two raters; the figures come from tests/cli/against.R (psych, base R).
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh
novel=(30.1 25.4 18.2 40.0 22.7 35.5 28.9 15.3) familiar=(20.2 24.1 17.9 22.5 21.0 20.4 25.0 16.1)
novel2=(31.0 24.9 19.5 38.2 23.3 36.1 27.2 21.3) familiar2=(19.8 25.0 17.1 23.9 20.2 21.1 24.4 15.2)
echo "animal,arm,novel_s,familiar_s" >"$work/a.csv"
echo "Mouse;Treatment;Novel (s);Familiar (s)" >"$work/b.csv"
for i in 7 6 5 4 3 2 1 0; do echo "m$i;x;${novel2[i]/./,};${familiar2[i]/./,}"; done >>"$work/b.csv"
for i in 0 1 2 3 4 5 6 7; do echo "m$i,x,${novel[i]},${familiar[i]}"; done >>"$work/a.csv"

exits 0 "two raters" "$e" check "$work/a.csv" "$work/b.csv" --against --format json
row='. | map(select(.table == "agreement" and .measure == "novel_s"))[0]'
near() { json "$row | .$1 - ($2) | fabs < 1e-12" "$1 as in R"; }
near icc 0.951051503264767
near icc_consistency 0.948659901676156
near ccc 0.944447320892863
near bias 0.675000000000001
near loa_lower -4.1233390701102
near loa_upper 5.4733390701102
json "$row | .n == 8" "eight pairs whatever the order of the rows"
json '. | map(select(.table == "trials" and .measure == "novel_s"))[0] | .animal == "m7" and .difference == 6' \
  "the trial that differs most comes first"
exits 0 "two raters, for people" "$e" check "$work/a.csv" "$work/b.csv" --against
says 'm7' "the worst trial is shown"

exits 0 "a file with itself" "$e" check "$work/a.csv" "$work/a.csv" --against --format json
json "$row | .icc == 1 and .ccc == 1 and .bias == 0 and .largest_difference == 0" "agrees wholly"
json '. | map(select(.table == "trials")) | length == 0' "and no trial differs"

sed 's/^m0/n0/' "$work/b.csv" >"$work/c.csv"
exits 0 "an id that only one file has" "$e" check "$work/a.csv" "$work/c.csv" --against --format json
says 'W-AGAINST-ALONE.*m0' "is told for the first file"
says 'W-AGAINST-ALONE.*n0' "is told for the second file"
json "$row | .n == 7" "and left out"
sed 's/^m/n/' "$work/b.csv" >"$work/d.csv"
exits 1 "nothing in common" "$e" check "$work/a.csv" "$work/d.csv" --against
says 'in common' "nothing in common"
exits 2 "one file" "$e" check "$work/a.csv" --against
exits 2 "three files" "$e" check "$work/a.csv" "$work/b.csv" "$work/c.csv" --against
printf 'animal,arm,novel_s,familiar_s\nm0,x,1,2\n' >"$work/one.csv"
exits 0 "one animal" "$e" check "$work/one.csv" "$work/one.csv" --against --format json
json "$row | .icc == null and .n == 1" "has no ICC"
printf 'animal,trial,choice,correct\nm0,1,L,1\nm0,2,R,1\n' >"$work/t.csv"
exits 2 "two assays" "$e" check "$work/a.csv" "$work/t.csv" --against
# Per animal, arms, units, missing trials, constants.
exits 0 "per animal" "$e" check "$work/a.csv" "$work/b.csv" --against --format json
json 'map(select(.table == "animals" and .measure == "novel_s")) | length == 8 and (map(select(.animal == "m7"))[0] | .first == 15.3 and .second == 21.3 and .n == 1)' "a row for each animal"
sed 's/^m3,x/m3,y/' "$work/a.csv" >"$work/arm.csv"
exits 0 "another arm" "$e" check "$work/a.csv" "$work/arm.csv" --against
says "W-AGAINST-ARM.*'m3' is in arm 'x' in the first file and in 'y' here" "another arm"
{ head -1 "$work/a.csv"; tail -n +2 "$work/a.csv" | awk -F, -v OFS=, '{print $1, $2, $3 * 1000, $4 * 1000}'; } >"$work/ms.csv"
exits 0 "another unit" "$e" check "$work/a.csv" "$work/ms.csv" --against
says "W-AGAINST-UNIT: novel_s is about 1000 times as large.*milliseconds in the second file" "another unit"
{ head -1 "$work/a.csv"; for i in 0 1 2 3; do echo "m$i,x,10.5,8"; done; } >"$work/constant.csv"
exits 0 "constant columns" "$e" check "$work/constant.csv" "$work/constant.csv" --against --format json
json 'map(select(.table == "agreement" and .measure == "novel_s"))[0] | .icc == null and .bias == 0 and .n == 4' "have no ICC"
printf 'Observation id\tFPS\tTreatment\tSubject\tBehavior\tBehavior type\tStart (s)\tStop (s)\n' >"$work/boris.tsv"
for i in 0 1 2 3 4 5 6; do
  printf 'o%d\t25\tx\tm%d\tnovel\tSTATE\t0\t%s\n' "$i" "$i" "${novel2[i]}"
  printf 'o%d\t25\tx\tm%d\tfamiliar\tSTATE\t50\t%s\n' "$i" "$i" "$(awk "BEGIN {print 50 + ${familiar2[i]}}")"
done >>"$work/boris.tsv"
exits 0 "BORIS against a table" "$e" check "$work/a.csv" "$work/boris.tsv" --against --format json
json "$row | .n == 7" "BORIS against a table"
says 'W-AGAINST-ALONE.*m7' "the trial that BORIS lacks is told"
finish
