#include "tests/sim/verdicts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "tests/sim/oracle/oracle.h"

enum {
    WAL_BYTES_MAX = 64 * 1024 * 1024,
    DISK_BYTES_MAX = 256 * 1024 * 1024,
    PAGE_SIZE = 4 * 1024 * 1024,
    PAGE_ROWS = 256,
};

/* 5: deleted and made anew, the views say the same. */
static void compare(struct world *world, const char *before, const char *after)
{
    while (*before && *before == *after) {
        const char *end = strchr(before, '\n');
        const size_t size = (size_t)(end - before) + 1;
        if (strncmp(before, after, size) != 0) {
            break;
        }
        before += size;
        after += size;
    }
    if (*before || *after) {
        blame_say(&world->blame, HOLDS_VIEWS,
                  "made anew, the flag book says `%.*s`; it said `%.*s`", (int)strcspn(after, "\n"),
                  after, (int)strcspn(before, "\n"), before);
    }
}

/* The world is cut off at a fixed hour, in which somebody may be sending still: two clones, say,
 * each of which opens an epoch whenever it has heard of the other's. Here watch looks in every few
 * minutes. So it has one turn more, in which it must reach the end of the acts as they are. */
static void let_watch_finish(struct world *world)
{
    if (!world->server.up || !world->watched) {
        return;
    }
    server_watch(&world->server);
    if (!server_is_at_rest(&world->server)) {
        blame_say(&world->blame, HOLDS_EMPTY,
                  "watch does not reach the end of the acts, though nothing is in its way");
    }
}

static void check_views(struct world *world)
{
    if (!world->server.up || !world->server.watching) {
        return; /* nobody watches here, or invariant 11 has said so */
    }
    char *before = server_export(&world->server);
    const enum status status = server_fold_anew(&world->server);
    char *after = status == STATUS_OK ? server_export(&world->server) : NULL;
    if (before && after) {
        compare(world, before, after);
    } else {
        blame_say(&world->blame, HOLDS_VIEWS, "the flag book could not be made anew: %s",
                  status_text(status));
    }
    free(before);
    free(after);
}

/* 6, 7: custody, conflicts and flags as somebody else works them out from the same acts. */

static void say_difference(void *self, const char *line)
{
    blame_say(self, HOLDS_FLAGS, "%s", line);
}

static bool tell_devices(struct world *world, struct oracle *oracle)
{
    static struct act_device devices[SERVER_UNITS_MAX];
    size_t count = 0;
    if (act_reader_devices(&world->server.seen, 0, devices, SERVER_UNITS_MAX, &count) !=
        STATUS_OK) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        oracle_device(oracle, &devices[i]);
    }
    return true;
}

static bool tell_rows(struct world *world, struct oracle *oracle)
{
    static uint8_t bytes[PAGE_SIZE];
    struct act_batch rows[PAGE_ROWS];
    struct act_page page = {.at = bytes, .room = sizeof bytes, .rows = rows, .rows_max = PAGE_ROWS};
    uint64_t after = 0;
    do {
        if (act_reader_read(&world->server.seen, after, &page) != STATUS_OK) {
            return false;
        }
        for (size_t i = 0; i < page.count; i++) {
            after = rows[i].n;
            oracle_batch(oracle, &rows[i].device, rows[i].received, rows[i].first, rows[i].count,
                         rows[i].skip, rows[i].message);
        }
    } while (page.count > 0);
    return true;
}

static void check_flags(struct world *world)
{
    struct book_position position;
    struct oracle *oracle = oracle_new();
    if (tell_devices(world, oracle) && tell_rows(world, oracle) &&
        flag_reader_position(&world->server.shown, &position) == STATUS_OK) {
        (void)oracle_compare(oracle, &world->server.shown, minute_instant(position.clock),
                             say_difference, &world->blame);
        story_tell(&world->story, "oracle", "has compared", oracle_dossiers(oracle),
                   oracle_changes(oracle), "dossiers, lines of history");
    } else {
        blame_say(&world->blame, HOLDS_FLAGS, "the books cannot be read at the end");
    }
    oracle_free(oracle);
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

/* 11: who is locked has no way to empty its outbox; only a second branch is a reason. */
static void check_locks(struct world *world)
{
    for (uint32_t i = 0; i < world->station_count; i++) {
        const struct station *station = &world->stations[i];
        const struct ledger_device *one = &world->ledger.devices[station->device];
        if (station->power == STATION_ON && station->unit->uplink.locked && !station->rewound &&
            !one->forked && !world->server.lied) {
            blame_say(&world->blame, HOLDS_EMPTY, "%s is locked, and nobody has cloned it",
                      station->name);
        }
    }
}

void verdicts_end(struct world *world)
{
    check_locks(world);
    if (world->server.up) {
        ledger_end(&world->ledger, &world->server.seen);
    }
    check_bounds(world);
    let_watch_finish(world);
    check_views(world);
    if (world->server.up && world->server.watching) {
        check_flags(world);
    }
}
