#!/usr/bin/env python3
"""campaign - very many random lives, each judged once by shared/core and by tests/oracle.

campaign.py PROGRAM [--lives 100000] [--seed 1] [--what custody,flags,minutes] [--wild] [--mergers]
PROGRAM and the comparison are those of tests/unit/core/differential; here a province of 1,000 lives
is judged at one instant only, so that a day's machine gets through many of them."""

import argparse
import importlib.util
import pathlib
import sys
import tempfile
import time

from lives import Province

DIFFERENTIAL = (pathlib.Path(__file__).resolve().parents[1] / "unit" / "core" / "differential"
                / "differential.py")
PER_PROVINCE, SHOWN = 1000, 3


def differential():
    spec = importlib.util.spec_from_file_location("differential", DIFFERENTIAL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Campaign:
    def __init__(self, program, whats):
        self.program, self.whats, self.compared = program, whats, differential()
        self.lives, self.judged, self.different, self.aside = 0, {}, {}, {}

    def judge(self, seed, options, folder):
        province = Province(seed, PER_PROVINCE, wild=options.wild, mergers=options.mergers)
        province.instants = [province.instants[seed % len(province.instants)]]
        province.write(folder)
        self.lives += PER_PROVINCE
        for what in self.whats:
            judged, found, aside = self.compared.compare(self.program, folder, what)
            for counts, count in ((self.judged, judged), (self.different, len(found)),
                                  (self.aside, aside)):
                counts[what] = counts.get(what, 0) + count
            for (now, code), ours, theirs in found[:SHOWN]:
                print(f"seed {seed}, {what} of {code} at {now}:\n  ours   {','.join(ours)}\n"
                      f"  theirs {','.join(theirs)}\n{self.compared.story(folder, code)}",
                      flush=True)

    def lines(self):
        for what in self.whats:
            yield (f"{what}: {self.judged.get(what, 0)} judgements of {self.lives} lives, "
                   f"{self.different.get(what, 0)} different, {self.aside.get(what, 0)} set aside")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--lives", type=int, default=100000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--what", default="custody,flags,minutes")
    parser.add_argument("--wild", action="store_true")
    parser.add_argument("--mergers", action="store_true")
    options = parser.parse_args()
    campaign, began = Campaign(options.program, options.what.split(",")), time.monotonic()
    for seed in range(options.seed, options.seed + max(1, options.lives // PER_PROVINCE)):
        with tempfile.TemporaryDirectory() as folder:
            campaign.judge(seed, options, pathlib.Path(folder))
        if seed % 10 == 0:
            print("; ".join(campaign.lines()), f"{time.monotonic() - began:.0f} s", flush=True)
    print("\n".join(campaign.lines()))
    return 1 if any(campaign.different.values()) or not campaign.lives else 0


if __name__ == "__main__":
    sys.exit(main())
