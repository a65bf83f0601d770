/* locator - what a receiver of satellites reports, one epoch after another.
 *
 * It reports and does not judge: core's fix_judge does. Never waits; a receiver that is gone says
 * nothing. Kept by handheld/devices/gps; faked by tests/fakes/locator_fake.c; both pass
 * tests/contract/locator. */
#ifndef PORTS_LOCATOR_H
#define PORTS_LOCATOR_H

#include "base/status.h"
#include "core/fix_judge.h"

struct locator_ops {
    enum status (*next)(void *self, struct fix_epoch *out_epoch);
};

struct locator {
    const struct locator_ops *ops;
    void *self; /* borrowed */
};

/* The next report, as it came. Never waits. STATUS_NOT_FOUND: nothing more at present. */
static inline enum status MUST_CHECK locator_next(struct locator *locator,
                                                  struct fix_epoch *out_epoch)
{
    return locator->ops->next(locator->self, out_epoch);
}

#endif
