#include "server/board/board_said.h"

#include "base/check.h"

static const struct said rows[] = {
    [BOARD_TITLE] = SAID("BOARD-01", "Điều hành bàn giao hồ sơ", "Dossier handovers"),
    [BOARD_DEMO] = SAID("BOARD-02", "Dữ liệu minh họa, đồng hồ chạy nhanh",
                        "Demonstration data on a fast clock"),
    [BOARD_INTAKE_DOWN] =
        SAID("BOARD-03", "Cửa nhận dữ liệu đang ngừng từ {0}: số liệu dưới đây không còn mới.",
             "Intake has been down since {0}: what stands below is no longer new."),
    [BOARD_BOOK_OLD] = SAID("BOARD-04", "Sổ cờ dừng ở {0}: số liệu dưới đây không còn mới.",
                            "The flag book stands at {0}: what stands below is no longer new."),
    [BOARD_NO_BOOK] = SAID("BOARD-05", "Chưa có sổ cờ: hệ thống vừa khởi động.",
                           "There is no flag book yet: the system has just started."),
    [BOARD_SENTENCE_RISK] = SAID(
        "BOARD-06", "{0} hồ sơ sẽ trễ hẹn vì khâu luân chuyển nếu không lên chuyến {1} (còn {2}).",
        "{0} dossiers will miss their date because of transfers unless they leave with "
        "the {1} run (in {2})."),
    [BOARD_SENTENCE_EXTRA] =
        SAID("BOARD-27", "{0} hồ sơ chỉ còn kịp hẹn nếu gọi thêm chuyến trước {1}.",
             "{0} dossiers can keep their date only by an extra run before {1}."),
    [BOARD_SENTENCE_LATE] =
        SAID("BOARD-07", "{0} hồ sơ đã hoặc sẽ trễ hẹn; không còn chuyến nào cứu được.",
             "{0} dossiers are or will be late; no run can save them any more."),
    [BOARD_SENTENCE_CALM] = SAID("BOARD-08", "Không hồ sơ nào đang bị khâu luân chuyển giữ lại.",
                                 "No dossier is held up by a transfer."),
    [BOARD_SENTENCE_EMPTY] =
        SAID("BOARD-33", "Chưa nhận được dữ liệu nào.", "Nothing has been received yet."),
    [BOARD_UPDATED] = SAID("BOARD-09", "Số liệu đến {0}", "As of {0}"),
    [BOARD_COL_DOSSIER] = SAID("BOARD-10", "Hồ sơ", "Dossier"),
    [BOARD_COL_LEVEL] = SAID("BOARD-11", "Mức", "Level"),
    [BOARD_COL_PLACE] = SAID("BOARD-12", "Đang ở", "Where"),
    [BOARD_COL_PROMISED] = SAID("BOARD-13", "Hẹn trả", "Promised"),
    [BOARD_COL_SLACK] = SAID("BOARD-14", "Còn dư (giờ làm việc)", "Slack (working time)"),
    [BOARD_COL_CAUSE] = SAID("BOARD-15", "Nguyên nhân", "Cause"),
    [BOARD_COL_SAVES] = SAID("BOARD-16", "Cứu bằng", "What saves it"),
    [BOARD_TABLE] = SAID("BOARD-17", "Hồ sơ cần xử lý, gấp nhất trước",
                         "Dossiers that need a hand, most urgent first"),
    [BOARD_LANGUAGE] = SAID("BOARD-18", "English", "Tiếng Việt"),
    [BOARD_OFFERED] =
        SAID("BOARD-19", "đã giao cho {0}, chưa ký nhận", "offered to {0}, not yet taken"),
    [BOARD_SINCE] = SAID("BOARD-20", "từ {0}", "since {0}"),
    [BOARD_TAKE_RUN] = SAID("BOARD-21", "lên chuyến {0} ({1})", "take the {0} run ({1})"),
    [BOARD_EXTRA_RUN] =
        SAID("BOARD-22", "gọi thêm chuyến trước {0}", "call an extra run before {0}"),
    [BOARD_NOTHING_SAVES] = SAID("BOARD-23", "không còn cách", "nothing any more"),
    [BOARD_MINUTES] = SAID("BOARD-24", "{0} phút", "{0} min"),
    [BOARD_HOURS] = SAID("BOARD-28", "{0} giờ {1} phút", "{0} h {1} min"),
    [BOARD_SHOWN] = SAID("BOARD-29", "Hiện {0} hồ sơ gấp nhất trong {1}.",
                         "The {0} most urgent of {1} are shown."),
    [BOARD_NOTHING] = SAID("BOARD-30", "Không có hồ sơ nào cần xử lý.", "Nothing needs a hand."),
    [BOARD_CENTER] = SAID("BOARD-31", "Trung tâm", "the Center"),
    [BOARD_POST] = SAID("BOARD-32", "Bưu điện", "the post"),
    [BOARD_LEG_OUT] = SAID("BOARD-25", "lượt đi", "out"),
    [BOARD_LEG_BACK] = SAID("BOARD-26", "lượt về", "back"),
    [BOARD_NOTICES] =
        SAID("BOARD-60", "Đã báo cho ai, mới nhất trước", "Who was told, newest first"),
    [BOARD_NOTICES_OF] =
        SAID("BOARD-61", "Đã báo cho {0}, mới nhất trước.", "Told to {0}, newest first."),
    [BOARD_NOTICES_ALL] = SAID("BOARD-62", "Xem tất cả", "Show all"),
    [BOARD_COL_TOLD] = SAID("BOARD-63", "Báo lúc", "Told at"),
    [BOARD_COL_WHOM] = SAID("BOARD-64", "Báo cho", "Told to"),
    [BOARD_COL_STATE] = SAID("BOARD-65", "Nay ra sao", "What became of it"),
    [BOARD_NOTICE_FIRST + NOTICE_STANDS] =
        SAID("BOARD-66", "chưa ai nhận việc", "nobody has answered"),
    [BOARD_NOTICE_FIRST + NOTICE_CLIMBED] =
        SAID("BOARD-67", "chưa ai nhận việc, đã báo lên cấp trên",
             "nobody has answered: told higher up"),
    [BOARD_NOTICE_FIRST + NOTICE_ACKNOWLEDGED] =
        SAID("BOARD-68", "đã có người nhận việc", "acknowledged"),
    [BOARD_NOTICE_FIRST + NOTICE_HANDLED] = SAID("BOARD-69", "đã xử lý", "handled"),
    [BOARD_NOTICE_FIRST + NOTICE_GONE] = SAID("BOARD-70", "không còn như đã báo", "no longer so"),
    [BOARD_UNAUTHORISED] =
        SAID("BOARD-40", "Cần mã truy cập (token).", "An access token is needed."),
    [BOARD_NOT_FOUND] =
        SAID("BOARD-41", "Không có trang hay hồ sơ này.", "There is no such page or dossier."),
    [BOARD_METHOD] =
        SAID("BOARD-42", "Trang này chỉ để đọc (GET).", "This page can only be read (GET)."),
    [BOARD_BAD_QUERY] = SAID("BOARD-43", "Giá trị của '{0}' không dùng được.",
                             "The value of '{0}' cannot be used."),
    [BOARD_BROKEN] = SAID("BOARD-44", "Máy chủ chưa đọc được sổ; hãy thử lại sau ít phút.",
                          "The server cannot read its book; try again in a few minutes."),
    [BOARD_TOO_LARGE] = SAID("BOARD-45", "Yêu cầu gửi kèm quá nhiều dữ liệu.",
                             "The request brings more data than is read here."),
    [BOARD_TOO_LONG] = SAID("BOARD-46", "Địa chỉ quá dài.", "The address is too long."),
    [BOARD_TOKEN] = SAID("BOARD-47", "Mã truy cập", "Access token"),
    [BOARD_ENTER] = SAID("BOARD-48", "Vào trang", "Open the page"),
    [BOARD_READY] = SAID("BOARD-50", "sẵn sàng", "ready"),
    [BOARD_READY_WATCH] =
        SAID("BOARD-51", "Đồng hồ của sổ cờ đứng yên: vai trò watch có chạy không?",
             "The flag book's clock stands still: is watch running?"),
    [BOARD_READY_INTAKE] =
        SAID("BOARD-52", "Vai trò intake không có dấu hiệu hoạt động, hoặc không ghi được sổ.",
             "Intake gives no sign of life, or cannot write its book."),
    [BOARD_READY_CLOCK] = SAID("BOARD-53", "Đồng hồ của máy chủ chưa được đặt.",
                               "The server's clock has not been set."),
    [BOARD_DAMAGED] = SAID("BOARD-54", "không đọc được", "unreadable"),
    [BOARD_LEVEL_FIRST + FLAG_DONE] = SAID("LEVEL-00", "đã xong", "done"),
    [BOARD_LEVEL_FIRST + FLAG_UNKNOWN] = SAID("LEVEL-01", "chưa rõ", "unknown"),
    [BOARD_LEVEL_FIRST + FLAG_OVERDUE] = SAID("LEVEL-02", "quá hạn", "overdue"),
    [BOARD_LEVEL_FIRST + FLAG_AT_RISK] = SAID("LEVEL-03", "nguy cơ trễ", "at risk"),
    [BOARD_LEVEL_FIRST + FLAG_WILL_MISS] = SAID("LEVEL-04", "sẽ trễ", "will miss"),
    [BOARD_LEVEL_FIRST + FLAG_DUE_SOON] = SAID("LEVEL-05", "sắp đến hạn", "due soon"),
    [BOARD_LEVEL_FIRST + FLAG_ON_TRACK] = SAID("LEVEL-06", "trong hạn", "on track"),
    [BOARD_CAUSE_FIRST + CAUSE_NONE] = SAID("CAUSE-00", "–", "–"),
    [BOARD_CAUSE_FIRST + CAUSE_TRANSFER] = SAID("CAUSE-01", "luân chuyển", "transfer"),
    [BOARD_CAUSE_FIRST + CAUSE_TRANSFERS] =
        SAID("CAUSE-02", "các khâu luân chuyển", "transfers together"),
    [BOARD_CAUSE_FIRST + CAUSE_PROCESSING] = SAID("CAUSE-03", "xử lý tại sở", "processing"),
    [BOARD_CAUSE_FIRST + CAUSE_BOTH] = SAID("CAUSE-04", "cả hai", "both"),
    [BOARD_CAUSE_FIRST + CAUSE_PLAN] = SAID("CAUSE-05", "kế hoạch", "plan"),
    [BOARD_MISSING_FIRST + MISSING_NOTHING] = SAID("MISSING-00", "–", "–"),
    [BOARD_MISSING_FIRST + MISSING_PROMISE] =
        SAID("MISSING-01", "chưa có ngày hẹn", "no promised date"),
    [BOARD_MISSING_FIRST + MISSING_BUDGET] =
        SAID("MISSING-02", "chưa có định mức", "no budget in the plan"),
    [BOARD_MISSING_FIRST + MISSING_RUN] =
        SAID("MISSING-03", "chưa có chuyến trong kế hoạch", "no run in the plan"),
    [BOARD_MISSING_FIRST + MISSING_ACT] =
        SAID("MISSING-04", "chưa quét lần nào", "not scanned once"),
    [BOARD_MISSING_FIRST + MISSING_ITEM] = SAID("MISSING-05", "chưa tìm thấy hồ sơ", "not located"),
    [BOARD_MISSING_FIRST + MISSING_CERTAINTY] =
        SAID("MISSING-06", "thời điểm còn tranh chấp", "disputed times"),
    [BOARD_MISSING_FIRST + MISSING_SCAN] =
        SAID("MISSING-07", "có quãng không ai quét", "a gap without scans"),
    [BOARD_MISSING_FIRST + MISSING_ROOM] =
        SAID("MISSING-08", "quá nhiều sự kiện", "more acts than are held"),
};

static_assert(sizeof rows / sizeof rows[0] == BOARD_SAIDS, "every word has its row");

const struct said *board_said(enum board_said which)
{
    return &rows[which];
}

const struct said *board_level_said(enum flag_level level)
{
    return &rows[(unsigned)level < FLAG_LEVELS ? BOARD_LEVEL_FIRST + (int)level : BOARD_DAMAGED];
}

const struct said *board_cause_said(enum flag_cause cause)
{
    return &rows[(unsigned)cause < FLAG_CAUSES ? BOARD_CAUSE_FIRST + (int)cause : BOARD_DAMAGED];
}

const struct said *board_missing_said(enum flag_missing missing)
{
    return &rows[(unsigned)missing < MISSING_KINDS ? BOARD_MISSING_FIRST + (int)missing
                                                   : BOARD_DAMAGED];
}
