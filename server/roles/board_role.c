#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "adapters/posix/clock_posix.h"
#include "adapters/posix/files.h"
#include "adapters/posix/log_posix.h"
#include "adapters/posix/process.h"
#include "adapters/sqlite/flag_reader_sqlite.h"
#include "server/board/board.h"
#include "server/board/http.h"
#include "server/home/places.h"
#include "server/roles/role.h"

enum {
    ARENA_SIZE = 8 * 1024 * 1024,
    STAT_EVERY_MS = 1000,
    INTAKE_SILENT_MS = 5000,
    STALE_MS = 5 * 60 * 1000,
    STALE_TRUE_MS = 15000
};

/* What the role has opened, in the order in which it did. */
struct parts {
    const struct board_role_config *config;
    struct log_posix log;
    struct clock_posix clock;
    struct flag_reader_sqlite reader;
    struct flag_reader reader_port;
    struct board board;
    void *memory; /* of the board's arena */
    struct http http;
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

/* watch may not have made its book yet: then every request says so until it has. */
static enum status open_reader(struct parts *parts)
{
    char path[PLACES_PATH_MAX];
    enum status status = places_path(parts->config->role.state, PLACE_FLAGS, path);
    if (status != STATUS_OK) {
        return status;
    }
    const struct database_options options = {.path = path, .log = &parts->log.port};
    status = flag_reader_sqlite_open(&parts->reader, &options);
    parts->reader_port = flag_reader_sqlite_reader(&parts->reader);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* The token's first line; an empty or overlong one is none. */
static enum status read_token(struct parts *parts)
{
    char bytes[BOARD_TOKEN_MAX];
    size_t size = 0;
    enum status status = files_read(parts->config->token_file, bytes, sizeof bytes - 1, &size);
    if (status != STATUS_OK) {
        return status;
    }
    struct text rest = {.at = bytes, .size = size};
    struct text token = text_trim(text_split(&rest, '\n'));
    bool copied = text_copy(token, parts->board.token, sizeof parts->board.token);
    return copied && token.size >= 16 ? STATUS_OK : STATUS_MALFORMED;
}

static enum status open_board(struct parts *parts)
{
    const struct demo_clock *demo = &parts->config->role.demo;
    parts->memory = malloc(ARENA_SIZE);
    if (!parts->memory) {
        return STATUS_FULL;
    }
    parts->board = (struct board){
        .source = {.reader = &parts->reader_port,
                   .clock = &parts->clock.port,
                   .language = parts->config->role.language,
                   .demo = demo->rate > 0,
                   .arena = arena_of(parts->memory, ARENA_SIZE)}
    };
    struct clock_reading now = clock_read(&parts->clock.port);
    int64_t rate = demo->rate > 0 ? demo->rate : 1;
    /* Five minutes of a fast clock are too short a time to be late. */
    parts->board.source.stale_ms =
        STALE_TRUE_MS * rate > STALE_MS ? STALE_TRUE_MS * rate : STALE_MS;
    intake_sign_init(&parts->board.source.intake, INTAKE_SILENT_MS * rate, &now);
    return read_token(parts);
}

static void answer(void *self, const struct request *request, struct answer *out_answer)
{
    board_answer(self, request, out_answer);
}

static enum status open_http(struct parts *parts)
{
    char path[PLACES_PATH_MAX];
    char text[16];
    uint16_t port = 0;
    const struct http_answerer answerer = {.answer = answer, .self = &parts->board};
    enum status status = http_open(&parts->http, answerer, parts->config->port, &port);
    if (status != STATUS_OK) {
        return status;
    }
    struct line line = line_of(text, sizeof text);
    line_unsigned(&line, port);
    const struct log_field where = {.key = "port", .value = line_done(&line)};
    log_write(&parts->log.port, LOG_LEVEL_INFO, "the board is open on 127.0.0.1", &where, 1);
    line_char(&line, '\n');
    status = places_path(parts->config->role.state, PLACE_BOARD_PORT, path);
    return status == STATUS_OK ? files_put(path, span_of(text, line.size), FILES_SHARED) : status;
}

static void read_intake(struct parts *parts)
{
    char path[PLACES_PATH_MAX];
    char text[INTAKE_SIGN_TEXT_MAX];
    size_t size = 0;
    struct clock_reading now = clock_read(&parts->clock.port);
    if (places_path(parts->config->role.state, PLACE_INTAKE_STAT, path) == STATUS_OK &&
        files_read(path, text, sizeof text, &size) == STATUS_OK) {
        intake_sign_take(&parts->board.source.intake, (struct text){.at = text, .size = size},
                         &now);
    }
}

/* False: we are told to stop. */
static bool wait_turn(const struct parts *parts)
{
    struct pollfd descriptors[] = {
        {.fd = http_fd(&parts->http),       .events = POLLIN},
        {.fd = parts->config->role.stop_fd, .events = POLLIN},
    };
    int64_t wait_ms = http_wait_ms(&parts->http);
    if (wait_ms < 0 || wait_ms > STAT_EVERY_MS) {
        wait_ms = STAT_EVERY_MS;
    }
    (void)poll(descriptors, sizeof descriptors / sizeof descriptors[0], (int)wait_ms);
    return !(descriptors[1].revents & POLLIN) ||
           process_signals_read(parts->config->role.stop_fd) != PROCESS_STOP;
}

static void run(struct parts *parts)
{
    int64_t read_at_ms = INT64_MIN;
    do {
        int64_t now_ms = clock_posix_anchor();
        if (now_ms >= read_at_ms) {
            read_intake(parts);
            read_at_ms = now_ms + STAT_EVERY_MS;
        }
        http_turn(&parts->http);
    } while (wait_turn(parts));
    log_write(&parts->log.port, LOG_LEVEL_INFO, "the board is closed", NULL, 0);
}

static void close_parts(struct parts *parts)
{
    char path[PLACES_PATH_MAX];
    if (parts->http.daemon &&
        places_path(parts->config->role.state, PLACE_BOARD_PORT, path) == STATUS_OK) {
        (void)unlink(path);
    }
    http_close(&parts->http);
    flag_reader_sqlite_close(&parts->reader);
    free(parts->memory);
}

int board_role_run(const struct board_role_config *config)
{
    struct parts parts = {.config = config};
    const struct role_config *role = &config->role;
    log_posix_init(&parts.log, STDERR_FILENO, (enum log_level)role->log_level, role->log_journal,
                   "board");
    bool opened = !failed(&parts, "the clock cannot be read", open_clock(&parts)) &&
                  !failed(&parts, "the flag book cannot be opened", open_reader(&parts)) &&
                  !failed(&parts, "the token file cannot be read", open_board(&parts)) &&
                  !failed(&parts, "the port on 127.0.0.1 is taken", open_http(&parts));
    if (opened) {
        run(&parts);
    }
    close_parts(&parts);
    return opened ? 0 : 1;
}
