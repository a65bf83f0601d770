#include "core/whatif.h"

/* Begin and end of each step in a replay, as working minutes of the steps. */
static void measure(const struct outlook *outlook, const struct minute ends[JOURNEY_STEPS_MAX],
                    int32_t minutes[JOURNEY_STEPS_MAX])
{
    struct minute begin = outlook->journey->received;
    for (int i = 0; i < outlook->journey->steps; i++) {
        minutes[i] = calendar_working(outlook->calendar, begin, ends[i]);
        begin = ends[i];
    }
}

static void fill_steps(const struct outlook *outlook, const struct forecast *forecast,
                       const struct minute other[JOURNEY_STEPS_MAX], struct whatif *whatif)
{
    struct minute ends[JOURNEY_STEPS_MAX];
    int32_t were[JOURNEY_STEPS_MAX];
    int32_t would[JOURNEY_STEPS_MAX];
    const struct journey *journey = outlook->journey;
    for (int i = 0; i < journey->steps; i++) {
        ends[i] = forecast->at[i].end;
    }
    measure(outlook, ends, were);
    measure(outlook, other, would);
    whatif->steps = journey->steps;
    for (int i = 0; i < journey->steps; i++) {
        whatif->step[i] = (struct whatif_step){.from = journey->step[i].from,
                                               .to = journey->step[i].to,
                                               .agency = journey->step[i].agency,
                                               .kind = journey->step[i].kind,
                                               .minutes = were[i],
                                               .other = would[i]};
    }
}

bool whatif_measure(struct outlook *outlook, const struct forecast *forecast,
                    struct behaviour out_behaviour[JOURNEY_STEPS_MAX],
                    struct minute out_ends[JOURNEY_STEPS_MAX], struct whatif *out_whatif)
{
    const struct journey *journey = outlook->journey;
    if (journey->back.m == MINUTE_NEVER.m || forecast->gap != FORECAST_WHOLE ||
        journey->next != journey->steps) {
        return false;
    }
    butfor_measure(outlook, forecast, out_behaviour);
    *out_whatif = (struct whatif){.back = journey->back, .promise = outlook->promise};
    out_whatif->same = butfor_replan(outlook, out_behaviour, out_ends);
    return out_whatif->same.m != MINUTE_NEVER.m;
}

/* A replay ends in working time; a result that came back at noon or at night did not. */
struct minute whatif_settled(const struct outlook *outlook, const struct whatif *whatif,
                             struct minute other)
{
    const struct minute same = whatif->same;
    const struct minute low = same.m < whatif->back.m ? same : whatif->back;
    const struct minute high = same.m < whatif->back.m ? whatif->back : same;
    const bool one_instant = calendar_working(outlook->calendar, low, high) == 0;
    return one_instant && other.m == same.m ? whatif->back : other;
}

bool whatif_of(struct outlook *outlook, const struct forecast *forecast, const struct plan *other,
               struct whatif *out_whatif)
{
    struct behaviour behaviour[JOURNEY_STEPS_MAX];
    struct minute ends[JOURNEY_STEPS_MAX];
    struct whatif whatif;
    if (!whatif_measure(outlook, forecast, behaviour, ends, &whatif)) {
        return false;
    }
    /* the budgets looked up so far are the first plan's */
    struct outlook under = *outlook;
    under.plan = other;
    under.known_count = 0;
    whatif.other = whatif_settled(outlook, &whatif, butfor_replan(&under, behaviour, ends));
    whatif.same = whatif_settled(outlook, &whatif, whatif.same);
    if (whatif.other.m != MINUTE_NEVER.m) {
        fill_steps(outlook, forecast, ends, &whatif);
    }
    if (whatif.promise.m != MINUTE_NEVER.m) {
        whatif.late = outlook_late(outlook, whatif.back);
        whatif.late_other =
            whatif.other.m == MINUTE_NEVER.m ? whatif.late : outlook_late(outlook, whatif.other);
    }
    *out_whatif = whatif;
    return true;
}
