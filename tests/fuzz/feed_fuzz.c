/* feed_fuzz - lines of a feed or a supplements file from anywhere: facts that agree with each
 * other, or a fault with a sentence and nothing written. A first `!` means supplements. */
#include <stdlib.h>
#include <string.h>

#include "core/dossier.h"
#include "tests/fuzz/fuzz.h"

enum { NAMES = 64, TEXTS = 4096 };

static void *memory;
static struct names names;
static struct dossier_facts dossier;

static void check_fault(const struct feed_fault *fault)
{
    assert(fault->kind > FEED_FAULT_NONE && fault->kind < FEED_FAULTS);
    assert(said_valid(feed_fault_said(fault->kind)));
}

static void take_feed(struct text line)
{
    struct dossier_facts facts;
    struct dossier_facts before;
    struct feed_fault fault = {.kind = FEED_FAULT_NONE};
    memset(&facts, 0x77, sizeof facts);
    before = facts;
    if (!feed_line_parse(line, &names, &facts, &fault)) {
        assert(memcmp(&facts, &before, sizeof facts) == 0);
        check_fault(&fault);
        return;
    }
    assert(facts.dossier.id != 0 && facts.status <= DOSSIER_RETURNED);
    assert(facts.promised.m == MINUTE_NEVER.m || facts.received.m == MINUTE_NEVER.m ||
           facts.promised.m >= facts.received.m);
    const struct minute now = {27974880};
    struct minute end = dossier_feed_end(&facts, now);
    assert(end.m == MINUTE_NEVER.m || end.m <= now.m);
    assert(end.m == MINUTE_NEVER.m || end.m == facts.finished.m || end.m == facts.returned.m);
}

static void take_supplement(struct text line)
{
    struct name name = {77};
    struct supplement one;
    struct supplement before;
    struct feed_fault fault = {.kind = FEED_FAULT_NONE};
    memset(&one, 0x77, sizeof one);
    before = one;
    if (!supplement_line_parse(line, &names, &name, &one, &fault)) {
        assert(memcmp(&one, &before, sizeof one) == 0 && name.id == 77);
        check_fault(&fault);
        return;
    }
    uint8_t count = dossier.supplements;
    bool kept = dossier_supplement(&dossier, &one);
    assert(kept || (dossier.supplements_left_off && dossier.supplements == count));
    assert(dossier.supplements <= DOSSIER_SUPPLEMENTS_MAX && dossier.supplements <= count + 1);
    for (int i = 1; i < dossier.supplements; i++) {
        assert(dossier.supplement[i - 1].asked.m <= dossier.supplement[i].asked.m);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    bool supplements = size > 0 && at[0] == '!';
    struct text rest = fuzz_text(at + supplements, size - supplements);
    if (!memory) {
        memory = malloc(names_memory(NAMES, TEXTS));
        assert(memory);
    }
    names_init(&names, memory, NAMES, TEXTS);
    dossier_facts_init(&dossier, (struct name){1});
    while (rest.size > 0) {
        struct text line = text_split(&rest, '\n');
        if (feed_line_skip(line)) {
            continue;
        }
        if (supplements) {
            take_supplement(line);
        } else {
            take_feed(line);
        }
    }
    return 0;
}
