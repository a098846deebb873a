#!/bin/bash
# The mixed models of the main job on the example study. Figures: tests/reference/example_models.R (lmerTest, lme4).
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh
exits 0 "the example study" "$e" analyze examples/study.json --format json
model='.results[] | select(.part == "sensitivity" and .test == "model")'
close() { # close FILTER WANTED TOLERANCE
  json "($1) as \$got | ((\$got - $2) / $2 | fabs) < $3" "$1 is $2"
}
cage="[$model][0].rows[] | select(.table == \"anova\")"
close "$cage | .statistic" 3.694839491 1e-6
close "$cage | .df2" 42 1e-3
close "$cage | .p_value" 0.01898956868 1e-5
close "[$model | select(.method | test(\"inomial\"))][0].rows[] | select(.table == \"random\") | .variance" 0.2131095603 1e-3
json "[$model | .sentence | length > 0] | all" "each says whether the conclusion holds"
exits 0 "one assay of a study" "$e" measure examples/study.json --assay tmaze
says 'success_rate' "its measures"
exits 2 "two assays at once" "$e" measure examples/study.json
says '--assay' "how to choose"
finish
