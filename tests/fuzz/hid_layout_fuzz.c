/* hid_layout_fuzz - descriptors from anywhere: refused by name, or a layout by which no report is
 * read past its end. */
#include <stdlib.h>
#include <string.h>

#include "handheld/devices/hid/hid_join.h"
#include "tests/fuzz/fuzz.h"

enum { REPORTS = 4 };

/* Bytes of a report of their own, so that its end is seen. */
static void give(struct hid_join *join, struct reader *reader, struct instant mono)
{
    const struct hid_layout *layout = &join->layout;
    size_t size = fuzz_choose(reader, 8) ? layout->size : fuzz_choose(reader, layout->size + 2U);
    uint8_t *report = calloc(size + 1, 1);
    struct text code = {0};
    enum hid_fault fault = HID_NO_FAULT;
    assert(report);
    size_t there = size < reader->left ? size : reader->left;
    read_bytes(reader, report, there);
    if (layout->has_id && size > 0) {
        report[0] = layout->id;
    }
    if (hid_join_report(join, span_of(report, size), mono, &code, &fault)) {
        assert(code.size > 0 && code.size <= sizeof join->text && !join->open);
    }
    assert(strlen(hid_fault_text(fault)) > 0 && (join->open || join->size == 0));
    free(report);
}

/* The first byte and a bit of the second are the descriptor's length. */
int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    static struct hid_join join;
    struct reader reader = reader_of(span_of(at, size));
    size_t length = read_u16(&reader) % 512;
    struct hid_layout layout;
    length = length < reader.left ? length : reader.left;
    uint8_t *descriptor = malloc(length + 1);
    assert(descriptor);
    read_bytes(&reader, descriptor, length);
    enum hid_layout_fault fault = hid_layout_read(span_of(descriptor, length), &layout);
    free(descriptor);
    assert(strlen(hid_layout_fault_text(fault)) > 0);
    if (fault != HID_LAYOUT_GOOD) {
        return 0;
    }
    hid_join_init(&join, &layout);
    for (int i = 0; i < REPORTS; i++) {
        give(&join, &reader, (struct instant){i});
    }
    (void)hid_join_unplug(&join);
    return 0;
}
