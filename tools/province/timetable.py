"""timetable - four routes from the Center, two runs a day, and the plan file they stand in."""

import dataclasses
import datetime

import offices
import procedures
import worktime

GRACE_MIN = 15
CENTER_CUTOFF, AGENCY_CUTOFF = 15, 10
SETTINGS = (("grace", GRACE_MIN), ("extra_notice", 30), ("due_soon", 240), ("judged", "date"))


@dataclasses.dataclass(frozen=True)
class Route:
    code: str
    starts: dict      # round -> minute of the day in winter
    couriers: dict    # round -> courier
    drivers: dict     # round -> a second person who scans the stops; else the courier does
    calls: tuple      # (stop, minutes after the start: arrive, depart)
    back: int         # minutes after the start when the courier is at the Center again


ROUTES = (
    Route("R1", {1: 540, 2: 900}, {1: "BT01", 2: "BT01"}, {},
          (("NNM", 20, 30), ("BVT", 45, 53), ("KHC", 66, 71)), 90),
    Route("R2", {1: 545, 2: 910}, {1: "BT02", 2: "BT02"}, {},
          (("GTV", 15, 25), ("CTG", 35, 42), ("TNG", 55, 60)), 80),
    Route("R3", {1: 550, 2: 920}, {1: "BT03", 2: "BT05"}, {2: "BT03"},
          (("CNT", 15, 25), ("TPH", 33, 39), ("NVN", 49, 55), ("NGV", 62, 66)), 78),
    Route("R4", {1: 555, 2: 930}, {1: "BT04", 2: "BT06"}, {2: "BT04"},
          (("TCH", 12, 20), ("GVN", 28, 34), ("VHT", 42, 47), ("KKT", 57, 61)), 75),
)
SUMMER_EARLIER = 30  # minutes by which the first round leaves earlier in summer
EXTRA_ROUND = 3
EXTRA_START = 630    # 10:30, when the morning run was cancelled


@dataclasses.dataclass(frozen=True)
class Call:
    """One stop of one run on one day; instants, None where the run begins or ends."""
    stop: str
    arrive: int
    depart: int

    @property
    def cutoff(self):
        minutes = CENTER_CUTOFF if self.stop == offices.CENTER_STOP else AGENCY_CUTOFF
        return self.depart - minutes * 60


@dataclasses.dataclass(frozen=True)
class Run:
    route: Route
    round: int
    day: int
    calls: tuple

    @property
    def subject(self):
        return f"{self.route.code}/{self.round}"

    @property
    def departs(self):
        return self.calls[0].depart

    @property
    def returns(self):
        return self.calls[-1].arrive

    def call_at(self, stop):
        return next(call for call in self.calls if call.stop == stop)


ROUTE_OF_STOP = {stop: route for route in ROUTES for stop, _, _ in route.calls}


def start_minute(route, round_, summer):
    if round_ == EXTRA_ROUND:
        return EXTRA_START
    return route.starts[round_] - (SUMMER_EARLIER if summer and round_ == 1 else 0)


def run_on(route, round_, day):
    """The run of ROUTE as planned for DAY."""
    start = start_minute(route, round_, worktime.is_summer(worktime.date_of(day)))
    base = day * worktime.DAY + start * 60
    calls = [Call(offices.CENTER_STOP, None, base)]
    calls += [Call(stop, base + arrive * 60, base + depart * 60)
              for stop, arrive, depart in route.calls]
    calls.append(Call(offices.CENTER_STOP, base + route.back * 60, None))
    return Run(route, round_, day, tuple(calls))


def runs_of_day(day):
    """The planned runs of a working day in the order of their departures."""
    runs = [run_on(route, round_, day) for route in ROUTES for round_ in route.starts]
    return sorted(runs, key=lambda run: (run.departs, run.route.code))


def renaming_day(days):
    """The tenth working day of the history: an office got a new name and moved."""
    return days[9] if len(days) > 10 else None


def plan_lines(days, procedures_by_agency, cancelled, extra):
    """plan.csv. CANCELLED: [(run, known at)]; EXTRA: runs of round 3, valid on one date."""
    start = worktime.date_of(days[0]).replace(month=1, day=1).isoformat()
    yield "# set,NAME,VALUE · stop,CODE,PARTY,NAME,LAT,LON,FROM,TO"
    yield "# call,ROUTE,ROUND,SEQ,STOP,ARRIVE,DEPART,CUTOFF_MIN,DAYS,SEASON,FROM,TO"
    yield "# budget,PROCEDURE,AGENCY,JOURNEY,PROCESSING,HANDOVER_MIN,RECEIPT_MIN,FROM,TO"
    yield "# cancel,DATE,ROUTE,ROUND,KNOWN_AT"
    for name, value in SETTINGS:
        yield f"set,{name},{value}"
    yield from _stop_rows(start, renaming_day(days))
    for route in ROUTES:
        for season in ("summer", "winter"):
            for round_ in route.starts:
                minute = start_minute(route, round_, season == "summer")
                yield from _call_rows(route, round_, minute, season, start, "")
    yield from procedures.budget_rows(procedures_by_agency, start)
    for run in extra:
        date = worktime.date_of(run.day).isoformat()
        minute = start_minute(run.route, run.round, False)
        yield from _call_rows(run.route, run.round, minute, "all", date, date)
    for run, known_at in cancelled:
        date = worktime.date_of(run.day).isoformat()
        yield f"cancel,{date},{run.route.code},{run.round},{worktime.iso(known_at)}"


def _stop_rows(start, renamed_on):
    rows = [(offices.CENTER_STOP, offices.CENTER, "Trung tâm", offices.CENTER_PLACE)]
    rows += [(agency.stop, agency.code, agency.short, agency.place) for agency in offices.AGENCIES]
    for stop, party, name, (lat, lon) in rows:
        begin = start
        if party == offices.RENAMED and renamed_on is not None:
            last = worktime.date_of(renamed_on) - datetime.timedelta(days=1)
            old_lat, old_lon = offices.RENAMED_PLACE
            yield _stop_row(stop, party, offices.RENAMED_FROM, old_lat, old_lon, start, last)
            begin = worktime.date_of(renamed_on)
        yield _stop_row(stop, party, name, lat, lon, begin, "")


def _stop_row(stop, party, name, lat, lon, begin, end):
    return f"stop,{stop},{party},{name},{lat:.4f},{lon:.4f},{begin},{end}"


def _call_rows(route, round_, minute, season, begin, end):
    """The calls of one round: SEQ from 1, the Center first and last."""
    calls = [(offices.CENTER_STOP, None, 0)]
    calls += route.calls
    calls.append((offices.CENTER_STOP, route.back, None))
    for seq, (stop, arrive, depart) in enumerate(calls, 1):
        cutoff = CENTER_CUTOFF if seq == 1 else 0 if depart is None else AGENCY_CUTOFF
        yield (f"call,{route.code},{round_},{seq},{stop},{_hhmm(minute, arrive)},"
               f"{_hhmm(minute, depart)},{cutoff},W,{season},{begin},{end}")


def _hhmm(minute, offset):
    if offset is None:
        return ""
    return f"{(minute + offset) // 60:02d}:{(minute + offset) % 60:02d}"
