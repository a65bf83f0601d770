/* act_store - the server's book of acts: every batch as it was received, in the order it came.
 *
 * Intake is the only writer (`act_store`); watch, board and the command line read (`act_reader`).
 * The book knows nothing of what is inside a message. It has no index beside its row number: a
 * device's rows hang on a thread (`act_trail`) that is followed backwards in the rare case that an
 * old entry is asked for. Kept by adapters/sqlite/act_store_sqlite.c; faked by
 * tests/fakes/act_store_memory.c; both pass tests/contract/act_store. */
#ifndef PORTS_ACT_STORE_H
#define PORTS_ACT_STORE_H

#include "core/statement.h"
#include "core/sync_receiver.h"
#include "ports/door.h"

enum {
    ACT_TEXT_SIZE = STATEMENT_TEXT_MAX + 1,
    ACT_DETAIL_SIZE = 128,
};

/* Where a device's rows are: the store's own, handed out with the stream and given back with it. */
struct act_trail {
    uint64_t last; /* n of the newest row; 0 if there is none */
    uint64_t leap; /* n of the newest row that ends a hundred or so */
    uint64_t rows;
};

/* One device's high water and what belongs to it. Written of the stream are its high_water,
 * epoch_max and whether it is locked; `revoked` and `trusted_to` come from the device's row. */
struct act_stream {
    struct stream stream;
    struct place level_two; /* in a verified backup up to here */
    struct act_trail trail;
};

/* An enrolled device. Texts are closed by a NUL. */
struct act_device {
    struct device device;
    struct link_key link_key; /* proven by every line */
    struct sign_public sign_key;
    enum device_kind kind;
    char label[ACT_TEXT_SIZE];
    char party[ACT_TEXT_SIZE];
    struct instant enrolled;
    bool revoked;
    struct instant revoked_at;
    struct place trusted_to; /* with `revoked`: later entries are quarantined */
};

/* One received batch: a row. */
struct act_batch {
    uint64_t n; /* from 1 by 1; given out by the commit */
    struct device device;
    struct instant received; /* never before the row before it */
    struct place first;      /* of the message's entries */
    uint32_t count; /* entries of the message that stand in the book, from its front; the message
                       may hold more: those are in quarantine (its device was revoked) */
    uint32_t skip;  /* so many at its front were in the book already */
    struct span message; /* the Batch, as received; borrowed */
};

/* Numbers are in the book for ever. */
enum act_quarantine_reason {
    ACT_QUARANTINE_REVOKED = 1,
    ACT_QUARANTINE_LOCKED = 2,
    ACT_QUARANTINE_FORKED = 3,
    ACT_QUARANTINE_BROKEN = 4, /* its chain does not link up */
    ACT_QUARANTINE_MALFORMED = 5,
};

/* A message kept apart: shown, never counted, never lost. */
struct act_quarantine {
    uint64_t n; /* from 1 by 1; given out by the commit */
    struct device device;
    struct instant received;
    enum act_quarantine_reason reason;
    struct place first; /* as the message says; {0,0} if it does not */
    uint32_t count;
    struct span message; /* borrowed */
};

enum act_incident_kind {
    ACT_INCIDENT_TAIL_LOST = 1,     /* the device came back behind its own receipts */
    ACT_INCIDENT_CLONED = 2,        /* two contents under one place */
    ACT_INCIDENT_SERVER_BEHIND = 3, /* this book was restored: it has less than it receipted */
    ACT_INCIDENT_CHAIN_BROKEN = 4,
    ACT_INCIDENT_NOT_YOURS = 5, /* a proven key spoke for another device */
    ACT_INCIDENT_REVOKED_SENDS = 6,
    ACT_INCIDENT_MALFORMED = 7,
    ACT_INCIDENT_HOLE = 8,     /* what the device has purged is missing here */
    ACT_INCIDENT_ANCHORED = 9, /* first start: the administrator's device that enrols the others */
    ACT_INCIDENT_ENROLMENT = 10, /* an enrolment or revocation that was refused */
    ACT_INCIDENT_BACKUP = 11,    /* a statement on a backup that was refused */
};

struct act_incident {
    uint64_t n; /* from 1 by 1; given out by the commit */
    enum act_incident_kind kind;
    struct device device;
    struct instant at;
    struct place place;
    char detail[ACT_DETAIL_SIZE]; /* English, for the log; closed by a NUL */
};

/* How far the book is. */
struct act_position {
    uint64_t n; /* newest row; 0 if there is none */
    struct instant received;
    uint64_t quarantine, incident; /* newest rows of those */
    uint64_t wal_bytes;            /* not yet checkpointed: a metric, alarm at 64 MiB */
};

/* What becomes durable together or not at all. The `n` of all rows are filled in on success. */
struct act_group {
    struct act_batch *batches;
    struct act_stream **batch_streams; /* of each batch; every one also in `streams` */
    size_t batch_count;
    struct act_stream **streams; /* changed ones, each once */
    size_t stream_count;
    const struct act_device *devices; /* enrolled or revoked: the whole new row */
    size_t device_count;
    struct act_quarantine *quarantine;
    size_t quarantine_count;
    struct act_incident *incidents;
    size_t incident_count;
};

/* Rows and the room for their messages. */
struct act_page {
    uint8_t *at; /* the caller's; MESSAGE_BYTES_MAX always holds one row */
    size_t room; /* the caller's */
    struct act_batch *rows;
    size_t rows_max;
    size_t count;
};

/* The writer's half. */
struct act_store_ops {
    enum status (*commit)(void *self, struct act_group *group);
    enum status (*position)(void *self, struct act_position *out_position);
    enum status (*devices)(void *self, uint64_t skip, struct act_device *out, size_t room,
                           size_t *out_count);
    enum status (*streams)(void *self, uint64_t skip, struct act_stream *out, size_t room,
                           size_t *out_count);
    enum status (*find)(void *self, const struct act_stream *stream, struct place place,
                        struct act_page *page);
    enum status (*row)(void *self, uint64_t n, struct act_page *page);
    enum status (*reached)(void *self, const struct act_stream *stream, uint64_t n,
                           struct place *out_place);
    enum status (*reopen)(void *self);
};

struct act_store {
    const struct act_store_ops *ops;
    void *self; /* borrowed */
};

/* All of GROUP or nothing; durable when STATUS_OK comes back: only now may receipts go out. Moves
 * position and the streams' trails. STATUS_FULL: the disk is full, nothing was changed (answer
 * busy). STATUS_IO: nobody knows; every call answers STATUS_IO until reopened. After anything but
 * STATUS_OK the caller's streams are worthless: reopen, and load them again. */
static inline enum status MUST_CHECK act_store_commit(struct act_store *store,
                                                      struct act_group *group)
{
    return store->ops->commit(store->self, group);
}

static inline enum status MUST_CHECK act_store_position(struct act_store *store,
                                                        struct act_position *out_position)
{
    return store->ops->position(store->self, out_position);
}

/* The table from its SKIPth row on, ROOM rows at most; fewer than ROOM: that was the end. */
static inline enum status MUST_CHECK act_store_devices(struct act_store *store, uint64_t skip,
                                                       struct act_device *out, size_t room,
                                                       size_t *out_count)
{
    return store->ops->devices(store->self, skip, out, room, out_count);
}

static inline enum status MUST_CHECK act_store_streams(struct act_store *store, uint64_t skip,
                                                       struct act_stream *out, size_t room,
                                                       size_t *out_count)
{
    return store->ops->streams(store->self, skip, out, room, out_count);
}

/* The one row in which STREAM's entry at PLACE counts (past `skip`): PAGE gets one row, whose
 * message the caller takes apart for the entry's bytes and hash. If it counts nowhere, but was kept
 * apart because its device is revoked: that message, as a row 0. STATUS_NOT_FOUND: no such entry.
 * STATUS_FULL: the message does not fit. */
static inline enum status MUST_CHECK act_store_find(struct act_store *store,
                                                    const struct act_stream *stream,
                                                    struct place place, struct act_page *page)
{
    return store->ops->find(store->self, stream, place, page);
}

/* Row N: PAGE gets it. STATUS_NOT_FOUND: there is none. STATUS_FULL: the message does not fit. */
static inline enum status MUST_CHECK act_store_row(struct act_store *store, uint64_t n,
                                                   struct act_page *page)
{
    return store->ops->row(store->self, n, page);
}

/* How far STREAM was when row N was the newest: the last place that counts in the rows up to N;
 * {0,0} if there is none. Follows the thread by its leaps: a few reads for rows of late. */
static inline enum status MUST_CHECK act_store_reached(struct act_store *store,
                                                       const struct act_stream *stream, uint64_t n,
                                                       struct place *out_place)
{
    return store->ops->reached(store->self, stream, n, out_place);
}

static inline enum status MUST_CHECK act_store_reopen(struct act_store *store)
{
    return store->ops->reopen(store->self);
}

/* The readers' half: opened read-only, and never a transaction longer than one call, because a
 * reader that holds its snapshot keeps the book's WAL from being reset. It goes on when the writer
 * has gone. STATUS_IO or STATUS_NOT_FOUND (no book yet): reopen after a while. */
struct act_reader_ops {
    enum status (*position)(void *self, struct act_position *out_position);
    enum status (*read)(void *self, uint64_t after, struct act_page *page);
    enum status (*devices)(void *self, uint64_t skip, struct act_device *out, size_t room,
                           size_t *out_count);
    enum status (*streams)(void *self, uint64_t skip, struct act_stream *out, size_t room,
                           size_t *out_count);
    enum status (*find)(void *self, const struct act_stream *stream, struct place place,
                        struct act_page *page);
    enum status (*quarantine)(void *self, uint64_t after, struct act_quarantine *out, size_t room,
                              size_t *out_count);
    enum status (*incidents)(void *self, uint64_t after, struct act_incident *out, size_t room,
                             size_t *out_count);
    enum status (*reopen)(void *self);
};

struct act_reader {
    const struct act_reader_ops *ops;
    void *self; /* borrowed */
};

static inline enum status MUST_CHECK act_reader_position(struct act_reader *reader,
                                                         struct act_position *out_position)
{
    return reader->ops->position(reader->self, out_position);
}

/* Rows behind AFTER in their order, as many as fit; messages are copied into the page. None:
 * STATUS_OK and count 0. STATUS_FULL: not even the first fits. */
static inline enum status MUST_CHECK act_reader_read(struct act_reader *reader, uint64_t after,
                                                     struct act_page *page)
{
    return reader->ops->read(reader->self, after, page);
}

/* These three as act_store's. */
static inline enum status MUST_CHECK act_reader_devices(struct act_reader *reader, uint64_t skip,
                                                        struct act_device *out, size_t room,
                                                        size_t *out_count)
{
    return reader->ops->devices(reader->self, skip, out, room, out_count);
}

static inline enum status MUST_CHECK act_reader_streams(struct act_reader *reader, uint64_t skip,
                                                        struct act_stream *out, size_t room,
                                                        size_t *out_count)
{
    return reader->ops->streams(reader->self, skip, out, room, out_count);
}

static inline enum status MUST_CHECK act_reader_find(struct act_reader *reader,
                                                     const struct act_stream *stream,
                                                     struct place place, struct act_page *page)
{
    return reader->ops->find(reader->self, stream, place, page);
}

/* Rows behind AFTER, without their messages (`message` stays empty). */
static inline enum status MUST_CHECK act_reader_quarantine(struct act_reader *reader,
                                                           uint64_t after,
                                                           struct act_quarantine *out, size_t room,
                                                           size_t *out_count)
{
    return reader->ops->quarantine(reader->self, after, out, room, out_count);
}

static inline enum status MUST_CHECK act_reader_incidents(struct act_reader *reader, uint64_t after,
                                                          struct act_incident *out, size_t room,
                                                          size_t *out_count)
{
    return reader->ops->incidents(reader->self, after, out, room, out_count);
}

static inline enum status MUST_CHECK act_reader_reopen(struct act_reader *reader)
{
    return reader->ops->reopen(reader->self);
}

#endif
