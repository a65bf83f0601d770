/* Every door: nobody comes in without a key of the table, and every message says whose it is. */
#include "ports/door.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "adapters/zmq/door_zmq.h"
#include "adapters/zmq/link_zmq.h"
#include "ports/link.h"
#include "tests/fakes/door_fake.h"
#include "tests/unit/adapters/zmq/loopback.h"

enum { UNITS = LOOPBACK_UNITS, ROOM = 4096, SHORT_MS = 300 };

/* The units outside are the test. None of these waits. */
struct keeper {
    struct door *(*open)(void);
    void (*close)(void);
    struct link_key (*key)(size_t unit);
    bool (*send)(size_t unit, struct span message); /* connects first where that is due */
    enum status (*take)(size_t unit, uint8_t *out, size_t room, size_t *out_size);
    void (*leave)(size_t unit);
    void (*idle)(size_t unit);
};

static struct loopback loopback;
static struct door_fake fake;
static size_t fake_lines[UNITS];
static bool fake_connected[UNITS];
static const struct keeper *keeper;
static struct door *port;
static uint8_t bytes[ROOM];
static struct door_message message;

static struct door *open_real(void)
{
    loopback_start(&loopback);
    loopback.door_settings.units = DOOR_FAKE_KEYS_MAX;
    loopback.door_settings.timing.handshake_ms = 1000; /* a 300 is heard when this is over */
    assert_int_equal(loopback_door(&loopback), STATUS_OK);
    return &loopback.door.port;
}

static void close_real(void)
{
    loopback_stop(&loopback);
}

static struct link_key key_real(size_t unit)
{
    return loopback.units[unit].public_key;
}

static bool send_real(size_t unit, struct span words)
{
    if (!loopback.links[unit].port.ops) {
        loopback_link(&loopback, unit, NULL);
    }
    struct link *link = &loopback.links[unit].port;
    if (link_refused(link)) {
        assert_int_equal(link_renew(link), STATUS_OK);
    }
    return link_send(link, words) == STATUS_OK;
}

static enum status take_real(size_t unit, uint8_t *out, size_t room, size_t *out_size)
{
    return link_receive(&loopback.links[unit].port, out, room, out_size);
}

static void leave_real(size_t unit)
{
    link_zmq_close(&loopback.links[unit]);
}

static void idle_real(size_t unit)
{
    loopback_step(&loopback, unit);
}

static struct door *open_fake(void)
{
    door_fake_init(&fake);
    memset(fake_connected, 0, sizeof fake_connected);
    return &fake.port;
}

static void close_fake(void)
{
    door_fake_fini(&fake);
}

static struct link_key key_fake(size_t unit)
{
    return (struct link_key){{(uint8_t)(unit + 1)}};
}

static bool send_fake(size_t unit, struct span words)
{
    const struct link_key key = key_fake(unit);
    if (!fake_connected[unit]) {
        fake_connected[unit] = door_fake_connect(&fake, &key, &fake_lines[unit]) == DOOR_FAKE_OK;
    }
    return fake_connected[unit] && door_fake_send(&fake, fake_lines[unit], words);
}

static enum status take_fake(size_t unit, uint8_t *out, size_t room, size_t *out_size)
{
    size_t line = 0;
    enum status status = door_fake_take(&fake, &line, out, room, out_size);
    return status == STATUS_OK && line != fake_lines[unit] ? STATUS_BROKEN : status;
}

static void leave_fake(size_t unit)
{
    door_fake_leave(&fake, fake_lines[unit]);
    fake_connected[unit] = false;
}

static void idle_fake(size_t unit)
{
    (void)unit;
}

static const struct keeper keepers[] = {
    {open_real, close_real, key_real, send_real, take_real, leave_real, idle_real},
    {open_fake, close_fake, key_fake, send_fake, take_fake, leave_fake, idle_fake},
};

static int start(void **state)
{
    keeper = *state;
    port = keeper->open();
    return 0;
}

static int stop(void **state)
{
    (void)state;
    keeper->close();
    return 0;
}

static bool late(int64_t *end, int64_t limit_ms, size_t unit)
{
    if (*end == 0) {
        *end = loopback_now_ms() + (keeper->idle == idle_fake ? 0 : limit_ms);
    }
    keeper->idle(unit);
    return loopback_now_ms() > *end;
}

static void admit(size_t count)
{
    struct link_key keys[UNITS];
    for (size_t i = 0; i < count; i++) {
        keys[i] = keeper->key(count - 1 - i); /* in no order */
    }
    assert_int_equal(door_admit(port, keys, count), STATUS_OK);
}

static enum status receive(size_t room)
{
    message.at = bytes;
    message.room = room;
    return door_receive(port, &message);
}

static bool sends(size_t unit, const char *words, int64_t limit_ms)
{
    int64_t end = 0;
    do {
        if (keeper->send(unit, span_of(words, strlen(words)))) {
            return true;
        }
        (void)receive(0); /* a door is served all the time */
    } while (!late(&end, limit_ms, unit));
    return false;
}

/* The next thing that comes: STATUS_OK or STATUS_MALFORMED. */
static enum status comes(size_t unit, size_t room)
{
    enum status status = STATUS_NOT_FOUND;
    int64_t end = 0;
    do {
        status = receive(room);
    } while (status == STATUS_NOT_FOUND && !late(&end, LOOPBACK_MS, unit));
    return status;
}

static bool hears(size_t unit, const char *words)
{
    const struct link_key key = keeper->key(unit);
    return sends(unit, words, LOOPBACK_MS) && comes(unit, sizeof bytes) == STATUS_OK &&
           message.size == strlen(words) && memcmp(bytes, words, message.size) == 0 &&
           memcmp(&message.key, &key, sizeof key) == 0;
}

static bool answered(size_t unit, const char *words)
{
    uint8_t answer[64];
    size_t size = 0;
    enum status status = STATUS_NOT_FOUND;
    int64_t end = 0;
    do {
        status = keeper->take(unit, answer, sizeof answer, &size);
    } while (status == STATUS_NOT_FOUND && !late(&end, LOOPBACK_MS, unit));
    return status == STATUS_OK && size == strlen(words) && memcmp(answer, words, size) == 0;
}

static void where_nothing_came_nothing_is_found(void **unused)
{
    (void)unused;
    assert_int_equal(receive(sizeof bytes), STATUS_NOT_FOUND);
    admit(UNITS);
    assert_int_equal(receive(sizeof bytes), STATUS_NOT_FOUND);
}

static void before_the_first_table_nobody_is_heard_and_then_they_are(void **unused)
{
    (void)unused;
    assert_false(sends(0, "too early", SHORT_MS));
    admit(1);
    assert_true(hears(0, "now"));
}

static void who_is_not_in_the_table_is_not_heard_until_it_is(void **unused)
{
    (void)unused;
    admit(1);
    assert_false(sends(1, "let me in", SHORT_MS));
    assert_true(hears(0, "I am known"));
    admit(2);
    assert_true(hears(1, "and now I"));
}

static void a_message_says_whose_it_is_and_the_answer_goes_to_that_one(void **unused)
{
    (void)unused;
    admit(UNITS);
    for (size_t unit = 0; unit < UNITS; unit++) {
        char words[] = "unit 0";
        words[5] = (char)('0' + unit);
        assert_true(hears(unit, words));
        assert_int_equal(door_reply(port, &message.peer, span_of(words, 6)), STATUS_OK);
        assert_true(answered(unit, words));
    }
}

static void who_has_left_cannot_be_answered(void **unused)
{
    enum status status = STATUS_OK;
    int64_t end = 0;
    (void)unused;
    admit(UNITS);
    assert_true(hears(0, "bye"));
    keeper->leave(0);
    do { /* until it is noticed, answers go nowhere */
        status = door_reply(port, &message.peer, span_of("?", 1));
        (void)receive(sizeof bytes);
    } while (status != STATUS_NOT_FOUND && !late(&end, LOOPBACK_MS, 1));
    assert_int_equal(status, STATUS_NOT_FOUND);
    assert_true(hears(1, "I stay"));
}

static void a_key_that_left_the_table_is_not_heard_any_more(void **unused)
{
    (void)unused;
    admit(2);
    assert_true(hears(1, "I am in"));
    admit(1);
    assert_true(sends(1, "I am still connected", LOOPBACK_MS));
    assert_int_equal(comes(1, sizeof bytes), STATUS_MALFORMED);
    assert_true(hears(0, "I am in"));
}

static void a_message_longer_than_the_room_is_gone_and_the_next_is_whole(void **unused)
{
    (void)unused;
    admit(1);
    assert_true(hears(0, "0123456789"));
    assert_true(sends(0, "0123456789", LOOPBACK_MS));
    assert_true(sends(0, "012345678", LOOPBACK_MS));
    assert_int_equal(comes(0, 9), STATUS_MALFORMED);
    assert_int_equal(comes(0, 9), STATUS_OK);
    assert_int_equal(message.size, 9);
}

static void a_table_that_is_too_long_changes_nothing(void **unused)
{
    static struct link_key many[DOOR_FAKE_KEYS_MAX + 1];
    (void)unused;
    admit(1);
    assert_int_equal(door_admit(port, many, DOOR_FAKE_KEYS_MAX + 1), STATUS_FULL);
    assert_true(hears(0, "I am still known"));
    assert_int_equal(door_admit(port, many, DOOR_FAKE_KEYS_MAX), STATUS_OK);
}

static void an_answer_that_is_too_long_is_not_sent(void **unused)
{
    static uint8_t longest[LINK_MESSAGE_MAX + 1];
    (void)unused;
    admit(1);
    assert_true(hears(0, "question"));
    assert_int_equal(door_reply(port, &message.peer, span_of(longest, sizeof longest)),
                     STATUS_MALFORMED);
    assert_int_equal(door_reply(port, &message.peer, span_of("ok", 2)), STATUS_OK);
    assert_true(answered(0, "ok"));
}

int main(void)
{
#define KEPT(test, by)                                                                             \
    cmocka_unit_test_prestate_setup_teardown(test, start, stop, (void *)&keepers[by])
#define EACH(test) KEPT(test, 0), KEPT(test, 1)
    const struct CMUnitTest tests[] = {
        EACH(where_nothing_came_nothing_is_found),
        EACH(before_the_first_table_nobody_is_heard_and_then_they_are),
        EACH(who_is_not_in_the_table_is_not_heard_until_it_is),
        EACH(a_message_says_whose_it_is_and_the_answer_goes_to_that_one),
        EACH(who_has_left_cannot_be_answered),
        EACH(a_key_that_left_the_table_is_not_heard_any_more),
        EACH(a_message_longer_than_the_room_is_gone_and_the_next_is_whole),
        EACH(a_table_that_is_too_long_changes_nothing),
        EACH(an_answer_that_is_too_long_is_not_sent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
