/* replay - what another timetable would have done to a period: dossiers saved and newly late,
 * minutes by agency and leg, and how sure one can be.
 *
 * The interval comes from resampling whole days of receipt (Efron 1979; days, because dossiers of
 * one day share its runs). Draws are fixed: the same files give the same interval. */
#ifndef STUDY_REPLAY_H
#define STUDY_REPLAY_H

#include "core/whatif.h"

enum { REPLAY_LEGS_MAX = 128, REPLAY_DAYS_MAX = 4096, REPLAY_SAMPLES = 400 };

/* Transfers between two parties. */
struct replay_leg {
    struct name from, to, agency;
    uint8_t kind; /* enum step_kind */
    uint32_t transfers;
    int64_t minutes; /* working, as they were */
    int64_t other;
};

struct replay_day {
    struct day day;
    int32_t saved, newly_late;
    int64_t minutes; /* saved */
};

struct replay {
    uint32_t replayed;
    uint32_t unlike;        /* replayed under their own plan they do not come back when they did */
    int64_t unlike_minutes; /* working minutes by which those differ, added up */
    uint32_t without_runs;  /* the other plan has no run or no budget for them */
    uint32_t late, late_other;
    uint32_t saved, newly_late;
    int64_t minutes; /* working minutes saved, of all */
    struct replay_leg leg[REPLAY_LEGS_MAX];
    uint32_t legs;
    struct replay_day day[REPLAY_DAYS_MAX];
    uint32_t days;
};

/* Adds to the sums of one day alone. False: there is no room for another day. */
bool replay_add_day(struct replay *replay, const struct replay_day *more);
void replay_add(struct replay *replay, const struct calendar *calendar, struct minute received,
                const struct whatif *whatif);

/* 95 % of the samples lie between. */
struct replay_interval {
    int32_t saved_low, saved_high;
    int64_t minutes_low, minutes_high;
};
void replay_interval(const struct replay *replay, struct replay_interval *out_interval);

/* What a plan costs over a stretch of days. */
struct plan_cost {
    uint32_t runs;
    double kilometres;    /* from stop to stop, as the crow flies */
    double courier_hours; /* from first departure to last arrival */
};
void plan_cost(const struct plan *plan, const struct calendar *calendar, struct day from,
               struct day to, struct plan_cost *out_cost);

#endif
