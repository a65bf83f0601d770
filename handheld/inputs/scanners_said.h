/* scanners_said - what a person is told about scanners, in both languages. */
#ifndef HANDHELD_INPUTS_SCANNERS_SAID_H
#define HANDHELD_INPUTS_SCANNERS_SAID_H

#include "base/said.h"
#include "handheld/devices/hid/hid_layout.h"
#include "handheld/devices/usb/usb_device.h"

enum scanners_saying {
    SCANNERS_READY,    /* {0} the device, in all of them */
    SCANNERS_KEYBOARD, /* ready, and it types */
    SCANNERS_GONE,
    SCANNERS_MUTED,
    SCANNERS_STRANGER, /* a keyboard nobody allowed was plugged in */
    SCANNERS_DENIED,
    SCANNERS_BUSY,
    SCANNERS_SILENT,
    SCANNERS_OTHER,     /* by its descriptor it is no scanner */
    SCANNERS_UNKNOWN,   /* a scanner whose fields nobody knows */
    SCANNERS_MALFORMED, /* its descriptor is damaged */
    SCANNERS_TOO_MANY,
    SCANNERS_NO_USB,
    /* of --probe; {0} the device, {1} what to write to use it */
    PROBE_NONE,
    PROBE_SCANNER,
    PROBE_HID_UNLISTED,
    PROBE_KEYBOARD,
    PROBE_KEYBOARD_UNLISTED,
    PROBE_MOUSE,
    PROBE_SERIAL_DEVICE,
    PROBE_NOT_ANY,
    PROBE_PORT,          /* {0} the path */
    PROBE_PORT_UNLISTED, /* {0} the path */
    PROBE_PORT_MISSING,  /* {0} the path */
    SCANNERS_SAYINGS
};

const struct said *scanners_said(enum scanners_saying saying);
/* Why a descriptor is refused; not for HID_LAYOUT_GOOD. */
enum scanners_saying scanners_layout_saying(enum hid_layout_fault fault);
/* For USB_NOT_PERMITTED, USB_BUSY and USB_SILENT. */
enum scanners_saying scanners_reason_saying(enum usb_reason reason);

#endif
