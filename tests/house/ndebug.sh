#!/bin/sh
# ndebug.sh ROOT BUILD - asserts are on: no compiler call and no file defines NDEBUG.
set -u
root=$1 build=$2 bad=0
commands=$build/compile_commands.json
[ -s "$commands" ] || {
  echo "ndebug: $commands is missing: nothing was checked"
  exit 1
}
if grep -q -e '-DNDEBUG' "$commands"; then
  sed -n 's/.*-DNDEBUG.* -c \([^"]*\)".*/ndebug: \1: is compiled with -DNDEBUG; asserts stay on/p' \
    "$commands"
  bad=1
fi
for folder in shared handheld server firmware tools tests; do
  [ -d "$root/$folder" ] || continue
  for hit in $(grep -rnE --include='*.[ch]' '^[[:space:]]*#[[:space:]]*define[[:space:]]+NDEBUG' \
    "$root/$folder" | cut -d: -f1,2); do
    echo "ndebug: ${hit#"$root"/}: defines NDEBUG; asserts stay on"
    bad=1
  done
done
exit $bad
