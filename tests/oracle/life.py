"""life - one dossier as known at an instant: its custody cut into visits, pauses and waits.

What ledger and flags share. Everything here is in minutes (SEMANTICS 1: floored).
"""

from custody import CARRIER, CENTER, CITIZEN, fold
from plan import procedure_key
from working_calendar import DAY, minute_of

PAPER, ON_THE_SPOT, RESULT_ONLY = "paper", "on_the_spot", "result_only"
ENDED_STATUS = ("3", "7", "10")


def is_static(party):
    """The Center or an agency: where an item waits, or is worked on."""
    return party not in (CARRIER, CITIZEN, "")


class Visit:
    """One holder's custody in minutes; end is None while it lasts, ready None until known."""

    def __init__(self, holder, start):
        self.holder, self.start, self.end, self.ready = holder, start, None, None


class World:
    """Everything known at one instant: calendar, plan, feed and acts."""

    def __init__(self, calendars, plan, feed, acts, now, known_until, restart=()):
        self.calendars = calendars      # versions, oldest first
        self.calendar = calendars[-1]
        self.plan, self.feed, self.acts = plan, feed, acts
        self.now, self.known_until = minute_of(now), minute_of(known_until)
        self.restart = restart          # procedures whose promise starts again, or "*"

    def usable(self, run):
        return not self.plan.cancelled(run, self.known_until)

    def calendar_of_promise(self, received):
        """The version in force when it was promised."""
        fitting = [each for each in self.calendars
                   if each.valid_from is None or received is None
                   or each.valid_from <= received // DAY]
        return (fitting or self.calendars)[-1]


class Life:
    def __init__(self, world, code):
        self.world, self.code = world, code
        self.row = world.feed.get(code)
        self.own = world.acts.own(code)
        self.procedure = procedure_key(self.row.procedure) if self.row else ""
        self.agency = self.row.agency if self.row else ""
        received = self._received()
        self.received = minute_of(received)
        self.mode = self._mode()
        holder = self.agency if self.mode == RESULT_ONLY else CENTER
        since = received if received is not None else 0
        self.custody = fold(code, world.acts.reaching(code), holder, since,
                            world.plan.same_office)
        self.restarts, self.judged = self._terms()
        if self.mode == ON_THE_SPOT and any(
                each.holder not in (CENTER, CITIZEN) for each in self.custody.holdings):
            self.mode = PAPER
        self.pauses = self._pauses()
        self._find_end()
        self._find_visits()

    # -- when it began and ended -----------------------------------------------------------------

    def _received(self):
        if self.row and self.row.received is not None:
            return self.row.received
        intakes = [act.at for act in self.own if act.act == "intake"]
        return min(intakes or [act.at for act in self.own], default=None)

    def _mode(self):
        if self.received is None:
            return PAPER
        budget = self.world.plan.budget(self.procedure, self.agency, self.received // DAY)
        return budget.mode if budget else PAPER

    def _terms(self):
        """By which rules its promise is kept: those in force when it was received."""
        plan, restart = self.world.plan, self.world.restart
        if self.received is None:
            return False, plan.judged
        restarts, judged = plan.terms(self.procedure, self.received // DAY)
        return restarts or "*" in restart or self.procedure in restart, judged

    def _known(self, instant):
        """A feed instant as a minute, or None while it lies in a later minute than `now`."""
        minute = minute_of(instant)
        return None if minute is None or minute > self.world.known_until else minute

    def _find_end(self):
        row, self.feed_ended = self.row, False
        self.finished = self._known(row.finished) if row else None
        self.end = minute_of(self.custody.returned)
        if self.end is None and row:
            self.end = self._known(row.returned)
            if self.end is None and row.status in ENDED_STATUS:
                self.end = self.finished
            self.feed_ended = self.end is not None
        self.ended = self.end is not None
        if not self.ended:
            self.end = self.world.now

    # -- pauses ----------------------------------------------------------------------------------

    def _pauses(self):
        """[(start, end or None, party)]: a second pause inside and a lone resume are nothing."""
        events = []
        for act in self.own:
            if act.act == "pause":
                events.append((act.at, 0, _who_pauses(act)))
            elif act.act == "resume":
                events.append((act.at, 1, ""))
        for each in self.row.supplements if self.row else ():
            if each.asked is not None:
                events.append((each.asked, 0, CITIZEN))
                if each.brought is not None:
                    events.append((each.brought, 1, ""))
        pauses, running = [], None
        for at, kind, party in sorted(events):
            if self._known(at) is None:
                continue
            if kind == 0 and running is None:
                running = (minute_of(at), party)
            elif kind == 1 and running is not None:
                pauses.append((running[0], minute_of(at), running[1]))
                running = None
        if running is not None:
            pauses.append((running[0], None, running[1]))
        return pauses

    def paused(self, begin, end, calendar=None):
        """Working minutes of [begin,end), within the life, that were paused."""
        calendar = calendar or self.world.calendar
        begin, end = max(begin, self.received or 0), min(end, self.end)
        return sum(calendar.between(max(begin, start), min(end, self.world.now
                                                           if stop is None else stop))
                   for start, stop, _ in self.pauses)

    # -- visits ----------------------------------------------------------------------------------

    def _find_visits(self):
        """Holdings as visits, in minutes, none before the life began."""
        self.visits = []
        begin = self.received if self.received is not None else 0
        for holding in self.custody.holdings:
            start = max(minute_of(holding.since), begin)
            if self.visits:
                self.visits[-1].end = start
            visit = Visit(holding.holder, start)
            if holding.ready is not None:
                visit.ready = max(minute_of(holding.ready), begin)
            self.visits.append(visit)
        for visit in self.visits:
            if visit.ready is None and self.is_agency(visit.holder):
                visit.ready = self._ready_by_feed(visit)
        agencies = [i for i, visit in enumerate(self.visits) if self.is_agency(visit.holder)]
        self.last_agency = agencies[-1] if agencies else None
        self.back = self._result_back()

    @staticmethod
    def is_agency(party):
        return is_static(party) and party != CENTER

    def _ready_by_feed(self, visit):
        """No `ready`: NgayKetThucXuLy inside the visit, else the next one's take."""
        finished = self.finished
        if finished is not None and visit.start <= finished and (
                visit.end is None or finished <= visit.end):
            return finished
        return visit.end

    def _result_back(self):
        """J: the result back at the Center (on the spot: ready there), or None."""
        if self.mode == ON_THE_SPOT:
            return next((visit.ready for visit in self.visits
                         if visit.holder == CENTER and visit.ready is not None), None)
        if self.last_agency is None:
            return None
        return next((visit.start for visit in self.visits[self.last_agency + 1:]
                     if visit.holder == CENTER), None)

    # -- waits -----------------------------------------------------------------------------------

    def waits_at(self, index):
        """Does the visit at INDEX wait for a run (after its fit)?"""
        visit = self.visits[index]
        if self.mode == ON_THE_SPOT or not is_static(visit.holder):
            return False
        return visit.holder != CENTER or not self.at_counter(index)

    def at_counter(self, index):
        """Is this the Center with the result back?"""
        return (self.visits[index].holder == CENTER and self.last_agency is not None
                and index > self.last_agency)

    def destination(self, index):
        """Where the item at visit INDEX goes next: as it was, as it is offered, as planned."""
        here = self.visits[index].holder
        following = next((visit for visit in self.visits[index + 1:]
                          if is_static(visit.holder) and not
                          (here == CENTER and visit.holder == CENTER)), None)
        if following:
            return self.sent_to(here, following)
        offer = self.custody.offer
        if offer and self.is_agency(offer.receiver) and offer.receiver != self.visits[-1].holder:
            return offer.receiver
        return self.agency if here == CENTER else CENTER

    def sent_to(self, here, taken):
        """What the visit TAKEN was called when it was sent from HERE: an office that merged
        meanwhile keeps the name it was sent to."""
        day = taken.start // DAY
        if here == CENTER and self.world.plan.same_office(taken.holder, self.agency, day):
            return self.agency
        return taken.holder

    def fit(self, index):
        """(fit, fit for choosing the run) of a waiting visit; (None, None) if not fit yet."""
        visit = self.visits[index]
        if visit.holder != CENTER:
            return visit.ready, visit.ready
        return visit.start, self.passed_on(visit.start) if index == 0 else visit.start

    def passed_on(self, received):
        """pass_on_after: a later effective receipt is fit at the next working day's opening."""
        plan, calendar = self.world.plan, self.world.calendar
        effective = calendar.effective(received)
        if plan.pass_on_after is not None and effective % DAY > plan.pass_on_after:
            return calendar.next_opening(effective // DAY)
        return received

    def budget(self, agency, minute):
        """The budget of this life at AGENCY, of its own mode if there is one, or None."""
        plan, day = self.world.plan, minute // DAY
        found = plan.budget(self.procedure, agency, day, self.mode)
        return found or plan.budget(self.procedure, agency, day)

    def budget_of_wait(self, origin, destination, minute):
        return self.budget(destination if origin == CENTER else origin, minute)


def _who_pauses(act):
    """A supplement, a fee or no reason: the citizen; else the one who stopped."""
    words = act.reason.split("_")
    if not act.reason or "supplement" in words or "fee" in words or words[0] == CITIZEN:
        return CITIZEN
    return act.party
