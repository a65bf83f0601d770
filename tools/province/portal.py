"""portal - the feed in the shape of the national portal's DongBoHoSoMC: strings, yyyyMMddHHmmss."""

import json

import worktime

FIELDS = ("MaHoSo", "MaTTHC", "TenTTHC", "ChuHoSo", "NgayTiepNhan", "NgayHenTra", "TrangThaiHoSo",
          "NgayKetThucXuLy", "DonViXuLy", "HinhThuc", "NgayTra")
SUPPLEMENT_FIELDS = ("NgayBoSung", "NgayTiepNhanBoSung", "NgayHenTraTruoc", "NgayHenTraMoi")


def feed_row(dossier, now):
    """What the portal knows of DOSSIER at NOW."""
    status, ended = _status(dossier, now)
    values = (dossier.code, dossier.procedure.portal_code, dossier.procedure.name, dossier.owner,
              worktime.portal(dossier.received), worktime.portal(dossier.promised), str(status),
              worktime.portal(ended), dossier.agency, "1" if dossier.postal else "0",
              worktime.portal(_past(dossier.returned_at, now)))
    row = dict(zip(FIELDS, values))
    row["DanhSachHoSoBoSung"] = list(_supplements(dossier, now))
    return row


def write_json(stream, rows):
    """The envelope {"data":[…]}, one dossier a line."""
    stream.write('{"data":[\n')
    for index, row in enumerate(rows):
        stream.write(",\n" if index else "")
        stream.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")))
    stream.write("\n]}\n")


def _past(at, now):
    return at if at is not None and at <= now else None


def _status(dossier, now):
    """(TrangThaiHoSo, NgayKetThucXuLy) at NOW."""
    finished = _past(dossier.finished_at, now)
    if _past(dossier.withdrawn_at, now):
        return 7, dossier.withdrawn_at
    if finished and dossier.refused:
        return 3, finished
    if _past(dossier.returned_at, now):
        return 10, finished
    if finished:
        return 9, finished
    for begin, end, status, _ in dossier.pauses:
        if begin <= now < end:
            return status, None
    return (4 if _past(dossier.taken_at, now) else 2), None


def _supplements(dossier, now):
    for begin, end, _, stated in dossier.pauses:
        if begin <= now:
            moved = stated is not None and end <= now
            values = (begin, _past(end, now), dossier.promised if moved else None,
                      stated if moved else None)
            yield dict(zip(SUPPLEMENT_FIELDS, map(worktime.portal, values)))
