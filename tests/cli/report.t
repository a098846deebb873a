#!/bin/bash
# The report: made again from report.json byte for byte, drawn from, in step in every format, and complete.
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh
export ETHOSTAT_PLOTS=$top/plots
cp examples/study.json examples/nor.csv examples/tmaze.csv examples/animals.csv "$work"
cd "$work" || exit 1

# ---- made again
exits 0 "a study with figures" "$e" analyze study.json --out first
for way in "first/report.json" "--from first/report.json"; do
  rm -rf again
  # shellcheck disable=SC2086
  exits 0 "analyze $way" "$e" analyze $way --out again
  diff -r first again >out 2>err
  tap $? "analyze $way: every file is the same byte for byte"
done
valid report.schema.json "report.json" first/report.json
mv study.json kept.json
rm -rf again
exits 0 "the study file may be gone" "$e" analyze first/report.json --out again
diff -r first again >out 2>err
tap $? "without the study file: the same"
sed 's/0.15/0.2/' kept.json >study.json
exits 1 "another study file" "$e" analyze first/report.json
says 'study.json.*E-INPUT-CHANGED' "another study file"
cp kept.json study.json
sed -i '2s/m01/m001/' nor.csv
exits 1 "a changed input" "$e" analyze first/report.json --out never
says 'nor.csv.*E-INPUT-CHANGED.*SHA-256' "a changed input"
[ ! -e never ]
tap $? "nothing is written then"
cp "$top/examples/nor.csv" .
rm tmaze.csv
exits 1 "a missing input" "$e" analyze first/report.json
says 'tmaze.csv.*missing' "a missing input"
cp "$top/examples/tmaze.csv" .
sed -i '2s/F/M/' animals.csv
exits 1 "a changed file of animals" "$e" analyze first/report.json
says 'animals.csv.*E-INPUT-CHANGED' "a changed file of animals"
cp "$top/examples/animals.csv" .
exits 2 "other options with a report" "$e" analyze first/report.json --control CAR-T
exits 2 "--from report.json and files" "$e" analyze nor.csv --from first/report.json
exits 3 "no such report" "$e" analyze --from nowhere.json
echo '{"schema":"ethostat.report/1","input":[]}' >empty.json
exits 1 "a report that does not say how it was made" "$e" analyze empty.json

jq '.schema = "ethostat.report/9"' first/report.json >later.json
exits 1 "a report of another schema" "$e" analyze later.json
jq '.run.given = [{name: "conf_level", value: "much"}]' first/report.json >odd.json
exits 1 "an option that cannot be read" "$e" analyze odd.json
says 'E-REPORT-OPTION' "an option that cannot be read"
jq '.ethostat = "0.0.1"' first/report.json >old.json
exits 0 "a report of another version" "$e" analyze old.json
says 'W-REPORT-VERSION' "a report of another version"
head -c 3000 first/report.json >cut.json
exits 1 "half a report" "$e" analyze cut.json
"$e" analyze - --animals animals.csv --no-figures --out piped <nor.csv >out 2>err
exits 1 "standard input cannot come again" "$e" analyze piped/report.json
says 'standard input cannot be read again' "standard input cannot come again"
"$e" analyze nor.csv --animals animals.csv --format json >stdout.json 2>err
"$e" analyze stdout.json --format json 2>err | cmp - stdout.json >out 2>err
tap $? "a report from stdout is made again byte for byte"

# options of the command line, several kinds of figures, none at all
options=(nor.csv --animals animals.csv --control control --response total_exploration_s --primary kruskal_wallis
  --pairwise tukey --conf 0.9 --resamples 300 --seed 42 --phase test)
for figures in '--figures svg,pdf' --no-figures; do
  rm -rf one two
  # shellcheck disable=SC2086
  exits 0 "options ($figures)" "$e" analyze "${options[@]}" $figures --out one
  exits 0 "options ($figures), again" "$e" analyze one/report.json --out two
  find one two -name '*.pdf' -delete # a PDF carries its date
  diff -r one two >out 2>err
  tap $? "options ($figures): the same byte for byte"
done
cp one/report.json out
json '.options.conf_level == "0.9" and .options.pairwise == "tukey" and (.assumed | index("conf_level") | not)' "given options"
json '.assumed | index("exclusions") != null' "assumed options"
json '[.input[].path] == ["nor.csv", "animals.csv"] and all(.input[]; .sha256 | test("^[0-9a-f]{64}$"))' "every input with its hash"
mkdir folder
awk -F, -v OFS=, 'NR == 1 { print "arm", $0 } NR > 1 { print (substr($1, 2) % 2 ? "odd" : "even"), $0 }' nor.csv >folder/nor.csv
exits 0 "a folder" "$e" analyze folder --no-figures --out of-folder
sed 's/,m/,x/' folder/nor.csv >folder/more.csv
exits 1 "a folder that has grown" "$e" analyze of-folder/report.json
says 'E-INPUT-CHANGED' "a folder that has grown"

# ---- drawn from
for chart in dots raincloud estimation forest heatmap exclusions qq; do
  exits 0 "plot $chart report.json" "$e" plot $chart first/report.json -o $chart.svg
  [ -s $chart.svg ]
  tap $? "$chart.svg is there"
done
exits 0 "another assay" "$e" plot dots first/report.json --assay tmaze -o t.svg
says 'success_rate' "another assay"
exits 0 "sessions of a report" "$e" plot paired first/report.json --value total_exploration_s --within phase --subject animal --by arm -o p.svg
exits 0 "another column" "$e" plot dots first/report.json --value habituation_s --by sex -o s.svg
exits 2 "no such assay" "$e" plot dots first/report.json --assay ymaze -o no.svg
exits 1 "no report" "$e" plot dots kept.json -o no.svg
exits 2 "--assay without a report" "$e" plot dots nor.csv --assay nor --value novel_s --by arm -o no.svg

# ---- in step
p=$(jq -r '[.results[] | select(.part == "primary")][0].sentence' first/report.json)
for file in report.html report.md report.txt; do
  tr -s '\n ' '  ' <first/$file | sed 's/\\//g; s/&#39;/'"'"'/g' | grep -qF "$p"
  tap $? "$file tells the primary result of report.json"
  for part in 'ARRIVE 2.0' 'Randomisation: simulated' 'experimental unit' 'SHA-256\|sha256' 'anova_welch'; do
    tr -s '\n ' '  ' <first/$file | sed 's/\\//g' | grep -q "$part"
    tap $? "$file has '$part'"
  done
done
for csv in first/tables/*.csv; do
  name=$(basename "$csv" .csv)
  grep -q "download=\"$name.csv\"" first/report.html
  tap $? "$name.csv is linked in the page"
done
! grep -iE '\bsignificant(ly)?\b' first/report.txt >out 2>err
tap $? "a p-value is never called significant"
! grep -oE '(p|[ωηε]²) = 0\.' first/report.txt >out 2>err
tap $? "no leading zero before what cannot exceed 1"
! grep -oE '(http|//)[a-z.]+/' first/report.html | grep -v 'w3.org' >out 2>err
tap $? "the page refers to nothing elsewhere"

# ---- not stated, none
"$e" analyze nor.csv --animals animals.csv --no-figures --out plain >out 2>err
for statement in 'Randomisation: not stated' 'Blinding: not stated' 'No animal was excluded'; do
  tr -s '\n ' '  ' <plain/report.txt | grep -q "$statement"
  tap $? "says '$statement'"
done
grep -q '^3b,.*,none\.' plain/tables/arrive.csv
tap $? "exclusions: none"

# ---- formulas
printf 'animal,arm,phase,novel_s,familiar_s\n' >formula.csv
for i in 1 2 3 4 5 6 7 8; do
  echo "m$i,\"$([ $((i % 2)) = 0 ] && echo '=1+1' || echo '@SUM(A1)')\",test,$((20 + i * i % 7)),$((9 + i % 3))" >>formula.csv
done
exits 0 "labels that are formulas" "$e" analyze formula.csv --no-figures --out formula
grep -q "begin like a spreadsheet formula" formula/report.md
tap $? "the report says that they were defused"
! grep -qE '(^|,)"?[=@]' formula/tables/*.csv
tap $? "and they are"
jq -e '.measures[0].arm == "@SUM(A1)"' formula/report.json >out
tap $? "report.json holds the text as it was"
finish
