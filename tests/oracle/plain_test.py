"""The slow calendar and the slow ledger, against the answers known and against the fast ones."""

import csv
import json
import os
import random
import unittest

from custody import ActBook
from feed import act_of, dossier_of
from ledger import minutes_of
from life import Life
from lives import Province
from plain_calendar import PlainCalendar
from plain_ledger import PlainLife, PlainWorld, plain_minutes
from plain_plan import PlainPlan
from provinces import Judged
from working_calendar import (DAY, load_calendar, minute_of, parse_instant, text_of_minute)

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data")
UNITS = {"working_day": "wd", "half_day": "hd", "working_hour": "wh", "day": "d"}
ORDERS, PROVINCES, LIVES = 3, 4, 25


def told_calendar():
    with open(os.path.join(DATA, "calendar-vn.csv"), encoding="utf-8") as lines:
        return lines.read().splitlines()


class CountedCalendar(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.plain = PlainCalendar(told_calendar())
        cls.fast = load_calendar(os.path.join(DATA, "calendar-vn.csv"))

    def test_every_due_vector_is_reached_by_walking(self):
        with open(os.path.join(DATA, "due-vectors.csv"), encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                due = self.plain.due(minute_of(parse_instant(row["received"])),
                                     int(row["duration"]), UNITS[row["unit"]])
                self.assertEqual(text_of_minute(due)[:16], row["promised"], row)

    def test_the_day_loop_and_the_sums_give_the_same_due_dates(self):
        chance = random.Random(11)
        first, last = (minute_of(parse_instant(text)) for text in ("2021-01-01", "2027-11-01"))
        for _ in range(300):
            received = chance.randrange(first, last)
            amount, unit = chance.randint(1, 15), chance.choice(["wd", "hd", "wh", "d"])
            self.assertEqual(self.plain.due(received, amount, unit),
                             self.fast.due(received, amount, unit),
                             (text_of_minute(received), amount, unit))

    def test_counting_and_walking_agree_with_the_sums(self):
        chance = random.Random(12)
        first = minute_of(parse_instant("2026-08-15"))
        for _ in range(150):
            begin = first + chance.randrange(120 * DAY)
            end, working = begin + chance.randrange(6 * DAY), chance.randrange(2000)
            self.assertEqual(self.plain.between(begin, end), self.fast.between(begin, end))
            self.assertEqual(self.plain.add(begin, working), self.fast.add(begin, working))


class CountedMinutes(unittest.TestCase):
    maxDiff = None

    def test_every_worked_life_has_its_minutes_in_any_order_of_its_acts(self):
        with open(os.path.join(DATA, "ledger-vectors.json"), encoding="utf-8") as source:
            vectors = json.load(source)
        calendar = PlainCalendar(told_calendar())
        for told in vectors["lives"]:
            acts = [act_of(cells) for cells in told["acts"]]
            row, now = dossier_of(told["feed"]), parse_instant(told["now"])
            plan = PlainPlan(vectors["plans"][told["plan"]], calendar)
            for order in range(ORDERS):
                random.Random(order).shuffle(acts)
                world = PlainWorld(calendar, plan, {row.code: row}, ActBook(acts, now),
                                   minute_of(now))
                minutes = plain_minutes(PlainLife(world, row.code))
                self.assertEqual(sorted([party, cause, n]
                                        for (party, cause), n in minutes.items()),
                                 told["expect"]["minutes"], told["name"])

    def test_asking_every_minute_gives_what_the_spans_give(self):
        compared = 0
        for seed in range(PROVINCES):
            province, told = Judged(seed, count=LIVES), Province(seed, LIVES)
            calendar = PlainCalendar(told.calendar)
            plan = PlainPlan(told.plan, calendar)
            for now in province.instants[1::5]:
                world = province.world(now)
                plain = PlainWorld(calendar, plan, province.feed, world.acts, minute_of(now))
                for code in province.codes():
                    minutes = plain_minutes(PlainLife(plain, code))
                    self.assertEqual(minutes, minutes_of(Life(world, code)),
                                     (seed, code, text_of_minute(minute_of(now))))
                    compared += len(minutes) > 1
        self.assertGreater(compared, PROVINCES * LIVES // 2)


if __name__ == "__main__":
    unittest.main()
