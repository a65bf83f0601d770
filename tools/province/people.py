"""people - names of citizens, firms and staff as they are written in Nghệ An (Unicode NFC)."""

FAMILIES = {
    "Nguyễn": 300, "Trần": 95, "Lê": 85, "Phan": 60, "Hoàng": 55, "Hồ": 50, "Phạm": 50, "Võ": 40,
    "Đặng": 35, "Bùi": 25, "Thái": 25, "Cao": 22, "Đậu": 20, "Ngô": 20, "Trương": 20, "Đinh": 16,
    "Vũ": 15, "Dương": 15, "Chu": 14, "Lô": 14, "Vi": 12, "Tăng": 10, "Lương": 10, "Đỗ": 10,
    "Lữ": 6, "Kha": 5, "Quách": 3, "Moong": 3, "Xồng": 3, "Và": 3,
}
MEN_MIDDLE = ("Văn", "Đức", "Hữu", "Quang", "Công", "Xuân", "Minh", "Đình", "Trọng", "Bá", "Viết",
              "Sỹ", "Ngọc", "Thanh", "Anh", "Cảnh")
MEN_GIVEN = ("An", "Bình", "Cường", "Dũng", "Đạt", "Đồng", "Hải", "Hiếu", "Hùng", "Hưng", "Khánh",
             "Lâm", "Long", "Mạnh", "Nam", "Nghĩa", "Phong", "Phúc", "Quân", "Quyết", "Sơn",
             "Tài", "Tâm", "Thắng", "Thành", "Tiến", "Toàn", "Trung", "Tuấn", "Tùng", "Việt",
             "Vinh")
WOMEN_MIDDLE = ("Thị", "Thị", "Thị", "Thị Thu", "Thị Thanh", "Thị Ngọc", "Thị Kim", "Ngọc",
                "Thùy", "Khánh", "Quỳnh", "Thị Hồng")
WOMEN_GIVEN = ("Anh", "Ánh", "Châu", "Chi", "Diệp", "Dung", "Duyên", "Giang", "Hà", "Hạnh",
               "Hằng", "Hiền", "Hoa", "Hòa", "Hồng", "Huệ", "Hương", "Huyền", "Lan", "Liên",
               "Linh", "Loan", "Mai", "Nga", "Ngân", "Nhung", "Oanh", "Phương", "Quỳnh", "Tâm",
               "Thảo", "Thủy", "Trang", "Tuyết", "Vân", "Yến")
FIRM_KINDS = ("Công ty TNHH", "Công ty TNHH MTV", "Công ty CP", "Công ty CP Đầu tư",
              "Công ty TNHH Xây dựng và Thương mại", "Hợp tác xã", "Doanh nghiệp tư nhân",
              "Hộ kinh doanh", "Trường Mầm non", "Nhà thuốc", "Phòng khám đa khoa")
FIRM_NAMES = ("Lam Hồng", "Sông Lam", "Thành Vinh", "Hưng Nguyên", "Cửa Lò", "Nam Đàn", "Kim Liên",
              "Bến Thủy", "Quyết Thành", "Đại Huệ", "Phủ Diễn", "Quỳnh Lưu", "Thanh Chương",
              "Con Cuông", "Nghĩa Đàn", "Phúc Lộc", "An Phát", "Hòa Bình", "Trường Thịnh",
              "Minh Khai", "Tân Kỳ", "Hoàng Mai", "Đô Lương", "Phượng Hoàng", "Việt Đức")

_FAMILY_NAMES = tuple(FAMILIES)
_FAMILY_WEIGHTS = tuple(FAMILIES.values())


def person_name(rng):
    family = rng.choices(_FAMILY_NAMES, _FAMILY_WEIGHTS)[0]
    if rng.random() < 0.52:
        return f"{family} {rng.choice(MEN_MIDDLE)} {rng.choice(MEN_GIVEN)}"
    return f"{family} {rng.choice(WOMEN_MIDDLE)} {rng.choice(WOMEN_GIVEN)}"


def owner_name(rng, firm_share):
    """Who asked: a citizen or, for FIRM_SHARE of an agency's dossiers, a firm."""
    if rng.random() >= firm_share:
        return person_name(rng)
    name = rng.choice(FIRM_NAMES)
    return f"{rng.choice(FIRM_KINDS)} {name}{rng.choice(('', '', ' ' + rng.choice(MEN_GIVEN)))}"
