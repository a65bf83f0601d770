/* hid_join - reports of a HID POS scanner joined into codes.
 *
 * Pure. USB HID Usage Tables, Bar Code Scanner page (0x8C), in the layout most makers publish for
 * their first report: 64 bytes with the id,
 *     0 report id 2 · 1 byte count · 2-4 AIM identifier · 5-60 data · 61-62 the maker's · 63 flags
 * where any set flag says that the code goes on in the next report. The count decides how much is
 * data; NULs inside it are data. Never half a code: what does not fit together is dropped and
 * counted. */
#ifndef HANDHELD_DEVICES_HID_HID_JOIN_H
#define HANDHELD_DEVICES_HID_HID_JOIN_H

#include <stdbool.h>

#include "base/instant.h"
#include "base/span.h"
#include "base/text.h"

enum { HID_REPORT_SIZE = 64, HID_CODE_MAX = 1024, HID_NEXT_MS_MAX = 200 };

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
    bool open; /* a code goes on */
    struct instant last;
    size_t size;                 /* of text */
    char text[3 + HID_CODE_MAX]; /* AIM identifier and data */
    uint64_t faults[HID_FAULTS];
};

void hid_join_init(struct hid_join *join);
/* One report. True: *OUT_CODE is a whole code with its AIM identifier in front, until the next
 * call. *OUT_FAULT, if any, is counted already; a code may come beside it. MONO: now. */
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
