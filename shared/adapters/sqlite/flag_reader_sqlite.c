#include "adapters/sqlite/flag_reader_sqlite.h"

#include <sqlite3.h>
#include <string.h>
#include <time.h>

#include "adapters/sqlite/row.h"

/* INVARIANTS
 * 1. No statement runs on when a function returns: no snapshot is held (RELIABILITY section 3,
 *    checkpoint starvation).
 * 2. A call that passed its deadline answers STATUS_IO; the next one opens the book again.
 * 3. What is read is the file that stands at the path now, not one that a rebuild has put away. */

enum {
    CALL_MS_MAX = 2000,
    LOOK_AFTER = 2000, /* SQLite's instructions between two looks at the clock: some 50 us */
    ORDER_SIZE = 128,
    LOOKS_MAX = 20,
    LINE_SIZE = 64 * 1024,
};

/* --- the deadline (2) --- */

static int64_t monotonic_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int is_late(void *context)
{
    const struct flag_reader_sqlite *reader = context;
    return reader->deadline_ms != 0 && monotonic_ms() > reader->deadline_ms;
}

/* --- open and close --- */

static const char counts_sql[] =
    "SELECT 0, level, cause, count(*) FROM dossier GROUP BY level, cause"
    " UNION ALL SELECT 1, 0, 0, count(*) FROM conflict"
    " UNION ALL SELECT 2, 0, 0, count(*) FROM incident"
    " UNION ALL SELECT 3, 0, 0, count(*) FROM reading"
    " UNION ALL SELECT 4, 0, 0, count(*) FROM apart"
    " UNION ALL SELECT 5, 0, 0, acts FROM book";

static enum status prepare(struct flag_reader_sqlite *reader)
{
    /* clang-format off */
    static const struct {
        enum flag_table table;
        const char *rest;
    } selects[] = {
        [READ_POSITION] = {TABLE_BOOK, ""},
        [READ_FLAGS] = {TABLE_DOSSIER,
            " WHERE level BETWEEN ?1 AND ?2 AND (?3 < 0 OR cause = ?3)"
            " AND (?4 = '' OR agency = ?4)"
            " ORDER BY level = 1, slack_minutes, code LIMIT ?5 OFFSET ?6"},
        [READ_DOSSIER] = {TABLE_DOSSIER, " WHERE code = ?"},
        [READ_ACTS] = {TABLE_ACT,
            " WHERE subject = ? ORDER BY at_ms, kind, party, counterpart,"
            " parent, reason, stop, person LIMIT ?"},
        [READ_CHANGES] = {TABLE_CHANGE, " WHERE code = ? ORDER BY at LIMIT ?"},
        [READ_CONFLICTS] = {TABLE_CONFLICT,
            " WHERE code = ? ORDER BY at_ms, kind, party LIMIT ?"},
        [READ_INCIDENTS] = {TABLE_INCIDENT,
            " ORDER BY at_ms DESC, device, epoch, seq, line, kind,"
            " detail LIMIT ? OFFSET ?"},
        [READ_READINGS] = {TABLE_READING,
            " ORDER BY at_ms DESC, device, epoch, seq LIMIT ? OFFSET ?"},
        [READ_OFFICES] = {TABLE_OFFICE, " ORDER BY code LIMIT ? OFFSET ?"},
        [READ_NOTICES] = {TABLE_NOTICE,
            " WHERE told BETWEEN ?1 AND ?2 AND (?3 = 0 OR rung = ?3)"
            " AND (?4 = '' OR party = ?4) AND (?5 = 0 OR EXISTS (SELECT 1 FROM dossier d"
            " WHERE d.code = notice.code AND d.raised_at = notice.raised_at"
            " AND d.level = notice.level AND d.cause = notice.cause AND d.leg = notice.leg"
            " AND d.acknowledged = 0))"
            " ORDER BY told DESC, rung, party, slack_minutes, code LIMIT ?6 OFFSET ?7"},
    };
    /* clang-format on */
    static_assert(FLAG_UNKNOWN == 1, "the SQL above puts unknown last");
    char sql[FLAG_READS][FLAG_SQL_SIZE];
    const char *texts[FLAG_READS];
    for (int i = 0; i < FLAG_READS; i++) {
        flag_table_select(selects[i].table, selects[i].rest == NULL ? "" : selects[i].rest, sql[i]);
        texts[i] = sql[i];
    }
    texts[READ_COUNTS] = counts_sql;
    return database_prepare(&reader->database, texts, reader->statement, FLAG_READS);
}

static enum status begin_use(struct flag_reader_sqlite *reader)
{
    const enum status status = prepare(reader);
    if (status != STATUS_OK) {
        database_close(&reader->database);
        return status;
    }
    sqlite3_progress_handler(reader->database.connection, LOOK_AFTER, is_late, reader);
    reader->open = true;
    return STATUS_OK;
}

enum status flag_reader_sqlite_open(struct flag_reader_sqlite *reader,
                                    const struct database_options *options)
{
    struct database_options reading = *options;
    memset(reader, 0, sizeof *reader);
    reading.reading = true;
    reading.lock = false;
    reading.reserve_bytes = 0;
    reader->call_ms_max = CALL_MS_MAX;
    const enum status status = database_open(&reader->database, &flags_kind, &reading);
    return status == STATUS_OK ? begin_use(reader) : status;
}

static void put_away(struct flag_reader_sqlite *reader)
{
    database_finalize(reader->statement, FLAG_READS);
    reader->open = false;
}

void flag_reader_sqlite_close(struct flag_reader_sqlite *reader)
{
    if (reader != NULL) {
        put_away(reader);
        database_close(&reader->database);
    }
}

static enum status reopen(void *self)
{
    struct flag_reader_sqlite *reader = self;
    put_away(reader);
    const enum status status = database_reopen(&reader->database);
    return status == STATUS_OK ? begin_use(reader) : status;
}

/* A rebuilt book takes the old one's place in two steps, and for an instant there is none. */
static enum status find_again(struct flag_reader_sqlite *reader)
{
    const bool was_open = reader->open;
    enum status status = reopen(reader);
    for (int i = 0; was_open && status == STATUS_NOT_FOUND && i < LOOKS_MAX; i++) {
        const struct timespec pause = {.tv_nsec = 5000000};
        nanosleep(&pause, NULL);
        status = reopen(reader);
    }
    return status;
}

/* Every call begins here: (2) and (3). */
static enum status start(struct flag_reader_sqlite *reader)
{
    enum status status = STATUS_OK;
    reader->deadline_ms = 0;
    if (!reader->open || database_in_place(&reader->database) != STATUS_OK) {
        status = find_again(reader);
    }
    reader->deadline_ms = monotonic_ms() + reader->call_ms_max;
    return status;
}

/* --- rows (1) --- */

static enum status rows_of(struct flag_reader_sqlite *reader, enum flag_read read,
                           enum flag_table table, struct arena *arena, void *out, size_t room,
                           size_t *out_count)
{
    return flag_table_rows(&reader->database, table, reader->statement[read], arena, out, room,
                           out_count);
}

static enum status position(void *self, struct book_position *out_position)
{
    struct flag_reader_sqlite *reader = self;
    struct book_position found = {0};
    struct arena none = arena_of(NULL, 0);
    size_t count = 0;
    enum status status = start(reader);
    if (status == STATUS_OK) {
        status = rows_of(reader, READ_POSITION, TABLE_BOOK, &none, &found, 1, &count);
    }
    if (status == STATUS_OK) {
        *out_position = found;
    }
    return status;
}

static void count_flags(struct flag_counts *counts, enum flag_level level, enum flag_cause cause,
                        uint64_t dossiers)
{
    counts->dossiers += dossiers;
    if (level >= FLAG_LEVELS || cause >= FLAG_CAUSES) {
        return;
    }
    counts->by_level[level] += dossiers;
    if (level == FLAG_OVERDUE || level == FLAG_AT_RISK || level == FLAG_WILL_MISS) {
        counts->by_cause[cause] += dossiers;
    }
}

static void count_row(struct flag_counts *counts, struct sqlite3_stmt *row)
{
    const uint64_t number = column_u64(row, 3);
    switch (column_i64(row, 0)) {
    case 0:
        count_flags(counts, (enum flag_level)column_u32(row, 1),
                    (enum flag_cause)column_u32(row, 2), number);
        break;
    case 1:
        counts->conflicts = number;
        break;
    case 2:
        counts->incidents = number;
        break;
    case 3:
        counts->readings = number;
        break;
    case 4:
        counts->apart = number;
        break;
    default:
        counts->acts = number;
        break;
    }
}

static enum status counts(void *self, struct flag_counts *out_counts)
{
    struct flag_reader_sqlite *reader = self;
    struct flag_counts found = {0};
    bool row = true;
    enum status status = start(reader);
    while (status == STATUS_OK && row) {
        status = database_step(&reader->database, reader->statement[READ_COUNTS], &row);
        if (status == STATUS_OK && row) {
            count_row(&found, reader->statement[READ_COUNTS]);
        }
    }
    if (status == STATUS_OK) {
        *out_counts = found;
    }
    return status;
}

/* Levels are numbered so that the flagged ones stand together. */
static void bind_filter(struct sqlite3_stmt *statement, const struct flag_filter *filter)
{
    static_assert(FLAG_DONE == 0 && FLAG_ON_TRACK == FLAG_LEVELS - 1, "the flagged lie between");
    int64_t first = filter->any_level ? 0 : filter->level;
    int64_t last = filter->any_level ? FLAG_LEVELS : filter->level;
    if (filter->only_flagged) {
        first = first <= FLAG_DONE ? FLAG_DONE + 1 : first;
        last = last >= FLAG_ON_TRACK ? FLAG_ON_TRACK - 1 : last;
    }
    bind_i64(statement, 1, first);
    bind_i64(statement, 2, last);
    bind_i64(statement, 3, filter->any_cause ? -1 : (int64_t)filter->cause);
    bind_text(statement, 4, filter->agency);
}

static enum status flags(void *self, const struct flag_filter *filter, uint64_t skip,
                         struct arena *arena, struct book_dossier *out, size_t room,
                         size_t *out_count)
{
    struct flag_reader_sqlite *reader = self;
    const enum status status = start(reader);
    if (status != STATUS_OK) {
        return status;
    }
    bind_filter(reader->statement[READ_FLAGS], filter);
    bind_u64(reader->statement[READ_FLAGS], 5, room);
    bind_u64(reader->statement[READ_FLAGS], 6, skip);
    return rows_of(reader, READ_FLAGS, TABLE_DOSSIER, arena, out, room, out_count);
}

static enum status dossier(void *self, struct text code, struct arena *arena,
                           struct book_dossier *out_dossier)
{
    struct flag_reader_sqlite *reader = self;
    struct book_dossier found;
    size_t count = 0;
    enum status status = start(reader);
    if (status == STATUS_OK) {
        bind_text(reader->statement[READ_DOSSIER], 1, code);
        status = rows_of(reader, READ_DOSSIER, TABLE_DOSSIER, arena, &found, 1, &count);
    }
    if (status == STATUS_OK && count == 0) {
        return STATUS_NOT_FOUND;
    }
    if (status == STATUS_OK) {
        *out_dossier = found;
    }
    return status;
}

/* Everything about one code. */
/* NOLINTNEXTLINE(readability-function-size): one more than a list of the port has */
static enum status about(struct flag_reader_sqlite *reader, enum flag_read read,
                         enum flag_table table, struct text code, struct arena *arena, void *out,
                         size_t room, size_t *out_count)
{
    const enum status status = start(reader);
    if (status != STATUS_OK) {
        return status;
    }
    bind_text(reader->statement[read], 1, code);
    bind_u64(reader->statement[read], 2, room);
    return rows_of(reader, read, table, arena, out, room, out_count);
}

static enum status acts(void *self, struct text subject, struct arena *arena, struct book_act *out,
                        size_t room, size_t *out_count)
{
    return about(self, READ_ACTS, TABLE_ACT, subject, arena, out, room, out_count);
}

static enum status changes(void *self, struct text code, struct arena *arena,
                           struct book_change *out, size_t room, size_t *out_count)
{
    return about(self, READ_CHANGES, TABLE_CHANGE, code, arena, out, room, out_count);
}

static enum status conflicts(void *self, struct text code, struct arena *arena,
                             struct book_conflict *out, size_t room, size_t *out_count)
{
    return about(self, READ_CONFLICTS, TABLE_CONFLICT, code, arena, out, room, out_count);
}

/* A page of a whole table. */
/* NOLINTNEXTLINE(readability-function-size): one more than a list of the port has */
static enum status page_of(struct flag_reader_sqlite *reader, enum flag_read read,
                           enum flag_table table, uint64_t skip, struct arena *arena, void *out,
                           size_t room, size_t *out_count)
{
    const enum status status = start(reader);
    if (status != STATUS_OK) {
        return status;
    }
    bind_u64(reader->statement[read], 1, room);
    bind_u64(reader->statement[read], 2, skip);
    return rows_of(reader, read, table, arena, out, room, out_count);
}

static enum status incidents(void *self, uint64_t skip, struct arena *arena,
                             struct book_incident *out, size_t room, size_t *out_count)
{
    return page_of(self, READ_INCIDENTS, TABLE_INCIDENT, skip, arena, out, room, out_count);
}

static enum status readings(void *self, uint64_t skip, struct arena *arena,
                            struct book_reading *out, size_t room, size_t *out_count)
{
    return page_of(self, READ_READINGS, TABLE_READING, skip, arena, out, room, out_count);
}

static enum status offices(void *self, uint64_t skip, struct arena *arena, struct book_office *out,
                           size_t room, size_t *out_count)
{
    return page_of(self, READ_OFFICES, TABLE_OFFICE, skip, arena, out, room, out_count);
}

static enum status notices(void *self, const struct notice_filter *filter, uint64_t skip,
                           struct arena *arena, struct book_notice *out, size_t room,
                           size_t *out_count)
{
    struct flag_reader_sqlite *reader = self;
    struct sqlite3_stmt *statement = NULL;
    const enum status status = start(reader);
    if (status != STATUS_OK) {
        return status;
    }
    statement = reader->statement[READ_NOTICES];
    bind_i64(statement, 1, filter->from.m);
    bind_i64(statement, 2, filter->to.m);
    bind_i64(statement, 3, filter->rung);
    bind_text(statement, 4, filter->party);
    bind_i64(statement, 5, filter->only_standing);
    bind_u64(statement, 6, room);
    bind_u64(statement, 7, skip);
    return rows_of(reader, READ_NOTICES, TABLE_NOTICE, arena, out, room, out_count);
}

/* --- the canonical export --- */

struct export
{
    struct flag_reader_sqlite *reader;
    enum status (*line)(void *to, struct text text);
    void *to;
    char text[LINE_SIZE];
};

static enum status export_table(struct export *export, enum flag_table table)
{
    struct database *database = &export->reader->database;
    char order[ORDER_SIZE];
    char sql[FLAG_SQL_SIZE];
    const char *text = sql;
    struct sqlite3_stmt *statement = NULL;
    flag_table_by_key(table, order, sizeof order);
    flag_table_select(table, order, sql);
    enum status status = database_prepare(database, &text, &statement, 1);
    bool row = true;
    while (status == STATUS_OK && row) {
        status = database_step(database, statement, &row);
        if (status == STATUS_OK && row) {
            struct line line = line_of(export->text, sizeof export->text);
            flag_table_line(table, statement, &line);
            status = line.cut ? STATUS_BROKEN : export->line(export->to, line_done(&line));
        }
    }
    database_finalize(&statement, 1);
    return status;
}

/* All tables as they stood at one moment: watch may be writing meanwhile. */
static enum status canonical(void *self, enum status (*line)(void *to, struct text text), void *to)
{
    struct flag_reader_sqlite *reader = self;
    struct export export = {.reader = reader, .line = line, .to = to};
    static const char *const bounds[] = {"BEGIN", "ROLLBACK"};
    struct sqlite3_stmt *bound[2] = {NULL, NULL};
    enum status status = start(reader);
    reader->deadline_ms = 0;
    if (status == STATUS_OK) {
        status = database_prepare(&reader->database, bounds, bound, 2);
    }
    if (status != STATUS_OK) {
        return status;
    }
    status = database_run(&reader->database, bound[0]);
    for (int i = 0; status == STATUS_OK && i < FLAG_TABLES; i++) {
        status = export_table(&export, (enum flag_table)i);
    }
    sqlite3_step(bound[1]); /* also when the snapshot has failed: (1) */
    database_finalize(bound, 2);
    return status;
}

struct flag_reader flag_reader_sqlite_reader(struct flag_reader_sqlite *reader)
{
    static const struct flag_reader_ops ops = {
        .position = position,
        .counts = counts,
        .flags = flags,
        .dossier = dossier,
        .acts = acts,
        .changes = changes,
        .conflicts = conflicts,
        .incidents = incidents,
        .readings = readings,
        .offices = offices,
        .notices = notices,
        .canonical = canonical,
        .reopen = reopen,
    };
    return (struct flag_reader){.ops = &ops, .self = reader};
}
