#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/sim/oracle/beside.h"

enum { DEVICES_MAX = 64, SHOWN_MAX = 12 };

static size_t devices_of(struct town *town, struct act_device out[DEVICES_MAX])
{
    size_t count = 0;
    assert_int_equal(act_reader_devices(town->reader, 0, out, DEVICES_MAX, &count), STATUS_OK);
    assert_true(count < DEVICES_MAX);
    return count;
}

struct oracle *beside_oracle(struct town *town)
{
    static struct act_device devices[DEVICES_MAX];
    struct oracle *oracle = oracle_new();
    const size_t count = devices_of(town, devices);
    for (size_t i = 0; i < count; i++) {
        oracle_device(oracle, &devices[i]);
    }
    const struct act_batch *row = NULL;
    for (uint64_t n = 1; (row = act_store_memory_batch(&town->acts_memory, n)) != NULL; n++) {
        oracle_batch(oracle, &row->device, row->received, row->first, row->count, row->skip,
                     row->message);
    }
    return oracle;
}

void beside_history(struct town *town, struct minute clock, struct history *out)
{
    static struct act_device devices[DEVICES_MAX];
    const size_t count = devices_of(town, devices);
    history_init(out, devices, count);
    const struct act_batch *batch = NULL;
    for (uint64_t n = 1; (batch = act_store_memory_batch(&town->acts_memory, n)) != NULL; n++) {
        struct row row = {.device = batch->device,
                          .received = batch->received,
                          .first = batch->first,
                          .count = batch->count,
                          .skip = batch->skip,
                          .message = batch->message};
        for (size_t i = 0; i < count; i++) {
            if (devices[i].device.id == row.device.id) {
                row.counts = row_counts(&row, &devices[i].sign_key);
            }
        }
        history_row(out, &row);
    }
    history_pass(out, clock.m);
}

struct hearing {
    struct beside *beside;
    bool print;
    int shown;
};

static void hear(void *self, const char *line)
{
    struct hearing *hearing = self;
    if (hearing->beside->first[0] == '\0') {
        (void)snprintf(hearing->beside->first, sizeof hearing->beside->first, "%s", line);
    }
    if (hearing->print && hearing->shown++ < SHOWN_MAX) {
        fprintf(stderr, "    %s\n", line);
    }
}

void beside_compare(struct town *town, struct beside *out, bool print)
{
    struct book_position position;
    struct hearing hearing = {.beside = out, .print = print};
    struct oracle *oracle = beside_oracle(town);
    assert_int_equal(flag_reader_position(town->flags, &position), STATUS_OK);
    out->differences +=
        oracle_compare(oracle, town->flags, minute_instant(position.clock), hear, &hearing);
    out->dossiers += oracle_dossiers(oracle);
    out->changes += oracle_changes(oracle);
    oracle_free(oracle);
}
