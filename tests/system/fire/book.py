"""book - what stands in acts.db and in units' journals, read without any of the product's code,
and how it compares with what the units have told their users."""
import collections
import pathlib
import re
import sqlite3
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests/protocol"))
import journal_reader  # noqa: E402
from scans import entries_in, scanned_code  # noqa: E402

BATCH, ENTRIES = 4, 7  # the fields' numbers in trao.proto
WORD = 1 << 64


class Wrong(Exception):
    """A book holds what no book may hold."""


def number(data, at):
    value, shift = 0, 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def field(data, wanted):
    """The last bytes field WANTED of a protobuf message; b"" when there is none."""
    at, found = 0, b""
    while at < len(data):
        key, at = number(data, at)
        kind = key & 7
        if kind == 2:
            size, at = number(data, at)
            if key >> 3 == wanted:
                found = data[at:at + size]
            at += size
        elif kind == 0:
            at = number(data, at)[1]
        else:
            at += {1: 8, 5: 4}[kind]
    return found


def rows(path, query):
    """All rows of a book that no process has open."""
    book = sqlite3.connect(path)
    try:
        return book.execute(query).fetchall()
    finally:
        book.close()


def stored(path):
    """The sealed entries in acts.db, by device, in the order they were appended."""
    found = collections.defaultdict(list)
    for device, epoch, seq, count, skip, message in rows(
            path, "SELECT device, epoch, seq, count, skip, message FROM batch ORDER BY n"):
        entries = list(entries_in(field(field(message, BATCH), ENTRIES)))
        if len(entries) != count or entries[0][0].place() != (epoch, seq):
            raise Wrong(f"the row of {device % WORD:016x} {epoch}/{seq} holds other entries")
        found[device % WORD] += entries[skip:]
    return found


def copied(path, target):
    """A copy at TARGET of the book at PATH as it is now, whoever has it open, with its WAL."""
    source = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    copy = sqlite3.connect(target)
    source.backup(copy)
    source.close()
    copy.close()
    return target


def stored_now(path, look):
    """stored() of a book that a server has open, by a copy at LOOK."""
    return stored(copied(path, look))


def journal(home):
    """A unit's own entries, as bytes."""
    return [whole for whole, in rows(home / "journal.db",
                                     "SELECT whole FROM entry ORDER BY place")]


def device_of(home):
    card = (home / "unit.pub").read_text("utf-8")
    return int(re.search(r"^device ([0-9a-f]{16})$", card, re.M)[1], 16)


class Account:
    """Told against stored: what was lost, what is there twice, and a line on each."""

    def __init__(self):
        self.acts = self.lost = self.doubled = 0
        self.lines = []

    def unit(self, name, told, own, entries):
        """TOLD: the codes the unit answered "ok"; OWN: its journal; ENTRIES: the server's."""
        self.acts += len(told)
        kept = collections.Counter(filter(None, (scanned_code(entry) for entry, _ in entries)))
        for code in sorted(set(told) - set(kept)):
            self.lost += 1
            self.lines.append(f"{name}: {code} was answered ok and is not on the server")
        for code, count in kept.items():
            if count > 1:
                self.doubled += count - 1
                self.lines.append(f"{name}: {code} is on the server {count} times")
        wholes = [whole for _, whole in entries]
        if wholes != own:
            self.lines.append(f"{name}: {len(own)} entries in its journal, {len(wholes)} on the "
                              f"server, or others")
        verdict = journal_reader.read_stream(b"".join(wholes))[0] if wholes else "stream ok"
        if not verdict.startswith("stream ok"):
            self.lines.append(f"{name}: the second reader says of its stream: {verdict}")
