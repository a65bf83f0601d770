/* ledger_parts - what the files of the ledger share. */
#ifndef SIM_LEDGER_PARTS_H
#define SIM_LEDGER_PARTS_H

#include "tests/sim/ledger.h"

/* AT with room for one more than COUNT elements. */
void *ledger_grown(void *at, size_t count, size_t *room, size_t element);
/* The server's row of ONE at PLACE, as last read; NULL: none. */
const struct ledger_row *ledger_row_at(const struct ledger_device *one, struct place place);

#endif
