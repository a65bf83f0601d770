"""plan - the timetable, stops, budgets and settings in force (SEMANTICS 5).

Knows nothing of dossiers. Planned times are local minutes; nothing here reads a clock.
"""

import bisect
import csv
from typing import NamedTuple

from working_calendar import DAY, clock, date_of, is_summer, minute_of, parse_instant, weekday

ALWAYS, NEVER = -10 ** 9, 10 ** 9
PROCESSING_DAY = 480


class Call(NamedTuple):
    route: str
    round: str
    seq: int
    stop: str
    arrive: int     # minute of the day or None
    depart: int
    cutoff: int
    days: str
    season: str
    begin: int
    end: int
    line: int


class Budget(NamedTuple):
    procedure: str
    agency: str
    mode: str
    unit: str       # "min" or "%"
    amount: int
    handover: int
    receipt: int
    begin: int
    end: int
    line: int


class Terms(NamedTuple):
    procedure: str
    restart: bool
    judged: str     # "date", "instant", or "" as `set,judged` says
    begin: int
    end: int
    line: int


class Stop(NamedTuple):
    code: str
    party: str
    begin: int
    end: int
    line: int


class Run(NamedTuple):
    """One run between two parties on one date; ordered by departure, then arrival."""
    depart: int
    arrive: int
    route: str
    round: str
    date: int
    stop: str
    cut: int        # departure - cut-off


def _dates(begin, end):
    return (date_of(minute_of(parse_instant(begin))) if begin.strip() else ALWAYS,
            date_of(minute_of(parse_instant(end))) if end.strip() else NEVER)


def _newest(rows):
    """The newest row, of equals the later line."""
    return max(rows, key=lambda row: (row.begin, row.line), default=None)


def procedure_key(text):
    return text.strip()[:8]


class Plan:
    """HORIZON is a pair of dates: no run outside it is ever seen."""

    def __init__(self, lines, calendar, horizon):
        self.calendar = calendar
        self.horizon = horizon
        self.grace, self.extra_notice, self.due_soon = 15, 30, 240
        self.pass_on_after, self.judged = None, "date"
        self.stops, self.calls, self.budgets, self.cancels = [], [], [], {}
        self.terms_rows, self.mergers = [], {}      # mergers: old -> (new, first day)
        for number, row in enumerate(csv.reader(lines)):
            row = [cell.strip() for cell in row]
            if row and row[0] and not row[0].startswith("#"):
                self._read(row + [""] * 12, number)
        self._runs, self._of_day, self._budget, self._transit = {}, {}, {}, {}
        self._bounds = sorted({edge for row in self.stops + self.calls
                               for edge in (row.begin, row.end + 1)})

    def _read(self, row, line):
        kind = row[0]
        if kind == "set":
            self._set(row[1], row[2])
        elif kind == "stop":
            self.stops.append(Stop(row[1], row[2], *_dates(row[6], row[7]), line))
        elif kind == "call":
            self.calls.append(Call(row[1], row[2], int(row[3]), row[4], clock(row[5]),
                                   clock(row[6]), int(row[7] or 0), row[8] or "W",
                                   row[9] or "all", *_dates(row[10], row[11]), line))
        elif kind == "budget":
            self.budgets.append(self._budget_of(row, line))
        elif kind == "promise":
            procedure = row[1] if row[1] == "*" else procedure_key(row[1])
            self.terms_rows.append(Terms(procedure, row[2] == "restart", row[3],
                                         *_dates(row[4], row[5]), line))
        elif kind == "merge":
            self.mergers[row[1]] = (row[2], _dates(row[3], "")[0])
        elif kind == "cancel":
            known = minute_of(parse_instant(row[4])) if row[4] else ALWAYS
            key = (_dates(row[1], "")[0], row[2], row[3])
            self.cancels[key] = min(known, self.cancels.get(key, NEVER * DAY))
        else:
            raise ValueError(f"plan line {line + 1}: unknown first word {kind!r}")

    def _set(self, name, value):
        if name == "judged":
            self.judged = value or "date"
        elif name == "pass_on_after":
            self.pass_on_after = clock(value)
        elif name in ("grace", "extra_notice", "due_soon"):
            setattr(self, name, int(value))
        else:
            raise ValueError(f"unknown setting {name!r}")

    @staticmethod
    def _budget_of(row, line):
        text = row[4]
        if text.endswith("%"):
            unit, amount = "%", int(text[:-1])
        else:
            unit = "min"
            amount = int(text[:-2]) * {"wh": 60, "hd": 240, "wd": PROCESSING_DAY}[text[-2:]]
        procedure = row[1] if row[1] == "*" else procedure_key(row[1])
        return Budget(procedure, row[2], row[3], unit, amount, int(row[5] or 0), int(row[6] or 0),
                      *_dates(row[7], row[8]), line)

    def office(self, party, day):
        """Who PARTY is on DAY: itself, or what it has become part of by then."""
        while party in self.mergers and self.mergers[party][1] <= day:
            party = self.mergers[party][0]
        return party

    def same_office(self, one, other, day):
        return one == other or self.office(one, day) == self.office(other, day)

    def terms(self, procedure, day):
        """(restart, judged) for what is received on DAY: of its own row before `*`."""
        fitting = [row for row in self.terms_rows
                   if row.procedure in ("*", procedure) and row.begin <= day <= row.end]
        row = max(fitting, default=None,
                  key=lambda row: (row.procedure != "*", row.begin, row.line))
        return (row.restart, row.judged or self.judged) if row else (False, self.judged)

    def budget(self, procedure, agency, date, mode=None):
        """The most specific budget in force, procedure before agency, an office as it is called
        on DATE before its own old name; None if there is none."""
        key = (procedure, agency, date, mode)
        if key not in self._budget:
            rank = {"*": 0, agency: 1, self.office(agency, date): 2}
            fitting = [row for row in self.budgets
                       if row.procedure in ("*", procedure) and row.agency in rank
                       and row.begin <= date <= row.end and mode in (None, row.mode)]
            self._budget[key] = max(fitting, default=None, key=lambda row: (
                row.procedure != "*", rank[row.agency], row.begin, row.line))
        return self._budget[key]

    def cancelled(self, run, known_until):
        return self.cancels.get((run.date, run.route, run.round), NEVER * DAY) <= known_until

    def _calls_in_force(self, day, week_day):
        """{(route, round): [(call, party) by seq]}: the newest rows that hold on DAY, were it
        a WEEK_DAY."""
        key = (bisect.bisect_right(self._bounds, day), is_summer(day), week_day)
        if key in self._of_day:
            return self._of_day[key]
        season = "summer" if key[1] else "winter"
        holding = {}
        for call in self.calls:
            if (call.begin <= day <= call.end and call.season in ("all", season)
                    and (call.days == "W" or str(week_day) in call.days)):
                holding.setdefault((call.route, call.round, call.seq), []).append(call)
        result = {}
        for route, number, seq in sorted(holding):
            call = _newest(holding[route, number, seq])
            result.setdefault((route, number), []).append((call, self.party_at(call.stop, day)))
        self._of_day[key] = result
        return result

    def party_at(self, stop, day):
        row = _newest([row for row in self.stops
                       if row.code == stop and row.begin <= day <= row.end])
        return row.party if row else None

    def runs(self, origin, destination):
        """Every run from a stop of ORIGIN to a later call at one of DESTINATION, in order."""
        key = (origin, destination)
        if key not in self._runs:
            found = []
            for day in range(self.horizon[0], self.horizon[1] + 1):
                if self.calendar.is_working(day):
                    found.extend(self._runs_of_day(day, origin, destination))
            self._runs[key] = RunTable(sorted(found))
        return self._runs[key]

    def _runs_of_day(self, day, origin, destination):
        base = day * DAY
        for call, arrive in self._legs(day, weekday(day), origin, destination):
            yield Run(base + call.depart, base + arrive, call.route, call.round, day, call.stop,
                      base + call.depart - call.cutoff)

    def _legs(self, day, week_day, origin, destination):
        """(call at ORIGIN, arrival at its first later call at DESTINATION) of every round; none
        from a party to itself."""
        if origin == destination:
            return
        origin, destination = self.office(origin, day), self.office(destination, day)
        for calls in self._calls_in_force(day, week_day).values():
            for index, (call, party) in enumerate(calls):
                if self.office(party, day) != origin or call.depart is None:
                    continue
                for later, there in calls[index + 1:]:
                    arrive = later.depart if later.arrive is None else later.arrive
                    if self.office(there, day) == destination and arrive is not None:
                        yield call, arrive
                        break

    def transit(self, origin, destination, date):
        """Least ARRIVE - DEPART in force on DATE, whatever the weekday; None if no run calls."""
        key = (origin, destination, date)
        if key not in self._transit:
            self._transit[key] = min(
                (arrive - call.depart for week_day in range(1, 8)
                 for call, arrive in self._legs(date, week_day, origin, destination)),
                default=None)
        return self._transit[key]


class RunTable:
    """Runs of one pair of parties, in order of departure."""

    def __init__(self, runs):
        self.runs = runs
        self.departures = [run.depart for run in runs]

    def first(self, ready, usable=None):
        """The first run with departure - cut-off >= READY that is USABLE."""
        return next(self.feasible(ready, usable), None)

    def feasible(self, ready, usable=None):
        """Every such run, in order."""
        for index in range(bisect.bisect_left(self.departures, ready), len(self.runs)):
            run = self.runs[index]
            if run.cut >= ready and (usable is None or usable(run)):
                yield run

    def latest_first(self, ready, until, usable):
        """Usable feasible runs that leave by UNTIL, the last one first."""
        for index in range(bisect.bisect_right(self.departures, until) - 1, -1, -1):
            run = self.runs[index]
            if run.depart < ready:
                return
            if run.cut >= ready and usable(run):
                yield run
