"""handoffs - one change of custody: what is scanned when a parcel changes hands, and what not."""

import acts
import offices
import worktime

UNPACK_SHARE = .85     # openings at which the clerk also scans the items out of the bundle
VERIFY_SHARE = .85     # pick-ups at which the courier scans every item


class Parcel:
    """What is carried from one party to another: a labelled bundle, or loose items."""

    def __init__(self, origin, destination, items, label):
        self.origin, self.destination = origin, destination
        self.items = items      # what the manifest says
        self.label = label      # empty: loose
        self.sealed = False
        self.extra = []         # lies in it, nobody packed it
        self.offered = False    # an open give to the courier


class Handoffs:
    def __init__(self, desks, rng):
        self.desks, self.rng = desks, rng
        self.faults, self.book, self.work = desks.faults, desks.book, desks.work
        self.missing = []       # (item, since, where it really is), for the runs to collect

    # The courier takes

    def pick_up(self, giver, courier, parcel, at):
        """GIVER hands PARCEL to COURIER from AT on. Returns (end, whether it goes along)."""
        rng, faults = self.rng, self.faults
        subject = parcel.label or parcel.items[0].code
        if parcel.label and not parcel.offered and faults.strike(
                "left_behind", at, subject, offices.POST, parcel.items, giver.party):
            return self.leave_behind(giver, parcel, at), False
        gives, takes = not parcel.offered, True
        if not faults.strike("paper_handover", at, subject, giver.party, parcel.items):
            if gives and faults.strike("give_missing", at, subject, giver.party, parcel.items):
                gives = False
            elif faults.strike("take_missing", at, subject, offices.POST, parcel.items):
                takes = False
        else:
            gives = takes = False
        stop = courier.stop
        if faults.strike("no_fix", at, subject, offices.POST, parcel.items):
            courier.stop = ""
        end = self._exchange(giver, courier, parcel, at, gives, takes)
        if takes and parcel.label and rng.random() < VERIFY_SHARE:
            end = self._scan_items(courier, giver.party, parcel, parcel.items, end)
        courier.stop = stop
        parcel.offered = False
        return end, True

    def leave_behind(self, giver, parcel, at):
        """Offered, and not taken along: the offer stays open until the next run."""
        self.book.record(giver, at, "give", parcel.label, offices.POST)
        parcel.offered = True
        return at + 15

    def _exchange(self, giver, taker, parcel, at, gives, takes):
        """The scans of both sides; the giver's first."""
        if gives:
            at = self._give(giver, taker.party, parcel, at, "") + self.rng.randint(6, 20)
        if takes and not parcel.label:
            return self._scan_items(taker, giver.party, parcel, parcel.items, at)
        if takes:
            self.book.record(taker, at, "take", parcel.label, giver.party)
        return at + self.rng.randint(3, 8)

    # The courier gives

    def deliver(self, courier, receiver, parcel, at, one_device=False):
        """COURIER brings PARCEL to RECEIVER. Returns (end, what is really there, since when);
        None for what is there: refused, the courier takes the parcel along."""
        faults, rng = self.faults, self.rng
        subject = parcel.label or parcel.items[0].code
        party = receiver.party
        if party != offices.CENTER:
            if faults.strike("refused", at, subject, party, parcel.items):
                return self._refuse(courier, receiver, parcel, at), None, at
            if faults.strike("receiver_absent", at, subject, party, parcel.items):
                reason, later = "agency_receiver_absent", self.work.add(at, rng.randint(30, 240))
                self._give(courier, party, parcel, at, reason)
                there = self._open(courier, receiver, parcel, later + rng.randint(0, 59))[1]
                return at + 30, there, later
        if one_device or faults.strike("one_device", at, subject, party, parcel.items):
            at = self._give(courier, party, parcel, at, "") + rng.randint(3, 10)
            badge = acts.Device(courier.unit, party, receiver.person, receiver.stop)
            end, there = self._open(courier, badge, parcel, at, False)
            return end, there, at
        if not faults.strike("give_missing", at, subject, offices.POST, parcel.items):
            at = self._give(courier, party, parcel, at, "") + rng.randint(5, 20)
        if faults.strike("late_take", at, subject, party, parcel.items):
            scanned_at = self.work.add(at, rng.randint(90, 500))
            there = self._open(courier, receiver, parcel, scanned_at)[1]
            return at + 20, there, at
        end, there = self._open(courier, receiver, parcel, at)
        return end, there, at

    def _give(self, giver, party, parcel, at, reason):
        """A sealed bundle by its label, an open one with its items, loose items one by one."""
        if parcel.label:
            self.book.record(giver, at, "give", parcel.label, party, reason=reason)
            at += self.rng.randint(2, 4)
        for item in () if parcel.sealed else parcel.items:
            self.book.record(giver, at, "give", item.code, party, parcel.label, reason)
            at += self.rng.randint(2, 4)
        return at

    def _refuse(self, courier, receiver, parcel, at):
        reason = self.rng.choice(("agency_closed_stocktaking", "center_no_manifest",
                                  "center_wrong_agency"))
        at = self._give(courier, receiver.party, parcel, at, "") + self.rng.randint(20, 90)
        for subject in [parcel.label] if parcel.label else [item.code for item in parcel.items]:
            self.book.record(receiver, at, "refuse", subject, offices.POST, reason=reason)
            at += 2
        return at

    def _open(self, courier, receiver, parcel, at, may_scan_items=True):
        """RECEIVER takes and opens PARCEL. Returns the end and what really lies in it."""
        faults, label = self.faults, parcel.label
        there = list(parcel.items)
        if not label:
            there = self._without_lost(courier, there, at)
            return self._scan_items(receiver, offices.POST, parcel, there, at), there
        if parcel.sealed and faults.strike("seal_broken", at, label, receiver.party, parcel.items):
            self._exception(receiver, at, label, "", "seal_broken")
        scans_bundle = not faults.strike("items_only", at, label, receiver.party, parcel.items)
        scans_items = may_scan_items and not (scans_bundle and faults.strike(
            "bundle_only", at, label, receiver.party, parcel.items))
        if scans_bundle:
            self.book.record(receiver, at, "take", label, offices.POST)
            at += self.rng.randint(4, 12)
        there = self._without_short(receiver, parcel, there, at)
        there = self._without_lost(courier, there, at)
        if scans_items:
            at = self._scan_items(receiver, offices.POST, parcel, there, at)
            if self.rng.random() < UNPACK_SHARE:
                at = self._unpack(receiver, parcel, there, at)
        for item in parcel.extra:
            self.book.record(receiver, at + 5, "take", item.code, offices.POST, label)
            self._exception(receiver, at + 12, item.code, label, "over")
            at += 15
        return at, there + parcel.extra

    def _without_short(self, receiver, parcel, there, at):
        """One item of the manifest stayed in the van, or on the desk it was packed at."""
        if len(there) < 2 or not self.faults.strike("short", at, parcel.label, receiver.party,
                                                    there[-1:], parcel.origin):
            return there
        item = there[-1]
        self._exception(receiver, at + 240, item.code, parcel.label, "short")
        where = self.rng.choice((offices.POST, parcel.origin))
        self.missing.append((item, at, where))
        return there[:-1]

    def _without_lost(self, courier, there, at):
        left = []
        for item in there:
            if self.faults.strike("lost", at, item.code, offices.POST, [item]):
                self.book.record(courier, at + 30, "exception", item.code, reason="lost")
                if self.rng.random() < .7:
                    self.missing.append((item, at + worktime.DAY, offices.POST))
                continue
            left.append(item)
        return left

    def _unpack(self, receiver, parcel, items, at):
        for item in items:
            self.book.record(receiver, at, "unpack", item.code, parent=parcel.label)
            at += self.rng.randint(1, 2)
        return at

    def _exception(self, device, at, subject, label, kind):
        self.book.record(device, at, "exception", subject, offices.POST, label, kind)

    # Item by item

    def _scan_items(self, taker, giver, parcel, items, at):
        for item in items:
            self._scan_item(taker, giver, parcel, item, at)
            at += self.rng.randint(2, 5)
        return at

    def _scan_item(self, taker, giver, parcel, item, at):
        faults, code, party = self.faults, item.code, taker.party
        if taker.lost or code in self.book.silent:
            return  # nobody will ever see these scans, nor what was wrong with them
        if faults.strike("unreadable", at, code, party, [item]):
            self._exception(taker, at - 1, code, parcel.label, "unreadable")
        if faults.strike("mistyped", at, code, party, [item]):
            code = _one_digit_wrong(code)
        if faults.strike("damaged", at, code, party, [item]):
            self._exception(taker, at, code, parcel.label, "damaged")
        self.book.record(taker, at, "take", code, giver, parcel.label)
        if faults.strike("bounce", at, code, party, [item]):
            self.book.record(taker, at, "take", code, giver, parcel.label)
        if faults.strike("repeat", at, code, party, [item]):
            again = at + self.rng.randint(90, 900)
            self.book.record(taker, again, "take", code, giver, parcel.label)


def _one_digit_wrong(code):
    """The sequence that nobody has reached yet: 5 instead of its first digit."""
    head, sequence = code.rsplit("-", 1)
    return f"{head}-5{sequence[1:]}"
