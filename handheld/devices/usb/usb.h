/* usb - USB scanners through libusb: found, claimed, read, and lost again.
 *
 * Knows no report: it hands out descriptors and reports as bytes, and its owner says what to do
 * with a device. One loop: its descriptors join the process's wait, each turn is usb_turn() and
 * then usb_next() until there is nothing; neither waits. What no rule allows is never opened. */
#ifndef HANDHELD_DEVICES_USB_USB_H
#define HANDHELD_DEVICES_USB_USB_H

#include <poll.h>

#include "base/status.h"
#include "handheld/devices/usb/usb_device.h"

enum { USB_SLOTS = 32, USB_LOOK_MS = 2000, USB_POLL_MAX = 24, USB_KNOWN_MAX = 128 };

enum usb_event_kind {
    USB_FOUND,  /* bytes are its report descriptor: usb_accept() or usb_refuse() before the next */
    USB_READY,  /* reports can come */
    USB_REPORT, /* bytes are one */
    USB_BROKE,  /* it failed and is tried once more: what was half read is lost */
    USB_GONE,   /* it was ready once, and is no more */
    USB_NOT_USED, /* `reason` says why; told once */
    USB_TOO_MANY  /* a device that found no room here */
};

struct usb_event {
    enum usb_event_kind kind;
    size_t slot; /* below USB_SLOTS; of USB_TOO_MANY none */
    enum usb_reason reason;
    const struct usb_device *device; /* borrowed until the next call; of USB_TOO_MANY NULL */
    struct span bytes;               /* the same */
};

struct usb {
    libusb_context *context; /* NULL: closed */
    struct usb_rules rules;
    bool hears;             /* the system tells of arrivals and departures */
    struct instant look_at; /* otherwise: when to look by ourselves */
    size_t known_count;
    uint16_t known[USB_KNOWN_MAX]; /* bus and address of what was there when we looked */
    bool starting;
    size_t too_many;
    size_t turn;  /* whose report is next */
    size_t taken; /* the slot whose report or end was handed out; USB_SLOTS: none */
    struct usb_device devices[USB_SLOTS];
};

/* UDEV_CONTROL: where the system's device manager listens, "/run/udev/control"; without it libusb
 * hears of nothing and every USB_LOOK_MS is looked anew. STATUS_IO: no USB here. */
enum status usb_open(struct usb *usb, const struct usb_rules *rules,
                     const char *udev_control) MUST_CHECK;
void usb_close(struct usb *usb); /* also after a usb_open() that failed, or none */
/* Takes in what has happened. MONO: now. */
void usb_turn(struct usb *usb, struct instant mono);
/* False: nothing more in this turn. */
bool usb_next(struct usb *usb, struct usb_event *out_event);
/* The answers to USB_FOUND. */
void usb_accept(struct usb *usb, size_t slot, const struct usb_start *start);
void usb_refuse(struct usb *usb, size_t slot);
/* What to wait for. Returns how many were written, at most ROOM. */
size_t usb_waits(const struct usb *usb, struct pollfd *out, size_t room);
/* When to turn though nothing happened; INSTANT_NEVER. */
struct instant usb_wakeup(const struct usb *usb);
/* No device is on its way: each is running, or was told as not used. */
bool usb_is_settled(const struct usb *usb);

#endif
