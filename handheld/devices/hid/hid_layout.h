/* hid_layout - where a scanner's reports hold what they say, read from its report descriptor.
 *
 * Pure. USB Device Class Definition for HID 1.11, section 6.2.2, and HID Usage Tables, Bar Code
 * Scanner page (0x8C). The layout is never assumed: what is understood is accepted, the rest is
 * refused by name. The application collection alone decides what a device is; a maker's own
 * collection may well hold fields of the scanner page. */
#ifndef HANDHELD_DEVICES_HID_HID_LAYOUT_H
#define HANDHELD_DEVICES_HID_HID_LAYOUT_H

#include <stdbool.h>

#include "base/span.h"

enum { HID_DESCRIPTOR_MAX = 4096, HID_LAYOUT_SIZE_MAX = 4096, HID_AIM_SIZE = 3 };

/* A place within a report, in bits from its first byte, which is the id if there are any. */
struct hid_field {
    uint16_t at;
    uint16_t bits; /* 0: there is no such field */
};

struct hid_layout {
    bool has_id;
    uint8_t id;                         /* of the report that holds the data */
    uint16_t size;                      /* of that report, with its id */
    uint16_t longest;                   /* of any report the device sends: so much must be read */
    struct hid_field data;              /* whole bytes */
    struct hid_field count;             /* one byte; without it NULs at the end are padding */
    struct hid_field aim[HID_AIM_SIZE]; /* a byte each, or none */
    struct hid_field more;              /* any set bit: the code goes on in the next report */
};

enum hid_layout_fault {
    HID_LAYOUT_GOOD,
    HID_LAYOUT_CUT,        /* an item, or a collection, does not end */
    HID_LAYOUT_BOUNDS,     /* a size, a count or an id that no scanner has */
    HID_LAYOUT_NO_SCANNER, /* no application collection is a bar code scanner: another device */
    HID_LAYOUT_NO_DATA,    /* a scanner without Decoded Data: fields nobody knows */
    HID_LAYOUT_UNEVEN,     /* a field that is not whole bytes on a whole byte */
    HID_LAYOUT_FAULTS
};

/* Writes *OUT_LAYOUT only for HID_LAYOUT_GOOD. */
enum hid_layout_fault hid_layout_read(struct span descriptor, struct hid_layout *out_layout);
/* What most makers publish for their first report, 64 bytes: 0 id 2 · 1 count · 2-4 AIM identifier
 * · 5-60 data · 61-62 the maker's · 63 flags. For reports whose descriptor is not at hand. */
struct hid_layout hid_layout_common(void);
const char *hid_layout_fault_text(enum hid_layout_fault fault); /* English, for logs */

#endif
