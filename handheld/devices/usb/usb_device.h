/* usb_device - one USB device on its way from plugged in to giving reports, and out again.
 *
 * Nothing here waits: each step asks once, and the next one looks at the answer. Knows no report's
 * meaning; usb.h hands descriptors and reports on. */
#ifndef HANDHELD_DEVICES_USB_USB_DEVICE_H
#define HANDHELD_DEVICES_USB_USB_DEVICE_H

#include "base/instant.h"
#include "base/span.h"
#include "handheld/devices/usb/usb_interface.h"
#include "handheld/devices/usb/usb_rule.h"

enum {
    USB_TRY_MS = 50,         /* the kernel is busy with it: again after */
    USB_CLAIM_MS_MAX = 2000, /* and no longer than */
    USB_ANSWER_MS_MAX = 500, /* what it is asked */
    USB_REPORT_MAX = 4096
};

/* Why a device is not used. */
enum usb_reason {
    USB_REASON_NONE,
    USB_NOT_LISTED,    /* no rule allows it */
    USB_NO_INTERFACE,  /* nothing a scanner has */
    USB_NOT_PERMITTED, /* the system does not let us */
    USB_BUSY,          /* another process has it */
    USB_SILENT,        /* it does not answer */
    USB_UNFIT,         /* its owner refused its descriptor */
    USB_REASONS
};

enum usb_state {
    USB_STATE_FREE,
    USB_STATE_TRYING,     /* to find a configuration, open and claim */
    USB_STATE_SERIAL,     /* asked for its serial number */
    USB_STATE_DESCRIPTOR, /* asked for its report descriptor */
    USB_STATE_FOUND,      /* its owner judges that */
    USB_STATE_ENABLING,   /* told to send */
    USB_STATE_RUNNING,
    USB_STATE_CLOSING, /* its last transfer is called back */
    USB_STATE_CLOSED   /* what became of it is to be told */
};

/* How it is to be used: the answer to a found descriptor. */
struct usb_start {
    size_t report_size;  /* the longest report */
    struct span feature; /* sent first, its id in front; empty: none. Borrowed for the call */
};

struct usb_device {
    enum usb_state state;
    libusb_device *device; /* holds a reference, but in USB_STATE_FREE */
    libusb_device_handle *opened;
    struct libusb_transfer *transfer; /* the one in flight */
    bool flying;
    bool left;      /* the system says it is gone */
    bool reopening; /* it failed while it was running: one more try */
    bool again;     /* when closed, try once more */
    bool broke;     /* it failed: a part of a code is lost */
    bool was_ready; /* its owner was told so, and is to hear of its end */
    bool at_start;  /* it was there before us */
    bool fresh;     /* a report waits to be taken */
    size_t refused; /* of its interfaces, by its owner */
    enum usb_reason reason;
    enum usb_use use;
    enum usb_kind kind;
    uint16_t vendor;
    uint16_t product;
    uint8_t bus;
    uint8_t address;
    bool serial_known;
    char serial[USB_SERIAL_SIZE];
    struct usb_interface interface;
    struct instant try_at;
    struct instant give_up_at;
    int length;                                                       /* of what came */
    size_t room;                                                      /* for a report */
    uint8_t bytes[LIBUSB_CONTROL_SETUP_SIZE + USB_REPORT_MAX + 1024]; /* and a packet of slack */
};

/* Takes a reference to ARRIVED. False: out of memory. */
bool usb_device_begin(struct usb_device *device, libusb_device *arrived, bool at_start);
/* One step; what it means is in the state. */
void usb_device_step(struct usb_device *device, const struct usb_rules *rules, struct instant mono);
/* USB_STATE_FOUND only: use it, or give this interface back and try the next one. */
void usb_device_accept(struct usb_device *device, const struct usb_start *start);
void usb_device_refuse(struct usb_device *device);
/* USB_STATE_RUNNING, `fresh`: the report was taken, the next one may come. */
void usb_device_resume(struct usb_device *device);
/* Ends it as soon as its transfer is back. */
void usb_device_end(struct usb_device *device, enum usb_reason reason);
/* USB_STATE_CLOSED only. */
void usb_device_free(struct usb_device *device);
/* When to step though nothing happened; INSTANT_NEVER. */
struct instant usb_device_wakeup(const struct usb_device *device);

#endif
