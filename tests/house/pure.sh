#!/bin/sh
# pure.sh core|base|wire|quiet ARCHIVE [ARCHIVE it may call]... - what a room calls, by nm.
#
# core:  its own functions, those of the archives named after it, and memcpy and its kin.
# base:  the same, libsodium and OpenSSL's SHA-256. wire: the same, the heap, and protobuf-c.
# quiet: also strings, snprintf, sorting and the heap; still no clock, file, socket, process.
set -eu
profile=$1 archive=$2
shift
copying='mem(cpy|move|set|cmp)|__mem(cpy|move|set)_chk|strn?len'
failing='abort|__assert_fail|__stack_chk_fail'
strings='mem(chr|rchr|mem)|str(n?cmp|r?chr|str|c?spn|n?cpy|n?dup|n?casecmp)|__str[a-z]*_chk'
writing='v?snprintf|__v?snprintf_chk'
heap='malloc|calloc|realloc|free'
built_in='_GLOBAL_OFFSET_TABLE_|__(asan|ubsan|sanitizer|sancov|gcov|lsan|llvm)_.*'
built_in="$built_in|__(start|stop)___sancov_.*"
core="$copying|$failing|$built_in"
case $profile in
  core) allowed="^($core)\$" ;;
  base) allowed="^($core|SHA256_.*|crypto_.*|sodium_.*|randombytes_.*)\$" ;;
  wire) allowed="^($core|$heap|protobuf_c_.*)\$" ;;
  quiet) allowed="^($core|$strings|$writing|$heap|qsort|bsearch)\$" ;;
  *)
    echo "pure: there is no profile '$profile'"
    exit 2
    ;;
esac

ours=$(mktemp)
trap 'rm -f "$ours"' EXIT
for each in "$@"; do
  nm --defined-only -g "$each" | awk 'NF == 3 { print $3 }'
done | sort -u >"$ours"
[ -s "$ours" ] || {
  echo "pure: $archive defines no function: nothing was checked"
  exit 1
}

# nm -A: archive:member.o: U symbol
nm -A -u "$archive" | awk '{ n = split($1, part, ":"); print part[n - 1], $NF }' | sort -u |
  awk -v allowed="$allowed" -v profile="$profile" '
    FNR == NR { ours[$1] = 1; next }
    !($2 in ours) && $2 !~ allowed {
      name = $1; sub(/\.o$/, "", name)
      printf "pure: %s: calls %s, which a %s room may not\n", name, $2, profile
      bad = 1
    }
    END { exit bad }' "$ours" -
