#include "tests/system/flood/load.h"

#include <stdlib.h>

enum { NAP_US = 400, JOIN_MS = 20000 };

static int order(const void *a, const void *b)
{
    const uint32_t left = *(const uint32_t *)a;
    const uint32_t right = *(const uint32_t *)b;
    return left < right ? -1 : left > right;
}

double load_quantile(struct load_samples *samples, unsigned of_thousand)
{
    if (samples->count == 0) {
        return 0;
    }
    qsort(samples->us, samples->count, sizeof samples->us[0], order);
    size_t at = (samples->count * of_thousand + 999) / 1000; /* nearest rank */
    at = at > 0 ? at - 1 : 0;
    return samples->us[at] / 1000.0;
}

static void keep(const struct load *load, int64_t us)
{
    struct load_samples *samples = &load->result->samples;
    if (atomic_load(&load->result->begin) && samples->count < LOAD_SAMPLES_MAX) {
        samples->us[samples->count++] = (uint32_t)us;
    }
}

static bool is_over(const struct load *load, int64_t *began_us)
{
    const int64_t now = unit_now_us();
    if (*began_us == 0 && atomic_load(&load->result->begin)) {
        *began_us = now;
    }
    return *began_us != 0 && now - *began_us >= load->last_us;
}

/* One unit's schedule. */
struct pace {
    int64_t due_us;
    bool waiting; /* its act is under way */
    bool open;
};

static struct pace *paces_of(const struct load *load)
{
    struct pace *paces = calloc(load->count, sizeof *paces);
    const int64_t now = unit_now_us();
    for (size_t i = 0; paces && i < load->count; i++) {
        paces[i].due_us = now + load->every_us * (int64_t)i / (int64_t)load->count;
    }
    return paces;
}

static bool compare(const struct load *load)
{
    struct load_result *result = load->result;
    result->compared = crowd_compare(load->server, load->units, load->count, &result->check);
    return result->compared;
}

/* --- connected --- */

static void turn_connected(const struct load *load, struct unit *unit, struct pace *pace)
{
    const bool idle = unit_turn(unit);
    const int64_t now = unit_now_us();
    if (pace->waiting && idle) {
        keep(load, now - pace->due_us);
        pace->waiting = false;
        pace->due_us += load->every_us;
    }
    if (!pace->waiting && idle && now >= pace->due_us) {
        unit_act(unit, (uint32_t)unit->count);
        unit_written(unit);
        pace->waiting = true;
    }
}

bool load_connected(void *self)
{
    struct load *load = self;
    struct crowd crowd;
    int64_t began = 0;
    if (!crowd_open(&crowd, load->server)) {
        return false;
    }
    for (size_t i = 0; i < load->count; i++) {
        if (!unit_open(&load->units[i], &crowd.place)) {
            return false;
        }
    }
    if (crowd_drain(load->units, load->count, JOIN_MS) != 0) {
        return false;
    }
    struct pace *paces = paces_of(load);
    atomic_store(&load->result->ready, true);
    while (paces && !is_over(load, &began)) {
        for (size_t i = 0; i < load->count; i++) {
            turn_connected(load, &load->units[i], &paces[i]);
        }
        unit_nap_us(NAP_US);
    }
    free(paces);
    load->result->waiting = crowd_drain(load->units, load->count, load->drain_ms);
    for (size_t i = 0; i < load->count; i++) {
        unit_close(&load->units[i]);
    }
    crowd_close(&crowd);
    return compare(load);
}

/* --- fresh --- */

static void turn_fresh(const struct load *load, const struct crowd *crowd, struct unit *unit,
                       struct pace *pace)
{
    const int64_t now = unit_now_us();
    if (pace->open && unit_turn(unit)) {
        keep(load, unit_now_us() - pace->due_us);
        unit_close(unit);
        pace->open = false;
        pace->due_us += load->every_us;
        if (pace->due_us < now - load->every_us) {
            pace->due_us = now; /* a line that took so long is one sample, not many */
        }
    }
    if (!pace->open && now >= pace->due_us) {
        unit_act(unit, (uint32_t)unit->count);
        pace->open = unit_open(unit, &crowd->place);
    }
}

/* Those on the way get in or not, and count as long as they took. */
static size_t finish_fresh(const struct load *load, struct pace *paces)
{
    const int64_t end = unit_now_us() + load->drain_ms * 1000;
    size_t waiting = load->count;
    while (waiting > 0 && unit_now_us() < end) {
        waiting = 0;
        for (size_t i = 0; i < load->count; i++) {
            if (paces[i].open && unit_turn(&load->units[i])) {
                keep(load, unit_now_us() - paces[i].due_us);
                unit_close(&load->units[i]);
                paces[i].open = false;
            }
            waiting += paces[i].open;
        }
        unit_nap_us(NAP_US);
    }
    for (size_t i = 0; i < load->count; i++) {
        if (paces[i].open) {
            keep(load, unit_now_us() - paces[i].due_us);
            unit_close(&load->units[i]);
        }
    }
    return waiting;
}

bool load_fresh(void *self)
{
    struct load *load = self;
    struct crowd crowd;
    int64_t began = 0;
    struct pace *paces = paces_of(load);
    if (!paces || !crowd_open(&crowd, load->server)) {
        free(paces);
        return false;
    }
    atomic_store(&load->result->ready, true);
    while (!is_over(load, &began)) {
        for (size_t i = 0; i < load->count; i++) {
            turn_fresh(load, &crowd, &load->units[i], &paces[i]);
        }
        unit_nap_us(NAP_US);
    }
    load->result->waiting = finish_fresh(load, paces);
    free(paces);
    crowd_close(&crowd);
    return compare(load);
}
