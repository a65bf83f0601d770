#include "core/fix_judge.h"

#include "base/check.h"

/* INVARIANTS
 * (1) An epoch is judged from what was known before it, however often it is told.
 * (2) The anchor is a GOOD fix; a suspect or weak one never becomes it.
 * (3) A test for which a clock is missing says nothing: neither good nor suspect. */

enum { DRIFT = 10000 /* our monotonic clock is right within 100 ppm */ };

static int64_t apart(int64_t a, int64_t b)
{
    int64_t difference = 0;
    if (__builtin_sub_overflow(a, b, &difference) || difference == INT64_MIN) {
        return INT64_MAX;
    }
    return difference < 0 ? -difference : difference;
}

void fix_judge_init(struct fix_judge *judge, int64_t built_ms)
{
    *judge = (struct fix_judge){.built_ms = built_ms,
                                .before = {.still_since_ms = INT64_MAX},
                                .after = {.still_since_ms = INT64_MAX},
                                .class = FIX_NOFIX};
}

void fix_judge_recall(struct fix_judge *judge, const struct time_evidence *when)
{
    int64_t age = when->fix.age_ms;
    if (fix_class_of(&when->fix) != FIX_GOOD) {
        return;
    }
    judge->after.anchor = (struct fix_anchor){
        .has = true,
        .position = {when->fix.lat_e7, when->fix.lon_e7  },
        .at = { when->mono_ms - age, when->boot, when->wall_set, when->wall_ms - age},
        .has_gnss = when->has_gnss,
        .gnss_ms = when->gnss_ms - (when->has_gnss ? age : 0)
    };
}

/* ---- causes ---- */

static bool differs_from_clocks(const struct fix_judge *judge, const struct fix_epoch *epoch,
                                const struct fix_clock *clock)
{
    const struct fix_anchor *anchor = &judge->before.anchor;
    if (!epoch->has_time) {
        return false; /* (3) */
    }
    if (epoch->gnss_ms < judge->built_ms) {
        return true;
    }
    if (clock->wall_known) {
        return apart(epoch->gnss_ms, clock->wall_ms) > FIX_CLOCK_MS;
    }
    return anchor->has && anchor->has_gnss && epoch->gnss_ms < anchor->gnss_ms &&
           apart(anchor->gnss_ms, epoch->gnss_ms) > FIX_CLOCK_MS;
}

static bool steps(const struct fix_state *before, const struct fix_epoch *epoch,
                  const struct fix_clock *clock)
{
    int64_t gone = clock->mono_ms - before->step_mono_ms;
    if (!epoch->has_time || !before->has_step) {
        return false; /* (3) */
    }
    return apart(epoch->gnss_ms, before->step_gnss_ms + gone) > FIX_CLOCK_MS + gone / DRIFT;
}

/* How long ago the anchor was; -1: nobody knows. */
static int64_t since(const struct fix_anchor *anchor, const struct fix_epoch *epoch,
                     const struct fix_clock *clock)
{
    int64_t gone = -1;
    if (anchor->at.boot == clock->boot) {
        gone = clock->mono_ms - anchor->at.mono_ms;
    } else if (anchor->at.wall_known && clock->wall_known) {
        gone = clock->wall_ms - anchor->at.wall_ms;
    } else if (anchor->has_gnss && epoch->has_time) {
        gone = epoch->gnss_ms - anchor->gnss_ms;
    }
    return gone < -1 ? -1 : gone;
}

static bool jumps(const struct fix_anchor *anchor, const struct fix_epoch *epoch,
                  const struct fix_clock *clock)
{
    const int64_t week_ms = 7 * 86400000LL; /* by then it may be anywhere */
    if (!anchor->has) {
        return false;
    }
    int64_t gone = since(anchor, epoch, clock);
    if (gone < 0 || gone > week_ms) {
        return false; /* (3) */
    }
    int64_t accuracy = epoch->accuracy_mm == FIX_NOT_KNOWN ? FIX_WEAK_MM : epoch->accuracy_mm;
    int64_t far = (int64_t)position_apart_cm(anchor->position, epoch->position) * 10;
    return far > FIX_SPEED_MM_S * gone / 1000 + 2 * accuracy;
}

/* Since when it has moved without changing; INT64_MAX: it has not. */
static int64_t still_since(const struct fix_state *before, const struct fix_epoch *epoch)
{
    bool moves = epoch->has_speed && epoch->speed_mm_s > FIX_MOVING_MM_S;
    if (!moves || !before->has_seen || !position_equal(before->seen, epoch->position)) {
        return INT64_MAX;
    }
    return before->still_since_ms == INT64_MAX ? before->step_mono_ms : before->still_since_ms;
}

static enum fix_doubt doubt_of(const struct fix_judge *judge, const struct fix_epoch *epoch,
                               const struct fix_clock *clock)
{
    int64_t still = still_since(&judge->before, epoch);
    if (differs_from_clocks(judge, epoch, clock)) {
        return FIX_DOUBT_CLOCK;
    }
    if (steps(&judge->before, epoch, clock)) {
        return FIX_DOUBT_STEP;
    }
    if (jumps(&judge->before.anchor, epoch, clock)) {
        return FIX_DOUBT_JUMP;
    }
    return still != INT64_MAX && clock->mono_ms - still >= FIX_FROZEN_MS ? FIX_DOUBT_FROZEN
                                                                         : FIX_DOUBT_NONE;
}

/* ---- epochs ---- */

static bool is_fix(const struct fix_epoch *epoch)
{
    return epoch->mode >= 2 && epoch->has_position && position_is_sound(epoch->position);
}

/* Does it give the position well enough? */
static bool is_fine(const struct fix_epoch *epoch)
{
    return epoch->has_time && epoch->mode >= 3 && epoch->used >= FIX_SATELLITES_MIN &&
           epoch->accuracy_mm <= FIX_WEAK_MM;
}

static void begin_epoch(struct fix_judge *judge, const struct fix_epoch *epoch, int64_t mono_ms)
{
    bool again = epoch->has_time && judge->has_epoch && epoch->gnss_ms == judge->epoch_ms;
    bool silent = judge->has_heard && mono_ms - judge->heard_ms > FIX_SILENCE_MS;
    judge->has_heard = true;
    judge->heard_ms = mono_ms;
    if (again && !silent) {
        return; /* (1) */
    }
    judge->before = judge->after;
    judge->has_epoch = epoch->has_time;
    judge->epoch_ms = epoch->gnss_ms;
    if (silent) {
        judge->before.row = 0;
    }
}

/* The receiver starts cold after this; what its clock says meanwhile is no step. */
static void lose(struct fix_judge *judge)
{
    judge->after = judge->before;
    judge->after.row = 0;
    judge->after.has_step = judge->after.has_seen = false;
    judge->after.still_since_ms = INT64_MAX;
    judge->class = FIX_NOFIX;
}

static bool is_held(const struct fix_judge *judge, int64_t mono_ms)
{
    return judge->doubt != FIX_DOUBT_NONE && mono_ms - judge->doubt_ms < FIX_HOLD_MS;
}

static uint32_t row_of(uint32_t before, bool fine, enum fix_doubt doubt)
{
    if (doubt != FIX_DOUBT_NONE) {
        return 0;
    }
    if (before == FIX_ROW) {
        return before; /* it is warm */
    }
    return fine ? before + 1 : 0;
}

static void keep_position(struct fix_judge *judge, const struct fix_epoch *epoch,
                          const struct fix_clock *clock)
{
    bool believed = judge->class != FIX_SUSPECT && epoch->has_time;
    judge->has_position = true;
    judge->position = epoch->position;
    judge->position_class = judge->class;
    judge->position_ms = clock->mono_ms;
    judge->accuracy_mm = epoch->accuracy_mm;
    if (judge->class == FIX_WEAK && epoch->accuracy_mm <= FIX_WEAK_MM) {
        judge->accuracy_mm = FIX_WEAK_MM + 1; /* the entry's accuracy tells the class */
    } else if (judge->class == FIX_SUSPECT) {
        judge->accuracy_mm = FIX_NOT_BELIEVED;
    }
    judge->has_gnss = believed && (clock->wall_known || judge->after.row == FIX_ROW);
    judge->gnss_ms = epoch->gnss_ms;
}

/* A time far outside any calendar is none. */
static struct fix_epoch within_bounds(const struct fix_epoch *epoch)
{
    struct fix_epoch bounded = *epoch;
    bounded.has_time = epoch->has_time && epoch->gnss_ms > 0 && epoch->gnss_ms < 1LL << 52;
    bounded.gnss_ms = bounded.has_time ? epoch->gnss_ms : 0;
    return bounded;
}

void fix_judge_take(struct fix_judge *judge, const struct fix_epoch *told,
                    const struct fix_clock *clock)
{
    const struct fix_epoch within = within_bounds(told);
    const struct fix_epoch *epoch = &within;
    int64_t mono_ms = clock->mono_ms;
    begin_epoch(judge, epoch, mono_ms);
    if (!is_fix(epoch)) {
        lose(judge);
        return;
    }
    enum fix_doubt doubt = doubt_of(judge, epoch, clock);
    if (doubt != FIX_DOUBT_NONE) {
        judge->doubt = doubt;
        judge->doubt_ms = mono_ms;
    }
    bool fine = is_fine(epoch);
    struct fix_state *after = &judge->after;
    *after = judge->before;
    after->row = row_of(judge->before.row, fine, doubt);
    after->has_step = epoch->has_time;
    after->step_gnss_ms = epoch->gnss_ms;
    after->step_mono_ms = mono_ms;
    after->has_seen = true;
    after->seen = epoch->position;
    after->still_since_ms = still_since(&judge->before, epoch);
    judge->class = is_held(judge, mono_ms)         ? FIX_SUSPECT
                   : fine && after->row == FIX_ROW ? FIX_GOOD
                                                   : FIX_WEAK;
    if (judge->class == FIX_GOOD) { /* (2) */
        after->anchor = (struct fix_anchor){.has = true,
                                            .position = epoch->position,
                                            .at = *clock,
                                            .has_gnss = true,
                                            .gnss_ms = epoch->gnss_ms};
    }
    keep_position(judge, epoch, clock);
    assert(after->row <= FIX_ROW);
}

/* ---- asked at any time ---- */

struct fix_now fix_judge_now(const struct fix_judge *judge, int64_t mono_ms)
{
    struct fix_now now = {.class = judge->class};
    int64_t age = mono_ms - judge->position_ms;
    if (!judge->has_heard || mono_ms - judge->heard_ms > FIX_SILENCE_MS) {
        now.class = FIX_STALE;
    }
    if (now.class == FIX_SUSPECT) {
        now.doubt = judge->doubt;
    }
    if (!judge->has_position || age < 0 || age > FIX_KEPT_MS) {
        return now;
    }
    now.fix = (struct fix){.has = true,
                           .age_ms = (uint32_t)age,
                           .lat_e7 = judge->position.lat_e7,
                           .lon_e7 = judge->position.lon_e7,
                           .accuracy_mm = judge->accuracy_mm};
    now.has_gnss = judge->has_gnss;
    now.gnss_ms = judge->has_gnss ? judge->gnss_ms + age : 0;
    return now;
}

enum fix_class fix_class_of(const struct fix *fix)
{
    if (!fix->has) {
        return FIX_NOFIX;
    }
    if (fix->age_ms > FIX_SILENCE_MS) {
        return FIX_STALE;
    }
    if (fix->accuracy_mm == FIX_NOT_BELIEVED) {
        return FIX_SUSPECT;
    }
    return fix->accuracy_mm > FIX_WEAK_MM ? FIX_WEAK : FIX_GOOD;
}
