#include "core/track.h"

#include <string.h>

#include "base/check.h"

/* INVARIANT
 * (1) came <= stated in each band; what is corrected never falls as the statement rises. */

/* Nothing, everything, and 24 bands between: the ends are where most statements stand. */
static int band_of(int32_t chance)
{
    if (chance <= 0) {
        return 0;
    }
    if (chance >= TRACK_SURE) {
        return TRACK_BANDS - 1;
    }
    return 1 + (int)(chance * (TRACK_BANDS - 2) / TRACK_SURE);
}

void track_init(struct track *track)
{
    memset(track, 0, sizeof *track);
}

void track_add(struct track *track, int32_t chance, bool came)
{
    const int32_t stated = chance < 0 ? 0 : chance > TRACK_SURE ? TRACK_SURE : chance;
    struct track_band *band = &track->band[band_of(stated)];
    band->stated++;
    band->came += came;
    assert(band->came <= band->stated); /* (1) */
}

/* Bands that agree, as one: their outcomes over their weight, in thousandths. */
struct block {
    uint64_t came; /* times 1000 */
    uint64_t weight;
    int last; /* its last band */
};

/* The middle of a band: what its prior cases stated, and were. */
static uint64_t middle(int band)
{
    if (band == 0) {
        return 0;
    }
    return band == TRACK_BANDS - 1
               ? TRACK_SURE
               : (uint64_t)((band * 2 - 1) * TRACK_SURE / (2 * (TRACK_BANDS - 2)));
}

static bool falls(const struct block *before, const struct block *behind)
{
    return before->came * behind->weight > behind->came * before->weight;
}

/* Pools neighbours until the outcomes rise. Returns how many blocks are left. */
static int pool(const struct track *track, struct block blocks[TRACK_BANDS])
{
    int count = 0;
    for (int i = 0; i < TRACK_BANDS; i++) {
        const struct track_band *band = &track->band[i];
        blocks[count++] =
            (struct block){.came = (uint64_t)band->came * TRACK_SURE + TRACK_PRIOR * middle(i),
                           .weight = band->stated + (uint64_t)TRACK_PRIOR,
                           .last = i};
        while (count > 1 && falls(&blocks[count - 2], &blocks[count - 1])) {
            blocks[count - 2].came += blocks[count - 1].came;
            blocks[count - 2].weight += blocks[count - 1].weight;
            blocks[count - 2].last = i;
            count--;
        }
    }
    return count;
}

int32_t track_corrected(const struct track *track, int32_t chance)
{
    struct block blocks[TRACK_BANDS];
    const int count = pool(track, blocks);
    const int band = band_of(chance);
    for (int i = 0; i < count; i++) {
        if (band <= blocks[i].last) {
            return (int32_t)(blocks[i].came / blocks[i].weight);
        }
    }
    return TRACK_SURE;
}
