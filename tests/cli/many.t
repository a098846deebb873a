#!/bin/bash
# Many files at once: folders, patterns, files of several assays and formats, the progress bar, Ctrl-C.
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh
e=$(realpath "$e")
mkdir "$work/data"
for i in $(seq 1 60); do
  arm=$([ $((i % 2)) = 0 ] && echo A || echo B)
  printf 'animal,arm,phase,novel_s,familiar_s\nm%d,%s,test,%d.5,%d\n' "$i" "$arm" $((10 + i % 7)) $((8 + i % 5)) >"$work/data/m${i}_test.csv"
done
cd "$work" || exit 1
exits 0 "a folder" "$e" measure data
[ "$(sed -n '2p;3p;11p' out | cut -d, -f1 | xargs)" = "m1 m2 m10" ]
tap $? "is read in natural order"
cp out folder.csv
exits 0 "a pattern that the shell did not expand" "$e" measure 'data/m*.csv'
cmp -s out folder.csv
tap $? "gives the same as the folder"
exits 0 "all files by name" "$e" measure data/m?_test.csv data/m??_test.csv
cmp -s out folder.csv
tap $? "gives the same as the folder"
exits 0 "part of a pattern" "$e" measure 'data/m[12]_*.csv'
[ "$(wc -l <out)" = 3 ]
tap $? "reads two files"
exits 3 "a pattern without a file" "$e" measure 'data/x*.csv'
says "no data file fits 'data/x\*.csv'" "a pattern without a file"
exits 0 "one file twice" "$e" measure data/m1_test.csv data 'data/*'
says 'W-FILE-TWICE' "is told"
cmp -s out folder.csv
tap $? "and read once"
exits 2 "standard input twice" "$e" measure - - </dev/null
exits 0 "standard input" bash -c "cat data/m1_test.csv | '$e' measure -"
mkdir elsewhere
echo '{"schema": "ethostat.study/1", "inputs": [{"files": ["../data/*.csv"]}]}' >elsewhere/study.json
exits 0 "a pattern in a study file" "$e" measure elsewhere/study.json
cmp -s out folder.csv
tap $? "is expanded at the study file's folder, in natural order"

# Files of several formats and assays in one call.
{
  echo animal,arm,trial,choice,correct
  for i in 1 2 3 4 5 6; do
    arm=$([ $((i % 2)) = 0 ] && echo A || echo B)
    printf 'm%d,%s,1,L,1\nm%d,%s,2,R,%d\n' "$i" "$arm" "$i" "$arm" $((i < 4))
  done
} >maze.csv
printf 'Observation id;FPS;Treatment;Subject;Behavior;Behavior type;Start (s);Stop (s);Duration (s)\no1;25;A;m61;novel;STATE;1;6;5\no1;25;A;m61;familiar;STATE;8;10;2\n' >boris.csv
exits 0 "object recognition, a maze and BORIS" "$e" check data maze.csv boris.csv
says 'boris.csv: boris-aggregated' "each file by its own format"
exits 0 "the maze among them" "$e" measure data maze.csv boris.csv --assay nor --format json
json 'map(select(.animal == "m61"))[0].novel_s == 5' "events stand beside tables"
exits 0 "both assays are analysed" "$e" analyze data maze.csv boris.csv --format json
json '.design.analyses | map(.assay) | sort == ["nor", "tmaze"]' "both assays are analysed"
printf 'animal,cage\nm1,c1\n' >notes.csv
exits 1 "a file that is no trials among others" "$e" measure data notes.csv
says 'notes.csv:1: error E-FILE-KEY' "is named"
rm notes.csv

# The bar: on a terminal only, gone at the end.
if command -v script >/dev/null; then
  TERM=xterm script -qec "$e measure data >out" bar >/dev/null </dev/null
  grep -q '0/60   0 % data/m1_test.csv' bar
  tap $? "a bar with count, share and file name"
  tail -n 2 bar | grep -q $'\r\033\[K'
  tap $? "is taken back"
  TERM=dumb script -qec "$e measure data >out" bar >/dev/null </dev/null
  ! grep -q '0/60' bar
  tap $? "not on a dumb terminal"
  TERM=xterm script -qec "$e measure data --quiet >out" bar >/dev/null </dev/null
  ! grep -q '0/60' bar
  tap $? "not when quiet"
fi
TERM=xterm "$e" measure data 2>err >out
[ ! -s err ]
tap $? "nothing on a pipe"

# Ctrl-C: the results are whole or not there.
whole=0
for delay in 0.01 0.03 0.06 0.1 0.2 0.4; do
  rm -rf results
  timeout -s INT "$delay" "$e" analyze data --out results >/dev/null 2>&1
  [ ! -e results ] || [ -s results/report.html ] || whole=1
  [ -z "$(find results -name '.ethostat-*' 2>/dev/null)" ] || whole=1
done
tap $whole "interrupted at six moments, the results are whole or not there"
finish
