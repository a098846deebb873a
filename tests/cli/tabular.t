#!/bin/bash
# Tables that laboratories published, read with the study files of tests/formats/settings: the figures are the authors' own
# (shared/data/README.md) and those of tests/cli/tabular.R.
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh
if [ ! -d "$data/behaviour" ]; then
  skip "published tables" "shared/data/behaviour is not here"
  finish
fi
for entry in "$data"/behaviour/*; do ln -s "$(realpath "$entry")" "$work/"; done
cp "$top"/tests/formats/settings/*.json "$work/"
cd "$work" || exit 1

# near FILTER NUMBER NAME: a number of the last JSON, to nine digits
near() { json "$1 | (. - ($2) | fabs) <= 1e-9 * ([1e-9, ($2 | fabs)] | max)" "$3 as published"; }

for study in olm-test olm-percent groom-rear tubingen-bins tubingen-ratio tubingen-rearing tubingen-sleep cfos c9-ymaze c9-smell avoidance \
  ds-battery water-maze water-maze-2 weights apoe-table; do
  exits 0 "$study is read" "$e" convert "$study.json"
  cp out "$study.csv"
  "$e" convert "$study.csv" --assay "$(jq -r '.inputs[0].assay // "outcome"' "$study.json")" >again.csv 2>err
  cmp -s "$study.csv" again.csv
  tap $? "$study: what was converted reads back"
done
counts() { awk -F, 'NR > 1 { a[$1] } END { print NR - 1, length(a) }' "$1"; }
for want in "olm-test 40 40" "olm-percent 26 26" "groom-rear 42 42" "tubingen-bins 100 20" "tubingen-ratio 100 20" "c9-ymaze 287 41" \
  "c9-smell 48 48" "avoidance 34 34" "ds-battery 20 20" "water-maze 24 6" "weights 546 26"; do
  read -r study trials animals <<<"$want"
  [ "$(counts "$study.csv")" = "$trials $animals" ]
  tap $? "$study: $trials trials of $animals animals (was $(counts "$study.csv"))"
done

exits 0 "object location, day 1" "$e" test t_welch olm-percent.csv --value Percent_Time_Investigated --by arm --control MUT --format json
near '.rows[0].statistic' -0.5193509502 t
near '.rows[0].df' 23.95510335 df
near '.rows[0].p_value' 0.6082817093 p
exits 0 "the same on the file as it is" "$e" test t_welch olm-slc/Data_OLM_Analysis.csv --value Percent_Time_Investigated --by Genotype \
  --where Day=2 --where 'Genotype!=HET' --control MUT --format json
near '.rows[0].statistic' 0.5303300704 "t of day 2"
near '.rows[0].p_value' 0.6007580705 "p of day 2"
exits 1 "animals of two genotypes" "$e" check olm-slc/Data_OLM_Analysis.csv
says "E-ANIMAL-ARMS" "are told"
"$e" measure olm-test.json >m.csv 2>/dev/null
exits 0 "object location, indices" "$e" test describe m.csv --value discrimination_index --format json
near '.rows[0].mean' 0.0805395296078336 "mean of the indices"

exits 0 "battery, one-way" "$e" test anova_oneway ts65dn-battery/DSBATTERY.csv --value ALTERNATIONS --by GROUPS --format json
near '[.rows[] | select(.statistic_name == "F")][0].statistic' 23.8468712904867 F
exits 0 "battery, analysed" "$e" analyze ds-battery.json --format json
near '[.results[] | select(.test == "anova_oneway" or .test == "t_student") | .rows[0].p_value][0]' 1.19588305177809e-04 "p of the arms"
exits 0 "battery without a study file" "$e" check ts65dn-battery/DSBATTERY.csv
says "W-ANIMAL-ROW" "animals are rows"

exits 0 "Tuebingen, ratio by minute" "$e" model 'DR ~ factor(bin) + arm + (1 | animal)' tubingen-ratio.csv --ml --format json
near '.rows[0].logLik' 3.966685188486 logLik
near '[.rows[] | select(.table == "coefficients" and .term == "armWake")][0].estimate' -0.40191973114 "Retention Wake"
"$e" measure tubingen-bins.json >m.csv 2>/dev/null
exits 0 "Tuebingen, bins" "$e" test describe m.csv --value discrimination_index_bin_1 --format json
near '.rows[0].mean' 0.199583800629704 "the authors' ratio of minute 1"

"$e" measure c9-ymaze.json >m.csv 2>/dev/null
exits 0 "LIMS export with genotypes" "$e" test t_welch m.csv --value discrimination_index --by arm --where phase=test \
  --control C9ORF72-GR400-B6J:Het --format json
near '.rows[0].statistic' -0.630626883042728 t
near '.rows[0].df' 37.202477774903194 df
near '.rows[0].mean1' 0.248312249199270 "mean of the heterozygous"
exits 0 "smells" "$e" test t_welch c9-smell.csv --value N1 --by arm --control C9ORF72-GR400-B6J:WT --format json
near '.rows[0].statistic' 0.344910547830012 t

exits 0 "hand-scored keys" awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i } NR > 1 && ($c["Value : r"] != $c["Rear instances"] ||
  $c["Value : g"] != $c["Groom instances"]) { exit 1 }' groom-rear.csv
exits 0 "water maze" "$e" measure water-maze.json
says '^190909_1,.*,45\.65' "the platform that was not reached counts as 60 s"
exits 0 "weights" "$e" test describe weights.csv --value weight_g --where day=21 --format json
near '.rows[0].mean' 45.3076923076923 "mean of week 21"
exits 0 "avoidance" "$e" test anova_welch avoidance.csv --value TimeShockZone --by arm --format json
near '[.rows[] | select(.statistic_name == "F")][0].statistic' 35.8526553862663 F

exits 0 "simulated recognition" "$e" measure nor-robles-long/test_dataset.csv
cp out m.csv
exits 0 "its arms" "$e" test t_welch m.csv --value discrimination_index --by arm --control B --format json
near '.rows[0].p_value' 0.0264289626206906 p
json '.rows[0].statistic | . + 2.6439137 | fabs < 1e-6' "t as published"
finish
