"""whatif - when a result would have been back under another timetable (SEMANTICS 6).

The replay of the but-for test with S empty: every step behaves as it did, over another plan. Only
lives whose result is back are replayed. A step keeps of its real end only what the text lets it
keep, so under the plan in force the answer is J itself only where the text makes it so.
"""

from custody import CENTER
from flags import Promise, Unforeseeable
from life import ON_THE_SPOT, is_static


class Processing:
    """Keeps its working minutes."""

    def __init__(self, begin, end):
        self.begin, self.end = begin, end

    def replay(self, world, start):
        return world.calendar.shift(start, world.calendar.between(self.begin, self.end))


class Transfer:
    """Fit at one static party -> take by the next: keeps its lag and its over."""

    def __init__(self, life, ends, times, first):
        self.life, self.first = life, first
        self.origin, self.destination = ends
        self.begin, self.take, self.end = times
        self.run, self.lag, self.over = None, 0, 0
        self._settle()

    def _settle(self):
        """How it behaved, by the plan in force."""
        world, calendar = self.life.world, self.life.world.calendar
        prepared = self._prepared(world, self.begin)
        feasible = list(self._feasible(world, prepared, until=self.take))
        taken = [run for run in feasible if run.depart + world.plan.grace >= self.take
                 and world.usable(run)]
        if not taken:
            return
        self.run = taken[0]
        left_without_it = feasible[:feasible.index(self.run)]
        if left_without_it:
            fit = self._fit_for_run(world, self.begin)
            self.lag = calendar.between(fit, left_without_it[-1].cut) + 1
        self.over = calendar.signed(self._planned_end(world, self.run, self.begin), self.end)

    def _feasible(self, world, prepared, until):
        """Feasible runs in order, up to the first that can be taken and leaves after UNTIL."""
        for run in world.plan.runs(self.origin, self.destination).feasible(prepared):
            yield run
            if run.depart >= until and world.usable(run):
                return

    def _budget(self, world, start):
        """(hand-over, receipt) of the budget in force; nothing where there is none, as in the
        ledger."""
        origin, destination = self.origin, self.destination
        agency = destination if origin == CENTER else origin
        day = start // 1440
        budget = (world.plan.budget(self.life.procedure, agency, day, self.life.mode)
                  or world.plan.budget(self.life.procedure, agency, day))
        return (budget.handover, budget.receipt) if budget else (0, 0)

    def _fit_for_run(self, world, start):
        if not self.first or world.plan.pass_on_after is None:
            return start
        effective = world.calendar.effective(start)
        if effective % 1440 <= world.plan.pass_on_after:
            return start
        return world.calendar.next_opening(effective // 1440)

    def _prepared(self, world, start):
        handover, _ = self._budget(world, start)
        return world.calendar.add(self._fit_for_run(world, start), handover)

    def _planned_end(self, world, run, start):
        _, receipt = self._budget(world, start)
        return world.calendar.add(run.arrive, receipt)

    def replay(self, world, start):
        """Its end when begun at START under the plan of WORLD."""
        calendar = world.calendar
        if self.run is None:        # no run in the plan in force carried it: its own minutes
            return calendar.shift(start, calendar.between(self.begin, self.end))
        ready = self._prepared(world, start)
        if self.lag:
            ready = max(ready, calendar.add(self._fit_for_run(world, start), self.lag))
        run = world.plan.runs(self.origin, self.destination).first(ready, world.usable)
        if run is None:
            raise Unforeseeable("run")
        return calendar.shift(self._planned_end(world, run, start), self.over)


def steps_of(life):
    """The steps from receipt to the result back, as they were."""
    if life.mode == ON_THE_SPOT:
        return [Processing(life.received, life.back)]
    places = []         # [(first index, last index)]: Center stays in a row are one place
    for index, visit in enumerate(life.visits):
        if not is_static(visit.holder):
            continue
        if places and visit.holder == CENTER == life.visits[places[-1][0]].holder:
            places[-1] = places[-1][0], index
        else:
            places.append((index, index))
        if index > life.last_agency and visit.holder == CENTER:
            break
    steps = []
    for (first, last), (following, _) in zip(places, places[1:]):
        here, there = life.visits[first], life.visits[following]
        if here.holder != CENTER:
            steps.append(Processing(here.start, here.ready))
        times = life.fit(first)[0], life.visits[last].end, there.start
        steps.append(Transfer(life, (here.holder, life.sent_to(here.holder, there)), times,
                              first == 0 and here.holder == CENTER))
    return steps


class Replayed:
    """A life whose result is back: when it was, and when it would have been (None: no run)."""

    def __init__(self, life, other):
        self.code, self.back = life.code, life.back
        self.same = replay(life, life.world)
        instants = instants_of(life, other)
        self.other = None if instants is None else instants[-1]
        counted = [other.calendar.count(minute) for minute in instants or ()]
        self.turns_back = counted != sorted(counted)
        self.was_late = self.would_be_late = None
        try:
            promise = Promise(life, life.back)
        except Unforeseeable:
            return
        self.was_late = promise.late(self.back)
        if self.other is not None:
            self.would_be_late = promise.late(self.other)


def instants_of(life, world):
    """Receipt and the end of every step under the plan of WORLD, or None where no run of it would
    have come. A step may end before it begins: see READINGS.md, 47."""
    steps = steps_of(life)
    instants = [steps[0].begin]
    try:
        for step in steps:
            end = step.replay(world, instants[-1])
            instants.append(_own_instant(world.calendar, step, end))
        return instants
    except Unforeseeable:
        return None


def replay(life, world):
    """J under the plan of WORLD, or None."""
    instants = instants_of(life, world)
    return None if instants is None else instants[-1]


def _own_instant(calendar, step, end):
    """With no working minute between the replayed and the real end it is the real end: so a
    result that came back at night comes back that night, and not at closing time."""
    return step.end if calendar.count(end) == calendar.count(step.end) else end


def what_if(lives, other):
    """The lives whose result is back, replayed over the plan of the world OTHER."""
    return [Replayed(life, other) for life in lives if life.back is not None]


class Report:
    """What a manager is told of the replayed lives."""

    def __init__(self, replayed, calendar):
        told = [each for each in replayed if each.other is not None]
        self.turned_back = sum(each.turns_back for each in replayed)
        judged = [each for each in told if each.was_late is not None]
        self.lives, self.unanswered = len(replayed), len(replayed) - len(told)
        self.saved = sum(each.was_late and not each.would_be_late for each in judged)
        self.newly_late = sum(each.would_be_late and not each.was_late for each in judged)
        self.gained = sum(calendar.signed(each.other, each.back) for each in told)
        self.not_itself = sum(each.same != each.back for each in replayed)
        self.not_in_working_time = sum(
            each.same is None or calendar.count(each.same) != calendar.count(each.back)
            for each in replayed)

    def lines(self):
        yield f"{self.lives} lives whose result is back; {self.unanswered} have no answer"
        yield f"{self.saved} saved, {self.newly_late} newly late, {self.gained} minutes gained"
        yield f"{self.turned_back} with a step that ends before it begins"
        yield (f"under the plan in force {self.not_itself} do not return to J itself, "
               f"{self.not_in_working_time} of them not even in working time")
