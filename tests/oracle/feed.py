"""feed - the two things the oracle is told: dossiers (DOMAIN 9) and acts (SEMANTICS 2).

Reads files into values; judges nothing but their form.
"""

import csv
import json
import re
import sys
from typing import NamedTuple

from working_calendar import parse_instant

DOSSIER = re.compile(r"(([0-9A-Z]{2,3}\.){0,3}[A-Z][0-9]{2}|[A-Z][0-9]{2}(\.[0-9A-Z]{2,3}){0,5})"
                     r"-[0-9]{6}-[0-9]{4,6}$")
KINDS = ("intake ready pack seal arrive give refuse take unpack pause resume exception depart "
         "return void").split()
RANK = {kind: rank for rank, kind in enumerate(KINDS)}
RUN_ACTS = ("arrive", "depart")
COLUMNS = "at act subject party person counterpart stop parent reason".split()


class Act(NamedTuple):
    at: int
    act: str
    subject: str
    party: str
    person: str
    counterpart: str
    stop: str
    parent: str
    reason: str


class Supplement(NamedTuple):
    asked: int      # NgayBoSung
    brought: int    # NgayTiepNhanBoSung
    promise: int    # NgayHenTraMoi


class Dossier(NamedTuple):
    code: str
    procedure: str
    received: int
    promise: int
    status: str
    finished: int   # NgayKetThucXuLy
    returned: int   # NgayTra
    agency: str
    postal: bool    # HinhThuc = 1
    supplements: tuple


def fold_order(act):
    """The order of SEMANTICS 3 within one instant, and the instant before it."""
    return (act.at, RANK[act.act], act.party, act.counterpart, act.subject, act.parent,
            act.reason, act.stop, act.person)


def act_of(cells):
    """An act from its nine texts; ValueError when it is none."""
    cells = [cell.strip() for cell in cells]
    cells += [""] * (len(COLUMNS) - len(cells))
    if cells[1] not in RANK:
        raise ValueError(f"unknown act {cells[1]!r}")
    at = parse_instant(cells[0])
    if at is None:
        raise ValueError("an act without an instant")
    return Act(at, *map(sys.intern, cells[1:len(COLUMNS)]))


def load_acts(path):
    with open(path, encoding="utf-8-sig", newline="") as lines:
        return [act_of(row) for row in csv.reader(lines)
                if row and row[0].strip() and row[0].strip() != "at" and row[0][0] != "#"]


def _supplement(row):
    def instant(name):
        return parse_instant(str(row.get(name) or ""))
    return Supplement(instant("NgayBoSung"), instant("NgayTiepNhanBoSung"),
                      instant("NgayHenTraMoi"))


def dossier_of(row, extra=()):
    def text(name):
        return str(row.get(name) or "").strip()
    listed = row.get("DanhSachHoSoBoSung") or []
    received, promise = parse_instant(text("NgayTiepNhan")), parse_instant(text("NgayHenTra"))
    if None not in (received, promise) and promise // 60000 < received // 60000:
        promise = None  # reading 48
    supplements = [] if isinstance(listed, str) else [_supplement(each) for each in listed]
    return Dossier(text("MaHoSo"), text("MaTTHC"), received, promise, text("TrangThaiHoSo"),
                   parse_instant(text("NgayKetThucXuLy")), parse_instant(text("NgayTra")),
                   text("DonViXuLy"), text("HinhThuc") == "1",
                   tuple(dict.fromkeys(supplements + list(extra))))


def _rows(path):
    with open(path, encoding="utf-8-sig", newline="") as source:
        if not path.endswith(".csv"):
            whole = json.load(source)
            if isinstance(whole, dict):
                whole = next(value for value in whole.values() if isinstance(value, list))
            return whole
        return list(csv.DictReader(source))


def load_feed(path, supplements=None):
    """{code: Dossier}; of two rows with one code the later line is the newer one."""
    extra = {}
    for row in _rows(supplements) if supplements else ():
        extra.setdefault(row["MaHoSo"].strip(), []).append(_supplement(row))
    return {row["MaHoSo"].strip(): dossier_of(row, extra.get(row["MaHoSo"].strip(), ()))
            for row in _rows(path)}
