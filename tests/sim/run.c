#include "tests/sim/run.h"

#include <inttypes.h>
#include <string.h>

#include "tests/sim/verdicts.h"

enum { REST_DAYS = 4, LOOK_MS = 600000, AFTER_MS = 2 * 3600000 };

/* Invariant 11: within four days without faults all comes to rest. */
static void rest(struct world *world)
{
    const char *who = "";
    const int64_t until = world->timeline.now + REST_DAYS * (int64_t)WORLD_DAY_MS;
    while (!world_is_at_rest(world, &who) && world->timeline.now < until) {
        world_pass(world, world->timeline.now + LOOK_MS);
    }
    if (!world_is_at_rest(world, &who)) {
        blame_say(&world->blame, HOLDS_EMPTY,
                  "%s has not come to rest in %d days without any fault", who, REST_DAYS);
    }
    world_pass(world, world->timeline.now + AFTER_MS);
}

static void fill(const struct world *world, struct run_result *result)
{
    result->trace = dice_mix(world->story.trace ^ world->ledger.entries);
    result->violations = world->blame.count;
    result->first = world->blame.first;
    memcpy(result->sentence, world->blame.sentence, sizeof result->sentence);
    memcpy(result->fired, world->swarm.fired, sizeof result->fired);
    result->entries = world->ledger.entries;
    result->events = world->story.events;
    result->units = world->station_count;
    result->days = world->days;
    for (uint32_t i = 0; i < WORLD_STATIONS_MAX + WORLD_TWINS_MAX; i++) {
        result->scans += world->stations[i].scans;
    }
    result->struck_count = world->swarm.list_count;
    memcpy(result->struck, world->swarm.list, sizeof result->struck);
}

void run_seed(const struct world_options *options, struct run_result *out_result)
{
    struct world *world = world_open(options);
    memset(out_result, 0, sizeof *out_result);
    out_result->seed = options->seed;
    world_pass(world, world->end);
    world_heal(world);
    rest(world);
    verdicts_end(world);
    fill(world, out_result);
    world_close(world);
}
