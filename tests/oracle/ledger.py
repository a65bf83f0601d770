"""ledger - whose minutes: every working minute of a life has one party and one cause (SEMANTICS 4).

Knows no forecast. The base layer (causes 3 to 9) covers the life without overlap; pauses and
unknown times are laid over it.
"""

from custody import CARRIER, CENTER, CITIZEN
from life import ON_THE_SPOT, RESULT_ONLY, is_static
from working_calendar import DAY, minute_of

NEVER = 10 ** 12
TIMETABLE = "timetable"


class Span:
    def __init__(self, begin, end, cause, party):
        self.begin, self.end, self.cause, self.party = begin, end, cause, party


def minutes_of(life):
    """{(party, cause): working minutes}; empty when the life has not begun."""
    if life.received is None or life.end <= life.received:
        return {}
    base = _clip(base_layer(life), life)
    paused = [Span(start, NEVER if stop is None else stop, "paused", party)
              for start, stop, party in life.pauses]
    unknown = [Span(begin, end, "unknown", None) for begin, end in _unknown_times(life)]
    plan = life.world.plan
    edges = {life.received, life.end} | {day * DAY for _, day in plan.mergers.values()}
    for span in base + paused + unknown:
        edges.update((span.begin, span.end))
    edges = sorted(edge for edge in edges if life.received <= edge <= life.end)
    totals = {}
    for begin, end in zip(edges, edges[1:]):
        worked = life.world.calendar.between(begin, end)
        if worked:
            party, cause = _owner(life, begin, base, paused, unknown)
            key = plan.office(party, begin // DAY), cause     # as it was called on its day
            totals[key] = totals.get(key, 0) + worked
    return totals


def _clip(spans, life):
    for span in spans:
        span.begin, span.end = max(span.begin, life.received), min(span.end, life.end)
    return [span for span in spans if span.begin < span.end]


def _at(spans, minute):
    return next((span for span in spans if span.begin <= minute < span.end), None)


def _owner(life, minute, base, paused, unknown):
    span = _at(paused, minute)
    if span:
        return span.party, "paused"
    if _at(unknown, minute):
        return holder_at(life, minute), "unknown"
    span = _at(base, minute)
    return span.party, span.cause


def holder_at(life, minute):
    holder = life.visits[0].holder
    for visit in life.visits:
        if visit.start <= minute:
            holder = visit.holder
    return holder


# -- cause 2 -----------------------------------------------------------------------------------

def _unknown_times(life):
    custody = life.custody
    times = [(minute_of(begin), minute_of(end)) for begin, end in custody.gaps]
    times += [(minute_of(begin), NEVER if end is None else minute_of(end))
              for begin, end in custody.unlocated]
    if not life.own and life.mode != RESULT_ONLY:
        times.append((life.received, life.end))
    if life.feed_ended and holder_at(life, life.end - 1) != CENTER:
        times.append((_silent_since(life), life.end))
    return times


def _silent_since(life):
    """The feed ended it elsewhere: the later of the last evidence and NgayKetThucXuLy."""
    last = life.received
    for holding in life.custody.holdings:
        if minute_of(holding.since) < life.end:
            seen = [minute_of(at) for at in holding.evidence if minute_of(at) <= life.end]
            last = max(seen, default=minute_of(holding.since))
    return last if life.finished is None else max(last, life.finished)


# -- causes 3 to 9 -----------------------------------------------------------------------------

def base_layer(life):
    spans = []
    for index, visit in enumerate(life.visits):
        until = life.end if visit.end is None else min(visit.end, life.end)
        if until <= visit.start:
            continue
        if visit.holder == CARRIER:
            spans += _carried(life, visit, until)
        elif visit.holder == CITIZEN or life.at_counter(index):
            spans.append(Span(visit.start, until, "at_counter", _fetcher(life)))
        elif life.mode == ON_THE_SPOT:
            spans += _on_the_spot(life, visit, until)
        else:
            spans += _at_desk(life, index, until)
    return spans


def _fetcher(life):
    return CENTER if life.row and life.row.postal else CITIZEN


def _carried(life, visit, until):
    """Causes 3 and 4."""
    spans, at = [], visit.start
    for offer in life.custody.offers:
        begin = max(minute_of(offer.at), at)
        end = until if offer.closed is None else min(minute_of(offer.closed), until)
        if offer.giver == CARRIER and begin < end:
            spans.append(Span(at, begin, "in_transit", CARRIER))
            spans.append(Span(begin, end, "unconfirmed", offer.receiver))
            at = end
    return spans + [Span(at, until, "in_transit", CARRIER)]


def _on_the_spot(life, visit, until):
    ready = until if life.back is None else min(max(life.back, visit.start), until)
    return [Span(visit.start, ready, "processing", CENTER),
            Span(ready, until, "at_counter", _fetcher(life))]


def _at_desk(life, index, until):
    """Causes 5 to 8: an agency works, then waits; the Center waits."""
    visit = life.visits[index]
    fit, fit_for_run = life.fit(index)
    if fit is None or fit >= until:
        return [Span(visit.start, until, "processing", visit.holder)]
    spans = [Span(visit.start, fit, "processing", visit.holder)] if visit.start < fit else []
    return spans + _waiting(life, index, (fit, fit_for_run), until)


def _waiting(life, index, fits, until):
    world, holder = life.world, life.visits[index].holder
    fit, fit_for_run = fits
    destination = life.destination(index)
    budget = life.budget_of_wait(holder, destination, fit)
    prepared = world.calendar.add(fit_for_run, budget.handover if budget else 0)
    runs = world.plan.runs(holder, destination).feasible(prepared)
    run = next(runs, None)
    if run is None:
        return [Span(fit, until, "unknown", holder)]
    spans = [Span(fit, min(run.depart, until), "waiting_for_run", TIMETABLE)]
    at = max(run.depart, fit)
    leaves = min(max(left(world, run, until), at), until)
    spans.append(Span(at, leaves, "waiting_for_run", CARRIER))
    while leaves < until:
        party = party_of_missed(life, holder, run)
        at, run = leaves, next(runs, None)
        leaves = until if run is None else min(max(left(world, run, until), at), until)
        spans.append(Span(at, leaves, "missed_run", party))
    return spans


def left(world, run, until):
    """When RUN really left, seen from a wait that lasts UNTIL; NEVER if it had not left by then.

    A take within the grace counts as this run, so until then it has not left without the item.
    """
    if until <= run.depart + world.plan.grace:
        return NEVER
    acts = [minute_of(act.at) for act in _acts_of_run(world, run)
            if act.act == "depart" and act.stop == run.stop]
    return max(run.depart, min(acts)) if acts else run.depart


def _acts_of_run(world, run):
    return world.acts.of_run.get((f"{run.route}/{run.round}", run.date), ())


def party_of_missed(life, holder, run):
    """Who answers for the minutes after RUN left without the item."""
    world = life.world
    if world.plan.cancelled(run, world.known_until):
        return CARRIER
    for offer in life.custody.offers:
        if (offer.giver == holder and offer.receiver == CARRIER
                and minute_of(offer.at) <= run.depart
                and (offer.closed is None or minute_of(offer.closed) > run.depart)):
            return CARRIER
    stops = {act.stop for act in _acts_of_run(world, run)}
    return CARRIER if stops and run.stop not in stops else holder
