"""custody - who holds an item, folded from its acts exactly as SEMANTICS 3 says.

Knows no feed, plan or calendar. fold() is a function of the set of acts: voids first, then event
time, then the tie order. Everything is kept in instants (milliseconds).
"""

from feed import DOSSIER, RUN_ACTS, fold_order
from working_calendar import DAY, minute_of, parse_instant

CENTER, CARRIER, CITIZEN = "center", "post", "citizen"
VERIFIED, INFERRED = "verified", "inferred"
MUST_HOLD = ("give", "ready", "return")


class Holding:
    """One party's unbroken custody."""

    def __init__(self, holder, since, sure):
        self.holder, self.since, self.sure = holder, since, sure
        self.ready = None       # first `ready` of this visit
        self.evidence = []      # the holder's own acts, as they come

    def copy(self):
        twin = Holding(self.holder, self.since, self.sure)
        twin.ready, twin.evidence = self.ready, list(self.evidence)
        return twin

    def last_evidence(self):
        return self.evidence[-1] if self.evidence else self.since


class Offer:
    """A give that waits for its take; closed is None while open."""

    def __init__(self, giver, receiver, at):
        self.giver, self.receiver, self.at, self.closed = giver, receiver, at, None


def _by_name(one, other, _):
    return one == other


class Custody:
    """SAME_OFFICE says whether two names mean one office on a day."""

    def __init__(self, code, holder, since, same_office=_by_name):
        self.code, self.same_office = code, same_office
        self.holdings = [Holding(holder, since, INFERRED)]
        self.offer = None
        self.offers = []
        self.gaps = []              # (from, to)
        self.unlocated = []         # [since, until or None]
        self.conflicts = []         # (at, kind)
        self.returned = None
        self.parents = {}           # subject -> bundle
        self._before_inferred = None

    @property
    def now(self):
        return self.holdings[-1]

    def is_unlocated(self):
        return bool(self.unlocated) and self.unlocated[-1][1] is None

    def reaches(self, subject):
        """Is SUBJECT this item or a bundle it is in, however deep?"""
        seen, each = set(), self.code
        while each is not None and each not in seen:
            if each == subject:
                return True
            seen.add(each)
            each = self.parents.get(each)
        return False

    def _as_known(self, act):
        """ACT with its parties called as this book calls them: a stamp of the office that the
        holder, or the one it was offered to, is by now counts for it."""
        day = minute_of(act.at) // DAY

        def known(party):
            if party and self.same_office(party, self.now.holder, day):
                return self.now.holder
            if party and self.offer and self.same_office(party, self.offer.receiver, day):
                return self.offer.receiver
            return party
        return act._replace(party=known(act.party), counterpart=known(act.counterpart))

    # -- what would conflict -------------------------------------------------------------------

    def conflict_of(self, act):
        """The conflict this act would be in the present state, or None. Changes nothing."""
        if not self.reaches(act.subject):
            return None
        if self.returned is not None:
            return "after_return"
        act = self._as_known(act)
        if act.act == "take":
            return self._conflict_of_take(act)
        if act.party != self.now.holder:
            if act.act in MUST_HOLD:
                return "take_missing" if self._offered_to(act.party) else "not_holder"
            if act.act == "exception" and act.reason == "found" and not self.is_unlocated():
                return "other_custodian"
        return None

    def _conflict_of_take(self, act):
        if act.party == self.now.holder or act.counterpart in ("", self.now.holder):
            return None
        if self._offered_to(act.counterpart):
            return "take_missing"
        if act.subject == self.code and self.is_unlocated():
            return None
        return "other_custodian"

    def _offered_to(self, party):
        return self.offer is not None and self.offer.receiver == party

    # -- moves ---------------------------------------------------------------------------------

    def _close_offer(self, at):
        if self.offer is not None:
            self.offer.closed = at
            self.offer = None

    def _move(self, party, at, sure):
        self._close_offer(at)
        self._locate(at)
        if self.now.holder != party:
            self.holdings.append(Holding(party, at, sure))
        self.now.sure = sure
        self._before_inferred = None

    def _locate(self, at):
        if self.is_unlocated():
            self.unlocated[-1][1] = at

    def _corroborate(self, party, at):
        """PARTY held it since the offer, though its own take is missing."""
        since = self.offer.at
        self._close_offer(since)
        self._locate(at)
        self.holdings.append(Holding(party, since, INFERRED))
        self._before_inferred = None

    def _gap(self, at):
        self.gaps.append((self.now.last_evidence(), at))

    # -- acts ----------------------------------------------------------------------------------

    def apply(self, act):
        if not self.reaches(act.subject):
            self._repack(act)
            return
        act = self._as_known(act)
        conflict = self.conflict_of(act)
        if conflict:
            self.conflicts.append((act.at, conflict))
        if self.returned is not None:
            return
        if act.act == "take":
            self._take(act, conflict)
        elif act.act in MUST_HOLD:
            self._must_hold(act, conflict)
        elif act.act == "refuse":
            if self._offered_to(act.party):
                self._close_offer(act.at)
        elif act.act == "exception":
            self._exception(act, conflict)
        elif act.act == "intake" and act.party == self.now.holder and act.subject == self.code:
            self.now.sure = VERIFIED
        self._repack(act)
        if act.party == self.now.holder:
            self.now.evidence.append(act.at)

    def _repack(self, act):
        if act.act == "pack" and act.parent:
            self.parents[act.subject] = act.parent
        elif act.act == "unpack" and act.parent in ("", self.parents.get(act.subject)):
            self.parents.pop(act.subject, None)

    def _take(self, act, conflict):
        direct = act.subject == self.code
        if direct and act.parent and not self.reaches(act.parent):
            self.parents.pop(self.code, None)
        if act.party == self.now.holder:
            if direct:
                self.now.sure = VERIFIED
                self._before_inferred = None
                self._locate(act.at)
            return
        if conflict == "take_missing":
            self._corroborate(act.counterpart, act.at)
        elif conflict == "other_custodian":
            if not direct:
                return
            self._gap(act.at)
        before = None if direct else self._snapshot()
        self._move(act.party, act.at, VERIFIED if direct else INFERRED)
        self._before_inferred = before

    def _must_hold(self, act, conflict):
        if conflict == "take_missing":
            self._corroborate(act.party, act.at)
        elif conflict:
            if act.act == "give":
                return
            self._gap(act.at)
            self._move(act.party, act.at, VERIFIED)
        if act.act == "give":
            if self.offer is not None:
                self._close_offer(act.at)
            self.offer = Offer(act.party, act.counterpart, act.at)
            self.offers.append(self.offer)
        elif act.act == "ready":
            if self.now.ready is None:
                self.now.ready = act.at
        else:
            self.returned = act.at
            self._close_offer(act.at)
            self.parents.pop(self.code, None)

    def _exception(self, act, conflict):
        if act.reason == "short":
            self._short(act)
        elif act.reason == "lost":
            if not self.is_unlocated():
                self.unlocated.append([act.at, None])
        elif act.reason == "found":
            if act.party == self.now.holder:
                self._locate(act.at)
                return
            if conflict:
                self._gap(act.at)
            self._move(act.party, act.at, VERIFIED)

    # -- the take that falls ---------------------------------------------------------------------

    def _snapshot(self):
        return (len(self.holdings), self.now.copy(), list(self.offers), self.offer,
                [list(each) for each in self.unlocated])

    def _short(self, act):
        """The inferred take of the one who says short falls; a loss said since does not."""
        if self._before_inferred is None or act.party != self.now.holder:
            return
        took, since = self.now.since, self.unlocated
        count, holding, self.offers, offer, self.unlocated = self._before_inferred
        if not self.is_unlocated():
            self.unlocated += since[len(self.unlocated):]
        self.holdings[count - 1:] = [holding]
        if offer is not None:
            offer.closed = took
        self.offer = None
        self._before_inferred = None
        if not self.is_unlocated():
            self.unlocated.append([act.at, None])
        self.parents.pop(act.subject, None)


def effective_acts(acts):
    """ACTS without doubles, and without what a void that applies declares wrong."""
    acts = set(acts)
    fallen = {_declared_wrong(act) for act in acts if act.act == "void"} - {None}
    return [act for act in acts if act.act != "void"
            and (act.subject, act.at, act.act, act.party) not in fallen]


def _declared_wrong(void):
    try:
        at, kind, party = void.parent.split("/", 2)
        at = parse_instant(at)
    except ValueError:
        return None
    if void.party == party or _is_ruling(void):
        return (void.subject, at, kind, party)
    return None


def _is_ruling(void):
    """A ruling names two persons."""
    persons = void.person
    for mark in "&;/,":
        persons = persons.replace(mark, "+")
    names = {name.strip() for name in persons.split("+")} - {""}
    return void.reason.startswith("ruling_") and len(names) >= 2


class ActBook:
    """Effective acts by subject, and the runs' own acts by (route/round, date)."""

    def __init__(self, acts, known_until):
        self.by_subject, self.of_run = {}, {}
        known = [act for act in acts if minute_of(act.at) <= minute_of(known_until)]
        for act in effective_acts(known):
            if act.act in RUN_ACTS:
                key = (act.subject, act.at // 86400000)
                self.of_run.setdefault(key, []).append(act)
            else:
                self.by_subject.setdefault(act.subject, []).append(act)

    def dossiers(self):
        return [subject for subject in self.by_subject if DOSSIER.match(subject)]

    def own(self, code):
        return self.by_subject.get(code, [])

    def reaching(self, code):
        """Acts on the item and on every bundle it may ever be in, in fold order."""
        subjects, waiting, acts = {code}, [code], []
        while waiting:
            for act in self.by_subject.get(waiting.pop(), ()):
                acts.append(act)
                if act.act == "pack" and act.parent and act.parent not in subjects:
                    subjects.add(act.parent)
                    waiting.append(act.parent)
        acts.sort(key=fold_order)
        return acts


def fold(code, acts, holder, since, same_office=_by_name):
    """The custody of CODE after ACTS (in fold order), held by HOLDER at SINCE."""
    custody = Custody(code, holder, since, same_office)
    start, count = 0, len(acts)
    while start < count:
        end = start + 1
        while end < count and acts[end].at == acts[start].at:
            end += 1
        if end == start + 1:
            custody.apply(acts[start])
        else:
            _apply_tied(custody, acts[start:end])
        start = end
    return custody


def _apply_tied(custody, tied):
    """At one instant: repeatedly the first that conflicts with nothing, else the first."""
    while tied:
        index = next((i for i, act in enumerate(tied) if not custody.conflict_of(act)), 0)
        custody.apply(tied.pop(index))
