/* INVARIANTS
 * 1. `rows.state` moves only after a commit.
 * 2. Only purge deletes, and only from the front. */
#include "adapters/sqlite/journal_sqlite.h"

#include <sqlite3.h>
#include <string.h>

#include "adapters/sqlite/row.h"
#include "adapters/sqlite/sqlite_status.h"

struct database_options journal_sqlite_options(const char *path, const struct log *log)
{
    return (struct database_options){.path = path,
                                     .log = log,
                                     .lock = true,
                                     .flash = true,
                                     .reserve_bytes = JOURNAL_SQLITE_RESERVE};
}

enum status journal_sqlite_open(struct journal_sqlite *journal,
                                const struct database_options *options)
{
    journal->fallen_back = false;
    return journal_rows_open(&journal->rows, options);
}

void journal_sqlite_close(struct journal_sqlite *journal)
{
    if (journal != NULL) {
        journal_rows_close(&journal->rows);
    }
}

/* A disk that turned read-only still shows its evidence (row 41). */
static enum status reopen(void *self)
{
    struct journal_sqlite *journal = self;
    struct database *database = &journal->rows.database;
    if (journal->fallen_back) {
        database->options.reading = false;
        journal->fallen_back = false;
    }
    const enum status status = journal_rows_reopen(&journal->rows);
    if (status != STATUS_DENIED || database->options.reading) {
        return status;
    }
    database->options.reading = true;
    journal->fallen_back = true;
    if (journal_rows_reopen(&journal->rows) == STATUS_OK) {
        sqlite_log(database->options.log, database->path, "open", STATUS_DENIED,
                   "it can only be read");
    }
    return STATUS_DENIED;
}

static enum status may_write(const struct journal_sqlite *journal)
{
    if (journal->rows.database.options.reading) {
        return STATUS_DENIED;
    }
    return journal->rows.database.failed ? STATUS_IO : STATUS_OK;
}

static enum status state(void *self, struct journal_state *out_state)
{
    struct journal_sqlite *journal = self;
    enum status status = journal->rows.database.failed ? STATUS_IO : STATUS_OK;
    if (status == STATUS_OK && journal->rows.database.options.reading) {
        status = journal_rows_load(&journal->rows); /* another process may be writing it */
    }
    if (status == STATUS_OK) {
        *out_state = journal->rows.state;
        out_state->full = !journal->rows.database.options.reading &&
                          database_room(&journal->rows.database) != STATUS_OK;
    }
    return status;
}

static bool place_follows(struct place place, struct place before)
{
    return place.epoch == before.epoch ? place.seq == before.seq + 1 && before.epoch > 0
                                       : place.epoch > before.epoch && place.seq == 1;
}

static enum status check_group(const struct journal_sqlite *journal,
                               const struct journal_group *group)
{
    struct place before = journal->rows.state.head.place;
    for (size_t i = 0; i < group->entry_count; i++) {
        const struct journal_entry *entry = &group->entries[i];
        if (journal_rows_key(entry->place) == INT64_MAX || entry->whole.size > SEALED_SIZE_MAX) {
            return STATUS_FULL;
        }
        if (!place_follows(entry->place, before)) {
            return STATUS_BROKEN;
        }
        before = entry->place;
    }
    for (size_t i = 0; i < group->kept_count; i++) {
        const struct journal_kept *kept = &group->kept[i];
        if (kept->key.size > JOURNAL_KEPT_KEY_MAX || kept->value.size > JOURNAL_KEPT_SIZE_MAX) {
            return STATUS_FULL;
        }
    }
    return STATUS_OK;
}

static enum status insert_entry(struct journal_sqlite *journal, const struct journal_entry *entry)
{
    struct sqlite3_stmt *insert = journal->rows.statement[JOURNAL_INSERT_ENTRY];
    bind_i64(insert, 1, journal_rows_key(entry->place));
    bind_hash(insert, 2, &entry->hash);
    bind_i64(insert, 3, entry->made.ms);
    bind_span(insert, 4, entry->whole);
    bind_i64(insert, 5, journal_rows_sum(entry->whole));
    return database_run(&journal->rows.database, insert);
}

static enum status put_kept(struct journal_sqlite *journal, const struct journal_kept *kept)
{
    const bool drop = kept->value.size == 0;
    struct sqlite3_stmt *put = journal->rows.statement[drop ? JOURNAL_DROP_KEPT : JOURNAL_SET_KEPT];
    bind_text(put, 1, kept->key);
    if (!drop) {
        bind_span(put, 2, kept->value);
    }
    return database_run(&journal->rows.database, put);
}

static enum status write_group(struct journal_sqlite *journal, const struct journal_group *group)
{
    enum status status = database_begin(&journal->rows.database);
    if (status != STATUS_OK) {
        return status;
    }
    for (size_t i = 0; status == STATUS_OK && i < group->entry_count; i++) {
        status = insert_entry(journal, &group->entries[i]);
    }
    for (size_t i = 0; status == STATUS_OK && i < group->kept_count; i++) {
        status = put_kept(journal, &group->kept[i]);
    }
    return database_end(&journal->rows.database, status);
}

static enum status append(void *self, const struct journal_group *group)
{
    struct journal_sqlite *journal = self;
    enum status status = may_write(journal);
    if (status == STATUS_OK) {
        status = check_group(journal, group);
    }
    if (status == STATUS_OK && group->entry_count > 0) {
        status = database_room(&journal->rows.database);
    }
    if (status == STATUS_OK) {
        status = write_group(journal, group);
    }
    if (status == STATUS_OK && group->entry_count > 0) {
        const struct journal_entry *newest = &group->entries[group->entry_count - 1];
        if (journal->rows.state.first.epoch == 0) {
            journal->rows.state.first = group->entries[0].place;
        }
        journal->rows.state.head = (struct head){newest->place, newest->hash};
        journal->rows.state.unsent += group->entry_count;
    }
    return status;
}

static enum status receive_once(struct journal_sqlite *journal,
                                const struct journal_receipt *receipt)
{
    struct sqlite3_stmt *set = journal->rows.statement[JOURNAL_SET_RECEIPT];
    enum status status = database_begin(&journal->rows.database);
    if (status != STATUS_OK) {
        return status;
    }
    bind_u64(set, 1, receipt->received.place.epoch);
    bind_u64(set, 2, receipt->received.place.seq);
    bind_hash(set, 3, &receipt->received.hash);
    bind_u64(set, 4, receipt->level_two.epoch);
    bind_u64(set, 5, receipt->level_two.seq);
    bind_u64(set, 6, receipt->locked);
    bind_u64(set, 7, receipt->reason);
    status = database_run(&journal->rows.database, set);
    return database_end(&journal->rows.database, status);
}

static enum status receive(void *self, const struct journal_receipt *receipt)
{
    struct journal_sqlite *journal = self;
    enum status status = may_write(journal);
    if (status == STATUS_OK) {
        status = receive_once(journal, receipt);
    }
    if (status == STATUS_FULL && database_spend_reserve(&journal->rows.database)) {
        status = receive_once(journal, receipt);
    }
    uint64_t unsent = 0;
    if (status == STATUS_OK) {
        status = journal_rows_unsent(&journal->rows, receipt->received.place, &unsent);
    }
    if (status == STATUS_OK) {
        journal->rows.state.receipt = *receipt;
        journal->rows.state.unsent = unsent;
    }
    return status;
}

static enum status kept(void *self, struct text key, uint8_t *out, size_t room, size_t *out_size)
{
    struct journal_sqlite *journal = self;
    struct sqlite3_stmt *row = journal->rows.statement[JOURNAL_GET_KEPT];
    bool there = false;
    if (journal->rows.database.failed) {
        return STATUS_IO;
    }
    bind_text(row, 1, key);
    enum status status = database_step(&journal->rows.database, row, &there);
    if (status != STATUS_OK) {
        return status;
    }
    if (!there) {
        return STATUS_NOT_FOUND;
    }
    const struct span value = column_span(row, 0);
    if (value.size > room) {
        status = STATUS_FULL;
    } else {
        memcpy(out, value.at, value.size);
        *out_size = value.size;
    }
    database_reset(row);
    return status;
}

/* How far may be deleted? *out_last 0: nothing. */
static enum status find_purge(struct journal_sqlite *journal, struct instant cut,
                              uint32_t count_max, int64_t *out_last, uint32_t *out_count)
{
    struct sqlite3_stmt *row = journal->rows.statement[JOURNAL_OLDEST_PLACES];
    const int64_t level_two = journal_rows_key(journal->rows.state.receipt.level_two);
    const int64_t head = journal_rows_key(journal->rows.state.head.place);
    uint32_t count = 0;
    int64_t last = 0;
    bool there = false;
    bind_i64(row, 1, count_max);
    enum status status = database_step(&journal->rows.database, row, &there);
    while (status == STATUS_OK && there) {
        const int64_t place = column_i64(row, 0);
        if (place > level_two || place >= head || column_i64(row, 1) >= cut.ms) {
            break;
        }
        last = place;
        count++;
        status = database_step(&journal->rows.database, row, &there);
    }
    database_reset(row);
    if (status == STATUS_OK) {
        *out_last = last;
        *out_count = count;
    }
    return status;
}

static enum status delete_to(struct journal_sqlite *journal, int64_t last)
{
    struct sqlite3_stmt *delete = journal->rows.statement[JOURNAL_DELETE_TO];
    enum status status = database_begin(&journal->rows.database);
    if (status != STATUS_OK) {
        return status;
    }
    bind_i64(delete, 1, last);
    status = database_run(&journal->rows.database, delete);
    return database_end(&journal->rows.database, status);
}

static enum status purge(void *self, struct instant cut, uint32_t count_max, uint32_t *out_count)
{
    struct journal_sqlite *journal = self;
    int64_t last = 0;
    uint32_t count = 0;
    enum status status = may_write(journal);
    if (status == STATUS_OK) {
        status = find_purge(journal, cut, count_max, &last, &count);
    }
    if (status == STATUS_OK && count > 0) {
        status = delete_to(journal, last);
        if (status == STATUS_FULL && database_spend_reserve(&journal->rows.database)) {
            status = delete_to(journal, last);
        }
    }
    if (status == STATUS_OK && count > 0) {
        status = journal_rows_first(&journal->rows, &journal->rows.state.first);
    }
    if (status == STATUS_OK) {
        *out_count = count;
    }
    return status;
}

static enum status read_page(void *self, struct place from, struct journal_page *page)
{
    struct journal_sqlite *journal = self;
    return journal_rows_page(&journal->rows, from, page);
}

static enum status next_place(void *self, struct place from, struct place *out_place)
{
    struct journal_sqlite *journal = self;
    return journal_rows_next(&journal->rows, from, out_place);
}

static enum status hash_at(void *self, struct place place, struct hash *out_hash)
{
    struct journal_sqlite *journal = self;
    return journal_rows_hash_at(&journal->rows, place, out_hash);
}

struct database *journal_sqlite_database(struct journal_sqlite *journal)
{
    return &journal->rows.database;
}

struct journal_file journal_sqlite_file(struct journal_sqlite *journal)
{
    static const struct journal_file_ops ops = {
        .append = append,
        .state = state,
        .read = read_page,
        .next = next_place,
        .hash_at = hash_at,
        .receive = receive,
        .kept = kept,
        .purge = purge,
        .reopen = reopen,
    };
    return (struct journal_file){.ops = &ops, .self = journal};
}
