#include "tests/sim/desk.h"

#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "tests/sim/happening.h"

enum { CONCERN_DESK = 300, TURNS_MAX = 8 };

static bool never_fires(void *self, enum disk_fault fault)
{
    (void)self;
    (void)fault;
    return false;
}

static uint64_t always_first(void *self, uint64_t bound)
{
    (void)self;
    (void)bound;
    return 0;
}

static struct clock_reading read_clock(const struct desk *desk)
{
    return computer_clock(&desk->computer, desk->scene.timeline->now);
}

static void serve(struct desk *desk)
{
    const struct clock_reading now = read_clock(desk);
    struct uplink_news news;
    uplink_turn(&desk->uplink, &now, now.mono, &desk->head, &news);
    const struct instant wakeup = uplink_wakeup(&desk->uplink);
    if (wakeup.ms == INT64_MAX) {
        return;
    }
    const int64_t true_now = desk->scene.timeline->now;
    const bool resting = desk->uplink.sender.state == SENDER_IDLE && !desk->scene.swarm->quiet;
    const int64_t asked =
        wakeup.ms <= now.mono.ms ? true_now + 1 : true_now + (wakeup.ms - now.mono.ms);
    const int64_t at = computer_alarm(&desk->computer, true_now, asked, resting);
    if (at != desk->alarm_at) {
        desk->alarm_at = at;
        timeline_put(desk->scene.timeline, at, HAPPENS_DESK, desk->number, ++desk->alarm);
    }
}

void desk_say(struct desk *desk, enum entry_kind kind, struct span body, const char *person)
{
    static uint8_t bytes[SEALED_SIZE_MAX];
    const struct clock_reading now = read_clock(desk);
    size_t size = 0;
    struct head head = {
        .place = {1, desk->head.place.seq + 1}
    };
    const struct entry entry = {
        .device = desk->device,
        .place = head.place,
        .prev = desk->head.hash,
        .kind = kind,
        .when = {.wall_set = true,
                 .wall_ms = now.wall.ms,
                 .mono_ms = now.mono.ms,
                 .boot = now.boot},
        .person = text_of(person),
        .body = body
    };
    enum status status = entry_seal(&entry, &desk->secret, bytes, &size, &head.hash);
    assert(status == STATUS_OK);
    const struct journal_entry one = {
        .place = head.place, .hash = head.hash, .whole = span_of(bytes, size), .made = now.wall};
    const struct journal_group group = {.entries = &one, .entry_count = 1};
    status = journal_file_append(&desk->journal, &group);
    assert(status == STATUS_OK); /* its disk is sound */
    (void)status;
    desk->head = head;
    ledger_sealed(desk->scene.ledger, desk->index, &head.hash);
    ledger_told(desk->scene.ledger, desk->index, &head, (struct text){0});
    story_tell(desk->scene.story, desk->name, "states", (uint64_t)kind, head.place.seq, person);
    serve(desk);
}

void desk_file(struct desk *desk, enum file_kind kind, struct text file)
{
    static uint8_t bytes[ENTRY_BODY_MAX];
    const struct hash hash = hash_of(span_of(file.at, file.size));
    const struct file_part_body part = {
        .kind = kind, .file = hash, .number = 0, .bytes = span_of(file.at, file.size)};
    const struct file_close_body end = {
        .kind = kind, .file = hash, .parts = 1, .size = file.size, .name = TEXT("sim.csv")};
    struct writer writer = writer_of(bytes, sizeof bytes);
    enum status status = file_part_encode(&part, &writer);
    assert(status == STATUS_OK);
    desk_say(desk, ENTRY_FILE_PART, writer_span(&writer), "");
    writer = writer_of(bytes, sizeof bytes);
    status = file_close_encode(&end, &writer);
    assert(status == STATUS_OK);
    (void)status;
    desk_say(desk, ENTRY_FILE_CLOSE, writer_span(&writer), "");
}

void desk_wake(struct desk *desk, const struct event *event)
{
    if (event->what == desk->alarm) {
        desk->alarm_at = INT64_MAX;
        serve(desk);
    }
}

void desk_ring(struct desk *desk)
{
    serve(desk);
}

bool desk_is_at_rest(const struct desk *desk)
{
    return place_order(desk->uplink.sender.head.place, desk->head.place) >= 0 &&
           uplink_is_idle(&desk->uplink);
}

static void open_first(struct desk *desk)
{
    uint8_t body[256];
    struct writer writer = writer_of(body, sizeof body);
    const struct opened_body opened = {.sign_key = desk->sign_key, .software = TEXT("trao-sim")};
    enum status status = opened_encode(&opened, &writer);
    assert(status == STATUS_OK);
    (void)status;
    desk_say(desk, ENTRY_OPENED, writer_span(&writer), "");
}

void desk_init(struct desk *desk, const struct scene *scene, uint32_t number, const char *name,
               enum device_kind kind, uint64_t seed)
{
    static const struct disk_chance sound = {.fires = never_fires, .below = always_first};
    uint8_t bytes[SIGN_SEED_SIZE];
    struct link_key key;
    struct journal_state state;
    memset(desk, 0, sizeof *desk);
    desk->scene = *scene;
    desk->number = number;
    desk->kind = kind;
    (void)snprintf(desk->name, sizeof desk->name, "%s", name);
    desk->dice = dice_of(seed, CONCERN_DESK + number);
    dice_fill(&desk->dice, bytes, sizeof bytes);
    dice_fill(&desk->dice, key.byte, sizeof key.byte);
    sign_keys(bytes, &desk->sign_key, &desk->secret);
    desk->device = device_of(&desk->sign_key);
    story_log_init(&desk->log, scene->story, desk->name);
    desk->computer.dozes = !scene->sqlite;
    computer_boot(&desk->computer, scene->timeline->now, true, &desk->dice);
    desk->disk = disk_new(DISK_ABSTRACT, desk->name, 4096, &sound);
    assert(desk->disk);
    enum status status = disk_journal(desk->disk, &desk->device, &desk->log.port, &desk->journal);
    assert(status == STATUS_OK);
    status = journal_file_state(&desk->journal, &state);
    assert(status == STATUS_OK);
    (void)status;
    desk->cable = network_cable(scene->network, desk->name, &key);
    desk->index = ledger_device(scene->ledger, desk->name, desk->device);
    uplink_init(&desk->uplink, desk->device, TEXT("trao-sim"), dice_next(&desk->dice));
    desk->uplink.journal = &desk->journal;
    desk->uplink.link = &desk->cable->port;
    desk->uplink.log = &desk->log.port;
    uplink_reload(&desk->uplink, &state);
    desk->alarm_at = INT64_MAX;
    network_switch(desk->cable, true);
    open_first(desk);
}

void desk_fini(struct desk *desk)
{
    if (desk->disk) {
        disk_stop(desk->disk);
        disk_free(desk->disk);
    }
    memset(desk, 0, sizeof *desk);
}
