/* clock_fake - a clock that stands still until the test moves it. */
#ifndef FAKES_CLOCK_FAKE_H
#define FAKES_CLOCK_FAKE_H

#include "ports/clock.h"

struct clock_fake {
    struct clock port; /* give &port away; do not copy or move this */
    struct clock_reading now;
};

/* Set, in the first boot, ten seconds after it. */
void clock_fake_init(struct clock_fake *clock, struct instant wall);
void clock_fake_advance(struct clock_fake *clock, int64_t ms); /* wall and mono; not backwards */
void clock_fake_set_wall(struct clock_fake *clock, struct instant wall, bool set);
void clock_fake_reboot(struct clock_fake *clock); /* mono from 0, another boot */

#endif
