/* message - what a device and the server say to each other, as bytes and back.
 *
 * protocols/trao.proto is the shape. The one room that knows protobuf-c; nobody else sees a
 * *.pb-c.h. Bytes come from anywhere: they are scanned by message_scan.h before anything is
 * unpacked, and nothing is ever signed or hashed in this form. */
#ifndef WIRE_MESSAGE_H
#define WIRE_MESSAGE_H

#include "base/arena.h"
#include "base/span.h"
#include "core/sync.h"

/* Room in an arena for one decoded message of MESSAGE_BYTES_MAX. */
enum { MESSAGE_ARENA_SIZE = MESSAGE_BYTES_MAX + 8192 };

/* STATUS_FULL: longer than the writer's room or MESSAGE_BYTES_MAX. STATUS_MALFORMED: a text too
 * long or not UTF-8, a number out of its range. The writer then stands where it stood. */
enum status message_encode(const struct message *message, struct writer *writer) MUST_CHECK;

/* *OUT_MESSAGE borrows from ARENA. Every version up to SYNC_VERSION + 1 is read, for ever: books
 * hold batches as they came. STATUS_MALFORMED: not one of our messages. STATUS_TOO_NEW: of a later
 * version; answer REFUSAL_UPDATE_NEEDED. STATUS_NOT_FOUND: a newer peer's kind of message that is
 * not known here; pass over it. STATUS_FULL: the arena is too small. */
enum status message_decode(struct span bytes, struct arena *arena,
                           struct message *out_message) MUST_CHECK;

#endif
