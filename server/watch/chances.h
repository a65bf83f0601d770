/* chances - what legs have really taken so far, and what that says of a dossier under way: F50, F90
 * and P(late), beside the forecast by plan.
 *
 * A function of the acts in append order, like everything that watch writes (decision 0003), so a
 * rebuilt book has the same chances: a life that is over is learnt at the next full hour by
 * the clock of the rows, once, as it was known then; and a row says what could be said at the last
 * statement about its dossier or at the full hour, whichever came later. How often a stated chance
 * came true is learnt beside it, from one life in four, and corrects what is stated (track.h).
 * Levels and causes never hang on any of this. */
#ifndef WATCH_CHANCES_H
#define WATCH_CHANCES_H

#include "core/chance.h"
#include "core/glance.h"
#include "core/track.h"
#include "server/watch/look.h"

enum {
    CHANCES_GROUPS = 1 << 12,
    CHANCES_ENOUGH = 30, /* chances that came out; before, none is stated */
    CHANCES_ASKED_OF = 4,
};

/* What a row shows. MINUTE_NEVER, -1: nothing can be said. */
struct told_chance {
    struct minute asked;
    struct minute f50, f90;
    int32_t late; /* thousandths */
};

struct chances {
    struct model *model; /* borrowed, as these two */
    const struct almanac *almanac;
    struct habits habits;
    struct track track;
    uint32_t came_out;  /* how many chances are in the track */
    struct minute hour; /* under way; before the first row: far back */
    uint32_t *touched;  /* lives that this hour's statements have reached, each once */
    uint32_t touched_count;
    struct told_chance *told; /* of each life, as last asked */
    struct act *acts;         /* LOOK_ACTS_MAX */
    struct glance *glance;    /* too large for a stack */
    void *habits_memory;
};

/* STATUS_FULL: no memory. The borrowed ones are set by the caller afterwards. */
enum status chances_open(struct chances *chances, uint32_t lives) MUST_CHECK;
void chances_close(struct chances *chances);
/* A statement of a row of MINUTE has reached LIFE. */
void chances_touched(struct chances *chances, struct life *life, struct minute minute);
/* The clock moves to MINUTE: if a full hour lies between, what ended before it is learnt. */
void chances_pass(struct chances *chances, struct minute minute);
/* Of LIFE, whose flag at CLOCK is LEVEL: only of one that is flagged. */
struct told_chance chances_of(struct chances *chances, const struct life *life,
                              enum flag_level level, struct minute clock);
/* When the row of a life that shows CHANCE is to be looked at again; MINUTE_NEVER. */
struct minute chances_again(const struct told_chance *chance, struct minute clock);

#endif
