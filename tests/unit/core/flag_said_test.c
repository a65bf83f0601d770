#include "core/flag_said.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "life_maker.h"
#include "life_view.h"

enum { LIVES = 3000, ASKED = 6, DAY = MINUTES_A_DAY, NUMBERS_MAX = 16 };

static struct province province;
static struct life life;

static struct flag_sum sum_of(const struct flag *flag)
{
    return (struct flag_sum){.level = flag->level,
                             .cause = flag->cause,
                             .leg = flag->leg,
                             .promised = flag->promised,
                             .forecast = flag->forecast,
                             .butfor = flag->butfor,
                             .slack_minutes = flag->slack_minutes,
                             .minutes_gained = flag->minutes_gained,
                             .minutes_spare = flag->minutes_spare,
                             .minutes_taken = flag->minutes_taken,
                             .minutes_standard = flag->minutes_standard,
                             .by_instant = flag->by_instant,
                             .from = TEXT("A"),
                             .to = TEXT("B")};
}

static const char *sentence_of(const struct flag_sum *sum, enum language language)
{
    static char text[FLAG_SUM_SIZE];
    struct line line = line_of(text, sizeof text);
    flag_sum_line(&line, sum, language);
    assert_false(line.cut);
    text[line.size] = '\0';
    return text;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The numbers of a sentence that are no part of a date or a time. */
static size_t numbers_of(const char *sentence, long numbers[NUMBERS_MAX])
{
    size_t count = 0;
    for (const char *at = sentence; *at;) {
        if (!is_digit(*at)) {
            at++;
            continue;
        }
        const char *from = at;
        long value = 0;
        while (is_digit(*at)) {
            value = value * 10 + (*at++ - '0');
        }
        const bool dated = *at == '/' || *at == ':' ||
                           (from > sentence && (from[-1] == '/' || from[-1] == ':')) ||
                           (from - sentence > 1 && from[-1] == ' ' && *at == ':');
        if (!dated) {
            assert_true(from == sentence || from[-1] != '-'); /* nobody is told a negative */
            assert_true(count < NUMBERS_MAX);
            numbers[count++] = value;
        }
    }
    return count;
}

static void every_sentence_is_whole_in_both_languages(void **unused)
{
    (void)unused;
    size_t count = 0;
    for (const struct said *said = flag_said_row(0); said; said = flag_said_row(count)) {
        assert_true(said_valid(said));
        count++;
    }
    assert_true(count > 20);
    for (int level = 0; level < FLAG_LEVELS; level++) {
        assert_true(said_valid(flag_level_rule((enum flag_level)level)));
    }
    for (int cause = 0; cause < FLAG_CAUSES; cause++) {
        assert_true(said_valid(flag_cause_rule((enum flag_cause)cause)));
    }
}

/* Against the calendar, which knows nothing of flags. */
static void numbers_are_true(const struct flag *flag)
{
    const struct calendar *cal = &province.calendar;
    const struct minute edge =
        promise_edge(flag->promised, flag->by_instant ? PROMISE_BY_INSTANT : PROMISE_BY_DATE);
    const struct flag_sum sum = sum_of(flag);
    const int32_t late = calendar_working(cal, edge, flag->forecast);
    assert_true(flag->minutes_standard <= flag->minutes_taken);
    assert_true(flag->minutes_standard >= 0);
    if (flag->cause == CAUSE_PLAN) {
        assert_true(promise_late(flag->promised, flag->butfor,
                                 flag->by_instant ? PROMISE_BY_INSTANT : PROMISE_BY_DATE));
        assert_int_equal(flag_sum_late(&sum), late > 1 ? late : 1);
        return;
    }
    assert_int_not_equal(flag->cause, CAUSE_NONE);
    assert_int_equal(flag_sum_late(&sum), late);
    assert_int_equal(flag->minutes_gained, calendar_working(cal, flag->butfor, flag->forecast));
    assert_int_equal(flag->minutes_spare, calendar_working(cal, flag->butfor, edge));
    assert_int_equal(flag->minutes_gained, late + flag->minutes_spare);
    if (flag->cause == CAUSE_TRANSFER && flag->leg == LEG_BACK && flag->minutes_taken > 0) {
        /* nothing follows it: what it took too long is what is gained without */
        assert_int_equal(flag->minutes_gained, flag->minutes_taken - flag->minutes_standard);
    }
}

/* What a person reads, worked out with the head. */
static void sentence_adds_up(const struct flag_sum *sum)
{
    for (int language = LANGUAGE_VI; language <= LANGUAGE_EN; language++) {
        const char *sentence = sentence_of(sum, (enum language)language);
        long number[NUMBERS_MAX];
        const size_t count = numbers_of(sentence, number);
        const bool saved = sum->cause != CAUSE_PLAN;
        const size_t minutes = sum->minutes_taken > 0 ? 3 : 0;
        assert_ptr_equal(strchr(sentence, '.'), sentence + strlen(sentence) - 1); /* one sentence */
        assert_int_equal(count, 1 + minutes + (saved ? 2 : 0));
        if (minutes > 0) {
            assert_int_equal(number[1], number[2] + number[3]);
        }
        if (saved) {
            assert_int_equal(number[1 + minutes], number[0] + number[2 + minutes]);
        }
    }
}

static void the_numbers_of_a_sentence_are_true_and_add_up_in_any_life(void **unused)
{
    (void)unused;
    static const struct making makings[] = {
        {0},
        {              .pauses = true},
        { .pauses = true, .intervals = true}
    };
    struct dice dice = {2026};
    int seen[FLAG_CAUSES] = {0};
    int with_minutes = 0;
    for (unsigned i = 0; i < LIVES; i++) {
        life_make(&province, &dice, &makings[i % 3], i, &life);
        const struct flag_input input = input_of(&province, &life);
        for (int k = 0; k < ASKED; k++) {
            struct flag flag;
            const struct minute now = {life.now.m + (int32_t)dice_throw(&dice, 12 * DAY)};
            flag_judge(&input, now, &flag);
            const struct flag_sum sum = sum_of(&flag);
            if (flag.level == FLAG_OVERDUE || flag.level == FLAG_AT_RISK ||
                flag.level == FLAG_WILL_MISS) {
                numbers_are_true(&flag);
                sentence_adds_up(&sum);
                seen[flag.cause]++;
                with_minutes += flag.minutes_taken > 0;
            } else {
                assert_int_equal(flag.butfor.m, MINUTE_NEVER.m);
                assert_int_equal(flag.minutes_taken, 0);
            }
        }
    }
    for (int cause = CAUSE_TRANSFER; cause < FLAG_CAUSES; cause++) {
        assert_true(seen[cause] > 0);
    }
    assert_true(with_minutes > LIVES / 10);
}

static void a_worked_life_is_told_to_the_minute(void **unused)
{
    (void)unused;
    struct flag flag;
    LIFE(&province, &life, "1.005555", "2023-03-21T08:00,intake,D-1,center,,,,,",
         "2023-03-21T09:00,take,D-1,post,,center,,,", "2023-03-21T09:50,take,D-1,H41.04,,post,,,",
         "2023-03-24T14:00,ready,D-1,H41.04,,,,,", "2023-03-24T15:50,take,D-1,post,,H41.04,,,");
    life.facts.promised = minute_at("2023-03-24T08:00");
    const struct flag_input input = input_of(&province, &life);
    flag_judge(&input, minute_at("2023-03-27T09:00"), &flag);
    struct flag_sum sum = sum_of(&flag);
    assert_int_equal(flag.cause, CAUSE_TRANSFER);
    assert_string_equal(sentence_of(&sum, LANGUAGE_EN),
                        "Promised 24/03/2023, forecast 27/03/2023 09:00: 90 working minutes late; "
                        "the way back A → B alone takes 270 minutes, 180 by plan, 90 over; "
                        "by plan it would be back 24/03/2023 17:00, 90 minutes earlier, "
                        "in time with 0 to spare.");
    assert_string_equal(sentence_of(&sum, LANGUAGE_VI),
                        "Hẹn 24/03/2023, dự kiến 27/03/2023 09:00: muộn 90 phút làm việc; "
                        "riêng lượt về A → B mất 270 phút, theo kế hoạch 180, quá 90; "
                        "nếu đúng kế hoạch thì về 24/03/2023 17:00, sớm hơn 90 phút, "
                        "kịp hẹn và còn dư 0.");
}

static void a_damaged_sum_is_told_without_harm(void **unused)
{
    (void)unused;
    const struct flag_sum sum = {.level = FLAG_OVERDUE,
                                 .cause = (enum flag_cause)77,
                                 .slack_minutes = INT32_MIN,
                                 .minutes_gained = INT32_MAX,
                                 .minutes_spare = INT32_MIN,
                                 .minutes_taken = INT32_MAX,
                                 .minutes_standard = INT32_MIN,
                                 .promised = {INT32_MIN},
                                 .forecast = {INT32_MIN}};
    assert_true(strlen(sentence_of(&sum, LANGUAGE_VI)) > 20);
    assert_true(flag_sum_late(&sum) > INT32_MAX);
    assert_true(said_valid(flag_cause_rule((enum flag_cause)77)));
}

static void what_is_done_or_unknown_has_no_sentence(void **unused)
{
    (void)unused;
    struct flag_sum sum = {.level = FLAG_UNKNOWN, .forecast = MINUTE_NEVER};
    assert_string_equal(sentence_of(&sum, LANGUAGE_VI), "");
    sum = (struct flag_sum){.level = FLAG_DONE, .forecast = {1}, .promised = {2}};
    assert_string_equal(sentence_of(&sum, LANGUAGE_EN), "");
}

static const char *chance_of_sum(const struct flag_sum *sum, enum language language)
{
    static char room[FLAG_SUM_SIZE];
    struct line line = line_of(room, sizeof room);
    room[0] = '\0';
    flag_chance_line(&line, sum, language);
    return room;
}

static void what_legs_really_took_is_told_when_something_is_known(void **unused)
{
    (void)unused;
    struct flag_sum sum = {
        .level = FLAG_AT_RISK, .f50 = MINUTE_NEVER, .f90 = MINUTE_NEVER, .late = -1};
    assert_string_equal(chance_of_sum(&sum, LANGUAGE_EN), "");
    sum.f50 = (struct minute){27994486};
    sum.f90 = (struct minute){28000372};
    assert_null(strstr(chance_of_sum(&sum, LANGUAGE_EN), "%"));
    sum.late = 874;
    assert_non_null(strstr(chance_of_sum(&sum, LANGUAGE_EN), "87 % likely late"));
    assert_non_null(strstr(chance_of_sum(&sum, LANGUAGE_VI), "khả năng trễ 87 %"));
    sum.level = FLAG_OVERDUE;
    assert_null(strstr(chance_of_sum(&sum, LANGUAGE_VI), "%"));
    sum.level = FLAG_DONE;
    assert_string_equal(chance_of_sum(&sum, LANGUAGE_EN), "");
}

static int open_province(void **unused)
{
    (void)unused;
    province_open(&province);
    province_plan_base(&province, NULL, 0);
    return 0;
}

static int close_province(void **unused)
{
    (void)unused;
    province_close(&province);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sentence_is_whole_in_both_languages),
        cmocka_unit_test(the_numbers_of_a_sentence_are_true_and_add_up_in_any_life),
        cmocka_unit_test(a_worked_life_is_told_to_the_minute),
        cmocka_unit_test(a_damaged_sum_is_told_without_harm),
        cmocka_unit_test(what_is_done_or_unknown_has_no_sentence),
        cmocka_unit_test(what_legs_really_took_is_told_when_something_is_known),
    };
    return cmocka_run_group_tests(tests, open_province, close_province);
}
