#include "tools/trao/minute_words.h"

#include "base/check.h"

struct pair {
    const char *vi;
    const char *en;
};

/* clang-format off */
static const struct pair causes[LEDGER_CAUSES] = {
    [LEDGER_PAUSED] = {"tạm dừng", "paused"},
    [LEDGER_UNKNOWN] = {"không rõ", "unknown"},
    [LEDGER_UNCONFIRMED] = {"chưa ký nhận", "not confirmed"},
    [LEDGER_IN_TRANSIT] = {"trên đường", "in transit"},
    [LEDGER_PROCESSING] = {"xử lý", "processing"},
    [LEDGER_WAITING_FOR_RUN] = {"chờ chuyến", "waiting for a run"},
    [LEDGER_MISSED_RUN] = {"lỡ chuyến", "missed run"},
    [LEDGER_AT_COUNTER] = {"chờ trả", "at the counter"},
};

/* {0}: the run's hour */
static const struct pair whys[LEDGER_WHYS] = {
    [LEDGER_WHY_PAUSE] = {"đồng hồ đang dừng", "the clock is stopped"},
    [LEDGER_WHY_GAP] = {"không ai quét, không rõ ai giữ", "no scan says who had it"},
    [LEDGER_WHY_UNLOCATED] = {"báo thiếu hoặc mất", "short or lost, not found"},
    [LEDGER_WHY_NO_ACT] = {"chưa có lần quét nào", "never scanned"},
    [LEDGER_WHY_SILENCE] = {"hệ thống báo xong, không ai quét", "ended by the feed alone"},
    [LEDGER_WHY_NO_RUN] = {"kế hoạch không có chuyến", "no run in the plan"},
    [LEDGER_WHY_NO_BUDGET] = {"kế hoạch không có định mức", "no budget in the plan"},
    [LEDGER_WHY_NO_ROOM] = {"quá nhiều lần quét để tính", "too many acts to tell"},
    [LEDGER_WHY_OFFERED] = {"bưu tá đã giao, chưa ai nhận", "given, and not taken yet"},
    [LEDGER_WHY_CARRIED] = {"bưu tá đang mang", "carried"},
    [LEDGER_WHY_PROCESSED] = {"đang xử lý", "being processed"},
    [LEDGER_WHY_TIMETABLE] = {"chưa tới giờ chuyến {0}", "the {0} was not due yet"},
    [LEDGER_WHY_RUN_LATE] = {"chuyến {0} chưa đi", "the {0} was due, and stood"},
    [LEDGER_WHY_CANCELLED] = {"chuyến {0} bị hủy", "the {0} was cancelled"},
    [LEDGER_WHY_LEFT_BEHIND] = {"đã đưa, chuyến {0} bỏ lại", "offered, left by the {0}"},
    [LEDGER_WHY_NOT_CALLED] = {"chuyến {0} không ghé", "the {0} did not call"},
    [LEDGER_WHY_NOT_OFFERED] = {"không đưa cho chuyến {0}", "not offered to the {0}"},
    [LEDGER_WHY_BACK] = {"kết quả đã về, chưa lấy", "back, and not fetched"},
};
/* clang-format on */

const char *minute_cause(const struct call *call, enum ledger_cause cause)
{
    assert(cause < LEDGER_CAUSES);
    return call_word(call, causes[cause].vi, causes[cause].en);
}

struct text minute_party(const struct offices *offices, struct text code)
{
    if (code.size == 0) {
        return TEXT("—");
    }
    return text_is(code, "timetable")
               ? text_of(call_word(offices->call, "lịch chuyến", "timetable"))
               : offices_name(offices, code);
}

void minute_why(struct line *line, const struct call *call, const struct ledger_span *span)
{
    char hour[8];
    struct line when = line_of(hour, sizeof hour);
    const int of_day = span->has_run ? minute_of_day(span->run.departs) : 0;
    assert(span->why < LEDGER_WHYS);
    line_digits(&when, (uint64_t)(of_day / 60), 2);
    line_char(&when, ':');
    line_digits(&when, (uint64_t)(of_day % 60), 2);
    struct text rest = text_of(call_word(call, whys[span->why].vi, whys[span->why].en));
    const struct text before = text_split(&rest, '{');
    line_text(line, before);
    if (rest.size > 0) {
        line_text(line, line_done(&when));
        (void)text_split(&rest, '}');
        line_text(line, rest);
    }
}
