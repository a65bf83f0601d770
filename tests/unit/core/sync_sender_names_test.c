#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/sync_sender.h"

/* Names stand in a drawing and in logs: none may be missing, none twice. */
static void every_state_cause_and_deed_has_a_name_of_its_own(void **unused)
{
    (void)unused;
    for (int a = 0; a <= SENDER_STATES; a++) {
        for (int b = 0; b < a; b++) {
            assert_string_not_equal(sync_sender_state_name((enum sync_sender_state)a),
                                    sync_sender_state_name((enum sync_sender_state)b));
        }
    }
    for (int a = 0; a <= SENDER_ONS; a++) {
        for (int b = 0; b < a; b++) {
            assert_string_not_equal(sender_on_name((enum sender_on)a),
                                    sender_on_name((enum sender_on)b));
        }
    }
    for (int a = 0; a <= SENDER_DOS; a++) {
        for (int b = 0; b < a; b++) {
            assert_string_not_equal(sender_do_name((enum sender_do)a),
                                    sender_do_name((enum sender_do)b));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_state_cause_and_deed_has_a_name_of_its_own),
    };
    return cmocka_run_group_tests_name("sync_sender_names", tests, NULL, NULL);
}
