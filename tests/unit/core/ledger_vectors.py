#!/usr/bin/env python3
"""ledger_vectors.py [--check] - the worked lives of tests/data/ledger-vectors.json as plain lines,
for tests in C: core has no JSON. Without --check it writes ledger_vectors.txt beside itself."""
import csv
import io
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parents[1] / "data" / "ledger-vectors.json"
TARGET = HERE / "ledger_vectors.txt"
FEED = ("MaHoSo MaTTHC TenTTHC ChuHoSo NgayTiepNhan NgayHenTra TrangThaiHoSo NgayKetThucXuLy "
        "DonViXuLy HinhThuc NgayTra").split()
SUPPLEMENT = "NgayBoSung NgayTiepNhanBoSung NgayHenTraTruoc NgayHenTraMoi".split()
FLAG = "at level cause leg slack forecast promised last_safe_run minutes_gained".split()


def line(fields):
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(fields)
    return out.getvalue()


def lines(vectors):
    yield "# written by ledger_vectors.py from tests/data/ledger-vectors.json; a test compares"
    for name, rows in vectors["plans"].items():
        yield f"plan {name}"
        yield from (f"row {row}" for row in rows)
    for life in vectors["lives"]:
        feed = life["feed"]
        yield f"life {life['name']}"
        yield f"use {life['plan']}"
        yield f"now {life['now']}"
        yield "feed " + line([feed.get(column, "") for column in FEED])
        for row in feed["DanhSachHoSoBoSung"]:
            yield "supplement " + line([feed["MaHoSo"]] + [row.get(c, "") for c in SUPPLEMENT])
        yield from ("act " + line(act) for act in life["acts"])
        yield from ("conflict " + line(row) for row in life["expect"]["conflicts"])
        yield from ("minutes " + line(row) for row in life["expect"]["minutes"])
        yield f"elapsed {life['expect']['elapsed']}"
        for flag in life["expect"]["flags"]:
            yield "flag " + line([flag.get(column, "") for column in FLAG])
        yield "end"


def main():
    text = "\n".join(lines(json.loads(SOURCE.read_text(encoding="utf-8")))) + "\n"
    if "--check" not in sys.argv[1:]:
        TARGET.write_text(text, encoding="utf-8")
        return 0
    if TARGET.read_text(encoding="utf-8") == text:
        return 0
    print(f"{TARGET.name} is not what ledger_vectors.py writes; run it again")
    return 1


if __name__ == "__main__":
    sys.exit(main())
