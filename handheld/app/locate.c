#include "handheld/app/locate.h"

#include "handheld/app/locate_said.h"

void locate_init(struct locate *locate, struct instant built, const struct clock_reading *now)
{
    *locate = (struct locate){.since_ms = now->mono.ms};
    fix_judge_init(&locate->judge, built.ms);
    locate->now = fix_judge_now(&locate->judge, now->mono.ms);
}

void locate_recall(struct locate *locate, const struct time_evidence *when)
{
    if (!locate->judge.has_heard) { /* what is known live is newer than any book */
        fix_judge_recall(&locate->judge, when);
    }
}

void locate_turn(struct locate *locate, struct locator *locator, const struct clock_reading *now,
                 int64_t offset_ms)
{
    const struct fix_clock clock = {.mono_ms = now->mono.ms,
                                    .boot = now->boot,
                                    .wall_known = now->wall_set,
                                    .wall_ms = now->wall.ms + offset_ms};
    struct fix_epoch epoch;
    while (locator && locator_next(locator, &epoch) == STATUS_OK) {
        fix_judge_take(&locate->judge, &epoch, &clock);
    }
    locate->now = fix_judge_now(&locate->judge, now->mono.ms);
}

static const struct said *tell(struct locate *locate, enum locate_saying saying, int64_t mono_ms)
{
    locate->told_ms = mono_ms;
    return locate_said(saying);
}

const struct said *locate_news(struct locate *locate, const struct clock_reading *now,
                               const struct said **out_value)
{
    const struct fix_now *is = &locate->now;
    int64_t mono_ms = now->mono.ms;
    bool has = is->class > FIX_NOFIX;
    locate->since_ms = has ? mono_ms : locate->since_ms;
    locate->told_none = locate->told_none && !has;
    if (!has && !locate->told_none && mono_ms - locate->since_ms >= LOCATE_START_MS) {
        locate->told_none = true;
        return tell(locate, LOCATE_NONE, mono_ms);
    }
    bool again = is->doubt == locate->told_doubt && mono_ms - locate->told_ms < LOCATE_AGAIN_MS;
    if (is->class != FIX_SUSPECT || again) {
        return NULL;
    }
    locate->told_doubt = is->doubt;
    *out_value = locate_doubt_said(is->doubt);
    return tell(locate, LOCATE_SUSPECT, mono_ms);
}
