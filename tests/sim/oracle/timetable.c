#include "tests/sim/oracle/timetable.h"

#include <stdlib.h>
#include <string.h>

enum {
    DAY_FIRST = CALENDAR_DAY_FIRST,
    DAYS = CALENDAR_DAYS,
    SUMMER_FIRST = 416, /* 16 April */
    SUMMER_LAST = 1015, /* 15 October */
    CALLS_A_DAY_MAX = 512
};

/* --- what was found so far --- */

static void forget(struct timetable *plan)
{
    for (size_t i = 0; i < plan->pair_count; i++) {
        for (size_t j = 0; j < TRAIN_CHUNKS; j++) {
            struct day_trains *chunk = plan->pairs[i].chunks[j];
            for (size_t day = 0; chunk && day < TRAIN_CHUNK_DAYS; day++) {
                free(chunk[day].trains);
            }
            free(chunk);
        }
    }
    free(plan->pairs);
    plan->pairs = NULL;
    plan->pair_count = 0;
}

void timetable_fini(struct timetable *plan)
{
    forget(plan);
    free(plan->stops);
    free(plan->calls);
    free(plan->budgets);
    free(plan->cancels);
    memset(plan, 0, sizeof *plan);
}

void timetable_calendar(struct timetable *plan, const struct calendar *calendar)
{
    forget(plan);
    plan->calendar = calendar;
}

void timetable_cancel(struct timetable *plan, const struct cancel_row *cancel)
{
    plan->cancels = list_grow(plan->cancels, plan->cancel_count, sizeof *plan->cancels);
    plan->cancels[plan->cancel_count++] = *cancel;
}

bool timetable_cancelled(const struct timetable *plan, const struct train *train, int32_t known)
{
    for (size_t i = 0; i < plan->cancel_count; i++) {
        const struct cancel_row *row = &plan->cancels[i];
        if (row->day == train->day && row->route == train->route && row->round == train->round &&
            row->known <= known) {
            return true;
        }
    }
    return false;
}

/* --- budgets --- */

/* Is A the better of two that fit? A is the later line. */
static bool budget_beats(const struct timetable *plan, const struct budget_row *a,
                         const struct budget_row *b)
{
    if ((a->procedure == plan->any) != (b->procedure == plan->any)) {
        return b->procedure == plan->any;
    }
    if ((a->agency == plan->any) != (b->agency == plan->any)) {
        return b->agency == plan->any;
    }
    return a->begin >= b->begin;
}

const struct budget_row *timetable_budget(const struct timetable *plan, const char *procedure,
                                          const char *agency, int32_t day, enum journey_mode mode)
{
    const struct budget_row *best = NULL;
    for (size_t i = 0; i < plan->budget_count; i++) {
        const struct budget_row *row = &plan->budgets[i];
        if ((row->procedure == plan->any || row->procedure == procedure) &&
            (row->agency == plan->any || row->agency == agency) && row->begin <= day &&
            day <= row->end && (mode == MODE_ANY || mode == row->mode) &&
            (!best || budget_beats(plan, row, best))) {
            best = row;
        }
    }
    return best;
}

/* --- calls of a day --- */

static bool is_summer(int32_t day)
{
    const struct civil date = day_civil((struct day){day});
    const int number = 100 * date.month + date.day;
    return number >= SUMMER_FIRST && number <= SUMMER_LAST;
}

static bool call_holds(const struct call_row *call, int32_t day, int weekday)
{
    const char digit[] = {(char)('0' + weekday), '\0'};
    if (day < call->begin || day > call->end) {
        return false;
    }
    if (strcmp(call->season, "all") != 0 &&
        strcmp(call->season, is_summer(day) ? "summer" : "winter") != 0) {
        return false;
    }
    return strcmp(call->days, "W") == 0 || strstr(call->days, digit);
}

static int call_order(const void *left, const void *right)
{
    const struct call_row *a = *(const struct call_row *const *)left;
    const struct call_row *b = *(const struct call_row *const *)right;
    const int route = strcmp(a->route, b->route);
    const int round = strcmp(a->round, b->round);
    return route != 0 ? route : round != 0 ? round : (a->seq > b->seq) - (a->seq < b->seq);
}

/* The calls in force on DAY, were it a WEEKDAY: of each round in order, of equals the newest. */
static size_t calls_of(const struct timetable *plan, int32_t day, int weekday,
                       const struct call_row *out[CALLS_A_DAY_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < plan->call_count; i++) {
        const struct call_row *call = &plan->calls[i];
        size_t same = 0;
        if (!call_holds(call, day, weekday)) {
            continue;
        }
        while (same < count && call_order(&call, &out[same]) != 0) {
            same++;
        }
        if (same == count && count < CALLS_A_DAY_MAX) {
            out[count++] = call;
        } else if (same < count && call->begin >= out[same]->begin) {
            out[same] = call;
        }
    }
    qsort(out, count, sizeof(const struct call *),
          call_order); /* NOLINT(bugprone-sizeof-expression): pointers are sorted */
    return count;
}

static const char *party_at(const struct timetable *plan, const char *stop, int32_t day)
{
    const struct stop_row *best = NULL;
    for (size_t i = 0; i < plan->stop_count; i++) {
        const struct stop_row *row = &plan->stops[i];
        if (row->code == stop && row->begin <= day && day <= row->end &&
            (!best || row->begin >= best->begin)) {
            best = row;
        }
    }
    return best ? best->party : NULL;
}

/* Every leg of that day from FROM to its first later call at TO. */
static size_t legs_of(const struct timetable *plan, const char *from, const char *to, int32_t day,
                      int weekday, struct train out[CALLS_A_DAY_MAX])
{
    const struct call_row *calls[CALLS_A_DAY_MAX];
    const size_t count = calls_of(plan, day, weekday, calls);
    size_t legs = 0;
    for (size_t i = 0; i < count; i++) {
        const struct call_row *call = calls[i];
        if (call->depart == NOT_THERE || party_at(plan, call->stop, day) != from) {
            continue;
        }
        for (size_t j = i + 1; j < count; j++) {
            const struct call_row *later = calls[j];
            const int32_t arrive = later->arrive == NOT_THERE ? later->depart : later->arrive;
            if (later->route != call->route || later->round != call->round) {
                break;
            }
            if (arrive != NOT_THERE && party_at(plan, later->stop, day) == to) {
                const int32_t base = day * MINUTES_A_DAY;
                out[legs++] = (struct train){.departs = base + call->depart,
                                             .arrives = base + arrive,
                                             .cut = base + call->depart - call->cut_off,
                                             .route = call->route,
                                             .round = call->round,
                                             .day = day};
                break;
            }
        }
    }
    return legs;
}

int train_order(const struct train *a, const struct train *b)
{
    if (a->departs != b->departs) {
        return a->departs < b->departs ? -1 : 1;
    }
    if (a->arrives != b->arrives) {
        return a->arrives < b->arrives ? -1 : 1;
    }
    const int route = strcmp(a->route, b->route);
    const int round = strcmp(a->round, b->round);
    return route != 0 ? route : round != 0 ? round : (a->cut > b->cut) - (a->cut < b->cut);
}

static int by_departure(const void *left, const void *right)
{
    return train_order(left, right);
}

/* --- days of a pair --- */

static struct pair_trains *pair_of(struct timetable *plan, const char *from, const char *to)
{
    for (size_t i = 0; i < plan->pair_count; i++) {
        if (plan->pairs[i].from == from && plan->pairs[i].to == to) {
            return &plan->pairs[i];
        }
    }
    plan->pairs = list_grow(plan->pairs, plan->pair_count, sizeof *plan->pairs);
    struct pair_trains *made = &plan->pairs[plan->pair_count++];
    *made = (struct pair_trains){.from = from, .to = to};
    return made;
}

static struct day_trains *day_of(struct timetable *plan, const char *from, const char *to,
                                 int32_t day)
{
    static struct day_trains beyond;
    if (day < DAY_FIRST || day >= DAY_FIRST + DAYS) {
        beyond = (struct day_trains){.known = true, .transit_known = true, .transit = NOT_THERE};
        return &beyond;
    }
    struct pair_trains *pair = pair_of(plan, from, to);
    struct day_trains **chunk = &pair->chunks[(day - DAY_FIRST) / TRAIN_CHUNK_DAYS];
    if (!*chunk) {
        *chunk = calloc(TRAIN_CHUNK_DAYS, sizeof **chunk);
        if (!*chunk) {
            abort();
        }
    }
    return &(*chunk)[(day - DAY_FIRST) % TRAIN_CHUNK_DAYS];
}

const struct day_trains *timetable_day(struct timetable *plan, const char *from, const char *to,
                                       int32_t day)
{
    struct day_trains *found = day_of(plan, from, to, day);
    if (!found->known) {
        struct train legs[CALLS_A_DAY_MAX];
        found->known = true;
        if (calendar_is_working_day(plan->calendar, (struct day){day})) {
            found->count = legs_of(plan, from, to, day, day_weekday((struct day){day}), legs);
        }
        if (found->count > 0) {
            qsort(legs, found->count, sizeof *legs, by_departure);
            found->trains = malloc(found->count * sizeof *legs);
            if (!found->trains) {
                abort();
            }
            memcpy(found->trains, legs, found->count * sizeof *legs);
        }
    }
    return found;
}

int32_t timetable_transit(struct timetable *plan, const char *from, const char *to, int32_t day)
{
    struct day_trains *found = day_of(plan, from, to, day);
    if (!found->transit_known) {
        struct train legs[CALLS_A_DAY_MAX];
        found->transit_known = true;
        found->transit = NOT_THERE;
        for (int weekday = 1; weekday <= 7; weekday++) {
            const size_t count = legs_of(plan, from, to, day, weekday, legs);
            for (size_t i = 0; i < count; i++) {
                const int32_t minutes = legs[i].arrives - legs[i].departs;
                if (found->transit == NOT_THERE || minutes < found->transit) {
                    found->transit = minutes;
                }
            }
        }
    }
    return found->transit;
}
