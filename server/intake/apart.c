#include "server/intake/apart.h"

enum apart_verdict apart_judge(struct apart *apart, struct span what, size_t size,
                               struct instant mono)
{
    const struct hash hash = hash_of(what);
    for (unsigned i = 0; i < APART_KEPT; i++) {
        if (hash_equal(&apart->last[i], &hash)) {
            return APART_DOUBLE;
        }
    }
    if (apart->bytes == 0 || mono.ms - apart->from.ms >= APART_SPAN_MS) {
        apart->from = mono;
        apart->bytes = 0;
    }
    if (size > APART_BYTES_MAX - apart->bytes) {
        return APART_FULL;
    }
    apart->bytes += size;
    apart->last[apart->next] = hash;
    apart->next = (apart->next + 1) % APART_KEPT;
    return APART_KEEP;
}
