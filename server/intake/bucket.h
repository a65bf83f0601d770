/* bucket - how many messages a device may send: a token bucket on the monotonic clock.
 *
 * A handheld's must let a month's backlog drain in seconds, a rogue's three hundred thousand
 * messages a second must cost nearly nothing. Knows no device and no message. */
#ifndef INTAKE_BUCKET_H
#define INTAKE_BUCKET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/instant.h"
#include "core/statement.h"

struct bucket_rate {
    uint32_t burst;    /* messages at once */
    uint32_t a_second; /* messages after that */
};

struct bucket {
    int64_t milli_tokens;
    struct instant filled; /* monotonic */
};

struct bucket_rate bucket_rate_of(enum device_kind kind);
void bucket_init(struct bucket *bucket, struct bucket_rate rate, struct instant mono);
/* Takes one token. False: there is none; *out_wait_ms says when there will be. */
bool bucket_take(struct bucket *bucket, struct bucket_rate rate, struct instant mono,
                 uint32_t *out_wait_ms);

#endif
