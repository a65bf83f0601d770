"""tests/data/due-vectors.csv, and the arithmetic of working minutes against counting one by one."""

import csv
import os
import random
import unittest

from working_calendar import (DAY, load_calendar, minute_of, parse_instant, text_of_instant,
                              text_of_minute)

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data")
UNITS = {"working_day": "wd", "half_day": "hd", "working_hour": "wh", "day": "d"}


class WorkingTime(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.calendar = load_calendar(os.path.join(DATA, "calendar-vn.csv"))

    def test_every_due_vector_has_its_promised_instant(self):
        with open(os.path.join(DATA, "due-vectors.csv"), encoding="utf-8") as lines:
            rows = list(csv.DictReader(lines))
        self.assertEqual(len(rows), 13)
        for row in rows:
            with self.subTest(**row):
                due = self.calendar.due(minute_of(parse_instant(row["received"])),
                                        int(row["duration"]), UNITS[row["unit"]])
                self.assertEqual(text_of_minute(due)[:16], row["promised"])

    def is_worked(self, minute):
        return any(opening <= minute % DAY < closing
                   for opening, closing in self.calendar.hours(minute // DAY))

    def test_count_and_add_agree_with_counting_one_by_one(self):
        chance = random.Random(7)
        first = minute_of(parse_instant("2024-04-10T00:00"))
        for _ in range(60):
            begin = first + chance.randrange(40 * DAY)
            end = begin + chance.randrange(4 * DAY)
            worked = sum(self.is_worked(minute) for minute in range(begin, end))
            self.assertEqual(self.calendar.between(begin, end), worked)
            if worked:
                found = self.calendar.add(begin, worked)
                self.assertEqual(self.calendar.between(begin, found), worked)
                self.assertTrue(self.is_worked(found - 1), "an end on closing stays there")
                back = self.calendar.shift(end, -worked)
                self.assertEqual(self.calendar.between(back, end), worked)
        at_lunch = minute_of(parse_instant("2023-03-21T12:20"))
        self.assertEqual(text_of_minute(self.calendar.add(at_lunch, 0)), "2023-03-21T13:30:00")

    def test_a_zone_is_moved_to_local_time_and_milliseconds_are_kept(self):
        self.assertEqual(text_of_instant(parse_instant("2023-03-21T01:00:00.250Z")),
                         "2023-03-21T08:00:00.250")
        self.assertEqual(parse_instant("20230321080000"), parse_instant("2023-03-21T08:00"))
        for bad in ("2023-13-01", "2023-02-30T08:00", "2023-03-21T24:00", "yesterday"):
            with self.assertRaises(ValueError):
                parse_instant(bad)


if __name__ == "__main__":
    unittest.main()
