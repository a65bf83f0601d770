/* suggest - which runs to move, and which to add, so that fewer come late: a search over
 * timetables.
 *
 * Greedy, one change after the other, and says so. First the runs there are may be moved, a route
 * at a time, as long as one fewer is late; then copies of a route's first run are added, at the
 * time that saves most, while there are fewer than MOST runs a day. With more than MOST to begin
 * with, those whose loss makes the fewest late are dropped first. Times lie between the plan's
 * first departure and last arrival, on half hours' distance from where the run was, then a quarter.
 * A better plan may exist that takes two changes at once. Every outcome is a replay of core's
 * (core/whatif.h); a route's candidates are asked again only after a change on that route. */
#ifndef STUDY_SUGGEST_H
#define STUDY_SUGGEST_H

#include "tools/study/replay.h"
#include "tools/study/timetable.h"
#include "tools/study/trials.h"

enum { SUGGEST_ROUTES_MAX = 128, SUGGEST_ROUNDS_MAX = 16, SUGGEST_POINTS_MAX = 64 };

enum suggest_phase { SUGGEST_DROP, SUGGEST_SHIFT, SUGGEST_ADD, SUGGEST_DONE };

/* A change and what it comes to, with all those before it. */
struct suggest_point {
    struct timetable_edit edit; /* of the first: nothing is changed */
    int32_t departs; /* where the changed run leaves first: minute of the day; -1: none */
    struct trial_score score;
    struct replay_interval interval; /* of what is saved against the plan in force, net */
    struct plan_cost cost;           /* of the whole period */
    uint32_t runs_a_day;
};

struct suggest_route {
    struct name route;
    struct name round[SUGGEST_ROUNDS_MAX];
    uint8_t rounds;
    bool searched, found;
    struct timetable_edit best; /* once found */
    int64_t saves, minutes;     /* by it: fewer late, and working minutes */
};

struct suggest {
    /* by the caller; borrowed */
    struct trials *trials;
    struct names *names;
    const struct parties *parties;
    const struct calendar *calendar;
    const struct plan *plan; /* the one in force */
    struct text plan_text;
    struct day from, to;
    uint32_t most; /* runs a day */
    bool fixed;    /* what there is is neither moved nor dropped */
    /* the search */
    struct suggest_point point[SUGGEST_POINTS_MAX];
    uint32_t points;
    enum suggest_phase phase;
    struct suggest_route route[SUGGEST_ROUTES_MAX];
    uint32_t routes;
    uint32_t days; /* worked ones of the period */
    int32_t first, last;
    uint32_t added;
    char *text; /* of the plan kept; owned */
    size_t text_size;
    void *plan_memory;
    size_t plan_size;
    uint64_t tried, touched; /* timetables, and lives replayed for them */
};

/* The trials are in order. STATUS_FULL: no memory, here and below. */
enum status suggest_open(struct suggest *suggest) MUST_CHECK;
void suggest_close(struct suggest *suggest);
/* Searches one route, or makes one change. */
enum status suggest_step(struct suggest *suggest) MUST_CHECK;
static inline bool suggest_done(const struct suggest *suggest)
{
    return suggest->phase == SUGGEST_DONE;
}

#endif
