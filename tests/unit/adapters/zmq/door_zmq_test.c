/* The server's door over real sockets: it fails closed, tells units apart by what they proved, and
 * cuts who speaks no CURVE. The numbers are those of the rows of bad inputs for the door "sync". */
#include "adapters/zmq/door_zmq.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zmq.h>

#include <cmocka.h>

#include "adapters/zmq/socket_options.h"
#include "tests/unit/adapters/zmq/loopback.h"
#include "tests/unit/adapters/zmq/raw_tcp.h"

enum { CUT_MS = 2000, SLACK_MS = 1500 }; /* row 64's bound; what a busy machine may add */

static struct loopback l;
static void *open_rogue; /* closed also when a test fails, or the context would never end */

static int start(void **unused)
{
    (void)unused;
    open_rogue = NULL;
    loopback_start(&l);
    return 0;
}

static void rogue_leaves(void)
{
    if (open_rogue) {
        (void)zmq_close(open_rogue);
        open_rogue = NULL;
    }
}

static int stop(void **unused)
{
    (void)unused;
    rogue_leaves();
    loopback_stop(&l);
    return 0;
}

static void open_all(void)
{
    assert_int_equal(loopback_door(&l), STATUS_OK);
    loopback_admit(&l, LOOPBACK_UNITS);
}

/* A unit that follows no rule of ours: a bare DEALER with UNIT's key. */
static void *rogue(size_t unit, const struct socket_option *options, size_t count,
                   const char *routing_id)
{
    void *socket = socket_open(&l.context, ZMQ_DEALER, options, count);
    const int64_t any_size = -1;
    assert_non_null(socket);
    open_rogue = socket;
    assert_true(socket_set_curve(socket, &l.units[unit], &l.server.public_key));
    assert_int_equal(zmq_setsockopt(socket, ZMQ_MAXMSGSIZE, &any_size, sizeof any_size), 0);
    if (routing_id) {
        assert_int_equal(zmq_setsockopt(socket, ZMQ_ROUTING_ID, routing_id, strlen(routing_id)), 0);
    }
    assert_int_equal(zmq_connect(socket, door_zmq_endpoint(&l.door)), 0);
    return socket;
}

/* Serves the door until it has counted one more bad message. */
static bool counts_bad(uint64_t before)
{
    int64_t end = loopback_now_ms() + LOOPBACK_MS;
    while (door_zmq_counts(&l.door).bad == before && loopback_now_ms() < end) {
        loopback_idle(&l, 10);
    }
    return door_zmq_counts(&l.door).bad == before + 1;
}

static void without_a_handler_the_door_does_not_open(void **unused)
{
    (void)unused;
    l.door_settings.faults = (struct door_faults){.no_handler = true, .no_enforcement = true};
    assert_int_equal(loopback_door(&l), STATUS_DENIED); /* the stranger got in */
    l.door_settings.faults = (struct door_faults){.no_handler = true};
    l.door_settings.timing.self_test_ms = 2000;
    assert_int_equal(loopback_door(&l), STATUS_DENIED); /* it did not, but nobody was asked */
    assert_int_equal(log_fake_count(&l.log, "self-test failed"), 2);
    l.door_settings.faults = (struct door_faults){0};
    l.door_settings.timing = door_timing_usual();
    assert_int_equal(loopback_door(&l), STATUS_OK);
}

static void with_the_handler_alone_strangers_stay_out(void **unused)
{
    (void)unused;
    l.door_settings.faults = (struct door_faults){.no_enforcement = true};
    assert_int_equal(loopback_door(&l), STATUS_OK);
    loopback_admit(&l, 1);
    loopback_link(&l, 1, NULL);
    assert_true(loopback_refused(&l, 1));
}

static void the_self_test_leaves_no_trace(void **unused)
{
    struct door_counts zero = {0};
    (void)unused;
    assert_int_equal(loopback_door(&l), STATUS_OK);
    loopback_idle(&l, 30);
    struct door_counts counts = door_zmq_counts(&l.door);
    assert_memory_equal(&counts, &zero, sizeof zero);
    assert_int_equal(l.log.count, 0);
}

static void a_second_door_in_one_process_is_refused_and_an_address_has_one_server(void **unused)
{
    struct door_zmq second = {0};
    (void)unused;
    open_all();
    assert_int_equal(door_zmq_open(&second, &l.context, &l.door_settings), STATUS_DENIED);
    loopback_link(&l, 0, NULL);
    assert_true(loopback_talks(&l, 0)); /* the first one serves on */
    door_zmq_close(&l.door);
    int port = 0;
    char endpoint[64];
    int listener = raw_tcp_listen(&port);
    struct line line = line_of(endpoint, sizeof endpoint);
    line_put(&line, "tcp://127.0.0.1:");
    line_signed(&line, port);
    l.door_settings.endpoint = endpoint;
    assert_int_equal(loopback_door(&l), STATUS_DENIED);
    assert_int_equal(log_fake_count(&l.log, "cannot listen there"), 1);
    (void)close(listener);
}

static void only_a_tcp_endpoint_is_taken(void **unused)
{
    static const char *const bad[] = {"ipc:///tmp/x", "inproc://x", "", "tcp://", "tcp://x"};
    (void)unused;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        l.door_settings.endpoint = bad[i];
        assert_int_equal(loopback_door(&l), STATUS_MALFORMED);
    }
}

static void with_too_few_files_it_refuses_to_run(void **unused)
{
    (void)unused;
    pid_t child = fork();
    if (child == 0) {
        struct rlimit few = {.rlim_cur = 512, .rlim_max = 3150};
        (void)setrlimit(RLIMIT_NOFILE, &few);
        l.door_settings.units = 51;
        bool refused = loopback_door(&l) == STATUS_FULL;
        bool said = log_fake_count(&l.log, "need=3153") == 1;
        _exit(refused && said ? 0 : 1);
    }
    int how = 0;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFEXITED(how) && WEXITSTATUS(how) == 0);
}

static void it_raises_its_limit_of_files_to_what_is_allowed(void **unused)
{
    struct rlimit limit;
    (void)unused;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    rlim_t most = limit.rlim_max;
    limit.rlim_cur = 512;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    assert_int_equal(loopback_door(&l), STATUS_OK);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    assert_int_equal(limit.rlim_cur, most);
}

static void row_60_an_unknown_key_is_logged_once_a_minute_however_often_it_knocks(void **unused)
{
    (void)unused;
    l.door_settings.timing.quiet_ms = 1500;
    assert_int_equal(loopback_door(&l), STATUS_OK);
    loopback_admit(&l, 1);
    loopback_link(&l, 1, NULL);
    int64_t began = loopback_now_ms();
    for (int i = 0; i < 5; i++) {
        assert_true(loopback_refused(&l, 1));
        assert_int_equal(link_renew(&l.links[1].port), STATUS_OK);
    }
    assert_true(door_zmq_counts(&l.door).refused >= 5);
    int64_t end = loopback_now_ms() + LOOPBACK_MS;
    while (log_fake_count(&l.log, "unknown key refused") < 2 && loopback_now_ms() < end) {
        assert_true(loopback_refused(&l, 1));
        assert_int_equal(link_renew(&l.links[1].port), STATUS_OK);
    }
    assert_true(loopback_now_ms() - began >= 1500); /* the second line came no sooner */
    assert_true(log_fake_count(&l.log, "unknown key refused") >= 2);
    char key[KEYS_TEXT_SIZE];
    assert_int_equal(log_fake_count(&l.log, keys_text(&l.units[1].public_key, key)),
                     log_fake_count(&l.log, "unknown key refused"));
    assert_int_equal(door_timing_usual().quiet_ms, 60000);
}

static void row_62_every_message_carries_the_key_its_sender_proved(void **unused)
{
    (void)unused;
    open_all();
    for (size_t i = 0; i < LOOPBACK_UNITS; i++) {
        loopback_link(&l, i, NULL);
    }
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < LOOPBACK_UNITS; i++) {
            assert_true(loopback_gets_through(&l, i, "I am unit 0, they all say"));
            assert_memory_equal(&l.message.key, &l.units[i].public_key, LINK_KEY_SIZE);
        }
    }
}

static void row_62_a_name_of_its_own_making_gets_a_unit_nothing(void **unused)
{
    (void)unused;
    open_all();
    void *socket = rogue(0, NULL, 0, "unit-2");
    assert_int_equal(zmq_send(socket, "I am unit 2", 11, 0), 11);
    assert_true(counts_bad(0));
    assert_int_equal(door_zmq_counts(&l.door).received, 0);
}

static void a_key_that_left_the_table_is_not_heard_any_more(void **unused)
{
    (void)unused;
    open_all();
    loopback_link(&l, 1, NULL);
    assert_true(loopback_talks(&l, 1));
    loopback_admit(&l, 1); /* only unit 0; unit 1 is still connected */
    assert_true(loopback_sends(&l, 1, "still here"));
    int64_t end = loopback_now_ms() + LOOPBACK_MS;
    while (door_zmq_counts(&l.door).dropped == 0 && loopback_now_ms() < end) {
        loopback_idle(&l, 10);
    }
    assert_int_equal(door_zmq_counts(&l.door).dropped, 1);
    assert_int_equal(door_zmq_counts(&l.door).received, 1);
}

static void a_message_in_parts_is_dropped_and_the_next_is_whole(void **unused)
{
    (void)unused;
    open_all();
    void *socket = rogue(0, NULL, 0, NULL);
    assert_int_equal(zmq_send(socket, "a", 1, ZMQ_SNDMORE), 1);
    assert_int_equal(zmq_send(socket, "b", 1, ZMQ_SNDMORE), 1);
    assert_int_equal(zmq_send(socket, "c", 1, 0), 1);
    assert_int_equal(zmq_send(socket, "whole", 5, 0), 5);
    assert_true(loopback_arrives(&l, "whole"));
    assert_int_equal(l.strays, 0);
    assert_int_equal(door_zmq_counts(&l.door).bad, 1);
}

static void the_longest_message_passes_and_a_longer_one_ends_the_line(void **unused)
{
    static uint8_t longest[70000];
    int64_t end = loopback_now_ms() + LOOPBACK_MS;
    (void)unused;
    open_all();
    loopback_link(&l, 0, NULL);
    assert_true(loopback_talks(&l, 0));
    assert_int_equal(link_send(&l.links[0].port, span_of(longest, LINK_MESSAGE_MAX)), STATUS_OK);
    while (l.message.size != LINK_MESSAGE_MAX && loopback_now_ms() < end) {
        loopback_idle(&l, 10);
    }
    assert_int_equal(l.message.size, LINK_MESSAGE_MAX);
    assert_int_equal(link_send(&l.links[0].port, span_of(longest, LINK_MESSAGE_MAX + 1)),
                     STATUS_MALFORMED);
    void *socket = rogue(1, NULL, 0, NULL);
    assert_int_equal(zmq_send(socket, longest, sizeof longest, 0), sizeof longest);
    assert_true(loopback_talks(&l, 0)); /* the others notice nothing */
    assert_int_equal(door_zmq_counts(&l.door).bad, 0);
}

/* How long the door bears a peer that says BYTES and then nothing. */
static int64_t bears_ms(const void *bytes, size_t size)
{
    int fd = raw_tcp_connect(raw_tcp_port(door_zmq_endpoint(&l.door)));
    assert_true(fd >= 0);
    (void)raw_tcp_send(fd, bytes, size);
    int64_t ms = raw_tcp_cut_after_ms(fd, LOOPBACK_MS);
    (void)close(fd);
    return ms;
}

static void row_64_random_bytes_http_and_tls_are_cut_within_two_seconds(void **unused)
{
    static const char http[] = "GET / HTTP/1.1\r\nHost: trao\r\n\r\n";
    static const uint8_t tls[] = {0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0};
    uint8_t noise[512];
    (void)unused;
    open_all();
    assert_in_range(bears_ms(http, sizeof http - 1), 0, CUT_MS + SLACK_MS);
    assert_in_range(bears_ms(tls, sizeof tls), 0, CUT_MS + SLACK_MS);
    for (int i = 0; i < 20; i++) {
        chance_fill(&l.chance.port, noise, sizeof noise);
        noise[0] = (uint8_t)(noise[0] & 0x7F); /* with FF it would begin as ZMTP does: see below */
        assert_in_range(bears_ms(noise, sizeof noise), 0, CUT_MS + SLACK_MS);
    }
    loopback_link(&l, 0, NULL);
    assert_true(loopback_talks(&l, 0));
    assert_int_equal(door_zmq_counts(&l.door).received, 1);
}

static void row_64_who_begins_as_zeromq_and_stops_is_cut_within_two_seconds_too(void **unused)
{
    uint8_t greeting[64];
    (void)unused;
    open_all();
    raw_tcp_greeting("CURVE", greeting);
    int64_t silent = bears_ms(greeting, 0);
    assert_in_range(silent, 0, CUT_MS + SLACK_MS);
    assert_in_range(bears_ms(greeting, sizeof greeting), 0, CUT_MS + SLACK_MS);
    raw_tcp_greeting("NULL", greeting);
    assert_in_range(bears_ms(greeting, sizeof greeting), 0, CUT_MS + SLACK_MS);
    loopback_link(&l, 0, NULL);
    assert_true(loopback_talks(&l, 0));
}

static long resident_kb(void)
{
    char text[128] = "";
    int fd = open("/proc/self/statm", O_RDONLY);
    ssize_t size = read(fd, text, sizeof text - 1);
    (void)close(fd);
    assert_true(size > 0);
    char *second = strchr(text, ' ');
    return second ? strtol(second, NULL, 10) * (sysconf(_SC_PAGESIZE) / 1024) : 0;
}

static void row_65_who_announces_a_gibibyte_is_cut_and_memory_stays_small(void **unused)
{
    enum { CROWD = 20 };
    static uint8_t announcement[64 + 9 + 65536];
    int crowd[CROWD];
    (void)unused;
    l.door_settings.timing.handshake_ms = 10 * LOOPBACK_MS; /* it is not this that cuts them */
    open_all();
    raw_tcp_greeting("CURVE", announcement);
    announcement[64] = 0x06; /* a command, its size in eight bytes: RFC 37, section 3.2 */
    announcement[64 + 5] = 0x40;
    long before = resident_kb();
    for (int i = 0; i < CROWD; i++) {
        crowd[i] = raw_tcp_connect(raw_tcp_port(door_zmq_endpoint(&l.door)));
        assert_true(crowd[i] >= 0);
        (void)raw_tcp_send(crowd[i], announcement, sizeof announcement);
    }
    for (int i = 0; i < CROWD; i++) {
        int64_t ms = raw_tcp_cut_after_ms(crowd[i], LOOPBACK_MS);
        assert_true(ms >= 0);
        (void)close(crowd[i]);
    }
    assert_true(resident_kb() - before < 32 * 1024);
    loopback_link(&l, 0, NULL);
    assert_true(loopback_talks(&l, 0));
}

static void row_76_a_unit_that_reads_too_slowly_loses_its_answers_and_nobody_else_theirs(void **x)
{
    static const struct socket_option slow[] = {
        {ZMQ_RCVHWM, 1   },
        {ZMQ_RCVBUF, 4096},
    };
    static uint8_t answer[60000];
    enum status status = STATUS_OK;
    uint64_t sent = 0;
    (void)x;
    open_all();
    void *socket = rogue(0, slow, 2, NULL);
    assert_int_equal(zmq_send(socket, "question", 8, 0), 8);
    assert_true(loopback_arrives(&l, "question"));
    struct door_peer peer = l.message.peer;
    int64_t end = loopback_now_ms() + LOOPBACK_MS;
    while (status == STATUS_OK && loopback_now_ms() < end) {
        status = door_reply(&l.door.port, &peer, span_of(answer, sizeof answer));
        sent += status == STATUS_OK;
    }
    assert_int_equal(status, STATUS_FULL);
    assert_in_range(sent, 1, 2000);
    assert_int_equal(door_zmq_counts(&l.door).replies_full, 1);
    assert_int_equal(door_zmq_counts(&l.door).replied, sent);
    loopback_link(&l, 1, NULL);
    assert_true(loopback_talks(&l, 1));
    rogue_leaves();
    end = loopback_now_ms() + LOOPBACK_MS;
    while (status == STATUS_FULL && loopback_now_ms() < end) {
        loopback_idle(&l, 10);
        status = door_reply(&l.door.port, &peer, span_of("x", 1));
    }
    assert_int_equal(status, STATUS_NOT_FOUND); /* gone now */
    assert_true(door_zmq_counts(&l.door).replies_gone >= 1);
}

int main(void)
{
#define LOOPED(test) cmocka_unit_test_setup_teardown(test, start, stop)
    const struct CMUnitTest tests[] = {
        LOOPED(without_a_handler_the_door_does_not_open),
        LOOPED(with_the_handler_alone_strangers_stay_out),
        LOOPED(the_self_test_leaves_no_trace),
        LOOPED(a_second_door_in_one_process_is_refused_and_an_address_has_one_server),
        LOOPED(only_a_tcp_endpoint_is_taken),
        LOOPED(with_too_few_files_it_refuses_to_run),
        LOOPED(it_raises_its_limit_of_files_to_what_is_allowed),
        LOOPED(row_60_an_unknown_key_is_logged_once_a_minute_however_often_it_knocks),
        LOOPED(row_62_every_message_carries_the_key_its_sender_proved),
        LOOPED(row_62_a_name_of_its_own_making_gets_a_unit_nothing),
        LOOPED(a_key_that_left_the_table_is_not_heard_any_more),
        LOOPED(a_message_in_parts_is_dropped_and_the_next_is_whole),
        LOOPED(the_longest_message_passes_and_a_longer_one_ends_the_line),
        LOOPED(row_64_random_bytes_http_and_tls_are_cut_within_two_seconds),
        LOOPED(row_64_who_begins_as_zeromq_and_stops_is_cut_within_two_seconds_too),
        LOOPED(row_65_who_announces_a_gibibyte_is_cut_and_memory_stays_small),
        LOOPED(row_76_a_unit_that_reads_too_slowly_loses_its_answers_and_nobody_else_theirs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
