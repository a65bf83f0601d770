"""check - is the store what the people were told, and are the flags what the acts say?

Two questions, answered without any of the product's own code: the entries are read from acts.db by
tests/protocol's reader, the flags recomputed by tests/oracle.
"""
import collections
import csv
import io
import json
import pathlib
import re
import sqlite3
import subprocess
import sys

import board

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "protocol"))

import journal_reader  # noqa: E402  (the second reader of journals, from journal.md alone)
from scans import entries_in, scanned_code, told_code  # noqa: E402


def exported(afternoon):
    """Every sealed entry in the store, by device."""
    path = afternoon.folder / "entries"
    afternoon.trao("export", "export", "--entries", str(path))
    found = collections.defaultdict(list)
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    for file in files:
        for entry, whole in entries_in(file.read_bytes()):
            found[entry.device].append((entry, whole))
    return found


def acknowledged(afternoon, unit):
    """How often the unit has said "ok" to which code."""
    said = collections.Counter()
    with open(afternoon.answers_of(unit), encoding="utf-8", errors="replace") as file:
        for line in file:
            code = told_code(line)
            if code:
                said[code] += 1
    return said


def own_entries(home):
    book = sqlite3.connect(f"file:{home / 'journal.db'}?mode=ro", uri=True)
    try:
        return [row[0] for row in book.execute("SELECT whole FROM entry ORDER BY place")]
    finally:
        book.close()


def faults_of(afternoon, unit, stored):
    home = afternoon.folder / "units" / unit
    own = own_entries(home)
    wholes = [whole for _, whole in stored]
    if wholes != own:
        yield f"{unit}: {len(own)} entries in its journal, {len(wholes)} in the store, or others"
    verdict = journal_reader.read_stream(b"".join(wholes))[0]
    if not verdict.startswith("stream ok"):
        yield f"{unit}: the second reader says of its stream in the store: {verdict}"
    kept = collections.Counter(filter(None, (scanned_code(entry) for entry, _ in stored)))
    for code, count in acknowledged(afternoon, unit).items():
        if kept[code] != count:
            yield f"{unit}: {code} was answered ok {count} times and is in the store {kept[code]}"


def stored_once(afternoon):
    """Each scan that was answered ok is in the store exactly once, under a chain that holds."""
    stored = exported(afternoon)
    wrong = []
    scans = 0
    for station in afternoon.stations:
        unit = station["unit"]
        card = (afternoon.folder / "units" / unit / "unit.pub").read_text("utf-8")
        device = int(re.search(r"^device ([0-9a-f]{16})", card, re.M)[1], 16)
        wrong += faults_of(afternoon, unit, stored[device])
        scans += sum(acknowledged(afternoon, unit).values())
    return scans, wrong


def whole_feed(afternoon):
    """Everything of the portal's that was imported, as one feed."""
    rows = {}
    for path in afternoon.feeds:
        said = json.loads(path.read_text("utf-8"))
        for row in said["data"] if isinstance(said, dict) else said:
            rows[row["MaHoSo"]] = row
    path = afternoon.folder / "feed-all.json"
    path.write_text(json.dumps({"data": list(rows.values())}, ensure_ascii=False), "utf-8")
    return path


def recomputed(afternoon, now):
    acts = afternoon.folder / "acts-all.csv"
    afternoon.trao("export", "export", "--acts", str(acts))
    made = afternoon.made
    done = subprocess.run(
        ["/usr/bin/python3", str(ROOT / "tests/oracle/oracle.py"), "flags", "--feed",
         str(whole_feed(afternoon)), "--acts", str(acts), "--calendar", str(made / "calendar.csv"),
         "--plan", str(made / "plan.csv"), "--now", now],
        stdout=subprocess.PIPE, check=True, timeout=600)
    return {row["dossier"]: row for row in csv.DictReader(io.StringIO(done.stdout.decode()))}


def all_flags(api):
    flags = {}
    page = 0
    while True:
        state = api.flags(f"level=all&limit=500&page={page}")
        if not state or not state["flags"]:
            return flags
        for flag in state["flags"]:
            flags[flag["dossier"]] = flag
        page += 1


def differs(ours, theirs):
    mine = (ours["level"], ours["cause"], ours["leg"])
    if mine != (theirs["level"], theirs["cause"], theirs["leg"]):
        return True
    slack = "" if ours["slack_minutes"] is None else str(ours["slack_minutes"])
    return theirs["slack_minutes"] not in ("", slack)


def flags_agree(afternoon, now):
    wrong = []
    disputed = 0
    ours = all_flags(afternoon.api)
    theirs = recomputed(afternoon, now)
    for code in sorted(ours.keys() | theirs.keys()):
        if code not in ours or code not in theirs:
            wrong.append(f"{code}: only {'here' if code in ours else 'recomputed'}")
        elif ours[code]["missing"] == "certainty":
            disputed += 1  # device clocks; the second implementation knows no intervals
        elif differs(ours[code], theirs[code]):
            wrong.append(f"{code}: here {ours[code]['level']} {ours[code]['cause']} "
                         f"{ours[code]['leg']} {ours[code]['slack_minutes']}, recomputed "
                         f"{theirs[code]['level']} {theirs[code]['cause']} {theirs[code]['leg']} "
                         f"{theirs[code]['slack_minutes']}")
    return len(ours), disputed, wrong


def tell(afternoon, wrong):
    for line in wrong[:10]:
        afternoon.say(f"demo: WRONG {line}")
    if len(wrong) > 10:
        afternoon.say(f"demo: … and {len(wrong) - 10} more")
    return bool(wrong)


def check(afternoon):
    state = afternoon.api.flags()
    held = board.newest(state["flags"], 500)
    afternoon.say(f"check: {len(held)} flagged transfers")
    bad = not held
    scans, wrong = stored_once(afternoon)
    bad |= tell(afternoon, wrong)
    afternoon.say(f"check: {scans} acknowledged scans, {len(wrong)} faults in the store")
    # The clock must stand still while both sides look: watch is told to stop, its book stays.
    now = afternoon.freeze()
    count, disputed, wrong = flags_agree(afternoon, now)
    bad |= tell(afternoon, wrong)
    afternoon.say(f"check: {count} flags recomputed at {now}, {disputed} disputed by clocks, "
                  f"{len(wrong)} differ")
    return 1 if bad or scans == 0 else 0
