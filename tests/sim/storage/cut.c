#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "tests/sim/storage/platter.h"

/* How one cut treats what it finds. */
struct cut {
    const struct disk *disk;
    enum fate fate;
    uint64_t last; /* writes up to this one are kept, of FATE_PREFIX and FATE_TORN */
    uint64_t torn; /* the one that was being made */
};

enum end { END_NEW, END_OLD, END_GARBAGE };

enum { SLOTS_OF_LARGE = 65536 / PLATTER_PAGE };

static enum end end_of(const struct cut *cut, uint64_t written)
{
    static const enum end garbage[] = {END_NEW, END_NEW, END_OLD, END_GARBAGE};
    switch (cut->fate) {
    case FATE_KEPT:
        return END_NEW;
    case FATE_DROPPED:
        return END_OLD;
    case FATE_PREFIX:
        return written <= cut->last ? END_NEW : END_OLD;
    case FATE_TORN:
        return written <= cut->last ? END_NEW : written == cut->torn ? END_GARBAGE : END_OLD;
    case FATE_SECTORS:
        return disk_below(cut->disk, 2) == 0 ? END_NEW : END_OLD;
    case FATE_GARBAGE:
        break;
    }
    return garbage[disk_below(cut->disk, 4)];
}

/* Garbage: all over the sector on tender flash, whose neighbours were synced or not (finding 10);
 * otherwise only where something was being written. */
static void spoil(const struct cut *cut, const struct platter_file *file, struct platter_slot *slot,
                  size_t from, size_t size)
{
    static const struct platter_page hole;
    struct platter_page *page = platter_own_disk(slot);
    const struct platter_page *cache = slot->cache == NULL ? &hole : slot->cache;
    for (size_t i = from; i < from + size; i++) {
        if (file->tender || cache->byte[i] != page->byte[i]) {
            page->byte[i] = (uint8_t)disk_below(cut->disk, 256);
        }
    }
}

static uint64_t last_written(const struct platter_slot *slot, size_t from, size_t count)
{
    uint64_t written = 0;
    for (size_t i = from; i < from + count; i++) {
        written = slot->written[i] > written ? slot->written[i] : written;
    }
    return written;
}

static void settle_sector(const struct cut *cut, const struct platter_file *file,
                          struct platter_slot *slot, size_t from, size_t size, enum end end)
{
    switch (end) {
    case END_NEW:
        if (slot->cache != NULL) {
            memcpy(platter_own_disk(slot)->byte + from, slot->cache->byte + from, size);
        }
        break;
    case END_OLD:
        break;
    case END_GARBAGE:
        spoil(cut, file, slot, from, size);
        break;
    }
}

/* Moves *REACHED to the end of what is now on the disk. */
static void settle_slot(const struct cut *cut, struct platter_file *file, size_t index,
                        const enum end *whole, uint64_t *reached)
{
    struct platter_slot *slot = &file->slots[index];
    const size_t step = cut->disk->sector < PLATTER_PAGE ? 1 : PLATTER_SECTORS;
    for (size_t s = 0; s < PLATTER_SECTORS && !slot->stray; s += step) {
        const uint64_t written = last_written(slot, s, step);
        if (written > 0) {
            const enum end end = whole != NULL ? *whole : end_of(cut, written);
            settle_sector(cut, file, slot, s * PLATTER_SECTOR, step * PLATTER_SECTOR, end);
            const uint64_t behind = (index * PLATTER_SECTORS + s + step) * PLATTER_SECTOR;
            *reached = end != END_OLD && behind > *reached ? behind : *reached;
        }
    }
    slot->listed = false;
}

/* 64 KiB are old, new or garbage together. */
static void settle_large(const struct cut *cut, struct platter_file *file, size_t first,
                         uint64_t *reached)
{
    const size_t large = file->changed[first] / SLOTS_OF_LARGE;
    uint64_t written = 0;
    for (size_t i = first; i < file->changed_count; i++) {
        const struct platter_slot *slot = &file->slots[file->changed[i]];
        if (file->changed[i] / SLOTS_OF_LARGE == large && !slot->stray) {
            const uint64_t here = last_written(slot, 0, PLATTER_SECTORS);
            written = here > written ? here : written;
        }
    }
    const enum end end = end_of(cut, written);
    for (size_t i = first; i < file->changed_count; i++) {
        if (file->changed[i] / SLOTS_OF_LARGE == large) {
            settle_slot(cut, file, file->changed[i], &end, reached);
        }
    }
}

/* Does the cut keep a change of the folder, or of a file's length? */
static bool keeps(const struct cut *cut)
{
    switch (cut->fate) {
    case FATE_KEPT:
        return true;
    case FATE_DROPPED:
        return false;
    case FATE_PREFIX:
    case FATE_TORN:
    case FATE_SECTORS:
    case FATE_GARBAGE:
        break;
    }
    return disk_below(cut->disk, 2) == 0;
}

static void settle_size(const struct cut *cut, struct platter_file *file, uint64_t reached)
{
    if (file->size < file->disk_size && keeps(cut)) {
        file->disk_size = file->size;
    } else if (file->size > file->disk_size) {
        reached = reached < file->size ? reached : file->size;
        file->disk_size = reached > file->disk_size ? reached : file->disk_size;
    }
}

static void settle_file(const struct cut *cut, struct platter_file *file)
{
    uint64_t reached = 0;
    for (size_t i = 0; i < file->changed_count; i++) {
        if (!file->slots[file->changed[i]].listed) {
            continue;
        }
        if (cut->disk->sector > PLATTER_PAGE) {
            settle_large(cut, file, i, &reached);
        } else {
            settle_slot(cut, file, file->changed[i], NULL, &reached);
        }
    }
    settle_size(cut, file, reached);
    platter_show_disk(file);
}

/* A name whose removal is forgotten gives way to a newer file of that name. */
static void settle_name(const struct cut *cut, struct platter *platter, struct platter_file *file)
{
    if (file->used && file->in_cache != file->on_disk) {
        file->in_cache = file->on_disk = keeps(cut) ? file->in_cache : file->on_disk;
    }
    for (size_t i = 0; i < PLATTER_FILES; i++) {
        struct platter_file *other = &platter->files[i];
        if (other != file && other->used && file->used && other->in_cache && file->in_cache &&
            strcmp(other->name, file->name) == 0) {
            file->in_cache = file->on_disk = false;
        }
    }
}

/* The numbers of the writes that may be lost: the lowest and the highest. */
struct span_of_writes {
    uint64_t low, high;
};

static void stretch(struct span_of_writes *span, const struct platter_slot *slot, uint64_t after)
{
    for (size_t s = 0; s < PLATTER_SECTORS && !slot->stray; s++) {
        const uint64_t written = slot->written[s];
        if (written > after) {
            span->low = written < span->low ? written : span->low;
            span->high = written > span->high ? written : span->high;
        }
    }
}

/* Of those above AFTER. */
static struct span_of_writes unsynced(const struct platter *platter, uint64_t after)
{
    struct span_of_writes span = {.low = UINT64_MAX};
    for (size_t f = 0; f < PLATTER_FILES; f++) {
        const struct platter_file *file = &platter->files[f];
        for (size_t i = 0; i < file->changed_count; i++) {
            stretch(&span, &file->slots[file->changed[i]], after);
        }
    }
    return span;
}

/* A name or a length that is not on the disk. */
static bool folder_unsynced(const struct platter *platter)
{
    for (size_t f = 0; f < PLATTER_FILES; f++) {
        const struct platter_file *file = &platter->files[f];
        if (file->in_cache != file->on_disk || file->size != file->disk_size) {
            return true;
        }
    }
    return false;
}

void platter_cut(struct platter *platter)
{
    struct cut cut = {.disk = platter->disk, .fate = FATE_KEPT};
    const struct span_of_writes open = unsynced(platter, 0);
    if (open.high > 0 || folder_unsynced(platter)) {
        cut.fate = disk_fate(platter->disk);
    }
    if (open.high > 0) {
        const bool torn = cut.fate == FATE_TORN; /* then one at least is not kept */
        cut.last = open.low - 1 + disk_below(cut.disk, open.high - open.low + (torn ? 1 : 2));
        cut.torn = unsynced(platter, cut.last).low;
    }
    for (size_t f = 0; f < PLATTER_FILES; f++) {
        if (platter->files[f].used) {
            settle_file(&cut, &platter->files[f]);
        }
    }
    for (size_t f = 0; f < PLATTER_FILES; f++) {
        settle_name(&cut, platter, &platter->files[f]);
    }
    platter_forget_nameless(platter);
}
