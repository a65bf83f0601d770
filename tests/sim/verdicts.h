/* verdicts - the invariants that are asked for at the end, when everything has come to rest. */
#ifndef SIM_VERDICTS_H
#define SIM_VERDICTS_H

#include "tests/sim/world.h"

void verdicts_end(struct world *world);

#endif
