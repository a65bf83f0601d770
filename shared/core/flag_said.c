#include "core/flag_said.h"

enum flag_saying {
    SAY_LATE,
    SAY_IN_TIME,
    SAY_TRANSFER,
    SAY_TRANSFERS,
    SAY_PROCESSING,
    SAY_BOTH,
    SAY_BUTFOR,
    SAY_BUTFOR_LATE,
    SAY_OUT,
    SAY_BACK,
    SAY_CHANCE,
    SAY_CHANCE_LATE,
    SAY_LEVEL_FIRST,
    SAY_CAUSE_FIRST = SAY_LEVEL_FIRST + FLAG_LEVELS,
    FLAG_SAYINGS = SAY_CAUSE_FIRST + FLAG_CAUSES
};

/* clang-format off */
static const struct said rows[FLAG_SAYINGS] = {
    [SAY_LATE] =
    {"FLAG-01",
     "Hẹn {0}, dự kiến {1}: muộn {2} phút làm việc",
     "Promised {0}, forecast {1}: {2} working minutes late"},
    [SAY_IN_TIME] =
    {"FLAG-02",
     "Hẹn {0}, dự kiến {1}: còn dư {2} phút làm việc",
     "Promised {0}, forecast {1}: {2} working minutes to spare"},
    [SAY_TRANSFER] =
    {"FLAG-03",
     "; riêng {0} mất {1} phút, theo kế hoạch {2}, quá {3}",
     "; {0} alone takes {1} minutes, {2} by plan, {3} over"},
    [SAY_TRANSFERS] =
    {"FLAG-04",
     "; các lượt chuyển mất {1} phút, theo kế hoạch {2}, quá {3}",
     "; the transfers take {1} minutes, {2} by plan, {3} over"},
    [SAY_PROCESSING] =
    {"FLAG-05",
     "; xử lý mất {1} phút, theo kế hoạch {2}, quá {3}",
     "; processing takes {1} minutes, {2} by plan, {3} over"},
    [SAY_BOTH] =
    {"FLAG-06",
     "; chuyển và xử lý mất {1} phút, theo kế hoạch {2}, quá {3}",
     "; transfers and processing take {1} minutes, {2} by plan, {3} over"},
    [SAY_BUTFOR] =
    {"FLAG-07",
     "; nếu đúng kế hoạch thì về {0}, sớm hơn {1} phút, kịp hẹn và còn dư {2}",
     "; by plan it would be back {0}, {1} minutes earlier, in time with {2} to spare"},
    [SAY_BUTFOR_LATE] =
    {"FLAG-08",
     "; dù mọi khâu đúng kế hoạch vẫn về {0}, sau hẹn",
     "; even with every step by plan it would be back {0}, after the promise"},
    [SAY_OUT] = {"FLAG-09", "lượt đi {0} → {1}", "the way out {0} → {1}"},
    [SAY_BACK] = {"FLAG-10", "lượt về {0} → {1}", "the way back {0} → {1}"},
    [SAY_CHANCE] =
    {"FLAG-11",
     "Theo thực tế: khả năng trễ {0} %; 5 trong 10 lần về trước {1}, 9 trong 10 trước {2}.",
     "By what steps have really taken: {0} % likely late; 5 times in 10 back by {1}, 9 by {2}."},
    [SAY_CHANCE_LATE] =
    {"FLAG-12",
     "Theo thực tế: 5 trong 10 lần về trước {0}, 9 trong 10 trước {1}.",
     "By what steps have really taken: 5 times in 10 back by {0}, 9 by {1}."},
    [SAY_LEVEL_FIRST + FLAG_DONE] =
    {"FLAG-20", "Kết quả đã về Trung tâm.", "The result is back at the Center."},
    [SAY_LEVEL_FIRST + FLAG_UNKNOWN] =
    {"FLAG-21", "Thiếu dữ liệu nên không kết luận.", "Data is missing: no verdict."},
    [SAY_LEVEL_FIRST + FLAG_OVERDUE] =
    {"FLAG-22", "Đã quá hẹn.", "The promise is over."},
    [SAY_LEVEL_FIRST + FLAG_AT_RISK] =
    {"FLAG-23",
     "Dự kiến về sau hẹn; thêm một chuyến thì còn kịp.",
     "Forecast after the promise; one extra run would still keep it."},
    [SAY_LEVEL_FIRST + FLAG_WILL_MISS] =
    {"FLAG-24",
     "Dự kiến về sau hẹn; thêm một chuyến cũng không kịp.",
     "Forecast after the promise; no extra run would keep it."},
    [SAY_LEVEL_FIRST + FLAG_DUE_SOON] =
    {"FLAG-25",
     "Còn kịp, nhưng lỡ chuyến tới (hoặc hết phần dư) thì trễ.",
     "In time, but late if the next run (or what is to spare) is missed."},
    [SAY_LEVEL_FIRST + FLAG_ON_TRACK] =
    {"FLAG-26", "Dự kiến về trước hẹn.", "Forecast before the promise."},
    [SAY_CAUSE_FIRST + CAUSE_NONE] = {"FLAG-30", "–", "–"},
    [SAY_CAUSE_FIRST + CAUSE_TRANSFER] =
    {"FLAG-31",
     "Luân chuyển: chỉ cần một lượt này đúng kế hoạch là kịp hẹn.",
     "Transfer: with this one by plan the promise would be kept."},
    [SAY_CAUSE_FIRST + CAUSE_TRANSFERS] =
    {"FLAG-32",
     "Các lượt chuyển: cùng đúng kế hoạch mới kịp hẹn.",
     "Transfers: only with all of them by plan would it be kept."},
    [SAY_CAUSE_FIRST + CAUSE_PROCESSING] =
    {"FLAG-33",
     "Xử lý: luân chuyển đúng kế hoạch vẫn trễ, xử lý đúng định mức thì kịp.",
     "Processing: late with all transfers by plan, kept with processing by its budget."},
    [SAY_CAUSE_FIRST + CAUSE_BOTH] =
    {"FLAG-34",
     "Cả hai: chỉ khi luân chuyển và xử lý cùng đúng kế hoạch mới kịp.",
     "Both: only with transfers and processing by plan would it be kept."},
    [SAY_CAUSE_FIRST + CAUSE_PLAN] =
    {"FLAG-35",
     "Kế hoạch: mọi khâu đúng kế hoạch vẫn trễ.",
     "Plan: late even with every step by plan."},
};
/* clang-format on */

const struct said *flag_said_row(size_t number)
{
    return number < FLAG_SAYINGS ? &rows[number] : NULL;
}

const struct said *flag_level_rule(enum flag_level level)
{
    return &rows[SAY_LEVEL_FIRST + ((unsigned)level < FLAG_LEVELS ? (int)level : FLAG_UNKNOWN)];
}

const struct said *flag_cause_rule(enum flag_cause cause)
{
    return &rows[SAY_CAUSE_FIRST + ((unsigned)cause < FLAG_CAUSES ? (int)cause : CAUSE_NONE)];
}

int64_t flag_sum_late(const struct flag_sum *sum)
{
    if (sum->slack_minutes >= 0) {
        return 0;
    }
    /* slack says 1 at least, also when nobody has worked since: SEMANTICS section 6 */
    const bool saved = sum->butfor.m != MINUTE_NEVER.m && sum->cause != CAUSE_PLAN;
    return saved ? (int64_t)sum->minutes_gained - sum->minutes_spare : -(int64_t)sum->slack_minutes;
}

/* --- the sentence --- */

enum { WORD_SIZE = 32, LEG_SIZE = 256 };

/* `24/11/2026 09:30`, or only the day. */
static struct text when(struct minute minute, bool only_day, char out[WORD_SIZE])
{
    const struct civil civil = instant_civil(minute_instant(minute));
    struct line line = line_of(out, WORD_SIZE);
    line_digits(&line, (uint64_t)civil.day, 2);
    line_char(&line, '/');
    line_digits(&line, (uint64_t)civil.month, 2);
    line_char(&line, '/');
    line_digits(&line, (uint64_t)civil.year, 4);
    if (!only_day) {
        line_char(&line, ' ');
        line_digits(&line, (uint64_t)civil.hour, 2);
        line_char(&line, ':');
        line_digits(&line, (uint64_t)civil.minute, 2);
    }
    return line_done(&line);
}

static struct text number(int64_t value, char out[WORD_SIZE])
{
    struct line line = line_of(out, WORD_SIZE);
    line_signed(&line, value);
    return line_done(&line);
}

static void say_promise(struct line *line, const struct flag_sum *sum, enum language language)
{
    char words[3][WORD_SIZE];
    const bool late = sum->slack_minutes < 0;
    const struct text values[] = {when(sum->promised, !sum->by_instant, words[0]),
                                  when(sum->forecast, false, words[1]),
                                  number(late ? flag_sum_late(sum) : sum->slack_minutes, words[2])};
    said_line(line, &rows[late ? SAY_LATE : SAY_IN_TIME], language, values, 3);
}

static enum flag_saying minutes_saying(enum flag_cause cause)
{
    switch (cause) {
    case CAUSE_TRANSFER:
        return SAY_TRANSFER;
    case CAUSE_TRANSFERS:
        return SAY_TRANSFERS;
    case CAUSE_PROCESSING:
        return SAY_PROCESSING;
    case CAUSE_BOTH:
    case CAUSE_NONE:
    case CAUSE_PLAN:
    case FLAG_CAUSES:
        break;
    }
    return SAY_BOTH;
}

/* Of what has not begun there is nothing to say yet. */
static void say_minutes(struct line *line, const struct flag_sum *sum, enum language language)
{
    char words[3][WORD_SIZE];
    char leg[LEG_SIZE];
    struct line way = line_of(leg, sizeof leg);
    const struct text ends[] = {sum->from, sum->to};
    if (sum->minutes_taken == 0) {
        return;
    }
    said_line(&way, &rows[sum->leg == LEG_BACK ? SAY_BACK : SAY_OUT], language, ends, 2);
    const struct text values[] = {
        line_done(&way), number(sum->minutes_taken, words[0]),
        number(sum->minutes_standard, words[1]),
        number((int64_t)sum->minutes_taken - sum->minutes_standard, words[2])};
    said_line(line, &rows[minutes_saying(sum->cause)], language, values, 4);
}

static void say_butfor(struct line *line, const struct flag_sum *sum, enum language language)
{
    char words[3][WORD_SIZE];
    if (sum->butfor.m == MINUTE_NEVER.m) {
        return;
    }
    const struct text values[] = {when(sum->butfor, false, words[0]),
                                  number(sum->minutes_gained, words[1]),
                                  number(sum->minutes_spare, words[2])};
    said_line(line, &rows[sum->cause == CAUSE_PLAN ? SAY_BUTFOR_LATE : SAY_BUTFOR], language,
              values, 3);
}

void flag_sum_line(struct line *line, const struct flag_sum *sum, enum language language)
{
    if (sum->level == FLAG_DONE || sum->level == FLAG_UNKNOWN ||
        sum->promised.m == MINUTE_NEVER.m || sum->forecast.m == MINUTE_NEVER.m) {
        return;
    }
    say_promise(line, sum, language);
    if (sum->slack_minutes < 0) {
        say_minutes(line, sum, language);
        say_butfor(line, sum, language);
    }
    line_char(line, '.');
}

/* That what is over is late needs no saying. */
void flag_chance_line(struct line *line, const struct flag_sum *sum, enum language language)
{
    char words[3][WORD_SIZE];
    const bool states = sum->late >= 0 && sum->level != FLAG_OVERDUE;
    if (sum->level == FLAG_DONE || sum->level == FLAG_UNKNOWN || sum->f50.m == MINUTE_NEVER.m ||
        sum->f90.m == MINUTE_NEVER.m) {
        return;
    }
    const struct text percent = number((sum->late + 5) / 10, words[0]);
    const struct text values[] = {percent, when(sum->f50, false, words[1]),
                                  when(sum->f90, false, words[2])};
    said_line(line, &rows[states ? SAY_CHANCE : SAY_CHANCE_LATE], language,
              states ? values : values + 1, states ? 3 : 2);
}
