/* locator_fake - a receiver that reports what the test gives it. */
#ifndef FAKES_LOCATOR_FAKE_H
#define FAKES_LOCATOR_FAKE_H

#include <stddef.h>

#include "ports/locator.h"

enum { LOCATOR_FAKE_MAX = 64 };

struct locator_fake {
    struct locator port; /* give &port away; do not copy or move this */
    size_t count;
    struct fix_epoch epochs[LOCATOR_FAKE_MAX];
};

void locator_fake_init(struct locator_fake *locator);
/* Reported in this order, each once. */
void locator_fake_put(struct locator_fake *locator, const struct fix_epoch *epoch);

#endif
