"""demand - which dossiers are filed on which day, by whom, and what they are promised."""

import codes
import offices
import people
import worktime

WEEKDAYS = (1.24, 1.06, .97, .93, .85, .60, .60)
MONTHS = (1.04, .80, 1.06, 1.02, 1.00, 1.03, 1.04, .98, .94, 1.00, 1.05, 1.08)
AFTER_HOLIDAY = 1.12
POSTAL_SHARE = .18       # of the results that citizens let the post bring
OLD_STYLE_SHARE = .02    # codes in the style of before the new agency codes
OFF_HOURS_SHARE = .30    # of the dossiers filed online


class Dossier:
    """One dossier, as it really is; the acts and the feed know only part of it."""

    __slots__ = ("code", "procedure", "owner", "received", "promised", "due", "postal", "hidden",
                 "fit_at", "taken_at", "finished_at", "ready_at", "back_at", "returned_at",
                 "pauses", "refused", "withdrawn_at")

    def __init__(self, code, procedure, owner, received, promised, postal):
        self.code, self.procedure, self.owner = code, procedure, owner
        self.received, self.promised, self.postal = received, promised, postal
        self.due = promised      # the promise, moved on by pauses
        self.hidden = False      # not in the feed yet
        self.fit_at = None       # when it may leave the tray it lies in
        self.taken_at = self.finished_at = self.ready_at = None
        self.back_at = self.returned_at = self.withdrawn_at = None
        self.pauses = []         # (from, to, portal status, new promise or None)
        self.refused = False     # the result is a letter of refusal

    @property
    def agency(self):
        return self.procedure.agency


class Demand:
    """Dossiers for a list of working days, PER_DAY of them on average."""

    def __init__(self, rng, work, days, per_day, procedures_by_agency):
        self._rng, self._work = rng, work
        self._procedures = {agency: (rows, [row.weight for row in rows])
                            for agency, rows in procedures_by_agency.items()}
        weights = [self._weight(day) for day in days]
        scale = per_day * len(days) / sum(weights)
        self._counts = {day: round(weight * scale) for day, weight in zip(days, weights)}
        self._sequences = {}

    def _weight(self, day):
        date = worktime.date_of(day)
        weight = WEEKDAYS[date.weekday()] * MONTHS[date.month - 1]
        if date.weekday() > 0 and not self._work.is_working(day - 1):
            weight *= AFTER_HOLIDAY
        return weight * self._rng.gauss(1, .05)

    def of_day(self, day):
        """The dossiers counted on DAY, in the order of their receipt."""
        rng = self._rng
        filed = []
        for agency in rng.choices(offices.AGENCIES, [a.load for a in offices.AGENCIES],
                                  k=self._counts[day]):
            rows, weights = self._procedures[agency.code]
            procedure = rng.choices(rows, weights)[0]
            filed.append((self._received(day, procedure), agency, procedure))
        filed.sort(key=lambda one: (one[0], one[1].code, one[2].code))
        return [self._dossier(*one) for one in filed]

    def _received(self, day, procedure):
        rng = self._rng
        if procedure.journey == "result_only" and rng.random() < OFF_HOURS_SHARE:
            if not self._work.is_working(day - 1) and rng.random() < .5:
                day -= 1
            return day * worktime.DAY + rng.randint(6 * 3600, 22 * 3600 + 3599)
        (morning, noon), (afternoon, evening) = self._work.sessions(day)
        if rng.random() < .60:
            second = rng.triangular(morning, noon, 9 * 3600)
        else:
            second = rng.triangular(afternoon, evening - 120, 14 * 3600 + 1800)
        return day * worktime.DAY + int(second)

    def _dossier(self, received, agency, procedure):
        rng = self._rng
        date = worktime.date_of(received // worktime.DAY)
        key = (agency.code, date)
        self._sequences[key] = sequence = self._sequences.get(key, 0) + 1
        code = codes.dossier_code(agency.code, date, sequence, rng.random() < OLD_STYLE_SHARE)
        promised = self._work.promise(received, *procedure.duration)
        postal = rng.random() < (.7 if procedure.journey == "result_only" else POSTAL_SHARE)
        owner = people.owner_name(rng, agency.firms)
        return Dossier(code, procedure, owner, received, promised, postal)


def budget_of(work, dossier):
    """Working minutes the plan allows for processing DOSSIER."""
    return dossier.procedure.budget_minutes(work.worked(dossier.received, dossier.promised))
