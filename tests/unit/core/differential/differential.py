#!/usr/bin/env python3
"""differential.py PROGRAM [--seeds A-B] [--count N] - shared/core against tests/oracle.

Random nasty lives, judged by both at several instants; every difference is printed with the acts
that make it. tests/oracle was written from SEMANTICS alone and shares nothing with the C code."""
import argparse
import csv
import io
import pathlib
import subprocess
import sys
import tempfile

ORACLE = pathlib.Path(__file__).resolve().parents[3] / "oracle"
SHOWN = 5
CONFLICTS = 64


def gathered(rows):
    """By instant and dossier; of minutes, one text for each party and cause."""
    lists = {}
    for now, code, *rest in rows:
        lists.setdefault((now, code), []).append(" ".join(rest))
    return {key: sorted(texts) for key, texts in lists.items()}


def oracle(what, folder, now):
    command = [sys.executable, ORACLE / "oracle.py", what, "--feed", folder / "feed.csv",
               "--supplements", folder / "supplements.csv", "--acts", folder / "acts.csv",
               "--calendar", folder / "calendar.csv", "--plan", folder / "plan.csv", "--now", now]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rows = csv.reader(io.StringIO(out))
    next(rows)
    if what == "minutes":
        return gathered([now] + row for row in rows)
    return {(now, row[0]): row[1:] for row in rows}


def cut(row):
    """Ours lists at most CONFLICTS conflicts; the count beyond them decides nothing."""
    return row[:-1] + [";".join(row[-1].split(";")[:CONFLICTS])]


def ours(program, what, folder):
    out = subprocess.run([program, what, folder], check=True, capture_output=True,
                         text=True).stdout
    if what == "minutes":
        return gathered(csv.reader(io.StringIO(out)))
    return {(row[0], row[1]): row[2:] for row in csv.reader(io.StringIO(out))}


def rows_of(path):
    with path.open(encoding="utf-8") as lines:
        return list(csv.reader(lines))


def taken_from_oneself(folder):
    """Dossiers said to be short, of bundles whose taker names itself as the giver.

    If the item was offered to it, ours reads: it held the item since the offer, its take is a
    repeat, and nothing falls. The second implementation lets that take fall."""
    acts = [row + [""] * 9 for row in rows_of(folder / "acts.csv")]
    odd = {row[2] for row in acts
           if row[1] == "take" and row[3] == row[5] and "-" not in row[2]}
    while True:
        inside = {row[2] for row in acts if row[1] == "pack" and row[7] in odd}
        if inside <= odd:
            break
        odd |= inside
    return odd & {row[2] for row in acts if row[1] == "exception" and row[8] == "short"}


def compare(program, folder, what):
    """How many were compared, the differences as (now, dossier), ours, theirs, and how many were
    set aside: items said to be short of a bundle that a party took from itself."""
    mine = ours(program, what, folder)
    theirs = {}
    for now in (folder / "instants.txt").read_text().split():
        theirs.update(oracle(what, folder, now))
    fed = {row[0] for row in rows_of(folder / "feed.csv")}
    odd = taken_from_oneself(folder)
    if what == "minutes":  # a life without a working minute has no line
        for one, other in ((mine, theirs), (theirs, mine)):
            one.update({key: [] for key in other.keys() - one.keys()})
    assert theirs.keys() <= mine.keys(), "dossiers are missing"
    assert not any(code in fed for _, code in mine.keys() - theirs.keys()), "dossiers too many"
    if what == "custody":
        theirs = {key: cut(row) for key, row in theirs.items()}
    found, aside = [], 0
    for key in sorted(theirs):
        if mine[key] == theirs[key]:
            continue
        if key[1] in odd:
            aside += 1
        else:
            found.append((key, mine[key], theirs[key]))
    return len(theirs), found, aside


def story(folder, code):
    lines = []
    for name in ("feed.csv", "supplements.csv", "acts.csv"):
        lines += [line for line in (folder / name).read_text().splitlines() if code in line]
    return "\n".join("    " + line for line in sorted(lines))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--seeds", default="1-2")
    parser.add_argument("--count", default="1000")
    parser.add_argument("--mergers", action="store_true")
    parser.add_argument("--keep", type=pathlib.Path)
    options = parser.parse_args()
    first, last = (int(seed) for seed in options.seeds.split("-"))
    judged = different = aside = 0
    for seed in range(first, last + 1):
        with tempfile.TemporaryDirectory() as made:
            folder = options.keep / str(seed) if options.keep else pathlib.Path(made)
            subprocess.run([sys.executable, ORACLE / "lives.py", "--seed", str(seed), "--count",
                            options.count, "--out", folder] + ["--mergers"] * options.mergers,
                           check=True)
            for what in ("custody", "flags", "minutes"):
                count, found, left = compare(options.program, folder, what)
                judged += count
                aside += left
                different += len(found)
                for (now, code), mine, theirs in found[:SHOWN]:
                    print(f"seed {seed}, {what} of {code} at {now}:\n  ours   {','.join(mine)}\n"
                          f"  theirs {','.join(theirs)}\n{story(folder, code)}")
    print(f"{judged} judgements compared, {different} different, {aside} set aside")
    return 1 if different or not judged or aside * 1000 > judged else 0


if __name__ == "__main__":
    sys.exit(main())
