/* event_time - when an entry happened, from stored evidence alone (SEMANTICS section 1).
 *
 * Pure and deterministic: the same stored batch gives the same instants for ever. */
#ifndef CORE_EVENT_TIME_H
#define CORE_EVENT_TIME_H

#include "core/journal.h"
#include "core/sync.h"

struct batch_evidence {
    struct instant received;   /* the server's clock at receipt */
    struct device_clock clock; /* the device's clocks at send */
    bool has_offset;
    int64_t offset_ms;
    uint32_t rtt_ms;
};

struct event_time {
    struct instant at;
    int32_t early_ms; /* it happened in [at - early_ms, at + late_ms] */
    int32_t late_ms;
};

/* PREVIOUS: the event time of the device's previous entry, {INT64_MIN} before the first. Never
 * before it (strictly +1 ms), never after receipt. */
struct event_time event_time_of(const struct time_evidence *when,
                                const struct batch_evidence *batch, struct instant previous);

#endif
