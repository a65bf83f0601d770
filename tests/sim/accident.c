#include "tests/sim/accident.h"

#include <stdio.h>

#include "base/check.h"
#include "tests/sim/happening.h"

enum {
    MINUTE_MS = 60000,
    HOUR_MS = 3600000,
    PARTITION_HOURS = 8,
    CHANGES_MAX = 24, /* writes and syncs until the power fails in one of them */
    SKEW_OF_UNITS = 6 * HOUR_MS,
    AHEAD_MAX = 12,
    NEWER = 3,
    FAR_NEWER = 4,
};

/* Beyond the 35 days for which a unit keeps what is in a backup. */
static const int64_t far_ahead_ms = (int64_t)40 * WORLD_DAY_MS;

static int64_t now_of(const struct world *world)
{
    return world->timeline.now;
}

/* MS_MIN to MS_MAX, as often short as long. */
static int64_t some_time(struct dice *dice, int64_t ms_min, int64_t ms_max)
{
    int64_t most = ms_min;
    while (most < ms_max && dice_below(dice, 4) > 0) {
        most *= 2;
    }
    return dice_between(dice, ms_min, most < ms_max ? most : ms_max);
}

static void mend_at(struct world *world, int64_t at, uint32_t who, enum mended what)
{
    timeline_put(&world->timeline, at, HAPPENS_MENDED, who, what);
}

void accident_restart(struct world *world, uint32_t number, int64_t in_ms)
{
    if (!world->restarts[number]) {
        world->restarts[number] = true;
        timeline_put(&world->timeline, now_of(world) + in_ms, HAPPENS_RESTART, number, 0);
    }
}

/* ---- lines ---- */

static void cut_off(struct world *world, struct cable *line, int64_t ms)
{
    line->cut_up = line->cut_down = now_of(world) + ms;
    story_tell(&world->story, line->name, "has no network", (uint64_t)ms, 0, NULL);
    network_drop(line);
    mend_at(world, line->cut_up, line->number, MENDED_LINES);
}

static void partition(struct world *world, struct cable *line)
{
    struct dice dice = swarm_dice(&world->swarm, FAULT_PARTITION_BOTH);
    cut_off(world, line, some_time(&dice, MINUTE_MS, (int64_t)PARTITION_HOURS * HOUR_MS));
}

static void partition_one_way(struct world *world, struct cable *line)
{
    struct dice dice = swarm_dice(&world->swarm, FAULT_PARTITION_ONE_WAY);
    const bool up = dice_below(&dice, 2) == 0;
    const int64_t until = now_of(world) + some_time(&dice, MINUTE_MS, HOUR_MS);
    *(up ? &line->cut_up : &line->cut_down) = until;
    story_tell(&world->story, line->name, "is heard one way only", up, 0, NULL);
    mend_at(world, until, line->number, MENDED_LINES);
}

static void change_version(struct world *world, struct cable *line)
{
    struct dice dice = swarm_dice(&world->swarm, FAULT_MIXED_VERSIONS);
    line->other_version = dice_below(&dice, 3) ? NEWER : FAR_NEWER;
    line->other_until = now_of(world) + some_time(&dice, MINUTE_MS, 4 * HOUR_MS);
    story_tell(&world->story, line->name, "speaks another version", line->other_version, 0, NULL);
}

/* ---- cards ---- */

static void put_old_card(struct world *world, uint32_t number, const struct disk_image *image)
{
    struct station *station = &world->stations[number];
    struct place left = {0};
    struct journal_state state;
    station_cut(station);
    station_put_back(station, image);
    if (image && disk_journal(station->disk, &station->settings.device, &station->log.port,
                              &station->journal) == STATUS_OK) {
        if (journal_file_state(&station->journal, &state) == STATUS_OK) {
            left = state.head.place;
        }
        disk_stop(station->disk);
    }
    const size_t excused = ledger_lost(&world->ledger, station->device, left);
    story_tell(&world->story, station->name, "has lost what it had after", left.epoch, left.seq,
               NULL);
    story_tell(&world->story, station->name, "cannot bring back", excused, 0, NULL);
}

/* A second unit with the same keys and the same journal begins to be used. Where one of the two has
 * no network, their branches grow before the server hears of both. */
static void clone(struct world *world, uint32_t number, struct dice *dice)
{
    char name[12];
    const uint32_t twin = WORLD_STATIONS_MAX + world->twin_count;
    struct station *station = &world->stations[number];
    if (world->twin_count == WORLD_TWINS_MAX) {
        return;
    }
    (void)snprintf(name, sizeof name, "twin-%u", (unsigned)world->twin_count);
    const struct station_card card = {.seed = world->options.seed,
                                      .number = twin,
                                      .twin = station,
                                      .name = name,
                                      .party = station->settings.party,
                                      .stop = station->settings.stop};
    struct disk_image *image = disk_image(station->disk);
    world->twin_count++;
    station_init(&world->stations[twin], &world->scene, &card);
    world->server.device_of[world->stations[twin].cable->number] = station->device;
    disk_put(world->stations[twin].disk, image);
    disk_image_free(image);
    world->stations[twin].epoch = station->epoch;
    world->stations[twin].disk_lied = station->disk_lied = true; /* two know other things */
    world->ledger.devices[station->device].forked = true;
    story_tell(&world->story, station->name, "is cloned", twin, 0, name);
    const uint64_t alone = dice_below(dice, 3);
    if (alone < 2) {
        cut_off(world, world->stations[alone ? twin : number].cable,
                some_time(dice, 10 * MINUTE_MS, 4 * HOUR_MS));
    }
    accident_restart(world, twin, MINUTE_MS);
    timeline_put(&world->timeline, now_of(world) + 2 * (int64_t)MINUTE_MS, HAPPENS_WORK, twin, 0);
}

static void lose_or_clone(struct world *world, uint32_t number)
{
    struct dice dice = swarm_dice(&world->swarm, FAULT_CLONE);
    switch (dice_below(&dice, 3)) {
    case 0:
        put_old_card(world, number, world->cards[number]);
        accident_restart(world, number, dice_between(&dice, MINUTE_MS, HOUR_MS));
        break;
    case 1:
        put_old_card(world, number, NULL);
        accident_restart(world, number, dice_between(&dice, MINUTE_MS, HOUR_MS));
        break;
    default:
        if (world->stations[number].power == STATION_ON) {
            clone(world, number, &dice);
        }
        break;
    }
}

static void revoke(struct world *world, uint32_t number)
{
    struct station *station = &world->stations[number];
    struct ledger_device *one = &world->ledger.devices[station->device];
    struct dice dice = swarm_dice(&world->swarm, FAULT_REVOCATION);
    uint8_t body[512];
    struct writer writer = writer_of(body, sizeof body);
    if (one->revoked || world->revoked == 1 || one->row_count == 0) {
        return;
    }
    struct place until = one->rows[one->row_count - 1].place;
    if (dice_below(&dice, 2)) {
        const size_t back = dice_below(&dice, one->row_count < 20 ? one->row_count : 20);
        until = one->rows[one->row_count - 1 - back].place;
    } else { /* wherever it lies now, it may still hold some that are true */
        until.seq += 1 + dice_below(&dice, AHEAD_MAX);
        cut_off(world, station->cable, some_time(&dice, 20 * MINUTE_MS, 4 * HOUR_MS));
    }
    const struct revoked_body revoked = {.device = one->device,
                                         .trusted_to = until,
                                         .reason = TEXT("lost in the rain"),
                                         .person_one = TEXT("AN"),
                                         .person_two = TEXT("BINH")};
    enum status status = revoked_encode(&revoked, &writer);
    assert(status == STATUS_OK);
    (void)status;
    world->revoked++;
    one->revoked = true;
    story_tell(&world->story, station->name, "is revoked after", revoked.trusted_to.epoch,
               revoked.trusted_to.seq, NULL);
    desk_say(&world->desks[DESK_ADMIN], ENTRY_DEVICE_REVOKED, writer_span(&writer), "AN");
}

/* ---- clocks ---- */

/* True: something is to be set right at *OUT_UNTIL. */
static bool move_clock(struct world *world, struct computer *computer, const char *name,
                       int64_t skew_max, int64_t *out_until)
{
    bool moved = false;
    struct dice dice = dice_of(0, 0);
    if (swarm_fires(&world->swarm, FAULT_CLOCK_SKEW)) {
        dice = swarm_dice(&world->swarm, FAULT_CLOCK_SKEW);
        computer->skew_ms += dice_between(&dice, -skew_max, skew_max);
        if (skew_max >= SKEW_OF_UNITS && dice_below(&dice, 4) == 0) {
            computer->skew_ms += far_ahead_ms; /* what is old by this clock may be deleted */
        }
        moved = true;
    }
    if (swarm_fires(&world->swarm, FAULT_CLOCK_BACK)) {
        dice = swarm_dice(&world->swarm, FAULT_CLOCK_BACK);
        computer->skew_ms -= dice_between(&dice, skew_max / 8, 2 * skew_max);
        moved = true;
    }
    if (swarm_fires(&world->swarm, FAULT_CLOCK_1970)) {
        dice = swarm_dice(&world->swarm, FAULT_CLOCK_1970);
        computer->unset = true;
        moved = true;
    }
    if (moved) {
        story_tell(&world->story, name, "has a wrong clock", (uint64_t)computer->skew_ms,
                   computer->unset, NULL);
        *out_until = now_of(world) + dice_between(&dice, 10 * MINUTE_MS, 6 * HOUR_MS);
    }
    return moved;
}

/* ---- the half hour ---- */

static void fail_power(struct world *world, struct station *station)
{
    struct dice dice = swarm_dice(&world->swarm, FAULT_UNIT_POWER);
    if (dice_below(&dice, 4) == 0) { /* what it has goes out in a later life of its clock */
        cut_off(world, station->cable, some_time(&dice, 20 * MINUTE_MS, 4 * HOUR_MS));
    }
    if (dice_below(&dice, 3) == 0) {
        station_cut(station);
        accident_restart(world, station->number, some_time(&dice, 5000, 2 * HOUR_MS));
    } else { /* within what it writes next */
        disk_cut_within(station->disk, 1 + dice_below(&dice, CHANGES_MAX));
    }
}

void accident_station(struct world *world, uint32_t number)
{
    struct station *station = &world->stations[number];
    int64_t until = 0;
    if (swarm_fires(&world->swarm, FAULT_PARTITION_BOTH)) {
        partition(world, station->cable);
    }
    if (swarm_fires(&world->swarm, FAULT_PARTITION_ONE_WAY)) {
        partition_one_way(world, station->cable);
    }
    if (swarm_fires(&world->swarm, FAULT_HALF_OPEN)) {
        story_tell(&world->story, station->name, "has a half open line", 0, 0, NULL);
        station->cable->half_open = true;
    }
    if (swarm_fires(&world->swarm, FAULT_MIXED_VERSIONS)) {
        change_version(world, station->cable);
    }
    if (move_clock(world, &station->computer, station->name, 6 * HOUR_MS, &until)) {
        mend_at(world, until, number, MENDED_CLOCK);
    }
    if (swarm_fires(&world->swarm, FAULT_UNIT_POWER)) {
        fail_power(world, station);
    }
    if (number < WORLD_STATIONS_MAX && swarm_fires(&world->swarm, FAULT_CLONE)) {
        lose_or_clone(world, number);
    }
    if (number < WORLD_STATIONS_MAX && swarm_fires(&world->swarm, FAULT_REVOCATION)) {
        revoke(world, number);
    }
}

static void start_later(struct world *world, int64_t in_ms)
{
    timeline_put(&world->timeline, now_of(world) + in_ms, HAPPENS_ROLE, 0, world->server.life);
}

static void fail_server_power(struct world *world)
{
    struct dice dice = swarm_dice(&world->swarm, FAULT_SERVER_POWER);
    switch (dice_below(&dice, 4)) {
    case 0:
        server_kill(&world->server);
        start_later(world, some_time(&dice, 1000, 10 * MINUTE_MS));
        break;
    case 1:
        server_cut(&world->server);
        start_later(world, some_time(&dice, 5000, 30 * MINUTE_MS));
        break;
    case 2: /* before the next answer */
        world->server.cut_next = true;
        break;
    default: /* within what it writes next */
        disk_cut_within(world->server.acts, 1 + dice_below(&dice, CHANGES_MAX));
        break;
    }
}

static void restore_server(struct world *world)
{
    struct dice dice = swarm_dice(&world->swarm, FAULT_SERVER_RESTORE);
    server_cut(&world->server);
    server_restore(&world->server);
    if (dice_below(&dice, 2)) {
        disk_wreck(world->server.flags);
    }
    start_later(world, some_time(&dice, MINUTE_MS, HOUR_MS));
}

void accident_server(struct world *world)
{
    int64_t until = 0;
    if (swarm_fires(&world->swarm, FAULT_KEYS_OUT)) {
        struct dice dice = swarm_dice(&world->swarm, FAULT_KEYS_OUT);
        world->network.keys_out = now_of(world) + some_time(&dice, MINUTE_MS, HOUR_MS);
        story_tell(&world->story, "server", "knows no keys for a while", 0, 0, NULL);
        for (uint32_t i = 0; i < world->network.line_count; i++) {
            network_drop(&world->network.lines[i]);
        }
        mend_at(world, world->network.keys_out, 0, MENDED_LINES);
    }
    if (move_clock(world, &world->server.computer, "server", 10 * MINUTE_MS, &until)) {
        mend_at(world, until, 0, MENDED_SERVER_CLOCK);
    }
    if (world->server.up && swarm_fires(&world->swarm, FAULT_SERVER_POWER)) {
        fail_server_power(world);
    }
    if (world->server.up && swarm_fires(&world->swarm, FAULT_SERVER_RESTORE)) {
        restore_server(world);
    }
}

void accident_mended(struct world *world, const struct event *event)
{
    switch ((enum mended)event->what) {
    case MENDED_LINES:
        network_dial_all(&world->network);
        break;
    case MENDED_CLOCK:
        computer_set(&world->stations[event->who].computer);
        break;
    case MENDED_SERVER_CLOCK:
        computer_set(&world->server.computer);
        break;
    }
}
