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
    band->sum += (uint64_t)stated;
    assert(band->came <= band->stated); /* (1) */
}

/* One block of bands that agree: mean outcome as came over weight, both times 1000. */
struct block {
    uint64_t came;
    uint64_t weight;
    int32_t at; /* the mean statement */
    uint64_t sum;
};

/* The middle of a band, for those that have none of their own. */
static int32_t middle(int band)
{
    if (band == 0) {
        return 0;
    }
    return band == TRACK_BANDS - 1 ? TRACK_SURE
                                   : (band * 2 - 1) * TRACK_SURE / (2 * (TRACK_BANDS - 2));
}

static bool falls(const struct block *before, const struct block *behind)
{
    return before->came * behind->weight > behind->came * before->weight;
}

static int pool(const struct track *track, struct block blocks[TRACK_BANDS])
{
    int count = 0;
    for (int i = 0; i < TRACK_BANDS; i++) {
        const struct track_band *band = &track->band[i];
        const uint64_t weight = band->stated + TRACK_PRIOR;
        const uint64_t sum = band->sum + (uint64_t)(TRACK_PRIOR * middle(i));
        blocks[count] = (struct block){.came = (uint64_t)band->came * TRACK_SURE +
                                               (uint64_t)(TRACK_PRIOR * middle(i)),
                                       .weight = weight,
                                       .sum = sum};
        count++;
        while (count > 1 && falls(&blocks[count - 2], &blocks[count - 1])) {
            blocks[count - 2].came += blocks[count - 1].came;
            blocks[count - 2].weight += blocks[count - 1].weight;
            blocks[count - 2].sum += blocks[count - 1].sum;
            count--;
        }
    }
    for (int i = 0; i < count; i++) {
        blocks[i].at = (int32_t)(blocks[i].sum / blocks[i].weight);
    }
    return count;
}

static int32_t worth(const struct block *block)
{
    return (int32_t)(block->came / block->weight);
}

int32_t track_corrected(const struct track *track, int32_t chance)
{
    struct block blocks[TRACK_BANDS];
    const int count = pool(track, blocks);
    int i = 0;
    while (i < count && blocks[i].at < chance) {
        i++;
    }
    if (i == 0) {
        return worth(&blocks[0]);
    }
    if (i == count) {
        return worth(&blocks[count - 1]);
    }
    const struct block *low = &blocks[i - 1];
    const struct block *high = &blocks[i];
    const int32_t span = high->at - low->at;
    assert(span > 0);
    return worth(low) + (worth(high) - worth(low)) * (chance - low->at) / span;
}
