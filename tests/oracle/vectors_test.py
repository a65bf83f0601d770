"""The worked lives of tests/data/ledger-vectors.json, under random orders of their acts."""

import json
import os
import random
import unittest

from custody import ActBook
from feed import act_of, dossier_of
from flags import flag_of
from ledger import minutes_of
from life import Life, World
from plan import Plan
from working_calendar import (date_of, load_calendar, minute_of, parse_instant, text_of_instant,
                              text_of_minute)

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data")
ORDERS = 20


class WorkedLives(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.calendar = load_calendar(os.path.join(DATA, "calendar-vn.csv"))
        with open(os.path.join(DATA, "ledger-vectors.json"), encoding="utf-8") as source:
            cls.vectors = json.load(source)

    def life_at(self, told, acts, now):
        row = dossier_of(told["feed"])
        now = parse_instant(now)
        day = date_of(minute_of(row.received))
        plan = Plan(self.vectors["plans"][told["plan"]], self.calendar, (day - 10, day + 400))
        world = World([self.calendar], plan, {row.code: row}, ActBook(acts, now), now, now)
        return Life(world, row.code)

    def test_every_life_has_its_minutes_conflicts_and_flags_in_any_order(self):
        for told in self.vectors["lives"]:
            acts = [act_of(cells) for cells in told["acts"]]
            for order in range(ORDERS):
                if order:
                    random.Random(order).shuffle(acts)
                with self.subTest(life=told["name"], order=order):
                    self.check(told, acts)

    def check(self, told, acts):
        expect = told["expect"]
        life = self.life_at(told, acts, told["now"])
        minutes = minutes_of(life)
        self.assertEqual(sorted([party, cause, n] for (party, cause), n in minutes.items()),
                         expect["minutes"])
        self.assertEqual(sum(minutes.values()), expect["elapsed"])
        self.assertEqual([[text_of_instant(at), kind] for at, kind in life.custody.conflicts],
                         expect["conflicts"])
        for flag in expect.get("flags", ()):
            self.assertEqual(self.shown(self.life_at(told, acts, flag["at"]), flag), flag)

    @staticmethod
    def shown(life, like):
        """The flag in the vectors' shape; minutes_gained only where the vector names it."""
        flag = flag_of(life)
        shown = {"at": like["at"], "level": flag.level, "cause": flag.cause, "leg": flag.leg,
                 "slack": flag.slack, "forecast": text_of_minute(flag.forecast),
                 "promised": text_of_minute(flag.promised),
                 "last_safe_run": text_of_minute(flag.last_safe_run)}
        if "minutes_gained" in like:
            shown["minutes_gained"] = flag.minutes_gained
        return {key: value for key, value in shown.items() if value not in ("", None)}


if __name__ == "__main__":
    unittest.main()
