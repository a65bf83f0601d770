#include "adapters/posix/chance_posix.h"

#include <errno.h>
#include <stdint.h>
#include <sys/random.h>

#include "base/check.h"

static void fill(void *self, void *out, size_t size)
{
    uint8_t *at = out;
    (void)self;
    while (size > 0) {
        ssize_t got = getrandom(at, size, 0);
        assert(got > 0 || errno == EINTR); /* getrandom(2): no other failure with flags 0 */
        if (got > 0) {
            at += got;
            size -= (size_t)got;
        }
    }
}

static const struct chance_ops ops = {.fill = fill};

struct chance chance_posix(void)
{
    return (struct chance){.ops = &ops, .self = NULL};
}
