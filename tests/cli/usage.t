#!/bin/bash
# Help, version, unknown commands; every command's help opens and every list prints in every format.
# shellcheck source=tests/cli/lib.sh
. tests/cli/lib.sh
exits 0 "help" "$e" --help
says '^commands' "help"
exits 0 "version" "$e" --version
exits 2 "nothing" "$e"
exits 2 "an unknown command" "$e" analyse
says "'analyze'" "nearest command"
exits 2 "an unknown command in help" "$e" help analyse
for command in $("$e" --help | sed -n '/^commands/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
  exits 0 "$command --help" "$e" "$command" --help
  exits 0 "help $command" "$e" help "$command"
  exits 2 "$command with an unknown option" "$e" "$command" --no-such-option
done
for kind in tests adjustments formats columns assays measures rules charts palettes themes designs renderers; do
  for format in text json csv markdown html latex; do
    exits 0 "list $kind as $format" "$e" list "$kind" --format "$format"
  done
  run "$e" list "$kind" --format json
  json 'length > 0 and all(.[]; .name | length > 0)' "list $kind has names"
done
run "$e" list tests --format json
json 'all(.[]; (.summary | length > 0) and (.data | length > 0) and (.source | length > 0))' "tests have summary, data and source"
exits 2 "list of nothing known" "$e" list test-s
finish
