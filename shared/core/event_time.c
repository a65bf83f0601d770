#include "core/event_time.h"

/* INVARIANTS
 *
 * (1) The events of one device strictly increase: at least 1 ms after the one before.
 * (2) No event lies after its receipt, but for (1) when several were received in one millisecond.
 * (3) The interval is never narrower than the evidence: where the bounds contradict it, all that
 *     is known is "after the one before and before the receipt". */

enum {
    DRIFT_PPM = 100,     /* of a device's monotonic clock */
    GNSS_MS = 2000,      /* a GNSS instant is right within this */
    WALL_MS = 60 * 1000, /* a corrected wall clock within this */
    FIX_AGE_MS_MAX = 60 * 1000,
};

/* Milliseconds since 1970 stay far from the ends of int64; what a device claims may not. */
static const int64_t ms_bound = INT64_MAX / 8;

struct estimate {
    int64_t at;
    int64_t within; /* INT64_MAX: nothing is known */
};

static int64_t bounded(int64_t ms)
{
    return ms > ms_bound ? ms_bound : ms < -ms_bound ? -ms_bound : ms;
}

/* The first of the three that applies: same boot, GNSS, wall clock. */
static struct estimate estimate_of(const struct time_evidence *when,
                                   const struct batch_evidence *batch)
{
    int64_t elapsed = bounded(batch->clock.mono_ms) - bounded(when->mono_ms);
    if (when->boot == batch->clock.boot && elapsed >= 0) {
        return (struct estimate){.at = batch->received.ms - elapsed,
                                 .within = batch->rtt_ms / 2 + elapsed / (1000000 / DRIFT_PPM)};
    }
    if (when->has_gnss && when->fix.has && when->fix.age_ms <= FIX_AGE_MS_MAX) {
        return (struct estimate){.at = bounded(when->gnss_ms), .within = GNSS_MS};
    }
    int64_t offset = batch->has_offset ? bounded(batch->offset_ms) : 0;
    return (struct estimate){.at = bounded(when->wall_ms) + offset,
                             .within = when->wall_set ? WALL_MS : INT64_MAX};
}

static int32_t margin(int64_t from, int64_t to)
{
    int64_t size = to - from;
    return size < 0 ? 0 : size > INT32_MAX ? INT32_MAX : (int32_t)size;
}

struct event_time event_time_of(const struct time_evidence *when,
                                const struct batch_evidence *batch, struct instant previous)
{
    struct estimate estimate = estimate_of(when, batch);
    int64_t earliest = previous.ms < -ms_bound ? -ms_bound : previous.ms + 1;       /* (1) */
    int64_t latest = batch->received.ms < earliest ? earliest : batch->received.ms; /* (2) */

    int64_t at = estimate.at > latest ? latest : estimate.at;
    at = at < earliest ? earliest : at;
    int64_t from = earliest;
    int64_t to = latest;
    if (estimate.within != INT64_MAX && estimate.at + estimate.within >= earliest &&
        estimate.at - estimate.within <= latest) { /* (3) */
        from = estimate.at - estimate.within < earliest ? earliest : estimate.at - estimate.within;
        to = estimate.at + estimate.within > latest ? latest : estimate.at + estimate.within;
    }
    return (struct event_time){.at = {at}, .early_ms = margin(from, at), .late_ms = margin(at, to)};
}
