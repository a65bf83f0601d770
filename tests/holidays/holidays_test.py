#!/usr/bin/env python3
"""protocols/calendars/vn.csv against the public holidays that npm's date-holidays knows.

holidays_test.py FOLDER: FOLDER/node_modules holds the package of package.json. Without it, or
without node, the test is skipped (exit code 77). What the package does not know (days in lieu, the
second National Day, what a year's notice adds round Tet, bridges and the Saturdays worked for them)
is listed in gaps.csv, day by day: a gap too many or too few fails."""

import csv
import datetime
import pathlib
import shutil
import subprocess
import sys
import unittest

ROOM = pathlib.Path(__file__).resolve().parent
CALENDAR = ROOM.parents[1] / "protocols" / "calendars" / "vn.csv"
FIRST, LAST, SKIPPED = 2021, 2027, 77
SATURDAY, SUNDAY = 6, 7
REASONS = {"tet", "in_lieu", "national_day", "bridge", "worked", "culture_day"}


def calendar_rows():
    with CALENDAR.open(encoding="utf-8") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return {datetime.date.fromisoformat(row["date"]): row["kind"] for row in rows}


def gap_rows():
    with (ROOM / "gaps.csv").open(encoding="utf-8") as lines:
        return {datetime.date.fromisoformat(row["date"]): row["why"]
                for row in csv.DictReader(lines)}


def public_days(folder):
    command = ["node", ROOM / "holidays.cjs", folder, str(FIRST), str(LAST)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {datetime.date.fromisoformat(line.split(",")[0]) for line in told.splitlines()}


class PublicHolidays(unittest.TestCase):
    folder = None

    @classmethod
    def setUpClass(cls):
        cls.ours, cls.gaps = calendar_rows(), gap_rows()
        cls.public = public_days(cls.folder)

    def test_the_package_knows_the_years_that_are_loaded(self):
        self.assertEqual({day.year for day in self.public}, set(range(FIRST, LAST + 1)))
        self.assertEqual({day.year for day in self.ours}, set(range(FIRST, LAST + 1)))
        self.assertGreater(len(self.public), 9 * (LAST - FIRST + 1))

    def test_every_public_holiday_on_a_weekday_is_off(self):
        for day in sorted(self.public):
            if day.isoweekday() < SATURDAY:
                self.assertEqual(self.ours.get(day), "off", day)

    def test_no_public_holiday_is_a_worked_saturday(self):
        self.assertFalse([day for day in self.public if self.ours.get(day) == "work"])

    def test_what_the_package_does_not_know_is_exactly_the_list_of_gaps(self):
        unknown = {day for day, kind in self.ours.items()
                   if kind == "work" or day not in self.public}
        self.assertEqual(unknown, set(self.gaps))
        self.assertLessEqual(set(self.gaps.values()), REASONS)

    def test_a_worked_saturday_pays_for_one_bridge_of_its_year(self):
        for year in range(FIRST, LAST + 1):
            whys = [why for day, why in self.gaps.items() if day.year == year]
            self.assertEqual(whys.count("bridge"), whys.count("worked"), year)
        for day, why in self.gaps.items():
            self.assertEqual(why == "worked", self.ours[day] == "work", day)

    def test_a_day_in_lieu_follows_a_holiday_that_fell_on_a_weekend(self):
        for day, why in self.gaps.items():
            if why != "in_lieu":
                continue
            before = [day - datetime.timedelta(days=days) for days in range(1, 5)]
            self.assertTrue(any(each in self.public and each.isoweekday() in (SATURDAY, SUNDAY)
                                for each in before), day)


def main():
    folder = pathlib.Path(sys.argv.pop(1))
    if shutil.which("node") is None:
        print("skipped: no node on this machine")
        return SKIPPED
    if not (folder / "node_modules" / "date-holidays").is_dir():
        print(f"skipped: date-holidays is not in {folder}; build the target holidays_package")
        return SKIPPED
    PublicHolidays.folder = folder
    unittest.main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
