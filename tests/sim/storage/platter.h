/* platter - the files of a simulated computer: what its page cache shows, and what its disk has.
 *
 * Knows nothing of SQLite. Pages are shared until they are written, so that an image costs a
 * pointer a page and a write never more than the page.
 * INVARIANTS
 * 1. A page whose two sides differ stands in its file's list of changed pages, once.
 * 2. A write counts by its number: a sector knows the last one that touched it, so that a cut can
 *    keep the first few. Of a sector that was written twice the older content is not kept.
 * 3. Names are the folder's: a file made or removed is so on the disk only after the folder was
 *    synced. */
#ifndef SIM_STORAGE_PLATTER_H
#define SIM_STORAGE_PLATTER_H

#include "tests/sim/storage/kind.h"

enum {
    PLATTER_PAGE = 4096,
    PLATTER_SECTOR = 512, /* the smallest; a page has eight */
    PLATTER_SECTORS = PLATTER_PAGE / PLATTER_SECTOR,
    PLATTER_FILES = 24,
    PLATTER_NAME_SIZE = 48,
};

struct platter_page {
    uint32_t holders;
    uint8_t byte[PLATTER_PAGE];
};

/* A page of a file. NULL: a hole, all zero. */
struct platter_slot {
    struct platter_page *cache; /* what is read and written */
    struct platter_page *disk;  /* what a cut leaves */
    uint64_t written[PLATTER_SECTORS];
    bool listed;
    bool stray; /* counts as clean and is not on the disk: a sync failed */
};

struct platter_file {
    char name[PLATTER_NAME_SIZE];
    bool used;
    bool in_cache, on_disk; /* is it in the folder? (3) */
    bool tender;            /* its sectors do not survive a cut while they are being written */
    unsigned handles;
    struct platter_slot *slots;
    size_t slot_count, slot_room;
    uint64_t size, disk_size;
    uint32_t *changed;
    size_t changed_count, changed_room;
};

struct platter {
    struct disk *disk; /* borrowed */
    struct platter_file files[PLATTER_FILES];
    uint64_t writes; /* numbers them */
};

void platter_init(struct platter *platter, struct disk *disk);
void platter_fini(struct platter *platter);

/* NULL: no such name. */
struct platter_file *platter_find(struct platter *platter, const char *name);
struct platter_file *platter_create(struct platter *platter, const char *name);
void platter_unlink(struct platter_file *file);
/* Its last handle is closed: a file without a name goes. */
void platter_release(struct platter_file *file);

/* Beyond the end: zeros. Gives how many were there. */
size_t platter_read(const struct platter_file *file, uint64_t at, void *out, size_t size);
void platter_write(struct platter *platter, struct platter_file *file, uint64_t at,
                   const void *bytes, size_t size);
void platter_truncate(struct platter *platter, struct platter_file *file, uint64_t size);
/* Turns one bit over, in the cache and on the disk. */
void platter_rot(struct platter_file *file, uint64_t at, unsigned bit);

void platter_sync(struct platter_file *file);
void platter_sync_folder(struct platter *platter);
/* What the file has not synced is not written and counts as clean. SHOWN: reads still give it. */
void platter_fail_sync(struct platter_file *file, bool shown);
/* What a sync that failed has left in the cache goes: reads give what the disk has. */
void platter_forget(struct platter_file *file);
/* Would a cut now change nothing? All that can be read is on the disk. */
bool platter_is_settled(const struct platter *platter);
/* The power fails (cut.c). All handles must be gone. */
void platter_cut(struct platter *platter);
/* For cut.c: the disk's side of a page, to be changed; the file as the disk has it; and files of
 * no name go. */
struct platter_page *platter_own_disk(struct platter_slot *slot);
void platter_show_disk(struct platter_file *file);
void platter_forget_nameless(struct platter *platter);

/* A copy of what stands in the cache, or on the disk. */
void platter_copy(struct platter *copy, const struct platter *platter, bool durable);
uint64_t platter_print(const struct platter *platter);
uint64_t platter_bytes(const struct platter *platter, const char *ending);

#endif
