#!/bin/sh
# format.sh [ROOT] - every C file stands as clang-format 14 and .clang-format would put it.
set -u
root=${1:-$(dirname "$0")/../..}
cd "$root" || exit 2
folders=$(ls -d shared handheld server firmware tools tests 2>/dev/null)
# shellcheck disable=SC2086  # the folders are words
files=$(find $folders \( -name '*.c' -o -name '*.h' \) -type f | sort)
[ -n "$files" ] || exit 0
wrong=$(printf '%s\n' "$files" | xargs clang-format-14 --dry-run 2>&1 |
  sed -n 's/^\([^: ]*:[0-9]*\):[0-9]*: .*should be clang-formatted.*/\1/p' | sort -t: -u -k1,1)
[ -z "$wrong" ] && exit 0
printf '%s\n' "$wrong" |
  sed 's/.*/format: &: clang-format would put it otherwise; run clang-format-14 -i/'
exit 1
