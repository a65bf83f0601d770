/* locate - where the unit is: the receiver's reports, judged, and what people are told of them.
 *
 * Never waits and never stops a scan. What is known when an entry is sealed goes into it
 * (protocols/journal.md section 8). */
#ifndef HANDHELD_APP_LOCATE_H
#define HANDHELD_APP_LOCATE_H

#include "base/said.h"
#include "core/fix_judge.h"
#include "ports/clock.h"
#include "ports/locator.h"

enum { LOCATE_AGAIN_MS = 600000, LOCATE_START_MS = 60000 };

struct locate {
    struct fix_judge judge;
    struct fix_now now; /* at the newest turn */
    int64_t since_ms;   /* mono: when it began, or a position was there for the last time */
    bool told_none;
    enum fix_doubt told_doubt;
    int64_t told_ms;
};

/* BUILT: no receiver's time lies before it. */
void locate_init(struct locate *locate, struct instant built, const struct clock_reading *now);
/* WHEN is of an entry of ours, read after a restart; the newest good fix is the anchor. */
void locate_recall(struct locate *locate, const struct time_evidence *when);
/* Takes what has come; LOCATOR may be NULL. OFFSET_MS: the server's clock less ours, 0 where it was
 * not measured. */
void locate_turn(struct locate *locate, struct locator *locator, const struct clock_reading *now,
                 int64_t offset_ms);
/* What should be told now, once: a doubt as it begins, no position for a minute. NULL: nothing.
 * *OUT_VALUE fills {0}. */
const struct said *locate_news(struct locate *locate, const struct clock_reading *now,
                               const struct said **out_value);

#endif
