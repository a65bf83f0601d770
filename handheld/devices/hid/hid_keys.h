/* hid_keys - reports of a keyboard made into codes, for scanners that can do nothing else.
 *
 * Pure. The boot report of HID 1.11, appendix B.1: modifiers, a reserved byte, six slots; a key is
 * new when the report before did not have it. Enter ends a code. Which character a key gives is the
 * keymap's affair, and the scanner's: both must be set to the same country. Never half a code,
 * never a guess: a key that gives no character refuses its whole line. */
#ifndef HANDHELD_DEVICES_HID_HID_KEYS_H
#define HANDHELD_DEVICES_HID_HID_KEYS_H

#include "base/span.h"
#include "base/text.h"
#include "handheld/devices/hid/hid_rate.h"

enum {
    HID_KEYS_REPORT_SIZE = 8,
    HID_KEYS_SLOTS = 6,
    HID_KEYS_CODE_MAX = 80,
    HID_KEYS_NEXT_MS_MAX = 50,
    HID_KEYMAP_SIZE = 0x68 /* usages 0 to 0x67 of the keyboard page */
};

/* NUL: the key gives no character. */
struct hid_keymap {
    char plain[HID_KEYMAP_SIZE];
    char shifted[HID_KEYMAP_SIZE];
};

extern const struct hid_keymap hid_keymap_us;

enum hid_keys_result {
    HID_KEYS_NOTHING, /* a key down or up, a roll-over, an empty line */
    HID_KEYS_CODE,
    HID_KEYS_REFUSED, /* a line with a key that gives no character */
    HID_KEYS_CUT,     /* a part whose rest did not come */
    HID_KEYS_MUTED,   /* too much or too fast for a scanner: not heard from now on; told once */
    HID_KEYS_ODD,     /* no boot report */
    HID_KEYS_RESULTS
};

struct hid_keys {
    const struct hid_keymap *keymap; /* borrowed */
    struct hid_rate rate;
    struct instant last; /* of the newest key */
    uint8_t down[HID_KEYS_SLOTS];
    bool refused; /* the line under way holds a key that gives no character */
    size_t size;  /* of line */
    char line[HID_KEYS_CODE_MAX];
    char code[HID_KEYS_CODE_MAX]; /* the newest whole one */
    uint64_t counts[HID_KEYS_RESULTS];
};

void hid_keys_init(struct hid_keys *keys, const struct hid_keymap *keymap);
/* One report. HID_KEYS_CODE: *OUT_CODE is it, until the next call. MONO: now. */
enum hid_keys_result hid_keys_report(struct hid_keys *keys, struct span report, struct instant mono,
                                     struct text *out_code);
/* When the part that waits is to be dropped; INSTANT_NEVER: nothing waits. */
struct instant hid_keys_wakeup(const struct hid_keys *keys);
/* Drops what has waited too long: HID_KEYS_CUT, else HID_KEYS_NOTHING. */
enum hid_keys_result hid_keys_expire(struct hid_keys *keys, struct instant mono);
/* The keyboard is gone. HID_KEYS_CUT: in mid-code (row 13). */
enum hid_keys_result hid_keys_unplug(struct hid_keys *keys);
const char *hid_keys_text(enum hid_keys_result result); /* English, for messages and logs */

#endif
