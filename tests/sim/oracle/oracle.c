#include "tests/sim/oracle/oracle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/sim/oracle/compare.h"
#include "tests/sim/oracle/history.h"

struct oracle {
    struct act_device *devices;
    size_t device_count;
    struct row *rows;
    size_t row_count;
    size_t dossiers, changes;
};

struct oracle *oracle_new(void)
{
    struct oracle *oracle = calloc(1, sizeof *oracle);
    if (!oracle) {
        abort();
    }
    return oracle;
}

void oracle_free(struct oracle *oracle)
{
    if (!oracle) {
        return;
    }
    for (size_t i = 0; i < oracle->row_count; i++) {
        free((void *)oracle->rows[i].message.at);
    }
    free(oracle->rows);
    free(oracle->devices);
    free(oracle);
}

static struct act_device *find(struct oracle *oracle, struct device device)
{
    for (size_t i = 0; i < oracle->device_count; i++) {
        if (oracle->devices[i].device.id == device.id) {
            return &oracle->devices[i];
        }
    }
    return NULL;
}

void oracle_device(struct oracle *oracle, const struct act_device *device)
{
    struct act_device *known = find(oracle, device->device);
    if (!known) {
        oracle->devices = list_grow(oracle->devices, oracle->device_count, sizeof *oracle->devices);
        known = &oracle->devices[oracle->device_count++];
    }
    *known = *device;
}

/* NOLINTNEXTLINE(readability-function-size): a row has so many columns */
void oracle_batch(struct oracle *oracle, const struct device *device, struct instant received,
                  struct place first, uint32_t count, uint32_t skip, struct span message)
{
    uint8_t *copy = malloc(message.size + 1);
    const struct act_device *known = find(oracle, *device);
    if (!copy) {
        abort();
    }
    memcpy(copy, message.at, message.size);
    /* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): oracle_free() frees it with its row */
    struct row row = {.device = *device,
                      .received = received,
                      .first = first,
                      .count = count,
                      .skip = skip,
                      .message = span_of(copy, message.size)};
    row.counts = known && row_counts(&row, &known->sign_key);
    oracle->rows = list_grow(oracle->rows, oracle->row_count, sizeof *oracle->rows);
    oracle->rows[oracle->row_count++] = row; /* owns the copy */
}

/* Everything anew, from the first row on. */
static void tell(struct oracle *oracle, struct instant clock, struct history *history)
{
    history_init(history, oracle->devices, oracle->device_count);
    for (size_t i = 0; i < oracle->row_count; i++) {
        history_row(history, &oracle->rows[i]);
    }
    history_pass(history, instant_minute(clock).m);
    oracle->dossiers = history->chapter_count;
    oracle->changes = 0;
    for (size_t i = 0; i < history->chapter_count; i++) {
        oracle->changes += history->chapters[i].change_count;
    }
}

size_t oracle_compare(struct oracle *oracle, struct flag_reader *book, struct instant clock,
                      void (*say)(void *self, const char *line), void *self)
{
    struct history history;
    struct complaint complaint = {.say = say, .self = self};
    tell(oracle, clock, &history);
    compare_books(&history, book, &complaint);
    history_fini(&history);
    return complaint.count;
}

size_t oracle_dossiers(const struct oracle *oracle)
{
    return oracle->dossiers;
}

size_t oracle_changes(const struct oracle *oracle)
{
    return oracle->changes;
}
