/* admin - the administrator's device: keys, card and journal of the device that enrols the others.
 *
 * `trao` writes and sends with it; intake makes it known to an empty book (server/intake/intake.h,
 * intake_anchor). It is a device like any other: its entries pass the one door. */
#ifndef HOME_ADMIN_H
#define HOME_ADMIN_H

#include "base/status.h"
#include "core/device_card.h"
#include "ports/clock.h"
#include "ports/log.h"

struct admin_settings {
    const char *state;
    const char *software; /* for the first entry of the journal */
    struct clock_reading now;
    const struct log *log;
};

/* Makes what is missing, loads the rest. *out_made: the device is new. Statuses of the files and
 * of the journal; STATUS_DENIED also when a key may be read by others. */
enum status admin_make(const struct admin_settings *settings, struct device_card *out_card,
                       bool *out_made) MUST_CHECK;

#endif
