/* ladder - who must be told of a flag that nobody has acknowledged, and when.
 *
 * A fact climbs holder, focal officer, manager by working minutes since it was raised; a word of
 * anybody's on the flag ends the climb. The holder is told at once, or shortly before the last safe
 * run leaves; the others get it in their next list. Nobody is told in quiet hours or on a day on
 * which nobody works. Pure: knows no book and no clock. */
#ifndef CORE_LADDER_H
#define CORE_LADDER_H

#include "base/said.h"
#include "core/calendar.h"

enum ladder_rung { RUNG_NONE, RUNG_HOLDER, RUNG_OFFICER, RUNG_MANAGER, LADDER_RUNGS };

/* From the plan (`set,…`). Times are minutes of the day. */
struct ladder_settings {
    int32_t load_first;    /* minutes by the clock before the last safe run leaves */
    int32_t officer_after; /* working minutes since the flag was raised */
    int32_t manager_after; /* likewise, not less */
    int32_t quiet_from;    /* … to quiet_to: nobody is told; the same: no quiet hours */
    int32_t quiet_to;
    int32_t digest_morning; /* officers' and managers' list */
    int32_t digest_noon;    /* officers' second one */
};

/* What the ladder needs to know of a flag. */
struct ladder_fact {
    bool late;            /* overdue, at risk or will miss: it may climb */
    bool soon;            /* due soon: the holder is warned, and nobody else */
    bool answered;        /* acknowledged or handled */
    struct minute raised; /* when the fact became what it is */
    struct minute leaves; /* of `soon`: the last safe run; MINUTE_NEVER: none */
};

struct ladder_settings ladder_usual(void);
const char *ladder_rung_name(enum ladder_rung rung); /* `holder` … */
const struct said *ladder_rung_said(enum ladder_rung rung);
bool ladder_rung_parse(struct text text, enum ladder_rung *out_rung);
/* When the rung above TOLD is reached; MINUTE_NEVER: it never is. It may lie in the past: then it
 * is reached now. */
struct minute ladder_next(const struct ladder_settings *settings, const struct calendar *cal,
                          const struct ladder_fact *fact, enum ladder_rung told);
/* When whoever stands on RUNG, reached at AT, is told: not before AT. Of a run that leaves before
 * quiet hours end the holder is told in them: who loads it is at work. */
struct minute ladder_told(const struct ladder_settings *settings, const struct calendar *cal,
                          const struct ladder_fact *fact, enum ladder_rung rung, struct minute at);
/* Is MINUTE one in which nobody is told anything? */
bool ladder_quiet(const struct ladder_settings *settings, const struct calendar *cal,
                  struct minute minute);

#endif
