/* trials - the lives of a period with their behaviour measured once, so that another timetable
 * costs only the lives it touches.
 *
 * A life is taken when its result is back, as `trao whatif` takes it. Kept of it are its steps, how
 * each behaved (core/butfor.h), and when each ends under the timetable that was kept last. A trial
 * asks only lives with a transfer between two parties that a changed run serves, and whose wait
 * spans its cut-off; all others would come out as they are. */
#ifndef STUDY_TRIALS_H
#define STUDY_TRIALS_H

#include "tools/study/replay.h"
#include "tools/study/rows.h"

/* The lives' marks that a run makes: its stops in order, and the cut-off at each. */
enum { TRIAL_STOPS_MAX = 64, TRIAL_RUNS_MAX = 4 };

struct trial_run {
    struct name party[TRIAL_STOPS_MAX];
    int16_t cut_off[TRIAL_STOPS_MAX]; /* minute of the day; < 0: it cannot be boarded here */
    uint8_t stops;
};

/* What differs between the timetable kept and the one tried. */
struct trial_change {
    struct trial_run run[TRIAL_RUNS_MAX];
    uint8_t runs;
};

struct trial_score {
    uint32_t late;    /* of all lives */
    int64_t minutes;  /* working minutes saved against what happened, of all */
    uint32_t touched; /* lives that were replayed for it */
};

/* One transfer that waits for a run. */
struct trial_wait {
    struct minute ready;   /* from when a run's cut-off suits it */
    struct minute departs; /* by plan, of the run it goes with; MINUTE_NEVER: none */
};

struct trial_life;
struct trial_step;
struct trial_pair;

struct trials {
    const struct calendar *calendar; /* borrowed, as the names' owner */
    struct trial_life *lives;
    uint32_t life_count, lives_max;
    struct trial_step *steps;
    uint32_t step_count, steps_max;
    struct trial_pair *pairs; /* by parties, once closed */
    uint32_t pair_count;
    uint32_t *of_pair; /* lives, pair by pair */
    uint32_t *seen;    /* by life: the last trial that replayed it */
    uint32_t trial;
    struct trial_score kept; /* under the timetable kept */
    uint32_t late_before;    /* as it was */
};

/* STATUS_FULL: no memory, here and below. */
enum status trials_open(struct trials *trials, uint32_t lives_max) MUST_CHECK;
void trials_close(struct trials *trials);
/* Takes a life; OUTLOOK and FORECAST at its end, as whatif_of() wants them. One that cannot be
 * replayed is left out. */
enum status trials_note(struct trials *trials, struct outlook *outlook,
                        const struct forecast *forecast) MUST_CHECK;
/* All are noted: puts them in order by who hands to whom. */
enum status trials_order(struct trials *trials) MUST_CHECK;
/* How all would come out under PLAN, which differs from the one kept by CHANGE alone; NULL: by
 * anything, so every life is replayed. */
void trials_try(struct trials *trials, const struct plan *plan, const struct trial_change *change,
                struct trial_score *out_score);
/* The same, and PLAN is the one kept from now on. */
void trials_keep(struct trials *trials, const struct plan *plan, const struct trial_change *change);
/* What the timetable kept does to each day of receipt, against the plan in force: `saved` is net of
 * who is newly late. For replay_interval(). */
void trials_days(const struct trials *trials, struct replay *out_days);
/* How the transfers from FROM to TO wait under PLAN, which is the one kept; at most ROOM. */
size_t trials_waits(const struct trials *trials, const struct plan *plan, struct name from,
                    struct name to, struct trial_wait *out_waits, size_t room);

#endif
