/* course - the chain of steps of one life as known now: what was, and by plan from now on.
 *
 * SEMANTICS section 6. `unforeseen` when the forecast cannot be made. */
#ifndef SIM_ORACLE_COURSE_H
#define SIM_ORACLE_COURSE_H

#include "tests/sim/oracle/steps.h"

struct course {
    const struct lived *life;
    struct stage *steps;
    size_t count;
    size_t current;        /* the step that runs now */
    bool waits;            /* some wait's run is still open: */
    size_t wait;           /* that step … */
    int32_t wait_prepared; /* … and max(now, add(fit, handover)), when it is begun */
    struct train next;     /* the run the forecast uses on that wait */
    int32_t forecast;      /* F */
    bool unforeseen;
};

struct course course_of(const struct lived *life);
/* F_S: the life from receipt; bit I of STANDARD: step I ends by the book, if that is earlier. */
int32_t course_replay(const struct course *course, uint64_t standard);
/* The latest run of the next wait with F not late; false: none. */
bool course_last_safe(const struct course *course, int32_t promise, struct train *out);
/* Would one extra run on one remaining leg make F not late? *out_failed: nobody can say. */
bool course_extra_saves(const struct course *course, int32_t promise, bool *out_failed);
/* late(t) by this plan's setting. */
bool course_late(const struct lived *life, int32_t promise, int32_t minute);

#endif
