"""What faults.csv says was planted is what a stranger finds in the acts, at the stated rates."""

import collections
import math
import unittest

import made


class Faults(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = made.generate("--days", "25", "--live-day", "--seed", "11")
        cls.acts = made.rows(cls.folder / "acts.csv")
        cls.truth = collections.defaultdict(list)
        for row in made.rows(cls.folder / "faults.csv"):
            if row["at"] < "2026-11-23T14:25":
                cls.truth[row["fault"]].append(row)
        cls.rates = made.rows(cls.folder / "rates.csv")
        cls.feed = {row["MaHoSo"]: row for row in made.feed(cls.folder / "feed.json")}
        cls.of = collections.defaultdict(list)
        for row in cls.acts:
            cls.of[row["subject"]].append(row)

    def kinds_of(self, subject):
        return collections.Counter(row["act"] for row in self.of[subject])

    def test_every_fault_strikes_at_its_rate(self):
        for row in self.rates:
            with self.subTest(row["fault"]):
                rate, chances = float(row["rate"]), int(row["chances"])
                spread = 5 * math.sqrt(chances * rate * (1 - rate)) + 2
                self.assertAlmostEqual(int(row["planted"]), rate * chances, delta=spread)
                if rate * chances >= 12:
                    self.assertGreater(int(row["planted"]), 0)

    def test_the_count_of_each_fault_is_the_number_of_its_rows(self):
        counted = collections.Counter(
            row["fault"] for row in made.rows(self.folder / "faults.csv"))
        self.assertEqual({row["fault"]: int(row["planted"]) for row in self.rates
                          if int(row["planted"])}, counted)

    def test_silent_dossiers_are_in_the_feed_and_leave_no_act(self):
        self.assertTrue(self.truth["silence"])
        for row in self.truth["silence"]:
            self.assertEqual(self.of[row["subject"]], [])

    def test_codes_not_yet_in_the_feed_have_acts_and_no_row(self):
        codes = [row["subject"] for row in self.truth["not_in_feed"]]
        self.assertEqual([code for code in codes if code in self.feed], [])
        self.assertTrue(any(self.of[code] for code in codes))

    def test_missing_intakes_and_returns_are_missing(self):
        for fault, act in (("intake_missing", "intake"), ("return_missing", "return")):
            self.assertTrue(self.truth[fault])
            for row in self.truth[fault]:
                self.assertEqual(self.kinds_of(row["subject"])[act], 0, row)

    def test_a_bounce_is_the_very_same_row_twice(self):
        typed_wrong = {row["subject"] for row in self.truth["mistyped"]}
        bounced = [row for row in self.truth["bounce"] if row["subject"] not in typed_wrong]
        self.assertGreater(len(bounced), 100)
        for fault in bounced:
            takes = [tuple(row.values()) for row in self.of[fault["subject"]]
                     if row["act"] == "take" and row["party"] == fault["party"]]
            self.assertLess(len(set(takes)), len(takes), fault)

    def test_every_void_names_an_act_of_the_same_party_on_the_same_subject(self):
        voids = [row for row in self.acts if row["act"] == "void"]
        self.assertGreater(len(voids), 20)
        for void in voids:
            at, act, party = void["parent"].split("/")
            self.assertEqual(party, void["party"])
            self.assertTrue(any(row["at"] == at and row["act"] == act and row["party"] == party
                                for row in self.of[void["subject"]]), void)

    def test_a_bundle_opened_without_item_scans_has_none_at_its_receiver(self):
        self.assertTrue(self.truth["bundle_only"])
        for fault in self.truth["bundle_only"]:
            extra = {code for row in self.truth["over"] if row["subject"] == fault["subject"]
                     for code in row["dossiers"].split()}
            scanned = [row for row in self.acts
                       if row["act"] == "take" and row["parent"] == fault["subject"]
                       and row["party"] == fault["party"] and row["subject"] not in extra]
            self.assertEqual(scanned, [], fault)

    def test_a_bundle_whose_items_alone_were_scanned_was_not_taken_by_its_receiver(self):
        self.assertTrue(self.truth["items_only"])
        for fault in self.truth["items_only"]:
            self.assertFalse(any(row["act"] == "take" and row["party"] == fault["party"]
                                 for row in self.of[fault["subject"]]), fault)

    def test_short_and_over_are_told_by_the_receiver_of_that_bundle(self):
        for kind in ("short", "over"):
            told = {(row["parent"], row["subject"], row["party"]) for row in self.acts
                    if row["act"] == "exception" and row["reason"] == kind}
            self.assertTrue(told)
            planted = {(row["subject"], code, row["party"])
                       for row in made.rows(self.folder / "faults.csv") if row["fault"] == kind
                       for code in row["dossiers"].split()}
            self.assertLessEqual(told, planted)

    def test_two_takers_stand_in_the_acts_as_takes_of_another_agency(self):
        for fault in self.truth["two_takers"]:
            if fault["subject"] in {row["subject"] for row in self.truth["silence"]}:
                continue
            self.assertTrue(any(row["act"] == "take" and row["party"] == fault["party"]
                                for row in self.of[fault["subject"]]), fault)
            self.assertNotEqual(fault["party"], fault["detail"])

    def test_acts_arrive_late_and_out_of_order(self):
        stamps = [row["at"] for row in self.acts]
        backwards = sum(later < earlier for earlier, later in zip(stamps, stamps[1:]))
        self.assertGreater(backwards, 100)
        hours_late = sum(later[:13] < earlier[:13] for earlier, later in zip(stamps, stamps[1:]))
        self.assertGreater(hours_late, 2)

    def test_the_plan_lists_exactly_the_cancelled_runs(self):
        planned = sorted((row[1], f"{row[2]}/{row[3]}") for row in made.plan(self.folder, "cancel"))
        planted = sorted((row["detail"], row["subject"]) for row in self.truth["cancelled_run"])
        self.assertEqual(planned, planted)

    def test_an_office_changed_its_name_and_its_place(self):
        stops = [row for row in made.plan(self.folder, "stop") if row[2] == "H41.12"]
        self.assertEqual(len(stops), 2)
        self.assertNotEqual(stops[0][3:6], stops[1][3:6])
        self.assertLess(stops[0][7], stops[1][6])


if __name__ == "__main__":
    unittest.main()
