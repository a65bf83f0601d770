/* usb_rule - which USB devices may be used, and as what: the allow-list.
 *
 * Pure. What no rule names is left to the system, untouched. */
#ifndef HANDHELD_DEVICES_USB_USB_RULE_H
#define HANDHELD_DEVICES_USB_USB_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { USB_RULES_MAX = 16, USB_SERIAL_SIZE = 64 };

enum usb_use {
    USB_AS_SCANNER, /* HID POS: its report descriptor has the last word */
    USB_AS_KEYBOARD /* a scanner that can only type */
};

struct usb_rule {
    enum usb_use use;
    bool any; /* every device; only for scanners */
    uint16_t vendor;
    uint16_t product;
    char serial[USB_SERIAL_SIZE]; /* empty: whatever it is */
};

struct usb_rules {
    size_t count;
    struct usb_rule at[USB_RULES_MAX];
};

/* SERIAL: NULL while nobody has asked for it; then it could be the right one. */
bool usb_rules_allow(const struct usb_rules *rules, enum usb_use use, uint16_t vendor,
                     uint16_t product, const char *serial);

#endif
