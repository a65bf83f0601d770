/* hid_join_fuzz - reports from anywhere: never half a code, never past an end. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "handheld/devices/hid/hid_join.h"

/* NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls */
int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size);

static void must(bool held)
{
    if (!held) {
        abort();
    }
}

/* Pieces of a byte that says how long and how late each is, and so many bytes. */
int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    static struct hid_join join;
    struct instant mono = {0};
    uint64_t faults = 0;
    const struct hid_layout layout = hid_layout_common();
    hid_join_init(&join, &layout);
    while (size > 0) {
        size_t length = at[0] & 0x7F;
        mono.ms += at[0] & 0x80 ? HID_NEXT_MS_MAX : 1;
        length = length < size - 1 ? length : size - 1;
        uint8_t *report = malloc(length + 1); /* of its own, so that its end is seen */
        must(report != NULL);
        memcpy(report, at + 1, length);
        struct text code = {0};
        enum hid_fault fault = HID_NO_FAULT;
        bool open = join.open;
        bool whole = hid_join_report(&join, span_of(report, length), mono, &code, &fault);
        must(!whole || (code.size > 3 && code.size <= sizeof join.text && !join.open));
        must(!whole || open || code.size == 3 + (size_t)report[1] || fault == HID_MIXED);
        must(join.open || join.size == 0);
        must(join.open == (hid_join_wakeup(&join).ms != INSTANT_NEVER.ms));
        must(strlen(hid_fault_text(fault)) > 0 && hid_join_faults(&join) >= faults);
        must(fault == HID_NO_FAULT || join.faults[fault] > 0);
        faults = hid_join_faults(&join);
        free(report);
        at += length + 1;
        size -= length + 1;
    }
    bool open = join.open;
    must(hid_join_unplug(&join) == open && !join.open);
    must(hid_join_faults(&join) == faults + open);
    return 0;
}
