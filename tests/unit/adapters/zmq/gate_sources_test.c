#include "adapters/zmq/gate_sources.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { HERE = 3, THERE = 700, SECOND_US = 1000000 };

static struct gate_sources sources;

static int start(void **unused)
{
    (void)unused;
    memset(&sources, 0, sizeof sources);
    sources.limits = door_limits_usual();
    return 0;
}

static void fail_often(unsigned source, unsigned times, int64_t now_us)
{
    for (unsigned i = 0; i < times; i++) {
        gate_sources_fail(&sources, source, now_us);
    }
}

static struct gate_line at(unsigned source)
{
    return (struct gate_line){.source = source};
}

static void an_address_is_distrusted_when_more_handshakes_failed_than_it_may(void **unused)
{
    (void)unused;
    fail_often(HERE, sources.limits.failures, 0);
    assert_false(gate_sources_distrust(&sources, HERE, 0));
    fail_often(HERE, 1, 0);
    assert_true(gate_sources_distrust(&sources, HERE, 0));
    assert_false(gate_sources_distrust(&sources, THERE, 0));
}

static void time_forgives_and_however_long_an_attack_was_it_is_soon_forgotten(void **unused)
{
    (void)unused;
    fail_often(HERE, 100000, 0);
    const int64_t whole = SECOND_US * (int64_t)(sources.limits.failures / sources.limits.forgiven);
    assert_true(gate_sources_distrust(&sources, HERE, whole));
    assert_false(gate_sources_distrust(&sources, HERE, 2 * whole));
    assert_int_equal(sources.source[HERE].forgiven_us / SECOND_US, 2 * whole / SECOND_US);
}

static void a_unit_that_is_not_enrolled_makes_no_address_distrusted(void **unused)
{
    (void)unused;
    for (int64_t now = 0; now < 600 * (int64_t)SECOND_US; now += SECOND_US / 2) {
        fail_often(HERE, 1, now); /* as fast as units knock */
        assert_false(gate_sources_distrust(&sources, HERE, now));
    }
}

static void who_gets_in_makes_up_for_one_who_does_not(void **unused)
{
    (void)unused;
    for (unsigned i = 0; i < 10 * sources.limits.failures; i++) {
        gate_sources_succeed(&sources, HERE);
        fail_often(HERE, 1, 0);
    }
    assert_false(gate_sources_distrust(&sources, HERE, 0));
    for (unsigned i = 0; i < 1000; i++) { /* and nobody saves up for an attack */
        gate_sources_succeed(&sources, HERE);
    }
    fail_often(HERE, sources.limits.failures + 1, 0);
    assert_true(gate_sources_distrust(&sources, HERE, 0));
}

static void when_nothing_is_ever_forgiven_nobody_is_distrusted(void **unused)
{
    (void)unused;
    sources.limits.forgiven = 0;
    fail_often(HERE, 100000, 0);
    assert_false(gate_sources_distrust(&sources, HERE, 0));
}

static void a_distrusted_address_has_few_lines_and_the_others_as_many_as_they_like(void **unused)
{
    const struct gate_line here = at(HERE);
    const struct gate_line there = at(THERE);
    (void)unused;
    for (unsigned i = 0; i < sources.limits.distrusted_waiting; i++) {
        gate_sources_add(&sources, &here);
        gate_sources_add(&sources, &there);
    }
    assert_true(gate_sources_admit(&sources, HERE, 0));
    fail_often(HERE, sources.limits.failures + 1, 0);
    assert_false(gate_sources_admit(&sources, HERE, 0));
    assert_true(gate_sources_admit(&sources, THERE, 0));
    gate_sources_remove(&sources, &here);
    assert_true(gate_sources_admit(&sources, HERE, 0));
}

static void addresses_take_turns_however_many_lines_one_has(void **unused)
{
    struct gate_line here[3] = {at(HERE), at(HERE), at(HERE)};
    struct gate_line there = at(THERE);
    (void)unused;
    for (int i = 0; i < 3; i++) {
        gate_sources_queue(&sources, &here[i]);
    }
    gate_sources_queue(&sources, &there);
    assert_ptr_equal(gate_sources_take(&sources, 0), &here[0]);
    assert_ptr_equal(gate_sources_take(&sources, 0), &there);
    assert_ptr_equal(gate_sources_take(&sources, 0), &here[1]);
    gate_sources_unqueue(&sources, &here[2]);
    assert_null(gate_sources_take(&sources, 0));
    assert_int_equal(sources.queued, 0);
}

static void the_last_of_the_longest_queue_is_found(void **unused)
{
    struct gate_line here[2] = {at(HERE), at(HERE)};
    struct gate_line there[3] = {at(THERE), at(THERE), at(THERE)};
    (void)unused;
    assert_null(gate_sources_last(&sources));
    for (int i = 0; i < 2; i++) {
        gate_sources_add(&sources, &here[i]);
        gate_sources_queue(&sources, &here[i]);
    }
    assert_ptr_equal(gate_sources_last(&sources), &here[1]);
    for (int i = 0; i < 3; i++) {
        gate_sources_add(&sources, &there[i]);
        gate_sources_queue(&sources, &there[i]);
    }
    assert_ptr_equal(gate_sources_last(&sources), &there[2]);
}

static void who_is_in_the_middle_of_a_handshake_goes_first(void **unused)
{
    struct gate_line begins = at(HERE);
    struct gate_line goes_on = at(HERE);
    struct gate_line too = at(HERE);
    (void)unused;
    goes_on.answers = 1;
    gate_sources_queue(&sources, &begins);
    gate_sources_queue(&sources, &goes_on);
    gate_sources_queue(&sources, &too);
    assert_ptr_equal(gate_sources_take(&sources, 0), &goes_on);
    assert_ptr_equal(gate_sources_take(&sources, 0), &begins);
    assert_ptr_equal(gate_sources_take(&sources, 0), &too);
    gate_sources_queue(&sources, &goes_on); /* alone: first and last */
    gate_sources_queue(&sources, &begins);
    assert_ptr_equal(gate_sources_take(&sources, 0), &goes_on);
    assert_ptr_equal(gate_sources_take(&sources, 0), &begins);
}

static void what_a_distrusted_address_costs_it_waits_for_and_nobody_else(void **unused)
{
    struct gate_line here[2] = {at(HERE), at(HERE)};
    struct gate_line there = at(THERE);
    const int64_t step_us = 1000;
    (void)unused;
    fail_often(HERE, 2 * sources.limits.failures, 0);
    gate_sources_queue(&sources, &here[0]);
    assert_ptr_equal(gate_sources_take(&sources, 0), &here[0]);
    gate_sources_spend(&sources, step_us, step_us);
    gate_sources_queue(&sources, &here[1]);
    gate_sources_queue(&sources, &there);
    assert_ptr_equal(gate_sources_take(&sources, step_us), &there);
    assert_null(gate_sources_take(&sources, step_us));
    assert_null(gate_sources_take(&sources, 10 * step_us - 1)); /* a tenth of the time is theirs */
    assert_ptr_equal(gate_sources_take(&sources, 10 * step_us), &here[1]);
}

static void a_step_that_took_for_ever_is_not_waited_for_as_long(void **unused)
{
    struct gate_line here = at(HERE);
    (void)unused;
    fail_often(HERE, 2 * sources.limits.failures, 0);
    gate_sources_spend(&sources, INT32_MAX, 0);
    gate_sources_queue(&sources, &here);
    assert_ptr_equal(gate_sources_take(&sources, SECOND_US / 5), &here);
}

static void an_address_is_always_the_same_source_and_salt_moves_it(void **unused)
{
    static const uint8_t address[] = {192, 0, 2, 7, 0, 0, 0, 0};
    struct gate_sources salted = {.salt = 12345};
    (void)unused;
    const unsigned source = gate_sources_of(&sources, address, sizeof address);
    assert_in_range(source, 0, GATE_SOURCES - 1);
    assert_int_equal(gate_sources_of(&sources, address, sizeof address), source);
    assert_int_equal(gate_sources_of(&sources, address, 4), source);
    assert_int_not_equal(gate_sources_of(&salted, address, sizeof address), source);
}

#define AT_THE_SOURCES(test) cmocka_unit_test_setup(test, start)

int main(void)
{
    const struct CMUnitTest tests[] = {
        AT_THE_SOURCES(an_address_is_distrusted_when_more_handshakes_failed_than_it_may),
        AT_THE_SOURCES(time_forgives_and_however_long_an_attack_was_it_is_soon_forgotten),
        AT_THE_SOURCES(a_unit_that_is_not_enrolled_makes_no_address_distrusted),
        AT_THE_SOURCES(who_gets_in_makes_up_for_one_who_does_not),
        AT_THE_SOURCES(when_nothing_is_ever_forgiven_nobody_is_distrusted),
        AT_THE_SOURCES(a_distrusted_address_has_few_lines_and_the_others_as_many_as_they_like),
        AT_THE_SOURCES(addresses_take_turns_however_many_lines_one_has),
        AT_THE_SOURCES(the_last_of_the_longest_queue_is_found),
        AT_THE_SOURCES(who_is_in_the_middle_of_a_handshake_goes_first),
        AT_THE_SOURCES(what_a_distrusted_address_costs_it_waits_for_and_nobody_else),
        AT_THE_SOURCES(a_step_that_took_for_ever_is_not_waited_for_as_long),
        AT_THE_SOURCES(an_address_is_always_the_same_source_and_salt_moves_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
