/* act_rows - the rows of acts.db: the schema, and reading, which writer and readers share.
 *
 * Writes nothing but the schema. A device's rows are threaded: each names the row before it
 * (`before`) and the newest one before it that ended a round of ACT_LEAP (`leap`); so an old place
 * is found in a few hundred steps without an index (PERFORMANCE section 7, row 4). */
#ifndef ADAPTERS_SQLITE_ACT_ROWS_H
#define ADAPTERS_SQLITE_ACT_ROWS_H

#include "adapters/sqlite/database.h"
#include "ports/act_store.h"

enum { ACT_LEAP = 128 };

enum act_statement {
    ACT_NEWEST_BATCH,
    ACT_NEWEST_QUARANTINE,
    ACT_NEWEST_INCIDENT,
    ACT_BATCHES_AFTER,
    ACT_BATCH_AT,
    ACT_THREAD_AT,
    ACT_DEVICES,
    ACT_STREAMS,
    ACT_QUARANTINE_AFTER,
    ACT_QUARANTINE_OF,
    ACT_INCIDENTS_AFTER,
    ACT_STATEMENTS
};

struct act_rows {
    struct database database;
    struct sqlite3_stmt *statement[ACT_STATEMENTS];
};

/* Statuses as database_open(). Anything but STATUS_OK leaves ROWS closed. */
enum status act_rows_open(struct act_rows *rows, const struct database_options *options) MUST_CHECK;
enum status act_rows_reopen(struct act_rows *rows) MUST_CHECK;
void act_rows_close(struct act_rows *rows); /* NULL or zeroed: nothing */

/* As the functions of ports/act_store.h. */
enum status act_rows_position(struct act_rows *rows, struct act_position *out_position) MUST_CHECK;
enum status act_rows_read(struct act_rows *rows, uint64_t after, struct act_page *page) MUST_CHECK;
enum status act_rows_row(struct act_rows *rows, uint64_t n, struct act_page *page) MUST_CHECK;
enum status act_rows_reached(struct act_rows *rows, const struct act_stream *stream, uint64_t n,
                             struct place *out_place) MUST_CHECK;
enum status act_rows_find(struct act_rows *rows, const struct act_stream *stream,
                          struct place place, struct act_page *page) MUST_CHECK;
enum status act_rows_devices(struct act_rows *rows, uint64_t skip, struct act_device *out,
                             size_t room, size_t *out_count) MUST_CHECK;
enum status act_rows_streams(struct act_rows *rows, uint64_t skip, struct act_stream *out,
                             size_t room, size_t *out_count) MUST_CHECK;
enum status act_rows_quarantine(struct act_rows *rows, uint64_t after, struct act_quarantine *out,
                                size_t room, size_t *out_count) MUST_CHECK;
enum status act_rows_incidents(struct act_rows *rows, uint64_t after, struct act_incident *out,
                               size_t room, size_t *out_count) MUST_CHECK;

#endif
