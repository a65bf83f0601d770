#include "tests/sim/oracle/course.h"

#include <stdlib.h>

enum { STEPS_MAX = 64 }; /* bits of course_replay()'s set */

bool course_late(const struct lived *life, int32_t promise, int32_t minute)
{
    return life->look->told->plan.by_instant ? minute > promise
                                             : hours_day(minute) > hours_day(promise);
}

static struct stage *add_step(struct course *course, const struct stage *step)
{
    if (course->count == STEPS_MAX) {
        abort(); /* no test's life goes to and fro so often */
    }
    course->steps[course->count] = *step;
    return &course->steps[course->count++];
}

static struct stage *begin_step(struct course *course, const struct stage *step)
{
    course->current = course->count;
    return add_step(course, step);
}

/* --- what was --- */

static void waiting(struct course *course, struct stage *step, int32_t fit)
{
    struct glance *look = course->life->look;
    int32_t prepared = step_prepared(course->life, step, fit);
    struct train train;
    if (prepared == NOT_THERE) {
        course->unforeseen = true;
        return;
    }
    if (prepared >= look->now) {
        look_until(look, prepared + 1);
    } else {
        prepared = look->now;
    }
    const int32_t cut = step_next_cut(course->life, step, prepared);
    look_until(look, cut == NOT_THERE ? look->now + 1 : cut + 1);
    const struct trains_from from = {.ready = prepared, .depart_least = NOT_THERE};
    if (!step_first_train(course->life, step, &from, &train) ||
        !step_settle_transfer(course->life, step, 0, step_arrival(course->life, step, &train, fit),
                              &train)) {
        course->unforeseen = true;
        return;
    }
    course->waits = true;
    course->wait = course->current;
    course->wait_prepared = prepared;
    course->next = train;
}

static void carried(struct course *course, struct stage *step, int32_t take)
{
    const struct lived *life = course->life;
    const int32_t taken = life->visits[life->visit_count - 1].start;
    const int32_t transit =
        timetable_transit(&life->look->told->plan, step->from, step->to, hours_day(taken));
    const int32_t receipt = step_receipt(life, step, step->begin);
    if (transit == NOT_THERE || receipt == NOT_THERE) {
        course->unforeseen = true;
        return;
    }
    const int32_t end =
        look_not_before_now(life->look, hours_add(life->look->calendar, taken + transit, receipt));
    course->unforeseen |= !step_settle_transfer(life, step, take, end, NULL);
}

/* An open offer to a static party. Offered back to the Center it waits there anew; to its agency,
 * it is another visit. */
static bool offered(struct course *course, struct stage *step, int32_t take)
{
    const struct lived *life = course->life;
    const struct folded *fold = &life->fold;
    const char *holder = life->visits[life->visit_count - 1].holder;
    if (!fold->offered || !life_is_static(life->look->told, fold->offer_to) ||
        fold->offer_to == holder) {
        return false;
    }
    const int32_t receipt = step_receipt(life, step, step->begin);
    if (receipt == NOT_THERE) {
        course->unforeseen = true;
        return true;
    }
    const int32_t at = instant_minute((struct instant){fold->offer_at}).m;
    const int32_t end =
        look_not_before_now(life->look, hours_add(life->look->calendar, at, receipt));
    if (fold->offer_to == life->look->told->center && step->from == fold->offer_to) {
        waiting(course, step, end);
        return true;
    }
    if (take == NOT_THERE) {
        look_moves(life->look); /* the run that a take now would mean */
        take = life->look->now;
    }
    course->unforeseen |= !step_settle_transfer(life, step, take, end, NULL);
    return true;
}

/* A stay at a static party from visit FIRST to visit LAST; Center stays in a row are one. */
struct stay {
    size_t first, last;
};

static void transfer(struct course *course, const struct stay *stay, const struct stay *after)
{
    const struct lived *life = course->life;
    const struct all_told *told = life->look->told;
    const struct visit *visits = life->visits;
    const char *from = visits[stay->first].holder;
    const struct stage made = {.is_transfer = true,
                               .from = from,
                               .to = life_destination(life, stay->last),
                               .first = stay->first == 0 && from == told->center,
                               .begin = life_fit(life, stay->first),
                               .end = NOT_THERE};
    struct stage *step = begin_step(course, &made);
    const int32_t take = visits[stay->last].end;
    if (after) {
        course->unforeseen |=
            !step_settle_transfer(life, step, take, visits[after->first].start, NULL);
    } else if (offered(course, step, take)) {
        return;
    } else if (take == NOT_THERE) {
        waiting(course, step, life_fit(life, stay->last));
    } else if (visits[life->visit_count - 1].holder == told->post) {
        carried(course, step, take);
    } else {
        course->unforeseen = true;
    }
}

static void processing(struct course *course, const struct visit *visit, const char *party)
{
    const struct stage made = {.from = party, .begin = visit->start, .end = NOT_THERE};
    struct stage *step = begin_step(course, &made);
    course->unforeseen |= !step_settle_processing(course->life, step, visit->ready);
}

static size_t stays_of(const struct lived *life, struct stay *out)
{
    const struct all_told *told = life->look->told;
    size_t count = 0;
    for (size_t i = 0; i < life->visit_count; i++) {
        const char *holder = life->visits[i].holder;
        if (!life_is_static(told, holder)) {
            continue;
        }
        if (count > 0 && holder == told->center &&
            life->visits[out[count - 1].last].holder == told->center) {
            out[count - 1].last = i;
        } else {
            out[count++] = (struct stay){i, i};
        }
    }
    return count;
}

static void history(struct course *course)
{
    const struct lived *life = course->life;
    struct stay *stays = arena_take(life->look->arena, (life->visit_count + 1) * sizeof *stays);
    if (!stays) {
        abort();
    }
    const size_t count = stays_of(life, stays);
    for (size_t i = 0; i < count && !course->unforeseen; i++) {
        const struct visit *first = &life->visits[stays[i].first];
        if (first->holder != life->look->told->center) {
            processing(course, first, first->holder);
            if (first->ready == NOT_THERE) {
                return;
            }
        }
        if (!course->unforeseen) {
            transfer(course, &stays[i], i + 1 < count ? &stays[i + 1] : NULL);
        }
    }
}

/* --- what is to come --- */

static void rest(struct course *course)
{
    const struct all_told *told = course->life->look->told;
    const struct stage *last = &course->steps[course->count - 1];
    if (course->life->mode == MODE_ON_THE_SPOT) {
        return;
    }
    if (last->is_transfer && last->to != told->center) {
        const struct stage work = {.from = last->to, .begin = NOT_THERE, .end = NOT_THERE};
        last = add_step(course, &work);
    }
    if (!last->is_transfer) {
        const struct stage way_back = {.is_transfer = true,
                                       .from = last->from,
                                       .to = told->center,
                                       .begin = NOT_THERE,
                                       .end = NOT_THERE};
        (void)add_step(course, &way_back);
        if (!course->waits) {
            course->waits = true;
            course->wait = course->count - 1;
        }
    }
}

static int32_t planned_from(const struct course *course, size_t index, int32_t minute)
{
    for (; index < course->count; index++) {
        minute = step_planned(course->life, &course->steps[index], minute);
    }
    return minute;
}

/* When the step at INDEX, not begun yet, begins by the forecast. */
static int32_t begins(const struct course *course, size_t index)
{
    int32_t minute = course->steps[course->current].end;
    for (size_t i = course->current + 1; i < index; i++) {
        minute = step_planned(course->life, &course->steps[i], minute);
    }
    return minute;
}

static void find_next_run(struct course *course)
{
    const struct stage *step = &course->steps[course->wait];
    if (course->waits && course->wait > course->current) {
        const int32_t fit = begins(course, course->wait);
        const struct trains_from from = {
            .ready = fit == NOT_THERE ? NOT_THERE : step_prepared(course->life, step, fit),
            .depart_least = NOT_THERE};
        course->unforeseen |= !step_first_train(course->life, step, &from, &course->next);
    }
}

struct course course_of(const struct lived *life)
{
    struct course course = {.life = life,
                            .steps =
                                arena_take(life->look->arena, STEPS_MAX * sizeof *course.steps),
                            .forecast = NOT_THERE};
    if (!course.steps) {
        abort();
    }
    if (life->mode == MODE_ON_THE_SPOT) {
        processing(&course, &life->visits[0], life->look->told->center);
    } else {
        history(&course);
    }
    course.unforeseen |= course.count == 0;
    if (!course.unforeseen) {
        rest(&course);
        find_next_run(&course);
        course.forecast =
            planned_from(&course, course.current + 1, course.steps[course.current].end);
        course.unforeseen |= course.forecast == NOT_THERE;
    }
    return course;
}

/* --- questions --- */

int32_t course_replay(const struct course *course, uint64_t standard)
{
    int32_t minute = course->steps[0].begin;
    for (size_t i = 0; i < course->count; i++) {
        minute = step_replay(course->life, &course->steps[i], minute, (standard >> i & 1) != 0);
    }
    return minute;
}

bool course_last_safe(const struct course *course, int32_t promise, struct train *out)
{
    const struct lived *life = course->life;
    const struct stage *step = &course->steps[course->wait];
    if (!course->waits) {
        return false;
    }
    const bool begun = course->wait == course->current;
    const int32_t fit = begun ? step->begin : begins(course, course->wait);
    const int32_t ready = begun ? course->wait_prepared : step_prepared(life, step, fit);
    const int32_t edge =
        life->look->told->plan.by_instant ? promise : (hours_day(promise) + 1) * MINUTES_A_DAY;
    const struct train *before = NULL;
    struct train train;
    while (step_train_before(life, step, ready, edge, before, &train)) {
        const int32_t end =
            planned_from(course, course->wait + 1, step_arrival(life, step, &train, fit));
        *out = train;
        if (end != NOT_THERE && !course_late(life, promise, end)) {
            return true;
        }
        before = out;
    }
    return false;
}

bool course_extra_saves(const struct course *course, int32_t promise, bool *out_failed)
{
    const struct lived *life = course->life;
    *out_failed = false;
    for (size_t i = course->current; i < course->count; i++) {
        const struct stage *step = &course->steps[i];
        const bool open = i > course->current || (course->waits && course->wait == i);
        if (!step->is_transfer || !open) {
            continue;
        }
        const int32_t ready = i == course->current ? course->wait_prepared
                                                   : step_prepared(life, step, begins(course, i));
        int32_t end = step_extra(life, step, ready);
        if (end == NOT_THERE) {
            continue;
        }
        end = planned_from(course, i + 1, end);
        *out_failed = end == NOT_THERE;
        if (*out_failed || !course_late(life, promise, end)) {
            return !*out_failed;
        }
    }
    return false;
}
