#include "tests/sim/storage/abstract.h"

#include "base/check.h"

static const struct act_store_ops *acts_inner(const struct acts_hand *hand)
{
    return hand->acts->memory.port.ops;
}

static const struct act_reader_ops *reader_inner(const struct acts_hand *hand)
{
    return hand->acts->memory.reader.ops;
}

/* What is known without a look at the disk. */
static enum status acts_alive(const struct acts_hand *hand)
{
    return !hand->open || hand->failed ? STATUS_IO : STATUS_OK;
}

static enum status acts_look(struct acts_hand *hand)
{
    hand->failed = hand->failed || !abstract_reads(hand->acts->past.disk);
    return acts_alive(hand);
}

/* A bit of one of the rows in PAGE, there and in the book; not of what is apart, as row 0. */
static void acts_rot(const struct acts_hand *hand, const struct act_page *page)
{
    const struct disk *disk = hand->acts->past.disk;
    if (page->count == 0 || page->rows[0].n == 0 || !disk_fires(disk, DISK_BIT_ROT)) {
        return;
    }
    const struct act_batch *row = &page->rows[disk_below(disk, page->count)];
    const struct act_batch *kept = act_store_memory_batch(&hand->acts->memory, row->n);
    if (row->message.size > 0) {
        const size_t at = (size_t)disk_below(disk, row->message.size);
        ((uint8_t *)row->message.at)[at] ^= 1;
        ((uint8_t *)kept->message.at)[at] ^= 1;
    }
}

static enum status acts_commit(void *self, struct act_group *group)
{
    struct acts_hand *hand = self;
    struct act_store_memory *memory = &hand->acts->memory;
    if (acts_alive(hand) != STATUS_OK) {
        return STATUS_IO;
    }
    const struct past_write write = past_write(&hand->acts->past);
    memory->next = write.says;
    memory->lands = write.lands;
    const enum status status = acts_inner(hand)->commit(memory, group);
    memory->failed = false; /* each hand has its own */
    hand->failed = status == STATUS_IO;
    return status;
}

static enum status acts_position(void *self, struct act_position *out_position)
{
    struct acts_hand *hand = self;
    const enum status status = acts_alive(hand);
    return status == STATUS_OK ? acts_inner(hand)->position(&hand->acts->memory, out_position)
                               : status;
}

static enum status acts_devices(void *self, uint64_t skip, struct act_device *out, size_t room,
                                size_t *out_count)
{
    struct acts_hand *hand = self;
    const enum status status = acts_look(hand);
    return status == STATUS_OK
               ? acts_inner(hand)->devices(&hand->acts->memory, skip, out, room, out_count)
               : status;
}

static enum status acts_streams(void *self, uint64_t skip, struct act_stream *out, size_t room,
                                size_t *out_count)
{
    struct acts_hand *hand = self;
    const enum status status = acts_look(hand);
    return status == STATUS_OK
               ? acts_inner(hand)->streams(&hand->acts->memory, skip, out, room, out_count)
               : status;
}

static enum status acts_find(void *self, const struct act_stream *stream, struct place place,
                             struct act_page *page)
{
    struct acts_hand *hand = self;
    enum status status = acts_look(hand);
    if (status == STATUS_OK) {
        status = acts_inner(hand)->find(&hand->acts->memory, stream, place, page);
    }
    if (status == STATUS_OK) {
        acts_rot(hand, page);
    }
    return status;
}

static enum status acts_row(void *self, uint64_t n, struct act_page *page)
{
    struct acts_hand *hand = self;
    enum status status = acts_look(hand);
    if (status == STATUS_OK) {
        status = acts_inner(hand)->row(&hand->acts->memory, n, page);
    }
    if (status == STATUS_OK) {
        acts_rot(hand, page);
    }
    return status;
}

static enum status acts_read(void *self, uint64_t after, struct act_page *page)
{
    struct acts_hand *hand = self;
    enum status status = acts_look(hand);
    if (status == STATUS_OK) {
        status = reader_inner(hand)->read(&hand->acts->memory, after, page);
    }
    if (status == STATUS_OK) {
        acts_rot(hand, page);
    }
    return status;
}

static enum status acts_reached(void *self, const struct act_stream *stream, uint64_t n,
                                struct place *out_place)
{
    struct acts_hand *hand = self;
    const enum status status = acts_look(hand);
    return status == STATUS_OK
               ? acts_inner(hand)->reached(&hand->acts->memory, stream, n, out_place)
               : status;
}

static enum status acts_quarantine(void *self, uint64_t after, struct act_quarantine *out,
                                   size_t room, size_t *out_count)
{
    struct acts_hand *hand = self;
    const enum status status = acts_look(hand);
    return status == STATUS_OK
               ? reader_inner(hand)->quarantine(&hand->acts->memory, after, out, room, out_count)
               : status;
}

static enum status acts_incidents(void *self, uint64_t after, struct act_incident *out, size_t room,
                                  size_t *out_count)
{
    struct acts_hand *hand = self;
    const enum status status = acts_look(hand);
    return status == STATUS_OK
               ? reader_inner(hand)->incidents(&hand->acts->memory, after, out, room, out_count)
               : status;
}

static enum status acts_reopen(void *self)
{
    struct acts_hand *hand = self;
    if (!hand->open || !abstract_reads(hand->acts->past.disk)) { /* (2) */
        return STATUS_IO;
    }
    if (hand == &hand->acts->writer) {
        past_sync(&hand->acts->past); /* (1) */
    }
    hand->failed = false;
    return STATUS_OK;
}

enum status abstract_open_acts(struct abstract_acts *acts, struct act_store *out)
{
    static const struct act_store_ops ops = {
        .commit = acts_commit,
        .position = acts_position,
        .devices = acts_devices,
        .streams = acts_streams,
        .find = acts_find,
        .row = acts_row,
        .reached = acts_reached,
        .reopen = acts_reopen,
    };
    assert(!acts->writer.open);
    if (!abstract_reads(acts->past.disk)) {
        return STATUS_IO;
    }
    past_sync(&acts->past);
    acts->made = true;
    acts->writer = (struct acts_hand){.acts = acts, .open = true};
    *out = (struct act_store){.ops = &ops, .self = &acts->writer};
    return STATUS_OK;
}

enum status abstract_open_act_reader(struct abstract_acts *acts, struct act_reader *out)
{
    static const struct act_reader_ops ops = {
        .position = acts_position,
        .read = acts_read,
        .devices = acts_devices,
        .streams = acts_streams,
        .find = acts_find,
        .quarantine = acts_quarantine,
        .incidents = acts_incidents,
        .reopen = acts_reopen,
    };
    struct acts_hand *hand = acts->readers;
    while (hand->open) {
        hand++;
        assert(hand < acts->readers + DISK_READERS_MAX);
    }
    if (!acts->made || !abstract_reads(acts->past.disk)) {
        return acts->made ? STATUS_IO : STATUS_NOT_FOUND;
    }
    *hand = (struct acts_hand){.acts = acts, .open = true};
    *out = (struct act_reader){.ops = &ops, .self = hand};
    return STATUS_OK;
}
