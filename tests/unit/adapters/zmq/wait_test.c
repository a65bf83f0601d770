/* One sleep for everything: it misses nothing that is already there, and it does not spin. */
#include "adapters/zmq/wait.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/adapters/zmq/loopback.h"

static struct loopback l;

static int start(void **unused)
{
    (void)unused;
    loopback_start(&l);
    return loopback_door(&l) == STATUS_OK ? 0 : -1;
}

static int stop(void **unused)
{
    (void)unused;
    loopback_stop(&l);
    return 0;
}

static int64_t cpu_ms(void)
{
    struct timespec used = {0};
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return (int64_t)used.tv_sec * 1000 + used.tv_nsec / 1000000;
}

/* Waits until the link, or else the door, is ready; everything else is left untouched. */
static bool ready_in_time(struct link_zmq *link, struct door_zmq *door)
{
    const struct wait wait = {.link = link, .door = door};
    struct wait_ready ready;
    wait_for(&wait, LOOPBACK_MS, &ready);
    return link ? ready.link : ready.door;
}

static void nothing_to_wait_for_waits_its_time_without_work(void **unused)
{
    int ends[2];
    struct wait_ready ready;
    (void)unused;
    assert_int_equal(pipe(ends), 0);
    const struct wait wait = {.door = &l.door, .descriptors = ends, .count = 1};
    int64_t began = loopback_now_ms();
    int64_t cpu = cpu_ms();
    wait_for(&wait, 300, &ready);
    assert_in_range(loopback_now_ms() - began, 295, LOOPBACK_MS);
    assert_in_range(cpu_ms() - cpu, 0, 50);
    assert_false(ready.door);
    assert_false(ready.descriptor[0]);
    wait_for(&wait, 0, &ready); /* looks and goes on */
    (void)close(ends[0]);
    (void)close(ends[1]);
}

/* As libusb's descriptors of devices are. */
static void a_descriptor_may_be_waited_for_until_it_can_be_written(void **unused)
{
    int ends[2];
    struct wait_ready ready;
    (void)unused;
    assert_int_equal(pipe(ends), 0);
    const bool writable[] = {false, true};
    const struct wait wait = {.descriptors = ends, .writable = writable, .count = 2};
    int64_t began = loopback_now_ms();
    wait_for(&wait, LOOPBACK_MS, &ready);
    assert_in_range(loopback_now_ms() - began, 0, LOOPBACK_MS / 2);
    assert_true(ready.descriptor[1]);
    assert_false(ready.descriptor[0]);
    (void)close(ends[0]);
    (void)close(ends[1]);
}

/* After a send nobody has read the socket empty: ZeroMQ's own descriptor stays silent then. */
static void an_answer_is_noticed_after_a_send_without_a_read(void **unused)
{
    (void)unused;
    loopback_admit(&l, 1);
    loopback_link(&l, 0, NULL);
    for (int i = 0; i < 20; i++) {
        assert_true(loopback_talks(&l, 0));
        assert_true(loopback_sends(&l, 0, "question"));
        assert_true(loopback_arrives(&l, "question"));
        assert_true(loopback_replies(&l, "answer"));
        assert_true(ready_in_time(&l.links[0], NULL));
        assert_true(loopback_answered(&l, 0, "answer"));
    }
}

static void every_message_that_is_left_wakes_again(void **unused)
{
    (void)unused;
    loopback_admit(&l, 1);
    loopback_link(&l, 0, NULL);
    assert_true(loopback_talks(&l, 0));
    assert_true(loopback_sends(&l, 0, "one"));
    assert_true(loopback_sends(&l, 0, "two"));
    assert_true(ready_in_time(NULL, &l.door));
    assert_true(ready_in_time(NULL, &l.door)); /* untouched: still ready */
    assert_true(loopback_arrives(&l, "one"));
    assert_true(ready_in_time(NULL, &l.door));
    assert_true(loopback_arrives(&l, "two"));
}

static void a_link_that_comes_up_or_is_refused_wakes_it(void **unused)
{
    (void)unused;
    loopback_admit(&l, 1);
    loopback_link(&l, 0, NULL);
    while (!link_came_up(&l.links[0].port)) {
        assert_true(ready_in_time(&l.links[0], NULL));
    }
    loopback_link(&l, 1, NULL);
    while (!link_refused(&l.links[1].port)) {
        assert_true(ready_in_time(&l.links[1], NULL));
    }
    while (log_fake_count(&l.log, "unknown key refused") == 0) { /* and the door, to log it */
        struct door_message message = {.at = l.bytes, .room = sizeof l.bytes};
        assert_true(ready_in_time(NULL, &l.door));
        assert_int_equal(door_receive(&l.door.port, &message), STATUS_NOT_FOUND);
    }
}

static void descriptors_are_told_apart_and_absent_ones_passed_over(void **unused)
{
    int ends[2];
    struct wait_ready ready;
    (void)unused;
    assert_int_equal(pipe(ends), 0);
    const int descriptors[] = {-1, ends[1], ends[0]}; /* the writing end is never readable */
    const struct wait wait = {.descriptors = descriptors, .count = 3};
    assert_int_equal(write(ends[1], "x", 1), 1);
    wait_for(&wait, LOOPBACK_MS, &ready);
    assert_false(ready.descriptor[0]);
    assert_false(ready.descriptor[1]);
    assert_true(ready.descriptor[2]);
    (void)close(ends[1]);
    const struct wait hung_up = {.descriptors = &ends[0], .count = 1};
    wait_for(&hung_up, LOOPBACK_MS, &ready);
    assert_true(ready.descriptor[0]);
    (void)close(ends[0]);
}

int main(void)
{
#define LOOPED(test) cmocka_unit_test_setup_teardown(test, start, stop)
    const struct CMUnitTest tests[] = {
        LOOPED(nothing_to_wait_for_waits_its_time_without_work),
        LOOPED(a_descriptor_may_be_waited_for_until_it_can_be_written),
        LOOPED(an_answer_is_noticed_after_a_send_without_a_read),
        LOOPED(every_message_that_is_left_wakes_again),
        LOOPED(a_link_that_comes_up_or_is_refused_wakes_it),
        LOOPED(descriptors_are_told_apart_and_absent_ones_passed_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
