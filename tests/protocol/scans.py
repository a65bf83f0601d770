"""scans - which single readings a unit has answered "ok", and which of them entries hold.

Two sides of one promise: what a person was told, and what stands in a journal or on the server."""
import re

import journal_reader

ACT, SCAN = 2, 18
VOID = 15
RECORDED = re.compile(r"ok (UNIT-0[123]) ([^:]+):")  # recorded, in the next record, as a claim


def entries_in(data):
    """(entry, its bytes) for each of the sealed entries back to back in DATA."""
    while data:
        entry = journal_reader.Entry(data)
        yield entry, data[:entry.size]
        data = data[entry.size:]


def scanned_code(entry):
    """The code of an entry that a single reading made; None for all others."""
    body = journal_reader.Body(entry.body)
    if entry.kind == SCAN:
        body.take(18)
        return body.text()
    if entry.kind == ACT:
        act, read = body.number("B"), body.number("B")
        body.text()
        return body.text() if read and act != VOID else None
    return None


def told_code(line):
    """The code that a unit's answer says is recorded; None for any other line."""
    match = RECORDED.match(line)
    return match[2].strip() if match else None
