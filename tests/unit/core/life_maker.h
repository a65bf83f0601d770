/* life_maker - random lives for property tests: a journey by the book, then all that goes wrong. */
#ifndef TESTS_LIFE_MAKER_H
#define TESTS_LIFE_MAKER_H

#include "province_maker.h"

struct making {
    bool pauses;    /* also pauses, by acts and by the feed */
    bool intervals; /* also acts whose instants are not known exactly */
    bool runs;      /* also runs seen coming and leaving, and more that the feed may say */
};

/* The next life: facts and acts. NUMBER makes its code; life->now is some minute within it. */
void life_make(struct province *province, struct dice *dice, const struct making *making,
               unsigned number, struct life *life);
/* Another order of the acts, with a few said twice. */
void life_mix(struct dice *dice, struct life *life);

#endif
