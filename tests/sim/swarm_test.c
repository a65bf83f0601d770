#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/sim/swarm.h"

static struct swarm swarm;
static struct swarm other;

static void every_kind_has_its_name(void **unused)
{
    (void)unused;
    assert_int_equal(FAULTS, 34); /* RELIABILITY section 4 */
    for (unsigned i = 0; i < FAULTS; i++) {
        enum fault fault = FAULTS;
        assert_true(swarm_parse(swarm_name((enum fault)i), &fault));
        assert_int_equal(fault, i);
    }
    enum fault none = FAULTS;
    assert_false(swarm_parse("gremlin", &none));
}

static void among_many_seeds_each_kind_is_on_and_off(void **unused)
{
    (void)unused;
    for (unsigned i = 0; i < FAULT_CABINET; i++) {
        unsigned on = 0;
        for (uint64_t seed = 0; seed < 200; seed++) {
            swarm_init(&swarm, seed);
            on += swarm.on[i];
        }
        assert_in_range(on, 2, 198);
    }
}

static void one_kind_off_does_not_move_another(void **unused)
{
    (void)unused;
    swarm_init(&swarm, 5);
    swarm_init(&other, 5);
    swarm.on[FAULT_LOSS] = other.on[FAULT_LOSS] = true;
    swarm.on[FAULT_DELAY] = true;
    other.on[FAULT_DELAY] = false;
    for (int i = 0; i < 5000; i++) {
        (void)swarm_fires(&swarm, FAULT_DELAY);
        (void)swarm_fires(&other, FAULT_DELAY);
        assert_int_equal(swarm_fires(&swarm, FAULT_LOSS), swarm_fires(&other, FAULT_LOSS));
    }
    assert_true(swarm.fired[FAULT_DELAY] > 0);
    assert_int_equal(other.fired[FAULT_DELAY], 0);
}

static void a_masked_strike_does_not_happen_and_the_others_keep_their_numbers(void **unused)
{
    (void)unused;
    const struct swarm_masked masked = {FAULT_LOSS, 2};
    swarm_init(&swarm, 5);
    swarm_init(&other, 5);
    swarm.on[FAULT_LOSS] = other.on[FAULT_LOSS] = true;
    other.masked = &masked;
    other.masked_count = 1;
    for (int i = 0; i < 5000; i++) {
        const bool fires = swarm_fires(&swarm, FAULT_LOSS);
        const bool fires_too = swarm_fires(&other, FAULT_LOSS);
        assert_int_equal(fires_too, fires && swarm.struck[FAULT_LOSS] != 2);
    }
    assert_int_equal(other.struck[FAULT_LOSS], swarm.struck[FAULT_LOSS]);
    assert_int_equal(other.fired[FAULT_LOSS], swarm.fired[FAULT_LOSS] - 1);
}

static void in_the_quiet_phase_nothing_strikes(void **unused)
{
    (void)unused;
    swarm_init(&swarm, 5);
    memset(swarm.on, 1, sizeof swarm.on);
    swarm.quiet = true;
    for (unsigned i = 0; i < 1000 * FAULTS; i++) {
        assert_false(swarm_fires(&swarm, (enum fault)(i % FAULTS)));
    }
}

static void half_of_the_seeds_have_disks_that_show_what_a_failed_sync_did_not_write(void **unused)
{
    unsigned shown = 0;
    (void)unused;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        swarm_init(&swarm, seed);
        swarm_init(&other, seed);
        assert_int_equal(swarm.shown, other.shown);
        shown += swarm.shown;
    }
    assert_in_range(shown, 70, 130);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_has_its_name),
        cmocka_unit_test(among_many_seeds_each_kind_is_on_and_off),
        cmocka_unit_test(one_kind_off_does_not_move_another),
        cmocka_unit_test(a_masked_strike_does_not_happen_and_the_others_keep_their_numbers),
        cmocka_unit_test(in_the_quiet_phase_nothing_strikes),
        cmocka_unit_test(half_of_the_seeds_have_disks_that_show_what_a_failed_sync_did_not_write),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
