/* hex_file - the descriptors of tests/data/hid as bytes. */
#ifndef TESTS_UNIT_HANDHELD_DEVICES_HID_HEX_FILE_H
#define TESTS_UNIT_HANDHELD_DEVICES_HID_HEX_FILE_H

#include "base/span.h"

enum { HEX_FILE_MAX = 1024 };

/* NAME without its `.hex`. Fails the test if there is none. */
struct span hex_file_read(const char *name, uint8_t out[HEX_FILE_MAX]);

#endif
