/* What intake tells of itself is read back as it was written. */
#include "server/intake/stat.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { NUMBERS = sizeof(struct intake_stat) / sizeof(uint64_t) };

static void every_number_comes_back(void **unused)
{
    (void)unused;
    uint64_t numbers[NUMBERS];
    struct intake_stat stat;
    struct intake_stat read;
    char text[INTAKE_STAT_SIZE];
    for (uint64_t i = 0; i < NUMBERS; i++) {
        numbers[i] = UINT64_MAX - i; /* the longest there are */
    }
    memcpy(&stat, numbers, sizeof stat);
    assert_int_equal(intake_stat_parse(text_of(intake_stat_text(&stat, text)), &read), STATUS_OK);
    assert_memory_equal(&read, &stat, sizeof stat);
}

static void unknown_names_are_passed_over_and_missing_ones_are_nothing(void **unused)
{
    (void)unused;
    struct intake_stat read;
    assert_int_equal(intake_stat_parse(TEXT("trao-intake 1\ncommits 7\nlater 9\n"), &read),
                     STATUS_OK);
    assert_int_equal(read.commits, 7);
    assert_int_equal(read.entries, 0);
}

static void half_a_text_and_another_text_are_refused(void **unused)
{
    (void)unused;
    static const char *const bad[] = {"",
                                      "trao-intake",
                                      "trao-intake 0\n",
                                      "trao-intake x\n",
                                      "commits 7\n",
                                      "trao-intake 1\ncommits",
                                      "trao-intake 1\ncommits -1\n",
                                      "trao-intake 1\ncommits 99999999999999999999\n"};
    struct intake_stat read;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(intake_stat_parse(text_of(bad[i]), &read), STATUS_MALFORMED);
    }
    assert_int_equal(intake_stat_parse(TEXT("trao-intake 2\nanything"), &read), STATUS_TOO_NEW);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_number_comes_back),
        cmocka_unit_test(unknown_names_are_passed_over_and_missing_ones_are_nothing),
        cmocka_unit_test(half_a_text_and_another_text_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
