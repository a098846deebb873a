#!/bin/bash
# Labels with quotes, backticks, $(), markup, control characters and 10,000 letters: shown literally, never run.
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh
export ETHOSTAT_PLOTS=$top/plots
cd "$work" || exit 1
long=$(printf 'x%.0s' $(seq 10000))
# shellcheck disable=SC2016 # nothing here may expand
labels=('quote "double" and '"'single'" '`touch pwned1`' '$(touch pwned2)' '"; system("touch pwned3"); "' '%d %s %n' 'a_b^c{d}@e&f'
  '<script>alert(1)</script>' '</script></svg><b>' '| touch pwned4' '< touch pwned5' '=1+1' 'EOD' '制御 é ñ' "$long")
{
  echo 'animal,arm,phase,novel_s,familiar_s'
  k=0
  for label in "${labels[@]:0:8}"; do
    for _ in 1 2 3 4; do
      k=$((k + 1))
      echo "m$k,\"${label//\"/\"\"}\",test,$((20 + (k * 7) % 11)),$((10 + (k * 5) % 7))"
    done
  done
} >a.csv
{
  echo 'animal,arm,phase,novel_s,familiar_s'
  k=0
  for label in "${labels[@]:8}"; do
    for _ in 1 2 3 4; do
      k=$((k + 1))
      echo "m$k,\"${label//\"/\"\"}\",test,$((20 + (k * 7) % 11)),$((10 + (k * 5) % 7))"
    done
  done
} >b.csv
for file in a b; do
  exits 0 "hostile labels ($file)" "$e" analyze $file.csv --out out-$file --figures svg,pdf,png
  for format in text json markdown html latex; do
    exits 0 "hostile labels as $format ($file)" "$e" analyze $file.csv --format $format
  done
  valid report.schema.json "report.json ($file)" out-$file/report.json
  for svg in out-$file/figures/*.svg; do
    if command -v xmllint >/dev/null; then
      run xmllint --noout "$svg"
      tap $status "$(basename "$svg") is well formed"
    fi
  done
  ! grep -q '<script>alert' out-$file/report.html
  tap $? "report.html runs nothing of theirs ($file)"
  ! grep -Eq '(^|,)[=+@]' out-$file/tables/*.csv
  tap $? "no table cell is a formula ($file)"
done
! ls pwned* >/dev/null 2>&1
tap $? "nothing was run"
for label in '<script>alert(1)</script>' 'a_b^c{d}@e&f'; do
  jq -e --arg l "$label" '[.. | strings] | index($l) != null' out-a/report.json >"$work/out" 2>"$work/err"
  tap $? "shown literally: $label"
done
finish
