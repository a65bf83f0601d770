/* disk - one simulated computer's disk: the books on it, what a crash leaves of them, its faults.
 *
 * Knows nothing of who uses the books. Two kinds that behave alike as the ports' contracts say:
 * an abstract log over the fakes, fast, and the production's SQLite adapters on a crash VFS. No
 * real file, no clock, no thread: all that happens follows from the calls and CHANCE. The model of
 * a power cut is RELIABILITY section 3's. */
#ifndef SIM_STORAGE_DISK_H
#define SIM_STORAGE_DISK_H

#include "ports/act_store.h"
#include "ports/flag_book.h"
#include "ports/journal_file.h"
#include "ports/log.h"

enum disk_kind { DISK_ABSTRACT, DISK_SQLITE };

enum disk_fault {
    DISK_DROPPED,     /* in a cut: all that was not synced is gone */
    DISK_TORN,        /* in a cut: what was being written is garbage */
    DISK_REORDERED,   /* in a cut: each sector is old or new on its own */
    DISK_FSYNC_FAILS, /* says so; what was to be synced is dropped and counts as clean */
    DISK_READ_EIO,
    DISK_WRITE_EIO,
    DISK_FULL,
    DISK_BUSY,       /* another process holds the book */
    DISK_BIT_ROT,    /* a bit of what is read has turned over, for good */
    DISK_FSYNC_LIES, /* says it is done and did nothing */
    DISK_FAULTS
};

/* Where the faults come from. Asked only while a book is open, and for the three of a cut only
 * when there is something to lose. */
struct disk_chance {
    bool (*fires)(void *self, enum disk_fault fault);
    uint64_t (*below)(void *self, uint64_t bound); /* 0 .. bound - 1 */
    void *self;
};

enum { DISK_NAME_MAX = 31, DISK_JOURNALS_MAX = 4, DISK_READERS_MAX = 8 };

struct disk;
struct disk_image;

/* NAME differs from all other disks' of the process; SECTOR is 512, 4096 or 65536. CHANCE is
 * copied, its `self` borrowed. */
struct disk *disk_new(enum disk_kind kind, const char *name, uint32_t sector,
                      const struct disk_chance *chance);
void disk_free(struct disk *disk); /* with all books, open or not; NULL: nothing */

/* Makes SQLite's disk a bad one, to see that it would be noticed: every writer that is opened is
 * given SYNCHRONOUS (NULL: the production's), and with CLAIMS_POWERSAFE flash that damages a
 * sector's neighbours says that it does not. */
void disk_weaken(struct disk *disk, const char *synchronous, bool claims_powersafe);
/* SHOWN: after a failed sync reads go on giving what is not on the disk, as ext4 does (ATC'20),
 * instead of what is. SQLite may then copy from a log that a cut takes away: known to lose. */
void disk_shows_unsynced(struct disk *disk, bool shown);

/* Each opens a book, as a process that starts would; statuses as the adapters' open. The port is
 * the disk's and lives until disk_stop(), disk_kill(), disk_cut(), disk_wreck() or disk_free(). */
enum status disk_journal(struct disk *disk, const struct device *device, const struct log *log,
                         struct journal_file *out) MUST_CHECK;
enum status disk_acts(struct disk *disk, const struct log *log, struct act_store *out) MUST_CHECK;
enum status disk_act_reader(struct disk *disk, const struct log *log,
                            struct act_reader *out) MUST_CHECK;
enum status disk_flags(struct disk *disk, const struct log *log, struct flag_book *out) MUST_CHECK;
enum status disk_flag_reader(struct disk *disk, const struct log *log,
                             struct flag_reader *out) MUST_CHECK;

void disk_stop(struct disk *disk);  /* closes all books in good order */
void disk_kill(struct disk *disk);  /* kill -9: handles die, what was written stays */
void disk_cut(struct disk *disk);   /* power cut: what was not synced is resolved by CHANCE */
void disk_wreck(struct disk *disk); /* nothing is left on it */
/* The power fails at the CHANGESth write or sync from now (1: the next), in the midst of whatever
 * that belongs to: from then on every call answers STATUS_IO, until disk_cut(). 0: it does not. */
void disk_cut_within(struct disk *disk, uint64_t changes);
bool disk_is_dark(const struct disk *disk); /* it has failed so */
/* Writes and syncs so far: what disk_cut_within() counts. */
uint64_t disk_changes(const struct disk *disk);

/* A copy of all files as they stand, as `cp` of a stopped machine makes it. */
struct disk_image *disk_image(struct disk *disk);
/* The image instead of what is there; no book may be open. IMAGE, of a disk of the same kind,
 * stays the caller's. */
void disk_put(struct disk *disk, const struct disk_image *image);
void disk_image_free(struct disk_image *image); /* NULL: nothing */
/* Changes with any byte of the image; the same for the same bytes in every run and build. */
uint64_t disk_image_print(const struct disk_image *image);

/* Would DEVICE's entry be there after a power cut right now that drops every unsynced byte? Asks
 * the device's journal if the disk has one, otherwise the acts. */
bool disk_holds(struct disk *disk, const struct device *device, struct place place);

uint64_t disk_bytes(const struct disk *disk);     /* of all files */
uint64_t disk_wal_bytes(const struct disk *disk); /* of those, in write-ahead logs */

#endif
