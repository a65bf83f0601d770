#!/usr/bin/env python3
"""tests/data/hid/reports.txt against npm's @point-of-sale/webhid-barcode-scanner.

scanners_test.py FOLDER: FOLDER/node_modules holds the package of package.json. Without it, or
without node, the test is skipped (exit code 77). What reports.txt says there must come out is what
unit.handheld.devices.hid.hid_join demands of our code; here a driver that no one of us made must
read the same, but for the cases listed in STRICTER, one by one."""

import json
import pathlib
import shutil
import subprocess
import sys
import unittest

ROOM = pathlib.Path(__file__).resolve().parent
REPORTS = ROOM.parent / "data" / "hid" / "reports.txt"
SKIPPED = 77

# Where we refuse or pass over what the driver lets through; what it does, word by word.
STRICTER = {
    "count 57 > field: refuse": "takes 57 of 56 bytes",
    "short transfer of 20 bytes: refuse": "throws",
    "continued, then another AIM id: refuse first, keep second": "joins the two",
    "empty data": "delivers the empty code",
}


def expected_rows():
    rows = {}
    for line in REPORTS.read_text(encoding="utf-8").splitlines():
        if line.startswith("counted | "):
            _, name, _, wanted = line.split(" | ")
            rows[name] = wanted
    return rows


def read_by_package(folder):
    command = ["node", ROOM / "scanners.cjs", folder, REPORTS]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rows = dict(line.split("\t") for line in told.splitlines())
    return {name: json.loads(codes) for name, codes in rows.items()}


class Reports(unittest.TestCase):
    folder = None

    @classmethod
    def setUpClass(cls):
        cls.ours, cls.theirs = expected_rows(), read_by_package(cls.folder)

    def test_the_package_was_given_every_case(self):
        self.assertEqual(set(self.ours), set(self.theirs))
        self.assertEqual(len(self.ours), 8)
        self.assertLessEqual(set(STRICTER), set(self.ours))

    def test_what_is_whole_is_read_alike(self):
        for name, wanted in self.ours.items():
            if name not in STRICTER:
                wanted = [] if wanted.startswith("!") else [wanted.replace("\\x00", "\0")]
                theirs = [code.rsplit(" ", 1)[0] for code in self.theirs[name]]
                self.assertEqual(theirs, wanted, name)

    def test_where_we_are_stricter_the_package_still_is_not(self):
        for name in STRICTER:
            wanted = self.ours[name]
            theirs = [code.rsplit(" ", 1)[0] for code in self.theirs[name]]
            self.assertNotEqual(theirs, [] if wanted.startswith("!") else [wanted], name)


def main():
    folder = pathlib.Path(sys.argv.pop(1))
    if shutil.which("node") is None:
        print("skipped: no node on this machine")
        return SKIPPED
    if not (folder / "node_modules" / "@point-of-sale" / "webhid-barcode-scanner").is_dir():
        print(f"skipped: webhid-barcode-scanner is not in {folder}; "
              "build the target scanners_package")
        return SKIPPED
    Reports.folder = folder
    unittest.main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
