/* unit_lines_fuzz - lines from anywhere into a unit whose journal fails and which crashes at any
 * point: what is answered "ok" is in the book, and the chain holds. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "handheld/app/unit.h"
#include "tests/fakes/chance_fake.h"
#include "tests/fakes/clock_fake.h"
#include "tests/fakes/journal_memory.h"
#include "tests/fakes/log_fake.h"

/* NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls */
int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size);

static struct unit unit;
static struct journal_memory journal;
static struct clock_fake clock_now;
static struct chance_fake chance;
static struct log_fake log_lines;
static struct sign_public key;
static struct sign_secret secret;

static void must(bool held)
{
    if (!held) {
        abort();
    }
}

static void open_unit(void)
{
    struct unit_effects effects;
    const struct unit_ports ports = {
        .journal = &journal.port, .chance = &chance.port, .log = &log_lines.port};
    const struct shift_settings settings = {.device = device_of(&key),
                                            .sign_key = key,
                                            .secret = &secret,
                                            .party = TEXT("center"),
                                            .software = TEXT("fuzz")};
    journal.next = STATUS_OK;
    journal_memory_restart(&journal);
    must(unit_open(&unit, &settings, &ports, 1, &clock_now.now, &effects) == STATUS_OK);
}

static void start(void)
{
    static const uint8_t seed[SIGN_SEED_SIZE] = {5};
    must(sign_start() == STATUS_OK);
    sign_keys(seed, &key, &secret);
    journal_memory_init(&journal);
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
        must(entry_open(&bytes, &sealed) == STATUS_OK && bytes.size == 0);
        must(statement_check(&sealed.entry) == STATUS_OK);
        must(i == 0 || entry_follows(&sealed, &head));
        head = entry_head(&sealed);
    }
}

/* The first byte of each line: how its commit goes, how much time passes, whether it crashes. */
static void give(struct text line)
{
    struct unit_effects effects;
    uint8_t how = line.size > 0 ? (uint8_t)line.at[0] : 0;
    size_t before = journal.count;
    line = line.size > 0 ? (struct text){line.at + 1, line.size - 1} : line;
    const struct unit_input input = {.kind = how & 0x20 ? UNIT_SCAN : UNIT_LINE, .text = line};
    journal.next = (how & 3) == 3 ? STATUS_IO : STATUS_OK;
    journal.lands = how & 4;
    clock_fake_advance(&clock_now, how & 8 ? 5000 : 10);
    const struct unit_event event = {
        .now = clock_now.now, .line = clock_now.now.mono, .inputs = &input, .input_count = 1};
    unit_step(&unit, &event, &effects);
    must(effects.taken == 1 && effects.answer_count <= 3);
    for (size_t i = 0; i < effects.answer_count; i++) {
        const struct answer *answer = &effects.answers[i];
        bool recorded = strcmp(answer->code, "UNIT-01") == 0;
        must(!recorded || journal.count > before);
        must(answer->tone != TONE_DUPLICATE || journal.count == before);
        must(text_utf8(text_of(answer->text)) && strchr(answer->text, '\n') == NULL);
    }
    if (how & 0x10) {
        open_unit();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct text rest = {(const char *)at, size};
    start();
    for (int i = 0; i < 64 && rest.size > 0; i++) {
        give(text_split(&rest, '\n'));
    }
    check_chain();
    journal_memory_fini(&journal);
    return 0;
}
