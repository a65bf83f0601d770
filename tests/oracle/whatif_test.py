"""What-if of SEMANTICS 6: the worked answers, and what must hold of any replay."""

import io
import json
import os
import random
import unittest

from custody import ActBook
from feed import act_of, dossier_of
from life import Life, World
from lives import Province
from plan import Plan
from provinces import Judged
from whatif import Report, replay, what_if
from working_calendar import (date_of, load_calendar, minute_of, parse_instant, text_of_minute)

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data")
ORDERS, PROVINCES, LIVES = 5, 6, 80


class WorkedAnswers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.calendar = load_calendar(os.path.join(DATA, "calendar-vn.csv"))
        with open(os.path.join(DATA, "ledger-vectors.json"), encoding="utf-8") as source:
            cls.vectors = json.load(source)

    def world(self, told, acts, lines):
        row, now = dossier_of(told["feed"]), parse_instant(told["now"])
        day = date_of(minute_of(row.received))
        plan = Plan(lines, self.calendar, (day - 10, day + 400))
        return World([self.calendar], plan, {row.code: row}, ActBook(acts, now), now, now)

    def told(self, name):
        return next(told for told in self.vectors["lives"] if told["name"] == name)

    def back(self, told, lines, acts=None):
        acts = [act_of(cells) for cells in told["acts"]] if acts is None else acts
        life = Life(self.world(told, acts, self.vectors["plans"][told["plan"]]),
                    told["feed"]["MaHoSo"])
        return text_of_minute(replay(life, self.world(told, acts, lines)))

    def test_the_worked_lives_are_back_when_the_vectors_say(self):
        plans, answered = self.vectors["plans"], 0
        for told in self.vectors["lives"]:
            expect = told["expect"].get("whatif")
            acts = [act_of(cells) for cells in told["acts"]]
            for _ in range(ORDERS if expect else 0):
                random.Random(answered).shuffle(acts)
                self.assertEqual(self.back(told, plans[told["plan"]], acts), expect["same_plan"])
                self.assertEqual(self.back(told, plans["third_run"], acts), expect["third_run"])
                answered += 1
        self.assertEqual(answered, 3 * ORDERS)

    def test_every_worked_life_that_is_back_returns_to_its_own_instant(self):
        replayed = 0
        for told in self.vectors["lives"]:
            acts = [act_of(cells) for cells in told["acts"]]
            world = self.world(told, acts, self.vectors["plans"][told["plan"]])
            life = Life(world, told["feed"]["MaHoSo"])
            if life.back is not None:
                self.assertEqual(text_of_minute(replay(life, world)), text_of_minute(life.back),
                                 told["name"])
                replayed += 1
        self.assertGreater(replayed, 15)

    def test_a_pause_after_the_result_was_back_does_not_move_the_promise_it_missed(self):
        told = dict(self.told("post_leaves_it_behind"), now="2023-04-20T08:00:00")
        told["feed"] = dict(told["feed"], NgayHenTra="20230324170000")
        acts = [act_of(cells) for cells in told["acts"] if cells[1] != "return"]
        acts.append(act_of(["2023-03-27T09:00:00", "pause", told["feed"]["MaHoSo"], "center", "",
                            "", "", "", "supplement"]))
        plans = self.vectors["plans"]
        life = Life(self.world(told, acts, plans["base"]), told["feed"]["MaHoSo"])
        replayed, = what_if([life], self.world(told, acts, plans["third_run"]))
        self.assertEqual((replayed.was_late, replayed.would_be_late), (True, False))

    def test_a_plan_without_runs_has_no_answer_and_a_cancelled_run_takes_the_next(self):
        told, plans = self.told("by_the_book"), self.vectors["plans"]
        self.assertEqual(self.back(told, ["budget,*,*,paper,24wh,20,10,,"]), "")
        self.assertEqual(self.back(told, plans["base"] + ["cancel,2023-03-24,R1,1,"]),
                         "2023-03-24T17:00:00")

    def test_what_it_missed_by_it_misses_by_again(self):
        """Offered 20 minutes after the cut-off of 08:45, it misses a run at 09:00 + x as well."""
        told, plans = self.told("center_misses_a_run"), self.vectors["plans"]
        moved = [line.replace("09:00,15", "09:15,15") for line in plans["base"]]
        # Cut-off 09:00 lies after add(08:00, 46 minutes): the moved run is caught.
        self.assertEqual(self.back(told, moved)[:10], "2023-03-24")
        closer = [line.replace("09:00,15", "08:59,15") for line in plans["base"]]
        self.assertEqual(self.back(told, closer), "2023-03-27T07:40:00")


class AnyReplay(unittest.TestCase):
    def replayed(self, seed, steady):
        province = Judged(seed, steady, LIVES)
        world = province.world(province.instants[-1])
        lives = [Life(world, code) for code in province.codes()]
        return province, world, [life for life in lives if life.back is not None]

    def test_under_the_plan_in_force_nearly_all_return_to_their_working_minute(self):
        lives = other = 0
        for seed in range(PROVINCES):
            for steady in (False, True):
                province, world, back = self.replayed(seed, steady)
                report = Report(what_if(back, world), province.calendar)
                lives, other = lives + report.lives, other + report.not_in_working_time
        self.assertGreater(lives, 300)
        self.assertLess(other * 50, lives)

    def test_only_won_or_lost_working_time_keeps_a_life_from_its_own_instant(self):
        for seed in range(PROVINCES):
            province, world, back = self.replayed(seed, False)
            report = Report(what_if(back, world), province.calendar)
            self.assertEqual(report.not_itself, report.not_in_working_time)
            self.assertEqual(report.unanswered, 0)

    def test_one_quick_run_more_at_every_hour_makes_nobody_later(self):
        gained = compared = 0
        for seed in range(PROVINCES):
            province, world, back = self.replayed(seed, True)
            more = Province(seed, LIVES, True).plan + hourly()
            day = date_of(world.now)
            plan = Plan(io.StringIO("\n".join(more)), province.calendar, (day - 460, day + 420))
            other = World([province.calendar], plan, province.feed, world.acts,
                          world.now * 60000, world.now * 60000)
            for life in back:
                ends = replay(life, world), replay(life, other)
                if None not in ends:
                    counted = [province.calendar.count(end) for end in ends]
                    self.assertLessEqual(counted[1], counted[0], life.code)
                    gained, compared = gained + (counted[1] < counted[0]), compared + 1
        self.assertGreater(compared, 100)
        self.assertGreater(gained, 20)


def hourly():
    """A round from the Center to every agency and back, each hour, that overtakes nothing."""
    lines = []
    for number, hour in enumerate(range(8, 16)):
        stops = ["TTG", "NNM", "XDG", "GTV", "YTE", "TTG"]
        for seq, stop in enumerate(stops, 1):
            at = f"{hour:02d}:{seq * 5:02d}"
            lines.append(f"call,H1,{900 + number},{seq},{stop},{at},{at},0,W,all,,")
    return lines


if __name__ == "__main__":
    unittest.main()
