/* hid_vendor - makers whose scanners stay silent in HID POS mode until they are told to send. */
#ifndef HANDHELD_DEVICES_HID_HID_VENDOR_H
#define HANDHELD_DEVICES_HID_HID_VENDOR_H

#include "base/span.h"

/* The feature report that such a scanner wants first, its id in front; empty for all others. */
struct span hid_vendor_enable(uint16_t vendor);

#endif
