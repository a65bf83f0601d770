#include "tests/unit/handheld/app/bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct bench benches[2];
static struct bench *bench = &benches[0];

static void open_unit(void)
{
    const struct unit_ports ports = {.journal = &bench->journal.port,
                                     .link = bench->unit.ports.link,
                                     .chance = &bench->chance.port,
                                     .log = &bench->log.port};
    assert_int_equal(
        unit_open(&bench->unit, &bench->settings, &ports, 1, &bench->clock.now, &bench->effects),
        STATUS_OK);
}

static void open_at(struct bench *at, uint8_t seed_byte)
{
    const uint8_t seed[SIGN_SEED_SIZE] = {seed_byte};
    bench = at;
    memset(bench, 0, sizeof *bench);
    assert_int_equal(sign_start(), STATUS_OK);
    sign_keys(seed, &bench->sign_key, &bench->secret);
    assert_int_equal(instant_parse(TEXT("2026-11-23T14:25:00"), &bench->now), STATUS_OK);
    bench->agencies[0] = TEXT("H41.04");
    bench->agencies[1] = TEXT("H41.09");
    bench->settings = (struct shift_settings){.device = device_of(&bench->sign_key),
                                              .sign_key = bench->sign_key,
                                              .secret = &bench->secret,
                                              .language = LANGUAGE_EN,
                                              .party = TEXT("center"),
                                              .stop = TEXT("TTG"),
                                              .software = TEXT("bench"),
                                              .agencies = bench->agencies,
                                              .agency_count = 2};
    journal_memory_init(&bench->journal);
    link_fake_init(&bench->link);
    clock_fake_init(&bench->clock, bench->now);
    chance_fake_init(&bench->chance, seed_byte);
    log_fake_init(&bench->log);
    open_unit();
}

struct bench *bench_open(void)
{
    open_at(&benches[0], 7);
    return bench;
}

struct bench *bench_open_second(void)
{
    open_at(&benches[1], 8);
    return bench;
}

void bench_use(struct bench *which)
{
    bench = which;
}

struct bench *bench_in_use(void)
{
    return bench;
}

void bench_close(void)
{
    link_fake_fini(&bench->link);
    journal_memory_fini(&bench->journal);
}

void bench_restart(void)
{
    journal_memory_restart(&bench->journal);
    open_unit();
}

void bench_connect(void)
{
    bench->unit.ports.link = &bench->link.port;
    bench_restart();
}

void bench_pass(int64_t ms)
{
    clock_fake_advance(&bench->clock, ms);
}

static void step(const struct unit_input *inputs, size_t count)
{
    const struct unit_event event = {.now = bench->clock.now,
                                     .line = bench->clock.now.mono,
                                     .inputs = inputs,
                                     .input_count = count};
    unit_step(&bench->unit, &event, &bench->effects);
}

static void assert_begins(const struct answer *answer, const char *what, const char *expected)
{
    char line[64 + SHIFT_ANSWER_SIZE];
    (void)snprintf(line, sizeof line, "%s %s %s", tone_name(answer->tone), answer->code,
                   answer->text);
    if (strncmp(line, expected, strlen(expected)) != 0) {
        fail_msg("%s\n  answered: %s\n  expected: %s", what, line, expected);
    }
}

void bench_input(enum unit_input_kind kind, struct text text, const char *expected)
{
    const struct unit_input input = {.kind = kind, .text = text};
    step(&input, 1);
    assert_int_equal(bench->effects.taken, 1);
    assert_true(bench->effects.answer_count > 0);
    assert_begins(&bench->effects.answers[bench->effects.answer_count - 1], "the input", expected);
}

void bench_note(enum unit_input_kind kind, const struct said *said, struct text text,
                const char *expected)
{
    const struct unit_input input = {.kind = kind, .text = text, .said = said};
    step(&input, 1);
    assert_int_equal(bench->effects.answer_count, 1);
    assert_begins(&bench->effects.answers[0], "the note", expected);
}

void bench_line(const char *line, const char *expected)
{
    const struct unit_input input = {.kind = UNIT_LINE, .text = text_of(line)};
    step(&input, 1);
    assert_int_equal(bench->effects.taken, 1);
    if (bench->effects.answer_count == 0) {
        fail_msg("no answer to: %s", line);
    }
    assert_begins(&bench->effects.answers[bench->effects.answer_count - 1], line, expected);
}

void bench_lines(const char *const *lines, const char *const *expected)
{
    struct unit_input inputs[SHIFT_LINES_MAX] = {{.kind = UNIT_LINE}};
    size_t count = 0;
    for (; lines[count]; count++) {
        inputs[count] = (struct unit_input){.kind = UNIT_LINE, .text = text_of(lines[count])};
    }
    step(inputs, count);
    assert_int_equal(bench->effects.taken, count);
    assert_int_equal(bench->effects.answer_count, count);
    for (size_t i = 0; i < count; i++) {
        assert_begins(&bench->effects.answers[i], lines[i], expected[i]);
    }
}

const char *bench_said(void)
{
    assert_true(bench->effects.answer_count > 0);
    return bench->effects.answers[bench->effects.answer_count - 1].text;
}

bool bench_informed(const char *code)
{
    for (size_t i = 0; i < bench->effects.answer_count; i++) {
        const struct answer *answer = &bench->effects.answers[i];
        if (answer->tone == TONE_INFO && strcmp(answer->code, code) == 0) {
            return true;
        }
    }
    return false;
}

void bench_tick(void)
{
    step(NULL, 0);
}

void bench_cut(size_t count)
{
    while (count-- > 0) {
        free(bench->journal.entries[--bench->journal.count].whole);
    }
    const struct journal_memory_entry *newest = &bench->journal.entries[bench->journal.count - 1];
    bench->journal.receipt.received = (struct head){newest->place, newest->hash};
}

size_t bench_count(void)
{
    return bench->journal.count;
}

size_t bench_count_code(const char *code)
{
    size_t count = 0;
    for (size_t i = 0; i < bench->journal.count; i++) {
        const struct journal_memory_entry *entry = &bench->journal.entries[i];
        struct span bytes = span_of(entry->whole, entry->size);
        struct sealed sealed;
        struct scan_body scan;
        struct act_body act;
        assert_int_equal(entry_open(&bytes, &sealed), STATUS_OK);
        if (sealed.entry.kind == ENTRY_SCAN) {
            assert_int_equal(scan_decode(sealed.entry.body, &scan), STATUS_OK);
            count += text_is(scan.code, code) && !scan.withdrawn;
        } else if (sealed.entry.kind == ENTRY_ACT) {
            assert_int_equal(act_decode(sealed.entry.body, &act), STATUS_OK);
            count += text_is(act.subject, code) && act.kind != ACT_VOID;
        }
    }
    return count;
}

struct sealed bench_entry(int i)
{
    size_t at = i < 0 ? bench->journal.count - (size_t)-i : (size_t)i;
    struct sealed sealed;
    assert_true(at < bench->journal.count);
    struct span bytes = span_of(bench->journal.entries[at].whole, bench->journal.entries[at].size);
    assert_int_equal(entry_open(&bytes, &sealed), STATUS_OK);
    assert_true(entry_signed_by(&sealed, &bench->sign_key));
    assert_int_equal(statement_check(&sealed.entry), STATUS_OK);
    return sealed;
}

size_t bench_count_kind(enum entry_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < bench_count(); i++) {
        count += bench_entry((int)i).entry.kind == kind;
    }
    return count;
}

struct act_body bench_act(int i)
{
    struct sealed sealed = bench_entry(i);
    struct act_body body;
    assert_int_equal(sealed.entry.kind, ENTRY_ACT);
    assert_int_equal(act_decode(sealed.entry.body, &body), STATUS_OK);
    return body;
}

struct scan_body bench_scan(int i)
{
    struct sealed sealed = bench_entry(i);
    struct scan_body body;
    assert_int_equal(sealed.entry.kind, ENTRY_SCAN);
    assert_int_equal(scan_decode(sealed.entry.body, &body), STATUS_OK);
    return body;
}

struct give_body bench_give(int i)
{
    struct sealed sealed = bench_entry(i);
    struct give_body body;
    assert_int_equal(sealed.entry.kind, ENTRY_GIVE);
    assert_int_equal(give_decode(sealed.entry.body, &body), STATUS_OK);
    return body;
}

struct take_body bench_take(int i)
{
    struct sealed sealed = bench_entry(i);
    struct take_body body;
    assert_int_equal(sealed.entry.kind, ENTRY_TAKE);
    assert_int_equal(take_decode(sealed.entry.body, &body), STATUS_OK);
    return body;
}

void bench_check_chain(void)
{
    struct head head = {{0}, {{0}}};
    for (size_t i = 0; i < bench_count(); i++) {
        struct sealed sealed = bench_entry((int)i);
        if (head.place.epoch > 0) {
            assert_true(entry_follows(&sealed, &head));
        }
        head = entry_head(&sealed);
    }
}
