/* acts_csv_fuzz - lines of an acts file from anywhere: an act within its bounds, or a fault with a
 * sentence and no act. */
#include <stdlib.h>
#include <string.h>

#include "core/act_csv.h"
#include "core/csv_line.h"
#include "tests/fuzz/fuzz.h"

enum { NAMES = 64, TEXTS = 4096 };

static void *memory;
static struct names names;

static void check_split(struct text line)
{
    static struct csv_line csv;
    enum status status = csv_line_split(line, &csv);
    assert(status == STATUS_OK || status == STATUS_MALFORMED || status == STATUS_FULL);
    if (status != STATUS_OK) {
        return;
    }
    assert(csv.count >= 1 && csv.count <= CSV_FIELDS_MAX && csv.plain_size <= sizeof csv.plain);
    size_t size = 0;
    for (size_t i = 0; i < csv.count; i++) {
        assert(text_utf8(csv_field(&csv, i)));
        size += csv_field(&csv, i).size;
    }
    assert(size + csv.count - 1 <= line.size);
    assert(csv_field(&csv, csv.count).size == 0);
}

static void check_void(struct text parent)
{
    struct act_reference wrong = {.at = {-77}};
    if (act_reference_parse(parent, &wrong)) {
        assert(wrong.kind < ACT_KINDS && wrong.party.size > 0);
    } else {
        assert(wrong.at.ms == -77);
    }
}

static void take_line(struct text line)
{
    struct act act;
    struct act before;
    struct act_fault fault = {.kind = ACT_FAULT_NONE};
    check_split(line);
    check_void(line);
    if (act_csv_skip(line)) {
        return;
    }
    memset(&act, 0x77, sizeof act);
    before = act;
    if (!act_csv_parse(line, &names, &act, &fault)) {
        assert(memcmp(&act, &before, sizeof act) == 0);
        assert(fault.kind > ACT_FAULT_NONE && fault.kind < ACT_FAULTS);
        assert(said_valid(act_fault_said(fault.kind)));
        return;
    }
    assert(act.kind < ACT_KINDS && act.early_ms == 0 && act.late_ms == 0);
    assert(act.party.id != 0 && act.party.id <= names.count && act.subject.id <= names.count);
    assert(act.kind != ACT_GIVE || act.counterpart.id != 0);
    assert(act.kind != ACT_VOID || act.parent.id != 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct text rest = fuzz_text(at, size);
    if (!memory) {
        memory = malloc(names_memory(NAMES, TEXTS));
        assert(memory);
    }
    names_init(&names, memory, NAMES, TEXTS);
    while (rest.size > 0) {
        take_line(text_split(&rest, '\n'));
    }
    return 0;
}
