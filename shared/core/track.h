/* track - how often a stated chance came true, and so what it should have said.
 *
 * A reliability table: for each band of stated chances how many there were and how many came true.
 * From it a statement is corrected by the best rising steps through the bands (pool adjacent
 * violators: Ayer et al. 1955; isotonic calibration: Zadrozny and Elkan 2002). A few statements
 * count as if each band had been right so far. Thousandths throughout. Pure. */
#ifndef CORE_TRACK_H
#define CORE_TRACK_H

#include <stdbool.h>
#include <stdint.h>

enum { TRACK_BANDS = 26, TRACK_PRIOR = 8, TRACK_SURE = 1000 };

struct track_band {
    uint32_t stated; /* how many statements */
    uint32_t came;   /* of those came true */
};

struct track {
    struct track_band band[TRACK_BANDS];
};

void track_init(struct track *track);
/* CHANCE was stated, and it came true or not. */
void track_add(struct track *track, int32_t chance, bool came);
/* What a statement of CHANCE has been worth so far; rises with CHANCE. */
int32_t track_corrected(const struct track *track, int32_t chance);

#endif
