#include "tests/sim/storage/disk.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "tests/sim/storage/kind.h"

struct disk_image {
    const struct disk_kind_ops *ops;
    void *parts; /* its own */
};

struct disk *disk_new(enum disk_kind kind, const char *name, uint32_t sector,
                      const struct disk_chance *chance)
{
    struct disk *disk = calloc(1, sizeof *disk);
    assert(disk != NULL && (sector == 512 || sector == 4096 || sector == 65536));
    const bool fits = text_copy(text_of(name), disk->name, sizeof disk->name);
    assert(fits);
    disk->ops = kind == DISK_ABSTRACT ? &disk_abstract_ops : &disk_real_ops;
    disk->sector = sector;
    disk->chance = *chance;
    disk->parts = disk->ops->make(disk);
    return disk;
}

void disk_free(struct disk *disk)
{
    if (disk != NULL) {
        disk->ops->end(disk->parts, DISK_END_KILL);
        disk->ops->free(disk->parts);
        free(disk);
    }
}

void disk_weaken(struct disk *disk, const char *synchronous, bool claims_powersafe)
{
    disk->synchronous = synchronous;
    disk->claims_powersafe = claims_powersafe;
}

void disk_shows_unsynced(struct disk *disk, bool shown)
{
    disk->shows_unsynced = shown;
}

enum status disk_journal(struct disk *disk, const struct device *device, const struct log *log,
                         struct journal_file *out)
{
    return disk->ops->journal(disk->parts, *device, log, out);
}

enum status disk_acts(struct disk *disk, const struct log *log, struct act_store *out)
{
    return disk->ops->acts(disk->parts, log, out);
}

enum status disk_act_reader(struct disk *disk, const struct log *log, struct act_reader *out)
{
    return disk->ops->act_reader(disk->parts, log, out);
}

enum status disk_flags(struct disk *disk, const struct log *log, struct flag_book *out)
{
    return disk->ops->flags(disk->parts, log, out);
}

enum status disk_flag_reader(struct disk *disk, const struct log *log, struct flag_reader *out)
{
    return disk->ops->flag_reader(disk->parts, log, out);
}

static void end(struct disk *disk, enum disk_end how)
{
    disk->ops->end(disk->parts, how);
    if (how == DISK_END_CUT) {
        disk->fuse.left = 0;
        disk->fuse.dark = false;
    }
}

/* Closing writes too, and the power may fail in it. */
void disk_stop(struct disk *disk)
{
    end(disk, disk->fuse.dark ? DISK_END_CUT : DISK_END_STOP);
    if (disk->fuse.dark) {
        end(disk, DISK_END_CUT);
    }
}

void disk_kill(struct disk *disk)
{
    end(disk, disk->fuse.dark ? DISK_END_CUT : DISK_END_KILL);
}

void disk_cut(struct disk *disk)
{
    end(disk, DISK_END_CUT);
}

void disk_wreck(struct disk *disk)
{
    end(disk, disk->fuse.dark ? DISK_END_CUT : DISK_END_KILL);
    disk->ops->put(disk->parts, NULL);
}

void disk_cut_within(struct disk *disk, uint64_t changes)
{
    disk->fuse.left = changes;
}

bool disk_is_dark(const struct disk *disk)
{
    return disk->fuse.dark;
}

uint64_t disk_changes(const struct disk *disk)
{
    return disk->fuse.changes;
}

bool disk_change(struct disk *disk)
{
    disk->fuse.changes++;
    if (disk->fuse.left > 0 && --disk->fuse.left == 0) {
        disk->fuse.dark = true;
    }
    return disk->fuse.dark;
}

enum fate disk_fate(const struct disk *disk)
{
    const bool dropped = disk_fires(disk, DISK_DROPPED);
    const bool torn = disk_fires(disk, DISK_TORN);
    const bool reordered = disk_fires(disk, DISK_REORDERED);
    if (reordered) {
        return torn ? FATE_GARBAGE : FATE_SECTORS;
    }
    if (torn) {
        return FATE_TORN;
    }
    if (dropped) {
        return FATE_DROPPED;
    }
    return disk_below(disk, 2) == 0 ? FATE_KEPT : FATE_PREFIX;
}

uint64_t disk_print(uint64_t print, const void *bytes, size_t size)
{
    const uint8_t *byte = bytes;
    for (size_t i = 0; i < size; i++) {
        print = (print ^ byte[i]) * UINT64_C(0x100000001b3);
    }
    return print;
}

struct disk_image *disk_image(struct disk *disk)
{
    struct disk_image *image = malloc(sizeof *image);
    assert(image != NULL);
    *image = (struct disk_image){disk->ops, disk->ops->image(disk->parts)};
    return image;
}

void disk_put(struct disk *disk, const struct disk_image *image)
{
    assert(image->ops == disk->ops);
    disk->ops->put(disk->parts, image->parts);
}

void disk_image_free(struct disk_image *image)
{
    if (image != NULL) {
        image->ops->image_free(image->parts);
        free(image);
    }
}

uint64_t disk_image_print(const struct disk_image *image)
{
    return image->ops->image_print(image->parts);
}

bool disk_holds(struct disk *disk, const struct device *device, struct place place)
{
    return disk->ops->holds(disk->parts, *device, place);
}

uint64_t disk_bytes(const struct disk *disk)
{
    return disk->ops->bytes(disk->parts);
}

uint64_t disk_wal_bytes(const struct disk *disk)
{
    return disk->ops->wal_bytes(disk->parts);
}
