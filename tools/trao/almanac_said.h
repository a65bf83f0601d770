/* almanac_said - the sentences of `trao calendar` and `trao plan`, in both languages. Places: see
 * each row. */
#ifndef TRAO_ALMANAC_SAID_H
#define TRAO_ALMANAC_SAID_H

#include "base/said.h"

enum almanac_said {
    ALMANAC_SAID_IN_ORDER,    /* {0} path, {1} rows, {2} remarks */
    ALMANAC_SAID_BAD_YEAR,    /* {0} */
    ALMANAC_SAID_VERSION,     /* {0} `1/2`, {1} the file, {2} valid from, {3} received */
    ALMANAC_SAID_DAY_OFF,     /* {0} the day */
    ALMANAC_SAID_MOVES,       /* {0} how many move, {1} of so many, {2} paused, {3} a second time */
    ALMANAC_SAID_MOVES_SHOWN, /* nothing was written */
    ALMANAC_SAID_MOVES_KEPT,  /* {0} how many */
    ALMANAC_SAID_MOVED,       /* {0} how many */
    ALMANAC_SAID_MOVE_LATER,  /* {0} valid from */
    ALMANAC_SAID_BEYOND_SUM,  /* {0} how many, {1} the last year */
    ALMANAC_SAID_DECIDE_FIRST, /* {0} the path */
    ALMANAC_SAID_YEAR_UNKNOWN, /* {0} the year */
    ALMANAC_SAIDS
};

const struct said *almanac_said(enum almanac_said which);

#endif
