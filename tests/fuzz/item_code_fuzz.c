/* item_code_fuzz - a pattern and a reading from anywhere: the answer is valid, and stays itself. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/span.h"
#include "core/item_code.h"

/* NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls */
int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size);

enum { MAKE_SIZE = 11 };

static void must(bool held)
{
    if (!held) {
        abort();
    }
}

/* The normal form of what is known reads as itself. */
static void check_again(const struct item_code *code, const struct item_grammar *grammar)
{
    struct item_code again;
    item_code_read(item_code_text(code), grammar, &again);
    must(again.kind == code->kind && text_equal(item_code_text(&again), item_code_text(code)));
}

/* A bundle's label out of two stops, a day, a round and a serial: what is made reads as itself. */
static void make_bundle(struct reader *reader, const struct item_grammar *grammar)
{
    struct item_code code;
    struct item_code untouched;
    memset(&code, 0x77, sizeof code);
    memset(&untouched, 0x77, sizeof untouched);
    struct span stops = read_span(reader, 6);
    const struct text from = {(const char *)stops.at, 3};
    const struct text to = {(const char *)stops.at + 3, 3};
    const struct day day = {read_u16(reader)};
    int round = read_u8(reader);
    if (item_code_bundle_make(from, to, day, round, read_u16(reader), &code)) {
        must(code.kind == ITEM_BUNDLE);
        check_again(&code, grammar);
    } else {
        must(memcmp(&code, &untouched, sizeof code) == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct text raw = {(const char *)at, size};
    struct item_grammar grammar;
    struct item_code code;
    char room[128];
    struct line line = line_of(room, sizeof room);
    size_t where = 0;
    item_grammar_default(&grammar);
    if (size > 0 && at[0] == '!') { /* the rest of the first line is one more pattern */
        struct text pattern = text_split(&raw, '\n');
        pattern = (struct text){pattern.at + 1, pattern.size - 1};
        if (item_grammar_add(&grammar, pattern, &where) != ITEM_PATTERN_OK) {
            must(where <= pattern.size && grammar.count == 2);
        }
    }
    if (size > MAKE_SIZE && at[0] == '=') {
        struct reader reader = reader_of(span_of(at + 1, size - 1));
        make_bundle(&reader, &grammar);
    }
    item_code_read(raw, &grammar, &code);
    must(code.kind < ITEM_KINDS && code.bad < ITEM_BADS);
    must((code.kind == ITEM_BAD) == (code.bad != ITEM_GOOD));
    must(strlen(code.text) == code.size && text_utf8(item_code_text(&code)));
    must(item_code_party(&code).size <= code.size && item_code_person(&code).size <= code.size);
    if (code.kind <= ITEM_TEST) {
        check_again(&code, &grammar);
    }
    item_code_shown(raw, &line);
    must(text_utf8(line_done(&line)));
    return 0;
}
