#include "tests/sim/oracle/steps.h"

/* --- runs --- */

static int32_t last_day(const struct lived *life)
{
    return hours_day(life->look->now) + NO_RUN_DAYS;
}

bool step_first_train(const struct lived *life, const struct stage *step,
                      const struct trains_from *from, struct train *out)
{
    struct timetable *plan = &life->look->told->plan;
    if (from->ready == NOT_THERE) {
        return false;
    }
    for (int32_t day = hours_day(from->ready); day <= last_day(life); day++) {
        const struct day_trains *trains = timetable_day(plan, step->from, step->to, day);
        for (size_t i = 0; i < trains->count; i++) {
            const struct train *train = &trains->trains[i];
            if (train->cut >= from->ready &&
                (from->depart_least == NOT_THERE || train->departs >= from->depart_least) &&
                (from->which == TRAINS_ANY || !timetable_cancelled(plan, train, life->look->now))) {
                *out = *train;
                return true;
            }
        }
    }
    return false;
}

bool step_train_before(const struct lived *life, const struct stage *step, int32_t ready,
                       int32_t until, const struct train *before, struct train *out)
{
    struct timetable *plan = &life->look->told->plan;
    const int32_t edge = before ? before->departs : until;
    int32_t day = hours_day(edge);
    day = day > last_day(life) ? last_day(life) : day;
    for (; day >= hours_day(ready); day--) {
        const struct day_trains *trains = timetable_day(plan, step->from, step->to, day);
        for (size_t i = trains->count; i-- > 0;) {
            const struct train *train = &trains->trains[i];
            if (train->departs <= until && train->cut >= ready &&
                (!before || train_order(train, before) < 0) &&
                !timetable_cancelled(plan, train, life->look->now)) {
                *out = *train;
                return true;
            }
        }
    }
    return false;
}

int32_t step_next_cut(const struct lived *life, const struct stage *step, int32_t ready)
{
    struct timetable *plan = &life->look->told->plan;
    int32_t least = NOT_THERE;
    for (int32_t day = hours_day(ready); day <= hours_day(ready) + 2; day++) {
        const struct day_trains *trains = timetable_day(plan, step->from, step->to, day);
        for (size_t i = 0; i < trains->count; i++) {
            const int32_t cut = trains->trains[i].cut;
            if (cut >= ready && (least == NOT_THERE || cut < least)) {
                least = cut;
            }
        }
    }
    return least;
}

/* --- budgets --- */

static const struct budget_row *budget_of(const struct lived *life, const struct stage *step,
                                          int32_t start)
{
    const char *center = life->look->told->center;
    if (start == NOT_THERE) {
        return NULL;
    }
    return life_budget(life, step->is_transfer && step->from == center ? step->to : step->from,
                       start);
}

/* Working minutes a processing may take. */
static int32_t allowance(const struct lived *life, const struct stage *step, int32_t start)
{
    const struct budget_row *budget = budget_of(life, step, start);
    const struct told_dossier *row = life->look->dossier;
    if (!budget || !budget->percent) {
        return budget ? budget->amount : NOT_THERE;
    }
    if (!row->in_feed || row->promise == NOT_THERE) {
        return NOT_THERE;
    }
    const int64_t whole = hours_between(life->look->calendar, life->received, row->promise);
    return (int32_t)(whole * budget->amount / 100);
}

static int32_t add_allowance(const struct lived *life, const struct stage *step, int32_t start,
                             int32_t more)
{
    const int32_t minutes = allowance(life, step, start);
    return minutes == NOT_THERE ? NOT_THERE
                                : hours_add(life->look->calendar, start, minutes + more);
}

/* --- transfers --- */

static int32_t fit_for_run(const struct lived *life, const struct stage *step, int32_t start)
{
    return step->first ? life_passed_on(life, start) : start;
}

int32_t step_prepared(const struct lived *life, const struct stage *step, int32_t start)
{
    const struct budget_row *budget = budget_of(life, step, start);
    return budget
               ? hours_add(life->look->calendar, fit_for_run(life, step, start), budget->handover)
               : NOT_THERE;
}

int32_t step_receipt(const struct lived *life, const struct stage *step, int32_t start)
{
    const struct budget_row *budget = budget_of(life, step, start);
    return budget ? budget->receipt : NOT_THERE;
}

int32_t step_arrival(const struct lived *life, const struct stage *step, const struct train *train,
                     int32_t start)
{
    const int32_t receipt = step_receipt(life, step, start);
    return receipt == NOT_THERE ? NOT_THERE
                                : hours_add(life->look->calendar, train->arrives, receipt);
}

static int32_t own_end(const struct lived *life, const struct stage *step, int32_t start);

int32_t step_planned(const struct lived *life, const struct stage *step, int32_t start)
{
    struct train train;
    if (!step->is_transfer) {
        return add_allowance(life, step, start, 0);
    }
    const struct trains_from from = {.ready = step_prepared(life, step, start),
                                     .depart_least = NOT_THERE};
    return step_first_train(life, step, &from, &train) ? step_arrival(life, step, &train, start)
                                                       : NOT_THERE;
}

int32_t step_standard(const struct lived *life, const struct stage *step, int32_t start)
{
    struct train train;
    if (!step->is_transfer) {
        return add_allowance(life, step, start, step->paused);
    }
    /* By the timetable as printed: a cancelled run is no excuse for the transfer. */
    const struct trains_from from = {
        .ready = step_prepared(life, step, start), .which = TRAINS_ANY, .depart_least = NOT_THERE};
    if (from.ready == NOT_THERE) {
        return NOT_THERE;
    }
    return step_first_train(life, step, &from, &train) ? step_arrival(life, step, &train, start)
                                                       : own_end(life, step, start);
}

int32_t step_extra(const struct lived *life, const struct stage *step, int32_t ready)
{
    struct timetable *plan = &life->look->told->plan;
    const int32_t leaves = hours_add(life->look->calendar, ready, plan->extra_notice);
    if (leaves == NOT_THERE) {
        return NOT_THERE;
    }
    const int32_t transit = timetable_transit(plan, step->from, step->to, hours_day(leaves));
    const int32_t receipt = step_receipt(life, step, ready);
    return transit == NOT_THERE || receipt == NOT_THERE
               ? NOT_THERE
               : hours_add(life->look->calendar, leaves + transit, receipt);
}

/* --- as it was --- */

bool step_settle_processing(const struct lived *life, struct stage *step, int32_t ready)
{
    struct glance *look = life->look;
    step->paused =
        life_paused(life, step->begin, ready == NOT_THERE ? look->now : ready, look->calendar);
    step->end = ready == NOT_THERE
                    ? look_not_before_now(look, step_standard(life, step, step->begin))
                    : ready;
    return step->end != NOT_THERE;
}

/* The last run before step->train that could have taken it and left without it. */
static void find_lag(const struct lived *life, struct stage *step, int32_t prepared)
{
    struct timetable *plan = &life->look->told->plan;
    bool missed = false;
    int32_t cut = 0;
    for (int32_t day = hours_day(prepared); day <= step->train.day; day++) {
        const struct day_trains *trains = timetable_day(plan, step->from, step->to, day);
        for (size_t i = 0; i < trains->count; i++) {
            const struct train *train = &trains->trains[i];
            if (train->cut >= prepared && train_order(train, &step->train) < 0) {
                missed = true;
                cut = train->cut;
            }
        }
    }
    if (missed) {
        const int32_t fit = fit_for_run(life, step, step->begin);
        step->lag = hours_between(life->look->calendar, fit, cut) + 1;
    }
}

bool step_settle_transfer(const struct lived *life, struct stage *step, int32_t take, int32_t end,
                          const struct train *train)
{
    const int32_t prepared = step_prepared(life, step, step->begin);
    step->end = end;
    if (prepared == NOT_THERE || end == NOT_THERE) {
        return false;
    }
    if (train) {
        step->has_train = true;
        step->train = *train;
    } else {
        const struct trains_from from = {.ready = prepared,
                                         .depart_least = take - life->look->told->plan.grace};
        step->has_train = step_first_train(life, step, &from, &step->train);
    }
    if (!step->has_train) {
        return true;
    }
    find_lag(life, step, prepared);
    const int32_t arrival = step_arrival(life, step, &step->train, step->begin);
    if (arrival == NOT_THERE) {
        return false;
    }
    step->over = hours_signed(life->look->calendar, arrival, end);
    return true;
}

/* --- replay --- */

static int32_t behaved_transfer(const struct lived *life, const struct stage *step, int32_t start)
{
    const struct calendar *calendar = life->look->calendar;
    struct train train;
    if (!step->has_train) {
        return hours_shift(calendar, start, hours_between(calendar, step->begin, step->end));
    }
    struct trains_from from = {.ready = step_prepared(life, step, start),
                               .depart_least = NOT_THERE};
    if (step->lag > 0) {
        const int32_t fit = fit_for_run(life, step, start);
        from.ready = hours_later(from.ready, hours_add(calendar, fit, step->lag));
    }
    return step_first_train(life, step, &from, &train)
               ? hours_shift(calendar, step_arrival(life, step, &train, start), step->over)
               : NOT_THERE;
}

/* With no working minute between START and its real begin it ends as it really did, so a replay
 * that changes nothing gives the forecast itself. */
static int32_t own_end(const struct lived *life, const struct stage *step, int32_t start)
{
    const struct calendar *calendar = life->look->calendar;
    if (step->begin == NOT_THERE) {
        return step_planned(life, step, start);
    }
    if (start == NOT_THERE || hours_signed(calendar, start, step->begin) == 0) {
        return start == NOT_THERE ? NOT_THERE : step->end;
    }
    return step->is_transfer
               ? behaved_transfer(life, step, start)
               : hours_shift(calendar, start, hours_signed(calendar, step->begin, step->end));
}

int32_t step_replay(const struct lived *life, const struct stage *step, int32_t start,
                    bool standard)
{
    const int32_t own = own_end(life, step, start);
    return standard ? hours_earlier(own, step_standard(life, step, start)) : own;
}
