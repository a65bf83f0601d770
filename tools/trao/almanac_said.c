#include "tools/trao/almanac_said.h"

#include "base/check.h"

/* clang-format off */
static const struct said rows[ALMANAC_SAIDS] = {
    [ALMANAC_SAID_IN_ORDER] =
    {"CLI-160",
     "{0}: đúng mẫu, {1} dòng; lưu ý: {2}.",
     "{0}: in order, {1} rows; remarks: {2}."},
    [ALMANAC_SAID_BAD_YEAR] =
    {"CLI-161",
     "'{0}' không phải năm; viết 2026, trong khoảng 2010–2039.",
     "'{0}' is no year; write 2026, between 2010 and 2039."},
    [ALMANAC_SAID_VERSION] =
    {"CLI-162",
     "Phiên bản {0} ({1}), có hiệu lực từ {2}, nhận lúc {3}.",
     "Version {0} ({1}), valid from {2}, received {3}."},
    [ALMANAC_SAID_DAY_OFF] =
    {"CLI-163",
     "{0} là ngày nghỉ: không có chuyến nào.",
     "{0} is not a working day: no run goes."},
    [ALMANAC_SAID_MOVES] =
    {"CLI-164",
     "{0}/{1} hẹn trả sẽ dời; không tính {2} đang tạm dừng, {3} đã hẹn lại một lần.",
     "{0} of {1} promises would move; left out: {2} paused, {3} re-appointed once."},
    [ALMANAC_SAID_MOVES_SHOWN] =
    {"CLI-165",
     "Chưa ghi gì. Áp dụng: --decide LÝ-DO --by AI --and AI; --move dời cả hẹn trả.",
     "Nothing was written. To apply: --decide WHY --by WHO --and WHO; --move moves them."},
    [ALMANAC_SAID_MOVES_KEPT] =
    {"CLI-166",
     "Hẹn trả đã cho giữ theo lịch cũ: {0} hẹn trả không dời.",
     "Promises made keep the calendar they were made under: {0} stay where they are."},
    [ALMANAC_SAID_MOVED] =
    {"CLI-167",
     "Đã dời {0} hẹn trả.",
     "{0} promises were moved."},
    [ALMANAC_SAID_MOVE_LATER] =
    {"CLI-168",
     "Chưa dời được hẹn trả theo lịch có hiệu lực từ {0}: ngày ấy còn ở phía trước.",
     "Promises cannot be moved by a calendar valid from {0}: that day is still to come."},
    [ALMANAC_SAID_BEYOND_SUM] =
    {"CLI-169",
     "{0} hẹn trả rơi vào sau năm {1}, năm cuối lịch có: ngày nghỉ khi ấy chưa biết.",
     "{0} promises lie beyond {1}, the last year of the calendar: holidays there are unknown."},
    [ALMANAC_SAID_DECIDE_FIRST] =
    {"CLI-170",
     "'{0}' đổi lịch đang dùng; hai người quyết định: trao calendar import.",
     "'{0}' changes the calendar in use; two persons decide: trao calendar import."},
    [ALMANAC_SAID_YEAR_UNKNOWN] =
    {"CLI-171",
     "Lịch không có dòng nào của năm {0}: ngày nghỉ năm ấy chưa biết.",
     "The calendar has no row of {0}: the holidays of that year are unknown."},
};
/* clang-format on */

const struct said *almanac_said(enum almanac_said which)
{
    assert(which < ALMANAC_SAIDS);
    return &rows[which];
}
