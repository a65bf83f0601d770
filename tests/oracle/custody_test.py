"""SEMANTICS 3 row by row, and its tie order, on lives small enough to follow by hand."""

import itertools
import unittest

from custody import ActBook, fold
from feed import act_of
from working_calendar import parse_instant, text_of_instant

CODE = "H41.04-230321-0001"
A, B = "H41.04", "H41.05"
BAG, MAIL = "BTTGNNM2303211001H", "BTTGXDG2303211009K"


def act(clock, kind, party, counterpart="", subject=CODE, parent="", reason="", person=""):
    return act_of([f"2023-03-21T{clock}", kind, subject, party, person, counterpart, "", parent,
                   reason])


def void(clock, party, wrong, reason="wrong", person="", subject=CODE):
    return act(clock, "void", party, subject=subject, person=person, reason=reason,
               parent=f"2023-03-21T{wrong}")


class Fold(unittest.TestCase):
    def setUp(self):
        self.start = parse_instant("2023-03-21T08:00")

    def fold(self, *acts):
        book = ActBook(acts, parse_instant("2023-03-30T00:00"))
        return fold(CODE, book.reaching(CODE), "center", self.start)

    def says(self, custody, holders, *conflicts):
        told = [f"{text_of_instant(each.since)[11:16]} {each.holder} {each.sure[0]}"
                for each in custody.holdings]
        self.assertEqual(told, holders)
        self.assertEqual([kind for _, kind in custody.conflicts], list(conflicts))

    def test_a_whole_chain_at_one_instant_has_no_conflict_in_any_order(self):
        chain = [act("09:00", "give", "center", "post"), act("09:00", "take", "post", "center"),
                 act("09:00", "give", "post", A), act("09:00", "take", A, "post"),
                 act("09:00", "ready", A)]
        for order in itertools.permutations(chain):
            self.says(self.fold(*order), ["08:00 center i", "09:00 post v", f"09:00 {A} v"])

    def test_when_all_conflict_the_first_in_order_comes_first(self):
        custody = self.fold(act("09:00", "take", B, "post"), act("09:00", "give", A, B),
                            act("09:00", "take", A, "post"))
        # The give conflicts and so do both takes; the give (first) moves nothing, then A takes.
        self.says(custody, ["08:00 center i", f"09:00 {A} v", f"09:00 {B} v"],
                  "not_holder", "other_custodian", "other_custodian")

    def test_identical_rows_are_one_statement(self):
        row = act("09:00", "give", A, B)
        self.says(self.fold(row, row), ["08:00 center i"], "not_holder")

    def test_a_take_with_no_counterpart_moves_and_a_repeat_does_not(self):
        self.says(self.fold(act("09:00", "take", "post"), act("09:05", "take", "post", A)),
                  ["08:00 center i", "09:00 post v"])

    def test_ready_by_the_offered_party_corroborates_it(self):
        custody = self.fold(act("09:00", "give", "center", A), act("10:00", "ready", A))
        self.says(custody, ["08:00 center i", f"09:00 {A} i"], "take_missing")
        self.assertEqual(text_of_instant(custody.now.ready)[11:16], "10:00")

    def test_ready_and_return_by_a_stranger_move_it_over_a_gap_but_a_give_does_not(self):
        custody = self.fold(act("08:30", "intake", "center"), act("10:00", "ready", A))
        self.says(custody, ["08:00 center v", f"10:00 {A} v"], "not_holder")
        self.assertEqual([tuple(text_of_instant(at)[11:16] for at in gap)
                          for gap in custody.gaps], [("08:30", "10:00")])
        self.says(self.fold(act("10:00", "give", A, B)), ["08:00 center i"], "not_holder")

    def test_after_return_acts_are_only_recorded(self):
        self.says(self.fold(act("10:00", "return", "center"), act("10:00", "take", "post", A),
                            act("11:00", "pause", "center")),
                  ["08:00 center i"], "after_return", "after_return")

    def test_a_refusal_closes_only_its_own_offer(self):
        custody = self.fold(act("09:00", "give", "center", A), act("09:10", "refuse", B))
        self.assertEqual(custody.offer.receiver, A)
        custody = self.fold(act("09:00", "give", "center", A), act("09:10", "refuse", A))
        self.assertIsNone(custody.offer)

    def test_a_void_needs_its_own_party_or_a_ruling_of_two(self):
        take = act("09:00", "take", "post", "center")
        moved, stays = ["08:00 center i", "09:00 post v"], ["08:00 center i"]
        self.says(self.fold(take, void("11:00", "post", "09:00/take/post")), stays)
        self.says(self.fold(take, void("11:00", "center", "09:00/take/post")), moved)
        self.says(self.fold(take, void("11:00", "center", "09:00/take/post", "ruling_1", "an")),
                  moved)
        self.says(self.fold(take, void("11:00", "center", "09:00/take/post", "ruling_1", "an+ba")),
                  stays)
        self.says(self.fold(take, void("11:00", "post", "09:00/take/post"),
                            void("12:00", "post", "11:00/void/post")), stays)

    def packed(self, *more):
        return self.fold(act("08:30", "pack", "center", parent=BAG),
                         act("08:40", "pack", "center", subject=BAG, parent=MAIL),
                         act("09:00", "take", "post", "center", subject=MAIL), *more)

    def test_an_act_on_a_mailbag_reaches_what_lies_two_bundles_deep(self):
        self.says(self.packed(), ["08:00 center i", "09:00 post i"])
        self.says(self.packed(act("09:10", "take", "post", "center", parent=BAG)),
                  ["08:00 center i", "09:00 post v"])

    def test_out_of_the_mailbag_only_the_bundle_moves_it(self):
        out = act("09:30", "unpack", "post", subject=BAG, parent=MAIL)
        self.says(self.packed(out, act("10:00", "take", A, "post", subject=MAIL)),
                  ["08:00 center i", "09:00 post i"])
        self.says(self.packed(out, act("10:00", "take", A, "post", subject=BAG)),
                  ["08:00 center i", "09:00 post i", f"10:00 {A} i"])

    def test_an_unpack_from_another_bundle_is_nothing(self):
        self.says(self.packed(act("09:30", "unpack", "post", parent=MAIL),
                              act("10:00", "take", A, "post", subject=BAG)),
                  ["08:00 center i", "09:00 post i", f"10:00 {A} i"])

    def test_a_direct_take_under_another_parent_unpacks(self):
        for parent, holder in ((BAG, A), (MAIL, A), ("", A), ("BOTHER", "post")):
            custody = self.packed(act("09:10", "take", "post", "center", parent=parent),
                                  act("10:00", "take", A, "post", subject=BAG))
            self.assertEqual(custody.now.holder, holder, parent)

    def test_a_bundle_taken_from_one_who_does_not_hold_the_item_moves_nothing(self):
        self.says(self.packed(act("10:00", "take", A, "center", subject=BAG)),
                  ["08:00 center i", "09:00 post i"], "other_custodian")

    def test_short_undoes_an_inferred_take_and_never_a_scanned_one(self):
        took = act("10:00", "take", A, "post", subject=MAIL)
        short = act("10:10", "exception", A, "post", reason="short")
        custody = self.packed(act("09:50", "give", "post", A, subject=MAIL), took, short)
        self.says(custody, ["08:00 center i", "09:00 post i"])
        self.assertTrue(custody.is_unlocated())
        self.assertIsNone(custody.offer)
        custody = self.packed(took, act("10:05", "take", A, "post", parent=BAG), short)
        self.says(custody, ["08:00 center i", "09:00 post i", f"10:00 {A} v"])
        self.assertFalse(custody.is_unlocated())

    def test_a_loss_said_before_short_outlives_the_take_that_falls(self):
        custody = self.packed(act("10:00", "take", A, "post", subject=MAIL),
                              act("10:05", "exception", A, reason="lost"),
                              act("10:10", "exception", A, "post", reason="short"))
        self.says(custody, ["08:00 center i", "09:00 post i"])
        self.assertEqual([(text_of_instant(since)[11:16], until)
                          for since, until in custody.unlocated], [("10:05", None)])

    def test_what_is_lost_belongs_to_who_finds_or_takes_it(self):
        lost = act("09:30", "exception", "center", reason="lost")
        for finder in (act("11:00", "exception", B, reason="found"), act("11:00", "take", B, A)):
            custody = self.fold(lost, finder)
            self.says(custody, ["08:00 center i", f"11:00 {B} v"])
            self.assertFalse(custody.is_unlocated() or custody.gaps)


if __name__ == "__main__":
    unittest.main()
