#include "tests/fakes/act_store_memory.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"

/* --- tables --- */

static void *element_at(const struct act_table *table, size_t at)
{
    return table->at + at * table->element;
}

static void *add_element(struct act_table *table, const void *element)
{
    if (table->count == table->room) {
        table->room = table->room == 0 ? 16 : 2 * table->room;
        table->at = realloc(table->at, table->room * table->element);
        assert(table->at != NULL);
    }
    void *added = element_at(table, table->count++);
    memcpy(added, element, table->element);
    return added;
}

/* A table's row gets a message of its own. */
static void own_message(struct span *message)
{
    uint8_t *copy = malloc(message->size == 0 ? 1 : message->size);
    assert(copy != NULL);
    if (message->size > 0) {
        memcpy(copy, message->at, message->size);
    }
    message->at = copy;
}

static const struct act_batch *batch_at(const struct act_store_memory *store, size_t at)
{
    return element_at(&store->batches, at);
}

static struct act_device *find_device(const struct act_store_memory *store, struct device device)
{
    for (size_t i = 0; i < store->devices.count; i++) {
        struct act_device *row = element_at(&store->devices, i);
        if (row->device.id == device.id) {
            return row;
        }
    }
    return NULL;
}

static struct act_stream *find_stream(const struct act_store_memory *store, struct device device)
{
    for (size_t i = 0; i < store->streams.count; i++) {
        struct act_stream *row = element_at(&store->streams, i);
        if (row->stream.device.id == device.id) {
            return row;
        }
    }
    return NULL;
}

/* As SQLite's integers: with a sign. */
static int by_device(const void *a, const void *b)
{
    const int64_t left = (int64_t)((const struct act_device *)a)->device.id;
    const int64_t right = (int64_t)((const struct act_device *)b)->device.id;
    return (left > right) - (left < right);
}

static int by_stream(const void *a, const void *b)
{
    const int64_t left = (int64_t)((const struct act_stream *)a)->stream.device.id;
    const int64_t right = (int64_t)((const struct act_stream *)b)->stream.device.id;
    return (left > right) - (left < right);
}

/* --- the writer's half --- */

static void put_batch(struct act_store_memory *store, const struct act_batch *batch,
                      struct act_stream *stream)
{
    assert(stream->stream.device.id == batch->device.id && batch->skip <= batch->count);
    struct act_batch *row = add_element(&store->batches, batch);
    row->n = store->batches.count;
    own_message(&row->message);
    stream->trail.last = row->n;
    stream->trail.rows++;
}

static void put_stream(struct act_store_memory *store, const struct act_stream *stream)
{
    struct act_stream *row = find_stream(store, stream->stream.device);
    if (row != NULL) {
        *row = *stream;
        return;
    }
    add_element(&store->streams, stream);
    qsort(store->streams.at, store->streams.count, store->streams.element, by_stream);
}

static void put_device(struct act_store_memory *store, const struct act_device *device)
{
    struct act_device *row = find_device(store, device->device);
    if (row != NULL) {
        *row = *device;
        return;
    }
    add_element(&store->devices, device);
    qsort(store->devices.at, store->devices.count, store->devices.element, by_device);
}

static void put_group(struct act_store_memory *store, const struct act_group *group)
{
    for (size_t i = 0; i < group->batch_count; i++) {
        put_batch(store, &group->batches[i], group->batch_streams[i]);
    }
    for (size_t i = 0; i < group->stream_count; i++) {
        put_stream(store, group->streams[i]);
    }
    for (size_t i = 0; i < group->device_count; i++) {
        put_device(store, &group->devices[i]);
    }
    for (size_t i = 0; i < group->quarantine_count; i++) {
        struct act_quarantine *row = add_element(&store->quarantine, &group->quarantine[i]);
        row->n = store->quarantine.count;
        own_message(&row->message);
    }
    for (size_t i = 0; i < group->incident_count; i++) {
        struct act_incident *row = add_element(&store->incidents, &group->incidents[i]);
        row->n = store->incidents.count;
    }
}

static void number_rows(const struct act_store_memory *store, struct act_group *group)
{
    for (size_t i = 0; i < group->batch_count; i++) {
        group->batches[i].n = store->batches.count - group->batch_count + i + 1;
    }
    for (size_t i = 0; i < group->quarantine_count; i++) {
        group->quarantine[i].n = store->quarantine.count - group->quarantine_count + i + 1;
    }
    for (size_t i = 0; i < group->incident_count; i++) {
        group->incidents[i].n = store->incidents.count - group->incident_count + i + 1;
    }
}

static enum status commit(void *self, struct act_group *group)
{
    struct act_store_memory *store = self;
    const enum status next = store->next;
    if (store->failed) {
        return STATUS_IO;
    }
    if (store->full && (group->batch_count > 0 || group->quarantine_count > 0)) {
        return STATUS_FULL;
    }
    store->next = STATUS_OK;
    store->failed = next == STATUS_IO;
    if (next == STATUS_OK || (next == STATUS_IO && store->lands)) {
        put_group(store, group);
        store->commits++;
    }
    if (next == STATUS_OK) {
        number_rows(store, group);
    }
    return next;
}

/* --- both halves --- */

static enum status position(void *self, struct act_position *out_position)
{
    const struct act_store_memory *store = self;
    if (store->failed) {
        return STATUS_IO;
    }
    *out_position = (struct act_position){.n = store->batches.count,
                                          .quarantine = store->quarantine.count,
                                          .incident = store->incidents.count};
    if (store->batches.count > 0) {
        out_position->received = batch_at(store, store->batches.count - 1)->received;
    }
    return STATUS_OK;
}

/* Copies a part of a table. */
static enum status window(const struct act_store_memory *store, const struct act_table *table,
                          uint64_t skip, void *out, size_t room, size_t *out_count)
{
    if (store->failed) {
        return STATUS_IO;
    }
    const size_t from = skip < table->count ? (size_t)skip : table->count;
    const size_t left = table->count - from;
    const size_t count = left < room ? left : room;
    if (count > 0) {
        memcpy(out, element_at(table, from), count * table->element);
    }
    *out_count = count;
    return STATUS_OK;
}

static enum status devices(void *self, uint64_t skip, struct act_device *out, size_t room,
                           size_t *out_count)
{
    const struct act_store_memory *store = self;
    return window(store, &store->devices, skip, out, room, out_count);
}

static enum status streams(void *self, uint64_t skip, struct act_stream *out, size_t room,
                           size_t *out_count)
{
    const struct act_store_memory *store = self;
    const enum status status = window(store, &store->streams, skip, out, room, out_count);
    for (size_t i = 0; status == STATUS_OK && i < *out_count; i++) {
        struct stream *stream = &out[i].stream;
        const struct head high_water = stream->high_water;
        const struct act_device *device = find_device(store, stream->device);
        stream_init(stream, stream->device, &high_water, stream->epoch_max,
                    stream->state == STREAM_LOCKED);
        stream->revoked = device != NULL && device->revoked;
        stream->trusted_to = device != NULL ? device->trusted_to : (struct place){0};
    }
    return status;
}

static enum status take_batch(const struct act_batch *batch, size_t *used, struct act_page *page)
{
    if (page->count == page->rows_max || batch->message.size > page->room - *used) {
        return STATUS_FULL;
    }
    struct act_batch *row = &page->rows[page->count++];
    *row = *batch;
    row->message = span_of(page->at + *used, batch->message.size);
    memcpy(page->at + *used, batch->message.at, batch->message.size);
    *used += batch->message.size;
    return STATUS_OK;
}

static enum status read_page(void *self, uint64_t after, struct act_page *page)
{
    const struct act_store_memory *store = self;
    enum status status = store->failed ? STATUS_IO : STATUS_OK;
    size_t used = 0;
    page->count = 0;
    for (uint64_t n = after; status == STATUS_OK && n < store->batches.count; n++) {
        status = take_batch(batch_at(store, n), &used, page);
    }
    return status == STATUS_FULL && page->count > 0 ? STATUS_OK : status;
}

static bool counts_in(const struct act_batch *batch, struct device device, struct place place)
{
    return batch->device.id == device.id && batch->first.epoch == place.epoch &&
           place.seq >= batch->first.seq + batch->skip &&
           place.seq < batch->first.seq + batch->count;
}

static bool is_apart_in(const struct act_quarantine *row, struct device device, struct place place)
{
    return row->reason == ACT_QUARANTINE_REVOKED && row->device.id == device.id &&
           row->first.epoch == place.epoch && row->first.seq <= place.seq &&
           place.seq - row->first.seq < row->count;
}

static enum status find_apart(const struct act_store_memory *store, struct device device,
                              struct place place, struct act_page *page)
{
    size_t used = 0;
    for (size_t i = store->quarantine.count; i > 0; i--) {
        const struct act_quarantine *row = element_at(&store->quarantine, i - 1);
        if (is_apart_in(row, device, place)) {
            const struct act_batch batch = {.device = device,
                                            .received = row->received,
                                            .first = row->first,
                                            .count = row->count,
                                            .message = row->message};
            return take_batch(&batch, &used, page);
        }
    }
    return STATUS_NOT_FOUND;
}

static enum status find(void *self, const struct act_stream *stream, struct place place,
                        struct act_page *page)
{
    const struct act_store_memory *store = self;
    size_t used = 0;
    page->count = 0;
    if (store->failed) {
        return STATUS_IO;
    }
    for (size_t i = store->batches.count; i > 0; i--) {
        if (counts_in(batch_at(store, i - 1), stream->stream.device, place)) {
            return take_batch(batch_at(store, i - 1), &used, page);
        }
    }
    return find_apart(store, stream->stream.device, place, page);
}

static enum status row_at(void *self, uint64_t n, struct act_page *page)
{
    const struct act_store_memory *store = self;
    size_t used = 0;
    page->count = 0;
    if (store->failed) {
        return STATUS_IO;
    }
    return n > 0 && n <= store->batches.count ? take_batch(batch_at(store, n - 1), &used, page)
                                              : STATUS_NOT_FOUND;
}

static enum status reached(void *self, const struct act_stream *stream, uint64_t n,
                           struct place *out_place)
{
    const struct act_store_memory *store = self;
    struct place place = {0};
    if (store->failed) {
        return STATUS_IO;
    }
    for (size_t i = 0; i < store->batches.count && i < n; i++) {
        const struct act_batch *batch = batch_at(store, i);
        if (batch->device.id == stream->stream.device.id && batch->count > batch->skip) {
            place = (struct place){batch->first.epoch, batch->first.seq + batch->count - 1};
        }
    }
    *out_place = place;
    return STATUS_OK;
}

static enum status quarantine(void *self, uint64_t after, struct act_quarantine *out, size_t room,
                              size_t *out_count)
{
    const struct act_store_memory *store = self;
    const enum status status = window(store, &store->quarantine, after, out, room, out_count);
    for (size_t i = 0; status == STATUS_OK && i < *out_count; i++) {
        out[i].message = (struct span){0};
    }
    return status;
}

static enum status incidents(void *self, uint64_t after, struct act_incident *out, size_t room,
                             size_t *out_count)
{
    const struct act_store_memory *store = self;
    return window(store, &store->incidents, after, out, room, out_count);
}

static enum status reopen(void *self)
{
    struct act_store_memory *store = self;
    store->failed = false;
    return STATUS_OK;
}

void act_store_memory_init(struct act_store_memory *store)
{
    static const struct act_store_ops store_ops = {.commit = commit,
                                                   .position = position,
                                                   .devices = devices,
                                                   .streams = streams,
                                                   .find = find,
                                                   .row = row_at,
                                                   .reached = reached,
                                                   .reopen = reopen};
    static const struct act_reader_ops reader_ops = {.position = position,
                                                     .read = read_page,
                                                     .devices = devices,
                                                     .streams = streams,
                                                     .find = find,
                                                     .quarantine = quarantine,
                                                     .incidents = incidents,
                                                     .reopen = reopen};
    memset(store, 0, sizeof *store);
    store->port = (struct act_store){.ops = &store_ops, .self = store};
    store->reader = (struct act_reader){.ops = &reader_ops, .self = store};
    store->batches.element = sizeof(struct act_batch);
    store->streams.element = sizeof(struct act_stream);
    store->devices.element = sizeof(struct act_device);
    store->quarantine.element = sizeof(struct act_quarantine);
    store->incidents.element = sizeof(struct act_incident);
}

void act_store_memory_fini(struct act_store_memory *store)
{
    for (size_t i = 0; i < store->batches.count; i++) {
        free((void *)batch_at(store, i)->message.at);
    }
    for (size_t i = 0; i < store->quarantine.count; i++) {
        const struct act_quarantine *row = element_at(&store->quarantine, i);
        free((void *)row->message.at);
    }
    free(store->batches.at);
    free(store->streams.at);
    free(store->devices.at);
    free(store->quarantine.at);
    free(store->incidents.at);
    memset(store, 0, sizeof *store);
}

void act_store_memory_restart(struct act_store_memory *store)
{
    store->failed = false;
}

const struct act_batch *act_store_memory_batch(const struct act_store_memory *store, uint64_t n)
{
    return n > 0 && n <= store->batches.count ? batch_at(store, n - 1) : NULL;
}
