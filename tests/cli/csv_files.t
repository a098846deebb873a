#!/bin/bash
# What is no plain file, or has an odd name: read, or refused with valid JSON and the documented exit status.
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh
cd "$work" || exit 1
printf 'animal,arm,novel_s,familiar_s\nm1,a,12.5,3.1\nm2,b,9,8\n' >ok.csv
printf 'animal,arm,novel_s,familiar_s\nm1,a,x,3.1\nm2,b,9,8\n' >bad.csv
mkdir empty folder
cp ok.csv folder/a.csv
printf 'Alice' >'folder/~$a.xlsx'
printf '\0\005\026\007' >folder/._a.csv

# checks EXIT FILTER NAME FILE...: check ends so, and its JSON, which is valid UTF-8, satisfies the filter
checks() {
  local want=$1 filter=$2 name=$3
  shift 3
  exits "$want" "$name" "$e" check "$@" --format json
  json "$filter" "$name"
  iconv -f UTF-8 -t UTF-8 "$work/out" >/dev/null 2>>"$work/err"
  tap $? "$name: valid UTF-8"
}
checks 3 '.[0].code == "E-FILE-OPEN" and (.[0].message | test("none.csv"))' "a file that is not there" none.csv
checks 3 '.[0].code == "E-FILE-OPEN"' "one of two files is not there" ok.csv none.csv
checks 1 '.[0].code == "E-INPUT" and (.[0].hint | length > 0)' "a folder without data" empty
checks 2 '.[0].code == "E-USAGE"' "an unknown encoding" ok.csv --encoding UTF-9
checks 0 '. == []' "a folder, beside lock files of Excel and of a Mac" folder
checks 1 '.[0].code == "E-FILE-EMPTY"' "an empty device" /dev/null
for name in $'in\xffvalid.csv' $'new\nline.csv' $'quote".csv' "apostrophe'.csv" 'sp ace.csv' 'ünï.csv' '%s%n.csv' '-dash.csv' 'a,b.csv' '<b>.csv' "$(printf 'x%.0s' $(seq 200)).csv"; do
  cp bad.csv "./$name"
  checks 1 '(.[0].file | length > 0) and .[0].line == 2 and .[0].column == 3 and .[0].code == "E-CELL-TEXT"' "a file called $(printf '%q' "${name:0:20}")" "./$name"
done
mkfifo pipe
cat ok.csv >pipe &
checks 0 '. == []' "a named pipe" pipe
wait
cat bad.csv >pipe &
checks 1 '.[0].line == 2' "a problem in a named pipe" pipe
wait
"$e" check - --format json <bad.csv >out 2>err
json '.[0].line == 2 and .[0].column == 3' "standard input"
"$e" convert - <ok.csv >out 2>err
cmp -s out ok.csv
tap $? "standard input converted"
chmod 0 bad.csv
if [ -r bad.csv ]; then
  skip "a file that may not be read" "an administrator may read all"
else
  checks 3 '.[0].code == "E-FILE-OPEN"' "a file that may not be read" bad.csv
fi
finish
