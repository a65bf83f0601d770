#include "tests/sim/oracle/verdict.h"

#include <stdlib.h>
#include <string.h>

#include "tests/sim/oracle/course.h"

/* --- cause --- */

struct blame {
    enum flag_cause cause;
    enum flag_leg leg;
    int32_t end;    /* F_S; NOT_THERE with CAUSE_PLAN */
    uint64_t steps; /* S */
    bool unforeseen;
};

/* One set of steps by the book: does F_S come in time? */
static bool saves(const struct course *course, int32_t promise, uint64_t steps, struct blame *blame)
{
    blame->end = course_replay(course, steps);
    blame->steps = steps;
    blame->unforeseen |= blame->end == NOT_THERE;
    return blame->end != NOT_THERE && !course_late(course->life, promise, blame->end);
}

/* The transfer that alone makes it; of several the one with the earliest F_S. */
static bool one_transfer(const struct course *course, int32_t promise, struct blame *out)
{
    bool found = false;
    for (size_t i = 0; i < course->count; i++) {
        const struct stage *step = &course->steps[i];
        struct blame each = {.cause = CAUSE_TRANSFER, .unforeseen = out->unforeseen};
        if (step->is_transfer && saves(course, promise, UINT64_C(1) << i, &each) &&
            (!found || each.end < out->end)) {
            each.leg = step->to == course->life->look->told->center ? LEG_BACK : LEG_OUT;
            *out = each;
            found = true;
        }
        out->unforeseen |= each.unforeseen;
    }
    return found;
}

static struct blame blame_of(const struct course *course, int32_t promise)
{
    struct blame blame = {.cause = CAUSE_NONE};
    uint64_t transfers = 0;
    uint64_t others = 0;
    if (one_transfer(course, promise, &blame) || blame.unforeseen) {
        return blame;
    }
    for (size_t i = 0; i < course->count; i++) {
        transfers |= (uint64_t)course->steps[i].is_transfer << i;
        others |= (uint64_t)!course->steps[i].is_transfer << i;
    }
    const struct {
        enum flag_cause cause;
        uint64_t steps;
    } sets[] = {
        {CAUSE_TRANSFERS,  transfers         },
        {CAUSE_PROCESSING, others            },
        {CAUSE_BOTH,       transfers | others},
    };
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
        blame.cause = sets[i].cause;
        if (saves(course, promise, sets[i].steps, &blame) || blame.unforeseen) {
            return blame;
        }
    }
    return (struct blame){.cause = CAUSE_PLAN, .end = NOT_THERE};
}

static bool turns_on_gap(const struct course *course, uint64_t steps)
{
    const struct lived *life = course->life;
    for (size_t i = 0; i < course->count; i++) {
        const struct stage *step = &course->steps[i];
        for (size_t j = 0;
             (steps >> i & 1) != 0 && step->begin != NOT_THERE && j < life->fold.hole_count; j++) {
            const struct hole *hole = &life->fold.holes[j];
            const int32_t from = instant_minute((struct instant){hole->from}).m;
            const int32_t to = instant_minute((struct instant){hole->to}).m;
            if (hours_between(life->look->calendar, hours_later(from, step->begin),
                              hours_earlier(to, step->end)) > 0) {
                return true;
            }
        }
    }
    return false;
}

/* --- level --- */

static void late_level(const struct course *course, int32_t promise, struct verdict *out)
{
    struct glance *look = course->life->look;
    bool failed = false;
    const struct blame blame = blame_of(course, promise);
    if (blame.unforeseen || turns_on_gap(course, blame.steps)) {
        out->level = FLAG_UNKNOWN;
        return;
    }
    out->cause = blame.cause;
    out->leg = blame.leg;
    out->gained =
        blame.end == NOT_THERE ? 0 : hours_between(look->calendar, blame.end, course->forecast);
    if (course_late(course->life, promise, look->now)) {
        out->level = FLAG_OVERDUE;
        return;
    }
    look_until(look, (hours_day(look->now) + 1) * MINUTES_A_DAY);
    out->level = FLAG_WILL_MISS;
    if (course_extra_saves(course, promise, &failed)) {
        out->level = FLAG_AT_RISK;
        look_moves(look);
    } else if (failed) {
        *out = (struct verdict){.level = FLAG_UNKNOWN};
    }
}

static int32_t slack_of(const struct lived *life, int32_t promise, int32_t forecast)
{
    const struct calendar *calendar = life->look->calendar;
    const int32_t edge =
        life->look->told->plan.by_instant ? promise : (hours_day(promise) + 1) * MINUTES_A_DAY;
    if (!course_late(life, promise, forecast)) {
        return hours_between(calendar, forecast, edge);
    }
    const int32_t over = hours_between(calendar, edge, forecast);
    return over > 1 ? -over : -1;
}

static void judge(const struct lived *life, struct verdict *out)
{
    struct glance *look = life->look;
    const int32_t promise = life_promise(life);
    if (promise == NOT_THERE) {
        return;
    }
    look_until(look, look->told->plan.by_instant ? promise + 1
                                                 : (hours_day(promise) + 1) * MINUTES_A_DAY);
    const struct course course = course_of(life);
    if (course.unforeseen) {
        look_until(look, (hours_day(look->now) + 1) * MINUTES_A_DAY);
        return;
    }
    out->promised = promise;
    out->forecast = course.forecast;
    out->slack = slack_of(life, promise, course.forecast);
    out->last_safe = NOT_THERE;
    if (course_late(life, promise, course.forecast)) {
        late_level(&course, promise, out);
        return;
    }
    struct train safe;
    const bool has_safe = course_last_safe(&course, promise, &safe);
    out->last_safe = has_safe ? safe.departs : NOT_THERE;
    const bool soon = course.waits ? !has_safe || train_order(&safe, &course.next) == 0
                                   : out->slack < look->told->plan.due_soon;
    out->level = soon ? FLAG_DUE_SOON : FLAG_ON_TRACK;
}

/* What ACTS, effective and sorted, say. */
static struct verdict verdict_of(struct glance *look)
{
    struct verdict out = {.level = FLAG_UNKNOWN, .last_safe = NOT_THERE, .forecast = NOT_THERE};
    const struct lived life = life_of(look);
    const struct folded *fold = &life.fold;
    out.stated = life_promise_stated(&life);
    if (life.ended || life.back != NOT_THERE) {
        out.level = FLAG_DONE;
        out.forecast = life.back;
    } else if (life.received != NOT_THERE && life.received > look->now) {
        look_until(look, life.received);
    } else if (life.received != NOT_THERE && (life.has_own_act || life.mode == MODE_RESULT_ONLY) &&
               !fold->unlocated) {
        const int32_t stated = out.stated;
        judge(&life, &out);
        out.stated = stated;
    }
    out.holder = held_now(fold)->holder;
    out.since = held_now(fold)->since == 0 /* no receipt, no act */
                    ? NOT_THERE
                    : instant_minute((struct instant){held_now(fold)->since}).m;
    out.verified = held_now(fold)->verified;
    out.offer_to = fold->offered ? fold->offer_to : look->told->nothing;
    out.bundle = held_bundle(fold, fold->code);
    out.clashes = fold->clashes;
    out.clash_count = fold->clash_count;
    return out;
}

/* --- disputed instants --- */

/* Within its interval ACT stays in its minute and in its place among the others. */
static bool harmless(const struct glance *look, size_t index)
{
    const struct told_act *act = &look->acts[index];
    const int64_t first = act->at - act->early;
    const int64_t last = act->at + act->late;
    if (instant_minute((struct instant){first}).m != instant_minute((struct instant){last}).m) {
        return false;
    }
    for (size_t i = 0; i < look->act_count; i++) {
        if (i != index && look->acts[i].at >= first && look->acts[i].at <= last) {
            return false;
        }
    }
    return true;
}

static bool differs_at(struct glance *look, size_t index, int64_t at,
                       const struct verdict *measured)
{
    struct arena scratch = *look->arena; /* given back when this is done */
    struct told_act *moved = arena_take(&scratch, look->act_count * sizeof *moved);
    if (!moved) {
        abort();
    }
    memcpy(moved, look->acts, look->act_count * sizeof *moved);
    moved[index].at = at;
    held_sort(moved, look->act_count);
    struct glance other = *look;
    other.acts = moved;
    other.arena = &scratch;
    const struct verdict verdict = verdict_of(&other);
    look_until(look, other.until);
    return !verdict_same(&verdict, measured);
}

/* Does the verdict differ between the ends of some act's interval? */
static bool is_disputed(struct glance *look, const struct verdict *measured)
{
    bool found = false;
    for (size_t i = 0; i < look->act_count; i++) {
        const struct told_act *act = &look->acts[i];
        if (act->early + act->late > 0 && !harmless(look, i)) {
            found |= differs_at(look, i, act->at - act->early, measured);
            found |= differs_at(look, i, act->at + act->late, measured);
        }
    }
    return found;
}

struct verdict verdict_at(struct all_told *told, const struct told_dossier *dossier,
                          const struct told_act *acts, size_t count, int32_t now,
                          struct arena *arena)
{
    struct glance look = {.told = told,
                          .dossier = dossier,
                          .now = now,
                          .calendar = told_newest(told),
                          .arena = arena,
                          .until = INT32_MAX};
    if (!told->has_plan) {
        return (struct verdict){.level = FLAG_UNKNOWN,
                                .stated = NOT_THERE,
                                .forecast = NOT_THERE,
                                .last_safe = NOT_THERE,
                                .until = INT32_MAX};
    }
    struct told_act *known = arena_take(arena, (count + 1) * sizeof *known);
    if (!known) {
        abort();
    }
    for (size_t i = 0; i < count; i++) {
        const int32_t minute = instant_minute((struct instant){acts[i].at}).m;
        look_until(&look, minute);
        if (minute <= now) {
            known[look.act_count++] = acts[i];
        }
    }
    for (size_t i = 0; i < told->plan.cancel_count; i++) {
        look_until(&look, told->plan.cancels[i].known);
    }
    look.acts = known;
    look.act_count = held_effective(known, look.act_count);
    struct verdict verdict = verdict_of(&look);
    if (verdict.level != FLAG_UNKNOWN && is_disputed(&look, &verdict)) {
        verdict.level = FLAG_UNKNOWN;
        verdict.cause = CAUSE_NONE;
        verdict.leg = LEG_NONE;
        verdict.disputed = true;
    }
    verdict.until = look.until;
    return verdict;
}
