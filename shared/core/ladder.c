#include "core/ladder.h"

#include "base/check.h"

/* INVARIANTS
 *
 * (1) A rung is reached no earlier than the one below it.
 * (2) What is told is a function of fact, settings and calendar: asked again, the same. */

enum { LOOK_DAYS = 60 }; /* a holiday longer than this: told at once */

struct ladder_settings ladder_usual(void)
{
    return (struct ladder_settings){.load_first = 60,
                                    .officer_after = 120,
                                    .manager_after = 480,
                                    .quiet_from = 18 * 60,
                                    .quiet_to = 7 * 60,
                                    .digest_morning = 7 * 60 + 30,
                                    .digest_noon = 13 * 60 + 30};
}

/* clang-format off */
static const struct said rungs[LADDER_RUNGS] = {
    [RUNG_NONE] = {"RUNG-00", "chưa báo", "nobody yet"},
    [RUNG_HOLDER] = {"RUNG-01", "người giữ", "holder"},
    [RUNG_OFFICER] = {"RUNG-02", "cán bộ đầu mối", "focal officer"},
    [RUNG_MANAGER] = {"RUNG-03", "lãnh đạo", "manager"},
};
/* clang-format on */

const struct said *ladder_rung_said(enum ladder_rung rung)
{
    return &rungs[(unsigned)rung < LADDER_RUNGS ? rung : RUNG_NONE];
}

const char *ladder_rung_name(enum ladder_rung rung)
{
    switch (rung) {
    case RUNG_HOLDER:
        return "holder";
    case RUNG_OFFICER:
        return "officer";
    case RUNG_MANAGER:
        return "manager";
    case RUNG_NONE:
    case LADDER_RUNGS:
        break;
    }
    return "none";
}

bool ladder_rung_parse(struct text text, enum ladder_rung *out_rung)
{
    for (int rung = RUNG_HOLDER; rung < LADDER_RUNGS; rung++) {
        if (text_is(text, ladder_rung_name((enum ladder_rung)rung))) {
            *out_rung = (enum ladder_rung)rung;
            return true;
        }
    }
    return false;
}

static struct minute later(struct minute a, struct minute b)
{
    return a.m > b.m ? a : b;
}

static struct minute holder_reached(const struct ladder_settings *settings,
                                    const struct ladder_fact *fact)
{
    if (!fact->soon || fact->leaves.m == MINUTE_NEVER.m) {
        return fact->raised;
    }
    return later(fact->raised, (struct minute){fact->leaves.m - settings->load_first});
}

struct minute ladder_next(const struct ladder_settings *settings, const struct calendar *cal,
                          const struct ladder_fact *fact, enum ladder_rung told)
{
    if (fact->answered || !(fact->late || fact->soon)) {
        return MINUTE_NEVER;
    }
    switch (told) {
    case RUNG_NONE:
        return holder_reached(settings, fact);
    case RUNG_HOLDER:
        return fact->late ? calendar_add(cal, fact->raised, settings->officer_after) : MINUTE_NEVER;
    case RUNG_OFFICER: /* (1) */
        return fact->late ? later(calendar_add(cal, fact->raised, settings->officer_after),
                                  calendar_add(cal, fact->raised, settings->manager_after))
                          : MINUTE_NEVER;
    case RUNG_MANAGER:
    case LADDER_RUNGS:
        break;
    }
    return MINUTE_NEVER;
}

static bool in_quiet_hours(const struct ladder_settings *settings, int minute)
{
    const int from = settings->quiet_from;
    const int until = settings->quiet_to;
    return from <= until ? minute >= from && minute < until : minute >= from || minute < until;
}

bool ladder_quiet(const struct ladder_settings *settings, const struct calendar *cal,
                  struct minute minute)
{
    return !calendar_is_working_day(cal, minute_day(minute)) ||
           in_quiet_hours(settings, minute_of_day(minute));
}

/* The first minute from AT on that is not quiet; MINUTE_NEVER: none for long. */
static struct minute not_quiet(const struct ladder_settings *settings, const struct calendar *cal,
                               struct minute at)
{
    if (!ladder_quiet(settings, cal, at)) {
        return at;
    }
    for (int i = 0; i <= LOOK_DAYS; i++) { /* quiet ends at midnight or where quiet hours end */
        const struct day day = {minute_day(at).d + i};
        const struct minute ends[] = {day_minute(day, 0), day_minute(day, settings->quiet_to)};
        for (int k = 0; k < 2; k++) {
            if (ends[k].m > at.m && !ladder_quiet(settings, cal, ends[k])) {
                return ends[k];
            }
        }
    }
    return MINUTE_NEVER;
}

static struct minute holder_told(const struct ladder_settings *settings, const struct calendar *cal,
                                 const struct ladder_fact *fact, struct minute at)
{
    const struct minute next = not_quiet(settings, cal, at);
    if (!fact->soon || fact->leaves.m == MINUTE_NEVER.m || next.m < fact->leaves.m) {
        return next.m == MINUTE_NEVER.m ? at : next;
    }
    /* it would be told when the run is gone: who works in quiet hours is told in them */
    return at;
}

/* The next list at or after AT, on a working day. */
static struct minute listed(const struct ladder_settings *settings, const struct calendar *cal,
                            bool twice_a_day, struct minute at)
{
    for (int i = 0; i <= LOOK_DAYS; i++) {
        const struct day day = {minute_day(at).d + i};
        const int first = settings->digest_morning;
        const int second = twice_a_day ? settings->digest_noon : first;
        const int times[] = {first < second ? first : second, first < second ? second : first};
        for (int k = 0; k < 2 && calendar_is_working_day(cal, day); k++) {
            if (day_minute(day, times[k]).m >= at.m) {
                return day_minute(day, times[k]);
            }
        }
    }
    return at;
}

struct minute ladder_told(const struct ladder_settings *settings, const struct calendar *cal,
                          const struct ladder_fact *fact, enum ladder_rung rung, struct minute at)
{
    assert(rung > RUNG_NONE && rung < LADDER_RUNGS);
    return rung == RUNG_HOLDER ? holder_told(settings, cal, fact, at)
                               : listed(settings, cal, rung == RUNG_OFFICER, at);
}
