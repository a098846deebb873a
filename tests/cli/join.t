#!/bin/bash
# Key files: by animal, by recording, by several columns; ids missing, twice, spelled otherwise. Recodes and filters.
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh
e=$(realpath "$e")
cd "$work" || exit 1

study() { # inputs, rest of the study file
  printf '{"schema": "ethostat.study/1", "inputs": [%s]%s}\n' "$1" "${2:+, $2}" >study.json
}
column() { # name, of the last CSV on stdout: its values
  perl -F, -ane 'chomp @F; if ($. == 1) { ($c) = grep { $F[$_] eq "'"$1"'" } 0 .. $#F; next } print $F[$c] // "", " "' out | sed 's/ $//'
}
gives() { # column, values, name
  [ "$(column "$1")" = "$2" ]
  tap $? "$3: $1 = $2 (was $(column "$1"))"
}

cat >trials.csv <<'X'
animal,phase,day,novel_s,familiar_s
m1,test,1,12.5,8
m2,test,1,9,7.5
m3,test,1,14,6
m4,test,1,8,9.5
X
printf 'Mouse no;Therapy;Sex\nm1;A;m\nm2;B;f\nm3;A;f\nm4;B;m\n' >key.csv
study '{"file": "trials.csv"}' '"animals": [{"file": "key.csv", "by": {"animal": "Mouse no"}, "columns": {"arm": "Therapy"}}]'
exits 0 "headers that differ on both sides" "$e" convert study.json
gives arm "A B A B" "headers that differ on both sides"
gives sex "m f f m" "other columns come along"

printf 'animal,phase,arm,novel_side\nm1,TR,A,left\nm1,TS,A,right\nm2,TR,B,left\nm2,TS,B,left\n' >key2.csv
cat >sides.csv <<'X'
animal,phase,left_s,right_s
m1,training,5,6
m1,test,4,9
m2,training,5,4.5
m2,test,8,3
X
study '{"file": "sides.csv"}' '"animals": [{"file": "key2.csv", "by": ["animal", "phase"]}]'
exits 0 "by animal and phase" "$e" convert study.json
gives novel_s " 9  8" "the key's row of the phase"
study '{"file": "sides.csv"}' '"animals": ["key2.csv"]'
exits 0 "by what both have" "$e" convert study.json
gives novel_s " 9  8" "phase tells the rows apart without being declared"
study '{"file": "sides.csv"}' '"animals": [{"file": "key2.csv", "by": "animal"}]'
exits 1 "by animal alone" "$e" check study.json
says 'key2.csv:3: error E-JOIN-TWICE: .m1. stands here again' "an id twice with other values is refused"

printf 'animal,day,novel_s,familiar_s\n1,1,5.5,4\n1,2,6,3\n2,1,7,2.5\n2,2,8.5,9\n' >days.csv
printf 'animal,day,arm,cage\n1,1,A,c1\n1,2,A,c2\n2,1,B,c3\n2,2,B,c4\n' >daykey.csv
study '{"file": "days.csv"}' '"animals": [{"file": "daykey.csv", "by": ["animal", "day"]}]'
exits 0 "by animal and day" "$e" convert study.json
gives cage "c1 c2 c3 c4" "by animal and day"

# By recording: folders and endings of videos are no matter.
printf 'VIDEO,CLASSIFIER,MEASUREMENT,VALUE\nd1_m1,novel,Total event duration (s),5\nd1_m1,familiar,Total event duration (s),4\nd1_m2,novel,Total event duration (s),3\nd1_m2,familiar,Total event duration (s),6\n' >simba.csv
printf 'Video file,Animal,Group\nC:\\videos\\d1_m1.mp4,m1,A\nvideos/d1_m2.avi,m2,B\n' >video.csv
study '{"file": "simba.csv"}' '"animals": ["video.csv"]'
exits 0 "by the video's name" "$e" convert study.json
gives animal "m1 m2" "by the video's name"
gives arm "A B" "by the video's name"

# Ids that only one side has, all of them; those that are spelled otherwise.
{ echo animal,arm,novel_s,familiar_s; for i in $(seq 1 40); do echo "m$i,A,$((i * i % 11 + 3)).5,$((i * i % 7 + 4))"; done; } >many.csv
{ echo animal,cage; for i in $(seq 31 75); do echo "m$i,c$i"; done; } >cages.csv
exits 0 "ids on one side" "$e" check many.csv --animals cages.csv --format json
json 'map(select(.code == "W-JOIN-UNMATCHED")) | length == 30' "every missing id is told"
json 'map(select(.code == "W-JOIN-UNUSED")) | length == 1 and (.[0].message | test("35 of its 45 rows.*.m41.*.m75."))' "rows of the key for no trial are named"
exits 1 "warnings count when strict" "$e" check many.csv --animals cages.csv --strict
printf 'animal,arm\nM1,A\nm 02,B\nm03,A\nm4,B\n' >spelled.csv
exits 0 "ids in other spellings" "$e" check trials.csv --animals spelled.csv --format json
json 'map(select(.code == "W-JOIN-UNMATCHED")) | length == 3 and all(.[]; .hint | test("differs only in case, spaces or zeros"))' "are pointed at"
study '{"file": "trials.csv", "recodes": {"animal": {"m1": "M1", "m2": "m 02", "m3": "m03"}}}' '"animals": "spelled.csv"'
exits 0 "and mended by a recode" "$e" convert study.json
gives arm "A B A B" "and mended by a recode"
printf 'animal,arm\nx1,A\nx2,B\n' >none.csv
exits 1 "nobody in common" "$e" check trials.csv --animals none.csv
says 'E-JOIN-NONE' "nobody in common"
printf 'arm,sex\nA,m\n' >nokey.csv
exits 1 "a key file without ids" "$e" check trials.csv --animals nokey.csv
says 'E-JOIN-KEY' "a key file without ids"
study '{"file": "trials.csv"}' '"animals": [{"file": "key.csv", "by": ["sesion"]}]'
exits 1 "a role that does not exist" "$e" check study.json
says "animals\[0\].by. cannot be 'sesion'" "a role that does not exist"
says "'session'" "the nearest role"
study '{"file": "trials.csv"}' '"animals": [{"file": "key.csv", "by": ["animal", "session"]}]'
exits 1 "a role that the files lack" "$e" check study.json
says "E-JOIN-KEY: it cannot be joined by 'session'" "a role that the files lack"
printf 'animal,arm\nm1,A\nm1,A\nm2,B\nm3,A\nm4,B\n' >same.csv
exits 0 "an id twice with the same values" "$e" convert trials.csv --animals same.csv
gives arm "A B A B" "does no harm"

# Recodes, each on files of three kinds.
printf 'animal,arm,Stage,novel_s,familiar_s\nm1,A,X1,5,4\nm1,A,X2,6.5,3\n' >stage.csv
for recode in '{"phase": {"X1": "training", "X2": "test"}}' '{"phase:X1": "training", "phase:X2": "test"}' \
  '{"X1": "training", "X2": "test"}' '{"training": ["X1"], "test": ["X2"]}'; do
  study '{"file": "stage.csv", "recodes": '"$recode"'}'
  exits 0 "recodes as $recode" "$e" convert study.json
  gives phase "training test" "recodes as $recode"
done
printf 'Observation id\tFPS\tstage\tSubject\tBehavior\tBehavior type\tStart (s)\tStop (s)\no1\t25\tX2\tm1\tnovel\tSTATE\t1\t5\no1\t25\tX2\tm1\tfamiliar\tSTATE\t6\t8\n' >events.tsv
study '{"file": "events.tsv", "recodes": {"phase": {"X2": "test"}}}'
exits 0 "recodes of events" "$e" convert study.json
gives phase "test" "recodes of events"
printf 'animal,arm,trial,choice,correct\nm1,A,1,W,ja\nm1,A,2,E,nein\n' >maze.csv
study '{"file": "maze.csv", "recodes": {"choice": {"W": "L", "E": "R"}, "correct": {"ja": 1, "nein": 0}}}'
exits 0 "recodes of truth and choice" "$e" convert study.json
gives choice "L R" "recodes of choice"
gives correct "1 0" "recodes of truth"
printf 'animal,arm,trial,choice\nm1,A,1,L\nm1,A,2,R\n' >swap.csv
study '{"file": "swap.csv", "recodes": {"choice": {"L": "R", "R": "L"}}}'
exits 0 "two words change places" "$e" convert study.json
gives choice "R L" "two words change places"
study '{"file": "stage.csv", "recodes": {"phase": {"X9": "test", "X1": "training", "X2": "test"}}}'
exits 0 "a recode that finds nothing" "$e" check study.json
says "N-RECODE-UNUSED: the recode 'phase:X9'" "a recode that finds nothing"

# Filters.
study '{"file": "days.csv", "where": "day=2"}'
exits 0 "a filter" "$e" convert study.json
gives novel_s "6 8.5" "a filter"
study '{"file": "trials.csv", "where": ["animal!=m3", "novel_s>8.5"]}'
exits 0 "two filters" "$e" convert study.json
gives animal "m1 m2" "two filters"
study '{"file": "trials.csv", "where": ["anmal=m3"]}'
"$e" check study.json >out 2>err
[ $? != 0 ] && grep -q "'animal'" err
tap $? "a filter of a column that is not there names the nearest"
finish
