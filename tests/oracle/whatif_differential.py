#!/usr/bin/env python3
"""whatif_differential.py TRAO [--seeds A-B] [--count N] [--keep DIR] - the whatif.csv of
`trao study --runs` against tests/oracle, over random nasty lives and a third route.

Instants are compared in working time: with no working minute between them they are the same.
Set aside, and counted, are lives in which a step would end before it begins, and those whose
processing budget is a share of a promise they never had, where ours leaves them out. Three
provinces of four are steady ones, where what was carried mostly went by the plan's runs."""

import argparse
import pathlib
import subprocess
import sys
import tempfile

from minutes_differential import ORACLE, SKIPPED, WRONG_USAGE, files, rows_of, said, story
from working_calendar import load_calendar, minute_of, parse_instant

SHOWN = 5
STOPS = ("TTG", "NNM", "XDG", "GTV", "YTE", "TTG")
SHARE = "1.009999"      # its budget in lives.py is 70%


def third_route(plan):
    """PLAN and three rounds more a day, by way of every agency."""
    lines = plan.splitlines()
    for number, hour in enumerate((8, 11, 14)):
        for seq, stop in enumerate(STOPS, 1):
            at = f"{hour:02d}:{seq * 7:02d}"
            lines.append(f"call,R8,{50 + number},{seq},{stop},{at},{at},5,W,all,,")
    return "\n".join(lines) + "\n"


def table(text):
    header, *rows = rows_of(text)
    return {row[0]: dict(zip(header, row)) for row in rows}


def answers(trao, folder, now):
    """(ours, theirs) by dossier, or (None, None) when there is no such study."""
    told = files(folder) + ["--runs", folder / "runs.csv", "--now", now]
    done = subprocess.run([trao, "study", *told, "--out", folder / "study"], check=False,
                          capture_output=True, text=True)
    written = folder / "study" / "whatif.csv"
    if done.returncode == WRONG_USAGE or (done.returncode == 0 and not written.exists()):
        return None, None
    done.check_returncode()
    theirs = said([sys.executable, ORACLE / "oracle.py", "whatif", *told])
    return table(written.read_text(encoding="utf-8")), table(theirs)


class Comparison:
    def __init__(self):
        self.lives = self.different = self.aside = 0

    def province(self, seed, folder, mine, theirs):
        calendar = load_calendar(folder / "calendar.csv")
        shares = {row[0] for row in rows_of((folder / "feed.csv").read_text(encoding="utf-8"))
                  if row[1].startswith(SHARE) and not row[5]}
        found = []
        for code in sorted(mine.keys() | theirs.keys()):
            self.lives += 1
            turns_back = theirs.get(code, {}).get("turns_back") == "1"
            if turns_back or (code not in mine and code in shares):
                self.aside += 1
            elif not alike(calendar, mine.get(code), theirs.get(code)):
                found.append(code)
        self.different += len(found)
        for code in found[:SHOWN]:
            print(f"seed {seed}, {code}:\n  ours   {mine.get(code)}\n  theirs {theirs.get(code)}\n"
                  f"{story(folder, code)}")


def alike(calendar, mine, theirs):
    def worked(text):
        return calendar.count(minute_of(parse_instant(text))) if text else None

    return mine is not None and theirs is not None and all(
        worked(mine[ours]) == worked(theirs[other])
        for ours, other in (("back", "back"), ("same_plan", "same"), ("other_plan", "other")))


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trao")
    parser.add_argument("--seeds", default="1-2")
    parser.add_argument("--count", default="300")
    parser.add_argument("--keep", type=pathlib.Path)
    options = parser.parse_args()
    compared = Comparison()
    first, last = (int(seed) for seed in options.seeds.split("-"))
    for seed in range(first, last + 1):
        with tempfile.TemporaryDirectory() as made:
            folder = options.keep / str(seed) if options.keep else pathlib.Path(made)
            said([sys.executable, ORACLE / "lives.py", "--seed", str(seed), "--count",
                  options.count, "--out", folder] + ["--steady"] * (seed % 4 != 0))
            plan = (folder / "plan.csv").read_text(encoding="utf-8")
            (folder / "runs.csv").write_text(third_route(plan), encoding="utf-8")
            now = (folder / "instants.txt").read_text().split()[-1]
            mine, theirs = answers(options.trao, folder, now)
            if mine is None:
                print("skipped: this trao has no study that leaves a whatif.csv")
                return SKIPPED
            compared.province(seed, folder, mine, theirs)
    print(f"{compared.lives} lives replayed, {compared.different} different, "
          f"{compared.aside} set aside")
    return 1 if compared.different or not compared.lives else 0


if __name__ == "__main__":
    sys.exit(main())
