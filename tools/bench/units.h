/* units - what the clients of a run are and send: keys, and streams of acts of 200 bytes, sealed
 * before any clock starts.
 *
 * Everything follows from a unit's number, so every run sends the same bytes. Made once, then
 * shared with child processes by fork(2). */
#ifndef BENCH_UNITS_H
#define BENCH_UNITS_H

#include <stdbool.h>

#include "adapters/zmq/keys.h"
#include "core/journal.h"
#include "ports/act_store.h"

enum { UNITS_ACT_SIZE = 200 };

struct unit {
    struct curve_keypair link;
    struct sign_public sign_key;
    struct sign_secret secret;
    struct device device;
    struct head head; /* newest act sealed */
    uint8_t *opened;  /* the stream's first entry, {1,1} */
    size_t opened_size;
    uint8_t *acts; /* {1,2} and on, UNITS_ACT_SIZE bytes each */
    uint32_t count;
};

struct units {
    struct unit *unit;
    size_t count;
};

/* COUNT units, without acts. False: no memory. */
bool units_make(struct units *units, size_t count);
/* Seals on until each of the first FIRST units has ACTS acts. */
bool units_seal(struct units *units, size_t first, uint32_t acts);
/* The same for one alone. */
bool units_seal_one(struct units *units, size_t at, uint32_t acts);
void units_free(struct units *units);
/* As the book enrols it. */
struct act_device units_device(const struct unit *unit);
/* One batch of COUNT acts from the AFTERth on (0: the first), or with COUNT 0 the opening entry
 * alone, as it goes over the line. False: it does not fit. */
bool units_message(const struct unit *unit, uint32_t after, uint32_t count, struct writer *writer);

#endif
