"""What must hold of any life whatever: the oracle judged by properties, on random nasty lives."""

import csv
import random
import tempfile
import unittest

from flags import Chain, Unforeseeable, flag_of
from ledger import minutes_of
from life import Life
from lives import Province
from provinces import Judged
from working_calendar import minute_of

PROVINCES = 12


def told(life):
    flag = flag_of(life)
    return (sorted(minutes_of(life).items()), life.custody.conflicts,
            life.custody.now.holder, life.custody.now.since, life.custody.now.sure,
            flag.level, flag.cause, flag.leg, flag.slack, flag.forecast, flag.promised,
            flag.last_safe_run, flag.minutes_gained)


class Properties(unittest.TestCase):
    def test_the_minutes_sum_to_the_working_time_from_receipt_to_end(self):
        counted = 0
        for seed in range(PROVINCES):
            province = Judged(seed)
            for now in province.instants:
                world = province.world(now)
                for code in province.codes():
                    life = Life(world, code)
                    elapsed = 0
                    if life.received is not None:
                        elapsed = province.calendar.between(life.received, life.end)
                    minutes = minutes_of(life)
                    self.assertEqual(sum(minutes.values()), elapsed, code)
                    self.assertTrue(all(n > 0 for n in minutes.values()))
                    counted += elapsed > 0
        self.assertGreater(counted, 1000)

    def test_any_order_of_the_acts_gives_the_same_answers(self):
        for seed in range(PROVINCES):
            province = Judged(seed)
            now = province.instants[5]
            straight = province.world(now)
            acts = list(province.acts)
            random.Random(seed).shuffle(acts)
            shuffled = province.world(now, acts + acts[:50])
            for code in province.codes():
                self.assertEqual(told(Life(straight, code)), told(Life(shuffled, code)), code)

    def test_an_item_has_one_holder_at_any_instant(self):
        for seed in range(PROVINCES):
            province = Judged(seed)
            world = province.world(province.instants[-1])
            for code in province.codes():
                holdings = Life(world, code).custody.holdings
                for before, after in zip(holdings, holdings[1:]):
                    self.assertNotEqual(before.holder, after.holder, code)
                    self.assertTrue(after.since >= before.since or before is holdings[0], code)

    def test_without_pauses_slack_never_rises_between_acts(self):
        compared = 0
        for seed in range(PROVINCES):
            province = Judged(seed, steady=True)
            chance = random.Random(seed)
            for code in province.codes():
                compared += self.follow(province, chance, code)
        self.assertGreater(compared, 1000)

    def test_a_replay_that_changes_nothing_is_the_forecast_and_standards_only_gain(self):
        compared = 0
        for seed in range(PROVINCES):
            province = Judged(seed, steady=True)
            for now in province.instants:
                world = province.world(now)
                for code in province.codes():
                    compared += self.replayed(Life(world, code))
        self.assertGreater(compared, 500)

    def replayed(self, life):
        now = life.world.now
        if life.ended or life.back is not None or life.received is None or life.received > now:
            return 0
        try:
            chain = Chain(life)
            self.assertEqual(chain.replay(set()), chain.forecast, life.code)
            count = life.world.calendar.count
            for index in range(len(chain.steps)):
                self.assertLessEqual(count(chain.replay({index})), count(chain.forecast),
                                     (life.code, index))
        except Unforeseeable:
            return 0
        return 1

    def follow(self, province, chance, code):
        """Slack of one life at random instants between its events; how many were compared."""
        row = province.feed.get(code)
        own = {act.subject for act in province.acts if act.subject == code}
        if row is None or row.supplements or not own:
            return 0
        acts = reaching(province.acts, code)
        if any(act.act == "pause" for act in acts):
            return 0
        events = [act.at for act in acts] + [row.received, row.finished, row.returned]
        events = sorted({minute_of(at) * 60000 for at in events if at})
        compared, last = 0, events[-1] + 6 * 86400000
        for begin, end in zip(events, events[1:] + [last]):
            moments = sorted({begin, end - 1} | {chance.randrange(begin, end) for _ in range(4)})
            slack = None
            for now in moments:
                flag = flag_of(Life(province.world(now, acts), code))
                if slack is not None and flag.slack is not None:
                    self.assertLessEqual(flag.slack, slack, (code, now))
                    compared += 1
                slack = flag.slack
        return compared


def reaching(acts, code):
    subjects, grown = {code}, True
    while grown:
        more = {act.parent for act in acts if act.act == "pack" and act.subject in subjects}
        grown = bool(more - subjects)
        subjects |= more
    return [act for act in acts if act.subject in subjects]


class Files(unittest.TestCase):
    def test_one_seed_writes_the_same_province_twice_and_it_reads_back(self):
        first, second = Province("same", 40), Province("same", 40)
        self.assertEqual((first.acts, first.feed, first.plan), (second.acts, second.feed,
                                                                second.plan))
        with tempfile.TemporaryDirectory() as folder:
            first.write(folder)
            with open(folder + "/acts.csv", encoding="utf-8") as lines:
                self.assertEqual(len(list(csv.reader(lines))), len(first.acts) + 1)


if __name__ == "__main__":
    unittest.main()
