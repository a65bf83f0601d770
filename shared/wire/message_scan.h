/* message_scan - may these bytes be unpacked at all?
 *
 * protobuf-c accepts more than one encoding of a message, field number 0, and repeats that cost 85
 * times their size in memory (RELIABILITY section 0, findings 6 and 12). This looks first, without
 * allocating: no field 0, none unknown, none twice, right types, shortest varints, lengths that
 * fit, numbers in range, strings of UTF-8 without NUL (rows 66 to 69 of bad-inputs.csv). */
#ifndef WIRE_MESSAGE_SCAN_H
#define WIRE_MESSAGE_SCAN_H

#include "base/span.h"
#include "base/status.h"

enum {
    MESSAGE_UNKNOWN_MAX = 16, /* skipped fields of a newer version, in one message */
    MESSAGE_ADDED_FROM = 100, /* fields added by a later version have these numbers */
};

/* Statuses as message_decode()'s. */
enum status message_scan(struct span bytes) MUST_CHECK;

#endif
