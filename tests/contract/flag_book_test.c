#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "adapters/sqlite/flag_book_sqlite.h"
#include "adapters/sqlite/flag_reader_sqlite.h"
#include "tests/contract/folder.h"
#include "tests/fakes/flag_book_memory.h"

enum { ROWS_MAX = 64, MEMORY = 64 * 1024, DUMP_SIZE = 256 * 1024 };

struct keeper {
    void (*open)(void);
    void (*close)(void);
};

static struct flag_book book;
static struct flag_reader reader;
static struct folder folder;
static struct flag_book_sqlite written_on_disk;
static struct flag_reader_sqlite read_on_disk;
static struct flag_book_memory in_memory;
static const struct keeper *keeper;
static uint8_t memory[MEMORY];
static struct arena arena;
static char dump[DUMP_SIZE];
static size_t dumped;

static void open_on_disk(void)
{
    const struct database_options options = {.path = folder_file(&folder, "flags.db"),
                                             .lock = true};
    assert_int_equal(flag_book_sqlite_open(&written_on_disk, &options), STATUS_OK);
    assert_int_equal(flag_reader_sqlite_open(&read_on_disk, &options), STATUS_OK);
    book = flag_book_sqlite_book(&written_on_disk);
    reader = flag_reader_sqlite_reader(&read_on_disk);
}

static void close_on_disk(void)
{
    flag_reader_sqlite_close(&read_on_disk);
    flag_book_sqlite_close(&written_on_disk);
}

static void open_in_memory(void)
{
    flag_book_memory_restart(&in_memory);
    book = in_memory.port;
    reader = in_memory.reader;
}

static void close_in_memory(void)
{
}

static const struct keeper sqlite = {open_on_disk, close_on_disk};
static const struct keeper fake = {open_in_memory, close_in_memory};

static int start_with(const struct keeper *with)
{
    keeper = with;
    folder_make(&folder);
    flag_book_memory_init(&in_memory);
    keeper->open();
    arena = arena_of(memory, sizeof memory);
    return 0;
}

static int start_sqlite(void **unused)
{
    (void)unused;
    return start_with(&sqlite);
}

static int start_memory(void **unused)
{
    (void)unused;
    return start_with(&fake);
}

static int stop(void **unused)
{
    (void)unused;
    keeper->close();
    flag_book_memory_fini(&in_memory);
    folder_remove(&folder);
    return 0;
}

static void restart(void)
{
    keeper->close();
    keeper->open();
    arena_reset(&arena);
}

static struct book_position position_at(uint64_t n)
{
    return (struct book_position){.n = n,
                                  .received.ms = (int64_t)n * 1000,
                                  .clock.m = (int32_t)n,
                                  .fold = 1,
                                  .incident = 2,
                                  .acts = 3,
                                  .trail = UINT64_MAX - n,
                                  .checked = 4,
                                  .written.ms = 5};
}

static void begin(void)
{
    assert_int_equal(flag_book_begin(&book), STATUS_OK);
}

static void commit(uint64_t n)
{
    const struct book_position position = position_at(n);
    assert_int_equal(flag_book_commit(&book, &position), STATUS_OK);
}

static struct book_dossier some_dossier(const char *code, enum flag_level level, int32_t slack)
{
    return (struct book_dossier){
        .code = text_of(code),
        .procedure = TEXT("1.005555"),
        .agency = TEXT("H41.04"),
        .received.m = 100,
        .promised = MINUTE_NEVER,
        .status = 4,
        .by_post = true,
        .holder = TEXT("post"),
        .since.m = 110,
        .verified = true,
        .offer_to = TEXT("H41.04"),
        .bundle = TEXT("BTTG0042303211007I"),
        .level = level,
        .cause = level == FLAG_OVERDUE ? CAUSE_PROCESSING : CAUSE_NONE,
        .leg = LEG_BACK,
        .missing = MISSING_RUN,
        .slack_minutes = slack,
        .minutes_gained = 7,
        .forecast.m = -5,
        .last_safe_run = {TEXT("R1"), TEXT("2"), {150}},
        .saver = SAVER_EXTRA_RUN,
        .saver_leg = LEG_OUT,
        .extra_before.m = 160,
        .from = TEXT("center"),
        .to = TEXT("Sở \"Nông nghiệp\""),
        .raised_at.m = 120,
        .conflicts = 2,
        .acknowledged = true,
        .handled = false,
    };
}

static void put_dossier(const char *code, enum flag_level level, int32_t slack)
{
    const struct book_dossier row = some_dossier(code, level, slack);
    assert_int_equal(flag_book_put_dossier(&book, &row), STATUS_OK);
}

static struct book_act some_act(const char *subject, int64_t ms, enum act_kind kind)
{
    return (struct book_act){
        .subject = text_of(subject),
        .at.ms = ms,
        .early_ms = 1,
        .late_ms = 2,
        .kind = kind,
        .party = TEXT("post"),
        .person = TEXT("An"),
        .counterpart = TEXT("center"),
        .stop = TEXT("TTG"),
        .parent = TEXT("B"),
        .reason = TEXT("r"),
        .source = {{UINT64_C(1) << 63}, {2, 3}, 4},
        .one_device = true,
        .typed = true
    };
}

static void put_act(const char *subject, int64_t ms, enum act_kind kind)
{
    const struct book_act row = some_act(subject, ms, kind);
    assert_int_equal(flag_book_put_act(&book, &row), STATUS_OK);
}

static struct flag_counts counts(void)
{
    struct flag_counts found;
    assert_int_equal(flag_reader_counts(&reader, &found), STATUS_OK);
    return found;
}

static enum status add_line(void *to, struct text line)
{
    (void)to;
    assert_true(dumped + line.size + 1 < sizeof dump);
    memcpy(dump + dumped, line.at, line.size);
    dumped += line.size;
    dump[dumped++] = '\n';
    dump[dumped] = '\0';
    return STATUS_OK;
}

static const char *canonical(void)
{
    dumped = 0;
    dump[0] = '\0';
    assert_int_equal(flag_reader_canonical(&reader, add_line, NULL), STATUS_OK);
    return dump;
}

/* --- */

static void a_new_book_is_empty(void **unused)
{
    (void)unused;
    struct book_position position = position_at(9);
    struct book_dossier row;
    size_t count = 9;
    assert_int_equal(flag_book_position(&book, &position), STATUS_OK);
    assert_int_equal(position.n, 0);
    assert_int_equal(flag_reader_position(&reader, &position), STATUS_OK);
    assert_int_equal(position.n, 0);
    assert_int_equal(counts().dossiers, 0);
    assert_int_equal(flag_reader_dossier(&reader, TEXT("x"), &arena, &row), STATUS_NOT_FOUND);
    assert_int_equal(flag_book_dossiers(&book, TEXT(""), &arena, &row, 1, &count), STATUS_OK);
    assert_int_equal(count, 0);
    assert_string_equal(canonical(), "");
}

static void a_dossier_comes_back_as_it_was_put(void **unused)
{
    (void)unused;
    struct book_dossier row;
    const struct book_dossier put = some_dossier("H41.04-230321-0001", FLAG_OVERDUE, -3);
    begin();
    put_dossier("H41.04-230321-0001", FLAG_DUE_SOON, 9);
    put_dossier("H41.04-230321-0001", FLAG_OVERDUE, -3);
    commit(1);
    restart();
    assert_int_equal(flag_reader_dossier(&reader, put.code, &arena, &row), STATUS_OK);
    assert_true(text_equal(row.code, put.code));
    assert_true(text_equal(row.to, put.to));
    assert_true(text_equal(row.bundle, put.bundle));
    assert_true(text_equal(row.last_safe_run.round, put.last_safe_run.round));
    assert_int_equal(row.last_safe_run.departs.m, 150);
    assert_int_equal(row.promised.m, MINUTE_NEVER.m);
    assert_int_equal(row.forecast.m, -5);
    assert_int_equal(row.slack_minutes, -3);
    assert_int_equal(row.level, FLAG_OVERDUE);
    assert_int_equal(row.cause, CAUSE_PROCESSING);
    assert_int_equal(row.leg, LEG_BACK);
    assert_int_equal(row.missing, MISSING_RUN);
    assert_int_equal(row.saver, SAVER_EXTRA_RUN);
    assert_int_equal(row.saver_leg, LEG_OUT);
    assert_true(row.by_post && row.verified && row.acknowledged && !row.handled);
    assert_int_equal(row.status, 4);
    assert_int_equal(row.conflicts, 2);
    assert_int_equal(counts().dossiers, 1);
}

static void what_is_not_committed_is_neither_read_nor_kept(void **unused)
{
    (void)unused;
    struct book_position position;
    begin();
    put_dossier("a", FLAG_OVERDUE, -3);
    commit(1);
    begin();
    put_dossier("a", FLAG_ON_TRACK, 5);
    put_dossier("b", FLAG_ON_TRACK, 5);
    put_act("b", 1, ACT_TAKE);
    assert_int_equal(counts().dossiers, 1);
    assert_int_equal(counts().by_level[FLAG_OVERDUE], 1);
    assert_int_equal(flag_book_reopen(&book), STATUS_OK);
    assert_int_equal(flag_book_position(&book, &position), STATUS_OK);
    assert_int_equal(position.n, 1);
    assert_int_equal(counts().by_level[FLAG_OVERDUE], 1);
    begin();
    put_dossier("c", FLAG_ON_TRACK, 5);
    commit(2);
    assert_int_equal(counts().dossiers, 2);
}

static void a_position_is_kept_whole(void **unused)
{
    (void)unused;
    struct book_position read;
    const struct book_position put = position_at(77);
    begin();
    commit(77);
    restart();
    assert_int_equal(flag_book_position(&book, &read), STATUS_OK);
    assert_int_equal(read.n, 77);
    assert_int_equal(read.received.ms, put.received.ms);
    assert_int_equal(read.clock.m, put.clock.m);
    assert_int_equal(read.fold, 1);
    assert_int_equal(read.incident, 2);
    assert_int_equal(read.acts, 3);
    assert_int_equal(read.trail, put.trail);
    assert_int_equal(read.checked, 4);
    assert_int_equal(read.written.ms, 5);
    assert_int_equal(flag_reader_position(&reader, &read), STATUS_OK);
    assert_int_equal(read.trail, put.trail);
    assert_int_equal(counts().acts, 3);
}

static void signs_of_life_are_in_no_export(void **unused)
{
    (void)unused;
    char before[256];
    struct book_position position = position_at(7);
    begin();
    assert_int_equal(flag_book_commit(&book, &position), STATUS_OK);
    assert_true(text_copy(text_of(canonical()), before, sizeof before));
    position.written.ms = 999;
    position.checked = 999;
    begin();
    assert_int_equal(flag_book_commit(&book, &position), STATUS_OK);
    assert_string_equal(canonical(), before);
    assert_string_equal(before, "book\t7\t7000\t7\t1\t2\t3\t-8\n");
}

static void flags_come_worst_first_and_unknown_last(void **unused)
{
    (void)unused;
    static const char *const order[] = {"d", "b", "a", "e", "c"};
    static const struct flag_filter all = {.any_level = true, .any_cause = true};
    struct book_dossier rows[ROWS_MAX];
    size_t count = 0;
    begin();
    put_dossier("a", FLAG_AT_RISK, -3);
    put_dossier("b", FLAG_WILL_MISS, -3 - 1);
    put_dossier("c", FLAG_UNKNOWN, -900);
    put_dossier("d", FLAG_OVERDUE, -50);
    put_dossier("e", FLAG_ON_TRACK, -3);
    commit(1);
    assert_int_equal(flag_reader_flags(&reader, &all, 0, &arena, rows, ROWS_MAX, &count),
                     STATUS_OK);
    assert_int_equal(count, 5);
    for (size_t i = 0; i < count; i++) {
        assert_true(text_is(rows[i].code, order[i]));
    }
    assert_int_equal(flag_reader_flags(&reader, &all, 3, &arena, rows, 1, &count), STATUS_OK);
    assert_int_equal(count, 1);
    assert_true(text_is(rows[0].code, "e"));
    assert_int_equal(flag_reader_flags(&reader, &all, 9, &arena, rows, 1, &count), STATUS_OK);
    assert_int_equal(count, 0);
}

static size_t count_flags(struct flag_filter filter)
{
    struct book_dossier rows[ROWS_MAX];
    size_t count = 0;
    arena_reset(&arena);
    assert_int_equal(flag_reader_flags(&reader, &filter, 0, &arena, rows, ROWS_MAX, &count),
                     STATUS_OK);
    return count;
}

static void a_filter_chooses_level_cause_agency_and_what_is_flagged(void **unused)
{
    (void)unused;
    const struct book_dossier elsewhere = {
        .code = TEXT("z"), .agency = TEXT("H41.05"), .level = FLAG_OVERDUE};
    begin();
    for (int level = 0; level < FLAG_LEVELS; level++) {
        const char code[] = {(char)('a' + level), '\0'};
        put_dossier(code, (enum flag_level)level, level);
    }
    assert_int_equal(flag_book_put_dossier(&book, &elsewhere), STATUS_OK);
    commit(1);
    struct flag_filter filter = {.any_level = true, .any_cause = true};
    assert_int_equal(count_flags(filter), FLAG_LEVELS + 1);
    filter.only_flagged = true;
    assert_int_equal(count_flags(filter), FLAG_LEVELS + 1 - 2);
    filter.agency = TEXT("H41.05");
    assert_int_equal(count_flags(filter), 1);
    filter = (struct flag_filter){.level = FLAG_OVERDUE, .any_cause = true};
    assert_int_equal(count_flags(filter), 2);
    filter = (struct flag_filter){.level = FLAG_DONE, .any_cause = true, .only_flagged = true};
    assert_int_equal(count_flags(filter), 0);
    filter = (struct flag_filter){.any_level = true, .cause = CAUSE_PROCESSING};
    assert_int_equal(count_flags(filter), 1);
    assert_int_equal(counts().by_level[FLAG_OVERDUE], 2);
    assert_int_equal(counts().by_cause[CAUSE_PROCESSING], 1);
    assert_int_equal(counts().by_cause[CAUSE_NONE], 3);
}

static void acts_are_in_event_order_and_one_statement_is_one_row(void **unused)
{
    (void)unused;
    struct book_act rows[ROWS_MAX];
    size_t count = 0;
    begin();
    put_act("x", 20, ACT_TAKE);
    put_act("x", 20, ACT_GIVE);
    put_act("x", -10, ACT_RETURN);
    put_act("x", 20, ACT_TAKE);
    put_act("xy", 1, ACT_TAKE);
    commit(1);
    assert_int_equal(flag_reader_acts(&reader, TEXT("x"), &arena, rows, ROWS_MAX, &count),
                     STATUS_OK);
    assert_int_equal(count, 3);
    assert_int_equal(rows[0].kind, ACT_RETURN);
    assert_int_equal(rows[0].at.ms, -10);
    assert_int_equal(rows[1].kind, ACT_GIVE);
    assert_int_equal(rows[2].kind, ACT_TAKE);
    assert_true(text_is(rows[2].person, "An"));
    assert_true(text_is(rows[2].reason, "r"));
    assert_int_equal(rows[2].source.device.id, UINT64_C(1) << 63);
    assert_int_equal(rows[2].source.place.seq, 3);
    assert_int_equal(rows[2].source.line, 4);
    assert_true(rows[2].one_device && rows[2].typed);
    assert_int_equal(flag_reader_acts(&reader, TEXT("x"), &arena, rows, 2, &count), STATUS_OK);
    assert_int_equal(count, 2);
}

static void put_change(const char *code, int32_t at, enum flag_level level)
{
    const struct book_change change = {.code = text_of(code),
                                       .at.m = at,
                                       .level = level,
                                       .promised.m = 5,
                                       .raised_at.m = 6,
                                       .same_fact = true,
                                       .acknowledged = true};
    assert_int_equal(flag_book_put_change(&book, &change), STATUS_OK);
}

static void the_writer_sees_the_newest_changes_of_its_own_turn(void **unused)
{
    (void)unused;
    struct book_change rows[ROWS_MAX];
    size_t count = 0;
    begin();
    put_change("x", 10, FLAG_ON_TRACK);
    put_change("x", 20, FLAG_DUE_SOON);
    put_change("y", 30, FLAG_OVERDUE);
    commit(1);
    begin();
    put_change("x", 30, FLAG_OVERDUE);
    put_change("x", 30, FLAG_AT_RISK);
    assert_int_equal(flag_book_changes(&book, TEXT("x"), &arena, rows, 2, &count), STATUS_OK);
    assert_int_equal(count, 2);
    assert_int_equal(rows[0].level, FLAG_AT_RISK);
    assert_int_equal(rows[1].level, FLAG_DUE_SOON);
    assert_int_equal(rows[1].raised_at.m, 6);
    assert_true(rows[1].same_fact && rows[1].acknowledged && !rows[1].handled);
    assert_int_equal(flag_reader_changes(&reader, TEXT("x"), &arena, rows, ROWS_MAX, &count),
                     STATUS_OK);
    assert_int_equal(count, 2);
    assert_int_equal(rows[0].at.m, 10);
    commit(2);
    assert_int_equal(flag_reader_changes(&reader, TEXT("x"), &arena, rows, ROWS_MAX, &count),
                     STATUS_OK);
    assert_int_equal(count, 3);
}

static void dossiers_are_paged_by_code(void **unused)
{
    (void)unused;
    struct book_dossier rows[2];
    size_t count = 0;
    begin();
    put_dossier("H41.05-1", FLAG_DONE, 0);
    put_dossier("H41.04-2", FLAG_DONE, 0);
    put_dossier("000.00-9", FLAG_DONE, 0);
    commit(1);
    assert_int_equal(flag_book_dossiers(&book, TEXT(""), &arena, rows, 2, &count), STATUS_OK);
    assert_int_equal(count, 2);
    assert_true(text_is(rows[0].code, "000.00-9"));
    assert_int_equal(flag_book_dossiers(&book, rows[1].code, &arena, rows, 2, &count), STATUS_OK);
    assert_int_equal(count, 1);
    assert_true(text_is(rows[0].code, "H41.05-1"));
}

static void a_dossiers_conflicts_are_replaced_together(void **unused)
{
    (void)unused;
    struct book_conflict rows[ROWS_MAX];
    size_t count = 0;
    const struct book_conflict put[] = {
        {TEXT("x"), {20}, CONFLICT_NOT_HOLDER,   TEXT("center"), TEXT("post"), true },
        {TEXT("x"), {10}, CONFLICT_TAKE_MISSING, TEXT("center"), TEXT("post"), false},
    };
    const struct book_conflict other = {.code = TEXT("xx"), .at = {1}};
    begin();
    assert_int_equal(flag_book_put_conflicts(&book, TEXT("x"), put, 2), STATUS_OK);
    assert_int_equal(flag_book_put_conflicts(&book, TEXT("xx"), &other, 1), STATUS_OK);
    commit(1);
    assert_int_equal(flag_reader_conflicts(&reader, TEXT("x"), &arena, rows, ROWS_MAX, &count),
                     STATUS_OK);
    assert_int_equal(count, 2);
    assert_int_equal(rows[0].kind, CONFLICT_TAKE_MISSING);
    assert_true(rows[1].moved);
    assert_true(text_is(rows[1].party, "post"));
    begin();
    assert_int_equal(flag_book_put_conflicts(&book, TEXT("x"), put, 1), STATUS_OK);
    commit(2);
    assert_int_equal(counts().conflicts, 2);
    begin();
    assert_int_equal(flag_book_put_conflicts(&book, TEXT("x"), NULL, 0), STATUS_OK);
    commit(3);
    assert_int_equal(counts().conflicts, 1);
}

static struct book_incident some_incident(uint64_t seq, int64_t ms, const char *kind)
{
    return (struct book_incident){
        .at.ms = ms, .source = {{5}, {1, seq}, 0},
             .kind = text_of(kind), .detail = TEXT("why\n")
    };
}

static void incidents_are_kept_once_newest_first_and_may_end(void **unused)
{
    (void)unused;
    struct book_incident rows[ROWS_MAX];
    size_t count = 0;
    const struct book_incident put[] = {
        some_incident(1, 10, "cloned"),
        some_incident(2, 30, "hole"),
        some_incident(3, 20, "hole"),
        some_incident(1, 10, "cloned"),
    };
    begin();
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(flag_book_put_incident(&book, &put[i]), STATUS_OK);
    }
    commit(1);
    assert_int_equal(flag_reader_incidents(&reader, 0, &arena, rows, ROWS_MAX, &count), STATUS_OK);
    assert_int_equal(count, 3);
    assert_int_equal(rows[0].source.place.seq, 2);
    assert_int_equal(rows[2].source.place.seq, 1);
    assert_true(text_is(rows[2].detail, "why\n"));
    begin();
    assert_int_equal(flag_book_end_incident(&book, &put[1]), STATUS_OK);
    assert_int_equal(flag_book_end_incident(&book, &put[1]), STATUS_OK);
    commit(2);
    assert_int_equal(flag_reader_incidents(&reader, 1, &arena, rows, ROWS_MAX, &count), STATUS_OK);
    assert_int_equal(count, 1);
    assert_int_equal(rows[0].source.place.seq, 1);
    assert_int_equal(counts().incidents, 2);
}

static void batches_kept_apart_are_listed_by_their_row(void **unused)
{
    (void)unused;
    struct book_apart rows[ROWS_MAX];
    size_t count = 0;
    begin();
    for (uint64_t n = 9; n > 0; n -= 3) {
        const struct book_apart apart = {
            n, {7 },
             { 1, 2},
             3, TEXT("bad")
        };
        assert_int_equal(flag_book_put_apart(&book, &apart), STATUS_OK);
    }
    commit(1);
    assert_int_equal(flag_book_aparts(&book, 3, &arena, rows, ROWS_MAX, &count), STATUS_OK);
    assert_int_equal(count, 2);
    assert_int_equal(rows[0].n, 6);
    assert_int_equal(rows[0].first.seq, 2);
    assert_true(text_is(rows[0].why, "bad"));
    assert_int_equal(counts().apart, 3);
}

static void what_a_revoked_device_said_later_is_taken_back(void **unused)
{
    (void)unused;
    static const uint32_t epochs[] = {1, UINT32_C(0x80000001)}; /* the second a signed book loses */
    begin();
    for (size_t i = 0; i < 2; i++) {
        for (uint64_t seq = 1; seq <= 3; seq++) {
            const uint32_t epoch = epochs[i];
            struct book_act act = some_act("x", (int64_t)(10 * i + seq), ACT_TAKE);
            const struct book_reading reading = {
                .source = {{9}, {epoch, seq}, 0}
            };
            act.source = (struct book_source){
                {9   },
                { epoch, seq},
                0
            };
            assert_int_equal(flag_book_put_act(&book, &act), STATUS_OK);
            assert_int_equal(flag_book_put_reading(&book, &reading), STATUS_OK);
        }
    }
    put_act("x", 99, ACT_TAKE); /* another device's */
    commit(1);
    begin();
    assert_int_equal(flag_book_take_back(&book, (struct device){9}, (struct place){1, 2}),
                     STATUS_OK);
    commit(2);
    struct book_act acts[ROWS_MAX];
    size_t count = 0;
    assert_int_equal(flag_reader_acts(&reader, TEXT("x"), &arena, acts, ROWS_MAX, &count),
                     STATUS_OK);
    assert_int_equal(count, 3);
    assert_int_equal(counts().readings, 2);
}

static void readings_and_offices_are_paged(void **unused)
{
    (void)unused;
    struct book_reading readings[ROWS_MAX];
    struct book_office offices[ROWS_MAX];
    size_t count = 0;
    const struct book_office office = {TEXT("H41.04"), TEXT("Sở Nông nghiệp"), TEXT("NN"),
                                       TEXT("agency"), TEXT("NNM")};
    const struct book_office first = {.code = TEXT("H41.03")};
    begin();
    for (uint64_t seq = 1; seq <= 3; seq++) {
        const struct book_reading reading = {
            {(int64_t)seq},
            { {9}, {1, seq}, 0},
            TEXT("\x01raw"), TEXT("center"), TEXT("TTG")
        };
        assert_int_equal(flag_book_put_reading(&book, &reading), STATUS_OK);
    }
    assert_int_equal(flag_book_put_office(&book, &office), STATUS_OK);
    assert_int_equal(flag_book_put_office(&book, &first), STATUS_OK);
    commit(1);
    assert_int_equal(flag_reader_readings(&reader, 1, &arena, readings, ROWS_MAX, &count),
                     STATUS_OK);
    assert_int_equal(count, 2);
    assert_int_equal(readings[0].source.place.seq, 2); /* newest first */
    assert_int_equal(readings[0].raw.size, 4);
    assert_int_equal(flag_reader_offices(&reader, 0, &arena, offices, ROWS_MAX, &count), STATUS_OK);
    assert_int_equal(count, 2);
    assert_true(text_is(offices[1].label, "Sở Nông nghiệp"));
    assert_int_equal(flag_reader_offices(&reader, 1, &arena, offices, ROWS_MAX, &count), STATUS_OK);
    assert_int_equal(count, 1);
}

static void a_full_arena_is_said_and_the_next_call_is_whole(void **unused)
{
    (void)unused;
    static const struct flag_filter all = {.any_level = true, .any_cause = true};
    struct book_dossier rows[4];
    uint8_t small[64];
    struct arena tight = arena_of(small, sizeof small);
    size_t count = 77;
    begin();
    put_dossier("a", FLAG_DONE, 0);
    put_dossier("b", FLAG_DONE, 0);
    commit(1);
    assert_int_equal(flag_reader_flags(&reader, &all, 0, &tight, rows, 4, &count), STATUS_FULL);
    assert_int_equal(count, 77);
    assert_int_equal(flag_reader_flags(&reader, &all, 0, &arena, rows, 4, &count), STATUS_OK);
    assert_int_equal(count, 2);
}

static enum status stop_at_once(void *to, struct text line)
{
    (void)to;
    (void)line;
    return STATUS_DENIED;
}

static void an_export_may_be_stopped(void **unused)
{
    (void)unused;
    begin();
    put_dossier("a", FLAG_DONE, 0);
    commit(1);
    assert_int_equal(flag_reader_canonical(&reader, stop_at_once, NULL), STATUS_DENIED);
    assert_int_equal(counts().dossiers, 1);
}

static void fill(bool backwards)
{
    static const char *const codes[] = {"a", "b", "c"};
    begin();
    for (int i = 0; i < 3; i++) {
        const char *code = codes[backwards ? 2 - i : i];
        put_dossier(code, FLAG_AT_RISK, -1);
        put_act(code, 5, ACT_GIVE);
        put_act(code, -5, ACT_TAKE);
        put_change(code, 5, FLAG_AT_RISK);
    }
    commit(3);
}

static void an_export_does_not_tell_how_the_book_came_to_be(void **unused)
{
    (void)unused;
    static char first[DUMP_SIZE];
    fill(false);
    assert_true(text_copy(text_of(canonical()), first, sizeof first));
    fill(true);
    assert_string_equal(canonical(), first);
}

/* The fake is worth what it says only if it says the same. */
static void book_and_fake_export_the_same(void **unused)
{
    (void)unused;
    static char on_disk[DUMP_SIZE];
    const struct book_incident incident = some_incident(3, 20, "hole");
    const struct book_apart apart = {
        6, {UINT64_MAX},
         { 1,         2},
         3, TEXT("bad")
    };
    for (int i = 0; i < 2; i++) {
        (void)start_with(i == 0 ? &sqlite : &fake);
        fill(false);
        begin();
        assert_int_equal(flag_book_put_incident(&book, &incident), STATUS_OK);
        assert_int_equal(flag_book_put_apart(&book, &apart), STATUS_OK);
        commit(4);
        if (i == 0) {
            assert_true(text_copy(text_of(canonical()), on_disk, sizeof on_disk));
        } else {
            assert_string_equal(canonical(), on_disk);
        }
        (void)stop(NULL);
    }
}

#define BOTH(test)                                                                                 \
    {#test " (sqlite)", test, start_sqlite, stop, NULL},                                           \
    {                                                                                              \
#test " (memory)", test, start_memory, stop, NULL                                          \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(a_new_book_is_empty),
        BOTH(a_dossier_comes_back_as_it_was_put),
        BOTH(what_is_not_committed_is_neither_read_nor_kept),
        BOTH(a_position_is_kept_whole),
        BOTH(signs_of_life_are_in_no_export),
        BOTH(flags_come_worst_first_and_unknown_last),
        BOTH(a_filter_chooses_level_cause_agency_and_what_is_flagged),
        BOTH(acts_are_in_event_order_and_one_statement_is_one_row),
        BOTH(the_writer_sees_the_newest_changes_of_its_own_turn),
        BOTH(dossiers_are_paged_by_code),
        BOTH(a_dossiers_conflicts_are_replaced_together),
        BOTH(incidents_are_kept_once_newest_first_and_may_end),
        BOTH(batches_kept_apart_are_listed_by_their_row),
        BOTH(what_a_revoked_device_said_later_is_taken_back),
        BOTH(readings_and_offices_are_paged),
        BOTH(a_full_arena_is_said_and_the_next_call_is_whole),
        BOTH(an_export_may_be_stopped),
        BOTH(an_export_does_not_tell_how_the_book_came_to_be),
        cmocka_unit_test(book_and_fake_export_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
