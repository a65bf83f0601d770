#include "tests/fakes/journal_memory.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"

static void *copy_of(struct span span)
{
    void *copy = malloc(span.size == 0 ? 1 : span.size);
    assert(copy != NULL);
    if (span.size > 0) {
        memcpy(copy, span.at, span.size);
    }
    return copy;
}

static struct head head_of(const struct journal_memory *journal)
{
    if (journal->count == 0) {
        return (struct head){0};
    }
    const struct journal_memory_entry *newest = &journal->entries[journal->count - 1];
    return (struct head){newest->place, newest->hash};
}

/* The first entry at or behind PLACE; `count` when there is none. */
static size_t find_from(const struct journal_memory *journal, struct place place)
{
    size_t low = 0;
    size_t high = journal->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (place_order(journal->entries[middle].place, place) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool sound(const struct journal_memory_entry *entry)
{
    struct span bytes = span_of(entry->whole, entry->size);
    struct sealed sealed;
    return entry_open(&bytes, &sealed) == STATUS_OK && bytes.size == 0 &&
           hash_equal(&sealed.hash, &entry->hash) &&
           place_order(sealed.entry.place, entry->place) == 0;
}

/* What this write is to say; *out_done: and whether it is done. */
static enum status before_write(struct journal_memory *journal, bool needs_room, bool *out_done)
{
    const enum status next = journal->next;
    *out_done = false;
    if (journal->read_only) {
        return STATUS_DENIED;
    }
    if (journal->failed) {
        return STATUS_IO;
    }
    if (needs_room && journal->full) {
        return STATUS_FULL;
    }
    journal->next = STATUS_OK;
    journal->writes++;
    journal->failed = next == STATUS_IO;
    *out_done = next == STATUS_OK || (next == STATUS_IO && journal->lands);
    return next;
}

static bool place_follows(struct place place, struct place before)
{
    return place.epoch == before.epoch ? place.seq == before.seq + 1 && before.epoch > 0
                                       : place.epoch > before.epoch && place.seq == 1;
}

static enum status check_group(const struct journal_memory *journal,
                               const struct journal_group *group)
{
    struct place before = head_of(journal).place;
    for (size_t i = 0; i < group->entry_count; i++) {
        const struct journal_entry *entry = &group->entries[i];
        if (entry->place.epoch >= (1U << 23) || entry->place.seq >= (UINT64_C(1) << 40) ||
            entry->whole.size > SEALED_SIZE_MAX) {
            return STATUS_FULL;
        }
        if (!place_follows(entry->place, before)) {
            return STATUS_BROKEN;
        }
        before = entry->place;
    }
    for (size_t i = 0; i < group->kept_count; i++) {
        if (group->kept[i].key.size > JOURNAL_KEPT_KEY_MAX ||
            group->kept[i].value.size > JOURNAL_KEPT_SIZE_MAX) {
            return STATUS_FULL;
        }
    }
    return STATUS_OK;
}

static void add_entry(struct journal_memory *journal, const struct journal_entry *entry)
{
    if (journal->count == journal->room) {
        journal->room = journal->room == 0 ? 64 : 2 * journal->room;
        journal->entries = realloc(journal->entries, journal->room * sizeof *journal->entries);
        assert(journal->entries != NULL);
    }
    journal->entries[journal->count++] = (struct journal_memory_entry){
        .place = entry->place,
        .hash = entry->hash,
        .made = entry->made,
        .whole = copy_of(entry->whole),
        .size = entry->whole.size,
    };
}

static struct journal_memory_kept *find_kept(struct journal_memory *journal, struct text key)
{
    for (size_t i = 0; i < JOURNAL_MEMORY_KEPT; i++) {
        if (text_equal(text_of(journal->kept[i].key), key)) {
            return &journal->kept[i];
        }
    }
    return NULL;
}

static void put_kept(struct journal_memory *journal, const struct journal_kept *kept)
{
    struct journal_memory_kept *slot = find_kept(journal, kept->key);
    if (slot == NULL) {
        slot = find_kept(journal, (struct text){0});
    }
    assert(slot != NULL);
    free(slot->value);
    *slot = (struct journal_memory_kept){0};
    if (kept->value.size > 0) {
        const bool fits = text_copy(kept->key, slot->key, sizeof slot->key);
        assert(fits);
        slot->value = copy_of(kept->value);
        slot->size = kept->value.size;
    }
}

static enum status append(void *self, const struct journal_group *group)
{
    struct journal_memory *journal = self;
    bool done = false;
    enum status status =
        journal->failed || journal->read_only ? STATUS_OK : check_group(journal, group);
    if (status == STATUS_OK) {
        status = before_write(journal, group->entry_count > 0, &done);
    }
    for (size_t i = 0; done && i < group->entry_count; i++) {
        add_entry(journal, &group->entries[i]);
    }
    for (size_t i = 0; done && i < group->kept_count; i++) {
        put_kept(journal, &group->kept[i]);
    }
    return status;
}

static enum status state(void *self, struct journal_state *out_state)
{
    const struct journal_memory *journal = self;
    if (journal->failed) {
        return STATUS_IO;
    }
    struct place behind = journal->receipt.received.place;
    behind.seq++;
    *out_state = (struct journal_state){
        .head = head_of(journal),
        .receipt = journal->receipt,
        .unsent = journal->count - find_from(journal, behind),
        .full = journal->full && !journal->read_only,
    };
    if (journal->count > 0) {
        out_state->first = journal->entries[0].place;
    }
    return STATUS_OK;
}

static enum status read_page(void *self, struct place from, struct journal_page *page)
{
    const struct journal_memory *journal = self;
    struct journal_page filled = {.at = page->at, .room = page->room, .count_max = page->count_max};
    if (journal->failed) {
        return STATUS_IO;
    }
    enum status trouble = STATUS_OK;
    for (size_t i = find_from(journal, from); i < journal->count; i++) {
        const struct journal_memory_entry *entry = &journal->entries[i];
        if (filled.count == filled.count_max ||
            (filled.count > 0 && entry->place.epoch != filled.last.epoch)) {
            break;
        }
        if (!sound(entry)) {
            trouble = STATUS_BROKEN;
            break;
        }
        if (entry->size > filled.room - filled.size) {
            trouble = STATUS_FULL;
            break;
        }
        memcpy(filled.at + filled.size, entry->whole, entry->size);
        filled.size += entry->size;
        filled.first = filled.count++ == 0 ? entry->place : filled.first;
        filled.last = entry->place;
    }
    if (filled.count == 0 && trouble != STATUS_OK) {
        return trouble;
    }
    *page = filled;
    return STATUS_OK;
}

static enum status next_place(void *self, struct place from, struct place *out_place)
{
    const struct journal_memory *journal = self;
    const size_t at = find_from(journal, from);
    if (journal->failed) {
        return STATUS_IO;
    }
    if (at == journal->count) {
        return STATUS_NOT_FOUND;
    }
    *out_place = journal->entries[at].place;
    return STATUS_OK;
}

static enum status hash_at(void *self, struct place place, struct hash *out_hash)
{
    const struct journal_memory *journal = self;
    if (journal->failed) {
        return STATUS_IO;
    }
    const size_t at = find_from(journal, place);
    if (at == journal->count || place_order(journal->entries[at].place, place) != 0) {
        return STATUS_NOT_FOUND;
    }
    if (!sound(&journal->entries[at])) {
        return STATUS_BROKEN;
    }
    *out_hash = journal->entries[at].hash;
    return STATUS_OK;
}

static enum status receive(void *self, const struct journal_receipt *receipt)
{
    struct journal_memory *journal = self;
    bool done = false;
    const enum status status = before_write(journal, false, &done);
    journal->receipt = done ? *receipt : journal->receipt;
    return status;
}

static enum status kept(void *self, struct text key, uint8_t *out, size_t room, size_t *out_size)
{
    struct journal_memory *journal = self;
    if (journal->failed) {
        return STATUS_IO;
    }
    const struct journal_memory_kept *slot = key.size == 0 ? NULL : find_kept(journal, key);
    if (slot == NULL) {
        return STATUS_NOT_FOUND;
    }
    if (slot->size > room) {
        return STATUS_FULL;
    }
    memcpy(out, slot->value, slot->size);
    *out_size = slot->size;
    return STATUS_OK;
}

static enum status purge(void *self, struct instant cut, uint32_t count_max, uint32_t *out_count)
{
    struct journal_memory *journal = self;
    bool done = false;
    size_t count = 0;
    while (count < count_max && count + 1 < journal->count &&
           place_order(journal->entries[count].place, journal->receipt.level_two) <= 0 &&
           instant_before(journal->entries[count].made, cut)) {
        count++;
    }
    const enum status status = before_write(journal, false, &done);
    if (done && count > 0) {
        for (size_t i = 0; i < count; i++) {
            free(journal->entries[i].whole);
        }
        journal->count -= count;
        memmove(journal->entries, journal->entries + count,
                journal->count * sizeof *journal->entries);
    }
    if (status == STATUS_OK) {
        *out_count = (uint32_t)count;
    }
    return status;
}

static enum status reopen(void *self)
{
    struct journal_memory *journal = self;
    journal->failed = false;
    return journal->read_only ? STATUS_DENIED : STATUS_OK;
}

void journal_memory_init(struct journal_memory *journal)
{
    static const struct journal_file_ops ops = {
        .append = append,
        .state = state,
        .read = read_page,
        .next = next_place,
        .hash_at = hash_at,
        .receive = receive,
        .kept = kept,
        .purge = purge,
        .reopen = reopen,
    };
    *journal = (struct journal_memory){
        .port = {.ops = &ops, .self = journal}
    };
}

void journal_memory_fini(struct journal_memory *journal)
{
    for (size_t i = 0; i < journal->count; i++) {
        free(journal->entries[i].whole);
    }
    for (size_t i = 0; i < JOURNAL_MEMORY_KEPT; i++) {
        free(journal->kept[i].value);
    }
    free(journal->entries);
    journal->entries = NULL;
    journal->count = 0;
    journal->room = 0;
}

void journal_memory_restart(struct journal_memory *journal)
{
    journal->failed = false;
}

void journal_memory_damage(struct journal_memory *journal, struct place place)
{
    const size_t at = find_from(journal, place);
    assert(at < journal->count && place_order(journal->entries[at].place, place) == 0);
    journal->entries[at].whole[journal->entries[at].size / 2] ^= 1;
}
