"""procedures - the 1,445 procedures: code, name, agency, duration, journey, budget."""

import dataclasses

import offices

ACTIONS = (
    "Cấp", "Cấp lại", "Cấp đổi", "Gia hạn", "Điều chỉnh", "Sửa đổi, bổ sung", "Thu hồi",
    "Công nhận", "Thẩm định", "Phê duyệt", "Xác nhận", "Đăng ký", "Cấp bản sao",
    "Chấm dứt hiệu lực",
    "Thông báo thay đổi",
)
OBJECTS = {
    "H41.01": ("giấy phép lao động cho người nước ngoài", "quyết định thành lập hội",
               "điều lệ quỹ từ thiện", "giấy chứng nhận thương binh", "chế độ người có công",
               "hồ sơ liệt sĩ", "giấy phép hoạt động dịch vụ việc làm", "thỏa ước lao động tập thể",
               "danh hiệu thi đua cấp tỉnh", "giấy phép cho thuê lại lao động",
               "bằng Tổ quốc ghi công", "trợ cấp thất nghiệp một lần"),
    "H41.02": ("thẻ công chứng viên", "giấy đăng ký hoạt động văn phòng công chứng",
               "thẻ luật sư", "giấy đăng ký hoạt động văn phòng luật sư", "thẻ đấu giá viên",
               "giấy phép trung tâm tư vấn pháp luật", "thẻ thừa phát lại",
               "hồ sơ nhập quốc tịch Việt Nam", "giấy xác nhận có quốc tịch Việt Nam",
               "hồ sơ nuôi con nuôi có yếu tố nước ngoài", "thẻ giám định viên tư pháp",
               "giấy phép hòa giải thương mại"),
    "H41.03": ("giấy chứng nhận đăng ký doanh nghiệp", "giấy chứng nhận đăng ký chi nhánh",
               "giấy chứng nhận đăng ký đầu tư", "chủ trương đầu tư dự án", "mã số hợp tác xã",
               "kế hoạch lựa chọn nhà thầu", "phương án giá dịch vụ công", "văn phòng đại diện",
               "quyết toán dự án hoàn thành", "hỗ trợ doanh nghiệp nhỏ và vừa",
               "dự án sử dụng vốn ODA", "chuyển đổi loại hình doanh nghiệp"),
    "H41.04": ("giấy chứng nhận quyền sử dụng đất", "giấy phép khai thác nước dưới đất",
               "giấy phép xả nước thải", "giấy phép môi trường",
               "báo cáo đánh giá tác động môi trường", "giấy phép khai thác khoáng sản",
               "giấy chứng nhận an toàn thực phẩm nông sản", "mã số vùng trồng",
               "giấy phép khai thác thủy sản", "giấy chứng nhận đăng ký tàu cá",
               "giấy chứng nhận kiểm dịch động vật", "phương án chuyển mục đích sử dụng rừng",
               "giấy phép buôn bán thuốc bảo vệ thực vật", "chứng chỉ hành nghề thú y",
               "hồ sơ giao đất, cho thuê đất", "trích đo địa chính thửa đất",
               "giấy phép hoạt động đo đạc", "công trình thủy lợi", "thế chấp quyền sử dụng đất",
               "chứng nhận trang trại"),
    "H41.05": ("giấy phép xây dựng", "chứng chỉ hành nghề hoạt động xây dựng",
               "chứng chỉ năng lực xây dựng", "giấy phép lái xe", "phù hiệu xe hợp đồng",
               "giấy phép kinh doanh vận tải", "giấy phép xe tập lái",
               "chấp thuận tuyến vận tải cố định", "quy hoạch chi tiết",
               "thiết kế cơ sở công trình",
               "giấy phép thi công trên đường bộ", "chứng chỉ môi giới bất động sản",
               "giấy chứng nhận đăng ký xe máy chuyên dùng"),
    "H41.06": ("giấy phép bán buôn rượu", "giấy phép bán lẻ xăng dầu",
               "giấy phép hoạt động điện lực", "giấy chứng nhận an toàn thực phẩm công thương",
               "giấy phép sử dụng vật liệu nổ công nghiệp", "chương trình khuyến mại",
               "giấy chứng nhận hóa chất sản xuất, kinh doanh", "giấy phép kinh doanh khí",
               "thông báo tổ chức hội chợ", "cụm công nghiệp", "hợp đồng theo mẫu"),
    "H41.07": ("giấy phép tiến hành công việc bức xạ", "giấy chứng nhận hoạt động khoa học",
               "giấy chứng nhận doanh nghiệp khoa học và công nghệ", "công bố hợp quy",
               "đề tài khoa học cấp tỉnh", "giấy phép bưu chính", "giấy phép viễn thông",
               "giải thưởng chất lượng quốc gia"),
    "H41.08": ("giấy phép hoạt động giáo dục", "bằng tốt nghiệp trung học phổ thông",
               "giấy phép trung tâm ngoại ngữ, tin học", "giấy phép dạy thêm, học thêm",
               "trường đạt chuẩn quốc gia", "hồ sơ chuyển trường", "văn bằng do nước ngoài cấp",
               "học bổng và trợ cấp học sinh khuyết tật", "giấy phép trung tâm kỹ năng sống"),
    "H41.09": ("chứng chỉ hành nghề khám bệnh, chữa bệnh", "giấy phép hoạt động phòng khám",
               "giấy chứng nhận đủ điều kiện kinh doanh dược", "chứng chỉ hành nghề dược",
               "giấy xác nhận nội dung quảng cáo mỹ phẩm", "số tiếp nhận phiếu công bố mỹ phẩm",
               "giấy chứng nhận an toàn thực phẩm", "công bố đủ điều kiện tiêm chủng",
               "giấy phép cơ sở điều trị nghiện", "giấy chứng sinh", "giám định y khoa",
               "công bố trang thiết bị y tế"),
    "H41.10": ("giấy phép biểu diễn nghệ thuật", "giấy phép quảng cáo ngoài trời",
               "thẻ hướng dẫn viên du lịch", "giấy phép lữ hành nội địa",
               "quyết định xếp hạng khách sạn", "giấy chứng nhận câu lạc bộ thể thao",
               "giấy phép xuất bản bản tin", "giấy phép karaoke", "bằng xếp hạng di tích"),
    "H41.11": ("hộ chiếu công vụ", "thẻ ABTC", "giấy phép hội nghị quốc tế",
               "thư mời đoàn nước ngoài"),
    "H41.12": ("danh sách người có uy tín", "hội nghị thường niên của tôn giáo",
               "giấy đăng ký sinh hoạt tôn giáo", "hồ sơ phong phẩm chức sắc"),
    "H41.13": ("giấy chứng nhận đầu tư trong khu kinh tế",
               "giấy phép xây dựng trong khu công nghiệp",
               "giấy phép lao động trong khu kinh tế", "quy hoạch lô đất khu công nghiệp"),
    "H41.14": ("phiếu lý lịch tư pháp", "giấy phép lái xe hạng A, B", "giấy phép sử dụng con dấu",
               "giấy chứng nhận an ninh, trật tự"),
}
SUBJECTS = ("", " đối với tổ chức", " đối với cá nhân", " (cấp tỉnh)", " do bị mất hoặc hư hỏng")

# Share of the dossiers, not of the procedures, on each journey.
JOURNEYS = (("paper", .76), ("on_the_spot", .14), ("result_only", .10))
DURATIONS = {  # (count, unit): weight
    "paper": {(2, "wd"): 5, (3, "wd"): 25, (5, "wd"): 28, (7, "wd"): 13, (10, "wd"): 12,
              (15, "wd"): 8, (20, "wd"): 4, (30, "wd"): 2, (15, "d"): 2, (30, "d"): 1},
    "on_the_spot": {(4, "wh"): 20, (1, "hd"): 15, (1, "wd"): 40, (2, "wd"): 20, (3, "wd"): 5},
    "result_only": {(3, "wd"): 30, (5, "wd"): 40, (7, "wd"): 20, (10, "wd"): 10},
}
HANDOVER_MIN, RECEIPT_MIN = 20, 10
DEFAULT_SHARE = 70  # per cent of the promised time: the budget of every paper procedure without one


@dataclasses.dataclass(frozen=True)
class Procedure:
    code: str          # 1.004237
    name: str
    agency: str
    journey: str
    duration: tuple    # (count, unit)
    budget: str        # 24wh, 3wd, 65%; empty: the default budget holds
    weight: float      # how often it is asked for, within its agency

    @property
    def portal_code(self):
        return f"{self.code}.000.00.00.H41"

    def budget_minutes(self, promised_minutes):
        """Working minutes that processing may take of the PROMISED_MINUTES."""
        text = self.budget or f"{DEFAULT_SHARE}%"
        if text.endswith("%"):
            return promised_minutes * int(text[:-1]) // 100
        return int(text[:-2]) * {"wh": 60, "wd": 480}[text[-2:]]


def all_procedures(rng):
    """agency code -> its procedures, the most asked-for first."""
    codes = rng.sample(range(1001, 13999), sum(a.procedures for a in offices.AGENCIES))
    found, used = {}, 0
    for agency in offices.AGENCIES:
        numbers = codes[used:used + agency.procedures]
        used += agency.procedures
        found[agency.code] = _of_agency(rng, agency, numbers)
    return found


def _of_agency(rng, agency, numbers):
    names = _names(rng, agency)
    seen = {journey: 0.0 for journey, _ in JOURNEYS}
    rows = []
    for rank, number in enumerate(numbers):
        weight = 1.0 / (rank + 1.5) ** 0.85
        # The journey that is most behind its share of the load so far.
        journey = min(seen, key=lambda j: (seen[j] + weight / 2) / dict(JOURNEYS)[j])
        seen[journey] += weight
        duration = _pick(rng, DURATIONS[journey])
        code = f"{rng.choices((1, 2, 3), (70, 25, 5))[0]}.{number:06d}"
        rows.append(Procedure(code, names[rank], agency.code, journey, duration,
                              _budget(rng, journey, duration), weight))
    return rows


def _names(rng, agency):
    """Names of an agency's procedures, each once: plain ones first."""
    objects = OBJECTS[agency.code]
    plain = [f"{action} {thing}" for thing in objects for action in ACTIONS]
    names = []
    for subject in SUBJECTS:
        block = [name + subject for name in plain]
        rng.shuffle(block)
        names += block
    return names[:agency.procedures]


def _pick(rng, weights):
    return rng.choices(tuple(weights), tuple(weights.values()))[0]


def _budget(rng, journey, duration):
    count, unit = duration
    if journey == "on_the_spot":
        return {"wh": "3wh", "hd": "3wh", "wd": "70%"}[unit]
    if journey == "result_only":
        return rng.choice(("70%", "75%"))
    if unit == "wd" and rng.random() < 0.4:
        return f"{count * 5}wh" if count < 5 else f"{count * 65 // 100}wd"
    return "" if rng.random() < 0.7 else "65%"


def budget_rows(procedures, start):
    """Rows of plan.csv. The journey of a procedure is the one its own budget row names."""
    tail = f"{HANDOVER_MIN},{RECEIPT_MIN},{start},"
    yield f"budget,*,*,paper,{DEFAULT_SHARE}%,{tail}"
    for rows in procedures.values():
        for procedure in rows:
            if procedure.budget:
                yield f"budget,{procedure.code},*,{procedure.journey},{procedure.budget},{tail}"
