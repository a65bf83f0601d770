#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "handheld/screen/vibrator_log.h"
#include "tests/fakes/log_fake.h"

static void the_log_says_how_long_it_would_have_run(void **unused)
{
    struct log_fake log;
    (void)unused;
    log_fake_init(&log);
    const struct vibrator vibrator = vibrator_log(&log.port);
    vibrator_buzz(&vibrator, 600);
    assert_int_equal(log_fake_count(&log, "the unit would vibrate ms=600"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_log_says_how_long_it_would_have_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
