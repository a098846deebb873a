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
exits 0 "init without the animals" "$e" init "$work/tmaze.csv"
cp "$work/out" "$work/gaps.json"
exits 1 "gaps left" "$e" analyze "$work/gaps.json"
says 'E-STUDY-GAP' "gaps left"
sed 's/"control"/"contorl"/' "$work/study.json" >"$work/slip.json"
exits 1 "an unknown key" "$e" analyze "$work/slip.json"
says 'slip.json:[0-9]*:[0-9]*: error E-STUDY-KEY: "design.contorl"' "an unknown key has its path and line"
says "'control'" "the nearest key"

# What is wrong with the text of a study file: line, column and what to write.
mistake() { # name, text, place, words
  printf '%b' "$2" >"$work/m.json"
  exits 1 "$1" "$e" check "$work/m.json"
  says "m.json:$3: error E-STUDY" "$1: the place"
  says "$4" "$1: what to do"
}
head='{"schema": "ethostat.study/1",\n "inputs": ["nor.csv"]'
mistake "a comment" "$head, // files\n \"title\": \"x\"}" 2:25 'no comments'
mistake "a comma too many" "$head,\n}" 2:23 'one too many'
mistake "a comma too few" "$head\n \"title\": \"x\"}" 3:2 'comma is missing'
mistake "a path of Windows" '{"inputs": ["C:\\data\\nor.csv"]}' 1:16 'in paths write /'
mistake "a path of Windows that hides a line end" '{"schema": "ethostat.study/1", "inputs": [{"file": "data\\nor.csv"}]}' 1:52 'control character'
mistake "single quotes" "{'inputs': 1}" 1:2 'double quotes'
mistake "curly quotes" '{\0342\0200\0234inputs\0342\0200\0235: 1}' 1:2 'curly quotes'
mistake "leading zeros" "$head, \"analysis\": {\"seed\": 007}}" 2:46 'leading zeros'
mistake "a quote that is not closed" '{"inputs": ["nor.csv]\n}' 1:13 'does not end on its line'
mistake "a file cut off" "$head" 2:23 'cut off'
mistake "UTF-16" '\0377\0376{\0000' 1:1 'UTF-16'
mistake "a key twice" "$head, \"title\": \"a\",\n \"title\": \"b\"}" 3:11 'given twice, first on line 2'
mistake "a number in quotes" "$head, \"analysis\": {\"cutoff_s\": \"60\"}}" 2:50 '"analysis.cutoff_s" must be a number'
mistake "per cent" "$head, \"analysis\": {\"conf_level\": 95}}" 2:52 'write a share'
mistake "an assay that is not there" '{"schema": "ethostat.study/1",\n "inputs": [{"file": "nor.csv", "assay": "nr"}]}' 2:42 "'nor'"
mistake "a role that is not there" '{"schema": "ethostat.study/1",\n "inputs": [{"file": "nor.csv", "columns": {"novle_s": "x"}}]}' 2:56 "'novel_s'"
mistake "a setting that is not there" '{"schema": "ethostat.study/1",\n "inputs": [{"file": "nor.csv", "settings": {"frame_rte": 25}}]}' 2:59 "'frame_rate'"
mistake "a setting of the wrong kind" '{"schema": "ethostat.study/1",\n "inputs": [{"file": "nor.csv", "settings": {"frame_rate": "fast"}}]}' 2:60 'frames per second'
printf '\357\273\277{"schema": "ethostat.study/1",\r\n "_note": {"a": 1}, "inputs": ["nor.csv"]}\r\n' >"$work/bom.json"
exits 0 "a byte order mark, CRLF and a note" "$e" check "$work/bom.json"
exits 1 "issues of the study file as data" "$e" check "$work/m.json" --format json
json '.[0].code == "E-STUDY-TYPE" and .[0].line == 2' "issues of the study file as data"

# What analyze would refuse is told by check.
printf 'animal,arm,novel_s,familiar_s\nm1,A,3.5,2\nm2,A,5,2.5\nm3,A,4,3\n' >"$work/one.csv"
exits 0 "one arm" "$e" check "$work/one.csv"
says "would refuse: there is only one arm, 'A'" "one arm"
echo '{"schema": "ethostat.study/1", "inputs": ["one.csv"]}' >"$work/one.json"
exits 0 "one arm in a study" "$e" check "$work/one.json"
says "W-DESIGN" "one arm in a study"
sed 's/"control": "control"/"control": "contrl"/' "$work/study.json" >"$work/slip.json"
exits 1 "a control that nobody has" "$e" check "$work/slip.json"
says "E-DESIGN: the control arm 'contrl' is not in the data" "a control that nobody has"
printf 'animal,arm,phase,novel_s,familiar_s\nm1,A,training,5,4\nm2,A,training,6,3\nm3,B,training,4,6\nm4,B,training,7,2.5\n' >"$work/training.csv"
exits 0 "training only" "$e" check "$work/training.csv"
says "W-TRAINING-ONLY" "training only"
exits 0 "one assay of a study" "$e" measure "$work/study.json" --assay nor
! grep -q W-OPTION-UNUSED "$work/err"
tap $? "a cut-off of the other assay is not called unused"
for i in 10 2 1; do for k in 1 2 3; do echo "m$i-$k,arm $i,$((i + k * k)).5,$((k + 3))"; done; done | sed '1i animal,arm,novel_s,familiar_s' >"$work/arms.csv"
exits 0 "arms in natural order" "$e" analyze "$work/arms.csv" --format json
json '[.results[0].rows[].group] == ["arm 1", "arm 2", "arm 10"]' "arms in natural order"
finish
