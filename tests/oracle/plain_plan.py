"""plain_plan - which runs the plan promises on a day, asked row by row (SEMANTICS 5).

Slow and obvious, for plain_ledger; it shares no line with plan.py, which it is there to check.
"""

import csv
import datetime

from plain_calendar import date_at, midnight, minutes_of_clock
from working_calendar import minute_of, parse_instant

FUTURE_DAYS = 400
SUMMER = ((4, 16), (10, 15))


def holds(row, begin, end, date):
    """Do the inclusive dates in columns BEGIN and END hold on DATE? Empty is open."""
    return ((not row[begin] or datetime.date.fromisoformat(row[begin]) <= date)
            and (not row[end] or date <= datetime.date.fromisoformat(row[end])))


def newest(rows, begin):
    """The row with the latest beginning, of equals the later line."""
    best = None
    for row in rows:
        if best is None or row[begin] >= best[begin]:
            best = row
    return best


class PlainRun:
    def __init__(self, route, number, stop, depart, arrive, cutoff):
        self.route, self.round, self.stop = route, number, stop
        self.depart, self.arrive, self.cut = depart, arrive, depart - cutoff

    def key(self):
        return self.depart, self.arrive, self.route, self.round


class PlainPlan:
    def __init__(self, lines, calendar):
        self.calendar = calendar
        self.rows = []
        for row in csv.reader(lines):
            if row and row[0].strip() and not row[0].startswith("#"):
                self.rows.append([cell.strip() for cell in row] + [""] * 12)
        self.of_day = {}

    def of(self, word):
        return [row for row in self.rows if row[0] == word]

    def setting(self, name, default):
        values = [row[2] for row in self.of("set") if row[1] == name]
        return values[-1] if values else default

    def party_at(self, stop, date):
        """stop,CODE,PARTY,NAME,LAT,LON,FROM,TO"""
        row = newest([row for row in self.of("stop")
                      if row[1] == stop and holds(row, 6, 7, date)], 6)
        return row[2] if row else None

    def calls_on(self, date):
        """{(route, round): rows by SEQ} of the calls that are made on DATE.

        call,ROUTE,ROUND,SEQ,STOP,ARRIVE,DEPART,CUTOFF_MIN,DAYS,SEASON,FROM,TO
        """
        season = "summer" if SUMMER[0] <= (date.month, date.day) <= SUMMER[1] else "winter"
        made = {}
        for row in self.of("call"):
            if (holds(row, 10, 11, date) and row[9] in ("", "all", season)
                    and (row[8] in ("", "W") or str(date.isoweekday()) in row[8])):
                made.setdefault((row[1], row[2]), {}).setdefault(int(row[3]), []).append(row)
        return {each: [newest(rows[seq], 10) for seq in sorted(rows)]
                for each, rows in made.items()}

    def runs_on(self, date, origin, destination):
        """Runs that call at ORIGIN on DATE and later at DESTINATION; none on a day off."""
        key = date, origin, destination
        if key not in self.of_day:
            runs = []
            if self.calendar.is_working(date):
                for (route, number), calls in self.calls_on(date).items():
                    runs += self._legs(date, route, number, calls, origin, destination)
            self.of_day[key] = sorted(runs, key=PlainRun.key)
        return self.of_day[key]

    def _legs(self, date, route, number, calls, origin, destination):
        start = midnight(date)
        for index, call in enumerate(calls):
            if not call[6] or self.party_at(call[4], date) != origin:
                continue
            for later in calls[index + 1:]:
                arrival = later[5] or later[6]
                if arrival and self.party_at(later[4], date) == destination:
                    yield PlainRun(route, number, call[4], start + minutes_of_clock(call[6]),
                                   start + minutes_of_clock(arrival), int(call[7] or 0))
                    break

    def feasible(self, ready, origin, destination, now):
        """Every run with departure - cut-off >= READY, cancelled ones included, in order."""
        date, last = date_at(ready), date_at(now) + datetime.timedelta(days=FUTURE_DAYS)
        while date <= last:
            for run in self.runs_on(date, origin, destination):
                if run.cut >= ready:
                    yield run
            date += datetime.timedelta(days=1)

    def cancelled(self, run, now):
        """cancel,DATE,ROUTE,ROUND,KNOWN_AT, of what is known at NOW."""
        return any(row[2:4] == [run.route, run.round] and row[1] == str(date_at(run.depart))
                   and (not row[4] or minute_of(parse_instant(row[4])) <= now)
                   for row in self.of("cancel"))

    def budget(self, procedure, agency, date, mode=None):
        """budget,PROCEDURE,AGENCY,MODE,PROCESSING,HANDOVER,RECEIPT,FROM,TO: procedure first."""
        fitting = [row for row in self.of("budget")
                   if row[1][:8] in ("*", procedure) and row[2] in ("*", agency)
                   and holds(row, 7, 8, date) and mode in (None, row[3])]
        for wants_procedure, wants_agency in ((1, 1), (1, 0), (0, 1), (0, 0)):
            rows = [row for row in fitting if (row[1] != "*", row[2] != "*")
                    == (bool(wants_procedure), bool(wants_agency))]
            if rows:
                return newest(rows, 7)
        return None
