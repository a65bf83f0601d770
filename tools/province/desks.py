"""desks - what happens to a dossier while it lies still: intake, processing, return."""

import random

import acts
import demand
import offices
import worktime

PAUSE_SHARE, REFUSED_SHARE, WITHDRAWN_SHARE = .05, .009, .006
PAUSE_KINDS = ((5, "citizen_supplement", .80), (6, "citizen_fee", .15), (8, "agency_stopped", .05))
PAUSE_SCANNED_SHARE = .30   # the rest is known from the feed alone
NEW_PROMISE_SHARE = .25     # supplements after which the portal itself states a new promise
PACE_MEDIAN, PACE_SPREAD = .76, .31


class Desks:
    """The Center's counters and the agencies' desks, with the trays that the runs empty."""

    def __init__(self, seed, work, faults, book):
        self.rng = random.Random(f"{seed}/desks")
        self.work, self.faults, self.book = work, faults, book
        self.center_tray = {agency.code: [] for agency in offices.AGENCIES}
        self.agency_tray = {agency.code: [] for agency in offices.AGENCIES}
        self._pace = {agency.code: self.rng.uniform(.9, 1.1) for agency in offices.AGENCIES}

    def device(self, party, role="focal"):
        """A handheld on PARTY's desk, in the hand of somebody who works there."""
        if party == offices.CENTER:
            staff = offices.COUNTERS if role == "counter" else offices.DISPATCHERS
        else:
            staff = offices.focal_officers(offices.BY_CODE[party])
        return acts.Device(party, party, self.rng.choice(staff), offices.stop_of(party))

    def receive(self, dossier):
        """The citizen files DOSSIER."""
        at, journey = dossier.received, dossier.procedure.journey
        if self.faults.strike("silence", at, dossier.code, "", [dossier]):
            self.book.silent.add(dossier.code)
        dossier.hidden = self.faults.strike("not_in_feed", at, dossier.code, "", [dossier])
        if journey == "result_only":
            dossier.taken_at = self.work.effective(at)
            self._process(dossier, dossier.agency, dossier.taken_at)
            return
        scanned_at = at + self.rng.randint(20, 240)
        missing = self.faults.strike("intake_missing", at, dossier.code, offices.CENTER, [dossier])
        if not missing:
            self.book.record(self.device(offices.CENTER, "counter"), scanned_at, "intake",
                             dossier.code)
        if journey == "on_the_spot":
            dossier.taken_at = at
            self._process(dossier, offices.CENTER, at)
            return
        dossier.fit_at = scanned_at + self.rng.randint(60, 420)
        self.center_tray[dossier.agency].append(dossier)

    def take_in(self, dossier, agency, at):
        """AGENCY has the paper since AT, and begins to work on it."""
        if dossier.agency != agency:
            raise ValueError(f"{dossier.code} is not for {agency}")
        dossier.taken_at = at
        others = [a.code for a in offices.AGENCIES if a.code != agency]
        later = self.work.add(at, self.rng.randint(60, 400))
        other = self.rng.choice(others)
        if self.faults.strike("two_takers", later, dossier.code, other, [dossier], agency):
            self.book.record(self.device(other), later, "take", dossier.code, offices.POST)
        if dossier.withdrawn_at is None:
            self._process(dossier, agency, at)

    def come_back(self, dossier, at):
        """The Center has the result since AT; the citizen comes, or the post brings it."""
        dossier.back_at = at
        returned = self._collected_at(dossier, at)
        dossier.returned_at = returned
        if not self.faults.strike("return_missing", returned, dossier.code, offices.CENTER,
                                  [dossier]):
            self.book.record(self.device(offices.CENTER, "counter"), returned, "return",
                             dossier.code, offices.POST if dossier.postal else "")

    def _collected_at(self, dossier, back):
        work, rng = self.work, self.rng
        if dossier.postal:
            return work.add(back, rng.randint(30, 300))
        chance = rng.random()
        if chance < .30 or back > dossier.due:  # called as soon as it was back
            return work.add(back, rng.randint(20, 900))
        if chance < .75:                        # on the promised day
            return max(work.add(back, rng.randint(10, 40)),
                       work.add(dossier.due, rng.randint(0, 240)))
        return work.add(max(back, dossier.due), rng.randint(240, 2400))

    # Processing

    def _process(self, dossier, party, start):
        """From START to a result fit to travel, or to no result at all."""
        work, rng = self.work, self.rng
        budget = max(30, demand.budget_of(work, dossier))
        pace = min(2.4, max(.12, rng.lognormvariate(0, PACE_SPREAD) * PACE_MEDIAN))
        minutes = int(budget * pace * self._pace.get(party, 1))
        chance = rng.random()
        if chance < WITHDRAWN_SHARE:
            dossier.withdrawn_at = work.add(start, int(minutes * rng.uniform(.1, .9)))
            return
        dossier.refused = chance < WITHDRAWN_SHARE + REFUSED_SHARE
        if dossier.procedure.journey == "paper" and rng.random() < PAUSE_SHARE:
            self.pause(dossier, party, work.add(start, int(minutes * rng.uniform(.2, .6))))
        minutes += self._paused_after(dossier, start)
        dossier.finished_at = work.add(start, minutes) + rng.randint(0, 59)
        dossier.ready_at = dossier.finished_at + rng.randint(60, 600)
        self._announce(dossier, party, start)
        if party == offices.CENTER:
            self.come_back(dossier, dossier.ready_at)
        else:
            dossier.fit_at = dossier.ready_at
            self.agency_tray[party].append(dossier)

    def _announce(self, dossier, party, start):
        """The scans that say: this result is ready to travel."""
        work, rng, faults, code = self.work, self.rng, self.faults, dossier.code
        device = self.device(party, "counter")
        at = dossier.ready_at
        if party != offices.CENTER:
            if faults.strike("ready_on_screen", at, code, party, [dossier]):
                dossier.ready_at = at = work.add(at, rng.randint(480, 1900)) + rng.randint(0, 59)
            if faults.strike("ready_missing", at, code, party, [dossier]):
                return
            wrong = work.add(start, work.worked(start, at) // 2)
            if faults.strike("ready_voided", wrong, code, party, [dossier]):
                self._void(device, wrong, "ready", code, "agency_wrong_scan")
        self.book.record(device, at, "ready", code)

    def _void(self, device, at, act, code, reason):
        """A wrong act, and a while later its void by the same party."""
        self.book.record(device, at, act, code)
        wrong = f"{worktime.iso(at)}/{act}/{device.party}"
        later = self.work.add(at, self.rng.randint(3, 90)) + self.rng.randint(1, 59)
        self.book.record(device, later, "void", code, parent=wrong, reason=reason)

    # Pauses

    def pause(self, dossier, party, start):
        """The promise clock of DOSSIER stops at START, and runs again days later."""
        work, rng = self.work, self.rng
        status, reason, _ = rng.choices(PAUSE_KINDS, [kind[2] for kind in PAUSE_KINDS])[0]
        end = work.add(start, rng.randint(240, 2600)) + rng.randint(0, 59)
        dossier.due = work.add(dossier.due, work.worked(start, end))
        stated = dossier.due if rng.random() < NEW_PROMISE_SHARE else None
        dossier.pauses.append((start, end, status, stated))
        if rng.random() < PAUSE_SCANNED_SHARE:
            device = self.device(party)
            self.book.record(device, start, "pause", dossier.code, reason=reason)
            self.book.record(device, end, "resume", dossier.code)

    def _paused_after(self, dossier, start):
        return sum(self.work.worked(max(start, begin), end) for begin, end, *_ in dossier.pauses)
