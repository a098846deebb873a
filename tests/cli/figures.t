#!/bin/bash
# Figures from the command: every PNG of the example study, at two widths, has something on it and nothing cut at its edges; a
# data file draws the same picture by hand; what cannot be drawn is said.
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh
export ETHOSTAT_PLOTS=$top/plots
study=$top/examples/study.json
if ! command -v gnuplot >/dev/null; then
  skip "figures" "gnuplot is not installed"
  finish
fi
# margins FILE: the ink's bounding box leaves a margin on every side and fills the page
margins() {
  local w h bw bh bx by
  read -r w h bw bh bx by < <(convert "$1" -fuzz 5% -format '%w %h %@\n' info: | tr 'x+' '  ')
  [ "$bx" -ge 2 ] && [ "$by" -ge 2 ] && [ $((bx + bw)) -le $((w - 2)) ] && [ $((by + bh)) -le $((h - 2)) ] &&
    [ $((2 * bw)) -gt "$w" ] && [ $((2 * bh)) -gt "$h" ]
}
check() { # check FILE: say whether it is neither empty nor cut
  if command -v convert >/dev/null; then
    margins "$1"
    tap $? "$(basename "$1") is neither empty nor cut"
  else
    skip "$(basename "$1")" "ImageMagick is not installed"
  fi
}
exits 0 "the example" "$e" analyze "$study" --out "$work/o85" --figures svg,png
for png in "$work"/o85/figures/*.png; do check "$png"; done
measures=$work/o85/tables/nor_measures.csv
for width in 60 174; do
  for chart in dots box violin raincloud estimation qq; do
    exits 0 "$chart at $width mm" "$e" plot $chart "$measures" --where phase=test --value discrimination_index --by arm --compare games_howell --width $width -o "$work/$chart-$width.png"
    check "$work/$chart-$width.png"
  done
done
ls "$work"/o85/figures/*.svg >"$work/out"
[ "$(wc -l <"$work/out")" -ge 8 ]
tap $? "eight figures or more ($(wc -l <"$work/out"))"

run gnuplot -c "$top/plots/dots.gp" "$work/o85/figures/data/nor_di.tsv" "$work/hand.svg"
[ "$status" = 0 ] && diff <(grep -c '<use ' "$work/hand.svg") <(grep -c '<use ' "$work/o85/figures/nor_di.svg") >/dev/null
tap $? "by hand: the same marks"
run gnuplot -c "$top/plots/dots.gp" "$work/o85/figures/data/nor_di.tsv" "$work/hand.pdf" pdf
[ "$status" = 0 ] && [ -s "$work/hand.pdf" ]
tap $? "by hand: a PDF"

exits 0 "plot" "$e" plot dots "$measures" --where phase=test --value discrimination_index --by arm -o "$work/p.svg"
says 'mean and 95% CI' "the caption goes to stdout"
exits 0 "plot of results" "$e" plot forest "$work"/o85/tables/nor_pairwise_games_howell_discrimination_index.csv -o "$work/f.svg"
exits 2 "plot of an unknown chart" "$e" plot dotz "$measures" --value discrimination_index -o "$work/x.svg"
says 'dots' "names the nearest"
exits 2 "plot without its columns" "$e" plot estimation "$measures" --value discrimination_index -o "$work/x.svg"
says '--by' "names the column"
exits 2 "an unknown palette" "$e" plot dots "$measures" --value discrimination_index --palette okabe -o "$work/x.svg"
says 'okabe-ito' "names the nearest palette"
exits 3 "a folder that is not there" "$e" plot dots "$measures" --value discrimination_index -o "$work/none/x.svg"
[ ! -e "$work/x.svg" ]
tap $? "nothing half made"
finish
