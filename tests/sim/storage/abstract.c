#include "tests/sim/storage/abstract.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"

struct abstract {
    struct disk *disk; /* borrowed */
    struct abstract_journal journals[DISK_JOURNALS_MAX];
    struct abstract_acts acts;
    struct abstract_flags flags;
};

static enum status open_journal(void *parts, struct device device, const struct log *log,
                                struct journal_file *out)
{
    struct abstract *abstract = parts;
    struct abstract_journal *journal = abstract->journals;
    (void)log;
    while (journal->made && journal->device.id != device.id) {
        journal++;
        assert(journal < abstract->journals + DISK_JOURNALS_MAX);
    }
    return abstract_open_journal(journal, device, out);
}

static enum status open_acts(void *parts, const struct log *log, struct act_store *out)
{
    (void)log;
    return abstract_open_acts(&((struct abstract *)parts)->acts, out);
}

static enum status open_act_reader(void *parts, const struct log *log, struct act_reader *out)
{
    (void)log;
    return abstract_open_act_reader(&((struct abstract *)parts)->acts, out);
}

static enum status open_flags(void *parts, const struct log *log, struct flag_book *out)
{
    (void)log;
    return abstract_open_flags(&((struct abstract *)parts)->flags, out);
}

static enum status open_flag_reader(void *parts, const struct log *log, struct flag_reader *out)
{
    struct abstract *abstract = parts;
    (void)log;
    if (!abstract->flags.made || !abstract_reads(abstract->disk)) {
        return abstract->flags.made ? STATUS_IO : STATUS_NOT_FOUND;
    }
    *out = abstract->flags.memory.reader;
    return STATUS_OK;
}

static void *make(struct disk *disk)
{
    struct abstract *abstract = calloc(1, sizeof *abstract);
    assert(abstract != NULL);
    abstract->disk = disk;
    for (size_t i = 0; i < DISK_JOURNALS_MAX; i++) {
        struct abstract_journal *journal = &abstract->journals[i];
        past_init(&journal->past, &past_journal, disk, &journal->memory);
    }
    past_init(&abstract->acts.past, &past_acts, disk, &abstract->acts.memory);
    past_init(&abstract->flags.past, &past_flags, disk, &abstract->flags.memory);
    return abstract;
}

static void free_parts(void *parts)
{
    struct abstract *abstract = parts;
    for (size_t i = 0; i < DISK_JOURNALS_MAX; i++) {
        past_fini(&abstract->journals[i].past);
    }
    past_fini(&abstract->acts.past);
    past_fini(&abstract->flags.past);
    free(abstract);
}

static void end(void *parts, enum disk_end how)
{
    struct abstract *abstract = parts;
    enum fate fate = FATE_KEPT;
    bool fated = false;
    flag_book_memory_restart(&abstract->flags.memory); /* a turn under way is lost */
    if (how == DISK_END_CUT) {
        for (size_t i = 0; i < DISK_JOURNALS_MAX; i++) {
            past_cut(&abstract->journals[i].past, &fate, &fated);
        }
        past_cut(&abstract->acts.past, &fate, &fated);
        past_cut(&abstract->flags.past, &fate, &fated);
    }
    for (size_t i = 0; i < DISK_JOURNALS_MAX; i++) {
        abstract->journals[i].open = false;
        abstract->journals[i].memory.failed = true; /* (2) */
    }
    abstract->acts.writer.open = false;
    for (size_t i = 0; i < DISK_READERS_MAX; i++) {
        abstract->acts.readers[i].open = false;
    }
    abstract->flags.open = false;
    abstract->flags.memory.failed = true;
}

static void put(void *parts, const void *image)
{
    struct abstract *abstract = parts;
    const struct abstract *from = image;
    for (size_t i = 0; i < DISK_JOURNALS_MAX; i++) {
        struct abstract_journal *journal = &abstract->journals[i];
        assert(!journal->open);
        past_put(&journal->past, from == NULL ? NULL : &from->journals[i].memory);
        journal->made = from != NULL && from->journals[i].made;
        journal->device = from == NULL ? (struct device){0} : from->journals[i].device;
    }
    assert(!abstract->acts.writer.open && !abstract->flags.open);
    past_put(&abstract->acts.past, from == NULL ? NULL : &from->acts.memory);
    abstract->acts.made = from != NULL && from->acts.made;
    past_put(&abstract->flags.past, from == NULL ? NULL : &from->flags.memory);
    abstract->flags.made = from != NULL && from->flags.made;
}

/* An image is a disk that nothing opens. */
static void *image(void *parts)
{
    const struct abstract *abstract = parts;
    struct abstract *copy = make(abstract->disk);
    put(copy, abstract);
    copy->disk = NULL;
    return copy;
}

static uint64_t print_of_journal(uint64_t print, const struct journal_memory *journal)
{
    for (size_t i = 0; i < journal->count; i++) {
        print = disk_print(print, journal->entries[i].whole, journal->entries[i].size);
    }
    for (size_t i = 0; i < JOURNAL_MEMORY_KEPT; i++) {
        print = disk_print(print, journal->kept[i].value, journal->kept[i].size);
    }
    print = disk_print(print, &journal->receipt.received.place.seq, sizeof(uint64_t));
    return disk_print(print, &journal->receipt.level_two.seq, sizeof(uint64_t));
}

static enum status print_line(void *to, struct text line)
{
    uint64_t *print = to;
    *print = disk_print(*print, line.at, line.size);
    return STATUS_OK;
}

static uint64_t image_print(const void *image)
{
    const struct abstract *abstract = image;
    uint64_t print = DISK_PRINT_BEGIN;
    for (size_t i = 0; i < DISK_JOURNALS_MAX; i++) {
        print = print_of_journal(print, &abstract->journals[i].memory);
    }
    const struct act_store_memory *acts = &abstract->acts.memory;
    for (uint64_t n = 1; n <= acts->batches.count; n++) {
        const struct act_batch *batch = act_store_memory_batch(acts, n);
        print = disk_print(print, &batch->received.ms, sizeof batch->received.ms);
        print = disk_print(print, batch->message.at, batch->message.size);
    }
    struct flag_reader flags = abstract->flags.memory.reader;
    const enum status status = flag_reader_canonical(&flags, print_line, &print);
    assert(status == STATUS_OK);
    return print;
}

static bool is_at(const void *entry, struct place place)
{
    return place_order(((const struct journal_memory_entry *)entry)->place, place) == 0;
}

static bool journal_holds(const struct journal_memory *journal, struct place place)
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
    return low < journal->count && is_at(&journal->entries[low], place);
}

/* The newest first: it is the newest that is asked for. */
static bool acts_hold(const struct act_store_memory *acts, struct device device, struct place place)
{
    for (uint64_t n = acts->batches.count; n > 0; n--) {
        const struct act_batch *batch = act_store_memory_batch(acts, n);
        if (batch->device.id == device.id && batch->first.epoch == place.epoch &&
            place.seq >= batch->first.seq && place.seq < batch->first.seq + batch->count) {
            return true;
        }
    }
    return false;
}

static bool holds(void *parts, struct device device, struct place place)
{
    const struct abstract *abstract = parts;
    for (size_t i = 0; i < DISK_JOURNALS_MAX; i++) {
        if (abstract->journals[i].made && abstract->journals[i].device.id == device.id) {
            return journal_holds(past_durable(&abstract->journals[i].past), place);
        }
    }
    return acts_hold(past_durable(&abstract->acts.past), device, place);
}

static uint64_t bytes(const void *parts)
{
    const struct abstract *abstract = parts;
    uint64_t size = 0;
    for (size_t i = 0; i < DISK_JOURNALS_MAX; i++) {
        const struct journal_memory *journal = &abstract->journals[i].memory;
        for (size_t e = 0; e < journal->count; e++) {
            size += journal->entries[e].size;
        }
    }
    for (uint64_t n = 1; n <= abstract->acts.memory.batches.count; n++) {
        size += act_store_memory_batch(&abstract->acts.memory, n)->message.size;
    }
    return size;
}

/* What is written is in its place at once. */
static uint64_t wal_bytes(const void *parts)
{
    (void)parts;
    return 0;
}

const struct disk_kind_ops disk_abstract_ops = {
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
    .image_free = free_parts,
    .image_print = image_print,
    .holds = holds,
    .bytes = bytes,
    .wal_bytes = wal_bytes,
};
