/* bed - USB devices that are not there: umockdev plays the kernel, and libusb is none the wiser.
 *
 * Each device is scripted: how late the kernel configures it, how often it takes it back, what it
 * answers, what it sends. Nothing here knows the code under test. */
#ifndef TESTS_UNIT_HANDHELD_DEVICES_USB_BED_H
#define TESTS_UNIT_HANDHELD_DEVICES_USB_BED_H

#include <stdbool.h>

#include "base/span.h"

enum { BED_DEVICES = 4 };

/* What a device is; texts and bytes are borrowed while it is plugged in. */
struct bed_device {
    uint16_t vendor;
    uint16_t product;
    uint8_t subclass; /* 1: boot */
    uint8_t protocol; /* 1: keyboard, 2: mouse */
    const char *serial;
    struct span descriptor; /* of its reports */
    bool cdc;               /* a serial scanner instead of a HID device */
    bool late;              /* no configuration until bed_configure() */
    int claims_refused;     /* the kernel takes it back so often; -1: another process holds it */
    bool mute;              /* answers nothing it is asked */
};

/* What was done to it. */
struct bed_seen {
    bool claimed;
    bool kernel; /* the kernel's driver has it */
    int claims;
    int protocol;        /* the last that was set; -1: none */
    uint8_t feature[16]; /* the last feature report */
    int feature_size;
    int halts_cleared;
};

void bed_open(void);
void bed_close(void);
void bed_plug(int slot, const struct bed_device *what);
void bed_configure(int slot);
void bed_unplug(int slot);
/* The transfer in flight, or the next one, fails with this errno; the device stays. */
void bed_fail(int slot, int error);
/* A report; it waits until somebody asks for one. */
void bed_send(int slot, const void *bytes, size_t size);
struct bed_seen bed_seen(int slot);

#endif
