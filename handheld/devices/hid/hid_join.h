/* hid_join - reports of a HID POS scanner joined into codes.
 *
 * Pure. Where a report holds what stands in its layout (hid_layout.h); any set flag says that the
 * code goes on in the next report. With a count NULs are data, without one those at the end are
 * padding. Never half a code: what does not fit together is dropped and counted. */
#ifndef HANDHELD_DEVICES_HID_HID_JOIN_H
#define HANDHELD_DEVICES_HID_HID_JOIN_H

#include <stdbool.h>

#include "base/instant.h"
#include "base/span.h"
#include "base/text.h"
#include "handheld/devices/hid/hid_layout.h"

enum { HID_CODE_MAX = 1024, HID_NEXT_MS_MAX = 200 };

enum hid_fault {
    HID_NO_FAULT,
    HID_BAD_LENGTH, /* not a whole report */
    HID_OTHER_ID,   /* of another usage: not for us */
    HID_BAD_COUNT,  /* more than the field holds */
    HID_MIXED,      /* another symbology in mid-code */
    HID_TOO_LONG,   /* over HID_CODE_MAX */
    HID_CUT,        /* the next report did not come, or the scanner went */
    HID_EMPTY,      /* no data: nothing was read */
    HID_FAULTS
};

struct hid_join {
    struct hid_layout layout;
    bool open; /* a code goes on */
    struct instant last;
    size_t size;                            /* of text */
    char text[HID_AIM_SIZE + HID_CODE_MAX]; /* AIM identifier, if the layout has one, and data */
    uint64_t faults[HID_FAULTS];
};

void hid_join_init(struct hid_join *join, const struct hid_layout *layout);
/* One report. True: *OUT_CODE is a whole code, its AIM identifier in front if the scanner tells
 * one, until the next call. *OUT_FAULT, if any, is counted already; a code may come beside it.
 * MONO: now. */
bool hid_join_report(struct hid_join *join, struct span report, struct instant mono,
                     struct text *out_code, enum hid_fault *out_fault);
/* When the part that waits is to be dropped; INSTANT_NEVER: nothing waits. */
struct instant hid_join_wakeup(const struct hid_join *join);
/* Drops what waits, if it has waited too long. True: something was dropped. */
bool hid_join_expire(struct hid_join *join, struct instant mono);
/* The scanner is gone. True: a part was dropped (row 13). */
bool hid_join_unplug(struct hid_join *join);
const char *hid_fault_text(enum hid_fault fault);      /* English, for messages and logs */
uint64_t hid_join_faults(const struct hid_join *join); /* all of them, but empty codes */

#endif
