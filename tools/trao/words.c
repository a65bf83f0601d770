#include "tools/trao/words.h"

struct pair {
    const char *vi;
    const char *en;
};

/* clang-format off */
static const struct pair levels[FLAG_LEVELS] = {
    [FLAG_DONE] = {"đã xong", "done"},
    [FLAG_UNKNOWN] = {"chưa rõ", "unknown"},
    [FLAG_OVERDUE] = {"quá hạn", "overdue"},
    [FLAG_AT_RISK] = {"nguy cơ trễ", "at risk"},
    [FLAG_WILL_MISS] = {"sẽ trễ", "will miss"},
    [FLAG_DUE_SOON] = {"sắp đến hạn", "due soon"},
    [FLAG_ON_TRACK] = {"trong hạn", "on track"},
};

static const struct pair causes[FLAG_CAUSES] = {
    [CAUSE_NONE] = {"", ""},
    [CAUSE_TRANSFER] = {"luân chuyển", "transfer"},
    [CAUSE_TRANSFERS] = {"các khâu luân chuyển", "transfers together"},
    [CAUSE_PROCESSING] = {"xử lý tại sở", "processing"},
    [CAUSE_BOTH] = {"cả xử lý và luân chuyển", "processing and transfers"},
    [CAUSE_PLAN] = {"kế hoạch", "plan"},
};

static const struct pair legs[FLAG_LEGS] = {
    [LEG_NONE] = {"", ""},
    [LEG_OUT] = {"lượt đi", "out"},
    [LEG_BACK] = {"lượt về", "back"},
};

static const struct pair missings[MISSING_KINDS] = {
    [MISSING_NOTHING] = {"", ""},
    [MISSING_PROMISE] = {"chưa có ngày hẹn trả", "no promised date"},
    [MISSING_BUDGET] = {"kế hoạch chưa có định mức", "no budget in the plan"},
    [MISSING_RUN] = {"kế hoạch không có chuyến", "no run in the plan"},
    [MISSING_ACT] = {"chưa có lần quét nào", "never scanned"},
    [MISSING_ITEM] = {"đang thất lạc", "not to be found"},
    [MISSING_CERTAINTY] = {"giờ quét còn tranh chấp", "the time of a scan is disputed"},
    [MISSING_SCAN] = {"thiếu một lần quét", "a scan is missing"},
    [MISSING_ROOM] = {"quá nhiều lần quét để tính", "too many acts to judge"},
};

static const struct pair acts[ACT_KINDS] = {
    [ACT_INTAKE] = {"tiếp nhận", "intake"},
    [ACT_READY] = {"có kết quả", "ready"},
    [ACT_PACK] = {"đóng bó", "pack"},
    [ACT_SEAL] = {"niêm phong", "seal"},
    [ACT_ARRIVE] = {"đến", "arrive"},
    [ACT_GIVE] = {"giao", "give"},
    [ACT_REFUSE] = {"từ chối", "refuse"},
    [ACT_TAKE] = {"nhận", "take"},
    [ACT_UNPACK] = {"mở bó", "unpack"},
    [ACT_PAUSE] = {"tạm dừng", "pause"},
    [ACT_RESUME] = {"tiếp tục", "resume"},
    [ACT_EXCEPTION] = {"sự cố", "exception"},
    [ACT_DEPART] = {"rời", "depart"},
    [ACT_RETURN] = {"trả", "return"},
    [ACT_VOID] = {"đính chính", "void"},
};

static const struct pair conflicts[CONFLICT_KINDS] = {
    [CONFLICT_TAKE_MISSING] = {"chưa quét nhận", "its take is missing"},
    [CONFLICT_OTHER_CUSTODIAN] =
    {"nhận từ nơi không giữ hồ sơ", "taken from one who did not hold it"},
    [CONFLICT_NOT_HOLDER] =
    {"không giữ hồ sơ mà giao hoặc trả", "gave or returned what it did not hold"},
    [CONFLICT_AFTER_RETURN] = {"sau khi đã trả", "after the return"},
};
/* clang-format on */

static const char *in(const struct call *call, const struct pair *pair)
{
    return call_word(call, pair->vi, pair->en);
}

const char *word_level(const struct call *call, enum flag_level level)
{
    return level < FLAG_LEVELS ? in(call, &levels[level]) : "?";
}

const char *word_cause(const struct call *call, enum flag_cause cause)
{
    return cause < FLAG_CAUSES ? in(call, &causes[cause]) : "?";
}

const char *word_leg(const struct call *call, enum flag_leg leg)
{
    return leg < FLAG_LEGS ? in(call, &legs[leg]) : "?";
}

const char *word_missing(const struct call *call, enum flag_missing missing)
{
    return missing < MISSING_KINDS ? in(call, &missings[missing]) : "?";
}

const char *word_act(const struct call *call, enum act_kind kind)
{
    return kind < ACT_KINDS ? in(call, &acts[kind]) : "?";
}

const char *word_conflict(const struct call *call, enum conflict_kind kind)
{
    return kind < CONFLICT_KINDS ? in(call, &conflicts[kind]) : "?";
}

const char *word_party(const struct call *call, struct text code)
{
    if (text_is(code, "center")) {
        return call_word(call, "Trung tâm", "Center");
    }
    if (text_is(code, "post")) {
        return call_word(call, "Bưu điện", "Post");
    }
    return text_is(code, "citizen") ? call_word(call, "công dân", "citizen") : NULL;
}

static void put_date(const struct call *call, struct line *line, struct civil day, bool year)
{
    bool vi = call->language == LANGUAGE_VI;
    if (year && !vi) {
        line_digits(line, (uint64_t)day.year, 4);
        line_char(line, '-');
    }
    line_digits(line, (uint64_t)(vi ? day.day : day.month), 2);
    line_char(line, vi ? '/' : '-');
    line_digits(line, (uint64_t)(vi ? day.month : day.day), 2);
    if (year && vi) {
        line_char(line, '/');
        line_digits(line, (uint64_t)day.year, 4);
    }
}

static const char *put_minute(const struct call *call, struct minute minute, bool year,
                              char out[WORD_TIME_SIZE])
{
    struct line line = line_of(out, WORD_TIME_SIZE);
    if (minute.m == MINUTE_NEVER.m) {
        line_put(&line, "—");
        return out;
    }
    int clock = minute_of_day(minute);
    put_date(call, &line, day_civil(minute_day(minute)), year);
    line_char(&line, ' ');
    line_digits(&line, (uint64_t)clock / 60, 2);
    line_char(&line, ':');
    line_digits(&line, (uint64_t)clock % 60, 2);
    return out;
}

const char *word_minute(const struct call *call, struct minute minute, char out[WORD_TIME_SIZE])
{
    return put_minute(call, minute, true, out);
}

const char *word_time(const struct call *call, struct minute minute, struct minute now,
                      char out[WORD_TIME_SIZE])
{
    bool never = minute.m == MINUTE_NEVER.m || now.m == MINUTE_NEVER.m;
    bool year = never || day_civil(minute_day(minute)).year != day_civil(minute_day(now)).year;
    return put_minute(call, minute, year, out);
}
