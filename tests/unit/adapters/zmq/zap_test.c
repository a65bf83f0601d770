/* The ZAP handler asked as libzmq asks it (ZeroMQ RFC 27). */
#include "adapters/zmq/zap.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <zmq.h>

#include <cmocka.h>

#include "adapters/zmq/keys.h"

enum { FRAMES = 6, ROOM = 500 };

static struct context context;
static struct zap zap;
static void *asker;
static struct link_key keys[ROOM];
static char answer[FRAMES][256];

static int start(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROOM; i++) {
        keys[i] = (struct link_key){
            {(uint8_t)(i * 7), (uint8_t)(i >> 8), (uint8_t)i, 1}
        };
    }
    if (context_open(&context) != STATUS_OK || zap_open(&zap, &context, ROOM) != STATUS_OK) {
        return -1;
    }
    const int limit_ms = 20000;
    const int none = 0;
    asker = zmq_socket(context.zmq, ZMQ_REQ);
    (void)zmq_setsockopt(asker, ZMQ_RCVTIMEO, &limit_ms, sizeof limit_ms);
    (void)zmq_setsockopt(asker, ZMQ_LINGER, &none, sizeof none);
    return zmq_connect(asker, "inproc://zeromq.zap.01");
}

static int stop(void **state)
{
    (void)state;
    (void)zmq_close(asker);
    zap_close(&zap);
    context_close(&context);
    return 0;
}

/* The code of the answer; the frames are in `answer`. */
static const char *ask_frames(const struct span *frames, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int more = i + 1 < count ? ZMQ_SNDMORE : 0;
        assert_true(zmq_send(asker, frames[i].at, frames[i].size, more) >= 0);
    }
    memset(answer, 0, sizeof answer);
    for (size_t i = 0; i < FRAMES; i++) {
        assert_true(zmq_recv(asker, answer[i], sizeof answer[i] - 1, 0) >= 0);
    }
    int more = 1;
    size_t size = sizeof more;
    assert_int_equal(zmq_getsockopt(asker, ZMQ_RCVMORE, &more, &size), 0);
    assert_int_equal(more, 0);
    return answer[2];
}

#define FRAME(text) span_of(text, sizeof(text) - 1)

static const char *ask(const struct link_key *key)
{
    const struct span frames[] = {
        FRAME("1.0"), FRAME("77"),    FRAME(ZAP_DOMAIN),         FRAME("127.0.0.1"),
        FRAME(""),    FRAME("CURVE"), span_of(key, sizeof *key),
    };
    return ask_frames(frames, sizeof frames / sizeof frames[0]);
}

static void before_the_first_table_everybody_is_told_to_come_back(void **unused)
{
    (void)unused;
    assert_string_equal(ask(&keys[0]), "300");
    assert_int_equal(zap_counts(&zap).not_ready, 1);
    assert_int_equal(zap_counts(&zap).refused, 0);
}

static void a_known_key_is_named_in_the_answer_and_an_unknown_one_is_refused(void **unused)
{
    char text[KEYS_TEXT_SIZE];
    (void)unused;
    assert_int_equal(zap_admit(&zap, keys, 2), STATUS_OK);
    assert_string_equal(ask(&keys[1]), "200");
    assert_string_equal(answer[0], "1.0");
    assert_string_equal(answer[1], "77");
    assert_string_equal(answer[4], keys_text(&keys[1], text));
    assert_string_equal(ask(&keys[2]), "400");
    assert_string_equal(answer[4], "");
    assert_int_equal(zap_counts(&zap).admitted, 1);
    assert_int_equal(zap_counts(&zap).refused, 1);
}

static void the_newest_table_holds_whole(void **unused)
{
    (void)unused;
    for (size_t count = 0; count <= ROOM; count += 100) {
        assert_int_equal(zap_admit(&zap, keys, count), STATUS_OK);
        for (size_t i = 0; i < ROOM; i += 49) {
            assert_string_equal(ask(&keys[i]), i < count ? "200" : "400");
        }
        for (size_t i = 0; i < count % 300; i += 50) { /* tables nobody asked about */
            assert_int_equal(zap_admit(&zap, keys, i), STATUS_OK);
        }
    }
    assert_int_equal(zap_admit(&zap, keys, ROOM + 1), STATUS_FULL);
}

static void a_refused_key_can_be_taken_once_and_rings(void **unused)
{
    struct link_key key;
    struct pollfd alarm = {.fd = zap.alarm, .events = POLLIN};
    (void)unused;
    assert_int_equal(zap_admit(&zap, keys, 1), STATUS_OK);
    assert_false(zap_refused(&zap, &key));
    assert_int_equal(poll(&alarm, 1, 0), 0);
    assert_string_equal(ask(&keys[5]), "400");
    assert_int_equal(poll(&alarm, 1, 0), 1);
    assert_true(zap_refused(&zap, &key));
    assert_memory_equal(&key, &keys[5], sizeof key);
    assert_false(zap_refused(&zap, &key));
    assert_int_equal(poll(&alarm, 1, 0), 0);
}

static void more_refused_keys_than_there_is_room_for_are_only_counted(void **unused)
{
    struct link_key key;
    unsigned taken = 0;
    (void)unused;
    assert_int_equal(zap_admit(&zap, keys, 0), STATUS_OK);
    for (size_t i = 0; i < 100; i++) {
        assert_string_equal(ask(&keys[i]), "400");
    }
    while (zap_refused(&zap, &key)) {
        assert_memory_equal(&key, &keys[taken], sizeof key);
        taken++;
    }
    assert_int_equal(taken, ZAP_REFUSED_ROOM);
    assert_int_equal(zap_counts(&zap).refused, 100);
}

static void a_question_that_is_not_ours_is_refused_and_the_next_is_answered(void **unused)
{
    static char huge[300];
    const struct span key = span_of(&keys[0], sizeof keys[0]);
    const struct span good[] = {
        FRAME("1.0"), FRAME("1"), FRAME(ZAP_DOMAIN), FRAME("a"), FRAME(""), FRAME("CURVE"), key,
    };
    (void)unused;
    assert_int_equal(zap_admit(&zap, keys, 1), STATUS_OK);
    for (size_t i = 0; i < 7; i++) {
        struct span bad[9];
        memcpy(bad, good, sizeof good);
        if (i == 1 || i == 3 || i == 4) { /* any text is good there: make it too long */
            bad[i] = span_of(huge, sizeof huge);
        } else {
            bad[i] = FRAME("other");
        }
        assert_string_equal(ask_frames(bad, 7), "400");
        bad[i] = good[i];
        bad[7] = bad[8] = FRAME("more");
        assert_string_equal(ask_frames(bad, 9), "400");
        assert_string_equal(ask_frames(bad, i + 1), i + 1 == 7 ? "200" : "400");
    }
}

static void there_is_one_handler_in_a_context(void **unused)
{
    struct zap second;
    (void)unused;
    assert_int_equal(zap_open(&second, &context, 1), STATUS_DENIED);
    assert_string_equal(ask(&keys[0]), "300"); /* the first one answers on */
    assert_true(zap_asked(&zap, &keys[0]));
    assert_false(zap_asked(&zap, &keys[1]));
}

static void what_is_forgotten_was_never_there(void **unused)
{
    struct link_key key;
    (void)unused;
    assert_int_equal(zap_admit(&zap, keys, 1), STATUS_OK);
    assert_string_equal(ask(&keys[1]), "400");
    zap_forget(&zap);
    assert_int_equal(zap_counts(&zap).refused, 0);
    assert_false(zap_refused(&zap, &key));
    assert_string_equal(ask(&keys[0]), "300");
}

int main(void)
{
#define LOOPED(test) cmocka_unit_test_setup_teardown(test, start, stop)
    const struct CMUnitTest tests[] = {
        LOOPED(before_the_first_table_everybody_is_told_to_come_back),
        LOOPED(a_known_key_is_named_in_the_answer_and_an_unknown_one_is_refused),
        LOOPED(the_newest_table_holds_whole),
        LOOPED(a_refused_key_can_be_taken_once_and_rings),
        LOOPED(more_refused_keys_than_there_is_room_for_are_only_counted),
        LOOPED(a_question_that_is_not_ours_is_refused_and_the_next_is_answered),
        LOOPED(there_is_one_handler_in_a_context),
        LOOPED(what_is_forgotten_was_never_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
