"""offices - the Center, the fourteen agencies, the post, and the people who work there."""

import dataclasses

import people

CENTER, POST = "center", "post"
CENTER_STOP = "TTG"
CENTER_NAME = "Trung tâm Phục vụ hành chính công tỉnh Nghệ An"
CENTER_PLACE = (18.6733, 105.6922)
POST_NAME = "Bưu điện tỉnh Nghệ An"


@dataclasses.dataclass(frozen=True)
class Agency:
    code: str
    stop: str
    name: str
    short: str
    place: tuple       # latitude, longitude
    load: float        # share of all dossiers
    procedures: int    # how many of the province's 1,445
    firms: float       # share of its dossiers filed by firms
    focal: int         # officers at its one-stop desk


AGENCIES = (
    Agency("H41.01", "NVN", "Sở Nội vụ", "Sở Nội vụ", (18.6718, 105.6938), .075, 128, .18, 3),
    Agency("H41.02", "TPH", "Sở Tư pháp", "Sở Tư pháp", (18.6779, 105.6871), .055, 135, .12, 2),
    Agency("H41.03", "TCH", "Sở Tài chính", "Sở TC", (18.6742, 105.6967), .090, 142, .80, 3),
    Agency("H41.04", "NNM", "Sở Nông nghiệp và Môi trường", "Sở NN&MT", (18.6701, 105.6890),
           .190, 268, .22, 4),
    Agency("H41.05", "GTV", "Sở Xây dựng", "Sở Xây dựng", (18.6790, 105.6811), .140, 176, .35, 4),
    Agency("H41.06", "CTG", "Sở Công Thương", "Sở CT", (18.6827, 105.6776), .070, 118, .75, 3),
    Agency("H41.07", "KHC", "Sở Khoa học và Công nghệ", "Sở KH&CN", (18.6671, 105.6843),
           .018, 64, .55, 2),
    Agency("H41.08", "GVN", "Sở Giáo dục và Đào tạo", "Sở GD&ĐT", (18.6763, 105.6989),
           .045, 92, .15, 2),
    Agency("H41.09", "BVT", "Sở Y tế", "Sở Y tế", (18.6688, 105.6799), .085, 141, .40, 3),
    Agency("H41.10", "VHT", "Sở Văn hóa, Thể thao và Du lịch", "Sở VHTT&DL", (18.6810, 105.6948),
           .030, 88, .45, 2),
    Agency("H41.11", "NGV", "Sở Ngoại vụ", "Sở Ngoại vụ", (18.6747, 105.6902), .008, 14, .30, 2),
    Agency("H41.12", "TNG", "Sở Dân tộc và Tôn giáo", "Sở DT&TG", (18.6861, 105.6729),
           .012, 31, .10, 2),
    Agency("H41.13", "KKT", "Ban Quản lý Khu kinh tế Đông Nam", "BQL KKT Đông Nam",
           (18.6952, 105.6681), .022, 26, .95, 2),
    Agency("H41.14", "CNT", "Công an tỉnh", "Công an tỉnh", (18.6756, 105.6855), .160, 22, .02, 3),
)
BY_CODE = {agency.code: agency for agency in AGENCIES}
BY_STOP = {agency.stop: agency for agency in AGENCIES}

# The office that was renamed and moved while its dossiers were under way (see timetable.py).
RENAMED = "H41.12"
RENAMED_FROM = "Ban Dân tộc"
RENAMED_PLACE = (18.6839, 105.6752)

COURIERS = ("BT01", "BT02", "BT03", "BT04", "BT05", "BT06")
COUNTERS = ("TT01", "TT02", "TT03", "TT04", "TT05", "TT06", "TT07", "TT08")
DISPATCHERS = ("TT11", "TT12")


def focal_officers(agency):
    """The badge numbers at an agency's one-stop desk: CB0401, CB0402, …"""
    number = agency.code.split(".")[1]
    return tuple(f"CB{number}{n:02d}" for n in range(1, agency.focal + 1))


def stop_of(party):
    return CENTER_STOP if party == CENTER else BY_CODE[party].stop


def office_rows():
    """code, name, short name, kind, stop."""
    yield CENTER, CENTER_NAME, "Trung tâm", "center", CENTER_STOP
    for agency in AGENCIES:
        yield agency.code, agency.name, agency.short, "agency", agency.stop
    yield POST, POST_NAME, "Bưu điện", "post", ""


def staff_rows(rng):
    """person, party, name, role of everyone with a badge."""
    for person in COUNTERS:
        yield person, CENTER, people.person_name(rng), "cán bộ tiếp nhận và trả kết quả"
    for person in DISPATCHERS:
        yield person, CENTER, people.person_name(rng), "cán bộ luân chuyển"
    for person in COURIERS:
        yield person, POST, people.person_name(rng), "bưu tá"
    for agency in AGENCIES:
        for person in focal_officers(agency):
            yield person, agency.code, people.person_name(rng), "cán bộ đầu mối"


def unit_rows():
    """unit, party, stop of every handheld: the Center's, one an agency, six couriers'."""
    yield CENTER, CENTER, CENTER_STOP
    for agency in AGENCIES:
        yield agency.code, agency.code, agency.stop
    for courier in COURIERS:
        yield courier, POST, ""
