/* uplink_fuzz - a unit whose server says anything: raw bytes, and answers that are nearly right.
 * Its journal stays a chain, nothing it was not receipted for is thrown away, and no answer makes
 * it forget an entry. */
#include <stdlib.h>
#include <string.h>

#include "handheld/app/unit.h"
#include "tests/fakes/chance_fake.h"
#include "tests/fakes/clock_fake.h"
#include "tests/fakes/journal_memory.h"
#include "tests/fakes/link_fake.h"
#include "tests/fakes/log_fake.h"
#include "tests/fuzz/fuzz.h"

enum { TURNS_MAX = 80, ENTRIES_MAX = 120 };

static struct unit unit;
static struct journal_memory journal;
static struct link_fake line;
static struct clock_fake clock_now;
static struct chance_fake chance;
static struct log_fake log_lines;
static struct sign_public key;
static struct sign_secret secret;
static uint32_t scanned; /* so many; from 0 for each input, so that it repeats */

static void open_unit(void)
{
    struct unit_effects effects;
    const struct unit_ports ports = {.journal = &journal.port,
                                     .link = &line.port,
                                     .chance = &chance.port,
                                     .log = &log_lines.port};
    const struct shift_settings settings = {.device = device_of(&key),
                                            .sign_key = key,
                                            .secret = &secret,
                                            .party = TEXT("center"),
                                            .software = TEXT("fuzz")};
    journal.next = STATUS_OK;
    journal_memory_restart(&journal);
    enum status status = unit_open(&unit, &settings, &ports, 1, &clock_now.now, &effects);
    assert(status == STATUS_OK);
}

static void start(void)
{
    static const uint8_t seed[SIGN_SEED_SIZE] = {6};
    enum status status = sign_start();
    assert(status == STATUS_OK);
    sign_keys(seed, &key, &secret);
    journal_memory_init(&journal);
    link_fake_init(&line);
    clock_fake_init(&clock_now, (struct instant){1800000000000});
    chance_fake_init(&chance, 1);
    log_fake_init(&log_lines);
    open_unit();
}

static void check_chain(void)
{
    struct head head = {{0}, {{0}}};
    for (size_t i = 0; i < journal.count; i++) {
        struct span bytes = span_of(journal.entries[i].whole, journal.entries[i].size);
        struct sealed sealed;
        enum status status = entry_open(&bytes, &sealed);
        assert(status == STATUS_OK && bytes.size == 0);
        assert(i == 0 || entry_follows(&sealed, &head));
        head = entry_head(&sealed);
    }
    assert(place_order(journal.receipt.received.place, head.place) <= 0);
    assert(place_order(journal.receipt.level_two, journal.receipt.received.place) <= 0);
}

/* What a unit that starts would know again of the server's clock: all of it, or nothing. */
static void check_clock(void)
{
    struct uplink_clock clock = {.measured = {-77}};
    journal.next = STATUS_OK;
    journal_memory_restart(&journal); /* whatever its disk did before */
    enum status status = uplink_kept_clock(&journal.port, &clock);
    assert(status == STATUS_OK || (status == STATUS_NOT_FOUND && clock.measured.ms == -77));
    if (uplink_is_idle(&unit.uplink)) {
        assert(place_order(unit.uplink.sender.received.place, journal.receipt.received.place) >= 0);
    }
}

static struct head some_head(struct reader *reader)
{
    struct head head = {{0}, {{0}}};
    uint8_t which = read_u8(reader);
    if (journal.count > 0 && which < 200) {
        const struct journal_memory_entry *entry = &journal.entries[which % journal.count];
        head = (struct head){entry->place, entry->hash};
    } else if (which < 250) {
        head = (struct head){
            {1U + which % 3, read_u8(reader)},
            {{read_u8(reader)}             }
        };
        head = head.place.seq == 0 ? (struct head){0} : head;
    }
    return head;
}

static void answer(struct reader *reader)
{
    static uint8_t bytes[LINK_MESSAGE_MAX];
    struct message said = {.kind = MESSAGE_HELLO + fuzz_choose(reader, 7)};
    struct writer writer = writer_of(bytes, sizeof bytes);
    if (said.kind == MESSAGE_WELCOME) {
        said.welcome = (struct welcome){.version = SYNC_VERSION,
                                        .verdict = WELCOME_CONTINUE + fuzz_choose(reader, 4),
                                        .high_water = some_head(reader),
                                        .epoch = read_u8(reader) % 8,
                                        .server_wall_ms = clock_now.now.wall.ms + read_i32(reader),
                                        .echo_mono_ms = clock_now.now.mono.ms,
                                        .level_two = some_head(reader).place};
    } else if (said.kind == MESSAGE_RECEIPT) {
        said.receipt = (struct receipt){some_head(reader), some_head(reader).place};
    } else if (said.kind == MESSAGE_REFUSAL) {
        said.refusal = (struct refusal){.code = REFUSAL_UPDATE_NEEDED + fuzz_choose(reader, 10),
                                        .high_water = some_head(reader)};
    } else if (said.kind == MESSAGE_BUSY) {
        said.busy.retry_after_ms = read_u32(reader);
    } else if (said.kind == MESSAGE_NOTICE) {
        said.notice = (struct notice){.kind = NOTICE_CALENDAR + fuzz_choose(reader, 5),
                                      .number = read_u8(reader)};
    } else {
        said.kind = MESSAGE_BUSY;
    }
    if (message_encode(&said, &writer) == STATUS_OK) {
        (void)link_fake_give(&line, writer_span(&writer));
    }
}

static void step(const struct unit_input *input)
{
    struct unit_effects effects = {.again = true};
    for (int i = 0; i < 50 && effects.again; i++) {
        const struct unit_event event = {.now = clock_now.now,
                                         .line = clock_now.now.mono,
                                         .inputs = input,
                                         .input_count = input && i == 0};
        unit_step(&unit, &event, &effects);
    }
    assert(!effects.again);
}

static void scan(uint32_t number)
{
    char text[64];
    struct line typed = line_of(text, sizeof text);
    line_put(&typed, number % 4 == 0 ? "give post" : "scan H41.04-261123-");
    line_digits(&typed, number, 4);
    const struct unit_input input = {.kind = UNIT_LINE, .text = line_done(&typed)};
    step(&input);
}

static void take_turn(struct reader *reader)
{
    uint8_t turn = read_u8(reader);
    size_t before = journal.count;
    switch (turn % 8) {
    case 0:
    case 1:
        answer(reader);
        break;
    case 2: {
        struct span raw = read_span(reader, read_u8(reader) < reader->left ? 0 : reader->left);
        (void)link_fake_give(&line, raw);
        break;
    }
    case 3:
        if (journal.count < ENTRIES_MAX) {
            scan(scanned++ % 10000);
        }
        break;
    case 4:
        clock_fake_advance(&clock_now, 600 * (int64_t)read_u8(reader));
        break;
    case 5:
        journal.next = turn & 8 ? STATUS_IO : STATUS_OK;
        journal.lands = turn & 16;
        break;
    case 6:
        mailbox_clear(&line.sent);
        if (turn & 8) {
            open_unit();
        }
        break;
    default:
        link_fake_down(&line);
        link_fake_up(&line);
        break;
    }
    step(NULL);
    assert(journal.count >= before || place_order(journal.receipt.level_two, (struct place){0}));
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct reader reader = reader_of(span_of(at, size));
    scanned = 0;
    start();
    for (int i = 0; i < TURNS_MAX && reader.left > 0; i++) {
        take_turn(&reader);
    }
    check_chain();
    check_clock();
    journal_memory_fini(&journal);
    link_fake_fini(&line);
    return 0;
}
