#include "tests/sim/storage/past.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"

/* INVARIANT: before[0] is the newest state that is synced; before[i] lacks the unsynced groups from
 * the ith on. */

void past_init(struct past *past, const struct past_type *type, struct disk *disk, void *now)
{
    *past = (struct past){.type = type, .disk = disk, .now = now};
    type->init(now);
}

void past_drop(const struct past_type *type, void *book)
{
    if (book != NULL) {
        type->fini(book);
        free(book);
    }
}

void *past_copy(const struct past_type *type, const void *book)
{
    void *copy = malloc(type->size);
    assert(copy != NULL);
    type->copy(copy, book);
    return copy;
}

static void forget(struct past *past)
{
    while (past->count > 0) {
        past_drop(past->type, past->before[--past->count]);
    }
}

void past_fini(struct past *past)
{
    forget(past);
    past->type->fini(past->now);
}

/* Of more groups than there is room for, the last ones share their fate. */
static void put_aside(struct past *past)
{
    if (past->count < PAST_MAX) {
        past->before[past->count++] = past_copy(past->type, past->now);
    }
}

static struct past_write refused(enum status status)
{
    return (struct past_write){.says = status};
}

/* A sync that failed: the page cache may have dropped the group, or shows it although the disk has
 * it not. */
static struct past_write failed_sync(struct past *past)
{
    if (disk_below(past->disk, 2) == 0) {
        return refused(STATUS_IO);
    }
    put_aside(past);
    return (struct past_write){.says = STATUS_IO, .lands = true};
}

struct past_write past_write(struct past *past)
{
    struct disk *disk = past->disk;
    if (disk->fuse.dark || disk_fires(disk, DISK_BUSY) || disk_fires(disk, DISK_WRITE_EIO)) {
        return refused(STATUS_IO);
    }
    if (disk_fires(disk, DISK_FULL)) {
        return refused(STATUS_FULL);
    }
    /* The power may fail in the write or in the sync behind it. */
    bool dark = disk_change(disk);
    dark = dark || disk_change(disk);
    if (dark) {
        put_aside(past);
        return (struct past_write){.says = STATUS_IO, .lands = true};
    }
    if (disk_fires(disk, DISK_FSYNC_FAILS)) {
        return failed_sync(past);
    }
    if (disk_fires(disk, DISK_FSYNC_LIES)) {
        put_aside(past);
    } else {
        forget(past);
    }
    return (struct past_write){.says = STATUS_OK, .lands = true};
}

void past_sync(struct past *past)
{
    if (past->count > 0 && !disk_fires(past->disk, DISK_FSYNC_LIES)) {
        forget(past);
    }
}

static void go_back(struct past *past, size_t to)
{
    past->type->fini(past->now);
    memcpy(past->now, past->before[to], past->type->size);
    past->type->settle(past->now);
    free(past->before[to]);
    for (size_t i = to + 1; i < past->count; i++) {
        past_drop(past->type, past->before[i]);
    }
    past->count = to;
}

void past_cut(struct past *past, enum fate *fate, bool *fated)
{
    if (past->count > 0) {
        if (!*fated) {
            *fate = disk_fate(past->disk);
            *fated = true;
        }
        switch (*fate) {
        case FATE_KEPT:
            break;
        case FATE_DROPPED:
            go_back(past, 0);
            break;
        case FATE_PREFIX: { /* all of them is one of the prefixes */
            const size_t to = (size_t)disk_below(past->disk, past->count + 1);
            if (to < past->count) {
                go_back(past, to);
            }
            break;
        }
        case FATE_TORN: /* the first that is not whole ends the log */
        case FATE_SECTORS:
        case FATE_GARBAGE:
            go_back(past, (size_t)disk_below(past->disk, past->count));
            break;
        }
    }
    forget(past);
}

const void *past_durable(const struct past *past)
{
    return past->count > 0 ? past->before[0] : past->now;
}

void past_put(struct past *past, const void *book)
{
    forget(past);
    past->type->fini(past->now);
    if (book == NULL) {
        past->type->init(past->now);
    } else {
        past->type->copy(past->now, book);
    }
}
