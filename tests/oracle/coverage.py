#!/usr/bin/env python3
"""coverage - what the lives of lives.py reach: the rows of SEMANTICS 4, and every odd case by name.

coverage.py [--lives 10000] [--seed 1] prints lives and minutes by cause and party, then how many
lives hold each situation. A situation that no life reaches makes it fail.
"""

import argparse
import sys

from custody import CARRIER, CENTER, CITIZEN
from ledger import base_layer, left, minutes_of
from life import Life, is_static
from provinces import Judged
from working_calendar import minute_of

PER_PROVINCE = 500
CAUSES = ("paused unknown unconfirmed in_transit processing waiting_for_run missed_run "
          "at_counter").split()
PARTIES = "citizen center agency post timetable".split()
CONFLICTS = "take_missing other_custodian not_holder after_return".split()


def kind_of(party):
    return party if party in PARTIES else "agency"


def situations(life):
    """The names of all that is odd in a life; a name may come twice."""
    yield "mode " + life.mode
    yield from _ends(life)
    yield from _unknown(life)
    yield from _custody(life)
    yield from _acts(life)
    yield from _pauses(life)
    yield from _processing(life)
    for index in range(len(life.visits)):
        yield from _waits(life, index)


def _ends(life):
    if life.custody.returned is not None:
        yield "ended by its return"
    elif life.ended:
        yield "ended by NgayTra" if life.row.returned is not None else "ended by its status"
    else:
        yield "open"
    if life.row is None:
        yield "not in the feed"
    elif life.row.received is None:
        yield "received by its acts alone"
    elif any(act.at < life.row.received for act in life.own):
        yield "an act before receipt"
    if life.end <= life.received:
        yield "ended before it was received"


def _unknown(life):
    if life.custody.gaps:
        yield "unknown: a gap"
    if life.custody.unlocated:
        yield "unknown: unlocated for ever" if life.custody.is_unlocated() else "unknown: found"
    if not life.own:
        yield "unknown: no act of its own"
    if life.feed_ended and life.visits[-1].holder != CENTER:
        yield "unknown: the feed ended it elsewhere"


def _custody(life):
    for _, kind in life.custody.conflicts:
        yield "conflict " + kind
    for before, after in zip(life.custody.holdings, life.custody.holdings[1:]):
        if after.sure == "inferred":
            yield "an inferred holder"
        if after.since < before.since:
            yield "held before the holder before it"
    parties = [visit.holder for visit in life.visits]
    agencies = [party for party in parties if life.is_agency(party)]
    if len(set(agencies)) > 1:
        yield "two agencies in turn"
    if len(agencies) > len(set(agencies)):
        yield "the same agency twice"
    if any(life.is_agency(one) and life.is_agency(two) for one, two in zip(parties, parties[1:])):
        yield "from agency to agency by hand"
    if CITIZEN in parties:
        yield "held by the citizen"
    static = [party for party in parties if is_static(party)]
    if CENTER in [one for one, two in zip(static, static[1:]) if one == two == CENTER]:
        yield "back at the Center before any agency"


def _acts(life):
    kinds = [act.act for act in life.own]
    reasons = {act.reason for act in life.own if act.act == "exception"}
    for name in ("refuse", "return", "intake"):
        if name in kinds:
            yield "act " + name
    for reason in ("short", "lost", "found", "damaged", "over"):
        if reason in reasons:
            yield "exception " + reason
    if "pack" in kinds:
        yield "in a bundle"
    if any(subject for subject in life.custody.parents if subject != life.code):
        yield "in a bundle within a bag"
    if kinds.count("ready") > 1:
        yield "ready twice"


def _pauses(life):
    acts = [act for act in life.own if act.act in ("pause", "resume")]
    kinds = [act.act for act in acts]
    if kinds.count("resume") > kinds.count("pause"):
        yield "a lone resume"
    if kinds.count("pause") > kinds.count("resume") + 1:
        yield "paused while paused"
    if any(stop is None for _, stop, _ in life.pauses):
        yield "never resumed"
    if acts and life.row and life.row.supplements:
        yield "pauses of acts and of the feed"


def _processing(life):
    for visit, holding in zip(life.visits, life.custody.holdings):
        if not life.is_agency(visit.holder):
            continue
        if holding.ready is not None:
            yield "ready by its act"
        elif visit.ready is None:
            yield "in processing still"
        else:
            yield "ready by the feed" if visit.ready == life.finished else "ready by its take"


def _waits(life, index):
    visit, world = life.visits[index], life.world
    if not life.waits_at(index):
        return
    until = life.end if visit.end is None else min(visit.end, life.end)
    fit, chosen = life.fit(index)
    if fit is None or fit >= until:
        return
    if fit != chosen:
        yield "passed on next morning"
    destination = life.destination(index)
    budget = life.budget_of_wait(visit.holder, destination, fit)
    prepared = world.calendar.add(chosen, budget.handover if budget else 0)
    run = world.plan.runs(visit.holder, destination).first(prepared)
    if run is None:
        yield "unknown: no run in the plan"
        return
    if run.cut == prepared:
        yield "fit on the minute of the cut-off"
    if run.depart < until <= run.depart + world.plan.grace:
        yield "taken within the grace"
    gone = left(world, run, until)
    if run.depart < gone < until:
        yield "a run that left late without it"
    if gone < until:
        yield from _missed(life, visit, run)


def _missed(life, visit, run):
    world = life.world
    if world.plan.cancelled(run, world.known_until):
        yield "missed: cancelled"
    elif any(offer.giver == visit.holder and offer.receiver == CARRIER
             and minute_of(offer.at) <= run.depart
             and (offer.closed is None or minute_of(offer.closed) > run.depart)
             for offer in life.custody.offers):
        yield "missed: offered and left behind"
    else:
        acts = world.acts.of_run.get((f"{run.route}/{run.round}", run.date), ())
        stops = {act.stop for act in acts}
        elsewhere = stops and run.stop not in stops
        yield "missed: its round was elsewhere" if elsewhere else "missed: by its holder"


EXPECTED = tuple(
    ["mode paper", "mode on_the_spot", "mode result_only", "ended by its return",
     "ended by NgayTra", "ended by its status", "open", "not in the feed",
     "received by its acts alone", "an act before receipt", "ended before it was received",
     "unknown: a gap", "unknown: unlocated for ever", "unknown: found",
     "unknown: no act of its own", "unknown: the feed ended it elsewhere",
     "unknown: no run in the plan", "an inferred holder", "two agencies in turn",
     "the same agency twice", "from agency to agency by hand", "held by the citizen",
     "back at the Center before any agency", "act refuse", "exception short", "exception lost",
     "exception found", "in a bundle", "in a bundle within a bag", "ready twice",
     "a lone resume", "paused while paused", "never resumed", "pauses of acts and of the feed",
     "ready by its act", "ready by the feed", "ready by its take", "in processing still",
     "passed on next morning", "fit on the minute of the cut-off", "taken within the grace",
     "a run that left late without it", "missed: cancelled", "missed: offered and left behind",
     "missed: its round was elsewhere", "missed: by its holder", "void heeded", "void unheeded",
     "void by a ruling"] + ["conflict " + kind for kind in CONFLICTS])


class Counted:
    """Lives and minutes by (cause, party), and lives by situation."""

    def __init__(self):
        self.lives, self.minutes, self.situations, self.count = {}, {}, {}, 0

    def life(self, life):
        self.count += 1
        for (party, cause), minutes in minutes_of(life).items():
            key = cause, kind_of(party)
            self.lives[key] = self.lives.get(key, 0) + 1
            self.minutes[key] = self.minutes.get(key, 0) + minutes
        for name in set(situations(life)):
            self.see(name)

    def see(self, name):
        self.situations[name] = self.situations.get(name, 0) + 1

    def voids(self, acts, effective):
        kept = set(effective)
        for void in acts:
            if void.act != "void":
                continue
            at, kind, party = void.parent.split("/", 2)
            wrong = [act for act in acts if act.subject == void.subject and act.act == kind
                     and act.party == party]
            if wrong:
                self.see("void unheeded" if kept & set(wrong) else "void heeded")
            if void.reason.startswith("ruling_"):
                self.see("void by a ruling")

    def missing(self):
        return [name for name in EXPECTED if name not in self.situations]

    def table(self):
        yield f"{'cause':16}" + "".join(f"{party:>20}" for party in PARTIES)
        for cause in CAUSES:
            cells = (f"{self.lives.get((cause, party), 0)}/{self.minutes.get((cause, party), 0)}"
                     for party in PARTIES)
            yield f"{cause:16}" + "".join(f"{'-' if cell == '0/0' else cell:>20}"
                                          for cell in cells)


def count(seeds, lives):
    counted = Counted()
    for seed in seeds:
        province = Judged(seed, count=lives)
        now = province.instants[len(province.instants) // 2 + seed % 3]
        world = province.world(now)
        effective = [act for acts in world.acts.by_subject.values() for act in acts]
        counted.voids([act for act in province.acts if act.at <= now], effective)
        for code in province.codes():
            life = Life(world, code)
            if life.received is not None:
                counted.life(life)
    return counted


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lives", type=int, default=10000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    provinces = max(1, options.lives // PER_PROVINCE)
    counted = count(range(options.seed, options.seed + provinces), PER_PROVINCE)
    print(f"{counted.count} lives; each cell lives/minutes")
    print("\n".join(counted.table()))
    for name, seen in sorted(counted.situations.items()):
        print(f"{seen:8} {name}")
    for name in counted.missing():
        print(f"{0:8} {name}: NOT REACHED")
    return 1 if counted.missing() else 0


if __name__ == "__main__":
    sys.exit(main())
