#include "handheld/devices/hid/hid_join.h"

#include <string.h>

/* INVARIANTS
 * (1) A part waits only while `open`; else size is 0.
 * (2) size <= sizeof text. */

enum {
    AT_ID = 0,
    AT_COUNT = 1,
    AT_AIM = 2,
    AIM_SIZE = 3,
    AT_DATA = 5,
    DATA_SIZE = 56,
    AT_FLAGS = 63,
    REPORT_ID = 2
};

void hid_join_init(struct hid_join *join)
{
    memset(join, 0, sizeof *join);
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

/* Appends the report's data; false: it would be too long, and all of it is dropped. */
static bool append(struct hid_join *join, const uint8_t *report)
{
    size_t size = report[AT_COUNT];
    if (!join->open) {
        memcpy(join->text, report + AT_AIM, AIM_SIZE);
        join->size = AIM_SIZE;
    }
    if (size > sizeof join->text - join->size) { /* (2) */
        drop(join);
        return false;
    }
    memcpy(join->text + join->size, report + AT_DATA, size);
    join->size += size;
    return true;
}

/* What is wrong with REPORT by itself. */
static enum hid_fault fault_of(struct span report)
{
    if (report.size > 0 && report.at[AT_ID] != REPORT_ID) {
        return HID_OTHER_ID;
    }
    if (report.size != HID_REPORT_SIZE) {
        return HID_BAD_LENGTH;
    }
    return report.at[AT_COUNT] > DATA_SIZE ? HID_BAD_COUNT : HID_NO_FAULT;
}

bool hid_join_report(struct hid_join *join, struct span report, struct instant mono,
                     struct text *out_code, enum hid_fault *out_fault)
{
    (void)hid_join_expire(join, mono);
    *out_fault = fault_of(report);
    if (*out_fault != HID_NO_FAULT) {
        (void)count(join, *out_fault);
        if (*out_fault != HID_OTHER_ID) {
            drop(join);
        }
        return false;
    }
    if (join->open && memcmp(join->text, report.at + AT_AIM, AIM_SIZE) != 0) {
        *out_fault = count(join, HID_MIXED);
        drop(join); /* the first; the second may be whole */
    }
    if (!append(join, report.at)) {
        *out_fault = count(join, HID_TOO_LONG);
        return false;
    }
    join->last = mono;
    join->open = report.at[AT_FLAGS] != 0;
    if (join->open) {
        return false;
    }
    *out_code = (struct text){.at = join->text, .size = join->size};
    join->size = 0; /* (1) */
    if (out_code->size == AIM_SIZE) {
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
