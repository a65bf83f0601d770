#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "adapters/posix/bell_posix.h"
#include "adapters/posix/files.h"
#include "adapters/posix/log_posix.h"
#include "adapters/posix/process.h"
#include "server/roles/role.h"
#include "server/roles/watch_books.h"

enum {
    LOOK_EVERY_MS = 250, /* a ring may be lost; nobody is to wait a second for that */
    TRY_EVERY_MS = 1000,
    ASKED_MS_MAX = 600 * 1000,
};

/* What the role has opened, in the order in which it did. */
struct parts {
    const struct watch_role_config *config;
    struct log_posix log;
    struct clock_posix clock;
    struct bell_posix bell;
    struct bell_ear ear;
    bool listens;
    bool stopped;
    char asked_path[PLACES_PATH_MAX];
    struct watch_books books;
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

/* Waits MS at most for a ring or the signal to end. */
static void wait_ms(struct parts *parts, int64_t ms)
{
    uint64_t position = 0;
    struct pollfd fds[2] = {
        {.fd = parts->config->role.stop_fd,         .events = POLLIN},
        {.fd = parts->listens ? parts->ear.fd : -1, .events = POLLIN},
    };
    (void)poll(fds, 2, ms > INT32_MAX ? INT32_MAX : (int)ms);
    if (fds[0].revents != 0 && process_signals_read(parts->config->role.stop_fd) == PROCESS_STOP) {
        parts->stopped = true;
    }
    if (fds[1].revents != 0) {
        (void)bell_ear_heard(&parts->ear, &position); /* the book is read anyway */
    }
}

static bool is_stopped(void *context)
{
    struct parts *parts = context;
    wait_ms(parts, 0);
    return parts->stopped;
}

static enum status open_bells(struct parts *parts, const char *folder)
{
    static const char *const ears[] = {EAR_BOARD, EAR_INTAKE};
    enum status status = bell_posix_open(&parts->bell, folder, ears, 2);
    if (status == STATUS_OK && !parts->config->rebuild) {
        status = bell_ear_open(&parts->ear, folder, EAR_WATCH);
        parts->listens = status == STATUS_OK;
    }
    return status;
}

static bool open_parts(struct parts *parts)
{
    const struct role_config *role = &parts->config->role;
    char folder[PLACES_PATH_MAX];
    log_posix_init(&parts->log, STDERR_FILENO, (enum log_level)role->log_level, role->log_journal,
                   "watch");
    parts->books.log = &parts->log.port;
    parts->books.clock = &parts->clock;
    parts->books.margin_ms = 1000 * (int64_t)(role->demo.rate > 0 ? role->demo.rate : 1);
    parts->books.stopped = is_stopped;
    parts->books.context = parts;
    return !failed(parts, "the clock cannot be read", open_clock(parts)) &&
           !failed(parts, "the state folder's name is too long",
                   places_path(role->state, PLACE_RUN, folder)) &&
           !failed(parts, "the state folder's name is too long",
                   places_path(role->state, PLACE_REBUILD, parts->asked_path)) &&
           !failed(parts, "the state folder's name is too long",
                   watch_books_init(&parts->books, role->state)) &&
           !failed(parts, "no bell can be rung in the state folder", open_bells(parts, folder));
}

static void close_parts(struct parts *parts)
{
    watch_books_close(&parts->books);
    if (parts->listens) {
        bell_ear_close(&parts->ear);
    }
    bell_posix_close(&parts->bell);
}

static void say_waiting(const struct parts *parts, enum status why)
{
    if (why == STATUS_NOT_FOUND) {
        log_write(&parts->log.port, LOG_LEVEL_INFO,
                  "there is no book of acts yet; watch waits for intake", NULL, 0);
    } else {
        (void)failed(parts, "the book of acts cannot be read yet; watch tries again", why);
    }
}

/* At first start intake may be still to come. */
static bool wait_for_acts(struct parts *parts)
{
    bool told = false;
    enum status status = watch_books_find_acts(&parts->books);
    while (status != STATUS_OK && !parts->stopped) {
        if (status == STATUS_NOT_FOUND && parts->config->rebuild) {
            break;
        }
        if (!told) {
            say_waiting(parts, status);
            told = true;
        }
        wait_ms(parts, LOOK_EVERY_MS);
        status = parts->stopped ? status : watch_books_find_acts(&parts->books);
    }
    return status == STATUS_OK;
}

/* False: stopped, or another process is the writer. */
static bool recover(struct parts *parts, enum status why)
{
    while (why != STATUS_OK && !parts->stopped) {
        why = watch_books_again(&parts->books, why);
        if (why == STATUS_DENIED) {
            return !failed(parts, "another process writes the flag book", why);
        }
        if (why != STATUS_OK) {
            wait_ms(parts, TRY_EVERY_MS);
        }
    }
    return !parts->stopped;
}

/* --- trao rebuild, while a server runs: one asks by a file, the other does it --- */

static bool is_asked(const struct parts *parts)
{
    return access(parts->asked_path, F_OK) == 0;
}

static enum status do_as_asked(struct parts *parts)
{
    const enum status status = watch_books_rebuild(&parts->books, watch_books_clock(&parts->books));
    (void)unlink(parts->asked_path);
    return status;
}

static int ask(struct parts *parts)
{
    log_write(&parts->log.port, LOG_LEVEL_INFO,
              "a server writes the flag book: it is asked to make it anew", NULL, 0);
    if (failed(parts, "the state folder cannot be written",
               files_put(parts->asked_path, (struct span){0}, FILES_SHARED))) {
        return 1;
    }
    for (int64_t waited = 0; waited < ASKED_MS_MAX && !parts->stopped; waited += LOOK_EVERY_MS) {
        wait_ms(parts, LOOK_EVERY_MS);
        if (!is_asked(parts)) {
            return 0;
        }
    }
    (void)unlink(parts->asked_path);
    log_write(&parts->log.port, LOG_LEVEL_ERROR, "the server has not done it", NULL, 0);
    return 1;
}

static int rebuild(struct parts *parts)
{
    if (watch_books_busy(&parts->books)) {
        return ask(parts);
    }
    enum status status = watch_books_begin(&parts->books);
    if (failed(parts, "the flag book cannot be opened", status)) {
        return 1;
    }
    if (parts->books.rebuilds == 0) { /* else it was worthless, and has been made anew already */
        status = watch_books_rebuild(&parts->books, watch_books_clock(&parts->books));
    }
    return status == STATUS_OK ? 0 : 1;
}

/* --- the loop --- */

static void wait_turn(struct parts *parts, const struct watch_effects *effects)
{
    const struct clock_reading now = clock_read(&parts->clock.port);
    const struct instant until = {now.mono.ms + effects->wakeup.ms - now.wall.ms};
    const int64_t ms = effects->again ? 0 : clock_posix_ms_until(&parts->clock, until);
    wait_ms(parts, ms < LOOK_EVERY_MS ? ms : LOOK_EVERY_MS);
}

/* One turn; false: the role ends. */
static bool turn(struct parts *parts)
{
    const struct clock_reading now = clock_read(&parts->clock.port);
    const struct watch_event event = {.wall = now.wall, .margin_ms = parts->books.margin_ms};
    struct watch_effects effects = {.again = true};
    enum status status =
        is_asked(parts) ? do_as_asked(parts) : watch_step(&parts->books.watch, &event, &effects);
    if (status == STATUS_OK && effects.rebuild) {
        log_write(&parts->log.port, LOG_LEVEL_WARNING,
                  "a batch was committed before a minute that had been judged", NULL, 0);
        status = watch_books_rebuild(&parts->books, INSTANT_NEVER);
    }
    if (status != STATUS_OK) {
        return !parts->stopped && recover(parts, status);
    }
    if (effects.advanced) {
        bell_ring(&parts->bell.port, parts->books.watch.position.n);
    }
    wait_turn(parts, &effects);
    return !parts->stopped;
}

static int run(struct parts *parts)
{
    enum status status = watch_books_begin(&parts->books);
    if (status == STATUS_DENIED || (status != STATUS_OK && !recover(parts, status))) {
        return failed(parts, "the flag book cannot be opened", status) && !parts->stopped ? 1 : 0;
    }
    log_write(&parts->log.port, LOG_LEVEL_INFO, "watching", NULL, 0);
    while (turn(parts)) {
    }
    log_write(&parts->log.port, LOG_LEVEL_INFO, "watch ends", NULL, 0);
    return parts->stopped ? 0 : 1;
}

int watch_role_run(const struct watch_role_config *config)
{
    static struct parts parts; /* large */
    int code = 1;
    memset(&parts, 0, sizeof parts);
    parts.config = config;
    if (open_parts(&parts)) {
        if (wait_for_acts(&parts)) {
            code = config->rebuild ? rebuild(&parts) : run(&parts);
        } else if (parts.stopped) {
            code = 0;
        } else {
            (void)failed(&parts, "there is no book of acts to make it from", STATUS_NOT_FOUND);
        }
    }
    close_parts(&parts);
    return code;
}
