#!/bin/bash
# Bad input: a clear message, the right exit status, no partial output, no crash.
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh
export ETHOSTAT_PLOTS=$top/plots
head='animal,arm,phase,novel_s,familiar_s'
out=$work/results

# refuses EXIT NAME FILE [OPTION...]: analyze says why, and leaves nothing behind
refuses() {
  local want=$1 name=$2
  shift 2
  rm -rf "$out"
  exits "$want" "$name" "$e" analyze "$@" --out "$out"
  [ ! -e "$out" ]
  tap $? "$name: no partial output"
  [ -s "$work/err" ]
  tap $? "$name: a message"
}

good() { # good FILE: a sound study of two arms
  { echo "$head"
    for i in 1 2 3 4 5 6; do
      echo "m$i,control,test,$((20 + i)),$((11 + i % 3))"
      echo "x$i,treated,test,$((15 + i)),$((16 + i % 4))"
    done; } >"$1"
}
good "$work/good.csv"

refuses 3 "no such file" "$work/none.csv"
says 'none.csv' "no such file"
: >"$work/empty.csv"
refuses 1 "empty file" "$work/empty.csv"
says 'empty' "empty file"
echo "$head" >"$work/header.csv"
refuses 1 "header only" "$work/header.csv"
head -c 4000 /dev/urandom >"$work/binary.csv"
refuses 1 "binary" "$work/binary.csv"
printf '%s\n' "${head//,/#}" "m1#control#test#20#10" >"$work/delimiter.csv"
refuses 1 "a delimiter that is none" "$work/delimiter.csv"
cut -d, -f1,3- "$work/good.csv" >"$work/noarm.csv"
refuses 1 "no arm column" "$work/noarm.csv"
says 'arm' "no arm column"
grep -v treated "$work/good.csv" >"$work/onearm.csv"
refuses 1 "one arm" "$work/onearm.csv"
head -2 "$work/good.csv" >"$work/one.csv"
refuses 1 "one animal" "$work/one.csv"
sed 's/,test,.*/,test,0,0/' "$work/good.csv" >"$work/zero.csv"
refuses 1 "nobody explored" "$work/zero.csv"
cat >"$work/study.json" <<'J'
{"schema": "ethostat.study/1", "inputs": ["good.csv"],
 "exclusions": [{"rule": "min_total_exploration_s", "threshold": 1000, "apriori": true}]}
J
refuses 1 "all excluded" "$work/study.json"
printf '{"schema": "ethostat.study/1", "inputs": ["good.csv"],}' >"$work/broken.json"
refuses 1 "broken JSON" "$work/broken.json"
says 'broken.json:1' "broken JSON"
printf '{"schema": "ethostat.study/1", "inputs": ["good.csv"], "design": {"control": "contrl"}}' >"$work/contrl.json"
refuses 2 "a control that is not there" "$work/contrl.json"
says "'control'" "nearest arm"
sed 's/m3,control,test,23,/m3,control,test,abc,/' "$work/good.csv" >"$work/text.csv"
refuses 1 "text among numbers" "$work/text.csv"
says 'text.csv:6' "text among numbers"
sed 's/m3,control,test,23,/m3,control,test,-23,/' "$work/good.csv" >"$work/negative.csv"
refuses 1 "negative time" "$work/negative.csv"
sed 's/x3,treated,test/m3,treated,test/' "$work/good.csv" >"$work/twoarms.csv"
refuses 1 "an animal in two arms" "$work/twoarms.csv"
printf '%s\n"m1,control,test,1,2\nm2,control,test,3,4\n' "$head" >"$work/quote.csv"
refuses 1 "a quote that never closes" "$work/quote.csv"
says 'quote.csv:2' "the line where it opened"
exits 2 "unknown option" "$e" analyze "$work/good.csv" --outt x
says "out" "unknown option"

# ---- constant arm, n = 1: the analysis goes on and says what cannot be computed
sed 's/,control,test,.*/,control,test,20,10/' "$work/good.csv" >"$work/constant.csv"
exits 0 "a constant arm" "$e" analyze "$work/constant.csv" --format json
json '[.. | numbers | select(. != .)] | length == 0' "no NaN"
{ head -1 "$work/good.csv"; grep -m1 control "$work/good.csv"; grep treated "$work/good.csv"; } >"$work/n1.csv"
run "$e" analyze "$work/n1.csv" --format json
[ "$status" = 0 ] || [ "$status" = 1 ]
tap $? "an arm of one animal (exit $status)"
exits 0 "strict on sound data or warnings only" bash -c "'$e' analyze '$work/good.csv' >/dev/null"

# ---- places that cannot be written
exits 3 "a full disk" bash -c "'$e' analyze '$work/good.csv' --format json >/dev/full"
touch "$work/file"
exits 3 "an output folder that is a file" "$e" analyze "$work/good.csv" --out "$work/file"
exits 3 "an output folder below a file" "$e" analyze "$work/good.csv" --out "$work/file/below"
if [ "$(id -u)" = 0 ]; then
  skip "a folder that may not be written" "root may write anywhere"
else
  mkdir "$work/locked" && chmod 555 "$work/locked"
  exits 3 "a folder that may not be written" "$e" analyze "$work/good.csv" --out "$work/locked/results"
fi

# ---- gnuplot missing: the statistics are still written
mkdir "$work/bin"
for tool in bash sh sed cat; do ln -s "$(command -v $tool)" "$work/bin/"; done
rm -rf "$out"
exits 3 "gnuplot missing" env PATH="$work/bin" "$e" analyze "$work/good.csv" --out "$out"
says 'gnuplot-nox' "what to install"
[ -s "$out/report.json" ] && [ -s "$out/report.txt" ]
tap $? "gnuplot missing: the report is there"
finish
