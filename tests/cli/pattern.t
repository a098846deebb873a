#!/bin/bash
# Named patterns over file, video and observation names: parts, options, alternatives, mistakes with their place.
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh
e=$(realpath "$e")
cd "$work" || exit 1
mkdir -p data/ctrl/day1 data/drug/day2
track() { printf 'animal_x,novel (s),familiar (s)\nx,%s,4\n' "$2" | cut -d, -f2,3 >"$1"; }
track data/ctrl/day1/m01_TR_d1_L.csv 5.5
track data/ctrl/day1/m02_TS_d1_R.csv 6.5
track data/drug/day2/m03_TS.csv 7.5
track data/drug/day2/rat12-test.csv 8.5

study() { jq -n --arg pattern "$1" --argjson files "${2:-[\"data\"]}" '{schema: "ethostat.study/1", inputs: [{files: $files, pattern: $pattern}]}' >study.json; }
column() { perl -F, -ane 'chomp @F; if ($. == 1) { ($c) = grep { $F[$_] eq "'"$1"'" } 0 .. $#F; next } print defined $c ? ($F[$c] // "") : "", "|"' out; }
gives() { # pattern, files, column, values
  study "$1" "$2"
  run "$e" convert study.json
  [ "$status" = 0 ] && [ "$(column "$3")" = "$4" ]
  tap $? "$1: $3 = $4 (was $(column "$3"))"
}
m='["data/ctrl", "data/drug/day2/m03_TS.csv"]'
gives '^(?<animal>m\d+)_(?<phase>T[RS])' "$m" animal 'm01|m02|m03|'
gives '^(?<animal>m\d+)_(?<phase>T[RS])' "$m" phase 'training|test|test|'
gives '(?P<animal>m[0-9]+)' "$m" animal 'm01|m02|m03|'
gives '^(?<animal>m\d+)_T[RS](_d(?<day>\d+))?(_(?<novel_side>[LR]))?$' "$m" day '1|1||'
gives '^(?<animal>m\d+)_T[RS](?:_d(?<day>\d+))?(?:_(?<novel_side>[LR]))?$' "$m" novel_side 'left|right||'
gives '^((?<animal>m\d+)_|(?<animal>rat\d+)-)(?<phase>TS|TR|test)' '["data"]' animal 'm01|m02|m03|rat12|'
gives '^(?<animal>\w+)[_-](?<phase>T[RS]|test)' '["data"]' animal 'm01|m02|m03|rat12|'
gives '^(?<animal>m0(?<trial>\d+))_(?<phase>\w\w)' "$m" trial '1|2|3|'
gives '^(?<animal>[a-z]+\d{2})' '["data"]' animal 'm01|m02|m03|rat12|'
gives 'data/(?<arm>[^/]+)/day(?<day>\d+)/(?<animal>[a-z]+\d+)' '["data"]' arm 'ctrl|ctrl|drug|drug|'
gives 'data/(?<arm>[^/]+)/day(?<day>\d+)/(?<animal>[a-z]+\d+)' '["data"]' day '1|1|2|2|'
gives '(?<animal>m\d+).*\.csv$' "$m" animal 'm01|m02|m03|'

study '^(?<animal>m\d+)_(?<phase>T[RS])_d'
exits 1 "names that do not fit" "$e" check study.json --format json
json 'map(select(.code == "E-PATTERN")) | length == 2' "every file is named"
json 'map(select(.code == "E-PATTERN").message) | any(test("rat12-test")) and any(test("m03_TS"))' "every file is named"
study '^(?<animal>M\d+)' "$m"
exits 1 "capitals" "$e" check study.json
says 'but for capital and small letters' "capitals"
study '^(?<animal>m\d+)_(?<trial>T[RS])' "$m"
exits 1 "a number that is none" "$e" check study.json
says "takes 'TR' as the trial, which is a number" "a number that is none"

mistake() { # pattern, character, words
  study "$1"
  exits 1 "$1" "$e" check study.json
  says "study.json:[0-9]*:[0-9]*: error E-PATTERN: \"inputs\[0\].pattern\", character $2: .*$3" "$1"
}
mistake '(?<animal>m\d+' 1 'not closed'
mistake '(?<animal>m\d+))' 16 'closes nothing'
mistake '(?<animal>m[0-9+)' 12 'not closed'
mistake '(?<animal' 1 'has no end'
mistake '(?<anmal>m)' 4 "cannot be called 'anmal'"
says "did you mean 'animal'" "the nearest role"
mistake '(?<animal>.+?)_' 13 'take as much as they can'
mistake '(?<animal>m(?=_))' 12 'look ahead'
mistake '*(?<animal>m)' 1 'nothing before'
mistake '(?<animal>m**)' 13 'two repeats'
mistake '(?<animal>m{x})' 12 'not understood'
mistake '(?<animal>m)\' 13 'single backslash'
mistake 'm\d+' 1 'names no part'
mistake 'é(?<animal>[[:alpha)' 13 'has no end'
mistake '(?<animal>[\D])' 12 'cannot stand within'

# Videos and observations, each with its own names.
printf 'VIDEO,CLASSIFIER,MEASUREMENT,VALUE\nm1_TS,novel,Total event duration (s),5\nm1_TS,familiar,Total event duration (s),4\n' >simba.csv
gives '^(?<animal>m\d)_(?<phase>TS)' '["simba.csv"]' animal 'm1|'
printf 'Observation id\tFPS\tSubject\tBehavior\tBehavior type\tStart (s)\tStop (s)\nday2 m7\t25\tNo focal subject\tnovel\tSTATE\t1\t5\nday2 m7\t25\tNo focal subject\tfamiliar\tSTATE\t6\t8\n' >boris.tsv
gives '^day(?<day>\d) (?<animal>m\d)' '["boris.tsv"]' animal 'm7|'
gives '^day(?<day>\d) (?<animal>m\d)' '["boris.tsv"]' day '2|'
finish
