#include "tools/study/report_said.h"

#include "base/check.h"

/* clang-format off */
static const struct said rows[REPORT_SAIDS] = {
    [REPORT_TITLE] = {"", "Thời gian của hồ sơ đã đi đâu", "Where the dossiers' time went"},
    [REPORT_SCOPE] =
    {"", "{0} hồ sơ, {1} việc đã ghi, từ {2} đến {3}. Đơn vị: giờ làm việc.",
     "{0} dossiers, {1} recorded acts, from {2} to {3}. In working hours."},
    [REPORT_SHARES] =
    {"",
     "Luân chuyển (chờ chuyến, lỡ chuyến, trên đường, chưa ký nhận) chiếm {0} % thời gian;"
     " cơ quan xử lý chiếm {1} %.",
     "Transfers (waiting for a run, missed runs, on the road, not confirmed) took {0} % of the"
     " time; processing took {1} %."},
    [REPORT_CAUSES] = {"", "Vì đâu", "By cause"},
    [REPORT_PARTIES] = {"", "Phút của ai", "Whose minutes"},
    [REPORT_LEGS] = {"", "Ai chờ chuyến nào", "Who waits for which run"},
    [REPORT_WHATIF] = {"", "Nếu chạy theo lịch kia", "Under the other timetable"},
    [REPORT_SAVED] =
    {"",
     "Trong {0} hồ sơ đã có kết quả về, {1} trễ hẹn. Lịch kia cứu được {2} và làm trễ thêm"
     " {3}.",
     "Of {0} dossiers whose result is back, {1} were late. The other timetable saves {2} and makes"
     " {3} late."},
    [REPORT_SURE] =
    {"", "Với 95 % chắc chắn: cứu được từ {0} đến {1} hồ sơ.",
     "With 95 % certainty between {0} and {1} are saved."},
    [REPORT_COST] =
    {"", "Tốn thêm {0} chuyến, {1} km, {2} giờ bưu tá.",
     "It costs {0} more runs, {1} km and {2} courier hours."},
    [REPORT_UNLIKE] =
    {"", "Chạy lại theo chính lịch đã có, {0} trên {1} hồ sơ không về đúng lúc đã về.",
     "Replayed over the timetable they had, {0} of {1} do not come back when they did."},
    [REPORT_UNKNOWN] = {"", "Điều chưa ai biết", "What nobody knows"},
    [REPORT_UNSEEN] =
    {"",
     "{0} trên {1} hồ sơ không có lần quét nào: thời gian của chúng là chưa rõ, không quy cho"
     " ai.",
     "{0} of {1} dossiers were never scanned: their time is unknown and charged to nobody."},
    [REPORT_CAVEAT] =
    {"",
     "Mỗi phút làm việc thuộc về đúng một bên và một nguyên nhân. Chỗ nào thiếu lần quét thì ghi"
     " là chưa rõ. Con số lấy từ các tệp CSV nằm cạnh trang này.",
     "Each working minute belongs to exactly one party and one cause. Where a scan is missing it is"
     " unknown. The figures are those of the CSV files beside this page."},
    [REPORT_COLUMN_CAUSE] = {"", "nguyên nhân", "cause"},
    [REPORT_COLUMN_PARTY] = {"", "bên", "party"},
    [REPORT_COLUMN_HOURS] = {"", "giờ", "hours"},
    [REPORT_COLUMN_SHARE] = {"", "phần", "share"},
    [REPORT_COLUMN_EACH] = {"", "phút mỗi hồ sơ", "minutes a dossier"},
    [REPORT_COLUMN_LEG] = {"", "chặng", "leg"},
    [REPORT_COLUMN_WAITS] = {"", "lần chờ", "waits"},
    [REPORT_COLUMN_MEAN] = {"", "phút chờ trung bình", "mean minutes waited"},
    [REPORT_COLUMN_MISSED] = {"", "lỡ chuyến", "missed a run"},
};

static const struct said causes[LEDGER_CAUSES] = {
    [LEDGER_PAUSED] = {"", "tạm dừng", "paused"},
    [LEDGER_UNKNOWN] = {"", "chưa rõ", "unknown"},
    [LEDGER_UNCONFIRMED] = {"", "đã giao, chưa ký nhận", "delivered, not confirmed"},
    [LEDGER_IN_TRANSIT] = {"", "trên đường", "in transit"},
    [LEDGER_PROCESSING] = {"", "xử lý", "processing"},
    [LEDGER_WAITING_FOR_RUN] = {"", "chờ chuyến", "waiting for a run"},
    [LEDGER_MISSED_RUN] = {"", "lỡ chuyến", "missed run"},
    [LEDGER_AT_COUNTER] = {"", "chờ người dân đến nhận", "waiting at the counter"},
};
/* clang-format on */

const struct said *report_said(enum report_said which)
{
    assert(which < REPORT_SAIDS);
    return &rows[which];
}

const struct said *report_cause(enum ledger_cause cause)
{
    assert(cause < LEDGER_CAUSES);
    return &causes[cause];
}
