/* hid_stream - reports read from a descriptor: a hidraw device, a FIFO or a file.
 *
 * A hidraw device gives one report a read; elsewhere reports stand back to back, 64 bytes each, and
 * a piece whose rest does not come in time was a short one. Never waits. */
#ifndef HANDHELD_DEVICES_HID_HID_STREAM_H
#define HANDHELD_DEVICES_HID_HID_STREAM_H

#include "base/status.h"
#include "handheld/devices/hid/hid_join.h"

enum { HID_REPORT_SIZE = 64 }; /* of hid_layout_common() */

struct hid_stream {
    int fd; /* borrowed */
    bool whole_reads;
    bool ended;
    size_t size;
    struct instant last;
    uint8_t bytes[HID_REPORT_SIZE + 1];
};

void hid_stream_init(struct hid_stream *stream, int fd);
/* STATUS_OK: a report, of whatever length, until the next call. STATUS_NOT_FOUND: none at this
 * moment, or, if `ended`, never again. STATUS_IO: the device is gone; also ends it. */
enum status hid_stream_next(struct hid_stream *stream, struct instant mono,
                            struct span *out_report) MUST_CHECK;
/* When a piece becomes a short report; INSTANT_NEVER: there is none. */
struct instant hid_stream_wakeup(const struct hid_stream *stream);

#endif
