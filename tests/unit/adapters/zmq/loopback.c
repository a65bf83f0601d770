#include "tests/unit/adapters/zmq/loopback.h"

#include <assert.h>
#include <string.h>
#include <time.h>

#include "adapters/zmq/wait.h"

enum { STEP_MS = 20, RESEND_MS = 250 };

int64_t loopback_now_ms(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void loopback_start(struct loopback *loopback)
{
    memset(loopback, 0, sizeof *loopback);
    enum status status = context_open(&loopback->context);
    assert(status == STATUS_OK);
    log_fake_init(&loopback->log);
    chance_fake_init(&loopback->chance, 1);
    status = keys_make(&loopback->server);
    assert(status == STATUS_OK);
    for (size_t i = 0; i < LOOPBACK_UNITS; i++) {
        status = keys_make(&loopback->units[i]);
        assert(status == STATUS_OK);
    }
    loopback->door_settings = (struct door_settings){
        .endpoint = "tcp://127.0.0.1:*",
        .keys = loopback->server,
        .units = LOOPBACK_UNITS,
        .log = &loopback->log.port,
        .limits = door_limits_usual(),
        .timing = door_timing_usual(),
    };
    loopback->link_timing = link_timing_usual();
    loopback->link_timing.reconnect_ms = 50;
    loopback->link_timing.reconnect_ms_max = 200;
}

void loopback_stop(struct loopback *loopback)
{
    for (size_t i = 0; i < LOOPBACK_UNITS; i++) {
        link_zmq_close(&loopback->links[i]);
    }
    door_zmq_close(&loopback->door);
    context_close(&loopback->context);
}

enum status loopback_door(struct loopback *loopback)
{
    return door_zmq_open(&loopback->door, &loopback->context, &loopback->door_settings);
}

void loopback_admit(struct loopback *loopback, size_t count)
{
    struct link_key keys[LOOPBACK_UNITS];
    for (size_t i = 0; i < count; i++) {
        keys[i] = loopback->units[i].public_key;
    }
    enum status status = door_admit(&loopback->door.port, keys, count);
    assert(status == STATUS_OK);
}

void loopback_link(struct loopback *loopback, size_t unit, const char *endpoint)
{
    const struct link_settings settings = {
        .endpoint = endpoint ? endpoint : door_zmq_endpoint(&loopback->door),
        .keys = loopback->units[unit],
        .server = loopback->server.public_key,
        .log = &loopback->log.port,
        .chance = &loopback->chance.port,
        .timing = loopback->link_timing,
    };
    enum status status = link_zmq_open(&loopback->links[unit], &loopback->context, &settings);
    assert(status == STATUS_OK);
}

void loopback_step(struct loopback *loopback, size_t unit)
{
    struct wait wait = {
        .link = loopback->links[unit].socket ? &loopback->links[unit] : NULL,
        .door = loopback->door.socket ? &loopback->door : NULL,
    };
    struct wait_ready ready;
    wait_for(&wait, STEP_MS, &ready);
}

static enum status take(struct loopback *loopback)
{
    loopback->message.at = loopback->bytes;
    loopback->message.room = sizeof loopback->bytes;
    return loopback->door.socket ? door_receive(&loopback->door.port, &loopback->message)
                                 : STATUS_NOT_FOUND;
}

static bool is(const void *bytes, size_t size, const char *text)
{
    return size == strlen(text) && memcmp(bytes, text, size) == 0;
}

bool loopback_sends(struct loopback *loopback, size_t unit, const char *text)
{
    int64_t end = loopback_now_ms() + LOOPBACK_MS;
    do {
        if (link_send(&loopback->links[unit].port, span_of(text, strlen(text))) == STATUS_OK) {
            return true;
        }
        loopback_step(loopback, unit);
    } while (loopback_now_ms() < end);
    return false;
}

static bool arrives_by(struct loopback *loopback, size_t unit, const char *text, int64_t end)
{
    do {
        enum status status = take(loopback);
        if (status == STATUS_OK && is(loopback->bytes, loopback->message.size, text)) {
            return true;
        }
        loopback->strays += status == STATUS_OK;
        if (status == STATUS_NOT_FOUND) {
            loopback_step(loopback, unit);
        }
    } while (loopback_now_ms() < end);
    return false;
}

bool loopback_arrives(struct loopback *loopback, const char *text)
{
    return arrives_by(loopback, 0, text, loopback_now_ms() + LOOPBACK_MS);
}

bool loopback_gets_through(struct loopback *loopback, size_t unit, const char *text)
{
    int64_t end = loopback_now_ms() + LOOPBACK_MS;
    do {
        if (loopback_sends(loopback, unit, text) &&
            arrives_by(loopback, unit, text, loopback_now_ms() + RESEND_MS)) {
            return true;
        }
    } while (loopback_now_ms() < end);
    return false;
}

bool loopback_replies(struct loopback *loopback, const char *text)
{
    return door_reply(&loopback->door.port, &loopback->message.peer, span_of(text, strlen(text))) ==
           STATUS_OK;
}

bool loopback_answered(struct loopback *loopback, size_t unit, const char *text)
{
    int64_t end = loopback_now_ms() + LOOPBACK_MS;
    do {
        enum status status = link_receive(&loopback->links[unit].port, loopback->answer,
                                          sizeof loopback->answer, &loopback->answer_size);
        if (status == STATUS_OK && is(loopback->answer, loopback->answer_size, text)) {
            return true;
        }
        loopback_step(loopback, unit);
    } while (loopback_now_ms() < end);
    return false;
}

bool loopback_refused(struct loopback *loopback, size_t unit)
{
    int64_t end = loopback_now_ms() + LOOPBACK_MS;
    do {
        if (link_refused(&loopback->links[unit].port)) {
            return true;
        }
        (void)take(loopback);
        loopback_step(loopback, unit);
    } while (loopback_now_ms() < end);
    return false;
}

bool loopback_talks(struct loopback *loopback, size_t unit)
{
    return loopback_sends(loopback, unit, "question") && loopback_arrives(loopback, "question") &&
           loopback_replies(loopback, "answer") && loopback_answered(loopback, unit, "answer");
}

void loopback_idle(struct loopback *loopback, int64_t ms)
{
    int64_t end = loopback_now_ms() + ms;
    while (loopback_now_ms() < end) {
        while (take(loopback) != STATUS_NOT_FOUND) {
        }
        for (size_t i = 0; i < LOOPBACK_UNITS; i++) {
            if (loopback->links[i].socket) {
                (void)link_came_up(&loopback->links[i].port); /* reads its events */
            }
        }
        loopback_step(loopback, 0);
    }
}
