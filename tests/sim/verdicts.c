#include "tests/sim/verdicts.h"

#include <inttypes.h>

enum { WAL_BYTES_MAX = 64 * 1024 * 1024, DISK_BYTES_MAX = 256 * 1024 * 1024 };

/* 5: deleted and made anew, the views say the same. */
static void check_views(struct world *world)
{
    uint64_t now = 0;
    uint64_t anew = 0;
    if (!world->server.up || !world->server.watching) {
        return; /* invariant 11 has said so */
    }
    const enum status status = server_fold_anew(&world->server, &now, &anew);
    if (status != STATUS_OK) {
        blame_say(&world->blame, HOLDS_VIEWS, "the flag book could not be made anew: %s",
                  status_text(status));
    } else if (now != anew) {
        blame_say(&world->blame, HOLDS_VIEWS,
                  "the flag book made anew differs: %016" PRIx64 ", it was %016" PRIx64, anew, now);
    }
}

/* 12 */
static void check_bounds(struct world *world)
{
    const uint64_t wal = disk_wal_bytes(world->server.acts);
    const uint64_t bytes = disk_bytes(world->server.acts);
    if (wal > WAL_BYTES_MAX || bytes > DISK_BYTES_MAX) {
        blame_say(&world->blame, HOLDS_BOUNDS,
                  "the acts take %" PRIu64 " bytes, their WAL %" PRIu64, bytes, wal);
    }
}

void verdicts_end(struct world *world)
{
    if (world->server.up) {
        ledger_end(&world->ledger, &world->server.reader);
    }
    check_bounds(world);
    check_views(world);
}
