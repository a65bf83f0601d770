#include "tools/bench/bench_said.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void every_sentence_is_whole_in_both_languages(void **unused)
{
    (void)unused;
    for (int i = 0; i < BENCH_SAIDS; i++) {
        const struct said *said = bench_said((enum bench_sentence)i);
        if (!said->code || !said_valid(said) || strlen(said->vi) >= BENCH_SAID_MAX ||
            strlen(said->en) >= BENCH_SAID_MAX) {
            fail_msg("row %d: %s", i, said->code ? said->code : "missing");
        }
    }
}

static void no_two_sentences_share_a_code(void **unused)
{
    (void)unused;
    for (int i = 0; i < BENCH_SAIDS; i++) {
        for (int k = 0; k < i; k++) {
            assert_string_not_equal(bench_said((enum bench_sentence)i)->code,
                                    bench_said((enum bench_sentence)k)->code);
        }
    }
}

static void a_person_reads_vietnamese_unless_english_is_asked_for(void **unused)
{
    (void)unused;
    assert_int_equal(unsetenv("TRAO_LANG"), 0);
    assert_string_equal(bench_word(BENCH_SAID_MISSED), "không đạt");
    assert_int_equal(setenv("TRAO_LANG", "en", 1), 0);
    assert_string_equal(bench_word(BENCH_SAID_MISSED), "missed");
}

static void a_sentence_is_put_with_its_places_filled(void **unused)
{
    char text[100] = {0};
    const char *const values[] = {"a", "b"};
    (void)unused;
    assert_int_equal(setenv("TRAO_LANG", "en", 1), 0);
    FILE *out = fmemopen(text, sizeof text, "w");
    assert_non_null(out);
    bench_put(out, BENCH_SAID_LOST, values, 2);
    assert_int_equal(fclose(out), 0);
    assert_string_equal(text, "LOST: a acts acknowledged, b in the book");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sentence_is_whole_in_both_languages),
        cmocka_unit_test(no_two_sentences_share_a_code),
        cmocka_unit_test(a_person_reads_vietnamese_unless_english_is_asked_for),
        cmocka_unit_test(a_sentence_is_put_with_its_places_filled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
