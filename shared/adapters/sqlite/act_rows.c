/* INVARIANTS
 * 1. n runs from 1 by 1; received_ms never falls.
 * 2. Along a device's thread n falls, and so do the places that count.
 * 3. No statement runs on when a function returns: no snapshot is held.
 * 4. After a reopening that failed there are no statements: nothing is bound before that is known.
 */
#include "adapters/sqlite/act_rows.h"

#include <sqlite3.h>
#include <string.h>

#include "adapters/sqlite/row.h"
#include "adapters/sqlite/sqlite_status.h"

static const char *const schema[] = {
    "CREATE TABLE batch("
    "  n INTEGER PRIMARY KEY,"
    "  device INTEGER NOT NULL, received_ms INTEGER NOT NULL,"
    "  epoch INTEGER NOT NULL, seq INTEGER NOT NULL," /* first place */
    "  count INTEGER NOT NULL, skip INTEGER NOT NULL,"
    "  before INTEGER NOT NULL, leap INTEGER NOT NULL,"
    "  message BLOB NOT NULL" /* as received; last, so that the rest is read without it */
    ") STRICT;"
    "CREATE TABLE stream("
    "  device INTEGER PRIMARY KEY,"
    "  epoch INTEGER NOT NULL, seq INTEGER NOT NULL,"
    "  hash BLOB NOT NULL CHECK(length(hash) = 32),"
    "  epoch_max INTEGER NOT NULL, locked INTEGER NOT NULL CHECK(locked IN (0, 1)),"
    "  level_two_epoch INTEGER NOT NULL, level_two_seq INTEGER NOT NULL,"
    "  last INTEGER NOT NULL, leap INTEGER NOT NULL, rows INTEGER NOT NULL"
    ") STRICT;"
    "CREATE TABLE device("
    "  device INTEGER PRIMARY KEY,"
    "  link_key BLOB NOT NULL CHECK(length(link_key) = 32),"
    "  sign_key BLOB NOT NULL CHECK(length(sign_key) = 32),"
    "  kind INTEGER NOT NULL, label TEXT NOT NULL, party TEXT NOT NULL,"
    "  enrolled_ms INTEGER NOT NULL,"
    "  revoked INTEGER NOT NULL CHECK(revoked IN (0, 1)), revoked_ms INTEGER NOT NULL,"
    "  trusted_epoch INTEGER NOT NULL, trusted_seq INTEGER NOT NULL"
    ") STRICT;"
    "CREATE TABLE quarantine("
    "  n INTEGER PRIMARY KEY,"
    "  device INTEGER NOT NULL, received_ms INTEGER NOT NULL, reason INTEGER NOT NULL,"
    "  epoch INTEGER NOT NULL, seq INTEGER NOT NULL, count INTEGER NOT NULL,"
    "  message BLOB NOT NULL"
    ") STRICT;"
    "CREATE TABLE incident("
    "  n INTEGER PRIMARY KEY,"
    "  kind INTEGER NOT NULL, device INTEGER NOT NULL, at_ms INTEGER NOT NULL,"
    "  epoch INTEGER NOT NULL, seq INTEGER NOT NULL, detail TEXT NOT NULL"
    ") STRICT;",
};

static const struct database_kind acts_kind = {
    .application_id = 0x54724131, /* "TrA1" */
    .schema = schema,
    .version = sizeof schema / sizeof schema[0],
    .page_size = 16384,
    .checkpoint_pages = 200,
};

#define BATCH  "SELECT n, device, received_ms, epoch, seq, count, skip, message FROM batch"
#define APART  "SELECT 0, device, received_ms, epoch, seq, count, 0, message FROM quarantine"
#define THREAD "SELECT device, epoch, seq, count, skip, before, leap FROM batch"
#define DEVICE                                                                                     \
    "SELECT device, link_key, sign_key, kind, label, party, enrolled_ms, revoked, revoked_ms,"     \
    " trusted_epoch, trusted_seq FROM device"
#define STREAM                                                                                     \
    "SELECT s.device, s.epoch, s.seq, s.hash, s.epoch_max, s.locked, s.level_two_epoch,"           \
    " s.level_two_seq, s.last, s.leap, s.rows, d.revoked, d.trusted_epoch, d.trusted_seq"          \
    " FROM stream s LEFT JOIN device d USING(device)"
#define QUARANTINE "SELECT n, device, received_ms, reason, epoch, seq, count FROM quarantine"
#define INCIDENT   "SELECT n, kind, device, at_ms, epoch, seq, detail FROM incident"

static const char *const statements[] = {
    [ACT_NEWEST_BATCH] = "SELECT n, received_ms FROM batch ORDER BY n DESC LIMIT 1",
    [ACT_NEWEST_QUARANTINE] = "SELECT n FROM quarantine ORDER BY n DESC LIMIT 1",
    [ACT_NEWEST_INCIDENT] = "SELECT n FROM incident ORDER BY n DESC LIMIT 1",
    [ACT_BATCHES_AFTER] = BATCH " WHERE n > ? ORDER BY n",
    [ACT_BATCH_AT] = BATCH " WHERE n = ?",
    [ACT_THREAD_AT] = THREAD " WHERE n = ?",
    [ACT_DEVICES] = DEVICE " ORDER BY device LIMIT ? OFFSET ?",
    [ACT_STREAMS] = STREAM " ORDER BY s.device LIMIT ? OFFSET ?",
    [ACT_QUARANTINE_AFTER] = QUARANTINE " WHERE n > ? ORDER BY n",
    [ACT_QUARANTINE_OF] = APART " WHERE device = ?1 AND reason = 1 AND epoch = ?2 AND seq <= ?3"
                                " AND ?3 - seq < count ORDER BY n DESC LIMIT 1",
    [ACT_INCIDENTS_AFTER] = INCIDENT " WHERE n > ? ORDER BY n",
};

_Static_assert(sizeof statements / sizeof statements[0] == ACT_STATEMENTS, "one text each");

static enum status damaged(struct act_rows *rows, const char *what, uint64_t n)
{
    char why[64];
    struct line line = line_of(why, sizeof why);
    line_put(&line, what);
    line_char(&line, ' ');
    line_unsigned(&line, n);
    line_put(&line, " is damaged");
    sqlite_log(rows->database.options.log, rows->database.path, "read", STATUS_BROKEN, why);
    return STATUS_BROKEN;
}

/* --- open and close --- */

static enum status begin_use(struct act_rows *rows)
{
    const enum status status =
        database_prepare(&rows->database, statements, rows->statement, ACT_STATEMENTS);
    if (status != STATUS_OK) {
        act_rows_close(rows);
    }
    return status;
}

enum status act_rows_open(struct act_rows *rows, const struct database_options *options)
{
    memset(rows, 0, sizeof *rows);
    const enum status status = database_open(&rows->database, &acts_kind, options);
    return status == STATUS_OK ? begin_use(rows) : status;
}

enum status act_rows_reopen(struct act_rows *rows)
{
    database_finalize(rows->statement, ACT_STATEMENTS);
    const enum status status = database_reopen(&rows->database);
    return status == STATUS_OK ? begin_use(rows) : status;
}

void act_rows_close(struct act_rows *rows)
{
    if (rows != NULL) {
        database_finalize(rows->statement, ACT_STATEMENTS);
        database_close(&rows->database);
    }
}

/* --- position --- */

/* The first row's first two columns; both 0 when there is none. */
static enum status newest(struct act_rows *rows, enum act_statement which, uint64_t *out_n,
                          int64_t *out_second)
{
    struct sqlite3_stmt *row = rows->statement[which];
    bool there = false;
    const enum status status = database_step(&rows->database, row, &there);
    if (status == STATUS_OK) {
        *out_n = there ? column_u64(row, 0) : 0;
        *out_second = there ? column_i64(row, 1) : 0;
        database_reset(row);
    }
    return status;
}

enum status act_rows_position(struct act_rows *rows, struct act_position *out_position)
{
    struct act_position position = {0};
    int64_t none = 0;
    enum status status = newest(rows, ACT_NEWEST_BATCH, &position.n, &position.received.ms);
    if (status == STATUS_OK) {
        status = newest(rows, ACT_NEWEST_QUARANTINE, &position.quarantine, &none);
    }
    if (status == STATUS_OK) {
        status = newest(rows, ACT_NEWEST_INCIDENT, &position.incident, &none);
    }
    if (status == STATUS_OK) {
        position.wal_bytes = database_wal_bytes(&rows->database);
        *out_position = position;
    }
    return status;
}

/* --- batches --- */

/* Copies a row of BATCH into the page. STATUS_FULL: it does not fit. */
static enum status take_batch(struct sqlite3_stmt *row, size_t used, struct act_page *page)
{
    const struct span message = column_span(row, 7);
    if (page->count >= page->rows_max || message.size > page->room - used) {
        return STATUS_FULL;
    }
    memcpy(page->at + used, message.at, message.size);
    page->rows[page->count++] = (struct act_batch){
        .n = column_u64(row, 0),
        .device.id = column_u64(row, 1),
        .received.ms = column_i64(row, 2),
        .first.epoch = column_u32(row, 3),
        .first.seq = column_u64(row, 4),
        .count = column_u32(row, 5),
        .skip = column_u32(row, 6),
        .message = span_of(page->at + used, message.size),
    };
    return STATUS_OK;
}

enum status act_rows_read(struct act_rows *rows, uint64_t after, struct act_page *page)
{
    struct sqlite3_stmt *row = rows->statement[ACT_BATCHES_AFTER];
    size_t used = 0;
    bool there = false;
    page->count = 0;
    if (rows->database.failed) {
        return STATUS_IO; /* (4) */
    }
    bind_u64(row, 1, after);
    enum status status = database_step(&rows->database, row, &there);
    while (status == STATUS_OK && there) {
        if (column_u64(row, 0) != after + page->count + 1) { /* (1) */
            status = page->count > 0 ? STATUS_OK : damaged(rows, "row", after + 1);
            break;
        }
        status = take_batch(row, used, page);
        if (status == STATUS_FULL && page->count > 0) {
            status = STATUS_OK;
            break;
        }
        if (status == STATUS_OK) {
            used += page->rows[page->count - 1].message.size;
            status = database_step(&rows->database, row, &there);
        }
    }
    database_reset(row);
    page->count = status == STATUS_OK ? page->count : 0;
    return status;
}

/* A row of the thread, without its message. */
struct knot {
    uint64_t device;
    uint32_t epoch;
    uint64_t from, to; /* seqs that count here: [from, to) */
    uint64_t before, leap;
};

static enum status knot_at(struct act_rows *rows, const struct act_stream *stream, uint64_t n,
                           struct knot *out_knot)
{
    struct sqlite3_stmt *row = rows->statement[ACT_THREAD_AT];
    bool there = false;
    if (rows->database.failed) {
        return STATUS_IO; /* (4) */
    }
    bind_u64(row, 1, n);
    const enum status status = database_step(&rows->database, row, &there);
    if (status != STATUS_OK) {
        return status;
    }
    if (!there) {
        return damaged(rows, "the thread at row", n);
    }
    const uint64_t first = column_u64(row, 2);
    const struct knot knot = {.device = column_u64(row, 0),
                              .epoch = column_u32(row, 1),
                              .from = first + column_u32(row, 4),
                              .to = first + column_u32(row, 3),
                              .before = column_u64(row, 5),
                              .leap = column_u64(row, 6)};
    database_reset(row);
    if (knot.device != stream->stream.device.id || knot.before >= n || knot.leap > knot.before) {
        return damaged(rows, "the thread at row", n); /* (2) */
    }
    *out_knot = knot;
    return STATUS_OK;
}

/* -1: PLACE stands before what counts in the knot's row; 0: in it; 1: behind it. */
static int knot_order(const struct knot *knot, struct place place)
{
    if (place.epoch != knot->epoch) {
        return place.epoch < knot->epoch ? -1 : 1;
    }
    return place.seq < knot->from ? -1 : place.seq >= knot->to;
}

/* The row in which PLACE counts; 0 when there is none. */
static enum status follow(struct act_rows *rows, const struct act_stream *stream,
                          struct place place, uint64_t *out_n)
{
    uint64_t n = stream->trail.last;
    bool leaping = true; /* as long as a leap does not pass the place */
    struct knot knot = {0};
    enum status status = n == 0 ? STATUS_OK : knot_at(rows, stream, n, &knot);
    while (status == STATUS_OK && n != 0 && knot_order(&knot, place) < 0) {
        struct knot next = {0};
        uint64_t next_n = knot.before;
        if (leaping && knot.leap != 0) {
            status = knot_at(rows, stream, knot.leap, &next);
            leaping = status == STATUS_OK && knot_order(&next, place) <= 0;
            next_n = leaping ? knot.leap : knot.before;
        } else {
            leaping = false;
        }
        if (status == STATUS_OK && !leaping && next_n != 0) {
            status = knot_at(rows, stream, next_n, &next);
        }
        knot = next;
        n = next_n;
    }
    if (status == STATUS_OK) {
        *out_n = n != 0 && knot_order(&knot, place) == 0 ? n : 0;
    }
    return status;
}

enum status act_rows_row(struct act_rows *rows, uint64_t n, struct act_page *page)
{
    struct sqlite3_stmt *row = rows->statement[ACT_BATCH_AT];
    bool there = false;
    page->count = 0;
    if (rows->database.failed) {
        return STATUS_IO; /* (4) */
    }
    bind_u64(row, 1, n);
    enum status status = database_step(&rows->database, row, &there);
    if (status == STATUS_OK) {
        status = there ? take_batch(row, 0, page) : STATUS_NOT_FOUND;
        database_reset(row);
    }
    return status;
}

/* What a revoked device made has been receipted too. Looked for in a whole table, but rarely: of
 * whoever is not found the stream is locked, and asks no more. */
static enum status find_apart(struct act_rows *rows, const struct act_stream *stream,
                              struct place place, struct act_page *page)
{
    struct sqlite3_stmt *row = rows->statement[ACT_QUARANTINE_OF];
    bool there = false;
    if (rows->database.failed) {
        return STATUS_IO; /* (4) */
    }
    bind_u64(row, 1, stream->stream.device.id);
    bind_u64(row, 2, place.epoch);
    bind_u64(row, 3, place.seq);
    enum status status = database_step(&rows->database, row, &there);
    if (status == STATUS_OK) {
        status = there ? take_batch(row, 0, page) : STATUS_NOT_FOUND;
        database_reset(row);
    }
    return status;
}

enum status act_rows_find(struct act_rows *rows, const struct act_stream *stream,
                          struct place place, struct act_page *page)
{
    uint64_t n = 0;
    page->count = 0;
    enum status status = follow(rows, stream, place, &n);
    if (status != STATUS_OK) {
        return status;
    }
    if (n == 0) {
        return find_apart(rows, stream, place, page);
    }
    status = act_rows_row(rows, n, page);
    return status == STATUS_NOT_FOUND ? damaged(rows, "row", n) : status;
}

enum status act_rows_reached(struct act_rows *rows, const struct act_stream *stream, uint64_t n,
                             struct place *out_place)
{
    uint64_t at = stream->trail.last;
    struct knot knot = {0};
    enum status status = at == 0 ? STATUS_OK : knot_at(rows, stream, at, &knot);
    while (status == STATUS_OK && at > n) {
        at = knot.leap > n ? knot.leap : knot.before; /* a leap that lands behind N goes too far */
        knot = (struct knot){0};
        status = at == 0 ? STATUS_OK : knot_at(rows, stream, at, &knot);
    }
    if (status == STATUS_OK) {
        *out_place = at == 0 ? (struct place){0} : (struct place){knot.epoch, knot.to - 1};
    }
    return status;
}

/* --- tables --- */

static bool read_device(struct sqlite3_stmt *row, void *out, size_t at)
{
    struct act_device device = {
        .device.id = column_u64(row, 0),
        .kind = (enum device_kind)column_i64(row, 3),
        .enrolled.ms = column_i64(row, 6),
        .revoked = column_i64(row, 7) != 0,
        .revoked_at.ms = column_i64(row, 8),
        .trusted_to.epoch = column_u32(row, 9),
        .trusted_to.seq = column_u64(row, 10),
    };
    const bool sound = column_bytes(row, 1, device.link_key.byte, sizeof device.link_key.byte) &&
                       column_bytes(row, 2, device.sign_key.byte, sizeof device.sign_key.byte) &&
                       text_copy(column_text(row, 4), device.label, sizeof device.label) &&
                       text_copy(column_text(row, 5), device.party, sizeof device.party);
    ((struct act_device *)out)[at] = device;
    return sound;
}

static bool read_stream(struct sqlite3_stmt *row, void *out, size_t at)
{
    struct act_stream *stream = (struct act_stream *)out + at;
    const struct device device = {.id = column_u64(row, 0)};
    struct head high_water = {
        .place = {column_u32(row, 1), column_u64(row, 2)}
    };
    const bool none = high_water.place.epoch == 0 && high_water.place.seq == 0;
    const bool sound = column_hash(row, 3, &high_water.hash) &&
                       (none ? hash_is_zero(&high_water.hash)
                             : high_water.place.epoch > 0 && high_water.place.seq > 0);
    if (!sound) {
        return false; /* a damaged row never reaches core's assert */
    }
    const bool locked = column_i64(row, 5) != 0;
    stream_init(&stream->stream, device, &high_water, column_u32(row, 4), locked);
    stream->stream.revoked = column_i64(row, 11) != 0; /* NULL, not enrolled: 0 */
    stream->stream.trusted_to.epoch = column_u32(row, 12);
    stream->stream.trusted_to.seq = column_u64(row, 13);
    stream->level_two.epoch = column_u32(row, 6);
    stream->level_two.seq = column_u64(row, 7);
    stream->trail.last = column_u64(row, 8);
    stream->trail.leap = column_u64(row, 9);
    stream->trail.rows = column_u64(row, 10);
    return true;
}

static bool read_quarantine(struct sqlite3_stmt *row, void *out, size_t at)
{
    ((struct act_quarantine *)out)[at] = (struct act_quarantine){
        .n = column_u64(row, 0),
        .device.id = column_u64(row, 1),
        .received.ms = column_i64(row, 2),
        .reason = (enum act_quarantine_reason)column_i64(row, 3),
        .first.epoch = column_u32(row, 4),
        .first.seq = column_u64(row, 5),
        .count = column_u32(row, 6),
    };
    return true;
}

static bool read_incident(struct sqlite3_stmt *row, void *out, size_t at)
{
    struct act_incident *incident = (struct act_incident *)out + at;
    *incident = (struct act_incident){
        .n = column_u64(row, 0),
        .kind = (enum act_incident_kind)column_i64(row, 1),
        .device.id = column_u64(row, 2),
        .at.ms = column_i64(row, 3),
        .place.epoch = column_u32(row, 4),
        .place.seq = column_u64(row, 5),
    };
    return text_copy(column_text(row, 6), incident->detail, sizeof incident->detail);
}

/* How the rows of a table are read into the elements of the caller's array; false: damaged. */
struct table {
    enum act_statement which;
    bool (*read)(struct sqlite3_stmt *row, void *out, size_t at);
};

static const struct table devices = {ACT_DEVICES, read_device};
static const struct table streams = {ACT_STREAMS, read_stream};
static const struct table quarantine = {ACT_QUARANTINE_AFTER, read_quarantine};
static const struct table incidents = {ACT_INCIDENTS_AFTER, read_incident};

static enum status read_table(struct act_rows *rows, const struct table *table, void *out,
                              size_t room, size_t *out_count)
{
    struct sqlite3_stmt *row = rows->statement[table->which];
    size_t count = 0;
    bool there = true;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && there && count < room) {
        status = database_step(&rows->database, row, &there);
        if (status == STATUS_OK && there && !table->read(row, out, count++)) {
            status = damaged(rows, "a table's row", count);
        }
    }
    database_reset(row);
    if (status == STATUS_OK) {
        *out_count = count;
    }
    return status;
}

static void bind_window(struct sqlite3_stmt *row, uint64_t skip, size_t room)
{
    bind_u64(row, 1, room);
    bind_u64(row, 2, skip);
}

enum status act_rows_devices(struct act_rows *rows, uint64_t skip, struct act_device *out,
                             size_t room, size_t *out_count)
{
    if (rows->database.failed) {
        return STATUS_IO; /* (4) */
    }
    bind_window(rows->statement[ACT_DEVICES], skip, room);
    return read_table(rows, &devices, out, room, out_count);
}

enum status act_rows_streams(struct act_rows *rows, uint64_t skip, struct act_stream *out,
                             size_t room, size_t *out_count)
{
    if (rows->database.failed) {
        return STATUS_IO; /* (4) */
    }
    bind_window(rows->statement[ACT_STREAMS], skip, room);
    return read_table(rows, &streams, out, room, out_count);
}

enum status act_rows_quarantine(struct act_rows *rows, uint64_t after, struct act_quarantine *out,
                                size_t room, size_t *out_count)
{
    if (rows->database.failed) {
        return STATUS_IO; /* (4) */
    }
    bind_u64(rows->statement[ACT_QUARANTINE_AFTER], 1, after);
    return read_table(rows, &quarantine, out, room, out_count);
}

enum status act_rows_incidents(struct act_rows *rows, uint64_t after, struct act_incident *out,
                               size_t room, size_t *out_count)
{
    if (rows->database.failed) {
        return STATUS_IO; /* (4) */
    }
    bind_u64(rows->statement[ACT_INCIDENTS_AFTER], 1, after);
    return read_table(rows, &incidents, out, room, out_count);
}
