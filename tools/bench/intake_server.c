#include "tools/bench/intake_server.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "adapters/posix/clock_posix.h"
#include "adapters/posix/files.h"
#include "adapters/posix/log_posix.h"
#include "adapters/posix/process.h"
#include "adapters/sqlite/act_store_sqlite.h"
#include "core/device_card.h"
#include "server/home/first_start.h"
#include "server/roles/role.h"
#include "tools/bench/bench_said.h"
#include "tools/bench/measure.h"

enum { DEVICES_AT_ONCE = 256, START_MS = 10000, UNITS_ROOM = 4000, STREAMS_AT_ONCE = 64 };

static void fill_random(void *unused, void *out, size_t size)
{
    (void)unused;
    sign_random(out, size);
}

static bool prepare_folder(const struct intake_server *server, const struct log *log)
{
    static const struct chance_ops ops = {.fill = fill_random};
    const struct chance chance = {.ops = &ops};
    struct clock_posix clock;
    struct first_start_report report = {.count = 0};
    if (clock_posix_init(&clock, NULL) != STATUS_OK) {
        return false;
    }
    const struct first_start first = {.state = server->state,
                                      .software = "trao-bench",
                                      .now = clock_read(&clock.port),
                                      .chance = &chance,
                                      .log = log};
    return first_start(&first, &report) == STATUS_OK;
}

static bool read_admin(const struct intake_server *server, struct act_device *out_admin)
{
    char path[PLACES_PATH_MAX];
    char text[DEVICE_CARD_SIZE];
    size_t size = 0;
    struct device_card card;
    if (places_path(server->state, PLACE_ADMIN_CARD, path) != STATUS_OK ||
        files_read(path, text, sizeof text, &size) != STATUS_OK ||
        device_card_parse((struct text){.at = text, .size = size}, &card) != STATUS_OK) {
        return false;
    }
    *out_admin = (struct act_device){.device = card.device,
                                     .sign_key = card.sign_key,
                                     .kind = DEVICE_ADMIN,
                                     .label = "administrator",
                                     .party = "center"};
    memcpy(out_admin->link_key.byte, card.link_key, sizeof out_admin->link_key.byte);
    return true;
}

static bool enrol(struct act_store *store, const struct units *units, size_t count,
                  const struct act_device *admin)
{
    struct act_device *rows = calloc(DEVICES_AT_ONCE, sizeof *rows);
    struct act_group group = {.devices = admin, .device_count = 1};
    bool done = rows && act_store_commit(store, &group) == STATUS_OK;
    for (size_t at = 0; done && at < count; at += group.device_count) {
        const size_t left = count - at;
        group.devices = rows;
        group.device_count = left < DEVICES_AT_ONCE ? left : DEVICES_AT_ONCE;
        for (size_t i = 0; i < group.device_count; i++) {
            rows[i] = units_device(&units->unit[at + i]);
        }
        done = act_store_commit(store, &group) == STATUS_OK;
    }
    free(rows);
    return done;
}

static bool enrol_all(const struct intake_server *server, const struct units *units, size_t count,
                      const struct log *log)
{
    char path[PLACES_PATH_MAX];
    struct act_store_sqlite book;
    struct act_device admin;
    if (places_path(server->state, PLACE_ACTS, path) != STATUS_OK || !read_admin(server, &admin)) {
        return false;
    }
    const struct database_options options = act_store_sqlite_options(path, log);
    if (act_store_sqlite_open(&book, &options) != STATUS_OK) {
        return false;
    }
    struct act_store store = act_store_sqlite_store(&book);
    const bool done = enrol(&store, units, count, &admin);
    act_store_sqlite_close(&book);
    return done;
}

bool intake_server_make(struct intake_server *server, const char *parent, const struct units *units,
                        size_t count)
{
    char path[PLACES_PATH_MAX];
    struct log_posix log;
    struct curve_keypair keys;
    *server = (struct intake_server){.pid = -1};
    if (!folder_make(parent, server->folder)) {
        return false;
    }
    (void)snprintf(server->state, sizeof server->state, "%s/state", server->folder);
    log_posix_init(&log, STDERR_FILENO, LOG_LEVEL_ERROR, false, "bench");
    const bool made = prepare_folder(server, &log.port) &&
                      places_path(server->state, PLACE_SERVER_CURVE, path) == STATUS_OK &&
                      keys_load(path, &keys) == STATUS_OK &&
                      enrol_all(server, units, count, &log.port);
    if (made) {
        server->key = keys.public_key;
        keys_wipe(&keys);
    } else {
        intake_server_remove(server);
    }
    return made;
}

/* Its words go to a file beside the state folder. */
static void be_intake(const struct intake_server *server)
{
    char path[FOLDER_PATH_MAX + 16];
    int stop_fd = -1;
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)prctl(PR_SET_NAME, "bench-intake");
    (void)snprintf(path, sizeof path, "%s/intake.log", server->folder);
    const int log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (log < 0 || dup2(log, STDERR_FILENO) < 0 || process_signals_open(&stop_fd) != STATUS_OK) {
        _exit(1);
    }
    const struct intake_role_config config = {
        .role = {.state = server->state,
                 .language = LANGUAGE_EN,
                 .log_level = LOG_LEVEL_INFO,
                 .stop_fd = stop_fd},
        .endpoint = "tcp://127.0.0.1:*",
        .units_max = UNITS_ROOM,
        .limits = door_limits_usual()
    };
    _exit(intake_role_run(&config));
}

static bool read_endpoint(struct intake_server *server)
{
    char path[PLACES_PATH_MAX];
    char text[LOAD_ENDPOINT_SIZE];
    size_t size = 0;
    if (places_path(server->state, PLACE_INTAKE_ENDPOINT, path) != STATUS_OK ||
        files_read(path, text, sizeof text, &size) != STATUS_OK) {
        return false;
    }
    const struct text line = {.at = text, .size = size};
    return text_copy(text_trim(line), server->endpoint, sizeof server->endpoint) &&
           server->endpoint[0] != '\0';
}

bool intake_server_start(struct intake_server *server)
{
    char path[PLACES_PATH_MAX];
    if (places_path(server->state, PLACE_INTAKE_ENDPOINT, path) == STATUS_OK) {
        (void)unlink(path); /* of one that was killed */
    }
    (void)fflush(NULL);
    server->pid = fork();
    if (server->pid == 0) {
        be_intake(server);
    }
    const int64_t end = measure_ns() + (int64_t)START_MS * 1000000;
    while (server->pid > 0 && measure_ns() < end) {
        if (read_endpoint(server)) {
            return true;
        }
        if (waitpid(server->pid, NULL, WNOHANG) == server->pid) {
            server->pid = -1;
        } else {
            measure_sleep_ms(1);
        }
    }
    bench_refuse(BENCH_SAID_NO_DOOR, server->folder, NULL);
    intake_server_end(server, SIGKILL);
    return false;
}

void intake_server_end(struct intake_server *server, int signal)
{
    if (server->pid > 0) {
        (void)kill(server->pid, signal);
        (void)waitpid(server->pid, NULL, 0);
        server->pid = -1;
    }
}

bool intake_server_count(const struct intake_server *server, uint64_t *out_acts)
{
    char path[PLACES_PATH_MAX];
    struct act_store_sqlite book;
    struct act_stream page[STREAMS_AT_ONCE];
    size_t count = STREAMS_AT_ONCE;
    uint64_t acts = 0;
    if (places_path(server->state, PLACE_ACTS, path) != STATUS_OK) {
        return false;
    }
    const struct database_options options = act_store_sqlite_options(path, NULL);
    if (act_store_sqlite_open(&book, &options) != STATUS_OK) {
        return false;
    }
    struct act_store store = act_store_sqlite_store(&book);
    bool read = true;
    for (uint64_t skip = 0; read && count == STREAMS_AT_ONCE; skip += count) {
        read = act_store_streams(&store, skip, page, STREAMS_AT_ONCE, &count) == STATUS_OK;
        for (size_t i = 0; read && i < count; i++) {
            const uint64_t seq = page[i].stream.high_water.place.seq;
            acts += seq > 0 ? seq - 1 : 0;
        }
    }
    act_store_sqlite_close(&book);
    *out_acts = acts;
    return read;
}

void intake_server_remove(struct intake_server *server)
{
    intake_server_end(server, SIGKILL);
    folder_remove(server->folder);
}
