#include "server/watch/wheel.h"

#include <stdlib.h>

#include "base/check.h"

/* INVARIANTS
 *
 * (1) A timer that is set stands in the list of its minute modulo WHEEL_MINUTES, and only there.
 * (2) No timer is due at or before `now`.
 * (3) wheel_fire() gives timers in the order of their minutes; within a minute in no order that
 *     anybody may rely on. */

enum status wheel_open(struct wheel *wheel, uint32_t count_max)
{
    *wheel = (struct wheel){.count_max = count_max, .now = {INT32_MIN}};
    wheel->first = malloc(WHEEL_MINUTES * sizeof *wheel->first);
    wheel->timers = malloc(count_max * sizeof *wheel->timers);
    if (!wheel->first || !wheel->timers) {
        wheel_close(wheel);
        return STATUS_FULL;
    }
    for (uint32_t i = 0; i < WHEEL_MINUTES; i++) {
        wheel->first[i] = WHEEL_NONE;
    }
    for (uint32_t i = 0; i < count_max; i++) {
        wheel->timers[i] = (struct wheel_timer){.due = MINUTE_NEVER};
    }
    return STATUS_OK;
}

void wheel_close(struct wheel *wheel)
{
    if (wheel) {
        free(wheel->first);
        free(wheel->timers);
        *wheel = (struct wheel){0};
    }
}

void wheel_start(struct wheel *wheel, struct minute now)
{
    wheel->now = now;
}

static uint32_t *list_of(const struct wheel *wheel, struct minute due)
{
    return &wheel->first[(uint32_t)due.m & (WHEEL_MINUTES - 1)];
}

static void unlink_timer(struct wheel *wheel, uint32_t number)
{
    struct wheel_timer *timer = &wheel->timers[number];
    if (timer->due.m == MINUTE_NEVER.m) {
        return;
    }
    if (timer->prev == WHEEL_NONE) {
        *list_of(wheel, timer->due) = timer->next;
    } else {
        wheel->timers[timer->prev].next = timer->next;
    }
    if (timer->next != WHEEL_NONE) {
        wheel->timers[timer->next].prev = timer->prev;
    }
    timer->due = MINUTE_NEVER;
}

void wheel_set(struct wheel *wheel, uint32_t number, struct minute due)
{
    assert(number < wheel->count_max);
    assert(due.m > wheel->now.m); /* (2) */
    unlink_timer(wheel, number);
    if (due.m == MINUTE_NEVER.m) {
        return;
    }
    uint32_t *first = list_of(wheel, due);
    wheel->timers[number] = (struct wheel_timer){.due = due, .next = *first, .prev = WHEEL_NONE};
    if (*first != WHEEL_NONE) {
        wheel->timers[*first].prev = number;
    }
    *first = number; /* (1) */
}

/* The first timer in MINUTE's list that is due then and not a turn of the wheel later. */
static uint32_t due_at(const struct wheel *wheel, struct minute minute)
{
    uint32_t number = *list_of(wheel, minute);
    while (number != WHEEL_NONE && wheel->timers[number].due.m != minute.m) {
        number = wheel->timers[number].next;
    }
    return number;
}

bool wheel_fire(struct wheel *wheel, struct minute until, uint32_t *out_number,
                struct minute *out_minute)
{
    while (wheel->now.m < until.m) {
        struct minute minute = {wheel->now.m + 1};
        uint32_t number = due_at(wheel, minute);
        if (number != WHEEL_NONE) {
            unlink_timer(wheel, number);
            *out_number = number;
            *out_minute = minute;
            return true; /* `now` stays: there may be more in this minute */
        }
        wheel->now = minute;
    }
    return false;
}
