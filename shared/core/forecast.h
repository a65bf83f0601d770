/* forecast - when the result will be back at the Center if all that is not done goes by plan.
 *
 * SEMANTICS section 6. Fills in the steps a journey leaves open; says which run is the last that
 * keeps the promise, and whether one extra run would. Pure. */
#ifndef CORE_FORECAST_H
#define CORE_FORECAST_H

#include "core/journey.h"

enum { OUTLOOK_BUDGETS = 4 };

struct known_budget {
    struct name agency;
    struct budget budget;
};

/* What a forecast stands on, with the budgets it has looked up so far. */
struct outlook {
    const struct journey *journey;
    const struct dossier_facts *facts;
    const struct plan *plan;
    const struct calendar *calendar; /* the newest version */
    struct minute now;
    struct minute promise; /* P */
    struct known_budget known[OUTLOOK_BUDGETS];
    uint8_t known_count;
};

enum forecast_gap { FORECAST_WHOLE, FORECAST_NO_BUDGET, FORECAST_NO_RUN };

/* One step as forecast; what is done stands as it was. */
struct ahead {
    struct minute begin;
    struct minute fit;   /* from when a run may be chosen */
    struct minute ready; /* max(now, add(fit, handover)): no cut-off before it is feasible */
    struct minute picked;
    struct minute end;
    bool has_run;
    struct run run; /* the one it waits for */
};

struct forecast {
    enum forecast_gap gap;
    struct minute end; /* F; MINUTE_NEVER with a gap */
    struct ahead at[JOURNEY_STEPS_MAX];
    uint8_t wait; /* the next step that waits for a run; journey->steps: none does */
};

/* The budget in force when a step of AGENCY begins at BEGIN. False: there is none. */
bool outlook_budget(struct outlook *outlook, struct name agency, struct minute begin,
                    struct budget *out_budget);
/* Working minutes of processing by BUDGET, without pauses. */
int32_t outlook_processing(const struct outlook *outlook, const struct budget *budget);

void forecast_of(struct outlook *outlook, struct forecast *out_forecast);
/* F if step STEP ended at END and those after it went by plan; MINUTE_NEVER: cannot be said. */
struct minute forecast_after(struct outlook *outlook, int step, struct minute end);

/* The latest run of the next wait with F not late; false when F is late or nothing waits. */
bool forecast_last_safe_run(struct outlook *outlook, const struct forecast *forecast,
                            struct run *out_run);
/* True if one extra run on one remaining leg would keep the promise; the first such leg. */
bool forecast_extra_run(struct outlook *outlook, const struct forecast *forecast, int *out_step);
/* The last minute at which that extra run may leave. */
struct minute forecast_extra_before(struct outlook *outlook, const struct forecast *forecast,
                                    int step);

static inline bool outlook_late(const struct outlook *outlook, struct minute t)
{
    return promise_late(outlook->promise, t, journey_judged(outlook->journey));
}

#endif
