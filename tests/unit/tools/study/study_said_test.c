#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tools/study/study_said.h"

static void every_sentence_is_whole_in_both_languages(void **unused)
{
    (void)unused;
    for (int i = 0; i < STUDY_SAIDS; i++) {
        const struct said *said = study_said((enum study_said)i);
        if (!said->code || !said_valid(said)) {
            fail_msg("row %d: %s", i, said->code ? said->code : "missing");
        }
    }
}

static void no_two_sentences_share_a_code(void **unused)
{
    (void)unused;
    for (int i = 0; i < STUDY_SAIDS; i++) {
        for (int k = 0; k < i; k++) {
            assert_string_not_equal(study_said((enum study_said)i)->code,
                                    study_said((enum study_said)k)->code);
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
