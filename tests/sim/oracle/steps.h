/* steps - a life as a chain of transfers and processings, each as it went or as it would go.
 *
 * SEMANTICS section 6 (forecast, but-for); READINGS 33 to 41 of tests/oracle. Every function gives
 * NOT_THERE where nothing can be foreseen: no budget, no run, no promise to take a share of. */
#ifndef SIM_ORACLE_STEPS_H
#define SIM_ORACLE_STEPS_H

#include "tests/sim/oracle/life.h"

struct stage {
    bool is_transfer;
    bool first;            /* of the Center's first stay: pass_on_after counts */
    const char *from, *to; /* of a transfer; `from` is where a processing happens */
    int32_t begin, end;    /* NOT_THERE when not begun; its own end, real or forecast */
    int32_t paused;        /* of a processing */
    bool has_train;        /* of a transfer: the run it took, or takes by the forecast */
    struct train train;
    int32_t lag, over;
};

/* A run is usable if it is not known to be cancelled; ANY counts those that are, too. */
enum trains { TRAINS_USABLE, TRAINS_ANY };

struct trains_from {
    int32_t ready; /* departure - cut-off is not before this */
    enum trains which;
    int32_t depart_least; /* nor the departure before this; NOT_THERE: any */
};

/* The first run of STEP that fits; false: none within NO_RUN_DAYS of now. */
bool step_first_train(const struct lived *life, const struct stage *step,
                      const struct trains_from *from, struct train *out);
/* The latest usable run departing by UNTIL, cut off not before READY, and before BEFORE unless that
 * is NULL; false: none. */
bool step_train_before(const struct lived *life, const struct stage *step, int32_t ready,
                       int32_t until, const struct train *before, struct train *out);
/* The smallest cut-off not before READY among the runs of the next days; NOT_THERE: none. */
int32_t step_next_cut(const struct lived *life, const struct stage *step, int32_t ready);

/* From when on a run can take it: add(fit, handover). */
int32_t step_prepared(const struct lived *life, const struct stage *step, int32_t start);
/* The end of what arrives with TRAIN, begun at START. */
int32_t step_arrival(const struct lived *life, const struct stage *step, const struct train *train,
                     int32_t start);
int32_t step_receipt(const struct lived *life, const struct stage *step, int32_t start);
/* Not begun, from START on: by plan. */
int32_t step_planned(const struct lived *life, const struct stage *step, int32_t start);
/* The standard end when begun at START. */
int32_t step_standard(const struct lived *life, const struct stage *step, int32_t start);
/* In a replay begun at START: its own end, or the earlier of own and STANDARD. */
int32_t step_replay(const struct lived *life, const struct stage *step, int32_t start,
                    bool standard);
/* The end by one extra run that leaves as soon as notice allows. */
int32_t step_extra(const struct lived *life, const struct stage *step, int32_t ready);

/* A processing that began: READY when it ended, NOT_THERE while it lasts. */
bool step_settle_processing(const struct lived *life, struct stage *step, int32_t ready);
/* A transfer that began at step->begin and ends at END; TRAIN NULL: the one that a TAKE at that
 * minute means. False: nothing can be foreseen. */
bool step_settle_transfer(const struct lived *life, struct stage *step, int32_t take, int32_t end,
                          const struct train *train);

#endif
