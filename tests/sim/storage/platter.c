#include "tests/sim/storage/platter.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"

void platter_init(struct platter *platter, struct disk *disk)
{
    memset(platter, 0, sizeof *platter);
    platter->disk = disk;
}

/* --- pages --- */

static void drop_page(struct platter_page *page)
{
    if (page != NULL && --page->holders == 0) {
        free(page);
    }
}

static struct platter_page *hold_page(struct platter_page *page)
{
    if (page != NULL) {
        page->holders++;
    }
    return page;
}

/* A page of the slot's own, to be written; WHOLE: all of it will be. */
static struct platter_page *own_page(struct platter_page **at, bool whole)
{
    struct platter_page *old = *at;
    if (old != NULL && old->holders == 1) {
        return old;
    }
    struct platter_page *page = malloc(sizeof *page);
    assert(page != NULL);
    page->holders = 1;
    if (!whole && old != NULL) {
        memcpy(page->byte, old->byte, PLATTER_PAGE);
    } else if (!whole) {
        memset(page->byte, 0, PLATTER_PAGE);
    }
    drop_page(old);
    *at = page;
    return page;
}

static void reach(struct platter_file *file, size_t slots)
{
    if (slots > file->slot_room) {
        const size_t room = slots > 2 * file->slot_room ? slots : 2 * file->slot_room;
        file->slots = realloc(file->slots, room * sizeof *file->slots);
        assert(file->slots != NULL);
        memset(file->slots + file->slot_room, 0, (room - file->slot_room) * sizeof *file->slots);
        file->slot_room = room;
    }
    file->slot_count = slots > file->slot_count ? slots : file->slot_count;
}

/* (1) */
static void list(struct platter_file *file, size_t slot)
{
    if (file->slots[slot].listed) {
        return;
    }
    if (file->changed_count == file->changed_room) {
        file->changed_room = file->changed_room == 0 ? 32 : 2 * file->changed_room;
        file->changed = realloc(file->changed, file->changed_room * sizeof *file->changed);
        assert(file->changed != NULL);
    }
    file->slots[slot].listed = true;
    file->changed[file->changed_count++] = (uint32_t)slot;
}

static void take_cache(struct platter_slot *slot)
{
    drop_page(slot->disk);
    slot->disk = hold_page(slot->cache);
}

static void take_disk(struct platter_slot *slot)
{
    drop_page(slot->cache);
    slot->cache = hold_page(slot->disk);
}

static void unlist(struct platter_slot *slot)
{
    slot->listed = false;
    slot->stray = false;
    memset(slot->written, 0, sizeof slot->written);
}

/* --- names --- */

static void clear(struct platter_file *file)
{
    for (size_t i = 0; i < file->slot_count; i++) {
        drop_page(file->slots[i].cache);
        drop_page(file->slots[i].disk);
    }
    free(file->slots);
    free(file->changed);
    memset(file, 0, sizeof *file);
}

void platter_fini(struct platter *platter)
{
    for (size_t i = 0; i < PLATTER_FILES; i++) {
        clear(&platter->files[i]);
    }
}

struct platter_file *platter_find(struct platter *platter, const char *name)
{
    for (size_t i = 0; i < PLATTER_FILES; i++) {
        struct platter_file *file = &platter->files[i];
        if (file->used && file->in_cache && strcmp(file->name, name) == 0) {
            return file;
        }
    }
    return NULL;
}

struct platter_file *platter_create(struct platter *platter, const char *name)
{
    struct platter_file *file = platter->files;
    while (file->used) {
        file++;
        assert(file < platter->files + PLATTER_FILES);
    }
    const bool fits = text_copy(text_of(name), file->name, sizeof file->name);
    assert(fits);
    file->used = true;
    file->in_cache = true;
    return file;
}

static void forget_nameless(struct platter_file *file)
{
    if (file->used && !file->in_cache && !file->on_disk && file->handles == 0) {
        clear(file);
    }
}

void platter_unlink(struct platter_file *file)
{
    file->in_cache = false;
    forget_nameless(file);
}

void platter_release(struct platter_file *file)
{
    assert(file->handles > 0);
    file->handles--;
    forget_nameless(file);
}

void platter_forget_nameless(struct platter *platter)
{
    for (size_t i = 0; i < PLATTER_FILES; i++) {
        forget_nameless(&platter->files[i]);
    }
}

void platter_sync_folder(struct platter *platter)
{
    for (size_t i = 0; i < PLATTER_FILES; i++) {
        struct platter_file *file = &platter->files[i];
        file->on_disk = file->in_cache;
        forget_nameless(file);
    }
}

/* --- bytes --- */

size_t platter_read(const struct platter_file *file, uint64_t at, void *out, size_t size)
{
    const uint64_t left = at < file->size ? file->size - at : 0;
    const size_t there = left < size ? (size_t)left : size;
    uint8_t *to = out;
    for (size_t done = 0; done < there;) {
        const size_t slot = (size_t)((at + done) / PLATTER_PAGE);
        const size_t from = (size_t)((at + done) % PLATTER_PAGE);
        const size_t room = PLATTER_PAGE - from;
        const size_t part = room < there - done ? room : there - done;
        const struct platter_page *page = slot < file->slot_count ? file->slots[slot].cache : NULL;
        if (page == NULL) {
            memset(to + done, 0, part);
        } else {
            memcpy(to + done, page->byte + from, part);
        }
        done += part;
    }
    memset(to + there, 0, size - there);
    return there;
}

void platter_write(struct platter *platter, struct platter_file *file, uint64_t at,
                   const void *bytes, size_t size)
{
    const uint64_t number = ++platter->writes;
    const uint8_t *from = bytes;
    reach(file, (size_t)((at + size + PLATTER_PAGE - 1) / PLATTER_PAGE));
    for (size_t done = 0; done < size;) {
        const size_t index = (size_t)((at + done) / PLATTER_PAGE);
        const size_t to = (size_t)((at + done) % PLATTER_PAGE);
        const size_t room = PLATTER_PAGE - to;
        const size_t part = room < size - done ? room : size - done;
        struct platter_slot *slot = &file->slots[index];
        struct platter_page *page = own_page(&slot->cache, part == PLATTER_PAGE);
        memcpy(page->byte + to, from + done, part);
        list(file, index);
        for (size_t s = to / PLATTER_SECTOR; s * PLATTER_SECTOR < to + part; s++) {
            slot->written[s] = number;
        }
        if (slot->stray) { /* the whole page is dirty again */
            for (size_t s = 0; s < PLATTER_SECTORS; s++) {
                slot->written[s] = number;
            }
            slot->stray = false;
        }
        done += part;
    }
    file->size = at + size > file->size ? at + size : file->size;
}

void platter_truncate(struct platter *platter, struct platter_file *file, uint64_t size)
{
    const uint64_t number = ++platter->writes;
    const size_t keep = (size_t)((size + PLATTER_PAGE - 1) / PLATTER_PAGE);
    for (size_t i = keep; i < file->slot_count; i++) {
        struct platter_slot *slot = &file->slots[i];
        if (slot->cache != NULL) {
            drop_page(slot->cache);
            slot->cache = NULL;
            list(file, i);
            for (size_t s = 0; s < PLATTER_SECTORS; s++) {
                slot->written[s] = number;
            }
        }
    }
    if (size < file->size && size % PLATTER_PAGE != 0 && keep <= file->slot_count) {
        static const uint8_t zeros[PLATTER_PAGE];
        const size_t rest = (size_t)(PLATTER_PAGE - size % PLATTER_PAGE);
        platter_write(platter, file, size, zeros, rest);
    }
    file->size = size;
}

void platter_rot(struct platter_file *file, uint64_t at, unsigned bit)
{
    const size_t index = (size_t)(at / PLATTER_PAGE);
    if (index < file->slot_count && file->slots[index].cache != NULL) {
        struct platter_slot *slot = &file->slots[index];
        const bool clean = slot->cache == slot->disk;
        if (clean) {
            drop_page(slot->disk);
            slot->disk = NULL;
        }
        own_page(&slot->cache, false)->byte[at % PLATTER_PAGE] ^= (uint8_t)(1U << bit);
        if (clean) {
            slot->disk = hold_page(slot->cache);
        }
    }
}

/* --- syncs --- */

void platter_sync(struct platter_file *file)
{
    size_t strays = 0;
    for (size_t i = 0; i < file->changed_count; i++) {
        const uint32_t index = file->changed[i];
        struct platter_slot *slot = &file->slots[index];
        if (slot->stray) {
            file->changed[strays++] = index;
        } else {
            take_cache(slot);
            unlist(slot);
        }
    }
    file->changed_count = strays;
    file->disk_size = file->size;
}

void platter_fail_sync(struct platter_file *file, bool shown)
{
    for (size_t i = 0; i < file->changed_count; i++) {
        struct platter_slot *slot = &file->slots[file->changed[i]];
        if (shown) {
            slot->stray = true;
        } else {
            take_disk(slot);
            unlist(slot);
        }
    }
    file->changed_count = shown ? file->changed_count : 0;
}

void platter_forget(struct platter_file *file)
{
    size_t kept = 0;
    for (size_t i = 0; i < file->changed_count; i++) {
        const uint32_t index = file->changed[i];
        struct platter_slot *slot = &file->slots[index];
        if (slot->stray) {
            take_disk(slot);
            unlist(slot);
        } else {
            file->changed[kept++] = index;
        }
    }
    file->changed_count = kept;
}

struct platter_page *platter_own_disk(struct platter_slot *slot)
{
    return own_page(&slot->disk, false);
}

void platter_show_disk(struct platter_file *file)
{
    const size_t keep = (size_t)((file->disk_size + PLATTER_PAGE - 1) / PLATTER_PAGE);
    for (size_t i = 0; i < file->slot_count; i++) {
        struct platter_slot *slot = &file->slots[i];
        if (i >= keep) {
            drop_page(slot->disk);
            slot->disk = NULL;
        }
        take_disk(slot);
        unlist(slot);
    }
    file->changed_count = 0;
    file->size = file->disk_size;
}

bool platter_is_settled(const struct platter *platter)
{
    bool settled = true;
    for (size_t f = 0; settled && f < PLATTER_FILES; f++) {
        const struct platter_file *file = &platter->files[f];
        settled = !file->used || (file->in_cache == file->on_disk &&
                                  file->size == file->disk_size && file->changed_count == 0);
    }
    return settled;
}

/* --- copies --- */

void platter_copy(struct platter *copy, const struct platter *platter, bool durable)
{
    platter_init(copy, platter->disk);
    for (size_t f = 0; f < PLATTER_FILES; f++) {
        const struct platter_file *from = &platter->files[f];
        struct platter_file *to = &copy->files[f];
        if (!from->used || !(durable ? from->on_disk : from->in_cache)) {
            continue;
        }
        memcpy(to->name, from->name, sizeof to->name);
        to->used = to->in_cache = to->on_disk = true;
        to->size = to->disk_size = durable ? from->disk_size : from->size;
        reach(to, from->slot_count);
        for (size_t i = 0; i < from->slot_count; i++) {
            struct platter_page *page = durable ? from->slots[i].disk : from->slots[i].cache;
            to->slots[i].cache = hold_page(page);
            to->slots[i].disk = hold_page(page);
        }
    }
}

uint64_t platter_print(const struct platter *platter)
{
    static const uint8_t zeros[PLATTER_PAGE];
    uint64_t print = DISK_PRINT_BEGIN;
    for (size_t f = 0; f < PLATTER_FILES; f++) {
        const struct platter_file *file = &platter->files[f];
        if (!file->used || !file->in_cache) {
            continue;
        }
        print = disk_print(print, file->name, strlen(file->name));
        print = disk_print(print, &file->size, sizeof file->size);
        for (size_t i = 0; i < file->slot_count && i * PLATTER_PAGE < file->size; i++) {
            const struct platter_page *page = file->slots[i].cache;
            print = disk_print(print, page == NULL ? zeros : page->byte, PLATTER_PAGE);
        }
    }
    return print;
}

uint64_t platter_bytes(const struct platter *platter, const char *ending)
{
    uint64_t size = 0;
    for (size_t f = 0; f < PLATTER_FILES; f++) {
        const struct platter_file *file = &platter->files[f];
        const size_t name = strlen(file->name);
        const size_t end = strlen(ending);
        if (file->used && file->in_cache && name >= end &&
            strcmp(file->name + name - end, ending) == 0) {
            size += file->size;
        }
    }
    return size;
}
