/* chance - when the result will really be back, and how likely it is late: F50, F90 and P(late).
 *
 * F of forecast.c goes by plan; this one goes by what legs have really taken (habits.h). The steps
 * that are not done are played CHANCE_DRAWS times, each with quantities drawn evenly from the
 * habits, given what is known: work that has lasted an hour lasts longer than an hour, a transfer
 * that has missed a run misses that one at least. Draws are fixed (Kronecker sequences,
 * Niederreiter 1992), so the same question has the same answer. Where nothing has been learnt the
 * plan stands. Pure. */
#ifndef CORE_CHANCE_H
#define CORE_CHANCE_H

#include "core/forecast.h"
#include "core/habits.h"

enum { CHANCE_DRAWS = 64, CHANCE_FACTS_MAX = 2 * JOURNEY_STEPS_MAX, CHANCE_CERTAIN = 1000 };

struct chance {
    struct minute f50;
    struct minute f90;
    int32_t late; /* thousandths of the draws that are late; only with a promise */
};

/* False: no forecast can be made (FORECAST of forecast.h has a gap); nothing is written. FORECAST
 * is forecast_of() the outlook. */
bool chance_of(struct outlook *outlook, const struct forecast *forecast,
               const struct habits *habits, struct chance *out_chance);

/* One thing a leg has really taken, and since when it is known. */
struct chance_fact {
    enum habit habit;
    struct habit_place place;
    int32_t value;
    struct minute known;
};

/* What the steps of a life that are done have taken. Returns how many. */
size_t chance_facts(struct outlook *outlook, struct chance_fact out_facts[CHANCE_FACTS_MAX]);

#endif
