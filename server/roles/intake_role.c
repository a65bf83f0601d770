#include <string.h>
#include <unistd.h>

#include "adapters/posix/bell_posix.h"
#include "adapters/posix/clock_posix.h"
#include "adapters/posix/files.h"
#include "adapters/posix/log_posix.h"
#include "adapters/posix/process.h"
#include "adapters/sqlite/act_store_sqlite.h"
#include "adapters/sqlite/flag_reader_sqlite.h"
#include "adapters/zmq/door_zmq.h"
#include "adapters/zmq/wait.h"
#include "core/device_card.h"
#include "server/home/places.h"
#include "server/intake/intake.h"
#include "server/roles/role.h"

enum { STAT_EVERY_MS = 1000, FLAGS_MS_MAX = 200 };

/* What the role has opened, in the order in which it did. */
struct parts {
    const struct intake_role_config *config;
    struct log_posix log;
    struct clock_posix clock;
    struct context context;
    struct bell_posix bell;
    struct act_store_sqlite store;
    struct act_store store_port;
    struct flag_reader_sqlite flags; /* watch's; it may not be there yet */
    struct flag_reader flags_port;
    struct bell_ear ear;
    bool listens;
    struct door_zmq door;
    struct intake intake;
    struct instant stat_due; /* monotonic */
};

static bool failed(const struct parts *parts, const char *doing, enum status status)
{
    const struct log_field why = {.key = "why", .value = text_of(status_text(status))};
    if (status != STATUS_OK) {
        log_write(&parts->log.port, LOG_LEVEL_ERROR, doing, &why, 1);
    }
    return status != STATUS_OK;
}

static enum status open_clock(struct parts *parts)
{
    const struct demo_clock *demo = &parts->config->role.demo;
    const struct clock_demo as = {
        .start = {demo->start_ms}, .rate = demo->rate, .anchor_mono_ms = demo->anchor_mono_ms};
    return clock_posix_init(&parts->clock, demo->rate > 0 ? &as : NULL);
}

static enum status open_bell(struct parts *parts, const char *state)
{
    static const char *const ears[] = {EAR_WATCH};
    char folder[PLACES_PATH_MAX];
    enum status status = places_path(state, PLACE_RUN, folder);
    return status == STATUS_OK ? bell_posix_open(&parts->bell, folder, ears, 1) : status;
}

static void forget(const struct parts *parts, const char *place)
{
    char path[PLACES_PATH_MAX];
    if (places_path(parts->config->role.state, place, path) == STATUS_OK) {
        (void)unlink(path);
    }
}

static enum status open_store(struct parts *parts, const char *state)
{
    char path[PLACES_PATH_MAX];
    enum status status = places_path(state, PLACE_ACTS, path);
    if (status != STATUS_OK) {
        return status;
    }
    const struct database_options options = act_store_sqlite_options(path, &parts->log.port);
    status = act_store_sqlite_open(&parts->store, &options);
    parts->store_port = act_store_sqlite_store(&parts->store);
    if (status == STATUS_OK) { /* the book is ours alone: what is left there is a dead one's */
        forget(parts, PLACE_INTAKE_ENDPOINT);
        forget(parts, PLACE_INTAKE_STAT);
    }
    return status;
}

/* Without it the door is open all the same; nobody is warned until the next hello. */
static void open_flags(struct parts *parts, const char *state)
{
    char path[PLACES_PATH_MAX];
    char folder[PLACES_PATH_MAX];
    if (places_path(state, PLACE_FLAGS, path) != STATUS_OK ||
        places_path(state, PLACE_RUN, folder) != STATUS_OK) {
        return;
    }
    const struct database_options options = {.path = path, .log = &parts->log.port};
    (void)!flag_reader_sqlite_open(&parts->flags, &options); /* each call tries again */
    parts->flags.call_ms_max = FLAGS_MS_MAX;
    parts->flags_port = flag_reader_sqlite_reader(&parts->flags);
    parts->listens =
        !failed(parts, "watch cannot be heard", bell_ear_open(&parts->ear, folder, EAR_INTAKE));
}

static enum status open_door(struct parts *parts, const char *state)
{
    char path[PLACES_PATH_MAX];
    struct door_settings settings = {.endpoint = parts->config->endpoint,
                                     .units = parts->config->units_max,
                                     .limits = parts->config->limits,
                                     .log = &parts->log.port,
                                     .timing = door_timing_usual()};
    enum status status = places_path(state, PLACE_SERVER_CURVE, path);
    if (status == STATUS_OK) {
        status = keys_load(path, &settings.keys);
    }
    if (status == STATUS_OK) {
        status = door_zmq_open(&parts->door, &parts->context, &settings);
    }
    keys_wipe(&settings.keys);
    return status;
}

static enum status open_intake(struct parts *parts, const char *state)
{
    open_flags(parts, state);
    const struct append_ports ports = {.door = &parts->door.port,
                                       .store = &parts->store_port,
                                       .bell = &parts->bell.port,
                                       .log = &parts->log.port,
                                       .flags = parts->flags_port.ops ? &parts->flags_port : NULL};
    const struct clock_reading now = clock_read(&parts->clock.port);
    enum status status = intake_open(&parts->intake, &ports, parts->config->units_max, &now);
    if (status == STATUS_FULL) {
        log_write(&parts->log.port, LOG_LEVEL_ERROR,
                  "no memory, or more devices are enrolled than [intake] units allows", NULL, 0);
    }
    return status;
}

/* The administrator's device: its keys were made at first start, and the book must know them. */
static enum status anchor(struct parts *parts, const char *state)
{
    char path[PLACES_PATH_MAX];
    char text[DEVICE_CARD_SIZE];
    size_t size = 0;
    struct device_card card;
    enum status status = places_path(state, PLACE_ADMIN_CARD, path);
    if (status == STATUS_OK) {
        status = files_read(path, text, sizeof text, &size);
    }
    if (status == STATUS_OK) {
        status = device_card_parse((struct text){.at = text, .size = size}, &card);
    }
    if (status != STATUS_OK) {
        return status;
    }
    struct act_device admin = {.device = card.device,
                               .sign_key = card.sign_key,
                               .kind = DEVICE_ADMIN,
                               .label = "administrator",
                               .party = "center"};
    memcpy(admin.link_key.byte, card.link_key, sizeof admin.link_key.byte);
    return intake_anchor(&parts->intake, &admin);
}

static enum status tell_endpoint(struct parts *parts, const char *state)
{
    char path[PLACES_PATH_MAX];
    char text[DOOR_ENDPOINT_SIZE + 1];
    struct line line = line_of(text, sizeof text);
    line_put(&line, door_zmq_endpoint(&parts->door));
    line_char(&line, '\n');
    enum status status = places_path(state, PLACE_INTAKE_ENDPOINT, path);
    return status == STATUS_OK ? files_put(path, span_of(text, line.size), FILES_SHARED) : status;
}

static bool open_parts(struct parts *parts)
{
    const struct role_config *role = &parts->config->role;
    log_posix_init(&parts->log, STDERR_FILENO, (enum log_level)role->log_level, role->log_journal,
                   "intake");
    if (failed(parts, "the clock cannot be read", open_clock(parts)) ||
        failed(parts, "ZeroMQ has no CURVE", context_open(&parts->context)) ||
        failed(parts, "no bell can be rung in the state folder", open_bell(parts, role->state)) ||
        failed(parts, "the book of acts cannot be opened", open_store(parts, role->state)) ||
        failed(parts, "the door cannot be opened", open_door(parts, role->state)) ||
        failed(parts, "the roster cannot be read", open_intake(parts, role->state))) {
        return false;
    }
    (void)failed(parts, "the administrator's device in the state folder is not one of this book's",
                 anchor(parts, role->state));
    return !failed(parts, "the state folder cannot be written", tell_endpoint(parts, role->state));
}

static void close_parts(struct parts *parts)
{
    if (parts->door.socket) {
        forget(parts, PLACE_INTAKE_ENDPOINT);
        forget(parts, PLACE_INTAKE_STAT);
    }
    intake_close(&parts->intake);
    flag_reader_sqlite_close(&parts->flags);
    if (parts->listens) {
        bell_ear_close(&parts->ear);
    }
    door_zmq_close(&parts->door);
    act_store_sqlite_close(&parts->store);
    bell_posix_close(&parts->bell);
    context_close(&parts->context);
}

static void copy_gate(const struct gate_counts *from, struct intake_stat *stat)
{
    stat->gate_accepted = from->accepted;
    stat->gate_passed = from->passed;
    stat->gate_opened = from->opened;
    stat->gate_crowded = from->crowded;
    stat->gate_late = from->late;
    stat->gate_foreign = from->foreign;
    stat->gate_failed = from->failed;
    stat->gate_turned_away = from->turned_away;
    stat->gate_waiting = from->waiting;
}

static void tell_stat(struct parts *parts, const struct clock_reading *now)
{
    const uint32_t rate = parts->config->role.demo.rate;
    const struct door_counts door = door_zmq_counts(&parts->door);
    struct intake_stat stat;
    char text[INTAKE_STAT_SIZE];
    char path[PLACES_PATH_MAX];
    if (instant_before(now->mono, parts->stat_due)) {
        return;
    }
    parts->stat_due.ms = now->mono.ms + (int64_t)STAT_EVERY_MS * (rate > 0 ? rate : 1);
    intake_stat(&parts->intake, now, &stat);
    stat.door_admitted = door.admitted;
    stat.door_not_ready = door.not_ready;
    stat.door_refused = door.refused;
    stat.door_dropped = door.dropped;
    stat.door_bad = door.bad;
    copy_gate(&door.gate, &stat);
    struct text whole = text_of(intake_stat_text(&stat, text));
    if (places_path(parts->config->role.state, PLACE_INTAKE_STAT, path) == STATUS_OK) {
        /* A full disk: whoever reads it sees it grow old. */
        (void)!files_put(path, span_of(whole.at, whole.size), FILES_SHARED);
    }
}

static bool flags_advanced(struct parts *parts)
{
    uint64_t position = 0;
    return parts->listens && bell_ear_heard(&parts->ear, &position);
}

/* False: we are told to stop. */
static bool wait_turn(struct parts *parts, bool again)
{
    const int stop = parts->config->role.stop_fd;
    const int descriptors[] = {stop, parts->listens ? parts->ear.fd : -1};
    const struct wait wait = {.door = &parts->door, .descriptors = descriptors, .count = 2};
    struct wait_ready ready;
    struct instant until = instant_min(intake_wakeup(&parts->intake), parts->stat_due);
    wait_for(&wait, again ? 0 : clock_posix_ms_until(&parts->clock, until), &ready);
    return !ready.descriptor[0] || process_signals_read(stop) != PROCESS_STOP;
}

static void run(struct parts *parts)
{
    struct intake_effects effects = {.again = false};
    const struct log_field where = {.key = "endpoint",
                                    .value = text_of(door_zmq_endpoint(&parts->door))};
    log_write(&parts->log.port, LOG_LEVEL_INFO, "the door is open", &where, 1);
    do {
        const struct intake_event event = {.now = clock_read(&parts->clock.port),
                                           .flags_advanced = flags_advanced(parts)};
        intake_step(&parts->intake, &event, &effects);
        tell_stat(parts, &event.now);
    } while (wait_turn(parts, effects.again));
    log_write(&parts->log.port, LOG_LEVEL_INFO, "the door is closed", NULL, 0);
}

int intake_role_run(const struct intake_role_config *config)
{
    struct parts parts = {.config = config};
    bool opened = open_parts(&parts);
    if (opened) {
        run(&parts);
    }
    close_parts(&parts);
    return opened ? 0 : 1;
}
