#include "tests/sim/world.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "tests/sim/accident.h"
#include "tests/sim/happening.h"

enum {
    CONCERN_WORLD = 800,
    MINUTE_MS = 60000,
    HOUR_MS = 3600000,
    DAY_MS = WORLD_DAY_MS,
    MORNING_MS = HOUR_MS, /* the world begins at six */
    EVENING_MS = 11 * HOUR_MS,
    LUCK_MS = 30 * MINUTE_MS,
    BACKUP_EVERY = 12,             /* half hours */
    VERIFIED_MS_MAX = 2 * HOUR_MS, /* before the next one is made */
    OFFICE_MS = 2 * HOUR_MS,
    LEFT_ON_OF = 4, /* one in so many evenings a unit is not switched off */
    ROGUE_MS_MAX = 90 * MINUTE_MS,
    DAYS_MAX = 3,
    DAYS_LONG = 12, /* so many more, at most: where nobody judges flags, a day costs little */
    UNITS_MIN = 2,
    UNITS_MORE = 5,
    WATCHED = 3, /* of so many worlds have a watch: judging flags is half of all their time */
    WATCHED_OF = 8,
    HAPPENINGS_FIRST = 300000, /* well above what was seen in 400 worlds (213,000) */
    HAPPENINGS_OF_A_UNIT_DAY = 100000,
    HAPPENINGS_AT_ONCE = 10000,
};

/* ---- making one ---- */

static const enum party parties[WORLD_STATIONS_MAX] = {
    PARTY_CENTER, PARTY_POST,   PARTY_AGENCY_ONE, PARTY_AGENCY_TWO,
    PARTY_POST,   PARTY_CENTER, PARTY_AGENCY_ONE, PARTY_POST};

static void choose(struct world *world)
{
    const struct world_options *options = &world->options;
    bool any = false;
    for (unsigned i = 0; i < FAULTS; i++) {
        any = any || options->only[i];
    }
    for (unsigned i = 0; i < FAULTS; i++) {
        world->swarm.on[i] = any ? options->only[i] : world->swarm.on[i] && !options->without[i];
    }
    world->swarm.masked = options->masked;
    world->swarm.masked_count = options->masked_count;
    const uint64_t units = UNITS_MIN + dice_below(&world->dice, UNITS_MORE);
    const uint64_t days = 1 + dice_below(&world->dice, DAYS_MAX);
    world->station_count = options->units ? options->units : (uint32_t)units;
    world->days = options->days ? options->days : (uint32_t)days;
    assert(world->station_count <= WORLD_STATIONS_MAX);
    world->watched = dice_below(&world->dice, WATCHED_OF) < WATCHED;
    if (!world->watched && !options->sqlite) {
        const uint64_t more = dice_below(&world->dice, DAYS_LONG); /* drawn by a scenario, too */
        world->days += options->days ? 0 : (uint32_t)more;
    }
    world->end = world->start + (int64_t)world->days * DAY_MS;
}

static void enrol(struct world *world, const struct enrolled_body *who)
{
    uint8_t body[512];
    struct writer writer = writer_of(body, sizeof body);
    struct enrolled_body whole = *who;
    whole.person_one = TEXT("AN");
    whole.person_two = TEXT("BINH");
    enum status status = enrolled_encode(&whole, &writer);
    assert(status == STATUS_OK);
    (void)status;
    desk_say(&world->desks[DESK_ADMIN], ENTRY_DEVICE_ENROLLED, writer_span(&writer), "AN");
}

/* By the day of the promise, or by its minute. */
static void say_plan(struct world *world)
{
    char plan[FILE_PART_MAX];
    const char *judged = dice_below(&world->dice, 2) ? "instant" : "date";
    (void)snprintf(plan, sizeof plan, "set,judged,%s\n%s", judged, people_plan);
    desk_file(&world->desks[DESK_IMPORT], FILE_PLAN, text_of(plan));
}

static void make_desks(struct world *world)
{
    struct desk *admin = &world->desks[DESK_ADMIN];
    struct desk *import = &world->desks[DESK_IMPORT];
    desk_init(admin, &world->scene, DESK_ADMIN, "admin", DEVICE_ADMIN, world->options.seed);
    desk_init(import, &world->scene, DESK_IMPORT, "import", DEVICE_IMPORT, world->options.seed);
    const struct act_device anchor = {.device = admin->device,
                                      .link_key = admin->cable->key,
                                      .sign_key = admin->sign_key,
                                      .kind = DEVICE_ADMIN,
                                      .label = "administrator",
                                      .party = "center"};
    server_anchor(&world->server, &anchor);
    struct enrolled_body body = {.device = import->device,
                                 .sign_key = import->sign_key,
                                 .kind = DEVICE_IMPORT,
                                 .label = TEXT("import"),
                                 .party = TEXT("center")};
    memcpy(body.link_key, import->cable->key.byte, sizeof body.link_key);
    enrol(world, &body);
    if (world->watched) {
        desk_file(import, FILE_CALENDAR, text_of(people_calendar));
        say_plan(world);
    }
}

static void make_stations(struct world *world)
{
    static const char *const names[WORLD_STATIONS_MAX] = {
        "center", "courier", "agency4", "agency5", "courier2", "center2", "agency4b", "courier3"};
    for (uint32_t i = 0; i < world->station_count; i++) {
        struct station *station = &world->stations[i];
        const struct station_card card = {.seed = world->options.seed,
                                          .number = i,
                                          .name = names[i],
                                          .party = people_party(parties[i]),
                                          .stop = people_stop(parties[i])};
        station_init(station, &world->scene, &card);
        (void)people_add(&world->people, parties[i], world->options.seed);
        struct enrolled_body body = {.device = station_device(station),
                                     .sign_key = station->sign_key,
                                     .kind = DEVICE_HANDHELD,
                                     .label = text_of(names[i]),
                                     .party = people_party(parties[i])};
        memcpy(body.link_key, station->cable->key.byte, sizeof body.link_key);
        enrol(world, &body);
    }
    for (uint32_t i = 0; i < WORLD_TWINS_MAX; i++) {
        (void)people_add(&world->people, PARTY_POST, world->options.seed);
    }
}

static void make_rogues(struct world *world)
{
    for (uint32_t i = 0; i < WORLD_ROGUES; i++) {
        struct rogue *rogue = &world->rogues[i];
        rogue_init(rogue, &world->scene, i, &world->people, world->options.seed);
        struct enrolled_body body = {.device = rogue->device,
                                     .sign_key = rogue->sign_key,
                                     .kind = DEVICE_HANDHELD,
                                     .label = TEXT("rogue"),
                                     .party = TEXT("post")};
        memcpy(body.link_key, rogue->cable->key.byte, sizeof body.link_key);
        enrol(world, &body);
        timeline_put(&world->timeline, world->start + HOUR_MS, HAPPENS_ROGUE, i, 0);
    }
}

static void schedule_days(struct world *world)
{
    for (uint32_t day = 0; day < world->days; day++) {
        const int64_t dawn = world->start + (int64_t)day * DAY_MS;
        for (uint32_t i = 0; i < world->station_count && day % 7 < 5; i++) {
            timeline_put(&world->timeline,
                         dawn + MORNING_MS + dice_between(&world->dice, 0, 20 * MINUTE_MS),
                         HAPPENS_MORNING, i, day);
            if (dice_below(&world->dice, LEFT_ON_OF) > 0) {
                timeline_put(&world->timeline,
                             dawn + EVENING_MS + dice_between(&world->dice, 0, HOUR_MS),
                             HAPPENS_EVENING, i, day);
            }
        }
    }
    timeline_put(&world->timeline, world->start + HOUR_MS, HAPPENS_SERVER_LUCK, 0, 0);
    timeline_put(&world->timeline, world->start + OFFICE_MS, HAPPENS_OFFICE, 0, 0);
}

static struct world *allocate(void)
{
    struct world *world = calloc(1, sizeof *world);
    assert(world);
    return world;
}

struct world *world_open(const struct world_options *options)
{
    struct world *world = allocate();
    struct instant start;
    enum status status = instant_parse(TEXT("2026-03-02T06:00:00"), &start);
    assert(status == STATUS_OK);
    (void)status;
    world->options = *options;
    world->start = start.ms;
    world->dice = dice_of(options->seed, CONCERN_WORLD);
    timeline_init(&world->timeline, start.ms);
    swarm_init(&world->swarm, options->seed);
    choose(world);
    story_init(&world->story, &world->timeline.now, options->story);
    blame_init(&world->blame, &world->story);
    ledger_init(&world->ledger, &world->blame);
    network_init(&world->network, &world->timeline, &world->swarm, &world->story, options->seed);
    world->scene = (struct scene){.timeline = &world->timeline,
                                  .swarm = &world->swarm,
                                  .story = &world->story,
                                  .blame = &world->blame,
                                  .ledger = &world->ledger,
                                  .network = &world->network,
                                  .sqlite = options->sqlite,
                                  .plant = options->plant};
    people_init(&world->people, options->seed, WORLD_SCANS_A_DAY);
    office_init(&world->office, options->seed);
    server_init(&world->server, &world->scene, options->seed);
    make_desks(world);
    make_stations(world);
    make_rogues(world);
    for (uint32_t i = 0; i < world->network.line_count; i++) {
        world->server.device_of[i] = i; /* lines and devices were made in pairs */
    }
    server_start(&world->server);
    schedule_days(world);
    return world;
}

void world_close(struct world *world)
{
    for (uint32_t i = 0; i < WORLD_STATIONS_MAX; i++) {
        disk_image_free(world->cards[i]);
    }
    for (uint32_t i = 0; i < world->station_count; i++) {
        station_fini(&world->stations[i]);
    }
    for (uint32_t i = 0; i < world->twin_count; i++) {
        station_fini(&world->stations[WORLD_STATIONS_MAX + i]);
    }
    for (uint32_t i = 0; i < DESKS; i++) {
        desk_fini(&world->desks[i]);
    }
    server_fini(&world->server);
    network_fini(&world->network);
    ledger_fini(&world->ledger);
    timeline_fini(&world->timeline);
    free(world);
}

/* ---- what happens ---- */

static struct station *station_of_line(struct world *world, uint32_t line)
{
    for (uint32_t i = 0; i < WORLD_STATIONS_MAX + WORLD_TWINS_MAX; i++) {
        if (world->stations[i].cable && world->stations[i].cable->number == line) {
            return &world->stations[i];
        }
    }
    return NULL;
}

static void ring(struct world *world, uint32_t line)
{
    struct station *station = station_of_line(world, line);
    for (uint32_t i = 0; i < DESKS; i++) {
        if (world->desks[i].cable->number == line) {
            desk_ring(&world->desks[i]);
        }
    }
    if (station) {
        station_ring(station);
    }
}

static bool is_work_time(const struct world *world)
{
    const int64_t of_day = (world->timeline.now - world->start) % DAY_MS;
    return of_day >= MORNING_MS && of_day < EVENING_MS && world->timeline.now < world->end;
}

/* The person of a twin stands behind those of the stations. */
static size_t person_of(const struct world *world, uint32_t station)
{
    return station < WORLD_STATIONS_MAX ? station
                                        : world->station_count + (station - WORLD_STATIONS_MAX);
}

static void work(struct world *world, uint32_t number)
{
    struct station *station = &world->stations[number];
    int64_t pause_ms = 10 * MINUTE_MS;
    if (world->safe || !is_work_time(world)) {
        return;
    }
    if (station->power == STATION_ON) {
        const struct people_line *line =
            people_next(&world->people, person_of(world, number),
                        (struct instant){world->timeline.now}, &pause_ms);
        if (line) {
            (void)station_line(station, line->line, line->code);
        }
    }
    if (station->power != STATION_ON) {
        accident_restart(world, number, dice_between(&world->dice, 5000, HOUR_MS));
    }
    timeline_put(&world->timeline, world->timeline.now + pause_ms, HAPPENS_WORK, number, 0);
}

static void luck(struct world *world, uint32_t number)
{
    if (world->safe || !is_work_time(world)) {
        return;
    }
    accident_station(world, number);
    if (world->stations[number].power == STATION_BROKEN) {
        accident_restart(world, number, MINUTE_MS);
    }
    timeline_put(&world->timeline, world->timeline.now + LUCK_MS, HAPPENS_LUCK, number, 0);
}

static void switch_on(struct world *world, uint32_t number)
{
    struct station *station = &world->stations[number];
    if (station->power == STATION_BROKEN && station->disk_lied) {
        station_put_back(station, NULL); /* nobody can read that card any more */
        (void)ledger_lost(&world->ledger, station->device, (struct place){0});
    }
    if (station->power != STATION_ON) {
        station_switch_on(station, !swarm_fires(&world->swarm, FAULT_NO_RTC));
    }
    if (station->computer.unset) {
        timeline_put(&world->timeline, world->timeline.now + 2 * HOUR_MS, HAPPENS_MENDED, number,
                     MENDED_CLOCK);
    }
}

static void morning(struct world *world, uint32_t number, uint64_t day)
{
    struct station *station = &world->stations[number];
    if (station->power != STATION_ON && day > 0 && !world->cards[number]) {
        world->cards[number] = disk_image(station->disk);
    }
    switch_on(world, number);
    timeline_put(&world->timeline, world->timeline.now + 10 * MINUTE_MS, HAPPENS_WORK, number, 0);
    timeline_put(&world->timeline, world->timeline.now + LUCK_MS, HAPPENS_LUCK, number, 0);
}

/* A copy is read through before anybody goes by it, and the server goes on meanwhile. */
static void back_up(struct world *world)
{
    if (server_back_up(&world->server, &world->copy)) {
        timeline_put(&world->timeline,
                     world->timeline.now + dice_between(&world->dice, MINUTE_MS, VERIFIED_MS_MAX),
                     HAPPENS_VERIFIED, 0, 0);
    }
}

static void state_backup(struct world *world)
{
    uint8_t body[256];
    struct writer writer = writer_of(body, sizeof body);
    enum status status = backup_encode(&world->copy, &writer);
    assert(status == STATUS_OK);
    (void)status;
    desk_say(&world->desks[DESK_ADMIN], ENTRY_BACKUP, writer_span(&writer), "AN");
}

static void server_luck(struct world *world, uint64_t count)
{
    if (world->safe) {
        return;
    }
    if (world->server.up && count % BACKUP_EVERY == BACKUP_EVERY - 1) {
        back_up(world);
    }
    accident_server(world);
    timeline_put(&world->timeline, world->timeline.now + LUCK_MS, HAPPENS_SERVER_LUCK, 0,
                 count + 1);
}

static void office(struct world *world)
{
    static char feed[FILE_PART_MAX];
    const size_t size = people_feed(&world->people, feed, sizeof feed);
    if (size > 0 && world->watched) {
        desk_file(&world->desks[DESK_IMPORT], FILE_FEED, (struct text){.at = feed, .size = size});
    }
    if (!world->safe && world->watched) {
        office_work(&world->office, &world->desks[DESK_IMPORT], &world->people,
                    (struct instant){world->timeline.now});
    }
    if (!world->safe) {
        timeline_put(&world->timeline, world->timeline.now + OFFICE_MS, HAPPENS_OFFICE, 0, 0);
    }
}

static void rogue(struct world *world, uint32_t number)
{
    if (!world->safe) {
        rogue_try(&world->rogues[number]);
        timeline_put(&world->timeline,
                     world->timeline.now + dice_between(&world->dice, MINUTE_MS, ROGUE_MS_MAX),
                     HAPPENS_ROGUE, number, 0);
    }
}

static void serve_role(struct world *world, uint64_t life)
{
    if (life != world->server.life) {
        return;
    }
    if (world->server.up) {
        server_step(&world->server);
    } else {
        server_start(&world->server);
    }
}

static void happen_at_station(struct world *world, const struct event *event)
{
    struct station *station = &world->stations[event->who];
    switch ((enum happening)event->kind) {
    case HAPPENS_WAKE:
        station_wake(station, event);
        break;
    case HAPPENS_WORK:
        work(world, event->who);
        break;
    case HAPPENS_MORNING:
        morning(world, event->who, event->what);
        break;
    case HAPPENS_EVENING:
        if (!world->safe) {
            station_switch_off(station);
        }
        break;
    case HAPPENS_RESTART:
        world->restarts[event->who] = false;
        switch_on(world, event->who);
        break;
    case HAPPENS_LUCK:
        luck(world, event->who);
        break;
    case HAPPENS_ARRIVAL: /* the world's own, below */
    case HAPPENS_DIAL:
    case HAPPENS_RING:
    case HAPPENS_DOOR:
    case HAPPENS_DESK:
    case HAPPENS_WATCH:
    case HAPPENS_ROLE:
    case HAPPENS_SERVER_LUCK:
    case HAPPENS_ROGUE:
    case HAPPENS_OFFICE:
    case HAPPENS_VERIFIED:
    case HAPPENS_MENDED:
    case HAPPENINGS:
        break;
    }
}

static void happen(struct world *world, const struct event *event)
{
    switch ((enum happening)event->kind) {
    case HAPPENS_ARRIVAL:
        network_arrive(&world->network, event);
        break;
    case HAPPENS_DIAL:
        network_dialed(&world->network, event);
        break;
    case HAPPENS_RING:
        ring(world, event->who);
        break;
    case HAPPENS_DOOR:
        server_step(&world->server);
        break;
    case HAPPENS_DESK:
        desk_wake(&world->desks[event->who], event);
        break;
    case HAPPENS_WATCH:
        if (event->what == world->server.life && world->watched) {
            server_watch(&world->server);
        }
        break;
    case HAPPENS_ROLE:
        serve_role(world, event->what);
        break;
    case HAPPENS_SERVER_LUCK:
        server_luck(world, event->what);
        break;
    case HAPPENS_ROGUE:
        rogue(world, event->who);
        break;
    case HAPPENS_OFFICE:
        office(world);
        break;
    case HAPPENS_VERIFIED:
        state_backup(world);
        break;
    case HAPPENS_MENDED:
        accident_mended(world, event);
        break;
    case HAPPENS_WAKE:
    case HAPPENS_WORK:
    case HAPPENS_MORNING:
    case HAPPENS_EVENING:
    case HAPPENS_RESTART:
    case HAPPENS_LUCK:
        happen_at_station(world, event);
        break;
    case HAPPENINGS:
        break;
    }
}

/* Who tries again for ever without getting anywhere would hang us, not only the world; with no
 * pause between, time itself stands still. */
static bool goes_on(struct world *world, const struct event *event)
{
    const uint64_t most =
        HAPPENINGS_FIRST + (uint64_t)HAPPENINGS_OF_A_UNIT_DAY * world->station_count * world->days;
    world->at_once = event->at == world->passing ? world->at_once + 1 : 0;
    world->passing = event->at;
    if (world->timeline.order > most || world->at_once > HAPPENINGS_AT_ONCE) {
        world->endless = true;
        blame_say(&world->blame, HOLDS_EMPTY,
                  "the world does not come to an end: %" PRIu64 " things have happened, %" PRIu32
                  " in one instant, the last %s",
                  world->timeline.order, world->at_once,
                  happening_name((enum happening)event->kind));
    }
    return !world->endless;
}

void world_pass(struct world *world, int64_t until)
{
    struct event event;
    while (!world->endless && world->timeline.count > 0 && world->timeline.heap[0].at <= until &&
           timeline_take(&world->timeline, &event) && goes_on(world, &event)) {
        happen(world, &event);
    }
    world->timeline.now = until;
}

/* ---- the end ---- */

/* From now on nobody dozes. */
static void wake_all(struct world *world)
{
    for (uint32_t i = 0; i < WORLD_STATIONS_MAX + WORLD_TWINS_MAX; i++) {
        if (world->stations[i].cable && world->stations[i].computer.dozes) {
            station_ring(&world->stations[i]);
        }
    }
    for (uint32_t i = 0; i < DESKS; i++) {
        if (world->desks[i].computer.dozes) {
            desk_ring(&world->desks[i]);
        }
    }
}

void world_heal(struct world *world)
{
    story_tell(&world->story, "world", "is healed", 0, 0, NULL);
    world->safe = true;
    world->swarm.quiet = true;
    world->server.cut_next = false;
    disk_cut_within(world->server.acts, 0);
    computer_set(&world->server.computer);
    network_heal(&world->network);
    if (!world->server.up) {
        server_start(&world->server);
    }
    for (uint32_t i = 0; i < WORLD_STATIONS_MAX + WORLD_TWINS_MAX; i++) {
        if (world->stations[i].cable) {
            disk_cut_within(world->stations[i].disk, 0);
            switch_on(world, i);
            computer_set(&world->stations[i].computer);
        }
    }
    wake_all(world);
    office(world);
}

bool world_is_at_rest(const struct world *world, const char **out_who)
{
    for (uint32_t i = 0; i < WORLD_STATIONS_MAX + WORLD_TWINS_MAX; i++) {
        const struct station *station = &world->stations[i];
        if (station->cable && !station_is_at_rest(station)) {
            *out_who = station->name;
            return false;
        }
    }
    for (uint32_t i = 0; i < DESKS; i++) {
        if (!desk_is_at_rest(&world->desks[i])) {
            *out_who = world->desks[i].name;
            return false;
        }
    }
    *out_who = "server";
    return world->watched ? server_is_at_rest(&world->server) : world->server.up;
}
