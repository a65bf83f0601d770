/* INVARIANTS
 * 1. `position` is what the file durably holds: it moves only after a commit.
 * 2. One transaction a group; no index beside the row number is touched by it. */
#include "adapters/sqlite/act_store_sqlite.h"

#include <sqlite3.h>
#include <string.h>

#include "adapters/sqlite/act_agreement.h"
#include "adapters/sqlite/row.h"

enum { PUT_BATCH, PUT_STREAM, PUT_DEVICE, PUT_QUARANTINE, PUT_INCIDENT, WRITES };

static const char *const writes[] = {
    [PUT_BATCH] = "INSERT INTO batch VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [PUT_STREAM] = "INSERT OR REPLACE INTO stream VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [PUT_DEVICE] = "INSERT OR REPLACE INTO device VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [PUT_QUARANTINE] = "INSERT INTO quarantine VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
    [PUT_INCIDENT] = "INSERT INTO incident VALUES(?, ?, ?, ?, ?, ?, ?)",
};

_Static_assert(sizeof writes / sizeof writes[0] == ACT_STORE_WRITES, "one text each");

struct database_options act_store_sqlite_options(const char *path, const struct log *log)
{
    return (struct database_options){
        .path = path, .log = log, .lock = true, .reserve_bytes = ACT_STORE_RESERVE};
}

static enum status begin_use(struct act_store_sqlite *store)
{
    enum status status =
        database_prepare(&store->rows.database, writes, store->write, ACT_STORE_WRITES);
    if (status == STATUS_OK) {
        status = act_rows_position(&store->rows, &store->position);
    }
    if (status == STATUS_OK) {
        status = act_agreement(&store->rows, &store->position);
    }
    if (status != STATUS_OK) {
        act_store_sqlite_close(store);
    }
    return status;
}

enum status act_store_sqlite_open(struct act_store_sqlite *store,
                                  const struct database_options *options)
{
    assert(!options->reading);
    memset(store, 0, sizeof *store);
    const enum status status = act_rows_open(&store->rows, options);
    return status == STATUS_OK ? begin_use(store) : status;
}

void act_store_sqlite_close(struct act_store_sqlite *store)
{
    if (store != NULL) {
        database_finalize(store->write, ACT_STORE_WRITES);
        act_rows_close(&store->rows);
    }
}

static enum status reopen(void *self)
{
    struct act_store_sqlite *store = self;
    database_finalize(store->write, ACT_STORE_WRITES);
    const enum status status = act_rows_reopen(&store->rows);
    return status == STATUS_OK ? begin_use(store) : status;
}

/* --- what a group writes --- */

static enum status put_batch(struct act_store_sqlite *store, uint64_t n,
                             const struct act_batch *batch, struct act_stream *stream)
{
    struct sqlite3_stmt *put = store->write[PUT_BATCH];
    struct act_trail *trail = &stream->trail;
    assert(stream->stream.device.id == batch->device.id && batch->skip <= batch->count);
    bind_u64(put, 1, n);
    bind_u64(put, 2, batch->device.id);
    bind_i64(put, 3, batch->received.ms);
    bind_u64(put, 4, batch->first.epoch);
    bind_u64(put, 5, batch->first.seq);
    bind_u64(put, 6, batch->count);
    bind_u64(put, 7, batch->skip);
    bind_u64(put, 8, trail->last);
    bind_u64(put, 9, trail->leap);
    bind_span(put, 10, batch->message);
    const enum status status = database_run(&store->rows.database, put);
    if (status == STATUS_OK) {
        trail->last = n;
        trail->rows++;
        trail->leap = trail->rows % ACT_LEAP == 0 ? n : trail->leap;
    }
    return status;
}

static enum status put_stream(struct act_store_sqlite *store, const struct act_stream *stream)
{
    struct sqlite3_stmt *put = store->write[PUT_STREAM];
    bind_u64(put, 1, stream->stream.device.id);
    bind_u64(put, 2, stream->stream.high_water.place.epoch);
    bind_u64(put, 3, stream->stream.high_water.place.seq);
    bind_hash(put, 4, &stream->stream.high_water.hash);
    bind_u64(put, 5, stream->stream.epoch_max);
    bind_u64(put, 6, stream->stream.state == STREAM_LOCKED);
    bind_u64(put, 7, stream->level_two.epoch);
    bind_u64(put, 8, stream->level_two.seq);
    bind_u64(put, 9, stream->trail.last);
    bind_u64(put, 10, stream->trail.leap);
    bind_u64(put, 11, stream->trail.rows);
    return database_run(&store->rows.database, put);
}

static enum status put_device(struct act_store_sqlite *store, const struct act_device *device)
{
    struct sqlite3_stmt *put = store->write[PUT_DEVICE];
    bind_u64(put, 1, device->device.id);
    bind_bytes(put, 2, device->link_key.byte, sizeof device->link_key.byte);
    bind_bytes(put, 3, device->sign_key.byte, sizeof device->sign_key.byte);
    bind_i64(put, 4, device->kind);
    bind_text(put, 5, text_of(device->label));
    bind_text(put, 6, text_of(device->party));
    bind_i64(put, 7, device->enrolled.ms);
    bind_u64(put, 8, device->revoked);
    bind_i64(put, 9, device->revoked_at.ms);
    bind_u64(put, 10, device->trusted_to.epoch);
    bind_u64(put, 11, device->trusted_to.seq);
    return database_run(&store->rows.database, put);
}

static enum status put_quarantine(struct act_store_sqlite *store, uint64_t n,
                                  const struct act_quarantine *kept)
{
    struct sqlite3_stmt *put = store->write[PUT_QUARANTINE];
    bind_u64(put, 1, n);
    bind_u64(put, 2, kept->device.id);
    bind_i64(put, 3, kept->received.ms);
    bind_i64(put, 4, kept->reason);
    bind_u64(put, 5, kept->first.epoch);
    bind_u64(put, 6, kept->first.seq);
    bind_u64(put, 7, kept->count);
    bind_span(put, 8, kept->message);
    return database_run(&store->rows.database, put);
}

static enum status put_incident(struct act_store_sqlite *store, uint64_t n,
                                const struct act_incident *incident)
{
    struct sqlite3_stmt *put = store->write[PUT_INCIDENT];
    bind_u64(put, 1, n);
    bind_i64(put, 2, incident->kind);
    bind_u64(put, 3, incident->device.id);
    bind_i64(put, 4, incident->at.ms);
    bind_u64(put, 5, incident->place.epoch);
    bind_u64(put, 6, incident->place.seq);
    bind_text(put, 7, text_of(incident->detail));
    return database_run(&store->rows.database, put);
}

/* Batches before streams: a batch moves its stream's trail. */
static enum status put_all(struct act_store_sqlite *store, const struct act_group *group)
{
    const struct act_position *at = &store->position;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < group->batch_count; i++) {
        status = put_batch(store, at->n + i + 1, &group->batches[i], group->batch_streams[i]);
    }
    for (size_t i = 0; status == STATUS_OK && i < group->stream_count; i++) {
        status = put_stream(store, group->streams[i]);
    }
    for (size_t i = 0; status == STATUS_OK && i < group->device_count; i++) {
        status = put_device(store, &group->devices[i]);
    }
    for (size_t i = 0; status == STATUS_OK && i < group->quarantine_count; i++) {
        status = put_quarantine(store, at->quarantine + i + 1, &group->quarantine[i]);
    }
    for (size_t i = 0; status == STATUS_OK && i < group->incident_count; i++) {
        status = put_incident(store, at->incident + i + 1, &group->incidents[i]);
    }
    return status;
}

static enum status write_group(struct act_store_sqlite *store, const struct act_group *group)
{
    const enum status status = database_begin(&store->rows.database);
    if (status != STATUS_OK) {
        return status;
    }
    return database_end(&store->rows.database, put_all(store, group));
}

/* --- the port --- */

/* The commit clock is intake's, and it never runs backwards: flags are judged by it. */
static bool in_order(const struct act_position *at, const struct act_group *group)
{
    struct instant before = at->received;
    for (size_t i = 0; i < group->batch_count; i++) {
        if (instant_before(group->batches[i].received, before) && at->n + i > 0) {
            return false;
        }
        before = group->batches[i].received;
    }
    return true;
}

static void number_rows(struct act_position *at, struct act_group *group)
{
    for (size_t i = 0; i < group->batch_count; i++) {
        group->batches[i].n = ++at->n;
        at->received = group->batches[i].received;
    }
    for (size_t i = 0; i < group->quarantine_count; i++) {
        group->quarantine[i].n = ++at->quarantine;
    }
    for (size_t i = 0; i < group->incident_count; i++) {
        group->incidents[i].n = ++at->incident;
    }
}

static enum status commit(void *self, struct act_group *group)
{
    struct act_store_sqlite *store = self;
    struct database *database = &store->rows.database;
    const bool brings_bytes = group->batch_count > 0 || group->quarantine_count > 0;
    if (database->failed) {
        return STATUS_IO;
    }
    assert(in_order(&store->position, group));
    enum status status = brings_bytes ? database_room(database) : STATUS_OK;
    if (status == STATUS_OK) {
        status = write_group(store, group);
    }
    /* A revocation must get through even on a full disk. */
    if (status == STATUS_FULL && !brings_bytes && database_spend_reserve(database)) {
        status = write_group(store, group);
    }
    if (status == STATUS_OK) {
        number_rows(&store->position, group);
    }
    return status;
}

static enum status position(void *self, struct act_position *out_position)
{
    struct act_store_sqlite *store = self;
    if (store->rows.database.failed) {
        return STATUS_IO;
    }
    *out_position = store->position;
    out_position->wal_bytes = database_wal_bytes(&store->rows.database);
    return STATUS_OK;
}

static enum status devices(void *self, uint64_t skip, struct act_device *out, size_t room,
                           size_t *out_count)
{
    struct act_store_sqlite *store = self;
    return act_rows_devices(&store->rows, skip, out, room, out_count);
}

static enum status streams(void *self, uint64_t skip, struct act_stream *out, size_t room,
                           size_t *out_count)
{
    struct act_store_sqlite *store = self;
    return act_rows_streams(&store->rows, skip, out, room, out_count);
}

static enum status find(void *self, const struct act_stream *stream, struct place place,
                        struct act_page *page)
{
    struct act_store_sqlite *store = self;
    return act_rows_find(&store->rows, stream, place, page);
}

static enum status row(void *self, uint64_t n, struct act_page *page)
{
    struct act_store_sqlite *store = self;
    return act_rows_row(&store->rows, n, page);
}

static enum status reached(void *self, const struct act_stream *stream, uint64_t n,
                           struct place *out_place)
{
    struct act_store_sqlite *store = self;
    return act_rows_reached(&store->rows, stream, n, out_place);
}

struct act_store act_store_sqlite_store(struct act_store_sqlite *store)
{
    static const struct act_store_ops ops = {
        .commit = commit,
        .position = position,
        .devices = devices,
        .streams = streams,
        .find = find,
        .row = row,
        .reached = reached,
        .reopen = reopen,
    };
    return (struct act_store){.ops = &ops, .self = store};
}
