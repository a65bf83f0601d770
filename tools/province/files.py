"""files - what the generator writes. Each file appears whole or not at all."""

import contextlib
import csv
import os
import random
import shutil

import codes
import offices
import portal
import readings
import timetable
import worktime

ACT_COLUMNS = ("at", "act", "subject", "party", "person", "counterpart", "stop", "parent", "reason")
LABELS = 60


def write(made, folder, calendar):
    """Everything about the province MADE into FOLDER. Returns the number of acts."""
    folder.mkdir(parents=True, exist_ok=True)
    _clear_afternoon(folder)
    rows = made.book.until(made.now)
    _feed(made, folder)
    shutil.copyfile(calendar, folder / "calendar.csv")
    with _whole(folder / "plan.csv") as stream:
        for line in timetable.plan_lines(made.days, made.procedures, made.runs.cancelled,
                                         made.runs.extra):
            stream.write(line + "\n")
    rng = random.Random(f"{made.seed}/staff")
    _table(folder / "offices.csv", ("code", "name", "short_name", "kind", "stop"),
           offices.office_rows())
    _table(folder / "staff.csv", ("person", "party", "name", "role"), offices.staff_rows(rng))
    _table(folder / "units.csv", ("unit", "party", "stop"), offices.unit_rows())
    _table(folder / "acts.csv", ACT_COLUMNS, rows)
    _truth(made, folder)
    _table(folder / "labels.csv", ("kind", "text"), _labels(made, rows))
    if made.live:
        _live(made, folder)
    return len(rows)


def _feed(made, folder):
    rows = [portal.feed_row(dossier, made.now) for dossier in made.known_dossiers()]
    with _whole(folder / "feed.json") as stream:
        portal.write_json(stream, rows)
    _table(folder / "feed.csv", portal.FIELDS, ([row[f] for f in portal.FIELDS] for row in rows))
    _table(folder / "supplements.csv", ("MaHoSo",) + portal.SUPPLEMENT_FIELDS,
           ([row["MaHoSo"]] + list(one.values())
            for row in rows for one in row["DanhSachHoSoBoSung"]))


def _truth(made, folder):
    """faults.csv: what was planted, where; rates.csv: how often it should be and was."""
    planted = sorted(made.faults.planted, key=lambda one: one[0])
    _table(folder / "faults.csv", ("fault", "at", "subject", "party", "dossiers", "detail"),
           ((fault, worktime.iso(at), *rest) for at, fault, *rest in planted))
    _table(folder / "rates.csv", ("fault", "rate", "per", "chances", "planted", "meaning"),
           made.faults.rates())


def _labels(made, rows):
    """Sixty of every kind that zint can draw: dossiers, bundles, waybills, addresses as QR."""
    rng = random.Random(f"{made.seed}/labels")
    dossiers = [dossier.code for dossier in made.known_dossiers()]
    bundles = list(dict.fromkeys(row[7] for row in rows if row[1] == "pack"))
    for code in _some(rng, dossiers):
        yield "dossier", code
    for label in _some(rng, bundles):
        yield "bundle", label
    for _ in range(LABELS):
        yield "waybill", codes.waybill(rng.randint(10000000, 99999999))
    for code in _some(rng, dossiers):
        yield "qr", codes.tracking_url(code)


def _some(rng, texts):
    return rng.sample(texts, min(LABELS, len(texts)))


def _clear_afternoon(folder):
    """An earlier live day in the same folder would be taken for this province's."""
    for path in (folder / "risk.csv", folder / "feed-afternoon.json",
                 *(folder / "units" / f"{unit}.csv" for unit, _, _ in offices.unit_rows())):
        path.unlink(missing_ok=True)


def _live(made, folder):
    later = [portal.feed_row(dossier, dossier.received) for dossier in made.later_dossiers()]
    with _whole(folder / "feed-afternoon.json") as stream:
        portal.write_json(stream, later)
    _table(folder / "risk.csv", ("dossier", "party", "run", "departs", "promised", "verdict"),
           ((stake.dossier.code, stake.party, stake.run.subject, worktime.iso(
               stake.run.call_at(offices.stop_of(stake.party)).depart),
             worktime.iso(stake.dossier.due), stake.verdict) for stake in made.stakes))
    packed = {}
    for act in made.book.acts:
        if act.row[1] == "pack":
            packed[act.row[7]] = packed.get(act.row[7], 0) + 1
    found = readings.scripts(random.Random(f"{made.seed}/readings"),
                             made.book.between(made.now, made.end), packed,
                             {dossier.code for dossier in made.dossiers})
    units = folder / "units"
    units.mkdir(exist_ok=True)
    for unit, _, _ in offices.unit_rows():
        _table(units / f"{unit}.csv", ("at", "reading"), found.get(unit, ()))


@contextlib.contextmanager
def _whole(path):
    """A stream whose file gets its name only when all of it is written."""
    part = path.with_name(path.name + ".part")
    with open(part, "w", encoding="utf-8", newline="") as stream:
        yield stream
    os.replace(part, path)


def _table(path, columns, rows):
    with _whole(path) as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
