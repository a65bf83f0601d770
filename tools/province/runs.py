"""runs - couriers drive the four routes twice a day; trays are packed, carried and opened."""

import random

import acts
import codes
import handoffs
import offices
import timetable
import worktime

BUNDLE_ITEMS = 16
SEALED_SHARE = .60
LOOSE_SHARE = .16        # hand-overs of many items without a bundle
SMALL, SMALL_LOOSE_SHARE = 3, .6
EXTRA_RUN_SHARE = .5     # cancelled morning runs replaced by an extra one
CLOCK_ERRORS = (-86400, -7 * 3600, -2700, 2400)


class Mischief:
    """What is made to go wrong in a run of the live afternoon."""

    def __init__(self, forget="", leave="", one_device=""):
        self.forget = forget   # agency whose tray at the Center nobody packs
        self.leave = leave     # agency whose bundle the courier leaves at the Center
        self.one_device = one_device  # agency whose handheld is out


class Runs:
    def __init__(self, seed, desks, last_day):
        self.rng = random.Random(f"{seed}/runs")
        self.desks, self.last_day = desks, last_day
        self.faults, self.book, self.work = desks.faults, desks.book, desks.work
        self.labels = codes.LabelRoll()
        self.handoffs = handoffs.Handoffs(desks, self.rng)
        self.cancelled, self.extra = [], []
        self._left = {}    # (origin, destination) -> parcels offered and left behind
        self._found = {route.code: [] for route in timetable.ROUTES}  # in the van: (item, to)

    def of_day(self, day):
        """The runs that are planned for DAY. A cancelled one is told, and may be replaced."""
        going = []
        for run in timetable.runs_of_day(day):
            known_at = run.departs - self.rng.randint(15, 110) * 60
            if day != self.last_day and self.faults.strike(
                    "cancelled_run", known_at, run.subject, offices.POST,
                    detail=worktime.date_of(day).isoformat()):
                self.cancelled.append((run, known_at))
                if run.round == 1 and run.route.code != "R1" \
                        and self.rng.random() < EXTRA_RUN_SHARE:
                    run = timetable.run_on(run.route, timetable.EXTRA_ROUND, day)
                    self.extra.append(run)
                    going.append(run)
                continue
            going.append(run)
        return sorted(going, key=lambda run: (run.departs, run.route.code))

    # One run

    def drive(self, run, mischief=None):
        mischief = mischief or Mischief()
        courier = self._courier(run)
        late = max(0, int(self.rng.gauss(120, 150)))
        if self.faults.strike("late_run", run.departs, run.subject, offices.POST,
                              detail=worktime.date_of(run.day).isoformat()):
            late = self.rng.randint(16, 40) * 60
        bag = self._load(run, courier, mischief, run.departs + late)
        end = max(run.departs + late, max((at for _, at in bag), default=0))
        parcels = [parcel for parcel, _ in bag]
        self._scan_stop(run, courier, run.calls[0], None, end)
        late = end - run.departs
        for call in run.calls[1:-1]:
            late = max(0, late + self.rng.randint(-150, 120))
            late = self._call(run, courier, call, parcels, late, mischief)
        self._return(run, courier, parcels, run.returns + max(0, late - 60))
        for item, since, where in self.handoffs.missing:
            self._turn_up(item, since, where)
        self.handoffs.missing.clear()

    def _courier(self, run):
        faults, person = self.faults, run.route.couriers.get(run.round, "BT06")
        at, where = run.departs, worktime.date_of(run.day).isoformat()
        unit = person
        live = run.day == self.last_day
        if not live and faults.strike("device_swapped", at, run.subject, person, detail=where):
            unit = self.rng.choice([other for other in offices.COURIERS if other != person])
        courier = acts.Device(unit, offices.POST, person, offices.CENTER_STOP)
        if live:
            return courier
        courier.lost = faults.strike("device_lost", at, run.subject, person, detail=where)
        if faults.strike("wrong_clock", at, run.subject, person, detail=where):
            courier.clock_error = self.rng.choice(CLOCK_ERRORS)
        if faults.strike("offline_shift", at, run.subject, person, detail=where):
            courier.held_until = run.day * worktime.DAY + self.rng.randint(17 * 3600, 19 * 3600)
        return courier

    def _scan_stop(self, run, courier, call, arrived, left):
        """The arrive and depart acts of a call; None where the run begins or ends."""
        courier.stop = call.stop
        driver = run.route.drivers.get(run.round)
        scanner = acts.Device(driver, offices.POST, driver, call.stop) if driver else courier
        at = arrived if arrived is not None else left
        if self.faults.strike("stop_not_scanned", at, run.subject, offices.POST, detail=call.stop):
            return
        if arrived is not None:
            self.book.record(scanner, arrived, "arrive", run.subject)
        if left is not None:
            self.book.record(scanner, left, "depart", run.subject)

    def _load(self, run, courier, mischief, leaves):
        """The Center's trays into the bag. Returns [(parcel, when the courier had it)]."""
        giver = self.desks.device(offices.CENTER)
        picked = self._pick_trays(run, mischief)
        total = sum(len(items) for items in picked.values())
        at = run.departs - 600 - total * 6 - 60 * len(picked)
        parcels = []
        for agency, items in picked.items():
            packed, at = self._pack(run, giver, agency, items, at, agency == mischief.leave)
            parcels += packed
        for agency in picked:
            parcels += self._left.pop((offices.CENTER, agency), [])
        at = max(at + 30, leaves - 360)
        loaded = []
        courier.stop = offices.CENTER_STOP
        for parcel in parcels:
            if parcel.destination == mischief.leave and parcel.label and not parcel.offered:
                mischief.leave = ""
                self.faults.strike("live_left_behind", at, parcel.label, offices.POST,
                                   parcel.items, parcel.destination)
                at = self.handoffs.leave_behind(giver, parcel, at)
                self._left.setdefault((offices.CENTER, parcel.destination), []).append(parcel)
                continue
            at, goes = self.handoffs.pick_up(giver, courier, parcel, at)
            if goes:
                loaded.append((parcel, at))
            else:
                self._left.setdefault((offices.CENTER, parcel.destination), []).append(parcel)
        return loaded + self._found_in_van(run, courier, at)

    def _found_in_van(self, run, courier, at):
        """What was missed earlier and lay in the van goes along loose."""
        found = self._found[run.route.code]
        self._found[run.route.code] = [one for one in found if one[2] >= run.departs]
        loaded = []
        for item, destination, since in found:
            if since < run.departs:
                self.book.record(courier, since, "exception", item.code, reason="found")
                loaded.append((handoffs.Parcel(offices.POST, destination, [item], ""), at))
        return loaded

    def _pick_trays(self, run, mischief):
        """agency -> the items that are packed for it, some of them for another one."""
        picked = {}
        call = run.calls[0]
        for stop, _, _ in run.route.calls:
            agency = offices.BY_STOP[stop].code
            tray = self.desks.center_tray[agency]
            fit = [item for item in tray if item.fit_at + 900 <= call.cutoff]
            if fit and agency == mischief.forget:
                self.faults.strike("live_tray_forgotten", run.departs, run.subject, offices.CENTER,
                                   fit, agency)
                fit = []
            picked[agency] = self._not_forgotten(run, call, offices.CENTER, fit)
            chosen = {item.code for item in picked[agency]}
            self.desks.center_tray[agency] = [item for item in tray if item.code not in chosen]
        return self._misplaced(run, picked)

    def _not_forgotten(self, run, call, party, fit):
        if fit and self.faults.strike("missed_tray", call.depart, run.subject, party, fit,
                                      call.stop):
            return []
        return [item for item in fit
                if not self.faults.strike("missed_run", call.depart, item.code, party, [item],
                                          run.subject)]

    def _misplaced(self, run, picked):
        """Some items lie in the bundle of another agency of the route."""
        result = {agency: [] for agency in picked}
        for agency, items in picked.items():
            others = [other for other in picked if other != agency]
            for item in items:
                wrong = self.rng.choice(others)
                if self.faults.strike("wrong_agency", run.departs, item.code, offices.CENTER,
                                      [item], wrong):
                    result[wrong].append(item)
                else:
                    result[agency].append(item)
        return result

    def _pack(self, run, device, destination, items, at, labelled=False):
        """ITEMS into parcels, if LABELLED none of them loose. Returns them and the end."""
        rng = self.rng
        parcels = []
        for chunk in _chunks(items):
            loose = SMALL_LOOSE_SHARE if len(chunk) <= SMALL else LOOSE_SHARE
            if rng.random() < loose and not labelled:
                parcels.append(handoffs.Parcel(device.party, destination, chunk, ""))
                continue
            label = self.labels.next(device.stop, offices.stop_of(destination),
                                     worktime.date_of(run.day), run.round)
            parcel = handoffs.Parcel(device.party, destination, chunk, label)
            for item in chunk:
                self.book.record(device, at, "pack", item.code, parent=label)
                at += rng.randint(3, 6)
            parcel.sealed = rng.random() < SEALED_SHARE
            if parcel.sealed:
                self.book.record(device, at + 10, "seal", label)
            at += 20
            self._slip_in(parcel, device.party, at)
            parcels.append(parcel)
        return parcels, at

    def _slip_in(self, parcel, party, at):
        """An item that nobody packed lies between the others."""
        trays = self.desks.center_tray if party == offices.CENTER else self.desks.agency_tray
        tray = trays[parcel.destination if party == offices.CENTER else party]
        loose = [item for item in tray if item.fit_at < at]
        if loose and self.faults.strike("over", at, parcel.label, parcel.destination, loose[:1]):
            tray.remove(loose[0])
            parcel.extra.append(loose[0])

    # At the agencies

    def _call(self, run, courier, call, parcels, late, mischief):
        """One agency: deliver, pick up, go on. Returns how late the courier leaves."""
        arrived = call.arrive + late
        agency = offices.BY_STOP[call.stop].code
        courier.stop = call.stop
        desk = self.desks.device(agency)
        results = self._pack_results(run, call, desk, arrived)
        at = arrived + self.rng.randint(20, 60)
        alone = agency == mischief.one_device and self.faults.strike(
            "live_one_device", at, run.subject, agency)
        for parcel in [parcel for parcel in parcels if parcel.destination == agency]:
            parcels.remove(parcel)
            at, there, since = self.handoffs.deliver(courier, desk, parcel, at, alone)
            if there is None:
                parcel.destination = offices.CENTER
                parcels.append(parcel)
            for item in there or ():
                self._arrived(item, agency, since)
        for parcel in results:
            at, goes = self.handoffs.pick_up(desk, courier, parcel, at)
            if goes:
                parcels.append(parcel)
            else:
                self._left.setdefault((agency, offices.CENTER), []).append(parcel)
        left = max(call.depart + max(0, late - 180), at + 20)
        self._scan_stop(run, courier, call, arrived, left)
        return left - call.depart

    def _pack_results(self, run, call, desk, arrived):
        agency = desk.party
        tray = self.desks.agency_tray[agency]
        fit = [item for item in tray if item.fit_at + 900 <= call.cutoff]
        fit = self._not_forgotten(run, call, agency, fit)
        chosen = {item.code for item in fit}
        self.desks.agency_tray[agency] = [item for item in tray if item.code not in chosen]
        at = arrived - 240 - len(fit) * 5 - 30
        parcels, _ = self._pack(run, desk, offices.CENTER, fit, at)
        return parcels + self._left.pop((agency, offices.CENTER), [])

    def _arrived(self, item, agency, at):
        """A paper lies on AGENCY's desk: its own to work on, or another's to send back."""
        rng = self.rng
        if item.agency != agency:
            desk = self.desks.device(agency)
            self.book.record(desk, at + 600, "exception", item.code, offices.POST,
                             reason="misrouted")
            item.fit_at = at + 1200
            self.desks.agency_tray[agency].append(item)
            return
        middle = at - rng.randint(300, 1200)
        if self.faults.strike("paused_on_road", middle, item.code, offices.POST, [item]):
            self.desks.pause(item, offices.CENTER, middle)
        if self.faults.strike("withdrawn_on_road", middle, item.code, "citizen", [item]):
            item.withdrawn_at = middle
        self.desks.take_in(item, agency, at)

    def _turn_up(self, item, at, where):
        """A missing item is found again: in the van, or on the desk it should have left."""
        found = self.work.add(at, self.rng.randint(60, 500)) + self.rng.randint(0, 59)
        if where == offices.POST:
            party = item.agency if item.ready_at is None else offices.CENTER
            route = timetable.ROUTE_OF_STOP[offices.stop_of(item.agency)]
            self._found[route.code].append((item, party, found))
            return
        device = self.desks.device(where)
        self.book.record(device, found, "exception", item.code, reason="found")
        item.fit_at = found
        if where == offices.CENTER:
            self.desks.center_tray[item.agency].append(item)
        else:
            self.desks.agency_tray[where].append(item)

    # Back at the Center

    def _return(self, run, courier, parcels, at):
        courier.stop = offices.CENTER_STOP
        self._scan_stop(run, courier, run.calls[-1], at, None)
        desk = self.desks.device(offices.CENTER)
        cursor = at + 60
        for parcel in parcels:
            cursor, there, since = self.handoffs.deliver(courier, desk, parcel, cursor)
            for item in there:
                if item.ready_at is not None:
                    self.desks.come_back(item, since)
                else:
                    item.fit_at = since + 600
                    self.desks.center_tray[item.agency].append(item)


def _chunks(items):
    """Bundles of about fifteen, evenly filled, never above the manifest's hundred."""
    if not items:
        return []
    count = max(1, round(len(items) / BUNDLE_ITEMS))
    size, rest = divmod(len(items), count)
    chunks, start = [], 0
    for index in range(count):
        end = start + size + (1 if index < rest else 0)
        chunks.append(items[start:end])
        start = end
    assert all(len(chunk) <= codes.ITEMS_MAX for chunk in chunks)
    return chunks
