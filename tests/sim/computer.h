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
    bool dozes;      /* its system lets no program wake while nobody uses it */
};

/* Switched on at true time NOW. Without a battery its wall clock begins at 1970. */
void computer_boot(struct computer *computer, int64_t now, bool battery, struct dice *dice);
struct clock_reading computer_clock(const struct computer *computer, int64_t now);
/* When a program that asked to be woken at AT, true time, is woken. RESTING: it has nothing to do
 * but to greet now and then; what dozes does that when it is next used. */
int64_t computer_alarm(const struct computer *computer, int64_t now, int64_t at, bool resting);
/* Somebody, or the network, has set the clock right. */
void computer_set(struct computer *computer);

#endif
