"""acts - who scans what with which handheld: the acts that will stand in acts.csv."""

import random

import worktime


class Device:
    """A handheld in somebody's hand. LOST: nothing arrives; HELD_UNTIL: arrives only then."""

    def __init__(self, unit, party, person, stop):
        self.unit, self.party, self.person, self.stop = unit, party, person, stop
        self.clock_error = 0
        self.lost = False
        self.held_until = None


class Act:
    """One row, with what the row does not say: its true time, its arrival, its handheld."""

    __slots__ = ("happened", "arrived", "unit", "row")

    def __init__(self, happened, arrived, unit, row):
        self.happened, self.arrived, self.unit, self.row = happened, arrived, unit, row


class ActBook:
    """Collects acts; the dossiers in SILENT leave no trace."""

    def __init__(self, seed):
        self._rng = random.Random(f"{seed}/arrivals")
        self.acts = []
        self.silent = set()  # asked for membership only

    def record(self, device, at, act, subject, counterpart="", parent="", reason=""):
        if device.lost or subject in self.silent:
            return
        arrived = at + self._rng.randint(1, 45)
        if device.held_until is not None and device.held_until > arrived:
            arrived = device.held_until
        stamp = worktime.iso(at + device.clock_error)
        row = (stamp, act, subject, device.party, device.person, counterpart, device.stop,
               parent, reason)
        self.acts.append(Act(at, arrived, device.unit, row))

    def until(self, now):
        """Rows of the acts up to NOW, in the order of their arrival: not sorted by time."""
        known = [act for act in self.acts if act.happened <= now]
        known.sort(key=lambda act: act.arrived)
        return [act.row for act in known]

    def between(self, now, end):
        """The acts of the live afternoon, in the order in which they happen."""
        later = [act for act in self.acts if now < act.happened <= end]
        later.sort(key=lambda act: act.happened)
        return later
