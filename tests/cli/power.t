#!/bin/bash
# ethostat power: asking from a report, and refusals. Figures: tests/reference/power_cli.R (pwr).
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh
exits 0 "sample size" "$e" power t_two_sample --effect 0.8 --power 0.9 --format json
valid test.schema.json "power"
json '.rows[0].n_needed == 34 and (.rows[0].n - 33.82554 | fabs < 1e-4)' "pwr's n"
"$e" analyze examples/study.json --format json >"$work/report.json" 2>"$work/err"
exits 0 "from a report" "$e" power t_two_sample --from "$work/report.json" --difference 0.15 --power 0.8 --format json
json '(.rows[0].sd_observed - 0.1481911604 | fabs < 1e-9) and (.rows[0].n - 16.33976 | fabs < 1e-3)' "the pooled sd, and pwr's n"
exits 2 "two unknowns" "$e" power t_two_sample --effect 0.8
exits 2 "an unknown design" "$e" power t_two_samples --effect 0.8 --power 0.9
says "t_two_sample" "nearest design"
exits 2 "a difference without a report" "$e" power t_two_sample --difference 1 --power 0.8
exits 1 "a report that is none" "$e" power t_two_sample --from examples/nor.csv --n 12 --power 0.8
exits 3 "a report that is not there" "$e" power t_two_sample --from "$work/none.json" --n 12 --power 0.8
finish
