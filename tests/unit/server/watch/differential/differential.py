#!/usr/bin/env python3
"""differential.py PROGRAM [--seeds A-B] [--count N] - the flag book of server/watch against
tests/oracle.

Random nasty lives. `flags`: every file is in the acts from the start; the book's clock passes, with
restarts, and at several instants every row must be what the second implementation says of that
instant. `live`: the acts arrive in batches, some of them late; at the end the rows must be the
oracle's, and a rebuild must give an equal book, history and all."""
import argparse
import csv
import io
import pathlib
import subprocess
import sys
import tempfile

ORACLE = pathlib.Path(__file__).resolve().parents[4] / "oracle"
SHOWN = 5


def oracle(folder, now):
    command = [sys.executable, ORACLE / "oracle.py", "flags", "--feed", folder / "feed.csv",
               "--supplements", folder / "supplements.csv", "--acts", folder / "acts.csv",
               "--calendar", folder / "calendar.csv", "--plan", folder / "plan.csv", "--now", now]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rows = csv.reader(io.StringIO(out))
    next(rows)
    return {(now, row[0]): row[1:] for row in rows}


def ours(program, what, folder):
    done = subprocess.run([program, what, folder], check=True, capture_output=True, text=True)
    rows = csv.reader(io.StringIO(done.stdout))
    return {(row[0], row[1]): row[2:] for row in rows}, done.stderr


def compare(mine, theirs):
    """Rows that differ. A dossier whose first act lies ahead has a row here and none there."""
    found = [(key, mine.get(key, ["no row"]), theirs[key]) for key in sorted(theirs)
             if mine.get(key) != theirs[key]]
    found += [(key, mine[key], ["no row"]) for key in sorted(mine.keys() - theirs.keys())
              if mine[key][0] != "unknown"]
    return found


def run(program, folder):
    mine, _ = ours(program, "flags", folder)
    theirs = {}
    for now in sorted({now for now, _ in mine}):
        theirs.update(oracle(folder, now))
    found = compare(mine, theirs)
    live, verdict = ours(program, "live", folder)
    last = {}
    for now in {now for now, _ in live}:
        last.update(oracle(folder, now))
    found += compare(live, last)
    if verdict.strip() != "equal after a rebuild":
        found.append((("", "the book"), [verdict.strip()], ["equal after a rebuild"]))
    return len(theirs) + len(last), found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--seeds", default="1-2")
    parser.add_argument("--count", default="150")
    parser.add_argument("--keep", type=pathlib.Path)
    options = parser.parse_args()
    first, last = (int(seed) for seed in options.seeds.split("-"))
    judged = different = 0
    for seed in range(first, last + 1):
        with tempfile.TemporaryDirectory() as made:
            folder = options.keep / str(seed) if options.keep else pathlib.Path(made)
            subprocess.run([sys.executable, ORACLE / "lives.py", "--seed", str(seed), "--count",
                            options.count, "--out", folder], check=True)
            count, found = run(options.program, folder)
            judged += count
            different += len(found)
            for (now, code), mine, theirs in found[:SHOWN]:
                print(f"seed {seed}, {code} at {now}:\n  ours   {','.join(mine)}\n"
                      f"  theirs {','.join(theirs)}")
    print(f"{judged} rows compared, {different} different")
    return 1 if different or not judged else 0


if __name__ == "__main__":
    sys.exit(main())
