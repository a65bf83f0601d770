/* computer - a machine's clocks, and what may be wrong with them. */
#ifndef SIM_COMPUTER_H
#define SIM_COMPUTER_H

#include "ports/clock.h"
#include "tests/sim/dice.h"

struct computer {
    int64_t booted;  /* true time */
    uint64_t boot;   /* differs between boots */
    int64_t skew_ms; /* of its wall clock */
    bool unset;      /* its wall clock began at 1970 with this boot */
};

/* Switched on at true time NOW. Without a battery its wall clock begins at 1970. */
void computer_boot(struct computer *computer, int64_t now, bool battery, struct dice *dice);
struct clock_reading computer_clock(const struct computer *computer, int64_t now);
/* Somebody, or the network, has set the clock right. */
void computer_set(struct computer *computer);

#endif
