#include "core/calendar.h"

/* What a calendar in order may still say by mistake. */

enum { FRIDAY = 5 };

enum calendar_note_kind calendar_entry_note(const struct calendar_entry *entry)
{
    const bool weekend = day_weekday(entry->day) > FRIDAY;
    if (text_is(entry->kind, weekend ? "off" : "work")) {
        return CALENDAR_NOTE_IDLE;
    }
    return entry->authority.size == 0 ? CALENDAR_NOTE_NO_AUTHORITY : CALENDAR_NOTE_NONE;
}

bool calendar_gap(const struct calendar *cal, int after, int *out_year)
{
    int year = after + 1 > CALENDAR_YEAR_MIN ? after + 1 : CALENDAR_YEAR_MIN;
    uint32_t before = cal->years & ((UINT32_C(1) << (year - CALENDAR_YEAR_MIN)) - 1);
    for (; year < CALENDAR_YEAR_MAX; year++) {
        const uint32_t bit = UINT32_C(1) << (year - CALENDAR_YEAR_MIN);
        const bool has = (cal->years & bit) != 0;
        if (!has && before != 0 && (cal->years & ~(bit - 1)) != 0) {
            *out_year = year;
            return true;
        }
        before |= cal->years & bit;
    }
    return false;
}

/* clang-format off */
static const struct said said_of[CALENDAR_NOTES] = {
    [CALENDAR_NOTE_NONE] =
    {"CAL-20",
     "Dòng {0}: không có gì phải lưu ý.",
     "Line {0}: nothing to remark."},
    [CALENDAR_NOTE_IDLE] =
    {"CAL-21",
     "Dòng {0}: ngày {1} vốn đã như vậy, dòng này không đổi gì; có nhầm ngày không?",
     "Line {0}: {1} is so anyway, the row changes nothing; is the date right?"},
    [CALENDAR_NOTE_NO_AUTHORITY] =
    {"CAL-22",
     "Dòng {0}: ngày {1} không ghi căn cứ.",
     "Line {0}: {1} names no authority."},
    [CALENDAR_NOTE_GAP] =
    {"CAL-23",
     "Năm {1} không có dòng nào, giữa những năm có: ngày nghỉ của năm ấy chưa biết.",
     "The year {1} has no row, between years that have: its holidays are unknown."},
};
/* clang-format on */

const struct said *calendar_note_said(enum calendar_note_kind kind)
{
    return &said_of[(unsigned)kind < CALENDAR_NOTES ? kind : CALENDAR_NOTE_NONE];
}
