#!/bin/bash
# Every public header compiles alone, as C11 and as C++; so does every internal one.
cc=${CC:-cc} n=0 bad=0
flags=$(pkg-config --cflags gsl libcjson libmd)
report() { # report STATUS NAME
  n=$((n + 1))
  if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; bad=1; fi
}
for header in include/ethostat.h include/ethostat/*.h include/ethostat/stats/*.h; do
  echo "#include \"${header#include/}\"" | "$cc" -std=c11 -Wall -Wextra -Wpedantic -Werror -Iinclude -fsyntax-only -x c -
  report $? "$header compiles alone"
done
for header in src/*/*.h; do
  # shellcheck disable=SC2086
  echo "#include \"${header#src/}\"" | "$cc" -std=c11 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -Wall -Wextra -Iinclude -Isrc $flags -fsyntax-only -x c - 2>&1 | sed 's/^/# /'
  report "${PIPESTATUS[1]}" "$header compiles alone"
done
echo "1..$n"
exit $bad
