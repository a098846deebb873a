#!/bin/bash
# init: for every format a study file whose gaps are told exactly, and which reads the truth once they are filled in.
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh
e=$(realpath "$e")
gap_paths='paths(type == "string" and startswith("FILL IN")) | select(map(tostring) | any(startswith("_")) | not)'

# The gaps of a study file, as check tells them, and nothing else.
gaps_match() { # study file
  jq -r "$gap_paths"' | map(if type == "number" then "[\(.)]" else ".\(.)" end) | join("") | ltrimstr(".")' "$1" | sort >"$work/gaps"
  "$e" check "$1" --format json 2>/dev/null >"$work/issues"
  if [ -s "$work/gaps" ]; then
    jq -e 'all(.[]; .code == "E-STUDY-GAP" and .line > 0)' "$work/issues" >/dev/null &&
      jq -r '.[].message | capture("\"(?<path>[^\"]*)\"").path' "$work/issues" | sort | cmp -s - "$work/gaps"
  else
    jq -e 'all(.[]; .code != "E-STUDY-GAP")' "$work/issues" >/dev/null
  fi
}

# Fill the gaps with what the fixture's own study file says.
fill() { # proposed, right
  jq --slurpfile right "$2" '
    def gap: type == "string" and startswith("FILL IN");
    ($right[0].inputs[0]) as $own
    | .inputs |= map(
        (if .settings then .settings |= with_entries(if (.value | gap) then .value = $own.settings[.key] else . end) else . end)
        | (if .columns then .columns |= with_entries(if (.value | gap) then .value = $own.columns[.key] else . end) else . end)
        | (if (.pattern | gap) then .pattern = $own.pattern else . end))
    | .animals = []
    | (if (.design.control | gap) then del(.design.control) else . end)
    | (if (.analysis.reentries | gap) then .analysis.reentries = "keep" else . end)' "$1"
}

same_trials() { # study file, expected.csv: the columns of expected.csv are those of the trials
  "$e" convert "$1" >"$work/got.csv" 2>"$work/err" || return 1
  perl -e '
    sub table { open my $f, "<", $_[0] or die; my @l = map { chomp; [split /,/, $_, -1] } <$f>; my $h = shift @l;
      return map { my %r; @r{@$h} = @$_; \%r } @l }
    my @got = table($ARGV[0]); my @want = table($ARGV[1]);
    exit 1 if @got != @want;
    for my $i (0 .. $#want) { for my $c (keys %{$want[$i]}) {
      my ($x, $y) = ($got[$i]{$c} // "missing", $want[$i]{$c});
      my $n = qr/^-?\d+(\.\d+)?$/;
      next if $x eq $y || ($x =~ $n && $y =~ $n && abs($x - $y) < 1e-9);
      print STDERR "row $i $c: $x, not $y\n"; exit 1 } }' "$work/got.csv" "$2" 2>>"$work/err"
}

for folder in "$fixtures"/formats/*/; do
  name=$(basename "$folder")
  rm -rf "$work/one"
  mkdir "$work/one"
  cp "$folder"/* "$work/one/"
  mv "$work/one/expected.csv" "$work/one/study.json" "$work/"
  "$e" init "$work/one" --out "$work/one/study.json" >"$work/out" 2>"$work/err"
  jq empty "$work/one/study.json" 2>>"$work/err" && gaps_match "$work/one/study.json"
  tap $? "$name: check tells exactly the gaps that are left"
  case $name in *--* | companion) continue ;; esac # variants may need a shape that only a person sees
  fill "$work/one/study.json" "$work/study.json" >"$work/one/filled.json"
  [ "$name" = prism-wide ] || {
    exits 0 "$name: once filled in, check" "$e" check "$work/one/filled.json"
    same_trials "$work/one/filled.json" "$work/expected.csv"
    tap $? "$name: once filled in, the trials are the truth"
  }
done

rm -f "$work/study.json"
# The whole way on recordings whose names hold all: no gap but objects and arms.
mkdir "$work/rec"
for i in $(seq 1 12); do
  {
    echo 'Time,Subject,Behavior,Status'
    t=$((i * i % 7 + 2))
    printf '1,,sniff B,START\n%d,,sniff B,STOP\n' $((1 + t * 2))
    printf '30,,sniff A,START\n%d,,sniff A,STOP\n' $((32 + i % 3))
  } >"$work/rec/m${i}_TS.csv"
  printf 'm%d,%s\n' "$i" "$([ $((i % 2)) = 0 ] && echo vehicle || echo CAR-T)"
done | sed '1i Mouse,Group' >"$work/rec/key.csv"
exits 0 "recordings with a key file beside" "$e" init "$work/rec/m*.csv" --out "$work/study.json"
cp "$work/study.json" "$work/out"
json '.inputs[0].files == ["rec/m*.csv"]' "the pattern stays, from the folder of the study file"
json '.inputs[0].pattern == "^(?<animal>m\\d+)_(?<phase>[A-Za-z]+)"' "a pattern over the names"
json '.inputs[0].recodes.phase.TS == "test"' "the phase in words"
json '.inputs[0].settings.novel | test("^FILL IN.*'"'sniff B', 'sniff A'"'")' "the labels are offered"
json '.animals[0] | test("^FILL IN: is it key.csv\\? It lies beside, names 12 of 12 animals and has arm")' "the key file is asked for, not taken"
gaps_match "$work/study.json"
tap $? "check tells exactly the gaps"
jq '.inputs[0].settings = {novel: "sniff B", familiar: "sniff A"} | .animals = ["rec/key.csv"]' "$work/study.json" >"$work/filled.json"
exits 0 "filled in: check" "$e" check "$work/filled.json" --strict
exits 0 "filled in: analyze" "$e" analyze "$work/filled.json" --format json
json '.design.analyses[0].assay == "nor"' "it is analysed"
exits 2 "init does not overwrite" "$e" init "$work/rec/m*.csv" --out "$work/study.json"
says 'exists already' "init does not overwrite"
exits 0 "unless it is told to" "$e" init "$work/rec/m*.csv" --out "$work/study.json" --force

# Arms in several spellings, a control by its name, odd names of files and columns.
mkdir "$work/sub dir"
printf '"Mouse ""no"" #",Gruppe,"Novel ""obj"" [s]",Familiar [s]\n' >"$work/sub dir/dätä \"1\".csv"
for i in $(seq 1 8); do
  arm=$(sed -n "$((i % 4 + 1))p" <<<$'CAR-T\ncar t\nSaline\nCAR-T')
  printf '%d,%s,%d.5,%d\n' "$i" "$arm" $((i * i % 7 + 3)) $((i % 3 + 2))
done >>"$work/sub dir/dätä \"1\".csv"
exits 0 "odd names" "$e" init "$work/sub dir/"*.csv
json '.design.aliases == {"CAR-T": ["car t"]} and .design.arms == ["CAR-T", "Saline"]' "spellings of one arm"
json '.design.control == "Saline"' "a control by its name"
cp "$work/out" "$work/sub dir/proposed.json"
exits 0 "into their folder" "$e" init "$work/sub dir/"*.csv --out "$work/sub dir/study.json"
cp "$work/sub dir/study.json" "$work/out"
json '.inputs[0].file == "dätä \"1\".csv"' "the path starts at the study file"
json '.inputs[0].columns.novel_s == "Novel \"obj\" [s]"' "columns with quotes"
exits 0 "names go round" "$e" analyze "$work/sub dir/study.json" --format json
exits 0 "a frame of one file by day" "$e" init "$top/examples/quick/trials.csv"
json '.inputs[0].columns | length > 2' "columns are written down"
exits 2 "a study file" "$e" init "$work/filled.json"

# Real exports, each alone: always a study file, and its gaps are told exactly.
if [ -d "$data/behaviour" ]; then
  missing=0
  while IFS= read -r -d '' file; do
    rm -f "$work/study.json"
    "$e" init "$file" --out "$work/study.json" >/dev/null 2>&1
    if ! jq empty "$work/study.json" 2>/dev/null || ! gaps_match "$work/study.json"; then
      echo "# $file"
      missing=$((missing + 1))
    fi
  done < <(find "$data/behaviour" -type f -print0)
  [ $missing = 0 ]
  tap $? "every real export gives a study file whose gaps are told exactly"
else
  skip "real exports" "../shared/data is not here"
fi
finish
