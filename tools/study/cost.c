/* cost - what a timetable costs over a stretch of days: runs, kilometres, courier hours. */
#include <math.h>

#include "core/plan_day.h"
#include "tools/study/replay.h"

enum { VISITS_MAX = 2048, MINUTES_AN_HOUR = 60 };

static double radians(int32_t degrees_e6)
{
    return degrees_e6 / 1e6 * 3.14159265358979323846 / 180;
}

/* Great circle (haversine) on a sphere of 6,371 km; 0 where nobody said where a stop is. */
static double kilometres(const struct plan_visit *a, const struct plan_visit *b)
{
    if ((a->lat_e6 == 0 && a->lon_e6 == 0) || (b->lat_e6 == 0 && b->lon_e6 == 0)) {
        return 0;
    }
    const double north = sin((radians(b->lat_e6) - radians(a->lat_e6)) / 2);
    const double east = sin((radians(b->lon_e6) - radians(a->lon_e6)) / 2);
    const double h =
        north * north + cos(radians(a->lat_e6)) * cos(radians(b->lat_e6)) * east * east;
    return 2 * 6371 * asin(sqrt(h));
}

static bool same_run(const struct plan_visit *a, const struct plan_visit *b)
{
    return name_same(a->route, b->route) && name_same(a->round, b->round);
}

static void add_day(const struct plan_visit *visits, size_t count, struct plan_cost *cost)
{
    for (size_t i = 0; i < count;) {
        size_t last = i;
        while (last + 1 < count && same_run(&visits[i], &visits[last + 1])) {
            cost->kilometres += kilometres(&visits[last], &visits[last + 1]);
            last++;
        }
        const int32_t end = visits[last].arrives >= 0 ? visits[last].arrives : visits[last].departs;
        if (last > i && visits[i].departs >= 0) {
            cost->runs++;
            cost->courier_hours += (double)(end - visits[i].departs) / MINUTES_AN_HOUR;
        }
        i = last + 1;
    }
}

void plan_cost(const struct plan *plan, const struct calendar *calendar, struct day from,
               struct day to, struct plan_cost *out_cost)
{
    static struct plan_visit visits[VISITS_MAX]; /* too large for a stack */
    struct plan_cost cost = {0};
    for (struct day day = from; day.d <= to.d; day.d++) {
        if (calendar_is_working_day(calendar, day)) {
            const size_t count = plan_day_visits(plan, day, visits, VISITS_MAX);
            add_day(visits, count < VISITS_MAX ? count : VISITS_MAX, &cost);
        }
    }
    *out_cost = cost;
}
