#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/sim/storage/dice.h" /* before our own `reader` shadows a port's */

#include "adapters/sqlite/flag_book_sqlite.h"
#include "adapters/sqlite/flag_reader_sqlite.h"
#include "tests/contract/flag_books.h"
#include "tests/contract/folder.h"
#include "tests/fakes/flag_book_memory.h"

struct keeper {
    void (*open)(void);
    void (*close)(void);
};

struct flag_book book;
struct flag_reader reader;
static struct folder folder;
static struct flag_book_sqlite written_on_disk;
static struct flag_reader_sqlite read_on_disk;
static struct flag_book_memory in_memory;
static struct disk_dice calm; /* the simulator's disks, without faults */
static struct disk *disk;
static const struct keeper *keeper;
static uint8_t memory[MEMORY];
struct arena arena;
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

static void open_on_sim(void)
{
    assert_int_equal(disk_flags(disk, NULL, &book), STATUS_OK);
    assert_int_equal(disk_flag_reader(disk, NULL, &reader), STATUS_OK);
}

static void close_on_sim(void)
{
    disk_stop(disk);
}

static const struct keeper kept_on_sim = {open_on_sim, close_on_sim};
const struct keeper kept_on_disk = {open_on_disk, close_on_disk};
const struct keeper kept_in_memory = {open_in_memory, close_in_memory};

int start_with(const struct keeper *with)
{
    keeper = with;
    folder_make(&folder);
    flag_book_memory_init(&in_memory);
    keeper->open();
    arena = arena_of(memory, sizeof memory);
    return 0;
}

int start_sqlite(void **unused)
{
    (void)unused;
    return start_with(&kept_on_disk);
}

int start_memory(void **unused)
{
    (void)unused;
    return start_with(&kept_in_memory);
}

static int start_sim(enum disk_kind kind)
{
    disk_dice_start(&calm, 1);
    const struct disk_chance chance = disk_dice_chance(&calm);
    disk = disk_new(kind, "disk", 4096, &chance);
    return start_with(&kept_on_sim);
}

int start_abstract(void **unused)
{
    (void)unused;
    return start_sim(DISK_ABSTRACT);
}

int start_crash(void **unused)
{
    (void)unused;
    return start_sim(DISK_SQLITE);
}

int stop(void **unused)
{
    (void)unused;
    keeper->close();
    flag_book_memory_fini(&in_memory);
    folder_remove(&folder);
    disk_free(disk);
    disk = NULL;
    return 0;
}

void restart(void)
{
    keeper->close();
    keeper->open();
    arena_reset(&arena);
}

struct book_position position_at(uint64_t n)
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

void begin(void)
{
    assert_int_equal(flag_book_begin(&book), STATUS_OK);
}

void commit(uint64_t n)
{
    const struct book_position position = position_at(n);
    assert_int_equal(flag_book_commit(&book, &position), STATUS_OK);
}

struct book_dossier some_dossier(const char *code, enum flag_level level, int32_t slack)
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
        .butfor.m = 130,
        .minutes_spare = -3,
        .minutes_taken = 90,
        .minutes_standard = 40,
        .by_instant = true,
        .rung = 2,
        .forecast.m = -5,
        .f50.m = 140,
        .f90 = MINUTE_NEVER,
        .late = 270,
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

void put_dossier(const char *code, enum flag_level level, int32_t slack)
{
    const struct book_dossier row = some_dossier(code, level, slack);
    assert_int_equal(flag_book_put_dossier(&book, &row), STATUS_OK);
}

struct book_act some_act(const char *subject, int64_t ms, enum act_kind kind)
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

void put_act(const char *subject, int64_t ms, enum act_kind kind)
{
    const struct book_act row = some_act(subject, ms, kind);
    assert_int_equal(flag_book_put_act(&book, &row), STATUS_OK);
}

struct flag_counts counts(void)
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

const char *canonical(void)
{
    dumped = 0;
    dump[0] = '\0';
    assert_int_equal(flag_reader_canonical(&reader, add_line, NULL), STATUS_OK);
    return dump;
}

/* --- */

struct book_incident some_incident(uint64_t seq, int64_t ms, const char *kind)
{
    return (struct book_incident){
        .at.ms = ms, .source = {{5}, {1, seq}, 0},
             .kind = text_of(kind), .detail = TEXT("why\n")
    };
}
