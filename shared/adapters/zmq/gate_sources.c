/* INVARIANTS
 * (1) Sources take turns: who knocks a thousand times has one place in a round.
 * (2) A line stands in the queue of its source at most once, and `queued` counts them all.
 * (3) Failures are an account in time: each costs 1/forgiven of a second, which passes by itself.
 *     An address is distrusted while more than `failures` of them are on it. */
#include "adapters/zmq/gate_sources.h"

#include <string.h>

#include "base/check.h"

enum { SECOND_US = 1000000, PAUSE_MAX_US = 200000, PERCENT = 100 };

unsigned gate_sources_of(const struct gate_sources *sources, const uint8_t *address, size_t size)
{
    uint64_t mixed = 0;
    memcpy(&mixed, address, size < sizeof mixed ? size : sizeof mixed);
    mixed = (mixed ^ sources->salt) * 0x9E3779B97F4A7C15u;
    return (unsigned)(mixed >> 32) % GATE_SOURCES;
}

static int64_t cost_us(const struct gate_sources *sources)
{
    return sources->limits.forgiven > 0 ? SECOND_US / (int64_t)sources->limits.forgiven : 0;
}

/* So much may stand on an account before the address is distrusted. */
static int64_t credit_us(const struct gate_sources *sources)
{
    return cost_us(sources) * (int64_t)sources->limits.failures;
}

bool gate_sources_distrust(const struct gate_sources *sources, unsigned source, int64_t now_us)
{
    return sources->source[source].forgiven_us - now_us > credit_us(sources); /* (3) */
}

bool gate_sources_admit(const struct gate_sources *sources, unsigned source, int64_t now_us)
{
    return sources->source[source].lines < sources->limits.distrusted_waiting ||
           !gate_sources_distrust(sources, source, now_us);
}

void gate_sources_fail(struct gate_sources *sources, unsigned source, int64_t now_us)
{
    struct gate_source *at = &sources->source[source];
    const int64_t most = now_us + 2 * (credit_us(sources) + cost_us(sources));
    at->forgiven_us = at->forgiven_us > now_us ? at->forgiven_us : now_us;
    at->forgiven_us += cost_us(sources);
    at->forgiven_us = at->forgiven_us < most ? at->forgiven_us : most; /* an attack has an end */
}

void gate_sources_succeed(struct gate_sources *sources, unsigned source)
{
    sources->source[source].forgiven_us -= cost_us(sources); /* fail() begins at now at least */
}

void gate_sources_spend(struct gate_sources *sources, int64_t us, int64_t now_us)
{
    const int64_t percent = sources->limits.distrusted_percent;
    int64_t pause = percent > 0 ? us * (PERCENT - percent) / percent : PAUSE_MAX_US;
    const int64_t from = sources->due_us > now_us ? sources->due_us : now_us;
    sources->due_us = from + pause;
    if (sources->due_us > now_us + PAUSE_MAX_US) {
        sources->due_us = now_us + PAUSE_MAX_US;
    }
}

void gate_sources_add(struct gate_sources *sources, const struct gate_line *line)
{
    sources->source[line->source].lines++;
}

void gate_sources_remove(struct gate_sources *sources, const struct gate_line *line)
{
    assert(sources->source[line->source].lines > 0);
    sources->source[line->source].lines--;
}

void gate_sources_queue(struct gate_sources *sources, struct gate_line *line)
{
    struct gate_source *source = &sources->source[line->source];
    const bool first = line->answers > 0 || !source->first;
    line->behind = NULL;
    if (first) {
        line->behind = source->first;
        source->first = line;
        source->last = source->last ? source->last : line;
    } else {
        source->last->behind = line;
        source->last = line;
    }
    sources->queued++;
}

void gate_sources_unqueue(struct gate_sources *sources, const struct gate_line *line)
{
    struct gate_source *source = &sources->source[line->source];
    struct gate_line *before = NULL;
    struct gate_line *at = source->first;
    while (at && at != line) {
        before = at;
        at = at->behind;
    }
    assert(at); /* (2) */
    *(before ? &before->behind : &source->first) = at->behind;
    if (source->last == at) {
        source->last = before;
    }
    sources->queued--;
}

/* May the first of SOURCE's queue have its step? */
static bool may_go(const struct gate_sources *sources, unsigned source, int64_t now_us)
{
    const struct gate_line *line = sources->source[source].first;
    return line && (line->answers > 0 || now_us >= sources->due_us ||
                    !gate_sources_distrust(sources, source, now_us));
}

struct gate_line *gate_sources_take(struct gate_sources *sources, int64_t now_us)
{
    for (unsigned i = 1; sources->queued > 0 && i <= GATE_SOURCES; i++) { /* (1) */
        const unsigned at = (sources->turn + i) % GATE_SOURCES;
        struct gate_line *line = sources->source[at].first;
        if (may_go(sources, at, now_us)) {
            sources->turn = at;
            gate_sources_unqueue(sources, line);
            return line;
        }
    }
    return NULL;
}

struct gate_line *gate_sources_last(const struct gate_sources *sources)
{
    const struct gate_source *longest = &sources->source[0];
    for (unsigned i = 1; i < GATE_SOURCES; i++) {
        const struct gate_source *source = &sources->source[i];
        if (source->last && (!longest->last || source->lines > longest->lines)) {
            longest = source;
        }
    }
    return longest->last;
}
