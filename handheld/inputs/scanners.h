/* scanners - all scanners of a unit as one stream: codes, faults, and what a person should know.
 *
 * The seam between devices/usb, which knows no report, and devices/hid, which knows no device.
 * Never waits. */
#ifndef HANDHELD_INPUTS_SCANNERS_H
#define HANDHELD_INPUTS_SCANNERS_H

#include "handheld/devices/hid/hid_join.h"
#include "handheld/devices/hid/hid_keys.h"
#include "handheld/devices/serial/serial.h"
#include "handheld/devices/usb/usb.h"
#include "handheld/inputs/scanner_list.h"
#include "handheld/inputs/scanners_said.h"

enum { SCANNERS_WORDS_SIZE = 160 };

enum scanners_event_kind {
    SCANNERS_CODE,  /* with its AIM identifier in front */
    SCANNERS_PLAIN, /* from a device that tells no symbology */
    SCANNERS_FAULT, /* it sent what cannot be used; text says how */
    SCANNERS_CUT,   /* it stopped in mid-code */
    SCANNERS_NOTE,  /* said, text its {0} */
    SCANNERS_ALARM  /* the same, and somebody must do something */
};

struct scanners_event {
    enum scanners_event_kind kind;
    struct text text; /* until the next call */
    const struct said *said;
};

/* What one USB device has sent so far. */
struct scanner {
    bool keyboard;
    uint16_t vendor;
    uint16_t product;
    struct hid_join join;
    struct hid_keys keys;
    struct hid_rate rate; /* of a scanner; a keyboard's is in its keys */
};

struct scanners {
    bool open;
    bool uses_usb;
    struct usb usb;
    struct scanner scanners[USB_SLOTS];
    size_t serial_count;
    struct serial serials[SCANNER_SERIALS_MAX];
    struct hid_rate serial_rates[SCANNER_SERIALS_MAX];
    bool waits; /* `waiting` comes next */
    struct scanners_event waiting;
    char words[SCANNERS_WORDS_SIZE]; /* a device, for an event's text */
    struct scanner_list list;
};

/* UDEV_CONTROL: as usb_open() has it. Without USB the unit runs on and says so. */
void scanners_open(struct scanners *scanners, const struct scanner_list *list,
                   const char *udev_control);
void scanners_close(struct scanners *scanners); /* also when it never was open */
/* Takes in what has happened; then ask scanners_next() until it is false. MONO: now. */
void scanners_turn(struct scanners *scanners, struct instant mono);
bool scanners_next(struct scanners *scanners, struct instant mono,
                   struct scanners_event *out_event);
/* What to wait for. Returns how many were written, at most ROOM. */
size_t scanners_waits(const struct scanners *scanners, struct pollfd *out, size_t room);
/* When to turn though nothing happened; INSTANT_NEVER. */
struct instant scanners_wakeup(const struct scanners *scanners);

#endif
