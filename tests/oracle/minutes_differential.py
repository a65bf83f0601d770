#!/usr/bin/env python3
"""minutes_differential.py PROGRAM [--study] [--seeds A-B] [--count N] [--wild] [--keep DIR] -
the ledger of minutes of ours against tests/oracle, over random nasty lives, at every instant.

Without --study, `PROGRAM minutes FOLDER` prints `now,dossier,party,cause,minutes` for every instant
in FOLDER/instants.txt. With it, PROGRAM is trao, and `trao study ... --now T --out DIR` leaves
`dossier,party,cause,minutes` in DIR/minutes.csv; a study that leaves none is a skipped test. Every
difference is printed with the acts that make it; a life's minutes are compared whole."""

import argparse
import csv
import io
import pathlib
import subprocess
import sys
import tempfile

ORACLE = pathlib.Path(__file__).resolve().parent
SHOWN, SKIPPED, WRONG_USAGE = 5, 77, 2


def rows_of(text):
    return [row for row in csv.reader(io.StringIO(text)) if row]


def by_dossier(rows):
    """{dossier: sorted [party, cause, minutes]} of rows `dossier,party,cause,minutes`."""
    told = {}
    for dossier, party, cause, minutes in rows:
        if int(minutes):
            told.setdefault(dossier, []).append([party, cause, int(minutes)])
    return {dossier: sorted(minutes) for dossier, minutes in told.items()}


def files(folder):
    return ["--feed", folder / "feed.csv", "--supplements", folder / "supplements.csv", "--acts",
            folder / "acts.csv", "--calendar", folder / "calendar.csv", "--plan",
            folder / "plan.csv"]


def said(command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def theirs(folder, now):
    command = [sys.executable, ORACLE / "oracle.py", "minutes", *files(folder), "--now", now]
    return by_dossier(rows_of(said(command))[1:])


def ours(program, folder, instants):
    """{now: minutes by dossier} of a program that answers for all instants at once."""
    rows = rows_of(said([program, "minutes", folder]))
    return {now: by_dossier(row[1:] for row in rows if row[0] == now) for now in instants}


class NoMinutes(Exception):
    """There is no study, or it leaves no minutes.csv."""


def ours_of_study(program, folder, instants):
    told = {}
    for number, now in enumerate(instants):
        minutes = folder / f"study{number}" / "minutes.csv"
        command = [program, "study", *files(folder), "--now", now, "--out", minutes.parent]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode == WRONG_USAGE or (done.returncode == 0 and not minutes.exists()):
            raise NoMinutes(done.stderr.strip() or "it left no minutes.csv")
        done.check_returncode()
        told[now] = by_dossier(rows_of(minutes.read_text(encoding="utf-8"))[1:])
    return told


def compare(mine, his):
    """[(dossier, ours, theirs)] of the dossiers whose minutes differ."""
    return [(code, mine.get(code, []), his.get(code, []))
            for code in sorted(mine.keys() | his.keys()) if mine.get(code) != his.get(code)]


def story(folder, code):
    lines = []
    for name in ("feed.csv", "supplements.csv", "acts.csv"):
        told = (folder / name).read_text(encoding="utf-8").splitlines()
        lines += [line for line in told if code in line]
    return "\n".join("    " + line for line in sorted(lines))


def show(seed, now, folder, found):
    for code, mine, his in found[:SHOWN]:
        print(f"seed {seed}, minutes of {code} at {now}:")
        for name, minutes in (("ours", mine), ("theirs", his)):
            other = his if minutes is mine else mine
            only = [f"{party} {cause} {n}" for party, cause, n in minutes
                    if [party, cause, n] not in other]
            print(f"  only {name:7}{'; '.join(only)}")
        print(story(folder, code))


def judge(options, seed, folder):
    """(lives compared, lives different) of one province."""
    command = [sys.executable, ORACLE / "lives.py", "--seed", str(seed), "--count", options.count,
               "--out", folder] + ["--wild"] * options.wild
    subprocess.run(command, check=True)
    instants = (folder / "instants.txt").read_text().split()
    mine = (ours_of_study if options.study else ours)(options.program, folder, instants)
    lives = different = 0
    for now in instants:
        his = theirs(folder, now)
        found = compare(mine[now], his)
        show(seed, now, folder, found)
        lives, different = lives + len(his), different + len(found)
    return lives, different


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--study", action="store_true")
    parser.add_argument("--seeds", default="1-2")
    parser.add_argument("--count", default="500")
    parser.add_argument("--wild", action="store_true")
    parser.add_argument("--keep", type=pathlib.Path)
    options = parser.parse_args()
    first, last = (int(seed) for seed in options.seeds.split("-"))
    lives = different = 0
    for seed in range(first, last + 1):
        with tempfile.TemporaryDirectory() as made:
            folder = options.keep / str(seed) if options.keep else pathlib.Path(made)
            counted = judge(options, seed, folder)
            lives, different = lives + counted[0], different + counted[1]
    print(f"{lives} lives' minutes compared, {different} different")
    return 1 if different or not lives else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except NoMinutes as missing:
        print(f"skipped: no minutes of a study to compare: {missing}")
        sys.exit(SKIPPED)
