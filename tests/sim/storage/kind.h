/* kind - what the two kinds of disk have to do, and what both find in a disk.
 *
 * Belongs to disk.c, abstract.c and real.c. */
#ifndef SIM_STORAGE_KIND_H
#define SIM_STORAGE_KIND_H

#include "tests/sim/storage/disk.h"

/* The power: it fails at a write or a sync that was counted out before. */
struct fuse {
    uint64_t left; /* changes until it blows; 0: it does not */
    uint64_t changes;
    bool dark;
};

enum disk_end { DISK_END_STOP, DISK_END_KILL, DISK_END_CUT };

struct disk_kind_ops {
    void *(*make)(struct disk *disk);
    void (*free)(void *parts); /* all books are closed */
    enum status (*journal)(void *parts, struct device device, const struct log *log,
                           struct journal_file *out);
    enum status (*acts)(void *parts, const struct log *log, struct act_store *out);
    enum status (*act_reader)(void *parts, const struct log *log, struct act_reader *out);
    enum status (*flags)(void *parts, const struct log *log, struct flag_book *out);
    enum status (*flag_reader)(void *parts, const struct log *log, struct flag_reader *out);
    void (*end)(void *parts, enum disk_end end);
    void *(*image)(void *parts);
    void (*put)(void *parts, const void *image); /* NULL: an empty disk */
    void (*image_free)(void *image);
    uint64_t (*image_print)(const void *image);
    bool (*holds)(void *parts, struct device device, struct place place);
    uint64_t (*bytes)(const void *parts);
    uint64_t (*wal_bytes)(const void *parts);
};

struct disk {
    const struct disk_kind_ops *ops;
    void *parts; /* its own */
    char name[DISK_NAME_MAX + 1];
    uint32_t sector;
    struct disk_chance chance;
    struct fuse fuse;
    const char *synchronous; /* see disk_weaken() */
    bool claims_powersafe;
    bool shows_unsynced;
};

extern const struct disk_kind_ops disk_abstract_ops, disk_real_ops;

static inline bool disk_fires(const struct disk *disk, enum disk_fault fault)
{
    return disk->chance.fires(disk->chance.self, fault);
}

static inline uint64_t disk_below(const struct disk *disk, uint64_t bound)
{
    return disk->chance.below(disk->chance.self, bound);
}

/* Counts a write or a sync. True: the power is gone, with this one or before. */
bool disk_change(struct disk *disk);

/* What is left of a number of unsynced changes. */
enum fate {
    FATE_KEPT,    /* all of them */
    FATE_PREFIX,  /* the first few, in order */
    FATE_DROPPED, /* none */
    FATE_TORN,    /* the first few, and garbage where the next one was being written */
    FATE_SECTORS, /* each for itself kept or dropped */
    FATE_GARBAGE, /* each for itself kept, dropped or garbage */
};
/* Asks for the faults of a cut. */
enum fate disk_fate(const struct disk *disk);

/* FNV-1a, 64 bits: begins with this, goes on with each piece. */
#define DISK_PRINT_BEGIN UINT64_C(0xcbf29ce484222325)
uint64_t disk_print(uint64_t print, const void *bytes, size_t size);

#endif
