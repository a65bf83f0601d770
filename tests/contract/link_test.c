/* Every link: whole messages both ways, "full" when the line is down, and a new start when asked.
 */
#include "ports/link.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "adapters/zmq/door_zmq.h"
#include "adapters/zmq/link_zmq.h"
#include "tests/fakes/link_fake.h"
#include "tests/unit/adapters/zmq/loopback.h"

/* The link's far end is the test. */
struct keeper {
    struct link *(*open)(void);
    void (*close)(void);
    enum status (*far_take)(uint8_t *out, size_t room, size_t *out_size); /* never waits */
    bool (*far_give)(struct span message); /* to a link that has sent something */
    void (*down)(void);
    void (*up)(void);
    void (*idle)(void);
};

static struct loopback loopback;
static char endpoint[DOOR_ENDPOINT_SIZE];
static struct link_fake fake;
static const struct keeper *keeper;
static struct link *port;
static uint8_t sent[LINK_MESSAGE_MAX + 1];
static uint8_t got[LINK_MESSAGE_MAX + 1];
static size_t got_size;

static void up_real(void)
{
    int64_t end = loopback_now_ms() + LOOPBACK_MS;
    enum status status = STATUS_DENIED;
    while (status == STATUS_DENIED && loopback_now_ms() < end) { /* the old socket goes slowly */
        status = loopback_door(&loopback);
    }
    assert_int_equal(status, STATUS_OK);
    loopback_admit(&loopback, LOOPBACK_UNITS);
    (void)text_copy(text_of(door_zmq_endpoint(&loopback.door)), endpoint, sizeof endpoint);
    loopback.door_settings.endpoint = endpoint; /* again the same after a restart */
}

static struct link *open_real(void)
{
    loopback_start(&loopback);
    up_real();
    loopback_link(&loopback, 0, NULL);
    return &loopback.links[0].port;
}

static void close_real(void)
{
    loopback_stop(&loopback);
}

static enum status take_real(uint8_t *out, size_t room, size_t *out_size)
{
    loopback.message.at = out;
    loopback.message.room = room;
    enum status status = door_receive(&loopback.door.port, &loopback.message);
    if (status == STATUS_OK) {
        *out_size = loopback.message.size;
    }
    return status;
}

static bool give_real(struct span message)
{
    return door_reply(&loopback.door.port, &loopback.message.peer, message) == STATUS_OK;
}

static void down_real(void)
{
    door_zmq_close(&loopback.door);
}

static void idle_real(void)
{
    loopback_step(&loopback, 0);
}

static struct link *open_fake(void)
{
    link_fake_init(&fake);
    return &fake.port;
}

static void close_fake(void)
{
    link_fake_fini(&fake);
}

static enum status take_fake(uint8_t *out, size_t room, size_t *out_size)
{
    return link_fake_take(&fake, out, room, out_size);
}

static bool give_fake(struct span message)
{
    return link_fake_give(&fake, message);
}

static void down_fake(void)
{
    link_fake_down(&fake);
}

static void up_fake(void)
{
    link_fake_up(&fake);
}

static void idle_fake(void)
{
}

static const struct keeper keepers[] = {
    {open_real, close_real, take_real, give_real, down_real, up_real, idle_real},
    {open_fake, close_fake, take_fake, give_fake, down_fake, up_fake, idle_fake},
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

/* How often to look: the fake answers at once or never. */
static bool late(int64_t *end)
{
    if (*end == 0) {
        *end = loopback_now_ms() + (keeper->idle == idle_fake ? 0 : LOOPBACK_MS);
    }
    keeper->idle();
    return loopback_now_ms() > *end;
}

static bool sends(size_t size)
{
    int64_t end = 0;
    do {
        if (link_send(port, span_of(sent, size)) == STATUS_OK) {
            return true;
        }
    } while (!late(&end));
    return false;
}

static bool far_gets(size_t size)
{
    int64_t end = 0;
    do {
        if (keeper->far_take(got, sizeof got, &got_size) == STATUS_OK) {
            return got_size == size && memcmp(got, sent, size) == 0;
        }
    } while (!late(&end));
    return false;
}

/* The next that comes, with this ROOM: STATUS_OK and what came, or STATUS_MALFORMED. */
static enum status comes(size_t room)
{
    enum status status = STATUS_NOT_FOUND;
    int64_t end = 0;
    do {
        status = link_receive(port, got, room, &got_size);
    } while (status == STATUS_NOT_FOUND && !late(&end));
    return status;
}

static bool talks(size_t size)
{
    return sends(size) && far_gets(size) && keeper->far_give(span_of(sent, size)) &&
           comes(sizeof got) == STATUS_OK && got_size == size && memcmp(got, sent, size) == 0;
}

static void fill(uint8_t seed)
{
    for (size_t i = 0; i < sizeof sent; i++) {
        sent[i] = (uint8_t)(i * 31 + seed);
    }
}

static void messages_of_every_size_pass_whole_in_both_directions(void **unused)
{
    static const size_t sizes[] = {0, 1, 255, 256, 4096, 60 * 1024, LINK_MESSAGE_MAX};
    (void)unused;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        fill((uint8_t)i);
        assert_true(talks(sizes[i]));
    }
}

static void where_nothing_came_nothing_is_found(void **unused)
{
    (void)unused;
    got_size = 77;
    assert_int_equal(link_receive(port, got, sizeof got, &got_size), STATUS_NOT_FOUND);
    assert_int_equal(got_size, 77);
    assert_true(talks(5));
    assert_int_equal(link_receive(port, got, sizeof got, &got_size), STATUS_NOT_FOUND);
    assert_false(link_refused(port));
}

static void messages_keep_their_order(void **unused)
{
    (void)unused;
    assert_true(talks(1));
    for (uint8_t i = 0; i < 4; i++) {
        fill(i);
        assert_true(sends(8));
    }
    for (uint8_t i = 0; i < 4; i++) {
        fill(i);
        assert_true(far_gets(8));
    }
}

static void a_message_that_is_too_long_is_not_sent(void **unused)
{
    (void)unused;
    assert_true(talks(1));
    assert_int_equal(link_send(port, span_of(sent, LINK_MESSAGE_MAX + 1)), STATUS_MALFORMED);
    fill(9);
    assert_true(talks(3)); /* nothing of it arrived before */
}

static void an_answer_longer_than_the_room_is_dropped_and_the_next_is_whole(void **unused)
{
    (void)unused;
    assert_true(talks(1));
    assert_true(keeper->far_give(span_of(sent, 100)));
    assert_true(keeper->far_give(span_of(sent, 10)));
    assert_int_equal(comes(99), STATUS_MALFORMED);
    assert_int_equal(comes(99), STATUS_OK);
    assert_int_equal(got_size, 10);
}

static void a_line_that_is_down_takes_nothing_and_tells_when_it_is_up_again(void **unused)
{
    int64_t end = 0;
    (void)unused;
    assert_true(talks(1));
    assert_true(link_came_up(port));
    assert_false(link_came_up(port));
    keeper->down();
    while (link_send(port, span_of(sent, 1)) == STATUS_OK) { /* what is not yet noticed is lost */
        assert_false(late(&end));
    }
    assert_int_equal(link_send(port, span_of(sent, 1)), STATUS_FULL);
    keeper->up();
    end = 0;
    while (!link_came_up(port)) {
        assert_false(late(&end));
    }
    assert_true(talks(7));
}

static void a_renewed_line_starts_anew(void **unused)
{
    (void)unused;
    assert_true(talks(1));
    assert_true(sends(2));
    assert_true(far_gets(2));
    assert_true(keeper->far_give(span_of(sent, 3)));
    assert_int_equal(link_renew(port), STATUS_OK);
    assert_int_equal(link_receive(port, got, sizeof got, &got_size), STATUS_NOT_FOUND);
    assert_true(talks(4));
    assert_true(link_came_up(port));
}

int main(void)
{
#define KEPT(test, by)                                                                             \
    cmocka_unit_test_prestate_setup_teardown(test, start, stop, (void *)&keepers[by])
#define EACH(test) KEPT(test, 0), KEPT(test, 1)
    const struct CMUnitTest tests[] = {
        EACH(messages_of_every_size_pass_whole_in_both_directions),
        EACH(where_nothing_came_nothing_is_found),
        EACH(messages_keep_their_order),
        EACH(a_message_that_is_too_long_is_not_sent),
        EACH(an_answer_longer_than_the_room_is_dropped_and_the_next_is_whole),
        EACH(a_line_that_is_down_takes_nothing_and_tells_when_it_is_up_again),
        EACH(a_renewed_line_starts_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
