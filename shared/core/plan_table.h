/* plan_table - the rows of a plan as they lie in memory, for the files that make up plan.
 *
 * Nobody outside plan*.c looks here. */
#ifndef CORE_PLAN_TABLE_H
#define CORE_PLAN_TABLE_H

#include "core/plan.h"

enum plan_season { SEASON_ALL, SEASON_SUMMER, SEASON_WINTER };

enum { PLAN_NO_TIME = -1, PLAN_EVERY_DAY = 0x7F };

struct plan_call {
    struct name route;
    struct name round;
    struct name stop;
    struct day from;
    struct day to;
    uint32_t line;
    int16_t seq;
    int16_t arrives; /* minute of the day, or PLAN_NO_TIME */
    int16_t departs;
    int16_t cut_off; /* minutes before departure */
    uint8_t days;    /* bit weekday - 1 */
    uint8_t season;  /* enum plan_season */
};

struct plan_budget_row {
    struct name procedure; /* NAME_NONE: any */
    struct name agency;    /* NAME_NONE: any */
    struct budget budget;
    struct day from;
    struct day to;
    uint32_t line;
};

struct plan_terms_row {
    struct name procedure; /* NAME_NONE: any */
    struct plan_terms terms;
    bool judges; /* false: as `set,judged` says */
    struct day from;
    struct day to;
    uint32_t line;
};

struct plan_cancel {
    struct day day;
    struct name route;
    struct name round;
    struct minute known;
    uint32_t line;
};

/* From one call to a later one of the same run, while the four rows it stands on hold. */
struct plan_leg {
    struct name from; /* parties */
    struct name to;
    struct name route;
    struct name round;
    uint32_t call[2]; /* departure and arrival; rows of `calls` */
    uint32_t stop[2]; /* rows of `stops` */
    struct day first;
    struct day last;
    int16_t departs;
    int16_t cut_off;
    int16_t arrives;
    uint8_t days;
    uint8_t season;
    bool shadowed; /* a newer row may stand before one of the four on some days */
};

/* All legs of one pair of parties: legs[first .. first + count), in the order of departure. */
struct plan_pair {
    struct name from;
    struct name to;
    uint32_t first;
    uint32_t count;
    struct day first_day;
    struct day last_day;
};

static const struct day PLAN_OPEN_FROM = {INT32_MIN};
static const struct day PLAN_OPEN_TO = {INT32_MAX};

static inline bool plan_dates_hold(struct day from, struct day to, struct day day)
{
    return from.d <= day.d && day.d <= to.d;
}

/* Rows in force (SEMANTICS section 5): rows of one key lie together, the newest last. */
bool plan_stop_in_force(const struct plan *plan, uint32_t stop, struct day day);
bool plan_call_in_force(const struct plan *plan, uint32_t call, struct day day);

struct day plan_later(struct day a, struct day b);
struct day plan_earlier(struct day a, struct day b);
bool plan_same_run(const struct plan_call *a, const struct plan_call *b);
/* True if both may run on one day: dates, days and seasons meet. */
bool plan_calls_meet(const struct plan_call *a, const struct plan_call *b);
/* The first row of a stop's code; stop_count: there is none. */
uint32_t plan_stop_rows(const struct plan *plan, struct name code);
/* A call without an arrival is reached when it is left. */
int16_t plan_arrival(const struct plan_call *call);

void plan_order_rows(struct plan *plan, const struct names *names);
void plan_order_legs(struct plan *plan, const struct names *names);
/* False: out_fault is written. The first before legs are made, the second after. */
bool plan_check_stops(const struct plan *plan, const struct names *names,
                      struct plan_fault *out_fault);
bool plan_check_mergers(const struct plan *plan, const struct names *names,
                        const struct parties *parties, struct plan_fault *out_fault);
bool plan_check(const struct plan *plan, const struct names *names, const struct parties *parties,
                struct plan_fault *out_fault);

#endif
