/* hid_rate - how many codes a scanner may send, and for how long it is not heard when it sent more.
 *
 * Pure. A hand reads two or three codes a second; a stick that plays a keyboard sends hundreds
 * (row 15). What it sends while it is muted is nobody's. */
#ifndef HANDHELD_DEVICES_HID_HID_RATE_H
#define HANDHELD_DEVICES_HID_HID_RATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/instant.h"

enum {
    HID_RATE_KEYBOARD = 20, /* codes in HID_RATE_MS: what types could be anything */
    HID_RATE_SCANNER = 100, /* what says it is a scanner */
    HID_RATE_MS = 10000,
    HID_MUTE_MS = 60000
};

struct hid_rate {
    size_t max;                          /* codes in HID_RATE_MS */
    size_t count;                        /* of at */
    size_t next;                         /* in at: the oldest, once it is full */
    struct instant muted_until;          /* 0: not muted */
    struct instant at[HID_RATE_SCANNER]; /* when the newest came */
};

void hid_rate_init(struct hid_rate *rate, size_t max);
/* One code came at MONO. False: one too many, and muted from now on. */
bool hid_rate_take(struct hid_rate *rate, struct instant mono);
void hid_rate_mute(struct hid_rate *rate, struct instant mono);
bool hid_rate_is_muted(const struct hid_rate *rate, struct instant mono);

#endif
