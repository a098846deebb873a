#!/bin/sh
# Every issue code of the reading layers is explained in docs/issues.md; those of others that are not yet are listed.
cd "$(dirname "$0")/../.." || exit 1
codes=$(cat src/table/*.c src/import/*.c | grep -oE '"[EWN]-[A-Z]+(-[A-Z]+)*"' | tr -d '"' | sort -u)
others=$(cat src/*/*.c | grep -oE '"[EWN]-[A-Z]+(-[A-Z]+)*"' | tr -d '"' | sort -u)
told=$(grep -oE '^\| `[EWN]-[A-Z-]+`' docs/issues.md | tr -d '|` ' | sort -u)
missing=$(printf '%s\n' "$codes" | grep -vxF "$told")
for code in $(printf '%s\n' "$others" | grep -vxF "$told"); do echo "# not yet in docs/issues.md: $code"; done
echo 1..1
[ -z "$missing" ] && echo "ok 1 - every code is in docs/issues.md" || { echo "not ok 1 - codes that docs/issues.md lacks"; echo "# $missing"; }
