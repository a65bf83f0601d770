#include "server/home/whole.h"

#include <unistd.h>

#include "adapters/posix/chance_posix.h"
#include "adapters/posix/files.h"
#include "adapters/posix/log_posix.h"
#include "base/check.h"
#include "server/home/children.h"
#include "server/home/first_start.h"

static void log_of(const struct whole *whole, struct log_posix *out_log)
{
    log_posix_init(out_log, STDERR_FILENO, (enum log_level)whole->settings->log, whole->log_journal,
                   "server");
}

static void blame(const struct whole *whole, enum home_sentence what, const char *first,
                  const char *second)
{
    const struct text values[] = {text_of(first), text_of(second)};
    home_blame(whole->language, "", what, values);
}

/* What is written for people to change: the usual values, in their language. */
static struct text config_text(const struct whole *whole, char *room, size_t size)
{
    struct settings usual = settings_usual(whole->config);
    struct line line = line_of(room, size);
    usual.language = whole->language;
    settings_write(&usual, whole->language, &line);
    assert(!line.cut);
    return line_done(&line);
}

bool whole_is_prepared(const struct whole *whole)
{
    static const char *const last[] = {PLACE_SERVER_PUBLIC, PLACE_ADMIN_JOURNAL, PLACE_API_TOKEN};
    char path[PLACES_PATH_MAX];
    bool prepared = whole->config_there &&
                    places_path(whole->settings->state, PLACE_RESTORING, path) == STATUS_OK &&
                    !files_exist(path);
    for (size_t i = 0; prepared && i < sizeof last / sizeof last[0]; i++) {
        prepared =
            places_path(whole->settings->state, last[i], path) == STATUS_OK && files_exist(path);
    }
    return prepared;
}

bool whole_prepare(const struct whole *whole)
{
    char text[SETTINGS_FILE_MAX];
    struct first_start_report report;
    struct log_posix log;
    struct clock_posix clock;
    const struct chance chance = chance_posix();
    const struct settings *settings = whole->settings;
    log_of(whole, &log);
    enum status status = clock_posix_init(&clock, settings->demo.rate > 0 ? &settings->demo : NULL);
    if (status != STATUS_OK) {
        blame(whole, HOME_NO_SUCH_CLOCK, "", "");
        return false;
    }
    const struct first_start first = {.state = settings->state,
                                      .config = whole->config_there ? NULL : whole->config,
                                      .config_text = config_text(whole, text, sizeof text),
                                      .software = whole->software,
                                      .now = clock_read(&clock.port),
                                      .chance = &chance,
                                      .log = &log.port};
    status = first_start(&first, &report);
    for (size_t i = 0; i < report.count; i++) {
        const struct first_start_said *made = &report.made[i];
        home_tell(whole->language, made->what, made->values[0], made->values[1]);
    }
    if (status != STATUS_OK) {
        blame(whole, report.fault.what, report.fault.values[0], report.fault.values[1]);
    }
    return status == STATUS_OK;
}

static int run_locked(const struct whole *whole, const char *const *names, size_t count)
{
    struct children_role roles[CHILDREN_MAX] = {{0}};
    struct log_posix log;
    struct clock_posix clock;
    log_of(whole, &log);
    if (clock_posix_init(&clock, NULL) != STATUS_OK) {
        return 1;
    }
    assert(count <= CHILDREN_MAX);
    for (size_t i = 0; i < count; i++) {
        roles[i].name = names[i];
        roles[i].words[0] = "trao-server";
        roles[i].words[1] = "--config";
        roles[i].words[2] = whole->config;
        roles[i].words[3] = "--lang";
        roles[i].words[4] = whole->language == LANGUAGE_VI ? "vi" : "en";
        roles[i].words[5] = names[i];
    }
    const struct children_settings settings = {.program = "/proc/self/exe",
                                               .roles = roles,
                                               .count = count,
                                               .stop_fd = whole->stop_fd,
                                               .clock = &clock.port,
                                               .log = &log.port};
    return children_run(&settings);
}

int whole_run(const struct whole *whole, const char *const *names, size_t count)
{
    char path[PLACES_PATH_MAX];
    struct files_lock lock;
    enum status status = places_path(whole->settings->state, PLACE_SERVER_LOCK, path);
    if (status == STATUS_OK) {
        status = files_lock(path, &lock);
    }
    if (status != STATUS_OK) {
        blame(whole, status == STATUS_DENIED ? HOME_ALREADY_RUNS : HOME_CANNOT_MAKE,
              status == STATUS_DENIED ? whole->settings->state : path, status_text(status));
        return 1;
    }
    int code = run_locked(whole, names, count);
    files_unlock(&lock);
    return code;
}
