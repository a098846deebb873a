#!/bin/bash
# Every command of the README's tour runs, in order, in a copy of the examples.
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh
cp -r examples "$work/examples"
mkdir "$work/bin"
ln -s "$e" "$work/bin/ethostat"
export PATH=$work/bin:$PATH ETHOSTAT_PLOTS=$top/plots
cd "$work/examples" || exit 1
while IFS= read -r line; do
  [ "${line#cd }" = "$line" ] || continue
  exits 0 "$line" bash -o pipefail -c "$line"
done < <(awk '/<!-- tour -->/ {tour = 1} /^```$/ && code {code = 0; tour = 0} code {print} /^```sh/ && tour {code = 1}' "$top/README.md" | sed 's/ *#.*//')
[ -s results/report.html ] && [ -s results/report.json ] && ls results/figures/*.svg >/dev/null && ls results/tables/*.csv >/dev/null
tap $? "report, tables and figures are there"
valid report.schema.json "report.json" results/report.json
finish
