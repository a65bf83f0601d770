#!/bin/sh
# same.sh vectors|reading|moves TRAO-GEN - does the code still say what the tree holds?
#
# Runs in the source tree. A wanted change: trao-gen vectors protocols/vectors, trao-gen moves
# sender > docs/moves/sync_sender.dot (and receiver), and read the diff before it is committed.
set -eu
what=$1 gen=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

case $what in
  vectors)
    "$gen" vectors "$folder"
    diff -r "$folder" protocols/vectors
    ;;
  reading)
    count=0
    for file in protocols/vectors/*.txt; do
      [ "$file" = protocols/vectors/keys.txt ] && continue
      "$gen" read <"$file" >"$folder/read.txt"
      diff "$file" "$folder/read.txt"
      count=$((count + $(grep -c '^case ' "$file")))
    done
    echo "$count cases read as they stand"
    [ "$count" -gt 50 ]
    ;;
  moves)
    for machine in sender receiver; do
      "$gen" moves "$machine" | diff "docs/moves/sync_$machine.dot" -
    done
    ;;
esac
