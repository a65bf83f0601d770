"""provinces - a random province of lives.py, ready to be judged; what tests of the oracle share."""

import io
import tempfile

from custody import ActBook
from feed import act_of, dossier_of
from life import World
from lives import Province
from plan import Plan
from working_calendar import date_of, load_calendar, minute_of, parse_instant


class Judged:
    """A random province, ready to be judged at any instant with its acts in any order."""

    def __init__(self, seed, steady=False, count=60):
        told = Province(seed, count, steady)
        with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8") as out:
            out.write("\n".join(told.calendar))
            out.flush()
            self.calendar = load_calendar(out.name)
        self.acts = [act_of(cells) for cells in told.acts]
        self.feed = {row["MaHoSo"]: dossier_of(row) for row in told.feed}
        self.instants = [parse_instant(text) for text in told.instants]
        day = date_of(minute_of(self.instants[0]))
        self.plan = Plan(io.StringIO("\n".join(told.plan)), self.calendar, (day - 460, day + 420))

    def world(self, now, acts=None):
        book = ActBook(self.acts if acts is None else acts, now)
        return World([self.calendar], self.plan, self.feed, book, now, now)

    def codes(self):
        return sorted(set(self.feed) | {act.subject for act in self.acts if "-" in act.subject})
