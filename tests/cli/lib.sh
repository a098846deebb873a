# tests/cli/lib.sh - TAP for command-line tests. Source it, call the checks, end with finish.
# Each check runs one command in a scratch folder ($work) that is removed at the end.
set -u
e=${ETHOSTAT:-$PWD/build/ethostat}
top=$PWD
fixtures=$top/tests/fixtures
data=${ETHOSTAT_DATA:-$top/../shared/data}
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
n=0 bad=0

tap() { # tap STATUS NAME
  n=$((n + 1))
  if [ "$1" = 0 ]; then
    echo "ok $n - $2"
  else
    echo "not ok $n - $2"
    bad=1
    sed 's/^/# stdout: /' "$work/out" | head -20
    sed 's/^/# stderr: /' "$work/err" | head -20
  fi
}
skip() { # skip NAME REASON
  n=$((n + 1))
  echo "ok $n # SKIP $1: $2"
}
# run COMMAND...: output in $work/out and $work/err, exit status in $status
run() {
  "$@" >"$work/out" 2>"$work/err" </dev/null
  status=$?
}
# exits STATUS NAME COMMAND...: the command ends with this status (and never by a signal or a sanitizer)
exits() {
  local want=$1 name=$2
  shift 2
  run "$@"
  [ "$status" = "$want" ] && ! grep -q 'Sanitizer\|runtime error' "$work/err"
  tap $? "$name: exit $want (was $status)"
}
# says PATTERN NAME: the last command's stderr or stdout has a line like this
says() {
  cat "$work/out" "$work/err" | grep -qE -- "$1"
  tap $? "$2: says '$1'"
}
# json FILTER NAME: the last stdout satisfies a jq filter
json() {
  jq -e "$1" "$work/out" >/dev/null 2>>"$work/err"
  tap $? "$2: $1"
}
# valid SCHEMA NAME [FILE]: the last stdout (or FILE) fits docs/SCHEMA
valid() {
  jq -r --slurpfile schema "$top/docs/$1" -f "$top/tests/cli/schema.jq" "${3:-$work/out}" >"$work/violations" 2>&1
  [ ! -s "$work/violations" ]
  tap $? "$2: fits $1 $(head -3 "$work/violations" | tr '\n' ' ')"
}
finish() {
  echo "1..$n"
  exit $bad
}
