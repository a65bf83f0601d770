/* usb_interface - what a USB device offers, read from its configuration descriptor.
 *
 * Asks the device nothing: libusb has read the descriptor already. */
#ifndef HANDHELD_DEVICES_USB_USB_INTERFACE_H
#define HANDHELD_DEVICES_USB_USB_INTERFACE_H

#include <libusb.h>
#include <stdbool.h>
#include <stddef.h>

enum { USB_INTERFACES_MAX = 8 };

enum usb_kind {
    USB_KIND_OTHER,
    USB_KIND_HID, /* could be a scanner: its report descriptor must tell */
    USB_KIND_KEYBOARD,
    USB_KIND_MOUSE,
    USB_KIND_SERIAL, /* CDC-ACM: the system makes a terminal of it */
    USB_KIND_HUB
};

struct usb_interface {
    enum usb_kind kind;
    uint8_t number;
    uint8_t endpoint;         /* where its reports come from; 0: nowhere */
    uint16_t packet;          /* its largest */
    uint16_t descriptor_size; /* of its report descriptor, as it says */
};

/* Returns how many were written. */
size_t usb_interfaces(const struct libusb_config_descriptor *config,
                      struct usb_interface out[USB_INTERFACES_MAX]);
/* What the device is to a person: the most telling of its interfaces. */
enum usb_kind usb_interfaces_kind(const struct usb_interface *interfaces, size_t count);

#endif
