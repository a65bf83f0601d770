"""The readings of a synthetic afternoon, unit by unit, through the real program."""
import collections
import csv
import subprocess
import sys
import time
import unittest

from handheld import OK, ROOT, Case, answers, facts, journal, run

UNKNOWN_KEPT, ALREADY, BOUNCE = "UNIT-30", "UNIT-21", "UNIT-20"


class Province(Case):
    @classmethod
    def lines_of(cls, path):
        with open(path, encoding="utf-8", newline="") as stream:
            return [row["reading"] for row in csv.DictReader(stream)]

    def play(self, unit, lines):
        """The unit's answers, by a clock that stands in the afternoon."""
        anchor = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1_000_000
        home = self.folder / unit
        code, out, err = run("--home", home, "--once", "--lang", "en", "--demo-clock",
                             f"2026-11-23T16:30:00,1,{anchor}",
                             given="".join(f"{line}\n" for line in lines))
        self.assertEqual(code, OK, err)
        return home, answers(out)

    def test_every_line_of_every_unit_is_understood_and_every_scan_recorded(self):
        folder = self.folder / "province"
        subprocess.run([sys.executable, "-B", ROOT / "tools/province/generate", "--out", folder,
                        "--seed", "5", "--days", "3", "--dossiers-per-day", "150", "--live-day"],
                       check=True, capture_output=True, timeout=60)
        codes = collections.Counter()
        units = sorted((folder / "units").glob("*.csv"))
        self.assertGreater(len(units), 15)
        for path in units:
            lines = self.lines_of(path)
            home, said = self.play(path.stem, lines)
            self.assertEqual(len(said), len(lines), path.stem)
            for line, (word, code, sentence) in zip(lines, said):
                codes[code] += 1
                if word == "refused" and code != UNKNOWN_KEPT:
                    self.fail(f"{path.stem}: {line}: {code} {sentence}")
            self.check_records(home, said)
        self.assertLessEqual(codes[ALREADY] + codes[BOUNCE], sum(codes.values()) // 50, codes)
        self.assertGreater(codes["UNIT-01"], 300, codes)
        self.assertGreater(codes["UNIT-07"] + codes["UNIT-08"], 10, codes)

    def check_records(self, home, said):
        """Each scan that was answered ok is an entry; gives and takes end in records."""
        entries = journal(home)
        recorded = sum(entry.kind in (2, 18) for entry in entries)
        ok = sum(code in ("UNIT-01", "UNIT-02", "UNIT-03", "UNIT-15", "UNIT-16", "UNIT-17")
                 for _, code, _ in said)
        self.assertEqual(recorded, ok)
        ends = collections.Counter(code for _, code, _ in said)
        self.assertGreaterEqual(sum(entry.kind == 3 for entry in entries),
                                ends["UNIT-07"] + ends["UNIT-08"] + ends["UNIT-09"])
        one_device = sum(entry.kind == 4 and facts(entry)["one_device"] == ["yes"]
                         for entry in entries)
        self.assertEqual(one_device, ends["UNIT-08"])


if __name__ == "__main__":
    unittest.main(verbosity=1)
