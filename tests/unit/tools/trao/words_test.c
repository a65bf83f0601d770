#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tools/trao/words.h"

static const struct call calls[] = {{.language = LANGUAGE_VI}, {.language = LANGUAGE_EN}};

/* Words of one kind: all there, and no two the same. */
static void all_differ(const char *(*word)(const struct call *, int), int count)
{
    for (size_t language = 0; language < 2; language++) {
        for (int i = 0; i < count; i++) {
            const char *one = word(&calls[language], i);
            assert_non_null(one);
            assert_true(text_utf8(text_of(one)));
            for (int k = 0; k < i; k++) {
                assert_string_not_equal(one, word(&calls[language], k));
            }
        }
    }
}

static const char *level(const struct call *call, int i)
{
    return word_level(call, (enum flag_level)i);
}

static const char *cause(const struct call *call, int i)
{
    return word_cause(call, (enum flag_cause)i);
}

static const char *leg(const struct call *call, int i)
{
    return word_leg(call, (enum flag_leg)i);
}

static const char *missing(const struct call *call, int i)
{
    return word_missing(call, (enum flag_missing)i);
}

static const char *act(const struct call *call, int i)
{
    return word_act(call, (enum act_kind)i);
}

static const char *conflict(const struct call *call, int i)
{
    return word_conflict(call, (enum conflict_kind)i);
}

static void everything_core_knows_has_a_word_in_both_languages(void **unused)
{
    (void)unused;
    all_differ(level, FLAG_LEVELS);
    all_differ(cause, FLAG_CAUSES);
    all_differ(leg, FLAG_LEGS);
    all_differ(missing, MISSING_KINDS);
    all_differ(act, ACT_KINDS);
    all_differ(conflict, CONFLICT_KINDS);
}

static void the_parties_of_every_province_have_names(void **unused)
{
    (void)unused;
    assert_string_equal(word_party(&calls[0], TEXT("center")), "Trung tâm");
    assert_string_equal(word_party(&calls[1], TEXT("post")), "Post");
    assert_null(word_party(&calls[0], TEXT("H41.04")));
}

static void dates_are_written_as_the_language_writes_them(void **unused)
{
    (void)unused;
    char out[WORD_TIME_SIZE];
    struct instant instant;
    assert_int_equal(instant_parse(TEXT("2026-11-23T14:05"), &instant), STATUS_OK);
    struct minute minute = instant_minute(instant);
    assert_string_equal(word_minute(&calls[0], minute, out), "23/11/2026 14:05");
    assert_string_equal(word_minute(&calls[1], minute, out), "2026-11-23 14:05");
    assert_string_equal(word_minute(&calls[0], MINUTE_NEVER, out), "—");
}

static void the_year_is_left_out_where_it_goes_without_saying(void **unused)
{
    (void)unused;
    char out[WORD_TIME_SIZE];
    struct instant instant;
    struct instant later;
    assert_int_equal(instant_parse(TEXT("2026-12-31T14:05"), &instant), STATUS_OK);
    assert_int_equal(instant_parse(TEXT("2027-01-02T14:05"), &later), STATUS_OK);
    struct minute minute = instant_minute(instant);
    assert_string_equal(word_time(&calls[0], minute, minute, out), "31/12 14:05");
    assert_string_equal(word_time(&calls[1], minute, minute, out), "12-31 14:05");
    assert_string_equal(word_time(&calls[0], minute, instant_minute(later), out),
                        "31/12/2026 14:05");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_core_knows_has_a_word_in_both_languages),
        cmocka_unit_test(the_parties_of_every_province_have_names),
        cmocka_unit_test(dates_are_written_as_the_language_writes_them),
        cmocka_unit_test(the_year_is_left_out_where_it_goes_without_saying),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
