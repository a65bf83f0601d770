#include "handheld/devices/hid/hid_vendor.h"

/* As published with a browser's driver for these scanners; not seen on hardware by us. */
enum { VENDOR_FIRST = 0x0C2E, VENDOR_SECOND = 0x23D0 };

static const uint8_t enable[] = {254, 1};

struct span hid_vendor_enable(uint16_t vendor)
{
    bool wants = vendor == VENDOR_FIRST || vendor == VENDOR_SECOND;
    return wants ? span_of(enable, sizeof enable) : (struct span){0};
}
