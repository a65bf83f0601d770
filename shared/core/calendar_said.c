#include "core/calendar.h"

/* The sentences for what may be wrong with a row of a calendar. */

/* clang-format off */
static const struct said said_of[CALENDAR_FAULTS] = {
    [CALENDAR_FAULT_NONE] =
    {"CAL-00",
     "Dòng {0} không có lỗi.",
     "Line {0} is in order."},
    [CALENDAR_FAULT_FIELDS] =
    {"CAL-01",
     "Dòng {0}: cần ngày,loại,căn cứ (và giờ với loại short); đọc được: {1}",
     "Line {0}: expected date,kind,authority (and hours beside short); found: {1}"},
    [CALENDAR_FAULT_DATE] =
    {"CAL-02",
     "Dòng {0}: không có ngày {1}.",
     "Line {0}: there is no date {1}."},
    [CALENDAR_FAULT_RANGE] =
    {"CAL-03",
     "Dòng {0}: ngày {1} nằm ngoài các năm 2010–2039.",
     "Line {0}: {1} lies outside the years 2010-2039."},
    [CALENDAR_FAULT_KIND] =
    {"CAL-04",
     "Dòng {0}: loại phải là off, work hoặc short, không phải {1}.",
     "Line {0}: the kind must be off, work or short, not {1}."},
    [CALENDAR_FAULT_TWICE] =
    {"CAL-05",
     "Dòng {0}: ngày {1} đã có ở một dòng trước.",
     "Line {0}: {1} stands in an earlier line already."},
    [CALENDAR_FAULT_NO_HOURS] =
    {"CAL-06",
     "Dòng {0}: loại short cần giờ, ví dụ 07:30-11:30.",
     "Line {0}: short needs hours, such as 07:30-11:30."},
    [CALENDAR_FAULT_HOURS] =
    {"CAL-07",
     "Dòng {0}: không hiểu giờ {1}; viết 07:30-11:30, và chỉ với loại short.",
     "Line {0}: the hours {1} are not understood; write 07:30-11:30, beside short only."},
    [CALENDAR_FAULT_OVERLAP] =
    {"CAL-08",
     "Dòng {0}: hai buổi trong {1} chồng lên nhau.",
     "Line {0}: the two stretches in {1} overlap."},
    [CALENDAR_FAULT_LENGTH] =
    {"CAL-09",
     "Dòng {0}: một ngày làm việc từ 1 đến 12 giờ, {1} thì không.",
     "Line {0}: a working day has 1 to 12 hours; {1} has not."},
    [CALENDAR_FAULT_SHORTS] =
    {"CAL-10",
     "Dòng {0}: lịch đã có 60 kiểu giờ khác nhau; thừa {1}.",
     "Line {0}: 60 different hours are in use already; {1} is too many."},
    [CALENDAR_FAULT_UTF8] =
    {"CAL-11",
     "Dòng {0} không phải là UTF-8.",
     "Line {0} is not UTF-8."},
};
/* clang-format on */

const struct said *calendar_fault_said(enum calendar_fault_kind kind)
{
    return &said_of[(unsigned)kind < CALENDAR_FAULTS ? kind : CALENDAR_FAULT_NONE];
}
