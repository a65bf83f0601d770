"""stakes - what the trays hold on the live day at 14:25: promises that the next run decides.

By the plan alone: the generator's own reckoning, for its own choices and for risk.csv."""

import dataclasses

import demand
import offices
import procedures
import timetable
import worktime

HANDOVER, RECEIPT = procedures.HANDOVER_MIN, procedures.RECEIPT_MIN


@dataclasses.dataclass(frozen=True)
class Stake:
    dossier: object
    party: str       # whose tray it lies in
    run: object      # the next run it can leave with
    verdict: str     # must_leave: lost unless it leaves with this run · lost: already


class Stakes:
    def __init__(self, work, desks, now):
        self._work, self._desks, self._now = work, desks, now
        day = now // worktime.DAY
        days = [day] + [work.workday_after(day, n) for n in range(1, 60)]
        self._runs = {route.code: [timetable.run_on(route, round_, d)
                                   for d in days for round_ in route.starts]
                      for route in timetable.ROUTES}

    def of_trays(self):
        """Every stake in the Center's and the agencies' trays, the Center's first."""
        found = []
        for agency in offices.AGENCIES:
            for dossier in self._desks.center_tray[agency.code]:
                if dossier.fit_at <= self._now:
                    found.append(self._weigh(dossier, offices.CENTER, self._out(dossier)))
        for agency in offices.AGENCIES:
            for dossier in self._desks.agency_tray[agency.code]:
                if dossier.fit_at <= self._now and dossier.ready_at is not None:
                    found.append(self._weigh(dossier, agency.code, self._home(dossier)))
        return [stake for stake in found if stake]

    def make_urgent(self, count):
        """COUNT dossiers filed today and lying at the Center were promised sooner, so that only
        the next run keeps the promise. Returns them, spread over the trays."""
        return self._hurry(count, "must_leave", lambda first, second: (
            first if first < second else None))

    def make_lost(self, count):
        """COUNT dossiers that missed the morning's run were promised sooner, so that only that
        run would have kept the promise. Returns them."""
        return self._hurry(count, "lost", lambda first, _: self._work.workday_before(first, 1))

    def _hurry(self, count, verdict, day_for):
        chosen = []
        trays = [list(self._desks.center_tray[agency.code]) for agency in offices.AGENCIES]
        while any(trays) and len(chosen) < count:
            for tray in trays:
                if tray and self._promise_sooner(tray[-1], verdict, day_for):
                    chosen.append(tray[-1])
                del tray[-1:]
        return chosen

    def _promise_sooner(self, dossier, verdict, day_for):
        """True if an earlier promise gives DOSSIER this VERDICT; else it is as it was."""
        never_left = dossier.fit_at - dossier.received < 3600
        traced = dossier.code not in self._desks.book.silent
        missed = self._missed_this_morning(dossier)
        if dossier.fit_at > self._now or not (never_left and traced) or bool(missed) != (
                verdict == "lost"):
            return False
        (_, first), (_, second) = self._out(dossier)
        day, was = day_for(_day(first), _day(second)), dossier.promised
        if day is None or not _day(self._now) < day < _day(was):
            return False
        dossier.promised = dossier.due = self._work.closing(day)
        stake = self._weigh(dossier, offices.CENTER, self._out(dossier))
        kept = not missed or _day(self._back_with(missed, dossier)) <= day
        if kept and stake and stake.verdict == verdict:
            return True
        dossier.promised = dossier.due = was
        return False

    def _missed_this_morning(self, dossier):
        """The morning run it could have left with, or None: it lies here still."""
        route = timetable.ROUTE_OF_STOP[offices.stop_of(dossier.agency)]
        morning = timetable.run_on(route, 1, _day(self._now))
        fit = self._work.add(dossier.received, HANDOVER)
        return morning if fit <= morning.calls[0].cutoff else None

    def _weigh(self, dossier, party, ends):
        """ENDS: (run, when the result is back) with the next run and with the one after."""
        (run, first), (_, second) = ends
        due = _day(dossier.due)
        if due < _day(self._now):
            return None  # overdue already: nothing is at stake
        if _day(first) > due:
            return Stake(dossier, party, run, "lost")
        return Stake(dossier, party, run, "must_leave") if _day(second) > due else None

    def _home(self, dossier):
        """Back at the Center from the agency's tray: with each of the next two runs."""
        stop = offices.stop_of(dossier.agency)
        fit = max(self._now, self._work.add(dossier.fit_at, HANDOVER))
        return [(run, self._work.add(run.returns, RECEIPT)) for run in self._next(stop, stop, fit)]

    def _out(self, dossier):
        """From the Center's tray through the agency and back: with each of the next two runs."""
        stop = offices.stop_of(dossier.agency)
        fit = max(self._now, self._work.add(dossier.fit_at, HANDOVER))
        return [(run, self._back_with(run, dossier))
                for run in self._next(stop, offices.CENTER_STOP, fit)]

    def _back_with(self, run, dossier):
        """When the result of DOSSIER is back if it leaves the Center with RUN."""
        stop = offices.stop_of(dossier.agency)
        taken = self._work.add(run.call_at(stop).arrive, RECEIPT)
        ready = self._work.add(taken, demand.budget_of(self._work, dossier))
        home = self._next(stop, stop, self._work.add(ready, HANDOVER))[0]
        return self._work.add(home.returns, RECEIPT)

    def _next(self, stop, call_stop, fit):
        """The next two runs past STOP whose call at CALL_STOP closes after FIT."""
        runs = self._runs[timetable.ROUTE_OF_STOP[stop].code]
        found = [run for run in runs if run.call_at(call_stop).cutoff >= fit]
        return found[:2]


def _day(at):
    return at // worktime.DAY
