"""Promised dates of the generator against the worked examples that stand in tests/data."""

import sys
import unittest

import made

sys.path.insert(0, str(made.ROOT / "tools/province"))
import procedures  # noqa: E402
import random      # noqa: E402
import worktime    # noqa: E402

UNITS = {"working_day": "wd", "half_day": "hd", "working_hour": "wh", "day": "d"}


def seconds(text):
    instant = made.moment(text)
    of_day = instant.hour * 3600 + instant.minute * 60
    return worktime.day_of(instant.date()) * worktime.DAY + of_day


class Promises(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with open(made.ROOT / "protocols/calendars/vn.csv", encoding="utf-8") as stream:
            cls.work = worktime.Worktime(stream)

    def test_every_worked_example_is_promised_as_it_says(self):
        examples = made.rows(made.ROOT / "tests/data/due-vectors.csv")
        self.assertGreater(len(examples), 10)
        for example in examples:
            with self.subTest(example["why"]):
                promised = self.work.promise(seconds(example["received"]),
                                             int(example["duration"]), UNITS[example["unit"]])
                self.assertEqual(worktime.iso(promised)[:16], example["promised"])

    def test_working_time_added_is_working_time_counted(self):
        rng = random.Random(1)
        for _ in range(2000):
            start = seconds("2026-01-01T00:00") + rng.randrange(330 * worktime.DAY)
            minutes = rng.randint(1, 20000)
            start -= start % 60
            end = self.work.add(start, minutes)
            self.assertEqual(self.work.worked(start, end), minutes)

    def test_there_are_1445_procedures_each_with_its_own_code_and_name(self):
        found = [row for rows in procedures.all_procedures(random.Random(1)).values()
                 for row in rows]
        self.assertEqual(len({row.code for row in found}), 1445)
        self.assertEqual(len({(row.agency, row.name) for row in found}), 1445)
        for row in found:
            self.assertRegex(row.portal_code, f"^{made.PROCEDURE.pattern}$")

    def test_the_calendar_refuses_a_word_it_does_not_know(self):
        with self.assertRaisesRegex(ValueError, "line 1.*'holiday'"):
            worktime.Worktime(["2026-01-01,holiday,somebody"])


if __name__ == "__main__":
    unittest.main()
