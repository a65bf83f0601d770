#include "adapters/zmq/refusals.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/fakes/log_fake.h"

static struct refusals refusals;
static struct log_fake log_lines;

static int start(void **state)
{
    (void)state;
    log_fake_init(&log_lines);
    refusals_init(&refusals, REFUSALS_QUIET_MS);
    return 0;
}

static void note(uint8_t key, int64_t ms)
{
    const struct link_key knocked = {{key}};
    refusals_note(&refusals, &knocked, (struct instant){ms}, &log_lines.port);
}

static void a_key_is_logged_once_a_minute(void **unused)
{
    (void)unused;
    for (int64_t ms = 1000; ms < 1000 + REFUSALS_QUIET_MS; ms += 500) {
        note(1, ms);
    }
    assert_int_equal(log_lines.count, 1);
    note(1, 1000 + REFUSALS_QUIET_MS);
    assert_int_equal(log_lines.count, 2);
}

static void another_key_in_the_same_minute_has_its_own_line(void **unused)
{
    (void)unused;
    note(1, 100000);
    note(2, 100000);
    note(1, 100001);
    assert_int_equal(log_lines.count, 2);
    note(2, 159999); /* the other key's minute does not end with the first one's */
    note(1, 160000);
    note(2, 159999);
    assert_int_equal(log_lines.count, 3);
}

static void a_flood_of_new_keys_gets_nine_lines_a_minute(void **unused)
{
    (void)unused;
    for (int i = 0; i < 200; i++) {
        note((uint8_t)i, 100000);
    }
    assert_int_equal(log_lines.count, REFUSALS_KEYS);
    note(1, 200000);
    assert_int_equal(log_fake_count(&log_lines, "more unknown keys refused count=192"), 1);
    assert_int_equal(log_lines.count, REFUSALS_KEYS + 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_key_is_logged_once_a_minute, start),
        cmocka_unit_test_setup(another_key_in_the_same_minute_has_its_own_line, start),
        cmocka_unit_test_setup(a_flood_of_new_keys_gets_nine_lines_a_minute, start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
