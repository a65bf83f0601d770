#include <stdlib.h>
#include <string.h>

#include "adapters/sqlite/act_reader_sqlite.h"
#include "adapters/sqlite/act_store_sqlite.h"
#include "adapters/sqlite/flag_book_sqlite.h"
#include "adapters/sqlite/flag_reader_sqlite.h"
#include "adapters/sqlite/journal_sqlite.h"
#include "base/check.h"
#include "tests/sim/storage/vfs.h"

struct real_journal {
    struct device device;
    bool made; /* its file belongs to DEVICE */
    bool open;
    struct journal_sqlite sqlite;
};

struct real_act_reader {
    bool open;
    struct act_reader_sqlite sqlite;
};

struct real_flag_reader {
    bool open;
    struct flag_reader_sqlite sqlite;
};

struct real {
    struct disk *disk; /* borrowed */
    struct platter platter;
    struct vfs vfs;
    struct real_journal journals[DISK_JOURNALS_MAX];
    struct act_store_sqlite acts;
    struct flag_book_sqlite flags;
    bool acts_open, flags_open;
    struct real_act_reader act_readers[DISK_READERS_MAX];
    struct real_flag_reader flag_readers[DISK_READERS_MAX];
};

enum { NAME_SIZE = 40 };

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
    return (struct database_options){.path = name, .vfs = real->disk->name, .log = log};
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
    assert(!journal->open);
    journal_name(device, name);
    struct database_options options = options_of(real, name, log);
    options.flash = true; /* as production's */
    const enum status status = journal_sqlite_open(&journal->sqlite, &options);
    journal->made = true;
    journal->device = device;
    journal->open = status == STATUS_OK;
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
    assert(!real->acts_open);
    const enum status status = act_store_sqlite_open(&real->acts, &options);
    real->acts_open = status == STATUS_OK;
    if (status == STATUS_OK) {
        weaken(real, &real->acts.rows.database);
        *out = act_store_sqlite_store(&real->acts);
    }
    return status;
}

static enum status open_act_reader(void *parts, const struct log *log, struct act_reader *out)
{
    struct real *real = parts;
    struct real_act_reader *reader = real->act_readers;
    const struct database_options options = options_of(real, "acts.db", log);
    while (reader->open) {
        reader++;
        assert(reader < real->act_readers + DISK_READERS_MAX);
    }
    const enum status status = act_reader_sqlite_open(&reader->sqlite, &options);
    reader->open = status == STATUS_OK;
    if (status == STATUS_OK) {
        *out = act_reader_sqlite_reader(&reader->sqlite);
    }
    return status;
}

static enum status open_flags(void *parts, const struct log *log, struct flag_book *out)
{
    struct real *real = parts;
    const struct database_options options = options_of(real, "flags.db", log);
    assert(!real->flags_open);
    const enum status status = flag_book_sqlite_open(&real->flags, &options);
    real->flags_open = status == STATUS_OK;
    if (status == STATUS_OK) {
        *out = flag_book_sqlite_book(&real->flags);
    }
    return status;
}

static enum status open_flag_reader(void *parts, const struct log *log, struct flag_reader *out)
{
    struct real *real = parts;
    struct real_flag_reader *reader = real->flag_readers;
    const struct database_options options = options_of(real, "flags.db", log);
    while (reader->open) {
        reader++;
        assert(reader < real->flag_readers + DISK_READERS_MAX);
    }
    const enum status status = flag_reader_sqlite_open(&reader->sqlite, &options);
    reader->open = status == STATUS_OK;
    if (status == STATUS_OK) {
        *out = flag_reader_sqlite_reader(&reader->sqlite);
    }
    return status;
}

/* --- ends --- */

static void close_all(struct real *real)
{
    for (size_t i = 0; i < DISK_READERS_MAX; i++) {
        if (real->flag_readers[i].open) {
            flag_reader_sqlite_close(&real->flag_readers[i].sqlite);
        }
        if (real->act_readers[i].open) {
            act_reader_sqlite_close(&real->act_readers[i].sqlite);
        }
        real->flag_readers[i].open = real->act_readers[i].open = false;
    }
    if (real->flags_open) {
        flag_book_sqlite_close(&real->flags);
    }
    if (real->acts_open) {
        act_store_sqlite_close(&real->acts);
    }
    real->flags_open = real->acts_open = false;
    for (size_t i = 0; i < DISK_JOURNALS_MAX; i++) {
        if (real->journals[i].open) {
            journal_sqlite_close(&real->journals[i].sqlite);
        }
        real->journals[i].open = false;
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

static void *make(struct disk *disk)
{
    struct real *real = calloc(1, sizeof *real);
    assert(real != NULL);
    real->disk = disk;
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
    platter_fini(&real->platter);
    platter_init(&real->platter, real->disk);
    for (size_t i = 0; i < DISK_JOURNALS_MAX; i++) {
        assert(!real->journals[i].open);
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

static bool journal_holds(struct disk *disk, struct device device, struct place place)
{
    struct journal_file journal;
    struct hash hash;
    return disk_journal(disk, &device, NULL, &journal) == STATUS_OK &&
           journal_file_hash_at(&journal, place, &hash) == STATUS_OK;
}

/* The entry's row is found by the device's trail, as intake would. */
static bool acts_hold(struct disk *disk, struct device device, struct place place)
{
    static uint8_t room[MESSAGE_BYTES_MAX];
    struct act_store store;
    struct act_stream stream;
    struct act_batch row;
    struct act_page page = {.at = room, .room = sizeof room, .rows = &row, .rows_max = 1};
    size_t count = 1;
    if (disk_acts(disk, NULL, &store) != STATUS_OK) {
        return false;
    }
    for (uint64_t skip = 0; count > 0; skip++) {
        if (act_store_streams(&store, skip, &stream, 1, &count) != STATUS_OK) {
            return false;
        }
        if (count > 0 && stream.stream.device.id == device.id) {
            return act_store_find(&store, &stream, place, &page) == STATUS_OK;
        }
    }
    return false;
}

/* On another machine, to which the disk is carried as it is. */
static bool holds(void *parts, struct device device, struct place place)
{
    static const struct disk_chance calm = {.fires = never, .below = zero};
    struct real *real = parts;
    char name[NAME_SIZE];
    char journal[NAME_SIZE];
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
    const bool held = platter_find(&there->platter, journal) != NULL
                          ? journal_holds(copy, device, place)
                          : acts_hold(copy, device, place);
    disk_free(copy);
    return held;
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
