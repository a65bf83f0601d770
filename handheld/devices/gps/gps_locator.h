/* gps_locator - a locator that asks the gpsd of this machine, inside the unit's own loop.
 *
 * Whoever owns the loop waits for `fd`, and at latest until gps_locator_wakeup(). A gpsd that goes
 * away is asked for again, later each time. */
#ifndef HANDHELD_DEVICES_GPS_GPS_LOCATOR_H
#define HANDHELD_DEVICES_GPS_GPS_LOCATOR_H

#include "base/instant.h"
#include "handheld/devices/gps/gps_address.h"
#include "ports/locator.h"
#include "ports/log.h"

enum {
    GPS_RETRY_MS = 1000,
    GPS_RETRY_MS_MAX = 30000,
    GPS_LINE_MAX = 16384,
    GPS_READS_MAX = 64 /* of one turn: the scanner's turn comes, whatever gpsd sends */
};

struct gps_session;

struct gps_locator {
    struct locator port; /* give &port away; do not copy or move this */
    int fd;              /* readable: gps_locator_turn() has work; -1: no line */
    struct gps_address address;
    const struct log *log;
    struct gps_session *session;
    bool up;
    bool told;      /* that it cannot be reached */
    uint32_t reads; /* left in this turn */
    struct instant retry_at;
    int64_t retry_ms;
};

/* STATUS_IO: no memory for it. Nothing is asked yet. LOG is borrowed. */
enum status gps_locator_open(struct gps_locator *locator, const struct gps_address *address,
                             const struct log *log) MUST_CHECK;
void gps_locator_close(struct gps_locator *locator);
/* Once a turn, before locator_next(): asks for a line where there is none and it is time to. LINE:
 * now, in real milliseconds. */
void gps_locator_turn(struct gps_locator *locator, struct instant line);
/* When to turn though nothing came. INSTANT_NEVER. */
struct instant gps_locator_wakeup(const struct gps_locator *locator);

#endif
