/* sim_said - what trao-sim says to people, in both languages. Places: see each row.
 *
 * The last line of a run, and the story, are for programs too and stay as they are. */
#ifndef SIM_SAID_H
#define SIM_SAID_H

#include <stdio.h>

#include "base/said.h"

enum sim_sentence {
    SIM_SAID_USAGE,
    SIM_SAID_NO_LINE, /* {0} the file, {1} the line */
    SIM_SAID_NO_FILE, /* {0} the file, {1} why */
    SIM_SAID_DIED,    /* {0} the seed */
    SIM_SAID_NO_SODIUM,
    SIM_SAID_VIOLATION, /* {0} seed, {1} invariant, {2} what, {3} how many */
    SIM_SAID_TO_GO,     /* {0} seed, {1} left */
    SIM_SAID_KEYED,
    SIM_SAID_REAL,
    SIM_SAID_SHARE, /* {0} seeds, {1} scans, {2} entries */
    SIM_SAID_YEARS, /* {0} device-days, {1} years */
    SIM_SAID_FAULT,
    SIM_SAID_STRUCK,
    SIM_SAID_IN_SEEDS,
    SIM_SAID_CABINETS,
    SIM_SAID_NEVER,
    SIM_SAIDS
};

enum { SIM_SAID_MAX = 2048, SIM_NUMBER_SIZE = 24 };

const struct said *sim_said(enum sim_sentence sentence);
/* In TRAO_LANG's language, Vietnamese without it; nothing behind it. */
void sim_put(FILE *out, enum sim_sentence sentence, const char *const *values, size_t count);
/* A word without places in so many columns of a terminal, on its left (negative) or right side. */
void sim_cell(FILE *out, enum sim_sentence sentence, int columns);
/* Returns OUT. */
char *sim_number(uint64_t value, char out[SIM_NUMBER_SIZE]);

#endif
