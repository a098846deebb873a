#!/bin/bash
# Help, man page and completion know every command and option; the shell scripts are clean.
e=${ETHOSTAT:-build/ethostat} n=0 bad=0
report() {
  n=$((n + 1))
  if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; bad=1; fi
}
man=$("$e" man) complete=$("$e" complete)
for command in $("$e" --help | sed -n '/^commands/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
  grep -q "ethostat $command" <<<"$man"
  report $? "the man page has $command"
  missing=
  for option in $("$e" "$command" --help | grep -o -- '--[a-z-]*' | sort -u); do
    escaped=${option//-/\\\\-}
    grep -q -- "$escaped" <<<"$man" || missing="$missing $option"
  done
  [ -z "$missing" ]
  report $? "the man page has the options of $command$missing"
  grep -q "    $command) options=" <<<"$complete"
  report $? "completion knows $command"
done
bash -n <(echo "$complete")
report $? "the completion script is sound"
if command -v shellcheck >/dev/null; then
  # shellcheck disable=SC2046
  shellcheck -x -P . -S warning .ci/run .ci/install $(grep -lE "^#!/bin/(ba)?sh" tests/*/*.t tests/*/run 2>/dev/null) >&2
  report $? "shellcheck"
else
  n=$((n + 1))
  echo "ok $n # SKIP shellcheck is not installed"
fi
echo "1..$n"
exit $bad
