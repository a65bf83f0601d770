#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tools/trao/almanac_said.h"
#include "tools/trao/trao_said.h"

static void every_sentence_is_whole_in_both_languages(void **unused)
{
    (void)unused;
    for (int i = 0; i < TRAO_SAIDS; i++) {
        const struct said *said = trao_said((enum trao_said)i);
        if (!said->code || !said_valid(said)) {
            fail_msg("row %d: %s", i, said->code ? said->code : "missing");
        }
    }
    for (int i = 0; i < ALMANAC_SAIDS; i++) {
        const struct said *said = almanac_said((enum almanac_said)i);
        assert_true(said->code && said_valid(said));
    }
}

static void no_two_sentences_share_a_code(void **unused)
{
    (void)unused;
    for (int i = 0; i < TRAO_SAIDS; i++) {
        for (int k = 0; k < i; k++) {
            assert_string_not_equal(trao_said((enum trao_said)i)->code,
                                    trao_said((enum trao_said)k)->code);
        }
        for (int k = 0; k < ALMANAC_SAIDS; k++) {
            assert_string_not_equal(trao_said((enum trao_said)i)->code,
                                    almanac_said((enum almanac_said)k)->code);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sentence_is_whole_in_both_languages),
        cmocka_unit_test(no_two_sentences_share_a_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
