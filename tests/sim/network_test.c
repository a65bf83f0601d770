#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/sim/happening.h"
#include "tests/sim/network.h"

static struct timeline timeline;
static struct swarm swarm;
static struct story story;
static struct network network;
static struct cable *line;
static unsigned questions, answers;

static void count_answer(void *self, uint32_t number, struct span message)
{
    (void)self;
    (void)number;
    (void)message;
    answers++;
}

static void count_question(void *self, uint32_t number, struct span message)
{
    (void)self;
    (void)number;
    (void)message;
    questions++;
}

/* A server that admits one line; no fault is on. */
static int set_up(void **unused)
{
    static const struct link_key key = {{1}};
    (void)unused;
    timeline_init(&timeline, 1000000);
    swarm_init(&swarm, 1);
    memset(swarm.on, 0, sizeof swarm.on);
    story_init(&story, &timeline.now, NULL);
    network_init(&network, &timeline, &swarm, &story, 1);
    network.asked = count_question;
    network.answered = count_answer;
    questions = answers = 0;
    line = network_cable(&network, "unit", &key);
    network_server_up(&network);
    assert_int_equal(door_admit(&network.door, &key, 1), STATUS_OK);
    network_switch(line, true);
    return 0;
}

static int tear_down(void **unused)
{
    (void)unused;
    network_fini(&network);
    timeline_fini(&timeline);
    return 0;
}

static void pass(void)
{
    struct event event;
    while (timeline_take(&timeline, &event)) {
        if (event.kind == HAPPENS_ARRIVAL) {
            network_arrive(&network, &event);
        } else if (event.kind == HAPPENS_DIAL) {
            network_dialed(&network, &event);
        }
    }
}

static void send(const char *text)
{
    assert_int_equal(link_send(&line->port, span_of(text, strlen(text))), STATUS_OK);
}

static enum status at_door(struct door_message *message)
{
    static uint8_t bytes[LINK_MESSAGE_MAX];
    *message = (struct door_message){.at = bytes, .room = sizeof bytes};
    return door_receive(&network.door, message);
}

static void what_is_sent_on_a_sound_line_comes_in_order_under_its_key(void **unused)
{
    struct door_message message;
    (void)unused;
    pass();
    assert_true(link_came_up(&line->port));
    assert_false(link_came_up(&line->port));
    send("one");
    send("two");
    pass();
    assert_int_equal(at_door(&message), STATUS_OK);
    assert_memory_equal(message.at, "one", 3);
    assert_memory_equal(&message.key, &line->key, sizeof message.key);
    assert_int_equal(at_door(&message), STATUS_OK);
    assert_memory_equal(message.at, "two", 3);
    assert_int_equal(at_door(&message), STATUS_NOT_FOUND);
}

static void an_answer_to_a_line_that_was_made_anew_reaches_nobody(void **unused)
{
    struct door_message message;
    uint8_t bytes[64];
    size_t size = 0;
    (void)unused;
    pass();
    send("one");
    pass();
    assert_int_equal(at_door(&message), STATUS_OK);
    assert_int_equal(door_reply(&network.door, &message.peer, span_of("yes", 3)), STATUS_OK);
    assert_int_equal(link_renew(&line->port), STATUS_OK);
    pass();
    assert_int_equal(link_receive(&line->port, bytes, sizeof bytes, &size), STATUS_NOT_FOUND);
    assert_int_equal(door_reply(&network.door, &message.peer, span_of("yes", 3)), STATUS_NOT_FOUND);
    assert_int_equal(questions, 1);
    assert_int_equal(answers, 2);
}

static void a_key_that_is_not_in_the_table_is_refused(void **unused)
{
    (void)unused;
    assert_int_equal(door_admit(&network.door, NULL, 0), STATUS_OK);
    pass();
    assert_true(link_refused(&line->port));
    assert_int_equal(link_send(&line->port, span_of("one", 3)), STATUS_FULL);
}

static void while_a_line_is_cut_nothing_goes_through_and_then_it_dials(void **unused)
{
    struct door_message message;
    (void)unused;
    pass();
    line->cut_up = line->cut_down = timeline.now + 5000;
    send("one");
    pass();
    assert_int_equal(at_door(&message), STATUS_NOT_FOUND);
    network_drop(line);
    pass();
    assert_int_equal(line->state, LINE_OFF);
    timeline.now += 6000;
    network_dial_all(&network);
    pass();
    assert_int_equal(line->state, LINE_UP);
}

static void with_loss_at_its_hardest_some_messages_come_and_some_do_not(void **unused)
{
    struct door_message message;
    unsigned came = 0;
    (void)unused;
    swarm.on[FAULT_LOSS] = true;
    swarm.per_million[FAULT_LOSS] = 500000;
    pass();
    for (int i = 0; i < 100; i++) {
        send("one");
    }
    pass();
    while (at_door(&message) == STATUS_OK) {
        came++;
    }
    assert_in_range(came, 30, 70);
    assert_int_equal(came + swarm.fired[FAULT_LOSS], 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_sent_on_a_sound_line_comes_in_order_under_its_key,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_answer_to_a_line_that_was_made_anew_reaches_nobody,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_key_that_is_not_in_the_table_is_refused, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(while_a_line_is_cut_nothing_goes_through_and_then_it_dials,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(with_loss_at_its_hardest_some_messages_come_and_some_do_not,
                                        set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
