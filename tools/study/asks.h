/* asks - what would have been forecast for each dossier at one instant, by what was known then.
 *
 * First every dossier is noted: what its legs have taken and when that became known, at which
 * minute it will be asked about, and what came of it. Then the asks are answered in the order of
 * time; before each, what is known by then is learnt, and nothing else. */
#ifndef STUDY_ASKS_H
#define STUDY_ASKS_H

#include "core/chance.h"
#include "core/track.h"
#include "tools/study/rows.h"

enum { ASKS_GROUPS = 1 << 13 };

struct ask {
    struct minute at;
    uint32_t dossier;      /* its place in the order of codes */
    struct minute back;    /* when the result was back; MINUTE_NEVER: not by the present */
    struct minute settled; /* from when on it is known whether it is late; MINUTE_NEVER: not yet */
    bool late;             /* counts once settled */
    /* the answer */
    bool answered;
    struct minute promise; /* as known then; MINUTE_NEVER: none */
    struct minute f, f50, f90;
    int32_t stated; /* thousandths, as the draws have it; -1: no promise */
    int32_t chance; /* thousandths, corrected by what came true before */
    int32_t base;   /* what the base rate of the past says */
    bool median;    /* what the median of its procedure says: late or not */
};

struct asks_rule {
    bool random; /* one working minute of each life, by SEED; else all at `at` */
    uint64_t seed;
    struct minute at;
    bool by_month; /* learn from whole months before only */
};

struct asks {
    struct asks_rule rule; /* by the caller */
    struct ask *list;
    uint32_t count, next, count_max;
    struct chance_fact *facts;
    size_t fact_count, fact_next, fact_max;
    struct ended *ended; /* whole lives, for the plain median */
    size_t ended_count, ended_next, ended_max;
    uint32_t *settled; /* asks in the order in which they are settled */
    uint32_t settled_count, settled_next;
    struct habits habits;
    struct habits lives; /* HABIT_WORK: minutes of whole lives, by procedure */
    void *habits_memory, *lives_memory;
    struct track track;
    uint64_t came, known; /* settled so far: late, all */
};

/* STATUS_FULL: no memory. */
enum status asks_open(struct asks *asks, uint32_t dossiers) MUST_CHECK;
void asks_close(struct asks *asks);
/* Notes the dossier that is taken up. STATUS_FULL: no memory. */
enum status asks_note(struct asks *asks, const struct study *study, const struct study_life *life,
                      uint32_t place) MUST_CHECK;
/* All are noted: puts them in order. STATUS_FULL: no memory. */
enum status asks_order(struct asks *asks) MUST_CHECK;
/* Answers the next one about the dossier taken up as LIFE. */
void asks_answer(struct asks *asks, const struct study_life *life);
/* The dossier the next answer is about; false: all are answered. */
bool asks_next(const struct asks *asks, uint32_t *out_place);
/* One row, if there is something to say. */
void asks_out(const struct study *study, const struct ask *ask, FILE *out);

#endif
