"""province - days of Nghệ An: dossiers filed, carried, worked on, returned; and one afternoon.

Everything follows from the seed: the same arguments give the same province.
"""

import random

import acts
import demand
import desks
import faults
import offices
import procedures
import runs
import stakes
import timetable
import worktime

LIVE_NOW = 14 * 3600 + 25 * 60     # just before the afternoon's risk
LIVE_END = 18 * 3600
URGENT = 12     # dossiers at the Center whose promise only the next run keeps, beside those that
MISSED = 6      # come by themselves; and whose promise only the morning's run would have kept


class Province:
    """A history of DAYS working days; with LIVE the last one ends at 14:25, to be played on."""

    def __init__(self, seed, work, days, per_day, live):
        self.seed, self.work, self.days, self.live = seed, work, days, live
        last = days[-1]
        self.now = last * worktime.DAY + LIVE_NOW if live else work.closing(last)
        self.end = last * worktime.DAY + LIVE_END if live else self.now
        self.faults = faults.Faults(seed, self.end)
        self.book = acts.ActBook(seed)
        self.desks = desks.Desks(seed, work, self.faults, self.book)
        self.runs = runs.Runs(seed, self.desks, last if live else None)
        self.procedures = procedures.all_procedures(random.Random(f"{seed}/procedures"))
        self.dossiers = []
        self.stakes = []
        self._made_mischief = None
        self._demand = demand.Demand(random.Random(f"{seed}/demand"), work, days, per_day,
                                     self.procedures)

    def live_through(self, told):
        """Day by day; TOLD(days done) is called after each."""
        renamed = timetable.renaming_day(self.days)
        if renamed is not None:
            self.faults.strike("office_renamed", renamed * worktime.DAY, offices.RENAMED,
                               offices.RENAMED, detail=offices.RENAMED_FROM)
        for number, day in enumerate(self.days, 1):
            filed = self._demand.of_day(day)
            self.dossiers += filed
            for dossier in filed:
                self.desks.receive(dossier)
            for run in self.runs.of_day(day):
                self.runs.drive(run, self._mischief(run))
            told(number)

    def known_dossiers(self):
        """What the feed has at NOW: filed, and not among the codes it does not know yet."""
        return [one for one in self.dossiers if one.received <= self.now and not one.hidden]

    def later_dossiers(self):
        """What the feed brings during the live afternoon."""
        return [one for one in self.dossiers
                if self.now < one.received <= self.end and not one.hidden]

    def _mischief(self, run):
        """On the live afternoon the tray with most at stake is forgotten, and one bundle left."""
        if not self.live or run.day != self.days[-1] or run.round != 2:
            return None
        if self._made_mischief is None:
            self._made_mischief = self._look_into_trays()
        return self._made_mischief

    def _look_into_trays(self):
        """What the trays hold at NOW, and what shall go wrong with it."""
        weighed = stakes.Stakes(self.work, self.desks, self.now)
        for fault, chosen in (("live_urgent", weighed.make_urgent(URGENT)),
                              ("live_missed", weighed.make_lost(MISSED))):
            for dossier in chosen:
                self.faults.strike(fault, dossier.received, dossier.code, offices.CENTER,
                                   [dossier], worktime.iso(dossier.promised))
        self.stakes = weighed.of_trays()
        at_stake = {agency.code: 0 for agency in offices.AGENCIES}
        for stake in self.stakes:
            if stake.party == offices.CENTER and stake.verdict == "must_leave":
                at_stake[stake.dossier.agency] += 1
        ranked = sorted(at_stake, key=lambda agency: (
            -at_stake[agency], -len(self.desks.center_tray[agency]), agency))
        route = {agency: timetable.ROUTE_OF_STOP[offices.stop_of(agency)] for agency in ranked}
        left = next(agency for agency in ranked if route[agency] is not route[ranked[0]])
        out = next(agency for agency in ranked if agency not in (ranked[0], left))
        return runs.Mischief(forget=ranked[0], leave=left, one_device=out)
