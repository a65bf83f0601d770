#include <stdlib.h>
#include <string.h>

#include "adapters/sqlite/act_reader_sqlite.h"
#include "adapters/sqlite/act_store_sqlite.h"
#include "adapters/sqlite/flag_book_sqlite.h"
#include "adapters/sqlite/flag_reader_sqlite.h"
#include "adapters/sqlite/journal_sqlite.h"
#include "adapters/sqlite/log_cache.h"
#include "base/check.h"
#include "tests/sim/storage/vfs.h"

/* INVARIANTS
 * 1. A book is open when its connection is, and nothing else says so: a port that was given out can
 *    be reopened by its owner after an opening that failed.
 * 2. Nothing is open on a disk whose files are exchanged. */
struct real_journal {
    struct device device;
    bool made; /* its file belongs to DEVICE */
    struct journal_sqlite sqlite;
};

struct real {
    struct disk *disk; /* borrowed */
    struct platter platter;
    struct vfs vfs;
    struct log_cache cache;
    struct real_journal journals[DISK_JOURNALS_MAX];
    struct act_store_sqlite acts;
    struct flag_book_sqlite flags;
    struct act_reader_sqlite act_readers[DISK_READERS_MAX];
    struct flag_reader_sqlite flag_readers[DISK_READERS_MAX];
};

enum { NAME_SIZE = 40, STREAMS_AT_ONCE = 16 };

static void journal_name(struct device device, char name[NAME_SIZE])
{
    struct line line = line_of(name, NAME_SIZE);
    line_put(&line, "journal-");
    line_unsigned(&line, device.id);
    line_put(&line, ".db");
    assert(!line.cut);
    (void)line_done(&line);
}

static struct database_options options_of(const struct real *real, const char *name,
                                          const struct log *log)
{
    return (struct database_options){
        .path = name, .vfs = real->disk->name, .cache = &real->cache, .log = log};
}

/* (1) */
static bool is_open(const struct database *database)
{
    return database->connection != NULL;
}

/* As disk_weaken() was told. */
static void weaken(const struct real *real, struct database *database)
{
    if (real->disk->synchronous != NULL) {
        char sql[64];
        struct line line = line_of(sql, sizeof sql);
        line_put(&line, "PRAGMA synchronous=");
        line_put(&line, real->disk->synchronous);
        const int code = sqlite3_exec(database->connection, line_done(&line).at, NULL, NULL, NULL);
        assert(code == SQLITE_OK);
    }
}

static enum status open_journal(void *parts, struct device device, const struct log *log,
                                struct journal_file *out)
{
    struct real *real = parts;
    struct real_journal *journal = real->journals;
    char name[NAME_SIZE];
    while (journal->made && journal->device.id != device.id) {
        journal++;
        assert(journal < real->journals + DISK_JOURNALS_MAX);
    }
    assert(!is_open(&journal->sqlite.rows.database));
    journal_name(device, name);
    struct database_options options = options_of(real, name, log);
    options.flash = true; /* as production's */
    const enum status status = journal_sqlite_open(&journal->sqlite, &options);
    journal->made = true;
    journal->device = device;
    if (status == STATUS_OK) {
        weaken(real, &journal->sqlite.rows.database);
        *out = journal_sqlite_file(&journal->sqlite);
    }
    return status;
}

static enum status open_acts(void *parts, const struct log *log, struct act_store *out)
{
    struct real *real = parts;
    const struct database_options options = options_of(real, "acts.db", log);
    assert(!is_open(&real->acts.rows.database));
    const enum status status = act_store_sqlite_open(&real->acts, &options);
    if (status == STATUS_OK) {
        weaken(real, &real->acts.rows.database);
        *out = act_store_sqlite_store(&real->acts);
    }
    return status;
}

static enum status open_act_reader(void *parts, const struct log *log, struct act_reader *out)
{
    struct real *real = parts;
    struct act_reader_sqlite *reader = real->act_readers;
    const struct database_options options = options_of(real, "acts.db", log);
    while (is_open(&reader->rows.database)) {
        reader++;
        assert(reader < real->act_readers + DISK_READERS_MAX);
    }
    const enum status status = act_reader_sqlite_open(reader, &options);
    if (status == STATUS_OK) {
        *out = act_reader_sqlite_reader(reader);
    }
    return status;
}

static enum status open_flags(void *parts, const struct log *log, struct flag_book *out)
{
    struct real *real = parts;
    const struct database_options options = options_of(real, "flags.db", log);
    assert(!is_open(&real->flags.database));
    const enum status status = flag_book_sqlite_open(&real->flags, &options);
    if (status == STATUS_OK) {
        *out = flag_book_sqlite_book(&real->flags);
    }
    return status;
}

static enum status open_flag_reader(void *parts, const struct log *log, struct flag_reader *out)
{
    struct real *real = parts;
    struct flag_reader_sqlite *reader = real->flag_readers;
    const struct database_options options = options_of(real, "flags.db", log);
    while (is_open(&reader->database)) {
        reader++;
        assert(reader < real->flag_readers + DISK_READERS_MAX);
    }
    const enum status status = flag_reader_sqlite_open(reader, &options);
    if (status == STATUS_OK) {
        *out = flag_reader_sqlite_reader(reader);
    }
    return status;
}

/* --- ends --- */

/* Closing what is closed already does nothing. */
static void close_all(struct real *real)
{
    for (size_t i = 0; i < DISK_READERS_MAX; i++) {
        flag_reader_sqlite_close(&real->flag_readers[i]);
        act_reader_sqlite_close(&real->act_readers[i]);
    }
    flag_book_sqlite_close(&real->flags);
    act_store_sqlite_close(&real->acts);
    for (size_t i = 0; i < DISK_JOURNALS_MAX; i++) {
        journal_sqlite_close(&real->journals[i].sqlite);
    }
}

static void end(void *parts, enum disk_end how)
{
    struct real *real = parts;
    real->vfs.dead = how != DISK_END_STOP;
    close_all(real);
    if (how == DISK_END_CUT) {
        platter_cut(&real->platter);
    }
    real->vfs.dead = false;
    real->vfs.busy = 0;
}

/* --- the disk --- */

/* A process that is dead asks for nothing. */
static void forget(void *self, const char *path)
{
    struct real *real = self;
    char name[NAME_SIZE];
    struct line line = line_of(name, sizeof name);
    line_put(&line, path);
    line_put(&line, "-wal");
    assert(!line.cut);
    struct platter_file *file = platter_find(&real->platter, line_done(&line).at);
    if (file != NULL && !real->vfs.dead && !real->disk->fuse.dark) {
        platter_forget(file);
    }
}

static void *make(struct disk *disk)
{
    static const struct log_cache_ops cache = {.forget = forget};
    struct real *real = calloc(1, sizeof *real);
    assert(real != NULL);
    real->disk = disk;
    real->cache = (struct log_cache){.ops = &cache, .self = real};
    platter_init(&real->platter, disk);
    vfs_init(&real->vfs, disk, &real->platter);
    return real;
}

static void free_parts(void *parts)
{
    struct real *real = parts;
    vfs_fini(&real->vfs);
    platter_fini(&real->platter);
    free(real);
}

static void *image(void *parts)
{
    const struct real *real = parts;
    struct platter *copy = malloc(sizeof *copy);
    assert(copy != NULL);
    platter_copy(copy, &real->platter, false);
    return copy;
}

static void image_free(void *image)
{
    platter_fini(image);
    free(image);
}

static void put(void *parts, const void *image)
{
    struct real *real = parts;
    for (size_t i = 0; i < PLATTER_FILES; i++) {
        assert(real->platter.files[i].handles == 0); /* (2) */
    }
    platter_fini(&real->platter);
    platter_init(&real->platter, real->disk);
    for (size_t i = 0; i < DISK_JOURNALS_MAX; i++) {
        real->journals[i].made = false;
    }
    if (image != NULL) {
        platter_copy(&real->platter, image, false);
        real->platter.disk = real->disk;
    }
}

static uint64_t image_print(const void *image)
{
    return platter_print(image);
}

static bool never(void *self, enum disk_fault fault)
{
    (void)self;
    (void)fault;
    return false;
}

static uint64_t zero(void *self, uint64_t bound)
{
    (void)self;
    (void)bound;
    return 0;
}

static const struct disk_chance calm = {.fires = never, .below = zero};

static bool journal_holds(struct disk *disk, struct device device, struct place place)
{
    struct journal_file journal;
    struct hash hash;
    return disk_journal(disk, &device, NULL, &journal) == STATUS_OK &&
           journal_file_hash_at(&journal, place, &hash) == STATUS_OK;
}

/* The entry's row is found by the device's trail, as intake would. */
static bool store_holds(struct act_store *store, struct device device, struct place place)
{
    static uint8_t room[MESSAGE_BYTES_MAX];
    static struct act_stream streams[STREAMS_AT_ONCE];
    struct act_batch row;
    struct act_page page = {.at = room, .room = sizeof room, .rows = &row, .rows_max = 1};
    size_t count = STREAMS_AT_ONCE;
    for (uint64_t skip = 0; count == STREAMS_AT_ONCE; skip += count) {
        if (act_store_streams(store, skip, streams, STREAMS_AT_ONCE, &count) != STATUS_OK) {
            return false;
        }
        for (size_t i = 0; i < count; i++) {
            if (streams[i].stream.device.id == device.id) {
                return act_store_find(store, &streams[i], place, &page) == STATUS_OK;
            }
        }
    }
    return false;
}

/* On another machine, to which the disk is carried as it is. */
static bool holds_elsewhere(const struct real *real, struct device device, struct place place)
{
    char name[NAME_SIZE];
    char journal[NAME_SIZE];
    struct act_store store;
    struct line line = line_of(name, sizeof name);
    line_put(&line, "copy-");
    line_put(&line, real->disk->name);
    name[sizeof name - 1] = '\0';
    (void)line_done(&line);
    name[DISK_NAME_MAX] = '\0';
    struct disk *copy = disk_new(DISK_SQLITE, name, real->disk->sector, &calm);
    struct real *there = copy->parts;
    platter_fini(&there->platter);
    platter_copy(&there->platter, &real->platter, true);
    there->platter.disk = copy;
    journal_name(device, journal);
    const bool held =
        platter_find(&there->platter, journal) != NULL
            ? journal_holds(copy, device, place)
            : disk_acts(copy, NULL, &store) == STATUS_OK && store_holds(&store, device, place);
    disk_free(copy);
    return held;
}

/* Does the writer that has the acts open see nothing but what a cut would leave? A transaction that
 * is under way would show it more. */
static bool sees_the_disk(const struct real *real)
{
    const struct database *database = &real->acts.rows.database;
    return is_open(database) && !database->failed && !real->disk->fuse.dark &&
           sqlite3_get_autocommit(database->connection) != 0 && platter_is_settled(&real->platter);
}

/* Whoever asks is no part of the world: no chance is used up by it. */
static bool holds(void *parts, struct device device, struct place place)
{
    struct real *real = parts;
    if (!sees_the_disk(real)) {
        return holds_elsewhere(real, device, place);
    }
    const struct disk_chance chance = real->disk->chance;
    struct act_store store = act_store_sqlite_store(&real->acts);
    real->disk->chance = calm;
    const bool held = store_holds(&store, device, place);
    real->disk->chance = chance;
    return held && !real->acts.rows.database.failed;
}

static uint64_t bytes(const void *parts)
{
    return platter_bytes(&((const struct real *)parts)->platter, "");
}

static uint64_t wal_bytes(const void *parts)
{
    return platter_bytes(&((const struct real *)parts)->platter, "-wal");
}

const struct disk_kind_ops disk_real_ops = {
    .make = make,
    .free = free_parts,
    .journal = open_journal,
    .acts = open_acts,
    .act_reader = open_act_reader,
    .flags = open_flags,
    .flag_reader = open_flag_reader,
    .end = end,
    .image = image,
    .put = put,
    .image_free = image_free,
    .image_print = image_print,
    .holds = holds,
    .bytes = bytes,
    .wal_bytes = wal_bytes,
};
