#include "tools/study/suggest.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "core/plan_day.h"

/* INVARIANTS
 * (1) `text` is the plan kept, and the trials' kept outcome is a replay over it.
 * (2) A candidate that is no plan (core says so) is none. */

enum { COARSE = 30, FINE = 15, DAY = 24 * 60, VISITS_MAX = 2048, SPARE_ROWS = 4096 };

/* --- the runs there are --- */

static struct suggest_route *route_of(struct suggest *suggest, struct name route)
{
    for (uint32_t i = 0; i < suggest->routes; i++) {
        if (name_same(suggest->route[i].route, route)) {
            return &suggest->route[i];
        }
    }
    if (suggest->routes == SUGGEST_ROUTES_MAX) {
        return NULL;
    }
    struct suggest_route *made = &suggest->route[suggest->routes++];
    *made = (struct suggest_route){.route = route};
    return made;
}

static void add_round(struct suggest_route *route, struct name round)
{
    for (uint8_t i = 0; i < route->rounds; i++) {
        if (name_same(route->round[i], round)) {
            return;
        }
    }
    if (route->rounds < SUGGEST_ROUNDS_MAX) {
        route->round[route->rounds++] = round;
    }
}

/* Runs that go on one date only are no timetable. */
static bool is_lasting(const struct timetable_call *call)
{
    return call->to.size == 0 || !text_equal(call->from, call->to);
}

static void list_routes(struct suggest *suggest)
{
    struct csv_line split;
    struct timetable_call call;
    struct text rest = suggest->plan_text;
    while (rest.size > 0) {
        if (timetable_call_of(text_split(&rest, '\n'), &split, &call) && is_lasting(&call)) {
            struct suggest_route *route = route_of(suggest, names_find(suggest->names, call.route));
            if (route) {
                add_round(route, names_find(suggest->names, call.round));
            }
        }
    }
}

static uint32_t working_days(const struct suggest *suggest)
{
    uint32_t days = 0;
    for (struct day day = suggest->from; day.d <= suggest->to.d; day.d++) {
        days += calendar_is_working_day(suggest->calendar, day);
    }
    return days;
}

/* --- candidates --- */

static uint32_t lines_of(struct text text)
{
    uint32_t lines = 1;
    for (size_t i = 0; i < text.size; i++) {
        lines += text.at[i] == '\n';
    }
    return lines;
}

static bool read_plan(struct suggest *suggest, struct text text, struct plan *plan)
{
    struct plan_fault fault = {.kind = PLAN_FAULT_NONE};
    plan_begin(plan, suggest->plan_memory, suggest->plan_size, suggest->calendar);
    while (text.size > 0) {
        if (!plan_row(plan, suggest->names, text_split(&text, '\n'), &fault)) {
            return false;
        }
    }
    return plan_end(plan, suggest->names, suggest->parties, &fault);
}

/* The place of one run in CHANGE: all rows that hold at the same times. */
struct rows_of {
    struct text season, from, to, days;
    int32_t number[TRIAL_STOPS_MAX];
    struct trial_run *run;
};

static void put_stop(struct rows_of *rows, const struct timetable_call *call, struct name party)
{
    struct trial_run *run = rows->run;
    uint8_t at = run->stops++;
    while (at > 0 && rows->number[at - 1] > call->number) {
        rows->number[at] = rows->number[at - 1];
        run->party[at] = run->party[at - 1];
        run->cut_off[at] = run->cut_off[at - 1];
        at--;
    }
    rows->number[at] = call->number;
    run->party[at] = party;
    run->cut_off[at] = (int16_t)(call->departs >= 0 ? call->departs - call->cut_off : -1);
}

static bool same_times(const struct rows_of *rows, const struct timetable_call *call)
{
    return text_equal(rows->season, call->season) && text_equal(rows->from, call->from) &&
           text_equal(rows->to, call->to) && text_equal(rows->days, call->days);
}

/* How ROUTE's ROUND runs by TEXT. False: in more ways than are held. */
static bool note_runs(const struct suggest *suggest, const struct plan *plan, struct text text,
                      struct text route, struct text round, struct trial_change *change)
{
    static struct csv_line split; /* too large for a stack */
    struct rows_of rows[TRIAL_RUNS_MAX];
    struct timetable_call call;
    uint8_t count = 0;
    while (text.size > 0) {
        uint8_t i = 0;
        if (!timetable_call_of(text_split(&text, '\n'), &split, &call) ||
            !text_equal(call.route, route) || !text_equal(call.round, round)) {
            continue;
        }
        while (i < count && !same_times(&rows[i], &call)) {
            i++;
        }
        if (i == count) {
            if (change->runs == TRIAL_RUNS_MAX) {
                return false;
            }
            rows[count++] = (struct rows_of){.season = call.season,
                                             .from = call.from,
                                             .to = call.to,
                                             .days = call.days,
                                             .run = &change->run[change->runs]};
            change->run[change->runs++].stops = 0;
        }
        const struct plan_stop *stop =
            plan_stop(plan, names_find(suggest->names, call.stop), suggest->from);
        if (rows[i].run->stops == TRIAL_STOPS_MAX || !stop) {
            return false;
        }
        put_stop(&rows[i], &call, stop->party);
    }
    return true;
}

/* A plan tried: its text, and how it differs from the one kept. */
struct candidate {
    char *text;
    size_t size;
    struct plan plan;
    struct trial_change change;
    bool whole; /* the change is not to be said in few runs */
    bool valid;
};

static enum status make(struct suggest *suggest, const struct timetable_edit *edit,
                        struct candidate *candidate)
{
    const struct text before = {.at = suggest->text, .size = suggest->text_size};
    *candidate = (struct candidate){0};
    FILE *out = open_memstream(&candidate->text, &candidate->size);
    if (!out) {
        return STATUS_FULL;
    }
    candidate->valid = timetable_edit(before, edit, suggest->first, suggest->last, out);
    if (fclose(out) != 0) {
        return STATUS_FULL;
    }
    const struct text after = {.at = candidate->text, .size = candidate->size};
    candidate->valid = candidate->valid && read_plan(suggest, after, &candidate->plan); /* (2) */
    if (candidate->valid) {
        const struct text round = edit->kind == EDIT_COPY ? edit->name : edit->round;
        candidate->whole =
            !note_runs(suggest, &candidate->plan, before, edit->route, round, &candidate->change) ||
            !note_runs(suggest, &candidate->plan, after, edit->route, round, &candidate->change);
    }
    return STATUS_OK;
}

static enum status consider(struct suggest *suggest, struct suggest_route *route,
                            const struct timetable_edit *edit)
{
    struct candidate candidate;
    struct trial_score score;
    const enum status status = make(suggest, edit, &candidate);
    if (status == STATUS_OK && candidate.valid) {
        trials_try(suggest->trials, &candidate.plan, candidate.whole ? NULL : &candidate.change,
                   &score);
        suggest->tried++;
        suggest->touched += score.touched;
        const struct trial_score *kept = &suggest->trials->kept;
        const int64_t saves = (int64_t)kept->late - score.late;
        const int64_t minutes = score.minutes - kept->minutes;
        if (!route->found || saves > route->saves ||
            (saves == route->saves && minutes > route->minutes)) {
            route->found = true;
            route->best = *edit;
            route->saves = saves;
            route->minutes = minutes;
        }
    }
    free(candidate.text);
    return status;
}

/* Half hours' distance first, then a quarter from the best of those. */
static enum status consider_times(struct suggest *suggest, struct suggest_route *route,
                                  struct timetable_edit edit)
{
    enum status status = STATUS_OK;
    int32_t first = 0;
    int32_t last = 0;
    const struct text text = {.at = suggest->text, .size = suggest->text_size};
    if (!timetable_hours(text, edit.route, edit.round, &first, &last)) {
        return STATUS_OK;
    }
    for (int32_t by = -DAY; status == STATUS_OK && by <= DAY; by += COARSE) {
        edit.minutes = by;
        if (by != 0 && first + by >= suggest->first && last + by <= suggest->last) {
            status = consider(suggest, route, &edit);
        }
    }
    if (route->found && text_equal(route->best.round, edit.round)) {
        const int32_t centre = route->best.minutes;
        for (int32_t by = -FINE; status == STATUS_OK && by <= FINE; by += 2 * FINE) {
            edit.minutes = centre + by;
            status = consider(suggest, route, &edit);
        }
    }
    return status;
}

static bool has_round(const struct suggest *suggest, struct name round)
{
    for (uint32_t i = 0; i < suggest->routes; i++) {
        for (uint8_t j = 0; j < suggest->route[i].rounds; j++) {
            if (name_same(suggest->route[i].round[j], round)) {
                return true;
            }
        }
    }
    return false;
}

/* `+1`, `+2` …: what no round of the plan is called. */
static enum status name_copy(struct suggest *suggest, struct text *out_name)
{
    enum status status = STATUS_OK;
    struct name name = NAME_NONE;
    uint32_t number = suggest->added;
    do {
        char text[16];
        struct line line = line_of(text, sizeof text);
        line_char(&line, '+');
        line_unsigned(&line, ++number);
        status = names_give(suggest->names, line_done(&line), &name);
    } while (status == STATUS_OK && has_round(suggest, name));
    *out_name = names_text(suggest->names, name);
    return status;
}

static enum status search(struct suggest *suggest, struct suggest_route *route)
{
    static const enum timetable_edit_kind kinds[] = {
        [SUGGEST_DROP] = EDIT_DROP, [SUGGEST_SHIFT] = EDIT_SHIFT, [SUGGEST_ADD] = EDIT_COPY};
    struct timetable_edit edit = {.kind = kinds[suggest->phase],
                                  .route = names_text(suggest->names, route->route)};
    enum status status = STATUS_OK;
    route->searched = true;
    route->found = false;
    if (edit.kind == EDIT_COPY) {
        status = name_copy(suggest, &edit.name);
    }
    const uint8_t rounds = edit.kind == EDIT_COPY && route->rounds > 0 ? 1 : route->rounds;
    for (uint8_t i = 0; status == STATUS_OK && i < rounds; i++) {
        edit.round = names_text(suggest->names, route->round[i]);
        status = edit.kind == EDIT_DROP ? consider(suggest, route, &edit)
                                        : consider_times(suggest, route, edit);
    }
    return status;
}

/* --- changes --- */

static int32_t leaves_at(const struct suggest *suggest, const struct timetable_edit *edit)
{
    struct csv_line split;
    struct timetable_call call;
    struct text rest = {.at = suggest->text, .size = suggest->text_size};
    const struct text round = edit->kind == EDIT_COPY ? edit->name : edit->round;
    while (rest.size > 0) {
        if (timetable_call_of(text_split(&rest, '\n'), &split, &call) &&
            text_equal(call.route, edit->route) && text_equal(call.round, round) &&
            call.departs >= 0) {
            return call.departs;
        }
    }
    return -1;
}

static void note_point(struct suggest *suggest, const struct plan *plan,
                       const struct timetable_edit *edit)
{
    static struct replay days; /* too large for a stack */
    struct suggest_point *point = &suggest->point[suggest->points++];
    *point = (struct suggest_point){.edit = *edit, .departs = -1, .score = suggest->trials->kept};
    plan_cost(plan, suggest->calendar, suggest->from, suggest->to, &point->cost);
    trials_days(suggest->trials, &days);
    replay_interval(&days, &point->interval);
    point->runs_a_day =
        suggest->days > 0 ? (point->cost.runs + suggest->days / 2) / suggest->days : 0;
    if (suggest->points > 1) {
        point->departs = leaves_at(suggest, edit);
    }
}

static enum status make_change(struct suggest *suggest, struct suggest_route *route)
{
    struct candidate candidate;
    const struct timetable_edit edit = route->best;
    const enum status status = make(suggest, &edit, &candidate);
    if (status != STATUS_OK || !candidate.valid) {
        free(candidate.text);
        return status == STATUS_OK ? STATUS_MALFORMED : status;
    }
    trials_keep(suggest->trials, &candidate.plan, candidate.whole ? NULL : &candidate.change);
    if (edit.kind == EDIT_DROP) {
        for (uint8_t i = 0; i < route->rounds; i++) {
            if (text_equal(names_text(suggest->names, route->round[i]), edit.round)) {
                route->round[i] = route->round[--route->rounds];
            }
        }
    }
    free(suggest->text); /* (1) */
    suggest->text = candidate.text;
    suggest->text_size = candidate.size;
    suggest->added += edit.kind == EDIT_COPY;
    note_point(suggest, &candidate.plan, &edit);
    route->searched = false;
    return STATUS_OK;
}

static struct suggest_route *best_of(struct suggest *suggest)
{
    struct suggest_route *best = NULL;
    for (uint32_t i = 0; i < suggest->routes; i++) {
        struct suggest_route *route = &suggest->route[i];
        if (!route->found || (suggest->phase != SUGGEST_DROP && route->saves <= 0)) {
            continue;
        }
        if (!best || route->saves > best->saves ||
            (route->saves == best->saves && route->minutes > best->minutes)) {
            best = route;
        }
    }
    return best;
}

static void next_phase(struct suggest *suggest)
{
    suggest->phase++;
    if (suggest->phase == SUGGEST_SHIFT && suggest->fixed) {
        suggest->phase++;
    }
    for (uint32_t i = 0; i < suggest->routes; i++) {
        suggest->route[i].searched = false;
        suggest->route[i].found = false;
    }
}

static bool may_go_on(const struct suggest *suggest)
{
    const uint32_t runs = suggest->point[suggest->points - 1].runs_a_day;
    if (suggest->points == SUGGEST_POINTS_MAX) {
        return false;
    }
    switch (suggest->phase) {
    case SUGGEST_DROP:
        return runs > suggest->most && !suggest->fixed;
    case SUGGEST_SHIFT:
        return true;
    case SUGGEST_ADD:
        return runs < suggest->most;
    case SUGGEST_DONE:
        break;
    }
    return false;
}

enum status suggest_step(struct suggest *suggest)
{
    while (!suggest_done(suggest) && !may_go_on(suggest)) {
        next_phase(suggest);
    }
    if (suggest_done(suggest)) {
        return STATUS_OK;
    }
    for (uint32_t i = 0; i < suggest->routes; i++) {
        if (!suggest->route[i].searched) {
            return search(suggest, &suggest->route[i]);
        }
    }
    struct suggest_route *best = best_of(suggest);
    if (best) {
        return make_change(suggest, best);
    }
    next_phase(suggest);
    return STATUS_OK;
}

enum status suggest_open(struct suggest *suggest)
{
    const struct timetable_edit none = {.kind = EDIT_SHIFT};
    list_routes(suggest);
    suggest->days = working_days(suggest);
    suggest->text = malloc(suggest->plan_text.size + 1);
    suggest->plan_size = plan_memory(lines_of(suggest->plan_text) + SPARE_ROWS);
    suggest->plan_memory = malloc(suggest->plan_size);
    if (!suggest->text || !suggest->plan_memory) {
        return STATUS_FULL;
    }
    memcpy(suggest->text, suggest->plan_text.at, suggest->plan_text.size);
    suggest->text_size = suggest->plan_text.size;
    if (!timetable_hours(suggest->plan_text, (struct text){0}, (struct text){0}, &suggest->first,
                         &suggest->last)) {
        suggest->phase = SUGGEST_DONE;
    }
    note_point(suggest, suggest->plan, &none);
    return STATUS_OK;
}

void suggest_close(struct suggest *suggest)
{
    if (suggest) {
        free(suggest->text);
        free(suggest->plan_memory);
        suggest->text = NULL;
        suggest->plan_memory = NULL;
    }
}
