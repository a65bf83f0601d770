"""readings - the live afternoon as the people at the handhelds do it: one script a unit.

Lines `at,reading`. A reading is one line of the headless handheld: `badge TH-<party>-<person>`,
`do <operation>`, `scan TEXT`, `key TEXT` (typed by hand). README.md lists the operations.
"""

import codes
import offices
import worktime

PAUSE_BETWEEN_SCANS = 12    # seconds; after a longer one the operation is ended and begun again
WHOLE_IN_ONE_LINE = ("seal", "arrive", "depart")
NOT_DONE_ON_A_UNIT = ("void",)
URL_SHARE, AIM_SHARE, STRAY_SHARE = .06, .03, .01
STRAYS = ("7f9c24e8-3b12-4fef-91a1-9d1c5a2b60d4", "D-k3b7-20481-2", "8934563138165")


def _hand(person):
    """The Center has one unit for the afternoon; a counter and a dispatcher share it."""
    if person in offices.COUNTERS:
        return offices.COUNTERS[0]
    return offices.DISPATCHERS[0] if person in offices.DISPATCHERS else person


class Operation:
    """What one person does in one go: the line that begins it, and its scans."""

    def __init__(self, person, party, line):
        self.person, self.party, self.line = person, party, line
        self.scans = []     # (at, "scan TEXT" or "key TEXT")
        self.last_line = "do done"
        self.start = None


def scripts(rng, acts, packed, known_codes):
    """unit -> [(at, reading)]. PACKED: bundle -> how many items; ACTS in the order of time."""
    found = {}
    for unit in sorted({act.unit for act in acts}):
        of_unit = [act for act in acts if act.unit == unit]
        operations = _operations(rng, of_unit, packed, known_codes)
        found[unit] = _lines(operations)
    return found


def _operations(rng, acts, packed, known_codes):
    open_ones, done, given = {}, [], None
    typed = set()   # codes that could not be read: the next reading of them is typed
    for act in acts:
        _, kind, subject, party, person, counterpart, stop, parent, reason = act.row
        person = _hand(person)
        if kind == "take" and (party == offices.POST) != (act.unit in offices.COURIERS):
            _badge_of_receiver(given, act.happened, party, person, open_ones)
            continue
        if kind in NOT_DONE_ON_A_UNIT:
            continue
        if kind == "exception" and reason == "unreadable":
            typed.add(subject)
            continue
        line = _begin(kind, subject, counterpart, stop, parent, reason, packed)
        if kind in WHOLE_IN_ONE_LINE:
            operation = Operation(person, party, line)
            operation.start, operation.last_line = act.happened, None
            done.append(operation)
            continue
        key = (line, person, reason if kind == "give" else "")
        operation = open_ones.get(key)
        if operation is None or act.happened - operation.scans[-1][0] > PAUSE_BETWEEN_SCANS:
            operation = open_ones[key] = Operation(person, party, line)
            operation.start = act.happened - 2
            if kind == "give" and reason:
                operation.last_line = f"do absent {reason}"
            done.append(operation)
        by_hand = subject in typed or (subject[0] != "B" and subject not in known_codes)
        typed.discard(subject)
        given = operation if kind == "give" else given
        operation.scans.append((act.happened, _reading(rng, subject, by_hand)))
        if kind == "intake" and rng.random() < STRAY_SHARE:
            operation.scans.append((act.happened + 1, f"scan {rng.choice(STRAYS)}"))
    return sorted(done, key=lambda operation: operation.start)


def _badge_of_receiver(given, at, party, person, open_ones):
    """On one device: the receiver's badge, scanned on the giver's unit, ends the give."""
    badge = f"scan TH-{party}-{person}"
    if given is not None and given.line == f"do give {party}" and given.scans[-1][1] != badge:
        given.scans.append((at, badge))
        for key in [key for key, operation in open_ones.items() if operation is given]:
            del open_ones[key]


def _begin(kind, subject, counterpart, stop, parent, reason, packed):
    """The line that begins an operation, or is all of it."""
    if kind in ("give", "take"):
        return f"do {kind} {counterpart}"
    if kind == "refuse":
        return f"do refuse {counterpart} {reason}"
    if kind in ("pack", "unpack"):
        return f"do {kind} {parent}"
    if kind == "seal":
        number = codes.seal_number(sum(map(ord, subject)) * 7919 % 1000000)
        return f"do seal {subject} {packed[subject]} {number}"
    if kind in ("arrive", "depart"):
        return f"do {kind} {subject} {stop}"
    if kind == "pause":
        return f"do pause {reason}"
    if kind == "exception":
        return f"do {reason}" if reason in ("lost", "found") else f"do exception {reason}"
    return f"do {kind}"


def _reading(rng, subject, by_hand):
    """What the unit is given: the plain code, its QR address, or the code as it is typed."""
    if by_hand:
        return f"key {subject.lower()}"
    chance = rng.random()
    if subject[0] == "B" or chance > URL_SHARE + AIM_SHARE:
        return f"scan {subject}"
    return f"scan {codes.tracking_url(subject)}" if chance < URL_SHARE else f"scan ]C1{subject}"


def _lines(operations):
    """One thing after the other: a unit lies in one hand at a time."""
    lines, person, clock = [], None, 0
    for operation in operations:
        clock = max(clock + 1, operation.start)
        if operation.person != person:
            person = operation.person
            lines.append((clock, f"badge TH-{operation.party}-{person}"))
        lines.append((clock, operation.line))
        for at, reading in operation.scans:
            clock = max(clock + 1, at)
            lines.append((clock, reading))
        if operation.last_line:
            clock += 1
            lines.append((clock, operation.last_line))
    return [(worktime.iso(at), reading) for at, reading in lines]
