#!/bin/bash
# Files as labs write them: headers with hints, letters in pairs, phrases for phases, ids like numbers.
# The indices beside them are exact: (30 - 10) / 40 = 0.5, (10 - 30) / 40 = -0.5, 3 of 4 = 0.75.
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh

# reads NAME FILTER HEADER ROW...: measure finds the columns, and its rows satisfy a jq filter
reads() {
  local name=$1 filter=$2
  shift 2
  printf '%s\n' "$@" >"$work/shape.csv"
  exits 0 "$name" "$e" measure "$work/shape.csv" --format json
  json "$filter" "$name"
}
di='[.[] | select(.phase == "test" or .phase == null) | .discrimination_index] == [0.5, -0.5]'

reads "phrases name the phase" "$di" 'Mouse #,Tx,Session,Novel (s),Familiar (s)' \
  'a,x,Session 1 (training),12,11' 'a,x,Session 2 (test),30,10' 'b,y,Session 1 (training),9,8' 'b,y,Session 2 (test),10,30'
reads "two delays are two phases" '[.[].phase] == ["test 1 h", "test 24 h"]' 'id,group,phase,novel,familiar' \
  'a,x,test 1 h,30,10' 'a,x,test 24 h,10,30'
reads "a training later in the phrase" '[.[].discrimination_index] == [null, null, 0.5]' 'id,group,phase,novel,familiar' \
  'a,x,Day1 training,12,11' 'a,x,Day2 training,12,11' 'a,x,test,30,10'
reads "L and R" "$di" 'id,group,L (s),R (s),Position of novel object' 'a,x,10,30,R' 'b,y,10,30,L'
reads "A and B" "$di" 'id,group,time_A_s,time_B_s,Novel object (A/B)' 'a,x,30,10,A' 'b,y,30,10,B'
reads "objects called 1 and 2" "$di" 'id,group,Object 1 time (s),Object 2 time (s),Which is novel' 'a,x,30,10,1' 'b,y,30,10,2'
reads "N and F" "$di" 'id,group,N,F' 'a,x,30,10' 'b,y,10,30'
reads "a column of novel and familiar" "$di" 'id,group,Type,Time spent (s)' 'a,x,Novel,30' 'a,x,Familiar,10' 'b,y,Familiar,30' 'b,y,Novel,10'
reads "ids with a point, times with a comma" "$di" 'id;group;Type;Exploration' '1.10;x;N;31,5' '1.10;x;F;10,5' \
  '1.20;y;N;10,5' '1.20;y;F;31,5'
reads "forced run and choice with hints" '.[0].success_rate == 0.75' 'id,group,trial,Forced (L/R),Choice (L/R)' \
  'a,x,1,L,R' 'a,x,2,R,L' 'a,x,3,L,L' 'a,x,4,L,R'
reads "1.0 and 0.0" '.[0].success_rate == 0.75' 'id,group,trial,Correct (1=yes)' 'a,x,1,1.0' 'a,x,2,1.0' 'a,x,3,0.0' 'a,x,4,1.0'
reads "a number of correct trials and a total" '.[0].success_rate == 0.75' 'id,group,# correct,Total' 'a,x,3,4'
reads "a sequence of digits" '.[0].alternation == 1' 'id,group,Arms visited' 'a,x,123123123123'

# ---- every problem at once, in the order of the lines, each once
printf '%s\n' 'animal,arm,phase,novel_s,familiar_s' 'a,x,test,-1,2' 'b,x,test,abc,2' 'c,x,test,3,4' 'c,y,test,3,4' 'd,y,test' >"$work/many.csv"
exits 1 "check of many problems" "$e" check "$work/many.csv" --format json
json '[.[] | select(.severity == "error") | .code] | unique == ["E-ANIMAL-ARMS", "E-ANIMAL-TWICE", "E-CELL-TEXT", "E-CSV-RAGGED", "E-TIME-NEGATIVE"]' "all stages"
run "$e" check "$work/many.csv"
lines=$(grep -oE 'many.csv:[0-9]+' "$work/err" | cut -d: -f2)
[ "$lines" = "$(sort -n <<<"$lines")" ]
tap $? "problems come in the order of the lines"
: >"$work/empty.csv"
run "$e" analyze "$work/empty.csv"
[ "$(grep -c 'is empty' "$work/err")" = 1 ]
tap $? "an empty file is told once"
printf 'id,novel,familiar\na,1,2\nb,2,3\n' >"$work/noarm.csv"
exits 0 "a file without arms" "$e" check "$work/noarm.csv"
says 'noarm.csv:1: warning W-NO-ARM' "a file without arms"
printf 'id,group\na,x\nb,y\n' >"$work/key.csv"
exits 0 "init with an animals file" "$e" init "$work/noarm.csv" --animals "$work/key.csv"
json '.animals | length == 1' "init keeps the animals file"
finish
