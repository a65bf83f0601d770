#include "tests/sim/storage/campaign_book.h"

#include <string.h>

#include "base/check.h"
#include "tests/contract/chain.h"

enum { GROUP_MAX = 4, DEVICES = 3, MESSAGE_MAX = 900, PAGE_ROOM = 64 * 1024 };

/* --- what every book does --- */

void campaign_book_start(struct campaign_book *book)
{
    book->acked = 0;
    book->tried = 0;
    book->refused = 0;
    book->over = false;
}

enum status campaign_book_open(struct campaign_book *book, struct disk *disk)
{
    return book->open(book, disk);
}

enum status campaign_book_write(struct campaign_book *book, struct disk_dice *dice)
{
    const uint64_t count = 1 + disk_dice_below(dice, GROUP_MAX);
    if (book->acked + count > CAMPAIGN_ENTRIES) {
        book->over = true;
        return STATUS_OK;
    }
    book->tried = book->acked + count;
    const enum status status = book->write(book, count, dice);
    if (status == STATUS_OK) {
        book->acked += count;
    } else if (status == STATUS_FULL) {
        book->refused = book->tried;
    }
    return status;
}

enum status campaign_book_compare(struct campaign_book *book, struct campaign_found *out_found)
{
    struct campaign_found found = {0};
    uint64_t there = 0;
    enum status status = book->count(book, &there);
    if (status != STATUS_OK) {
        return status;
    }
    for (uint64_t i = 0; i < there || i < book->acked; i++) {
        const bool may = i < there && i < CAMPAIGN_ENTRIES;
        const enum campaign_look look = may ? book->look(book, i) : LOOK_ABSENT;
        if (look == LOOK_UNKNOWN) {
            return STATUS_IO;
        }
        found.lost += look != LOOK_SAME && i < book->acked;
        status = look == LOOK_DAMAGED ? STATUS_BROKEN : status;
    }
    if (there > book->acked) {
        found.doubled = there != book->tried &&
                        there != book->refused; /* half a group, or more than was ever sent */
        found.extra = there - book->acked;
    }
    if (status == STATUS_OK && found.lost == 0) {
        status = book->extra(book);
    }
    if (status == STATUS_OK) {
        book->acked = there;
        book->tried = there;
        *out_found = found;
    } else if (status != STATUS_IO) {
        *out_found = found;
    }
    return status;
}

/* --- a journal --- */

static struct journal {
    struct campaign_book book;
    struct chain_entry entries[CAMPAIGN_ENTRIES];
    struct device device;
    struct journal_file file;
    uint64_t receipt, receipt_tried;
    struct journal_page page; /* the last one read: entries are looked at in order */
    uint8_t room[PAGE_ROOM];
    size_t used;
    bool made;
} journal;

static enum status journal_open(struct campaign_book *book, struct disk *disk)
{
    if (book->tried == 0) {
        journal.receipt = journal.receipt_tried = 0;
    }
    return disk_journal(disk, &journal.device, NULL, &journal.file);
}

static enum status journal_receipt(uint64_t number)
{
    const struct journal_receipt receipt = {
        .received = {{1, number}, journal.entries[number - 1].entry.hash}
    };
    journal.receipt_tried = number;
    const enum status status = journal_file_receive(&journal.file, &receipt);
    if (status == STATUS_OK) {
        journal.receipt = number;
    }
    return status;
}

static enum status journal_write(struct campaign_book *book, uint64_t count, struct disk_dice *dice)
{
    struct journal_entry entries[GROUP_MAX];
    for (uint64_t i = 0; i < count; i++) {
        entries[i] = journal.entries[book->acked + i].entry;
    }
    if (book->acked > 0 && disk_dice_below(dice, 3) == 0) {
        const enum status status = journal_receipt(book->acked);
        if (status != STATUS_OK) {
            book->tried = book->acked;
            return status;
        }
    }
    const struct journal_group group = {.entries = entries, .entry_count = count};
    return journal_file_append(&journal.file, &group);
}

static enum status journal_count(struct campaign_book *book, uint64_t *out_there)
{
    struct journal_state state;
    (void)book;
    const enum status status = journal_file_state(&journal.file, &state);
    journal.page.count = 0;
    if (status == STATUS_OK) {
        *out_there = state.head.place.seq;
    }
    return status;
}

static enum campaign_look journal_look(struct campaign_book *book, uint64_t number)
{
    const struct span whole = journal.entries[number].entry.whole;
    const struct place place = {1, number + 1};
    (void)book;
    if (journal.page.count == 0 || place.seq > journal.page.last.seq) {
        journal.page = (struct journal_page){
            .at = journal.room, .room = sizeof journal.room, .count_max = CAMPAIGN_ENTRIES};
        journal.used = 0;
        const enum status status = journal_file_read(&journal.file, place, &journal.page);
        if (status == STATUS_IO) {
            journal.page.count = 0;
            return LOOK_UNKNOWN;
        }
        if (status != STATUS_OK || journal.page.count == 0 ||
            place_order(journal.page.first, place) != 0) {
            journal.page.count = 0;
            return status == STATUS_BROKEN ? LOOK_DAMAGED : LOOK_ABSENT;
        }
    }
    const bool same = journal.used + whole.size <= journal.page.size &&
                      memcmp(journal.room + journal.used, whole.at, whole.size) == 0;
    journal.used += whole.size;
    return same ? LOOK_SAME : LOOK_DAMAGED;
}

static enum status journal_extra(struct campaign_book *book)
{
    struct journal_state state;
    (void)book;
    const enum status status = journal_file_state(&journal.file, &state);
    if (status != STATUS_OK) {
        return status;
    }
    const uint64_t kept = state.receipt.received.place.seq;
    if (kept != journal.receipt && kept != journal.receipt_tried) {
        return STATUS_BROKEN;
    }
    journal.receipt = journal.receipt_tried = kept;
    return STATUS_OK;
}

struct campaign_book *campaign_journal(void)
{
    if (!journal.made) {
        struct chain chain;
        chain_start(&chain, 7);
        for (size_t i = 0; i < CAMPAIGN_ENTRIES; i++) {
            chain_next(&chain, 1000, 40 + i * 37 % 300, &journal.entries[i]);
        }
        journal.device = chain.device;
        journal.made = true;
        journal.book = (struct campaign_book){.open = journal_open,
                                              .write = journal_write,
                                              .count = journal_count,
                                              .look = journal_look,
                                              .extra = journal_extra};
    }
    return &journal.book;
}

/* --- the acts --- */

static struct acts {
    struct campaign_book book;
    struct act_store store;
    struct act_stream streams[DEVICES];
} acts;

static struct device acts_device(uint64_t number)
{
    return (struct device){100 + number % DEVICES};
}

/* Row NUMBER is an entry of its device with bytes of its own. */
static struct act_batch acts_row(uint64_t number, uint8_t bytes[MESSAGE_MAX])
{
    const size_t size = 60 + (size_t)(number * 131 % (MESSAGE_MAX - 60));
    for (size_t i = 0; i < size; i++) {
        bytes[i] = (uint8_t)(number * 7 + i * 13 + i / 256);
    }
    return (struct act_batch){
        .device = acts_device(number),
        .received.ms = (int64_t)(1000 + number),
        .first = {1, number / DEVICES + 1},
        .count = 1,
        .message = span_of(bytes, size)
    };
}

static enum status acts_load(void)
{
    struct act_stream found[DEVICES];
    size_t count = 0;
    const enum status status = act_store_streams(&acts.store, 0, found, DEVICES, &count);
    if (status != STATUS_OK) {
        return status;
    }
    for (uint64_t i = 0; i < DEVICES; i++) {
        static const struct head nothing;
        struct act_stream *stream = &acts.streams[i];
        memset(stream, 0, sizeof *stream);
        stream_init(&stream->stream, acts_device(i), &nothing, 1, false);
    }
    for (size_t i = 0; i < count; i++) {
        acts.streams[found[i].stream.device.id - acts_device(0).id] = found[i];
    }
    return STATUS_OK;
}

static size_t stream_of(uint64_t number)
{
    return (size_t)(number % DEVICES);
}

static enum status acts_open(struct campaign_book *book, struct disk *disk)
{
    (void)book;
    const enum status status = disk_acts(disk, NULL, &acts.store);
    return status == STATUS_OK ? acts_load() : status;
}

static enum status acts_write(struct campaign_book *book, uint64_t count, struct disk_dice *dice)
{
    static uint8_t bytes[GROUP_MAX][MESSAGE_MAX];
    struct act_batch batches[GROUP_MAX];
    struct act_stream *of[GROUP_MAX];
    struct act_stream *streams[DEVICES];
    struct act_group group = {.batches = batches, .batch_streams = of, .streams = streams};
    (void)dice;
    for (uint64_t i = 0; i < count; i++) {
        struct act_stream *stream = &acts.streams[stream_of(book->acked + i)];
        batches[i] = acts_row(book->acked + i, bytes[i]);
        stream->stream.high_water.place = batches[i].first;
        of[i] = stream;
        if (i < DEVICES) {
            streams[i] = stream;
        }
    }
    group.batch_count = count;
    group.stream_count = count < DEVICES ? count : DEVICES;
    const enum status status = act_store_commit(&acts.store, &group);
    if (status == STATUS_FULL) {
        /* After anything but STATUS_OK the streams are worthless. */
        return acts_load() == STATUS_OK ? STATUS_FULL : STATUS_IO;
    }
    return status;
}

static enum status acts_count(struct campaign_book *book, uint64_t *out_there)
{
    struct act_position position;
    (void)book;
    const enum status status = act_store_position(&acts.store, &position);
    if (status == STATUS_OK) {
        *out_there = position.n;
    }
    return status;
}

static enum campaign_look acts_look(struct campaign_book *book, uint64_t number)
{
    static uint8_t bytes[MESSAGE_MAX];
    static uint8_t room[PAGE_ROOM];
    struct act_batch row;
    struct act_page page = {.at = room, .room = sizeof room, .rows = &row, .rows_max = 1};
    const struct act_batch expected = acts_row(number, bytes);
    (void)book;
    const enum status status = act_store_row(&acts.store, number + 1, &page);
    if (status != STATUS_OK) {
        return status == STATUS_IO          ? LOOK_UNKNOWN
               : status == STATUS_NOT_FOUND ? LOOK_ABSENT
                                            : LOOK_DAMAGED;
    }
    return page.count == 1 && row.device.id == expected.device.id &&
                   place_order(row.first, expected.first) == 0 &&
                   row.received.ms == expected.received.ms && row.count == 1 &&
                   row.message.size == expected.message.size &&
                   memcmp(row.message.at, expected.message.at, row.message.size) == 0
               ? LOOK_SAME
               : LOOK_DAMAGED;
}

/* Each stream is where its last row is. */
static enum status acts_extra(struct campaign_book *book)
{
    uint64_t there = 0;
    enum status status = acts_count(book, &there);
    if (status == STATUS_OK) {
        status = acts_load();
    }
    for (uint64_t i = 0; status == STATUS_OK && i < DEVICES; i++) {
        const uint64_t rows = (there + DEVICES - 1 - i) / DEVICES;
        if (acts.streams[i].stream.high_water.place.seq != rows ||
            acts.streams[i].trail.rows != rows) {
            status = STATUS_BROKEN;
        }
    }
    return status;
}

struct campaign_book *campaign_acts(void)
{
    acts.book = (struct campaign_book){.open = acts_open,
                                       .write = acts_write,
                                       .count = acts_count,
                                       .look = acts_look,
                                       .extra = acts_extra};
    return &acts.book;
}
