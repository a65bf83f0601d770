#include "handheld/devices/hid/hid_join.h"

#include <string.h>

/* INVARIANTS
 * (1) A part waits only while `open`; else size is 0.
 * (2) size <= sizeof text. */

void hid_join_init(struct hid_join *join, const struct hid_layout *layout)
{
    memset(join, 0, sizeof *join);
    join->layout = *layout;
}

static void drop(struct hid_join *join)
{
    join->open = false;
    join->size = 0; /* (1) */
}

static enum hid_fault count(struct hid_join *join, enum hid_fault fault)
{
    join->faults[fault]++;
    return fault;
}

static size_t byte_at(struct hid_field field)
{
    return field.at / 8U;
}

/* 0 where the layout has none. */
static size_t aim_size(const struct hid_join *join)
{
    return join->layout.aim[0].bits > 0 ? HID_AIM_SIZE : 0;
}

static void read_aim(const struct hid_join *join, const uint8_t *report, char out[HID_AIM_SIZE])
{
    for (size_t i = 0; i < aim_size(join); i++) {
        out[i] = (char)report[byte_at(join->layout.aim[i])];
    }
}

/* How much of the data field is data. */
static size_t data_size(const struct hid_layout *layout, const uint8_t *report)
{
    size_t size = layout->data.bits / 8U;
    if (layout->count.bits > 0) {
        return report[byte_at(layout->count)];
    }
    while (size > 0 && report[byte_at(layout->data) + size - 1] == 0) {
        size--;
    }
    return size;
}

static bool goes_on(const struct hid_layout *layout, const uint8_t *report)
{
    bool more = false;
    for (unsigned i = 0; i < layout->more.bits; i++) {
        unsigned bit = layout->more.at + i;
        more = more || (report[bit / 8] >> bit % 8 & 1);
    }
    return more;
}

/* Appends the report's data; false: it would be too long, and all of it is dropped. */
static bool append(struct hid_join *join, const uint8_t *report)
{
    size_t size = data_size(&join->layout, report);
    if (!join->open) {
        read_aim(join, report, join->text);
        join->size = aim_size(join);
    }
    if (size > sizeof join->text - join->size) { /* (2) */
        drop(join);
        return false;
    }
    memcpy(join->text + join->size, report + byte_at(join->layout.data), size);
    join->size += size;
    return true;
}

/* What is wrong with REPORT by itself. */
static enum hid_fault fault_of(const struct hid_layout *layout, struct span report)
{
    if (layout->has_id && report.size > 0 && report.at[0] != layout->id) {
        return HID_OTHER_ID;
    }
    if (report.size != layout->size) {
        return HID_BAD_LENGTH;
    }
    return layout->count.bits > 0 && data_size(layout, report.at) > layout->data.bits / 8U
               ? HID_BAD_COUNT
               : HID_NO_FAULT;
}

static bool is_mixed(const struct hid_join *join, const uint8_t *report)
{
    char aim[HID_AIM_SIZE];
    read_aim(join, report, aim);
    return join->open && memcmp(join->text, aim, aim_size(join)) != 0;
}

bool hid_join_report(struct hid_join *join, struct span report, struct instant mono,
                     struct text *out_code, enum hid_fault *out_fault)
{
    (void)hid_join_expire(join, mono);
    *out_fault = fault_of(&join->layout, report);
    if (*out_fault != HID_NO_FAULT) {
        (void)count(join, *out_fault);
        if (*out_fault != HID_OTHER_ID) {
            drop(join);
        }
        return false;
    }
    if (is_mixed(join, report.at)) {
        *out_fault = count(join, HID_MIXED);
        drop(join); /* the first; the second may be whole */
    }
    if (!append(join, report.at)) {
        *out_fault = count(join, HID_TOO_LONG);
        return false;
    }
    join->last = mono;
    join->open = goes_on(&join->layout, report.at);
    if (join->open) {
        return false;
    }
    *out_code = (struct text){.at = join->text, .size = join->size};
    join->size = 0; /* (1) */
    if (out_code->size == aim_size(join)) {
        *out_fault = count(join, HID_EMPTY);
        return false;
    }
    return true;
}

struct instant hid_join_wakeup(const struct hid_join *join)
{
    return join->open ? (struct instant){join->last.ms + HID_NEXT_MS_MAX} : INSTANT_NEVER;
}

bool hid_join_expire(struct hid_join *join, struct instant mono)
{
    return !instant_before(mono, hid_join_wakeup(join)) && hid_join_unplug(join);
}

bool hid_join_unplug(struct hid_join *join)
{
    bool open = join->open;
    drop(join);
    if (open) {
        (void)count(join, HID_CUT);
    }
    return open;
}

const char *hid_fault_text(enum hid_fault fault)
{
    switch (fault) {
    case HID_NO_FAULT:
    case HID_FAULTS:
        break;
    case HID_BAD_LENGTH:
        return "length";
    case HID_OTHER_ID:
        return "other usage";
    case HID_BAD_COUNT:
        return "count";
    case HID_MIXED:
        return "mixed symbologies";
    case HID_TOO_LONG:
        return "too long";
    case HID_CUT:
        return "cut";
    case HID_EMPTY:
        return "empty";
    }
    return "none";
}

uint64_t hid_join_faults(const struct hid_join *join)
{
    uint64_t all = 0;
    for (int fault = HID_NO_FAULT + 1; fault < HID_FAULTS; fault++) {
        all += fault == HID_EMPTY ? 0 : join->faults[fault];
    }
    return all;
}
