/* accident - what may happen to a computer in half an hour: lines that are cut, power that fails,
 * clocks that are moved, cards that are copied, keys that are revoked. */
#ifndef SIM_ACCIDENT_H
#define SIM_ACCIDENT_H

#include "tests/sim/world.h"

/* What HAPPENS_MENDED says is over. */
enum mended { MENDED_LINES, MENDED_CLOCK, MENDED_SERVER_CLOCK };

void accident_station(struct world *world, uint32_t number);
void accident_server(struct world *world);
void accident_mended(struct world *world, const struct event *event);
/* It is off, and not because it is evening: somebody switches it on after a while. */
void accident_restart(struct world *world, uint32_t number, int64_t in_ms);

#endif
