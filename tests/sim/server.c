#include "tests/sim/server.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "server/intake/intake.h"
#include "server/watch/watch.h"
#include "tests/sim/happening.h"
#include "tests/sim/memory.h"
#include "wire/message.h"

enum {
    CONCERN_SERVER = 400,
    STEPS_MAX = 4096,
    RETRY_MS = 1000,
    WATCH_MS = 300,
    IDLE_MS_MAX = 20 * 60000,
    INTAKE_ALLOCATIONS = 6,
    WATCH_ALLOCATIONS = 12,
    SECTOR = 4096,
    PLANTED_EVERY = 10,
};

static const struct model_limits limits = {.names = 1 << 13,
                                           .texts = 1 << 17,
                                           .lives = 1 << 10,
                                           .acts = 1 << 14,
                                           .files = 1 << 8,
                                           .handoffs = 1 << 11};

struct roles {
    struct intake intake;
    struct watch watch;
};

/* ---- the disk's chance ---- */

static enum fault fault_of(enum disk_fault fault)
{
    static const enum fault of[DISK_FAULTS] = {
        [DISK_DROPPED] = FAULT_DROPPED,     [DISK_TORN] = FAULT_TORN,
        [DISK_REORDERED] = FAULT_REORDERED, [DISK_FSYNC_FAILS] = FAULT_FSYNC_FAILS,
        [DISK_READ_EIO] = FAULT_READ_EIO,   [DISK_WRITE_EIO] = FAULT_WRITE_EIO,
        [DISK_FULL] = FAULT_DISK_FULL,      [DISK_BUSY] = FAULT_BUSY,
        [DISK_BIT_ROT] = FAULT_BIT_ROT,     [DISK_FSYNC_LIES] = FAULT_FSYNC_LIES,
    };
    return of[fault];
}

static bool disk_fires(void *self, enum disk_fault fault)
{
    struct server *server = self;
    if (fault == DISK_BIT_ROT || !swarm_fires(server->scene.swarm, fault_of(fault))) {
        return false;
    }
    server->lied = server->lied || fault == DISK_FSYNC_LIES;
    story_tell(server->scene.story, "server", "has a bad disk", fault, 0,
               swarm_name(fault_of(fault)));
    return true;
}

static uint64_t disk_below(void *self, uint64_t bound)
{
    return dice_below(&((struct server *)self)->dice, bound);
}

/* ---- small things ---- */

static struct clock_reading read_clock(const struct server *server)
{
    return computer_clock(&server->computer, server->scene.timeline->now);
}

static void call_watch(struct server *server, int64_t in_ms)
{
    if (!server->watch_pending) {
        server->watch_pending = true;
        timeline_put(server->scene.timeline, server->scene.timeline->now + in_ms, HAPPENS_WATCH, 0,
                     server->life);
    }
}

static void ring(void *self, uint64_t position)
{
    struct server *server = self;
    (void)position;
    call_watch(server, WATCH_MS);
}

static void come_back(struct server *server, int64_t in_ms)
{
    timeline_put(server->scene.timeline, server->scene.timeline->now + in_ms, HAPPENS_ROLE, 0,
                 server->life);
}

/* A book that nobody can go on with. */
static bool is_worthless(enum status status)
{
    return status == STATUS_BROKEN || status == STATUS_MALFORMED || status == STATUS_TOO_NEW;
}

static enum status see_commit(void *self, struct act_group *group)
{
    struct server *server = self;
    server->unread = true;
    if (group->batch_count > 0 && ++server->commits % PLANTED_EVERY == 0 &&
        server->scene.plant == PLANT_EARLY_ACK) {
        return STATUS_OK;
    }
    return act_store_commit(&server->store, group);
}

static enum status see_position(void *self, struct act_position *out_position)
{
    return act_store_position(&((struct server *)self)->store, out_position);
}

static enum status see_devices(void *self, uint64_t skip, struct act_device *out, size_t room,
                               size_t *out_count)
{
    return act_store_devices(&((struct server *)self)->store, skip, out, room, out_count);
}

static enum status see_streams(void *self, uint64_t skip, struct act_stream *out, size_t room,
                               size_t *out_count)
{
    return act_store_streams(&((struct server *)self)->store, skip, out, room, out_count);
}

static enum status see_find(void *self, const struct act_stream *stream, struct place place,
                            struct act_page *page)
{
    return act_store_find(&((struct server *)self)->store, stream, place, page);
}

static enum status see_row(void *self, uint64_t n, struct act_page *page)
{
    return act_store_row(&((struct server *)self)->store, n, page);
}

static enum status see_reached(void *self, const struct act_stream *stream, uint64_t n,
                               struct place *out_place)
{
    return act_store_reached(&((struct server *)self)->store, stream, n, out_place);
}

static enum status see_reopen(void *self)
{
    struct server *server = self;
    const enum status status = act_store_reopen(&server->store);
    server->damaged = is_worthless(status);
    replies_forget(&server->replies, false);
    return status;
}

static void asked(void *self, uint32_t line, struct span message)
{
    replies_asked(&((struct server *)self)->replies, line, message);
}

static size_t misled(void *self, uint32_t line, uint8_t *out, size_t room)
{
    return replies_false(&((struct server *)self)->replies, line, out, room);
}

/* Invariant 8, and what invariant 14 will ask for. */
static void answered(void *self, uint32_t line, struct span message)
{
    static uint8_t memory[MESSAGE_ARENA_SIZE];
    struct server *server = self;
    struct arena arena = arena_of(memory, sizeof memory);
    struct message said;
    if (server->cut_next) {
        server->cut_next = false;
        server->scene.network->server_dying = true;
    }
    if (server->scene.network->server_dying) {
        return;
    }
    if (message_decode(message, &arena, &said) != STATUS_OK) {
        return;
    }
    replies_said(&server->replies, line, &said, !server->lied);
    if (said.kind != MESSAGE_RECEIPT && said.kind != MESSAGE_WELCOME) {
        return;
    }
    const struct head *head =
        said.kind == MESSAGE_RECEIPT ? &said.receipt.head : &said.welcome.high_water;
    const uint32_t index = server->device_of[line];
    struct ledger_device *one = &server->scene.ledger->devices[index];
    if (head->place.seq == 0 || place_order(head->place, one->held) <= 0) {
        return;
    }
    if (!one->revoked && !server->lied && !disk_holds(server->acts, &one->device, head->place)) {
        blame_say(server->scene.blame, HOLDS_DURABLE,
                  "the server told %s that %" PRIu32 "/%" PRIu64
                  " is durable; a power cut now would lose it",
                  one->name, head->place.epoch, head->place.seq);
    }
    one->held = head->place;
    ledger_promised(server->scene.ledger, index, head);
}

void server_init(struct server *server, const struct scene *scene, uint64_t seed)
{
    static const struct bell_ops bell = {.ring = ring};
    static const struct act_store_ops store = {.commit = see_commit,
                                               .position = see_position,
                                               .devices = see_devices,
                                               .streams = see_streams,
                                               .find = see_find,
                                               .row = see_row,
                                               .reached = see_reached,
                                               .reopen = see_reopen};
    const enum disk_kind kind = scene->sqlite ? DISK_SQLITE : DISK_ABSTRACT;
    memset(server, 0, sizeof *server);
    server->scene = *scene;
    server->dice = dice_of(seed, CONCERN_SERVER);
    server->port = (struct act_store){.ops = &store, .self = server};
    server->bell = (struct bell){.ops = &bell, .self = server};
    server->chance = (struct disk_chance){.fires = disk_fires, .below = disk_below, .self = server};
    story_log_init(&server->log, scene->story, "server");
    server->acts = disk_new(kind, "acts", SECTOR, &server->chance);
    server->flags = disk_new(kind, "flags", SECTOR, &server->chance);
    disk_shows_unsynced(server->acts, scene->swarm->shown);
    disk_shows_unsynced(server->flags, scene->swarm->shown);
    server->roles = calloc(1, sizeof *server->roles);
    assert(server->acts && server->flags && server->roles);
    replies_init(&server->replies, scene, server->device_of, seed);
    scene->network->asked = asked;
    scene->network->answered = answered;
    scene->network->misled = misled;
    scene->network->self = server;
}

static void close_roles(struct server *server)
{
    if (server->watching) {
        watch_close(&server->roles->watch);
        server->watching = false;
    }
    if (server->up) {
        intake_close(&server->roles->intake);
        network_server_down(server->scene.network);
        server->up = false;
    }
    server->life++;
    server->watch_pending = false;
    server->cut_next = false;
    server->damaged = false;
}

void server_fini(struct server *server)
{
    close_roles(server);
    disk_stop(server->acts);
    disk_stop(server->flags);
    disk_free(server->acts);
    disk_free(server->flags);
    disk_image_free(server->backup);
    free(server->roles);
    memset(server, 0, sizeof *server);
}

void server_anchor(struct server *server, const struct act_device *admin)
{
    server->admin = *admin;
}

/* ---- intake ---- */

static void maybe_fail_memory(struct server *server, uint64_t allocations)
{
    if (swarm_fires(server->scene.swarm, FAULT_NO_MEMORY)) {
        struct dice dice = swarm_dice(server->scene.swarm, FAULT_NO_MEMORY);
        memory_fail(1 + (unsigned)dice_below(&dice, allocations));
    }
}

static enum status open_books(struct server *server)
{
    enum status status = disk_acts(server->acts, &server->log.port, &server->store);
    if (status == STATUS_OK) {
        status = disk_act_reader(server->acts, &server->log.port, &server->reader);
    }
    if (status == STATUS_OK) {
        status = disk_act_reader(server->acts, &server->log.port, &server->seen);
    }
    if (status == STATUS_OK) {
        status = disk_flags(server->flags, &server->log.port, &server->book);
    }
    return status == STATUS_OK ? disk_flag_reader(server->flags, &server->log.port, &server->shown)
                               : status;
}

static enum status open_intake(struct server *server)
{
    const struct append_ports ports = {.door = &server->scene.network->door,
                                       .store = &server->port,
                                       .bell = &server->bell,
                                       .log = &server->log.port};
    const struct clock_reading now = read_clock(server);
    maybe_fail_memory(server, INTAKE_ALLOCATIONS);
    enum status status = intake_open(&server->roles->intake, &ports, SERVER_UNITS_MAX, &now);
    memory_fail(0);
    if (status != STATUS_OK) {
        return status;
    }
    server->up = true;
    status = intake_anchor(&server->roles->intake, &server->admin);
    return status;
}

/* A book that cannot be opened: the people put the backup back, or begin with an empty one. */
static void replace_books(struct server *server)
{
    story_tell(server->scene.story, "server", "has no book left", server->lied, 0, NULL);
    disk_kill(server->acts);
    disk_kill(server->flags);
    server_restore(server);
    disk_wreck(server->flags);
}

void server_start(struct server *server)
{
    assert(!server->up);
    computer_boot(&server->computer, server->scene.timeline->now, true, &server->dice);
    server->life++;
    server->starts++;
    replies_forget(&server->replies, false);
    enum status status = open_books(server);
    if (is_worthless(status)) {
        replace_books(server);
        status = open_books(server);
    }
    if (status == STATUS_OK) {
        status = open_intake(server);
    }
    story_tell(server->scene.story, "server", "is started", server->starts, (uint64_t)status,
               status_text(status));
    if (status != STATUS_OK) {
        close_roles(server);
        disk_cut(server->acts);
        disk_kill(server->flags);
        come_back(server, RETRY_MS);
        return;
    }
    network_server_up(server->scene.network);
    ledger_reread(server->scene.ledger);
    ledger_read(server->scene.ledger, &server->seen);
    call_watch(server, WATCH_MS);
}

void server_kill(struct server *server)
{
    story_tell(server->scene.story, "server", "is killed", 0, 0, NULL);
    close_roles(server);
    disk_kill(server->acts);
    disk_kill(server->flags);
}

void server_cut(struct server *server)
{
    story_tell(server->scene.story, "server", "loses power", 0, 0, NULL);
    close_roles(server);
    disk_cut(server->acts);
    disk_cut(server->flags);
}

void server_step(struct server *server)
{
    struct intake_effects effects = {.again = true};
    for (int i = 0; server->up && effects.again && i < STEPS_MAX; i++) {
        const struct intake_event event = {.now = read_clock(server)};
        intake_step(&server->roles->intake, &event, &effects);
        if (server->scene.network->server_dying || disk_is_dark(server->acts)) {
            server_cut(server);
            come_back(server, RETRY_MS * 10);
            return;
        }
        effects.again = effects.again && network_server_waits(server->scene.network);
    }
    if (!server->up) {
        return;
    }
    if (server->damaged) { /* intake cannot read its book any more, and says so: people come */
        server_kill(server);
        come_back(server, RETRY_MS * 10);
        return;
    }
    if (server->scene.plant == PLANT_RESTLESS) {
        come_back(server, 0);
    } else if (intake_wakeup(&server->roles->intake).ms != INT64_MAX) {
        come_back(server, RETRY_MS);
    }
    if (server->unread || server->scene.sqlite) { /* a look at a real disk is a fault's occasion */
        ledger_read(server->scene.ledger, &server->seen);
        server->unread = server->scene.ledger->read < server->roles->intake.append.position;
    }
}

/* ---- watch ---- */

static enum status open_watch(struct server *server)
{
    const struct watch_ports ports = {
        .reader = &server->reader, .book = &server->book, .log = &server->log.port};
    maybe_fail_memory(server, WATCH_ALLOCATIONS);
    const enum status status = watch_open(&server->roles->watch, &ports, &limits);
    memory_fail(0);
    server->watching = status == STATUS_OK;
    return status;
}

static enum status run_watch(struct server *server, bool *out_rebuild)
{
    struct watch_effects effects = {.again = true};
    enum status status = STATUS_OK;
    *out_rebuild = false;
    for (int i = 0; status == STATUS_OK && effects.again && i < STEPS_MAX; i++) {
        const struct watch_event event = {.wall = read_clock(server).wall,
                                          .margin_ms = SERVER_MARGIN_MS};
        status = watch_step(&server->roles->watch, &event, &effects);
        *out_rebuild = status == STATUS_OK && effects.rebuild;
        if (*out_rebuild) {
            return STATUS_OK;
        }
    }
    return status;
}

/* An empty flag book instead of the one there is. */
static enum status rebuild(struct server *server)
{
    bool again = false;
    server->rebuilds++;
    story_tell(server->scene.story, "watch", "makes its book anew", server->rebuilds, 0, NULL);
    if (server->watching) {
        watch_close(&server->roles->watch);
        server->watching = false;
    }
    disk_kill(server->flags);
    disk_wreck(server->flags);
    enum status status = disk_flags(server->flags, &server->log.port, &server->book);
    if (status == STATUS_OK) {
        status = disk_flag_reader(server->flags, &server->log.port, &server->shown);
    }
    if (status == STATUS_OK) {
        status = open_watch(server);
    }
    return status == STATUS_OK ? run_watch(server, &again) : status;
}

/* As watch_books_again(): what is in memory is worthless. */
static enum status recover(struct server *server, enum status why)
{
    server->watch_failures += why != STATUS_OK;
    story_tell(server->scene.story, "watch", "reads its books again", (uint64_t)why, 0,
               status_text(why));
    if (server->watching) {
        watch_close(&server->roles->watch);
        server->watching = false;
    }
    enum status status = act_reader_reopen(&server->reader);
    if (status == STATUS_OK) {
        status = flag_book_reopen(&server->book);
    }
    if (status == STATUS_OK) {
        status = open_watch(server);
    }
    return is_worthless(status) ? rebuild(server) : status;
}

void server_watch(struct server *server)
{
    bool wants_rebuild = false;
    server->watch_pending = false;
    if (!server->up) {
        return;
    }
    enum status status = server->watching ? STATUS_OK : recover(server, STATUS_OK);
    if (status == STATUS_OK) {
        status = run_watch(server, &wants_rebuild);
    }
    if (status == STATUS_OK && wants_rebuild) {
        status = rebuild(server);
    }
    if (status != STATUS_OK && recover(server, status) != STATUS_OK) {
        call_watch(server, RETRY_MS);
        return;
    }
    story_tell(server->scene.story, "watch", "is at",
               server->watching ? server->roles->watch.position.n : 0,
               server->watching ? (uint64_t)server->roles->watch.position.clock.m : 0, NULL);
    call_watch(server, dice_between(&server->dice, 60000, IDLE_MS_MAX));
}

/* ---- backup and restore ---- */

bool server_back_up(struct server *server, struct backup_body *out_body)
{
    static uint8_t bytes[MESSAGE_BYTES_MAX];
    struct act_batch row;
    struct act_page page = {.at = bytes, .room = sizeof bytes, .rows = &row, .rows_max = 1};
    const uint64_t last = server->scene.ledger->read;
    if (last == 0 || server->lied || act_reader_read(&server->seen, last - 1, &page) != STATUS_OK ||
        page.count == 0) {
        return false;
    }
    disk_image_free(server->backup);
    server->backup = disk_image(server->acts);
    ledger_backed_up(server->scene.ledger);
    *out_body = (struct backup_body){.row = last, .row_hash = backup_row_hash(row.message)};
    out_body->manifest = out_body->row_hash; /* the copy has no manifest here */
    story_tell(server->scene.story, "server", "is backed up", last, 0, NULL);
    return true;
}

void server_restore(struct server *server)
{
    assert(!server->up);
    story_tell(server->scene.story, "server", "gets its backup back", server->backup != NULL, 0,
               NULL);
    disk_wreck(server->acts);
    if (server->backup) {
        disk_put(server->acts, server->backup);
    }
    replies_forget(&server->replies, true);
    ledger_restored(server->scene.ledger);
}

/* ---- the end ---- */

bool server_is_at_rest(const struct server *server)
{
    return server->up && server->watching && !server->roles->intake.append.down &&
           server->roles->watch.position.n == server->roles->intake.append.position;
}

struct export
{
    char *at;
    size_t size, room;
};

static enum status add_line(void *to, struct text line)
{
    struct export *all = to;
    if (all->size + line.size + 2 > all->room) {
        all->room = 2 * (all->size + line.size + 2);
        all->at = realloc(all->at, all->room);
        assert(all->at);
    }
    memcpy(all->at + all->size, line.at, line.size);
    all->size += line.size;
    all->at[all->size++] = '\n';
    all->at[all->size] = '\0';
    return STATUS_OK;
}

char *server_export(struct server *server)
{
    struct export all = {0};
    enum status status = add_line(&all, TEXT("export"));
    if (status == STATUS_OK) {
        status = flag_reader_canonical(&server->shown, add_line, &all);
    }
    if (status != STATUS_OK) {
        free(all.at);
        return NULL;
    }
    return all.at;
}

enum status server_fold_anew(struct server *server)
{
    const struct minute clock = server->roles->watch.position.clock;
    struct watch_effects effects = {.again = true};
    watch_close(&server->roles->watch);
    server->watching = false;
    disk_kill(server->flags);
    disk_wreck(server->flags);
    enum status status = disk_flags(server->flags, &server->log.port, &server->book);
    if (status == STATUS_OK) {
        status = disk_flag_reader(server->flags, &server->log.port, &server->shown);
    }
    if (status == STATUS_OK) {
        status = open_watch(server);
    }
    while (status == STATUS_OK && effects.again) {
        const struct watch_event event = {.wall = {minute_instant(clock).ms + SERVER_MARGIN_MS},
                                          .margin_ms = SERVER_MARGIN_MS};
        status = watch_step(&server->roles->watch, &event, &effects);
    }
    return status;
}
