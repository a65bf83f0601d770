"""plain_ledger - whose minutes, asked of every single minute: the nine rows of SEMANTICS 4.

Slow and obvious. For each worked minute of a life the rows are tried from the first to the last,
and the first that fits owns it. Only the fold of custody is shared with ledger.py: the life, its
pauses, waits and runs are found here anew, from the text.
"""

from custody import fold
from plain_calendar import DAY, date_at
from working_calendar import minute_of

CENTER, POST, CITIZEN, TIMETABLE = "center", "post", "citizen", "timetable"
FOREVER = 10 ** 12


class PlainWorld:
    """What is known at the minute NOW: CALENDAR and PLAN are the plain ones, FEED {code: row} and
    BOOK an ActBook."""

    def __init__(self, calendar, plan, feed, book, now):
        self.calendar, self.plan, self.feed, self.book, self.now = calendar, plan, feed, book, now
        self.grace = int(plan.setting("grace", "15"))

    def is_known(self, instant):
        return instant is not None and minute_of(instant) <= self.now


class Held:
    """One holder's custody, [start, end) in minutes; READY is when its result could travel."""

    def __init__(self, holder, start, end, ready):
        self.holder, self.start, self.end, self.ready = holder, start, end, ready
        self.wait = None


class Wait:
    """A static holder's wait: from FIT on, for the RUNS feasible, to DESTINATION."""

    def __init__(self, fit, end, runs):
        self.fit, self.end, self.runs = fit, end, runs


class PlainLife:
    def __init__(self, world, code):
        self.world, self.code = world, code
        self.row = world.feed.get(code)
        self.own = world.book.own(code)
        self.stops = self._stops_and_starts()
        self.received = self._received()
        if self.received is None:
            self.end = None
            return
        self.mode = self._mode()
        first = self.row.agency if self.mode == "result_only" else CENTER
        received_at = self._received_at()
        self.custody = fold(code, world.book.reaching(code), first, received_at)
        parties = {each.holder for each in self.custody.holdings}
        if self.mode == "on_the_spot" and parties - {CENTER, CITIZEN}:
            self.mode = "paper"             # once a carrier or an agency takes it
        self._end()
        self.helds = self._helds()
        agencies = [i for i, each in enumerate(self.helds) if self.is_agency(each.holder)]
        self.last_agency = max(agencies, default=None)
        for index, each in enumerate(self.helds):
            each.wait = self._wait(index, each)

    # -- the life --------------------------------------------------------------------------------

    def _received_at(self):
        """Feed NgayTiepNhan, else intake, else first act."""
        if self.row and self.row.received is not None:
            return self.row.received
        intakes = [act.at for act in self.own if act.act == "intake"]
        return min(intakes or [act.at for act in self.own], default=None)

    def _received(self):
        return minute_of(self._received_at())

    def _mode(self):
        row = self.world.plan.budget(self.row.procedure[:8] if self.row else "",
                                     self.row.agency if self.row else "", date_at(self.received))
        return row[3] if row else "paper"

    def _end(self):
        """The return act; else NgayTra; else, status 3, 7 or 10, NgayKetThucXuLy; else now."""
        self.finished, self.fed_end = None, None
        if self.row and self.world.is_known(self.row.finished):
            self.finished = minute_of(self.row.finished)
        if self.row and self.world.is_known(self.row.returned):
            self.fed_end = minute_of(self.row.returned)
        elif self.row and self.row.status in ("3", "7", "10"):
            self.fed_end = self.finished
        if self.custody.returned is not None:
            self.end, self.fed_end = minute_of(self.custody.returned), None
        elif self.fed_end is not None:
            self.end = self.fed_end
        else:
            self.end = self.world.now

    def _stops_and_starts(self):
        """Every known pause and resume, of acts and feed: (instant, is it a resume, party)."""
        told = []
        for act in self.own:
            if act.act == "pause":
                words = act.reason.split("_")
                waits_for_citizen = act.reason == "" or words[0] == "citizen" or \
                    "supplement" in words or "fee" in words
                told.append((act.at, False, CITIZEN if waits_for_citizen else act.party))
            elif act.act == "resume":
                told.append((act.at, True, ""))
        for each in self.row.supplements if self.row else ():
            if each.asked is not None:
                told.append((each.asked, False, CITIZEN))
                if each.brought is not None:
                    told.append((each.brought, True, ""))
        return sorted(each for each in told if self.world.is_known(each[0]))

    @staticmethod
    def is_agency(party):
        return party not in (CENTER, POST, CITIZEN, "")

    def _helds(self):
        """Custody in minutes. A later holding that began no later replaces the one before."""
        helds = []
        holdings = self.custody.holdings
        for index, each in enumerate(holdings):
            start = max(minute_of(each.since), self.received)
            end = FOREVER
            if index + 1 < len(holdings):
                end = max(minute_of(holdings[index + 1].since), self.received)
            ready = None if each.ready is None else max(minute_of(each.ready), self.received)
            if ready is None and self.is_agency(each.holder):
                inside = self.finished is not None and start <= self.finished <= end
                ready = self.finished if inside else end
            helds.append(Held(each.holder, start, end, ready))
        return helds

    # -- waits -----------------------------------------------------------------------------------

    def _wait(self, index, held):
        if self.mode == "on_the_spot" or held.holder in (POST, CITIZEN, ""):
            return None
        if held.holder == CENTER:
            if self.is_back(index):
                return None
            fit = held.start
        else:
            fit = held.ready
        end = min(held.end, self.end)
        if fit >= end:
            return None
        return Wait(fit, end, self._runs(index, held.holder, fit))

    def is_back(self, index):
        """Is this the Center after the last agency?"""
        return self.last_agency is not None and index > self.last_agency

    def _runs(self, index, origin, fit):
        """Feasible runs, in order, until one has left after the wait's end."""
        world, destination = self.world, self._destination(index)
        chosen = self._passed_on(fit) if index == 0 and origin == CENTER else fit
        procedure = self.row.procedure[:8] if self.row else ""
        agency, date = destination if origin == CENTER else origin, date_at(fit)
        budget = (world.plan.budget(procedure, agency, date, self.mode)
                  or world.plan.budget(procedure, agency, date))
        prepared = world.calendar.add(chosen, int(budget[5] or 0) if budget else 0)
        runs = []
        for run in world.plan.feasible(prepared, origin, destination, world.now):
            runs.append(run)
            if run.depart > self.end:
                break
        return runs

    def _passed_on(self, received):
        limit = self.world.plan.setting("pass_on_after", "")
        effective = self.world.calendar.effective(received)
        if limit and f"{effective % DAY // 60:02d}:{effective % 60:02d}" > limit:
            return self.world.calendar.next_opening(effective)
        return received

    def _destination(self, index):
        """The next one that took it to stay; else the agency it is offered to; else by plan."""
        here = self.helds[index].holder
        for each in self.helds[index + 1:]:
            if each.holder in (POST, CITIZEN, "") or here == each.holder == CENTER:
                continue
            return each.holder
        offer = self.custody.offer
        if offer and self.is_agency(offer.receiver) and offer.receiver != self.helds[-1].holder:
            return offer.receiver
        if here == CENTER:
            return self.row.agency if self.row else ""
        return CENTER

    def _left(self, run, until):
        """When RUN left without the item; FOREVER if the wait ended with it, or in its grace."""
        if until <= run.depart + self.world.grace:
            return FOREVER
        departs = [minute_of(act.at) for act in self._acts_of(run)
                   if act.act == "depart" and act.stop == run.stop]
        return max(run.depart, min(departs, default=run.depart))

    def _acts_of(self, run):
        key = f"{run.route}/{run.round}", run.depart // DAY
        return self.world.book.of_run.get(key, ())

    # -- the nine rows ---------------------------------------------------------------------------

    def owner_of(self, minute):
        """(party, cause) of one minute: the first row that fits."""
        index = self.index_at(minute)
        held = self.helds[index]
        party = self.paused_by(minute)
        if party is not None:                                                   # 1
            return party, "paused"
        if self.is_unknown(minute, held):                                       # 2
            return held.holder, "unknown"
        if held.holder == POST:
            receiver = self.offered_to(minute)
            if receiver is not None:                                            # 3
                return receiver, "unconfirmed"
            return POST, "in_transit"                                           # 4
        if held.wait is None or minute < held.wait.fit:
            if held.holder == CITIZEN or self.is_back(index) or self.is_ready_here(held, minute):
                return self.fetcher(), "at_counter"                             # 9
            return held.holder, "processing"                                    # 5
        return self.waiting(held, minute)                                       # 6, 7, 8

    def index_at(self, minute):
        """The last of the holders that began by then."""
        return max(i for i, each in enumerate(self.helds) if each.start <= minute)

    def paused_by(self, minute):
        running = None
        for at, is_resume, party in self.stops:
            if minute_of(at) > minute:
                break
            if is_resume:
                running = None
            elif running is None:
                running = party
        return running

    def is_unknown(self, minute, held):
        custody = self.custody
        if any(minute_of(begin) <= minute < minute_of(end) for begin, end in custody.gaps):
            return True
        if any(minute_of(begin) <= minute and (end is None or minute < minute_of(end))
               for begin, end in custody.unlocated):
            return True
        if not self.own and self.mode != "result_only":
            return True
        if self.fed_end is not None and minute >= self.silent_since():
            return True
        return held.wait is not None and minute >= held.wait.fit and not held.wait.runs

    def silent_since(self):
        """The feed ended it: from the later of the last evidence and NgayKetThucXuLy."""
        index = self.index_at(self.end - 1)
        if self.helds[index].holder == CENTER:
            return FOREVER
        holding = self.custody.holdings[index]
        seen = [minute_of(at) for at in holding.evidence if minute_of(at) <= self.end]
        last = max(seen) if seen else minute_of(holding.since)
        return last if self.finished is None else max(last, self.finished)

    def offered_to(self, minute):
        """Whom the carrier's give names, from the give to its take or refusal."""
        named = None
        for offer in self.custody.offers:
            closed = FOREVER if offer.closed is None else minute_of(offer.closed)
            if offer.giver == POST and minute_of(offer.at) <= minute < closed:
                named = offer.receiver
        return named

    def is_ready_here(self, held, minute):
        return (self.mode == "on_the_spot" and held.holder == CENTER
                and any(each.holder == CENTER and each.ready is not None and each.ready <= minute
                        for each in self.helds))

    def fetcher(self):
        return CENTER if self.row and self.row.postal else CITIZEN

    def waiting(self, held, minute):
        """Before the first run: the timetable; until it left: the post; then who missed it."""
        wait = held.wait
        if minute < wait.runs[0].depart:
            return TIMETABLE, "waiting_for_run"                                 # 6
        if minute < self._left(wait.runs[0], wait.end):
            return POST, "waiting_for_run"                                      # 7
        missed = wait.runs[0]
        for run in wait.runs[1:]:
            if self._left(run, wait.end) > minute:
                break
            missed = run
        return self.blamed(held, missed), "missed_run"                          # 8

    def blamed(self, held, run):
        if self.world.plan.cancelled(run, self.world.now):
            return POST
        for offer in self.custody.offers:
            closed = FOREVER if offer.closed is None else minute_of(offer.closed)
            if (offer.giver == held.holder and offer.receiver == POST
                    and minute_of(offer.at) <= run.depart < closed):
                return POST
        seen_at = {act.stop for act in self._acts_of(run)}
        return POST if seen_at and run.stop not in seen_at else held.holder


def plain_minutes(life):
    """{(party, cause): worked minutes}; nothing if it ended no later than it was received."""
    totals = {}
    if life.received is None or life.end <= life.received:
        return totals
    for minute in range(life.received, life.end):
        if life.world.calendar.works(minute):
            owner = life.owner_of(minute)
            totals[owner] = totals.get(owner, 0) + 1
    return totals
