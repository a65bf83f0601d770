#include "tools/study/on_demand.h"

#include <stdlib.h>

#include "base/check.h"
#include "core/plan_day.h"
#include "tools/study/timetable.h"

enum { VISITS_MAX = 2048, STOPS_MAX = TRIAL_STOPS_MAX, MINUTES_AN_HOUR = 60 };

/* The route's first run on one day. */
struct pattern {
    struct plan_visit visit[STOPS_MAX];
    size_t stops;
};

struct calling {
    const struct on_demand *on_demand;
    struct trial_wait *wait; /* in the order in which they become ready */
    size_t waits;
    int32_t last; /* arrival of the day, by plan */
    FILE *out;
    uint32_t runs;
    struct day day;  /* of the last one … */
    uint32_t number; /* … and which it was on that day */
};

static bool find_pattern(const struct on_demand *on_demand, struct day day, struct pattern *out)
{
    static struct plan_visit visits[VISITS_MAX]; /* too large for a stack */
    const size_t all = plan_day_visits(on_demand->plan, day, visits, VISITS_MAX);
    const size_t count = all < VISITS_MAX ? all : VISITS_MAX;
    size_t first = 0;
    while (first < count && !name_same(visits[first].route, on_demand->route)) {
        first++;
    }
    out->stops = 0;
    for (size_t i = first; i < count && out->stops < STOPS_MAX; i++) {
        if (!name_same(visits[i].route, on_demand->route) ||
            !name_same(visits[i].round, visits[first].round)) {
            break;
        }
        out->visit[out->stops++] = visits[i];
    }
    return out->stops > 1 && out->visit[0].departs >= 0;
}

static bool find_any_pattern(const struct on_demand *on_demand, struct pattern *out)
{
    for (struct day day = on_demand->from; day.d <= on_demand->to.d; day.d++) {
        if (calendar_is_working_day(on_demand->calendar, day) &&
            find_pattern(on_demand, day, out)) {
            return true;
        }
    }
    return false;
}

static int order_waits(const void *a, const void *b)
{
    const struct trial_wait *one = a;
    const struct trial_wait *other = b;
    return (one->ready.m > other->ready.m) - (one->ready.m < other->ready.m);
}

/* Everyone who waits at the first stop for one behind it. */
static enum status list_waits(struct calling *calling, const struct trials *trials,
                              const struct pattern *pattern)
{
    const struct name from = pattern->visit[0].party;
    calling->wait = malloc((size_t)trials->step_count * sizeof *calling->wait + 1);
    if (!calling->wait) {
        return STATUS_FULL;
    }
    for (size_t i = 1; i < pattern->stops; i++) {
        bool asked = name_same(pattern->visit[i].party, from);
        for (size_t j = 1; j < i; j++) {
            asked = asked || name_same(pattern->visit[i].party, pattern->visit[j].party);
        }
        if (!asked) {
            calling->waits +=
                trials_waits(trials, calling->on_demand->plan, from, pattern->visit[i].party,
                             calling->wait + calling->waits, trials->step_count - calling->waits);
        }
    }
    qsort(calling->wait, calling->waits, sizeof *calling->wait, order_waits);
    return STATUS_OK;
}

static void put_time(FILE *out, int32_t minute)
{
    if (minute >= 0) {
        (void)fprintf(out, "%02d:%02d", (int)(minute / MINUTES_AN_HOUR),
                      (int)(minute % MINUTES_AN_HOUR));
    }
    (void)fputc(',', out);
}

static void put_run(struct calling *calling, const struct pattern *pattern, struct minute leaves)
{
    const struct day day = minute_day(leaves);
    const int32_t by = minute_of_day(leaves) - pattern->visit[0].departs;
    const struct names *names = calling->on_demand->names;
    char date[INSTANT_TEXT_SIZE];
    calling->number = day.d == calling->day.d ? calling->number + 1 : 1;
    calling->day = day;
    calling->runs++;
    (void)day_text(day, date);
    for (size_t i = 0; i < pattern->stops; i++) {
        const struct plan_visit *visit = &pattern->visit[i];
        (void)fputs("call,", calling->out);
        study_field(calling->out, names_text(names, visit->route));
        (void)fprintf(calling->out, ",on-demand-%u,%zu,", calling->number, i + 1);
        study_field(calling->out, names_text(names, visit->stop));
        (void)fputc(',', calling->out);
        put_time(calling->out, visit->arrives >= 0 ? visit->arrives + by : -1);
        put_time(calling->out, visit->departs >= 0 ? visit->departs + by : -1);
        (void)fprintf(calling->out, "%d,W,all,%s,%s\n", (int)visit->cut_off, date, date);
    }
}

/* The run that the last of COUNT waiting calls for, all of them since FIRST. False: none goes. */
static bool call_run(struct calling *calling, struct minute ready, struct minute next_by_plan,
                     struct minute *out_cut_off)
{
    const struct on_demand *on_demand = calling->on_demand;
    struct pattern pattern;
    const struct minute leaves =
        calendar_add(on_demand->calendar, ready, on_demand->plan->settings.extra_notice);
    if (leaves.m == MINUTE_NEVER.m || leaves.m >= next_by_plan.m ||
        !find_pattern(on_demand, minute_day(leaves), &pattern)) {
        return false;
    }
    const struct plan_visit *end = &pattern.visit[pattern.stops - 1];
    const int32_t takes =
        (end->arrives >= 0 ? end->arrives : end->departs) - pattern.visit[0].departs;
    if (minute_of_day(leaves) + takes > calling->last) {
        return false;
    }
    put_run(calling, &pattern, leaves);
    *out_cut_off = (struct minute){leaves.m - pattern.visit[0].cut_off};
    return out_cut_off->m >= ready.m;
}

/* Goes through the period. Those who wait are WAIT[first] to the present one, less those that left
 * by plan, or with the run that was called last. */
static void call_runs(struct calling *calling)
{
    size_t first = 0;
    struct minute gone = {INT32_MIN}; /* who was ready by then left with the run called last */
    for (size_t i = 0; i < calling->waits; i++) {
        const struct minute now = calling->wait[i].ready;
        struct minute next = MINUTE_NEVER;
        uint32_t waiting = 0;
        while (first < i && (calling->wait[first].departs.m <= now.m ||
                             calling->wait[first].ready.m <= gone.m)) {
            first++;
        }
        for (size_t j = first; j <= i; j++) {
            const struct trial_wait *wait = &calling->wait[j];
            if (wait->departs.m > now.m && wait->ready.m > gone.m) {
                waiting++;
                next = wait->departs.m < next.m ? wait->departs : next;
            }
        }
        if (waiting >= calling->on_demand->threshold) {
            struct minute cut_off;
            gone = call_run(calling, now, next, &cut_off) ? cut_off : gone;
        }
    }
}

enum status on_demand_rows(const struct on_demand *on_demand, const struct trials *trials,
                           FILE *out, uint32_t *out_runs)
{
    struct calling calling = {.on_demand = on_demand, .out = out, .day = {INT32_MIN}};
    struct pattern pattern;
    int32_t first = 0;
    if (!timetable_hours(on_demand->plan_text, (struct text){0}, (struct text){0}, &first,
                         &calling.last) ||
        !find_any_pattern(on_demand, &pattern)) {
        return STATUS_NOT_FOUND;
    }
    const enum status status = list_waits(&calling, trials, &pattern);
    if (status == STATUS_OK) {
        call_runs(&calling);
    }
    free(calling.wait);
    *out_runs = calling.runs;
    return status;
}
