/* journal_file - a device's own book: its sealed entries, durable before anybody is told "ok".
 *
 * One writer, the device. The book neither makes nor judges entries: it keeps bytes under their
 * place and hash, and finds out when they no longer agree. Kept by
 * adapters/sqlite/journal_sqlite.c; faked by tests/fakes/journal_memory.c; both pass
 * tests/contract/journal_file.
 *
 * After STATUS_IO nobody knows what is on the disk: every call answers STATUS_IO until
 * journal_file_reopen() has closed, opened and read again. An entry whose append failed may be
 * there after all; the caller looks at the head. */
#ifndef PORTS_JOURNAL_FILE_H
#define PORTS_JOURNAL_FILE_H

#include "core/journal.h"

enum {
    JOURNAL_KEPT_KEY_MAX = 31,
    JOURNAL_KEPT_SIZE_MAX = 65536,
};

/* An entry on its way into the book. */
struct journal_entry {
    struct place place;  /* follows the one before it: seq + 1, or (a later epoch, 1) */
    struct hash hash;    /* of the entry; the new head's */
    struct span whole;   /* bytes and signature, as sealed */
    struct instant made; /* the device's wall clock; only journal_file_purge() looks at it */
};

/* A small record of the app's own (person on duty, open operation), by name. */
struct journal_kept {
    struct text key;
    struct span value; /* empty: forget it */
};

/* What becomes durable together or not at all. */
struct journal_group {
    const struct journal_entry *entries;
    size_t entry_count; /* may be 0 */
    const struct journal_kept *kept;
    size_t kept_count; /* may be 0 */
};

/* How far the server is. */
struct journal_receipt {
    struct head received;   /* level 1: fsynced by the server; {0,0} if nothing was */
    struct place level_two; /* in a verified backup up to here */
    bool locked;            /* a clone or revoked: nothing is sent until two persons act */
    uint32_t reason;        /* of the lock, the caller's own number */
};

struct journal_state {
    struct head head;   /* newest entry; {0,0} and zero hash when there is none */
    struct place first; /* oldest entry still there; {0,0} when there is none */
    struct journal_receipt receipt;
    uint64_t unsent; /* entries behind `received` */
    bool full;       /* the disk is nearly full: appends are refused, receipts still kept */
};

/* Entries read back to back, ready to be a batch's `entries`. */
struct journal_page {
    uint8_t *at;        /* the caller's buffer; SEALED_SIZE_MAX always holds one */
    size_t room;        /* the caller's */
    uint32_t count_max; /* the caller's */
    size_t size;
    uint32_t count;
    struct place first; /* valid if count > 0 */
    struct place last;  /* of the same epoch as first */
};

struct journal_file_ops {
    enum status (*append)(void *self, const struct journal_group *group);
    enum status (*state)(void *self, struct journal_state *out_state);
    enum status (*read)(void *self, struct place from, struct journal_page *page);
    enum status (*next)(void *self, struct place from, struct place *out_place);
    enum status (*hash_at)(void *self, struct place place, struct hash *out_hash);
    enum status (*receive)(void *self, const struct journal_receipt *receipt);
    enum status (*kept)(void *self, struct text key, uint8_t *out, size_t room, size_t *out_size);
    enum status (*purge)(void *self, struct instant cut, uint32_t count_max, uint32_t *out_count);
    enum status (*reopen)(void *self);
};

struct journal_file {
    const struct journal_file_ops *ops;
    void *self; /* borrowed: whoever opened it closes it */
};

/* All of GROUP or nothing, durable when STATUS_OK comes back. STATUS_FULL: the disk, a place or a
 * size is over its bound; nothing was changed, and the reserve was not touched. STATUS_BROKEN: the
 * first entry does not follow the head. STATUS_DENIED: the book can only be read. STATUS_IO: see
 * above; the person hears the error tone. */
static inline enum status MUST_CHECK journal_file_append(struct journal_file *file,
                                                         const struct journal_group *group)
{
    return file->ops->append(file->self, group);
}

static inline enum status MUST_CHECK journal_file_state(struct journal_file *file,
                                                        struct journal_state *out_state)
{
    return file->ops->state(file->self, out_state);
}

/* Entries from FROM on, or from the first behind it; all of one epoch, at most count_max, as many
 * as fit, in order. None left: STATUS_OK and count 0. STATUS_FULL: not even the first fits.
 * STATUS_BROKEN: the first is damaged or missing; a page ends before a damaged one, so reading on
 * from there names it, and journal_file_next() finds what stands behind it. */
static inline enum status MUST_CHECK journal_file_read(struct journal_file *file, struct place from,
                                                       struct journal_page *page)
{
    return file->ops->read(file->self, from, page);
}

/* Where the first entry at or behind FROM stands, whether it can be read or not. STATUS_NOT_FOUND:
 * there is none. */
static inline enum status MUST_CHECK journal_file_next(struct journal_file *file, struct place from,
                                                       struct place *out_place)
{
    return file->ops->next(file->self, from, out_place);
}

/* STATUS_NOT_FOUND: no such entry, or purged. STATUS_BROKEN: damaged. */
static inline enum status MUST_CHECK journal_file_hash_at(struct journal_file *file,
                                                          struct place place, struct hash *out_hash)
{
    return file->ops->hash_at(file->self, place, out_hash);
}

/* Keeps the receipt, durable; works also while the disk is full, out of the reserve. */
static inline enum status MUST_CHECK journal_file_receive(struct journal_file *file,
                                                          const struct journal_receipt *receipt)
{
    return file->ops->receive(file->self, receipt);
}

/* STATUS_NOT_FOUND: nothing kept under KEY. STATUS_FULL: longer than room. */
static inline enum status MUST_CHECK journal_file_kept(struct journal_file *file, struct text key,
                                                       uint8_t *out, size_t room, size_t *out_size)
{
    return file->ops->kept(file->self, key, out, room, out_size);
}

/* Delete the oldest entries, at most COUNT_MAX: only what is at level two and was made before CUT
 * (35 days ago, SEMANTICS section 2), never the head, and never one behind one that stays. */
static inline enum status MUST_CHECK journal_file_purge(struct journal_file *file,
                                                        struct instant cut, uint32_t count_max,
                                                        uint32_t *out_count)
{
    return file->ops->purge(file->self, cut, count_max, out_count);
}

/* Close, open and read again after STATUS_IO. Anything but STATUS_OK: try again later. */
static inline enum status MUST_CHECK journal_file_reopen(struct journal_file *file)
{
    return file->ops->reopen(file->self);
}

#endif
