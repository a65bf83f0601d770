/* serial - a scanner that the system shows as a terminal (CDC-ACM): /dev/ttyACM0 and its kind.
 *
 * Raw; CR, LF or both end a code. A hang-up is an unplug; it is opened again when it is back. Never
 * waits. Never half a code: what stops without an end is dropped and told. */
#ifndef HANDHELD_DEVICES_SERIAL_SERIAL_H
#define HANDHELD_DEVICES_SERIAL_SERIAL_H

#include <stdbool.h>

#include "base/instant.h"
#include "base/text.h"

enum { SERIAL_CODE_MAX = 1024, SERIAL_NEXT_MS_MAX = 200, SERIAL_OPEN_MS = 2000 };

enum serial_event {
    SERIAL_NOTHING, /* nothing more in this turn */
    SERIAL_READY,
    SERIAL_CODE,
    SERIAL_CUT,  /* a part of a code was dropped: its rest did not come, or the scanner went */
    SERIAL_LONG, /* a code over SERIAL_CODE_MAX was dropped */
    SERIAL_GONE
};

struct serial {
    const char *path; /* borrowed */
    int fd;           /* -1: not open */
    bool told_gone;
    struct instant open_at;
    struct instant last; /* when the newest byte came */
    bool too_long;
    size_t size; /* of text */
    char text[SERIAL_CODE_MAX];
    size_t start; /* of what was read and not yet taken */
    size_t end;
    char bytes[256];
};

void serial_init(struct serial *serial, const char *path);
void serial_close(struct serial *serial);
/* SERIAL_CODE: *OUT_CODE is it, until the next call. MONO: now. */
enum serial_event serial_next(struct serial *serial, struct instant mono, struct text *out_code);
/* When to ask though nothing came; INSTANT_NEVER. */
struct instant serial_wakeup(const struct serial *serial);

#endif
