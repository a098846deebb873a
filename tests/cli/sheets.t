#!/bin/bash
# What is said about sheets that people type, drag and paste: each code with its line, and each remedy followed to the letter.
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh
cd "$work" || exit 1

# told CODE LINE NAME: check says the code at that line of sheet.csv
told() {
  grep -qE "sheet.csv:$2: .*$1:" out err
  tap $? "$3: $1 at line $2"
}
study() { echo "{\"schema\": \"ethostat.study/1\", \"inputs\": [{\"file\": \"sheet.csv\", $1}]}" >study.json; }

printf 'Animal,Group,Novel (s),Familiar (s),DI\nm1,A,12,8,0.2\nm2,A,9.5,8.5,0.0556\nm3,B,7,7,0\nm4,B,6,9,-0.2\nm5,B,20,5,0.1\n' >sheet.csv
exits 0 "an index beside the times" "$e" check sheet.csv
told W-INDEX-DIFFERS 6 "the row with another index"
sed -i '$d' sheet.csv
exits 0 "the same without that row" "$e" check sheet.csv
told N-INDEX-AGREES 1 "the formula is named"

{ echo "Animal,Group,Object1 : time investigating,Object2 : time investigating"
  for i in 1 2 3 4 5 6; do echo "m$i,A,$((10 + i)).5,$((i * 7 % 5 + 3)).$i"; done
  printf 'm7,B,9.1,8\nm8,B,4,7.7\n'; } >sheet.csv
study '"settings": {"novel": "B"}'
exits 1 "a run that was dragged" "$e" analyze study.json
told E-RUN-FILL 2 "it is no measurement"
study '"settings": {"novel": "B", "runs": "missing"}'
exits 0 "its cells left out" "$e" convert study.json
[ "$(awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "familiar_s") c = i } NR > 1 && $c != ""' out | wc -l)" = 2 ]
tap $? "only the times outside the run are left"
study '"settings": {"novel": "B", "runs": "keep"}'
exits 0 "kept" "$e" convert study.json
told W-RUN-FILL 2 "it is still said"

printf 'Mouse,Genotype,Novel,Familiar\n1,+/-,12,8\n2,-,9,8\n3,WT,7,7\n' >sheet.csv
exits 0 "signs beside words" "$e" check sheet.csv
told W-ARM-SIGN 3 "a dash is said to be missing"
study '"recodes": {"arm:-": "KO"}'
exits 0 "the recode" "$e" convert study.json
says '^2,KO,' "gives the arm"

printf 'Animal,Age,Group,Novel,Familiar\n1,12,A,12,8\n1,60,A,9,8\n2,12,B,7,7\n2,60,B,7,5\n' >sheet.csv
exits 1 "two ages" "$e" analyze sheet.csv
told E-ANIMAL-TWICE 3 "the second row"
told W-ROWS-APART 3 "what tells them apart"
study '"columns": {"session": "Age"}'
exits 0 "declared as sessions" "$e" convert study.json
study '"where": "Age=60"'
exits 0 "one age read" "$e" convert study.json
[ "$(wc -l <out)" = 3 ]
tap $? "two trials"

printf 'Animal,Group,Trial,Left,Right,Novel side\n1,A,Trial 1,10,11,\n1,A,Trial 2,10,15,R\n2,B,Trial 1,9,9,\n2,B,Trial 2,4,8,L\n' >sheet.csv
exits 1 "trials that are phases" "$e" convert sheet.csv
says '"recodes": \{"phase:1": "training"\}' "the remedy"
study '"columns": {"phase": "Trial"}, "recodes": {"phase:Trial 1": "training"}'
exits 0 "the remedy works" "$e" convert study.json

printf 'date,week,C1-1,C1-2,C1-3,C1-4\n10/16,1,26,29,31,23\n10/19,2,27,28,33,23\n' >sheet.csv
exits 1 "a column per animal" "$e" convert sheet.csv
says '"pattern": "\^\(\?<animal>C1-\[0-9\]\+\)\$"' "the remedy has the pattern"
study '"assay": "outcome", "longer": {"pattern": "(?<animal>C1-[0-9]+)", "values": "value"}, "columns": {"day": "week"}'
exits 0 "the remedy works" "$e" convert study.json
[ "$(wc -l <out)" = 9 ]
tap $? "eight values"

printf 'ID,condition,prelimbic\nh1,home,910.5\nh2,home,751\nn1,novel,410\nn2,novel,322\n' >sheet.csv
exits 1 "measures that nobody knows" "$e" analyze sheet.csv
says "analyze 'sheet.csv' --assay outcome --response 'prelimbic'" "the command to take them"
says "test t_welch 'sheet.csv' --value 'prelimbic' --by 'condition'" "the command to test one"
exits 0 "the first command works" "$e" analyze sheet.csv --assay outcome --response prelimbic
exits 0 "the second too" "$e" test t_welch sheet.csv --value prelimbic --by condition
study '"assay": "outcome", "response": "prelimbik"'
exits 2 "a response that is not there" "$e" analyze study.json
says "prelimbic" "the nearest is named"
study '"assay": "outcome", "where": "condtion=home"'
exits 1 "a condition on no column" "$e" convert study.json
says "E-WHERE.*condtion" "is told"
study '"assay": "outcome", "where": "condition=nobody"'
exits 1 "a condition that nothing satisfies" "$e" convert study.json
says "E-WHERE: no row" "is told"
study '"assay": "outcome", "patterns": {"ID": "(?<cage>[0-9]+$"}'
exits 1 "a pattern that is open" "$e" convert study.json
says "E-PATTERN" "is told"
study '"assay": "outcome", "patterns": {"ID": "^h(?<cage>[0-9]+)$"}'
exits 1 "cells that do not fit" "$e" convert study.json
says "sheet.csv:4: field 1: error E-PATTERN" "are told with their line"
study '"assay": "outcome", "wider": {"names": "condition", "values": "prelimbik"}'
exits 1 "wider with no such column" "$e" convert study.json
says "E-COLUMN-DECLARED.*prelimbik" "is told"

printf 'Test,Animal,Treatment,Trial,Apparatus,Novel: time investigating (s),Familiar: time investigating (s)\n1,a1,V,1,box,12.3,9\n2,a2,V,1,box,10.1,9.5\n3,a3,D,1,box,9,9.1\n4,a4,D,1,box,8.2,7\n5,V,1,box,12.9,9,\n' >sheet.csv
exits 1 "a row that slid" "$e" check sheet.csv
told E-ROW-SHIFTED 6 "is told"
study '"where": "Test!=5"'
exits 0 "left out" "$e" convert study.json

printf 'Mouse,Genotype,Sex\nm1,WT,M\nm2,KO,F\n' >sheet.csv
exits 1 "a list of animals alone" "$e" check sheet.csv
says "E-FILE-KEY" "is no file of trials"
says "--animals 'sheet.csv'" "what to do with it"

printf 'Mouse,Group,Novel,Familiar,Notes\nm1,A,12,8,\nm2,B,9,9,excluded - climbed\nm3,B,9,8,not excluded\n' >sheet.csv
exits 0 "a remark" "$e" check sheet.csv
told W-REMARK-EXCLUDED 3 "nobody is left out by it"
[ "$(grep -c W-REMARK-EXCLUDED err)" = 1 ]
tap $? "once"

printf 'animal,what,number\nm1,a,1\nm1,a,2\nm1,b,3\n' >sheet.csv
study '"assay": "outcome", "wider": {"names": "what", "values": "number"}'
exits 1 "two numbers for one name" "$e" convert study.json
told E-WIDER-TWICE '3: field 3' "the second"
finish
