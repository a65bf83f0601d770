/* journal_fuzz - structured: the unit's book over SQLite and a book in memory are told the same, a
 * byte a step, and must answer the same. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "adapters/sqlite/journal_sqlite.h"
#include "tests/contract/chain.h"
#include "tests/fakes/journal_memory.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/scratch.h"

enum { STEPS_MAX = 60, GROUP_MAX = 4, ENTRIES_MAX = 100, ROOM = 4096, KEYS = 5 };
enum step { APPEND, APPEND_WRONG, RECEIVE, READ, HASH_AT, KEPT, PURGE, REOPEN, OPEN_AGAIN, STEPS };

static struct scratch scratch;
static struct journal_sqlite disk;
static struct journal_memory memory;
static struct journal_file on_disk;
static struct chain chain;

static enum status open_disk(void)
{
    const struct database_options options = {.path = scratch_path(&scratch, "journal.db")};
    enum status status = journal_sqlite_open(&disk, &options);
    on_disk = journal_sqlite_file(&disk);
    return status;
}

static void same_head(const struct head *a, const struct head *b)
{
    assert(place_order(a->place, b->place) == 0 && hash_equal(&a->hash, &b->hash));
}

static void check_state(void)
{
    struct journal_state a;
    struct journal_state b;
    enum status one = journal_file_state(&on_disk, &a);
    enum status other = journal_file_state(&memory.port, &b);
    assert(one == STATUS_OK && other == STATUS_OK);
    same_head(&a.head, &b.head);
    same_head(&a.receipt.received, &b.receipt.received);
    assert(place_order(a.first, b.first) == 0 && a.unsent == b.unsent && a.full == b.full);
    assert(place_order(a.receipt.level_two, b.receipt.level_two) == 0);
    assert(a.receipt.locked == b.receipt.locked && a.receipt.reason == b.receipt.reason);
}

static struct place any_place(struct reader *reader)
{
    return (struct place){read_u8(reader) % 5, read_u8(reader) % 40};
}

static struct text any_key(struct reader *reader)
{
    static const char names[KEYS][40] = {"duty", "open", "clock", "",
                                         "a-name-of-more-than-thirty-one-bytes"};
    return text_of(names[fuzz_choose(reader, KEYS)]);
}

static void append(struct reader *reader, bool wrong)
{
    static struct chain_entry made[GROUP_MAX];
    static uint8_t value[300];
    struct journal_entry entries[GROUP_MAX];
    const struct chain before = chain;
    size_t count = fuzz_choose(reader, GROUP_MAX + 1);
    uint8_t how = read_u8(reader);
    if (chain.head.place.seq + count >= ENTRIES_MAX) {
        return;
    }
    if (how % 8 == 0 && chain.head.place.seq > 0) {
        chain_open_epoch(&chain, chain.head.place.epoch + 1 + how / 64);
    }
    for (size_t i = 0; i < count; i++) {
        chain_next(&chain, 1000 * read_u8(reader), 40 + (size_t)read_u8(reader), &made[i]);
        entries[i] = made[i].entry;
    }
    if (wrong && count > 0) {
        entries[how % count].place = any_place(reader);
    }
    struct journal_kept kept = {.key = any_key(reader), .value = span_of(value, read_u8(reader))};
    memset(value, how, sizeof value);
    kept.key = kept.key.size == 0 ? TEXT("duty") : kept.key;
    const struct journal_group group = {
        .entries = entries, .entry_count = count, .kept = &kept, .kept_count = how & 1};
    enum status one = journal_file_append(&on_disk, &group);
    enum status other = journal_file_append(&memory.port, &group);
    assert(one == other && one != STATUS_IO);
    if (one != STATUS_OK || wrong) {
        struct journal_state state;
        chain = before;
        if (journal_file_state(&memory.port, &state) == STATUS_OK && state.head.place.epoch > 0) {
            chain.head = state.head; /* a wrong place may have been a right one */
        }
    } else if (count == 0) {
        chain = before;
    }
}

/* PLACE, or MOST if that lies before it. */
static struct place no_later(struct place place, struct place most)
{
    return place_order(place, most) > 0 ? most : place;
}

/* Never for more than was written: core/sync_sender.h refuses such receipts. */
static void receive(struct reader *reader)
{
    struct journal_state state;
    enum status known = journal_file_state(&memory.port, &state);
    assert(known == STATUS_OK);
    struct journal_receipt receipt = {.received.place =
                                          no_later(any_place(reader), state.head.place),
                                      .received.hash = {{read_u8(reader)}},
                                      .level_two = any_place(reader),
                                      .locked = read_u8(reader) % 4 == 0,
                                      .reason = read_u8(reader)};
    receipt.level_two = no_later(receipt.level_two, receipt.received.place);
    enum status one = journal_file_receive(&on_disk, &receipt);
    enum status other = journal_file_receive(&memory.port, &receipt);
    assert(one == STATUS_OK && other == STATUS_OK);
}

static void read_pages(struct reader *reader)
{
    static uint8_t a[ROOM];
    static uint8_t b[ROOM];
    struct place from = any_place(reader);
    struct journal_page page = {
        .at = a, .room = 16 * (size_t)read_u8(reader), .count_max = read_u8(reader) % 12};
    struct journal_page other_page = page;
    other_page.at = b;
    enum status one = journal_file_read(&on_disk, from, &page);
    enum status other = journal_file_read(&memory.port, from, &other_page);
    assert(one == other && page.count == other_page.count && page.size == other_page.size);
    assert(page.size == 0 || memcmp(a, b, page.size) == 0);
    assert(page.count == 0 || (place_order(page.first, other_page.first) == 0 &&
                               place_order(page.last, other_page.last) == 0));
}

static void look_up(struct reader *reader, bool by_place)
{
    static uint8_t a[300];
    static uint8_t b[300];
    struct hash one_hash = {{0}};
    struct hash other_hash = {{0}};
    size_t one_size = 0;
    size_t other_size = 0;
    if (by_place) {
        struct place place = any_place(reader);
        enum status one = journal_file_hash_at(&on_disk, place, &one_hash);
        enum status other = journal_file_hash_at(&memory.port, place, &other_hash);
        assert(one == other && hash_equal(&one_hash, &other_hash));
        struct place one_next = place;
        struct place other_next = place;
        one = journal_file_next(&on_disk, place, &one_next);
        other = journal_file_next(&memory.port, place, &other_next);
        assert(one == other && place_order(one_next, other_next) == 0);
        return;
    }
    struct text key = any_key(reader);
    size_t room = read_u8(reader);
    enum status one = journal_file_kept(&on_disk, key, a, room, &one_size);
    enum status other = journal_file_kept(&memory.port, key, b, room, &other_size);
    assert(one == other && one_size == other_size && memcmp(a, b, one_size) == 0);
}

static void purge(struct reader *reader)
{
    uint32_t one_count = 0;
    uint32_t other_count = 0;
    const struct instant cut = {1000 * read_u8(reader)};
    uint32_t most = read_u8(reader) % 20;
    enum status one = journal_file_purge(&on_disk, cut, most, &one_count);
    enum status other = journal_file_purge(&memory.port, cut, most, &other_count);
    assert(one == other && one_count == other_count && one_count <= most);
}

/* A book opens also when its newest entry is damaged, as one at a wrong place is: the chain goes on
 * from the hash beside it. */
static void check_opened(enum status status)
{
    assert(status == STATUS_OK);
}

static void step(struct reader *reader)
{
    switch ((enum step)fuzz_choose(reader, STEPS)) {
    case APPEND:
        append(reader, false);
        break;
    case APPEND_WRONG:
        append(reader, true);
        break;
    case RECEIVE:
        receive(reader);
        break;
    case READ:
        read_pages(reader);
        break;
    case HASH_AT:
        look_up(reader, true);
        break;
    case KEPT:
        look_up(reader, false);
        break;
    case PURGE:
        purge(reader);
        break;
    case REOPEN:
        check_opened(journal_file_reopen(&on_disk));
        break;
    case OPEN_AGAIN:
        if (read_u8(reader) % 8 == 0) { /* takes as long as a hundred other steps */
            journal_sqlite_close(&disk);
            check_opened(open_disk());
        }
        break;
    case STEPS:
        break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct reader reader = reader_of(span_of(at, size));
    scratch_make(&scratch);
    scratch_clear(&scratch);
    journal_memory_init(&memory);
    enum status status = open_disk();
    assert(status == STATUS_OK);
    chain_start(&chain, 5);
    for (int steps = 0; reader.left > 0 && steps < STEPS_MAX; steps++) {
        step(&reader);
        check_state();
    }
    journal_sqlite_close(&disk);
    journal_memory_fini(&memory);
    return 0;
}
