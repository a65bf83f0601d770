"""flags - forecast, level, cause, slack, last safe run, minutes gained (SEMANTICS 6).

A life is a chain of steps: transfers and processings. The forecast is the chain as it was, then by
plan from now; but-for is the same chain replayed from receipt with some steps as they should be.
"""

from custody import CARRIER, CENTER
from life import ON_THE_SPOT, RESULT_ONLY, is_static
from working_calendar import DAY, minute_of


class Unforeseeable(Exception):
    """No promise, budget or run: the level is unknown."""


class Flag:
    def __init__(self, level):
        self.level = level
        self.cause = self.leg = ""
        self.slack = self.forecast = self.promised = self.last_safe_run = None
        self.minutes_gained = None


# -- promise -------------------------------------------------------------------------------------

def promise_of(life, at=None):
    """P in minutes, or None: the newest one, moved by the pauses it does not yet contain; as it
    stood at the minute AT, or now."""
    row, world = life.row, life.world
    at = world.now if at is None else at
    if row is None:
        return None
    calendar = world.calendar_of_promise(life.received)
    known_at, promise = None, minute_of(row.promise)
    known_until = world.known_until if at == world.now else at
    for each in row.supplements:
        told = each.brought if each.brought is not None else each.asked
        if each.promise is None or told is None or minute_of(told) > known_until:
            continue
        if known_at is None or (told, each.promise) > known_at:
            known_at, promise = (told, each.promise), minute_of(each.promise)
    if promise is None or row.received is not None and promise < minute_of(row.received):
        return None  # reading 48
    since = life.received if known_at is None else minute_of(known_at[0])
    if life.restarts:
        return _restarted(life, calendar, since, promise, at)
    paused = life.paused(since, at, calendar)
    return calendar.add(promise, paused) if paused else promise


def _restarted(life, calendar, since, promise, at):
    """Policy restart: the whole duration again from the resume, or from now; None if no first
    promise says how long that is."""
    resumes = [at if stop is None else min(stop, at) for start, stop, _ in life.pauses
               if start <= at]
    resumes = [stop for stop in resumes if stop > since]
    if not resumes:
        return promise
    if life.row.promise is None:
        return None
    return calendar.add(max(resumes), calendar.between(life.received, minute_of(life.row.promise)))


class Promise:
    def __init__(self, life, at=None):
        self.at = promise_of(life, at)
        if self.at is None:
            raise Unforeseeable("promise")
        self.calendar = life.world.calendar
        self.by_date = life.judged != "instant"
        self.edge = (self.at // DAY + 1) * DAY if self.by_date else self.at

    def late(self, minute):
        return minute // DAY > self.at // DAY if self.by_date else minute > self.at

    def slack(self, minute):
        if self.late(minute):
            return -max(1, self.calendar.between(self.edge, minute))
        return self.calendar.between(minute, self.edge)


# -- steps ---------------------------------------------------------------------------------------

class Step:
    """begin is None for a step not begun; end is its own end, real or forecast."""

    begin = end = None

    def own_end(self, start):
        """Where it ends when begun at START, behaving as it did; by plan if not begun.

        With no working minute between START and its real begin it ends as it really did, so a
        replay that changes nothing gives the forecast itself.
        """
        if self.begin is None:
            return self.planned(start)
        if self.calendar.count(start) == self.calendar.count(self.begin):
            return self.end
        return self.behaved(start)

    def replay(self, start, standard):
        own = self.own_end(start)
        return min(own, self.standard(start)) if standard else own


class Processing(Step):
    def __init__(self, life, agency, begin=None):
        self.life, self.calendar = life, life.world.calendar
        self.agency, self.begin, self.paused = agency, begin, 0

    def budget(self, start):
        whose = self.life.agency if self.life.mode == ON_THE_SPOT else self.agency
        budget = self.life.budget(whose, start)
        if budget is None:
            raise Unforeseeable("budget")
        if budget.unit == "min":
            return budget.amount
        row = self.life.row
        if row is None or row.promise is None:
            raise Unforeseeable("promise")
        whole = self.calendar.between(self.life.received, minute_of(row.promise))
        return whole * budget.amount // 100

    def settle(self, ready, now):
        """Begun: fix its own end, real (READY) or forecast. No budget is unknown even when done:
        the day it makes the life late, nobody could say why."""
        self.paused = self.life.paused(self.begin, now if ready is None else ready)
        standard = self.standard(self.begin)
        self.end = max(now, standard) if ready is None else ready

    def planned(self, start):
        return self.calendar.add(start, self.budget(start))

    def standard(self, start):
        return self.calendar.add(start, self.budget(start) + self.paused)

    def behaved(self, start):
        return self.calendar.shift(start, self.calendar.signed(self.begin, self.end))


class Transfer(Step):
    """From fit at one static party to the take by the next."""

    def __init__(self, life, origin, destination, first=False):
        self.life, self.world, self.calendar = life, life.world, life.world.calendar
        self.origin, self.destination, self.first = origin, destination, first
        self.leg = "back" if destination == CENTER else "out"
        self.runs = life.world.plan.runs(origin, destination)
        self.run, self.lag, self.over = None, 0, 0

    def budget(self, start):
        budget = self.life.budget_of_wait(self.origin, self.destination, start)
        if budget is None:
            raise Unforeseeable("budget")
        return budget

    def fit_for_run(self, start):
        return self.life.passed_on(start) if self.first else start

    def prepared(self, start):
        """From when on a run can take it: add(fit, handover)."""
        return self.calendar.add(self.fit_for_run(start), self.budget(start).handover)

    def arrival(self, run, start):
        return self.calendar.add(run.arrive, self.budget(start).receipt)

    def first_run(self, ready, usable):
        run = self.runs.first(ready, usable)
        if run is None:
            raise Unforeseeable("run")
        return run

    def planned(self, start):
        run = self.first_run(self.prepared(start), self.world.usable)
        return self.arrival(run, start)

    def standard(self, start):
        """By the timetable as printed: a cancelled run is no excuse for the transfer."""
        run = self.runs.first(self.prepared(start))
        return self.own_end(start) if run is None else self.arrival(run, start)

    def settle(self, begin, take, end, run=None):
        """Begun at BEGIN: remember how it behaved. RUN is the forecast's when still waiting."""
        self.begin, self.end = begin, end
        prepared = self.prepared(begin)
        grace = self.world.plan.grace
        if run is None:
            run = self.runs.first(prepared, lambda each: each.depart + grace >= take
                                  and self.world.usable(each))
        self.run = run
        if run is None:
            return
        missed = None
        for each in self.runs.feasible(prepared):
            if each >= run:
                break
            missed = each
        if missed is not None:
            self.lag = self.calendar.between(self.fit_for_run(begin), missed.cut) + 1
        self.over = self.calendar.signed(self.arrival(run, begin), end)

    def behaved(self, start):
        if self.run is None:
            return self.calendar.shift(start, self.calendar.between(self.begin, self.end))
        ready = self.prepared(start)
        if self.lag:
            ready = max(ready, self.calendar.add(self.fit_for_run(start), self.lag))
        run = self.first_run(ready, self.world.usable)
        return self.calendar.shift(self.arrival(run, start), self.over)

    def extra_run(self, ready):
        """One extra run as soon as notice allows; None where the plan has no transit."""
        leaves = self.calendar.add(ready, self.world.plan.extra_notice)
        transit = self.world.plan.transit(self.origin, self.destination, leaves // DAY)
        if transit is None:
            return None
        return self.calendar.add(leaves + transit, self.budget(ready).receipt)


# -- the chain as known now ----------------------------------------------------------------------

class Chain:
    """All steps of a life, those begun settled, and which wait still lies open.

    wait: the step whose run can still be chosen, its index, and when it is prepared.
    """

    def __init__(self, life):
        self.life, self.world = life, life.world
        self.now, self.calendar = life.world.now, life.world.calendar
        self.steps = []
        self.wait_index = None          # first step whose run is still open
        self.wait_prepared = None       # max(now, add(fit, handover)) when that step is begun
        self.current = None             # index of the step that runs now
        self.next_run = None
        if life.mode == ON_THE_SPOT:
            self._processing(life.visits[0], CENTER)
        else:
            self._history()
        if not self.steps:
            raise Unforeseeable("holder")
        self._rest()
        self.forecast = self._forward(self.current + 1, self.steps[self.current].end)

    def _history(self):
        """Static visits in turn; Center stays before an agency count as one place."""
        visits, stays = self.life.visits, []
        for index, visit in enumerate(visits):
            if not is_static(visit.holder):
                continue
            if stays and visit.holder == CENTER == visits[stays[-1][-1]].holder:
                stays[-1].append(index)
            else:
                stays.append([index])
        for number, stay in enumerate(stays):
            first, last = visits[stay[0]], stay[-1]
            if first.holder != CENTER:
                self._processing(first, first.holder)
                if first.ready is None:
                    return
            after = stays[number + 1][0] if number + 1 < len(stays) else None
            self._transfer(stay[0], last, after)

    def _processing(self, visit, party):
        step = Processing(self.life, party, visit.start)
        step.settle(visit.ready, self.now)
        self._begun(step)

    def _begun(self, step):
        self.current = len(self.steps)
        self.steps.append(step)

    def _transfer(self, first, last, after):
        """The transfer that began at visit FIRST; AFTER is the visit that ended it, or None."""
        life = self.life
        visits = life.visits
        origin, destination = visits[first].holder, life.destination(last)
        step = Transfer(life, origin, destination, first == 0 and origin == CENTER)
        begin = life.fit(first)[0]
        take = visits[last].end
        self._begun(step)
        if after is not None:
            step.settle(begin, take, visits[after].start)
        elif self._offered(step, begin, take):
            pass
        elif take is None:
            self._waiting(step, begin, life.fit(last)[0])
        elif visits[-1].holder == CARRIER:
            self._carried(step, begin, take)
        else:
            raise Unforeseeable("holder")

    def _offered(self, step, begin, take):
        """An open offer to a static party: max(now, add(offer, receipt)).

        Offered back to the Center it waits there anew; to its agency, it is another visit.
        """
        offer, holder = self.life.custody.offer, self.life.visits[-1].holder
        if offer is None or not is_static(offer.receiver) or offer.receiver == holder:
            return False
        end = max(self.now, self.calendar.add(minute_of(offer.at), step.budget(begin).receipt))
        if offer.receiver == CENTER == step.origin:
            self._waiting(step, begin, end)
        else:
            step.settle(begin, self.now if take is None else take, end)
        return True

    def _waiting(self, step, begin, fit):
        prepared = max(self.now, step.prepared(fit))
        run = step.first_run(prepared, self.world.usable)
        step.settle(begin, None, step.arrival(run, fit), run)
        self.wait_index, self.wait_prepared = self.current, prepared
        self.next_run = run

    def _carried(self, step, begin, take):
        taken = self.life.visits[-1].start
        transit = self.world.plan.transit(step.origin, step.destination, taken // DAY)
        if transit is None:
            raise Unforeseeable("run")
        receipt = step.budget(begin).receipt
        step.settle(begin, take, max(self.now, self.calendar.add(taken + transit, receipt)))

    def _rest(self):
        """Steps not begun, up to the result's way back."""
        last, life = self.steps[-1], self.life
        if life.mode == ON_THE_SPOT:
            return
        if isinstance(last, Transfer) and last.destination != CENTER:
            last = Processing(life, last.destination)
            self.steps.append(last)
        if isinstance(last, Processing):
            self.steps.append(Transfer(life, last.agency, CENTER))
            if self.wait_index is None:
                self.wait_index = len(self.steps) - 1

    def _forward(self, index, minute):
        """The end of steps INDEX.. begun at MINUTE by plan; notes the next run on the way."""
        for number in range(index, len(self.steps)):
            step = self.steps[number]
            if number == self.wait_index:
                self.next_run = step.first_run(step.prepared(minute), self.world.usable)
            minute = step.planned(minute)
        return minute

    def _begins(self, index):
        """When the step at INDEX, not begun yet, begins by the forecast."""
        minute = self.steps[self.current].end
        for step in self.steps[self.current + 1:index]:
            minute = step.planned(minute)
        return minute

    # -- questions ---------------------------------------------------------------------------------

    def replay(self, standard):
        """F_S: the life from receipt; STANDARD says which step indexes end by the book."""
        minute = self.steps[0].begin
        for index, step in enumerate(self.steps):
            minute = step.replay(minute, index in standard)
        return minute

    def last_safe_run(self, promise):
        """The latest run of the next wait with F not late, or None."""
        if self.wait_index is None:
            return None
        step = self.steps[self.wait_index]
        if self.wait_index == self.current:
            fit, prepared = step.begin, self.wait_prepared
        else:
            fit = self._begins(self.wait_index)
            prepared = step.prepared(fit)
        for run in step.runs.latest_first(prepared, promise.edge, self.world.usable):
            try:
                end = self._after(self.wait_index + 1, step.arrival(run, fit))
            except Unforeseeable:
                continue
            if not promise.late(end):
                return run
        return None

    def _after(self, index, minute):
        for step in self.steps[index:]:
            minute = step.planned(minute)
        return minute

    def saved_by_extra_run(self, promise):
        """Would one extra run on one remaining leg make F not late?"""
        for index in range(self.current, len(self.steps)):
            step = self.steps[index]
            if not isinstance(step, Transfer):
                continue
            if index == self.current:
                if index != self.wait_index:
                    continue
                end = step.extra_run(self.wait_prepared)
            else:
                end = step.extra_run(step.prepared(self._begins(index)))
            if end is not None and not promise.late(self._after(index + 1, end)):
                return True
        return False


# -- cause ---------------------------------------------------------------------------------------

def find_cause(chain, promise):
    """(cause, leg, F_S, indexes of the steps it turns on) for a late forecast."""
    transfers = [i for i, step in enumerate(chain.steps) if isinstance(step, Transfer)]
    others = [i for i in range(len(chain.steps)) if i not in transfers]
    alone = []
    for index in transfers:
        end = chain.replay({index})
        if not promise.late(end):
            alone.append((end, index))
    if alone:
        end, index = min(alone)
        return "transfer", chain.steps[index].leg, end, [index]
    for cause, steps in (("transfers", transfers), ("processing", others),
                         ("both", transfers + others)):
        end = chain.replay(set(steps))
        if not promise.late(end):
            return cause, "", end, steps
    return "plan", "", None, []


def turns_on_gap(life, chain, indexes):
    """Does a gap lie within one of these steps?"""
    calendar = life.world.calendar
    for index in indexes:
        step = chain.steps[index]
        if step.begin is None:
            continue
        for begin, end in life.custody.gaps:
            if calendar.between(max(minute_of(begin), step.begin), min(minute_of(end), step.end)):
                return True
    return False


def flag_of(life):
    """The flag of a life at its world's instant."""
    if life.ended or life.back is not None:
        return Flag("done")
    if (life.received is None or life.received > life.world.now
            or not life.own and life.mode != RESULT_ONLY or life.custody.is_unlocated()):
        return Flag("unknown")
    try:
        return _judged(life)
    except Unforeseeable:
        return Flag("unknown")


def _judged(life):
    promise = Promise(life)
    chain = Chain(life)
    flag = Flag("on_track")
    flag.forecast, flag.promised = chain.forecast, promise.at
    flag.slack = promise.slack(chain.forecast)
    if promise.late(chain.forecast):
        flag.cause, flag.leg, end, indexes = find_cause(chain, promise)
        if turns_on_gap(life, chain, indexes):
            return Flag("unknown")
        if end is not None:
            flag.minutes_gained = life.world.calendar.between(end, chain.forecast)
        if promise.late(life.world.now):
            flag.level = "overdue"
        else:
            flag.level = "at_risk" if chain.saved_by_extra_run(promise) else "will_miss"
        return flag
    safe = chain.last_safe_run(promise)
    flag.last_safe_run = safe.depart if safe else None
    if chain.wait_index is None:
        soon = flag.slack < life.world.plan.due_soon
    else:
        soon = safe is None or safe == chain.next_run
    if soon:
        flag.level = "due_soon"
    return flag
