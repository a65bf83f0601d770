#include "server/intake/bucket.h"

enum { MILLI = 1000, WAIT_MS_MIN = 50 };

struct bucket_rate bucket_rate_of(enum device_kind kind)
{
    switch (kind) {
    case DEVICE_HANDHELD:
    case DEVICE_CABINET:
        return (struct bucket_rate){.burst = 400, .a_second = 100};
    case DEVICE_DESK:
        return (struct bucket_rate){.burst = 1000, .a_second = 500};
    case DEVICE_IMPORT:
    case DEVICE_ADMIN:
        return (struct bucket_rate){.burst = 4000, .a_second = 4000};
    }
    return (struct bucket_rate){.burst = 10, .a_second = 1};
}

void bucket_init(struct bucket *bucket, struct bucket_rate rate, struct instant mono)
{
    *bucket = (struct bucket){.milli_tokens = (int64_t)rate.burst * MILLI, .filled = mono};
}

static void fill(struct bucket *bucket, struct bucket_rate rate, struct instant mono)
{
    int64_t full = (int64_t)rate.burst * MILLI;
    int64_t passed_ms = mono.ms - bucket->filled.ms;
    if (passed_ms <= 0) {
        return;
    }
    int64_t to_full_ms = (full - bucket->milli_tokens) / rate.a_second + 1;
    bucket->milli_tokens =
        passed_ms >= to_full_ms ? full : bucket->milli_tokens + passed_ms * rate.a_second;
    bucket->filled = mono;
}

bool bucket_take(struct bucket *bucket, struct bucket_rate rate, struct instant mono,
                 uint32_t *out_wait_ms)
{
    fill(bucket, rate, mono);
    if (bucket->milli_tokens >= MILLI) {
        bucket->milli_tokens -= MILLI;
        return true;
    }
    int64_t wait_ms = (MILLI - bucket->milli_tokens) / rate.a_second + 1;
    *out_wait_ms = (uint32_t)(wait_ms < WAIT_MS_MIN ? WAIT_MS_MIN : wait_ms);
    return false;
}
