"""kill -9 at any instant, for ten seconds: whatever was answered "ok" is in the journal, once."""
import random
import time
import unittest

from handheld import Case, facts, journal

SECONDS = 10
SEED = 20261123


class Kill(Case):
    def test_row_37_nothing_answered_ok_is_lost_or_doubled(self):
        chance = random.Random(SEED)
        end = time.monotonic() + SECONDS
        told, given, kills = set(), 0, 0
        while time.monotonic() < end:
            unit = self.unit("--party", "center")
            unit.put("do intake" if chance.random() < .5 else "do give post")
            deadline = time.monotonic() + chance.random() * .25
            while time.monotonic() < deadline:
                for _ in range(chance.choice((1, 1, 2, 7))):
                    given += 1
                    unit.put(f"scan H41.04-230321-{given:06}")
                time.sleep(chance.random() * .01)
            unit.kill()
            kills += 1
            while True:
                said = unit.hear(.01)
                if said is None:
                    break
                if said.startswith(("ok UNIT-01", "ok UNIT-02")):
                    told.add(said.split(" ")[2].rstrip(":"))
        recorded = []
        for entry in journal(self.home):
            if entry.kind in (2, 18):
                found = facts(entry)
                code, = found["subject" if entry.kind == 2 else "code"]
                recorded.append(code)
        print(f"{kills} kills, {given} scans given, {len(told)} answered ok, "
              f"{len(recorded)} in the journal")
        self.assertGreater(kills, 10)
        self.assertGreater(len(told), 100)
        self.assertEqual(len(recorded), len(set(recorded)))
        self.assertLessEqual(told, set(recorded))


if __name__ == "__main__":
    unittest.main(verbosity=1)
