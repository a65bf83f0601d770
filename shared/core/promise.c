#include "core/promise.h"

enum { WORKING_HOUR = 60, HALF_DAY = 4 * WORKING_HOUR, SAME_DAY = 8 * WORKING_HOUR };

static const struct {
    char name[3];
    enum duration_unit unit;
} units[] = {
    {"wd", DURATION_WORKING_DAY },
    {"hd", DURATION_HALF_DAY    },
    {"wh", DURATION_WORKING_HOUR},
    {"d",  DURATION_DAY         },
};

bool duration_parse(struct text text, struct duration *out_duration)
{
    struct text digits = text;
    uint64_t count = 0;
    digits.size = 0;
    while (digits.size < text.size && text.at[digits.size] >= '0' && text.at[digits.size] <= '9') {
        digits.size++;
    }
    struct text unit = {text.at + digits.size, text.size - digits.size};
    if (!text_unsigned(digits, &count) || count < 1 || count > DURATION_COUNT_MAX) {
        return false;
    }
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (text_is(unit, units[i].name)) {
            *out_duration = (struct duration){(int32_t)count, units[i].unit};
            return true;
        }
    }
    return false;
}

char *duration_text(struct duration duration, char out[DURATION_TEXT_SIZE])
{
    struct line line = line_of(out, DURATION_TEXT_SIZE);
    line_signed(&line, duration.count);
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (units[i].unit == duration.unit) {
            line_put(&line, units[i].name);
        }
    }
    return out;
}

/* What runs minute by minute; 0 for units that count days. */
static int32_t working_minutes(struct duration duration)
{
    switch (duration.unit) {
    case DURATION_HALF_DAY:
        return duration.count * HALF_DAY;
    case DURATION_WORKING_HOUR:
        return duration.count * WORKING_HOUR;
    case DURATION_WORKING_DAY:
    case DURATION_DAY:
        break;
    }
    return 0;
}

bool duration_same_day(struct duration duration)
{
    int32_t minutes = working_minutes(duration);
    return minutes > 0 && minutes <= SAME_DAY;
}

/* The day on which a duration counted in days ends: the effective day itself is not counted. */
static bool due_day(const struct calendar *cal, struct day from, struct duration duration,
                    struct day *out_day)
{
    if (duration.unit == DURATION_WORKING_DAY) {
        return calendar_working_day(cal, from, duration.count, out_day);
    }
    return calendar_working_day(cal, (struct day){from.d + duration.count}, 0, out_day);
}

static struct minute due_of(const struct calendar *cal, struct minute effective,
                            struct duration duration)
{
    int32_t minutes = working_minutes(duration);
    struct day day;
    if (minutes > 0) {
        return calendar_add(cal, effective, minutes);
    }
    if (!due_day(cal, minute_day(effective), duration, &day)) {
        return MINUTE_NEVER;
    }
    return calendar_clamp(cal, day, minute_of_day(effective));
}

static bool is_later_in_the_day(struct minute effective, int32_t after)
{
    return after >= 0 && minute_of_day(effective) > after;
}

enum status promise_due(const struct calendar *cal, struct minute received,
                        struct duration duration, const struct promise_rules *rules,
                        struct promise *out_promise)
{
    if (duration.count < 1 || duration.count > DURATION_COUNT_MAX) {
        return STATUS_MALFORMED;
    }
    if (!calendar_covers(cal, received)) {
        return STATUS_NOT_FOUND;
    }
    struct promise promise = {.received = received, .effective = calendar_effective(cal, received)};
    promise.slipped = rules && duration_same_day(duration) &&
                      is_later_in_the_day(promise.effective, rules->slip_after);
    if (promise.slipped) {
        promise.effective = calendar_next_opening(cal, promise.effective);
    }
    if (promise.effective.m == MINUTE_NEVER.m) {
        return STATUS_NOT_FOUND;
    }
    promise.due = due_of(cal, promise.effective, duration);
    if (promise.due.m == MINUTE_NEVER.m) {
        return STATUS_NOT_FOUND;
    }
    promise.beyond = calendar_beyond(cal, promise.due);
    *out_promise = promise;
    return STATUS_OK;
}

struct minute promise_extend(const struct calendar *cal, struct minute due, int32_t paused_minutes)
{
    return paused_minutes > 0 ? calendar_add(cal, due, paused_minutes) : due;
}

/* Working days after FROM up to TO. */
static int32_t days_between(const struct calendar *cal, struct day from, struct day to)
{
    int32_t days = 0;
    for (struct day day = {from.d + 1}; day.d <= to.d && days <= DURATION_COUNT_MAX; day.d++) {
        days += calendar_is_working_day(cal, day);
    }
    return days;
}

/* True if nothing between the two instants, nor the day of the second, is worked otherwise. */
static bool agree_between(const struct calendar *before, const struct calendar *after,
                          struct minute from, struct minute to)
{
    const struct day last = minute_day(to);
    return calendar_working(before, from, to) == calendar_working(after, from, to) &&
           (calendar_is_working_day(after, last) || !calendar_is_working_day(before, last));
}

struct minute promise_moved(const struct calendar *before, const struct calendar *after,
                            struct minute made, struct minute promised)
{
    if (promised.m <= made.m || agree_between(before, after, made, promised)) {
        return promised;
    }
    const struct minute effective = calendar_effective(before, made);
    struct promise again;
    struct duration days = {.unit = DURATION_WORKING_DAY};
    days.count = effective.m == MINUTE_NEVER.m
                     ? 0
                     : days_between(before, minute_day(effective), minute_day(promised));
    if (promise_due(before, made, days, NULL, &again) == STATUS_OK && again.due.m == promised.m) {
        return promise_due(after, made, days, NULL, &again) == STATUS_OK ? again.due : MINUTE_NEVER;
    }
    return calendar_add(after, made, calendar_working(before, made, promised));
}

struct minute promise_pass_on(const struct calendar *cal, struct minute received, int32_t after)
{
    struct minute effective = calendar_effective(cal, received);
    return is_later_in_the_day(effective, after) ? calendar_next_opening(cal, effective)
                                                 : effective;
}

struct minute promise_edge(struct minute promise, enum promise_judged judged)
{
    if (judged == PROMISE_BY_INSTANT || promise.m == MINUTE_NEVER.m) {
        return promise;
    }
    return day_minute((struct day){minute_day(promise).d + 1}, 0);
}

bool promise_late(struct minute promise, struct minute t, enum promise_judged judged)
{
    if (judged == PROMISE_BY_INSTANT) {
        return t.m > promise.m;
    }
    return minute_day(t).d > minute_day(promise).d;
}

int32_t promise_slack(const struct calendar *cal, struct minute promise, struct minute t,
                      enum promise_judged judged)
{
    struct minute edge = promise_edge(promise, judged);
    if (!promise_late(promise, t, judged)) {
        return calendar_working(cal, t, edge);
    }
    int32_t over = calendar_working(cal, edge, t);
    return over > 1 ? -over : -1;
}

enum promise_verdict promise_admit(const struct calendar *cal, struct minute received,
                                   struct minute promised, struct day *out_first,
                                   struct day *out_last)
{
    struct minute effective = calendar_effective(cal, received);
    *out_first = effective.m == MINUTE_NEVER.m ? minute_day(received) : minute_day(effective);
    *out_last = (struct day){CALENDAR_DAY_FIRST + CALENDAR_DAYS - 1};
    if (promised.m < received.m) {
        return PROMISE_PAST;
    }
    if (!calendar_covers(cal, promised)) {
        return PROMISE_OUTSIDE;
    }
    return calendar_is_working_day(cal, minute_day(promised)) ? PROMISE_ADMITTED : PROMISE_HOLIDAY;
}

const struct said *promise_said(enum promise_verdict verdict)
{
    static const struct said past = {
        "DUE-01", "Ngày hẹn trả {0} trước ngày tiếp nhận; chọn từ {1} đến {2}.",
        "The promised date {0} is before receipt; choose from {1} to {2}."};
    static const struct said holiday = {
        "DUE-02", "Ngày hẹn trả {0} là ngày nghỉ; chọn ngày làm việc từ {1} đến {2}.",
        "The promised date {0} is not a working day; choose one from {1} to {2}."};
    static const struct said outside = {"DUE-03",
                                        "Lịch làm việc không có ngày {0}; chọn từ {1} đến {2}.",
                                        "The calendar does not reach {0}; choose from {1} to {2}."};
    switch (verdict) {
    case PROMISE_PAST:
        return &past;
    case PROMISE_HOLIDAY:
        return &holiday;
    case PROMISE_OUTSIDE:
        return &outside;
    case PROMISE_ADMITTED:
        break;
    }
    return NULL;
}
