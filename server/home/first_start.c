#include "server/home/first_start.h"

#include <string.h>

#include "adapters/posix/files.h"
#include "adapters/zmq/keys.h"
#include "base/check.h"
#include "server/home/admin.h"

enum { TOKEN_BYTES = 32 };

static void say(struct first_start_said *said, enum home_sentence what, const char *first,
                const char *second)
{
    said->what = what;
    (void)text_copy(text_of(first), said->values[0], sizeof said->values[0]);
    (void)text_copy(text_of(second), said->values[1], sizeof said->values[1]);
}

static void made(struct first_start_report *report, enum home_sentence what, const char *first,
                 const char *second)
{
    assert(report->count < FIRST_START_MADE_MAX);
    say(&report->made[report->count++], what, first, second);
}

/* Why PATH cannot be made or used. */
static enum status blame(struct first_start_report *report, const char *path, enum status status)
{
    if (status != STATUS_OK) {
        say(&report->fault, HOME_CANNOT_MAKE, path, status_text(status));
    }
    return status;
}

static bool is_there(const struct first_start *first, const char *place)
{
    char path[PLACES_PATH_MAX];
    return places_path(first->state, place, path) == STATUS_OK && files_exist(path);
}

/* A key that the units have pinned, or that the book knows, is restored, never made anew. */
static enum status refuse_new_key(const struct first_start *first,
                                  struct first_start_report *report, const char *place)
{
    char path[PLACES_PATH_MAX];
    enum status status = places_path(first->state, place, path);
    if (status == STATUS_OK && !files_exist(path) && is_there(first, PLACE_ACTS)) {
        say(&report->fault, HOME_KEYS_GONE, path, "");
        return STATUS_NOT_FOUND;
    }
    return status;
}

/* Half of the old state and half of the new: whatever was made now would be a third. */
static enum status refuse_half(const struct first_start *first, struct first_start_report *report)
{
    if (is_there(first, PLACE_RESTORING)) {
        say(&report->fault, HOME_RESTORING, first->state, "");
        return STATUS_DENIED;
    }
    return STATUS_OK;
}

static enum status make_folders(const struct first_start *first, struct first_start_report *report)
{
    static const char *const folders[] = {PLACE_KEYS, PLACE_ADMIN, PLACE_TOKENS, PLACE_RUN};
    const bool there = files_exist(first->state);
    enum status status = blame(report, first->state, files_make_folder(first->state));
    for (size_t i = 0; status == STATUS_OK && i < sizeof folders / sizeof folders[0]; i++) {
        char path[PLACES_PATH_MAX];
        status = places_path(first->state, folders[i], path);
        if (status == STATUS_OK) {
            status = blame(report, path, files_make_folder(path));
        }
    }
    if (status == STATUS_OK && !there) {
        made(report, HOME_MADE_STATE, first->state, "");
    }
    return status;
}

/* The public half as text, for whoever sets up a unit. */
static enum status write_public(const struct first_start *first, const struct curve_keypair *pair)
{
    char path[PLACES_PATH_MAX];
    char text[KEYS_TEXT_SIZE + 1];
    struct line line = line_of(text, sizeof text);
    char key[KEYS_TEXT_SIZE];
    line_put(&line, keys_text(&pair->public_key, key));
    line_char(&line, '\n');
    enum status status = places_path(first->state, PLACE_SERVER_PUBLIC, path);
    return status == STATUS_OK && !files_exist(path)
               ? files_write_once(path, span_of(text, line.size), FILES_SHARED)
               : status;
}

static enum status make_server_keys(const struct first_start *first,
                                    struct first_start_report *report)
{
    char path[PLACES_PATH_MAX];
    char text[KEYS_TEXT_SIZE];
    struct curve_keypair pair;
    enum status status = refuse_new_key(first, report, PLACE_SERVER_CURVE);
    if (status != STATUS_OK || places_path(first->state, PLACE_SERVER_CURVE, path) != STATUS_OK) {
        return status;
    }
    status = keys_load(path, &pair);
    if (status == STATUS_DENIED) {
        say(&report->fault, HOME_OTHERS_MAY_READ, path, "");
        return status;
    }
    if (status == STATUS_NOT_FOUND) {
        status = keys_make(&pair);
        if (status == STATUS_OK) {
            status = keys_save(path, &pair);
        }
        if (status == STATUS_OK) {
            made(report, HOME_MADE_KEYS, path, keys_text(&pair.public_key, text));
        }
    }
    if (status == STATUS_OK) {
        status = write_public(first, &pair);
    }
    keys_wipe(&pair);
    return blame(report, path, status);
}

static enum status make_admin(const struct first_start *first, struct first_start_report *report)
{
    const struct admin_settings settings = {
        .state = first->state, .software = first->software, .now = first->now, .log = first->log};
    char path[PLACES_PATH_MAX];
    char device[DEVICE_TEXT_SIZE];
    struct device_card card;
    bool is_new = false;
    enum status status = refuse_new_key(first, report, PLACE_ADMIN_SIGN);
    if (status == STATUS_OK) {
        status = refuse_new_key(first, report, PLACE_ADMIN_CURVE);
    }
    if (status != STATUS_OK || places_path(first->state, PLACE_ADMIN, path) != STATUS_OK) {
        return status;
    }
    status = blame(report, path, admin_make(&settings, &card, &is_new));
    if (status == STATUS_OK && is_new) {
        made(report, HOME_MADE_ADMIN, path, device_text(card.device, device));
    }
    return status;
}

static enum status make_token(const struct first_start *first, struct first_start_report *report)
{
    uint8_t bytes[TOKEN_BYTES];
    char path[PLACES_PATH_MAX];
    char text[2 * TOKEN_BYTES + 2];
    enum status status = places_path(first->state, PLACE_API_TOKEN, path);
    if (status != STATUS_OK || files_exist(path)) {
        return status;
    }
    struct line line = line_of(text, sizeof text);
    chance_fill(first->chance, bytes, sizeof bytes);
    line_hex(&line, bytes, sizeof bytes);
    line_char(&line, '\n');
    status = blame(report, path, files_write_once(path, span_of(text, line.size), FILES_PRIVATE));
    explicit_bzero(text, sizeof text);
    explicit_bzero(bytes, sizeof bytes);
    if (status == STATUS_OK) {
        made(report, HOME_MADE_TOKEN, path, "");
    }
    return status;
}

static enum status make_folder_of(const char *path)
{
    char folder[PLACES_PATH_MAX];
    const char *slash = strrchr(path, '/');
    if (!slash || slash == path) {
        return STATUS_OK;
    }
    struct text above = {.at = path, .size = (size_t)(slash - path)};
    return text_copy(above, folder, sizeof folder) ? files_make_folder(folder) : STATUS_FULL;
}

static enum status make_config(const struct first_start *first, struct first_start_report *report)
{
    if (!first->config) {
        return STATUS_OK;
    }
    enum status status = make_folder_of(first->config);
    if (status == STATUS_OK) {
        status = files_write_once(
            first->config, span_of(first->config_text.at, first->config_text.size), FILES_SHARED);
    }
    if (status == STATUS_OK) {
        made(report, HOME_MADE_CONFIG, first->config, "");
    }
    return blame(report, first->config, status);
}

enum status first_start(const struct first_start *first, struct first_start_report *out_report)
{
    static enum status (*const steps[])(const struct first_start *, struct first_start_report *) = {
        refuse_half, make_folders, make_server_keys, make_admin, make_token, make_config};
    enum status status = STATUS_OK;
    memset(out_report, 0, sizeof *out_report);
    for (size_t i = 0; status == STATUS_OK && i < sizeof steps / sizeof steps[0]; i++) {
        status = steps[i](first, out_report);
    }
    return status;
}
