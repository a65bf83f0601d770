/* The simulator tested on itself: a seed repeats, and a bug that is put in on purpose is found,
 * named and made small. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/sign.h"
#include "tests/sim/shrink.h"

static struct scenario scenario;
static struct run_result result;
static struct run_result again;

enum { SEEDS_MAX = 10, SHRINK_RUNS = 60 };

static void the_same_seed_has_the_same_trace(void **unused)
{
    (void)unused;
    scenario_init(&scenario, 3);
    scenario_run(&scenario, &result);
    scenario_run(&scenario, &again);
    assert_int_equal(result.trace, again.trace);
    assert_int_equal(result.violations, 0);
    assert_true(result.scans > 20);
    scenario_init(&scenario, 4);
    scenario_run(&scenario, &again);
    assert_int_not_equal(result.trace, again.trace);
}

static bool is_found(enum plant plant, enum invariant one, enum invariant other)
{
    for (uint64_t seed = 1; seed <= SEEDS_MAX; seed++) {
        scenario_init(&scenario, seed);
        scenario.options.plant = plant;
        scenario.options.days = 1;
        scenario_run(&scenario, &result);
        if (result.violations > 0) {
            assert_true(result.first == one || result.first == other);
            return true;
        }
    }
    return false;
}

static void a_unit_that_says_ok_before_the_commit_is_found(void **unused)
{
    (void)unused;
    /* or by the next append, which cannot follow what is not there: on a disk without a fault */
    assert_true(is_found(PLANT_EARLY_OK, HOLDS_TOLD, HOLDS_WORDS));
}

static void a_world_that_does_not_end_is_stopped_and_says_so(void **unused)
{
    (void)unused;
    assert_true(is_found(PLANT_RESTLESS, HOLDS_EMPTY, HOLDS_EMPTY));
    assert_non_null(strstr(result.sentence, "does not come to an end"));
    assert_non_null(strstr(result.sentence, "the server's alarm"));
}

static void a_server_that_acknowledges_before_the_commit_is_found(void **unused)
{
    (void)unused;
    assert_true(is_found(PLANT_EARLY_ACK, HOLDS_DURABLE, HOLDS_TOLD));
}

static void what_was_found_is_made_small(void **unused)
{
    (void)unused;
    assert_true(is_found(PLANT_EARLY_ACK, HOLDS_DURABLE, HOLDS_TOLD));
    const enum invariant first = result.first;
    const size_t before = result.struck_count;
    assert_true(shrink(&scenario, &result, SHRINK_RUNS, NULL) > 0);
    assert_int_equal(result.first, first);
    assert_true(result.struck_count <= before / 2);
    assert_int_equal(result.units, 1);
    scenario_run(&scenario, &again);
    assert_int_equal(again.trace, result.trace);
}

static void a_run_is_kept_as_a_file_and_is_the_same_again(void **unused)
{
    char text[4096];
    static struct scenario read;
    (void)unused;
    scenario_init(&scenario, 7);
    scenario.options.without[FAULT_LOSS] = true;
    scenario.options.masked_count = 2;
    scenario.mask[0] = (struct swarm_masked){FAULT_DELAY, 3};
    scenario.mask[1] = (struct swarm_masked){FAULT_DELAY, 5};
    scenario_run(&scenario, &result);
    FILE *out = fmemopen(text, sizeof text, "w");
    assert_non_null(out);
    scenario_write(&scenario, &result, out);
    assert_int_equal(fclose(out), 0);
    scenario_init(&read, 0);
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
        assert_true(scenario_line(&read, line));
    }
    assert_int_equal(read.options.masked_count, 2);
    assert_true(read.options.without[FAULT_LOSS]);
    scenario_run(&read, &again);
    assert_int_equal(again.trace, result.trace);
    assert_false(scenario_line(&read, "without gremlins"));
    assert_false(scenario_line(&read, "seed twelve"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_seed_has_the_same_trace),
        cmocka_unit_test(a_unit_that_says_ok_before_the_commit_is_found),
        cmocka_unit_test(a_server_that_acknowledges_before_the_commit_is_found),
        cmocka_unit_test(a_world_that_does_not_end_is_stopped_and_says_so),
        cmocka_unit_test(what_was_found_is_made_small),
        cmocka_unit_test(a_run_is_kept_as_a_file_and_is_the_same_again),
    };
    return sign_start() == STATUS_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
