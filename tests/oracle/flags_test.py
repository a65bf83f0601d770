"""SEMANTICS 6 and READINGS.md where the worked lives are silent; plan `base` of the vectors."""

import json
import os
import unittest

from custody import ActBook
from feed import act_of, dossier_of
from flags import Chain, flag_of
from ledger import minutes_of
from life import Life, World
from plan import Plan
from working_calendar import (date_of, load_calendar, minute_of, parse_instant, text_of_minute)

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data")
CODE, A = "H41.04-230321-0001", "H41.04"


def handoff(at, giver, taker):
    return [act_of([at, "give", CODE, giver, "", taker]),
            act_of([at, "take", CODE, taker, "", giver])]


def act(at, kind, party, reason=""):
    return act_of([at, kind, CODE, party, "", "", "", "", reason])


INTAKE = [act("2023-03-21T08:00", "intake", "center")]
OUT = INTAKE + handoff("2023-03-21T09:00", "center", "post") \
    + handoff("2023-03-21T09:50", "post", A)


class Judging(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.calendar = load_calendar(os.path.join(DATA, "calendar-vn.csv"))
        with open(os.path.join(DATA, "ledger-vectors.json"), encoding="utf-8") as source:
            cls.base = json.load(source)["plans"]["base"]

    def life(self, now, acts, lines=(), restart=(), **feed):
        row = {"MaHoSo": CODE, "MaTTHC": "1.005555", "NgayTiepNhan": "20230321080000",
               "NgayHenTra": "20230328080000", "TrangThaiHoSo": "4", "DonViXuLy": A}
        row.update(feed)
        now = parse_instant(now)
        day = date_of(minute_of(parse_instant("2023-03-21")))
        plan = Plan(self.base + list(lines), self.calendar, (day, day + 400))
        world = World([self.calendar], plan, {CODE: dossier_of(row)}, ActBook(acts, now), now, now,
                      restart)
        return Life(world, CODE)

    def flag(self, *args, **feed):
        return flag_of(self.life(*args, **feed))

    def says(self, flag, level, cause="", leg="", forecast=None):
        self.assertEqual((flag.level, flag.cause, flag.leg), (level, cause, leg))
        if forecast:
            self.assertEqual(text_of_minute(flag.forecast)[:16], forecast)

    def test_a_run_missed_by_a_minute_is_missed_in_the_replay_too(self):
        """Out was a day late; back missed 09:50 by plan's cut-off 09:40 and keeps that lag."""
        acts = INTAKE + handoff("2023-03-22T09:00", "center", "post") \
            + handoff("2023-03-22T09:50", "post", A) + [act("2023-03-27T09:10", "ready", A)]
        lines = ["set,judged,instant", "budget,1.005555,*,paper,1400wh,20,10,2023-03-21,"]
        self.says(self.flag("2023-03-27T10:00", acts, lines, NgayHenTra="20230324160000"),
                  "overdue", "transfers", "", "2023-03-27T17:00")
        self.says(self.flag("2023-03-27T10:00", acts, lines, NgayHenTra="20230324170000"),
                  "overdue", "transfer", "out")

    def test_an_offer_refused_on_the_minute_of_departure_was_not_open_then(self):
        give = act_of(["2023-03-21T08:40", "give", CODE, "center", "", "post"])
        for refused, blamed in (("09:00", "center"), ("09:01", "post")):
            refuse = act_of([f"2023-03-21T{refused}", "refuse", CODE, "post", "", "center"])
            minutes = minutes_of(self.life("2023-03-21T10:00", INTAKE + [give, refuse]))
            self.assertEqual(minutes, {("timetable", "waiting_for_run"): 60,
                                       (blamed, "missed_run"): 60})

    def test_a_step_faster_than_its_standard_keeps_its_gain(self):
        acts = INTAKE + handoff("2023-03-21T08:10", "center", A)
        chain = Chain(self.life("2023-03-21T10:00", acts))
        self.assertEqual(chain.replay({0}), chain.forecast)
        self.assertLess(chain.steps[0].end, chain.steps[0].standard(chain.steps[0].begin))

    def test_a_late_verdict_on_a_step_with_a_gap_is_unknown(self):
        acts = INTAKE + handoff("2023-03-24T09:50", "post", A)
        self.says(self.flag("2023-03-28T10:00", acts), "unknown")
        known = INTAKE + handoff("2023-03-24T09:00", "center", "post") \
            + handoff("2023-03-24T09:50", "post", A)
        self.says(self.flag("2023-03-28T10:00", known), "will_miss", "transfer", "out")

    def test_a_cancelled_run_is_skipped_once_known_and_no_excuse_for_the_transfer(self):
        lines = ["cancel,2023-03-21,R1,1,2023-03-21T08:20", "set,judged,instant"]
        feed = {"NgayHenTra": "20230327080000"}
        self.says(self.flag("2023-03-21T08:10", INTAKE, lines, **feed), "due_soon", "", "",
                  "2023-03-24T17:00")
        self.says(self.flag("2023-03-21T08:30", INTAKE, lines, **feed), "at_risk", "transfer",
                  "out", "2023-03-27T11:00")

    def test_a_new_promise_already_contains_the_pause_before_it(self):
        def promised(*supplements, restart=()):
            listed = [dict(zip(("NgayBoSung", "NgayTiepNhanBoSung", "NgayHenTraMoi"), each))
                      for each in supplements]
            flag = self.flag("2023-03-24T10:00", OUT, (), restart, DanhSachHoSoBoSung=listed)
            return text_of_minute(flag.promised)[:16]
        first = ("20230322080000", "20230323080000")
        self.assertEqual(promised(first), "2023-03-29T08:00")
        self.assertEqual(promised(first + ("20230331080000",)), "2023-03-31T08:00")
        self.assertEqual(promised(first + ("20230331080000",), ("20230324080000", "")),
                         "2023-03-31T10:00")
        self.assertEqual(promised(first, restart=("1.005555",)), "2023-03-30T08:00")
        self.assertEqual(promised(first + ("20230331080000",), restart=("*",)), "2023-03-31T08:00")
        self.assertEqual(promised(("20230324090000", ""), restart=("*",)), "2023-03-31T10:00")

    def test_a_new_promise_counts_where_the_feed_gives_no_first_one(self):
        told = ("20230322080000", "20230323080000", "20230331080000")
        feed = {"NgayHenTra": "", "DanhSachHoSoBoSung": [
            dict(zip(("NgayBoSung", "NgayTiepNhanBoSung", "NgayHenTraMoi"), told))]}
        self.says(self.flag("2023-03-22T10:00", OUT, **feed), "unknown")
        flag = self.flag("2023-03-24T10:00", OUT, **feed)
        self.assertEqual(text_of_minute(flag.promised)[:16], "2023-03-31T08:00")
        share = ["budget,1.005555,*,paper,70%,20,10,2023-03-21,"]
        self.says(self.flag("2023-03-24T10:00", OUT, share, **feed), "unknown")
        again = OUT + [act("2023-03-24T09:00", "pause", A)]
        self.says(self.flag("2023-03-24T10:00", again, restart=("*",), **feed), "unknown")

    def test_a_pause_before_receipt_moves_no_promise(self):
        listed = [{"NgayBoSung": "20230317080000", "NgayHenTraMoi": "20230329080000"}]
        flag = self.flag("2023-03-21T10:00", OUT, DanhSachHoSoBoSung=listed)
        self.assertEqual(text_of_minute(flag.promised)[:16], "2023-03-29T10:00")

    def test_what_happened_in_the_minute_of_now_is_known(self):
        acts = INTAKE + handoff("2023-03-21T09:00:53", "center", "post")
        life = self.life("2023-03-21T09:00:00", acts)
        self.assertEqual(life.custody.now.holder, "post")
        self.assertEqual(self.life("2023-03-21T08:59:59", acts).custody.now.holder, "center")
        for now, level in (("2023-03-22T09:59:59", "on_track"), ("2023-03-22T10:00:00", "done")):
            self.assertEqual(self.flag(now, OUT, NgayTra="20230322100040").level, level)

    def test_offered_back_to_the_agency_it_came_from_it_would_be_another_visit(self):
        acts = OUT + [act("2023-03-22T08:00", "ready", A)] \
            + handoff("2023-03-22T09:50", A, "post") \
            + [act_of(["2023-03-22T10:30", "give", CODE, "post", "", A])]
        life = self.life("2023-03-22T10:35", acts)
        steps = [(each.leg, each.origin, each.destination) for each in Chain(life).steps
                 if hasattr(each, "leg")]
        self.assertEqual(steps, [("out", "center", A), ("out", A, A), ("back", A, "center")])
        self.says(flag_of(life), "on_track", "", "", "2023-03-27T17:00")
        taken = acts + [act_of(["2023-03-22T10:40", "take", CODE, A, "", "post"])]
        self.says(self.flag("2023-03-22T10:45", taken), "on_track", "", "", "2023-03-27T17:00")
        minutes = minutes_of(self.life("2023-03-22T10:45", taken))
        self.assertEqual(minutes[A, "unknown"], 110)

    def test_offered_back_to_the_center_it_waits_there_for_the_next_run(self):
        acts = INTAKE + handoff("2023-03-21T09:00", "center", "post") \
            + [act_of(["2023-03-21T10:50", "give", CODE, "post", "", "center"])]
        chain = Chain(self.life("2023-03-21T10:55", acts))
        self.assertEqual(len(chain.steps), 3)
        self.assertEqual(text_of_minute(chain.next_run.depart)[:16], "2023-03-21T15:00")
        self.assertEqual(text_of_minute(chain.steps[0].end)[:16], "2023-03-21T15:50")

    def test_a_life_on_the_spot_becomes_a_paper_one_once_an_agency_takes_it(self):
        life = self.life("2023-03-21T10:00", OUT, MaTTHC="1.002696")
        self.assertEqual(life.mode, "paper")
        self.says(flag_of(life), "on_track", "", "", "2023-03-24T17:00")
        self.assertEqual(sorted(minutes_of(life)), [(A, "processing"), ("post", "in_transit"),
                                                    ("timetable", "waiting_for_run")])

    def test_a_second_visit_reopens_what_was_back(self):
        back = OUT + [act("2023-03-22T09:00", "ready", A)] \
            + handoff("2023-03-22T09:50", A, "post") + handoff("2023-03-22T11:00", "post", "center")
        self.says(self.flag("2023-03-22T12:00", back), "done")
        again = back + handoff("2023-03-22T15:00", "center", "post") \
            + handoff("2023-03-22T15:50", "post", "H41.05")
        life = self.life("2023-03-22T17:00", again)
        self.assertEqual(flag_of(life).level, "on_track")
        self.assertEqual(minutes_of(life)["timetable", "waiting_for_run"], 60 + 50 + 60 + 90)

    def test_the_post_answers_for_a_round_seen_elsewhere_but_not_here(self):
        def missed(*stops):
            acts = INTAKE + [act_of(["2023-03-21T09:30", "arrive", "R1/1", "post", "", "", stop])
                             for stop in stops]
            minutes = minutes_of(self.life("2023-03-21T10:00", acts))
            return [party for party, cause in minutes if cause == "missed_run"]
        self.assertEqual(missed(), ["center"])
        self.assertEqual(missed("NNM"), ["post"])
        self.assertEqual(missed("NNM", "TTG"), ["center"])

    def test_who_stops_the_clock_is_named_unless_the_citizen_owes_something(self):
        for reason, party in (("", "citizen"), ("supplement", "citizen"), ("fee", "citizen"),
                              ("agency_stop", A)):
            acts = OUT + [act("2023-03-22T08:00", "pause", A, reason),
                          act("2023-03-22T08:30", "pause", "center", "center_stop"),
                          act("2023-03-22T09:00", "resume", A),
                          act("2023-03-22T10:00", "resume", A)]
            minutes = minutes_of(self.life("2023-03-22T11:00", acts))
            self.assertEqual({key: n for key, n in minutes.items() if key[1] == "paused"},
                             {(party, "paused"): 60})


if __name__ == "__main__":
    unittest.main()
