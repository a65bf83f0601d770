/* position - a place on the earth, and how far two of them lie apart.
 *
 * Pure, in whole numbers: the same on every machine. Knows no receiver and no stop. */
#ifndef CORE_POSITION_H
#define CORE_POSITION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

struct position {
    int32_t lat_e7, lon_e7; /* WGS 84, 1e-7 degree */
};

/* On the earth, and not 0,0: what a receiver without a fix says (rows 27 and 28). */
bool position_is_sound(struct position position);
bool position_equal(struct position a, struct position b);
/* Centimetres along the ground; at most 0.3 % off for places in one province. */
uint32_t position_apart_cm(struct position a, struct position b);
/* `21.02850 105.85420`, degrees. */
void position_words(struct position position, struct line *line);
/* Degrees with at most seven decimals, `-105.8542`, within LIMIT degrees; false: it is none. */
bool position_degrees(struct text text, int32_t limit, int32_t *out_e7);

#endif
