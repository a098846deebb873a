#!/bin/bash
# study.json: keys that say the same, gaps, and what init keeps of its options.
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh
cp examples/*.csv "$work"
sed 's/"threshold": 0.2,/"threshold": [0.2, 0.8],/; /"threshold_high": 0.8/d' examples/study.json >"$work/pair.json"
sed 's/"threshold": 0.2,/"threshold_low": 0.2,/' examples/study.json >"$work/low.json"
cp examples/study.json "$work/study.json"
for file in study pair low; do
  "$e" analyze "$work/$file.json" --format json 2>/dev/null | jq -c '.exclusions, .results[0].rows' >"$work/$file.out"
done
[ -s "$work/study.out" ] && cmp -s "$work/study.out" "$work/pair.out" && cmp -s "$work/study.out" "$work/low.out"
tap $? "a range as [low, high], as two keys, and as threshold with threshold_high is the same"
exits 0 "init" "$e" init "$work/tmaze.csv" --animals "$work/animals.csv" --cutoff 30 --delimiter ,
json '.analysis.cutoff_s == 30 and .inputs[0].delimiter == "," and (.animals | length == 1)' "init keeps its options"
cp "$work/out" "$work/gaps.json"
exits 1 "gaps left" "$e" analyze "$work/gaps.json"
says 'E-STUDY-GAP' "gaps left"
sed 's/"control"/"contorl"/' "$work/study.json" >"$work/slip.json"
exits 0 "an unknown key" "$e" analyze "$work/slip.json"
says "W-STUDY-KEY" "an unknown key"
says "'control'" "the nearest key"
exits 1 "an unknown key is a problem when strict" "$e" analyze "$work/slip.json" --strict
finish
