/* verb_restore - `trao restore BACKUP`: the server's book and keys as they were in a backup.
 *
 * The backup is checked whole before anything is touched. What stands in the state folder is moved
 * aside, never deleted. flags.db is watch's to make anew; what came after the backup the units
 * have: they keep what is not in one, and send it again. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tools/trao/answer.h"
#include "tools/trao/backup_check.h"
#include "tools/trao/desk.h"
#include "tools/trao/restore_state.h"
#include "tools/trao/verbs.h"

struct restoration {
    const struct call *call; /* borrowed */
    struct config config;    /* of the state folder that is restored */
    char folder[CONFIG_PATH_MAX];
    struct manifest manifest;
    struct restore_state state;
    uint64_t entries;
};

static int cannot_write(const struct restoration *restoration, enum status status)
{
    return call_refuse(restoration->call, CALL_FAILED,
                       trao_said(status == STATUS_FULL ? SAID_BACKUP_FULL : SAID_NO_WRITE),
                       text_of(restoration->config.state),
                       text_of(call_why(restoration->call, status)));
}

/* A backup, or a folder of backups: then its newest. */
static int find_backup(struct restoration *restoration, const char *given)
{
    char newest[BACKUP_NAME_SIZE];
    bool fits = text_copy(text_of(given), restoration->folder, sizeof restoration->folder);
    if (fits && !backup_is(given) && backup_newest(given, newest) == STATUS_OK) {
        fits = backup_path(given, newest, restoration->folder) == STATUS_OK;
    }
    return fits ? CALL_OK
                : call_refuse(restoration->call, CALL_FAILED, trao_said(SAID_LONG_PATH),
                              text_of(given), (struct text){0});
}

/* Units have pinned the server's key: with another one in its place none of them would call. */
static int compare_keys(const struct restoration *restoration)
{
    char path[CONFIG_PATH_MAX];
    char bytes[MANIFEST_TEXT_SIZE];
    size_t size = 0;
    int result = config_place(restoration->call, &restoration->config, STATE_SERVER_PUBLIC, path);
    if (result != CALL_OK || files_read(path, bytes, sizeof bytes, &size) != STATUS_OK) {
        return result; /* no key: a new machine */
    }
    if (text_is(text_trim((struct text){.at = bytes, .size = size}),
                restoration->manifest.server)) {
        return CALL_OK;
    }
    return call_refuse(restoration->call, CALL_FAILED, trao_said(SAID_OTHER_SERVER),
                       text_of(restoration->folder), text_of(restoration->config.state));
}

static int check(struct restoration *restoration)
{
    char digits[24];
    struct line line = line_of(digits, sizeof digits);
    struct verify verify = {.call = restoration->call,
                            .path = restoration->folder,
                            .list = restoration->call->json ? json_array() : NULL};
    chain_check_init(&verify.check);
    int result = backup_check(&verify, NULL);
    restoration->entries = verify.check.entries;
    line_unsigned(&line, verify.faults - verify.signatures);
    if (result == CALL_OK && verify.check.no_memory) {
        result = call_refuse_plain(restoration->call, CALL_FAILED, trao_said(SAID_NO_MEMORY));
    } else if (result == CALL_OK && verify.faults > verify.signatures) {
        result = call_refuse(restoration->call, CALL_FOUND, trao_said(SAID_BACKUP_FAULTS),
                             text_of(restoration->folder), line_done(&line));
    }
    chain_check_fini(&verify.check);
    json_decref(verify.list);
    return result;
}

/* What arrives is what was checked: each file's hash is taken again on the way. */
static int copy_all(struct restoration *restoration)
{
    char from[CONFIG_PATH_MAX];
    char to[CONFIG_PATH_MAX];
    struct progress progress;
    uint64_t total = 0;
    uint64_t at = 0;
    const struct manifest *manifest = &restoration->manifest;
    enum status status = restore_state_prepare(&restoration->state);
    for (size_t i = 0; i < manifest->file_count; i++) {
        total += manifest->files[i].size;
    }
    progress_begin(&progress, restoration->call, trao_said(SAID_READING), total);
    for (size_t i = 0; status == STATUS_OK && i < manifest->file_count; i++) {
        const struct manifest_file *file = &manifest->files[i];
        const struct backup_place *place = backup_place(file->name);
        struct hash hash;
        if (strcmp(file->name, BACKUP_CONFIG) == 0) {
            continue; /* the configuration is the administrator's, and stays */
        }
        status = backup_path(restoration->folder, file->name, from);
        if (status == STATUS_OK) {
            status = backup_path(restoration->state.part, file->name, to);
        }
        if (status == STATUS_OK) {
            status = backup_copy(from, to, place->mode, &hash, &progress, &at);
        }
        if (status == STATUS_OK && !hash_equal(&hash, &file->hash)) {
            status = STATUS_BROKEN;
        }
    }
    progress_end(&progress);
    return status == STATUS_OK ? CALL_OK : cannot_write(restoration, status);
}

/* The administrator's device has lost the tail of its journal too: it opens a new epoch, as any
 * device that comes back from an old image, and never says other things under a number it has
 * used (SEMANTICS section 2). */
static int open_epoch(struct restoration *restoration)
{
    struct config part = restoration->config;
    struct desk desk;
    struct journal_state state;
    struct head head;
    (void)text_copy(text_of(restoration->state.part), part.state, sizeof part.state);
    const int result = desk_open(restoration->call, &part, &desk);
    if (result != CALL_OK) {
        return result;
    }
    enum status status = journal_file_state(&desk.file, &state);
    if (status == STATUS_OK) {
        status = desk_open_epoch(&desk, state.head.place.epoch + 1, &head);
    }
    desk_close(&desk);
    return status == STATUS_OK ? CALL_OK : cannot_write(restoration, status);
}

static void tell(const struct restoration *restoration)
{
    char rows[24];
    char made[INSTANT_TEXT_SIZE];
    const struct restore_state *state = &restoration->state;
    struct line line = line_of(rows, sizeof rows);
    line_unsigned(&line, restoration->manifest.rows);
    const struct text values[] = {text_of(restoration->folder), line_done(&line),
                                  text_of(state->state),
                                  text_of(instant_text(restoration->manifest.made, made))};
    const struct text aside[] = {text_of(state->aside)};
    if (restoration->call->json) {
        (void)answer_json(json_pack(
            "{s:s, s:s, s:o, s:I, s:I, s:o}", "restored", restoration->folder, "state",
            state->state, "made", answer_instant(restoration->manifest.made), "rows",
            (json_int_t)restoration->manifest.rows, "entries", (json_int_t)restoration->entries,
            "aside", state->moved ? json_string(state->aside) : json_null()));
        return;
    }
    call_tell(restoration->call, trao_said(SAID_RESTORED), values, 4);
    if (state->moved) {
        call_tell(restoration->call, trao_said(SAID_RESTORED_ASIDE), aside, 1);
    }
}

static int restore_locked(struct restoration *restoration)
{
    int result = compare_keys(restoration);
    if (result == CALL_OK) {
        result = check(restoration);
    }
    if (result == CALL_OK) {
        result = copy_all(restoration);
    }
    if (result == CALL_OK) {
        result = open_epoch(restoration);
    }
    if (result == CALL_OK) {
        const enum status status = restore_state_swap(&restoration->state);
        result = status == STATUS_OK ? CALL_OK : cannot_write(restoration, status);
    } else {
        const enum status removed = backup_remove(restoration->state.part);
        (void)removed; /* else the next restore removes it */
    }
    if (result == CALL_OK) {
        tell(restoration);
    }
    return result;
}

static int restore(struct restoration *restoration, struct instant now)
{
    int result =
        backup_read_manifest(restoration->call, restoration->folder, &restoration->manifest);
    if (result != CALL_OK) {
        return result;
    }
    const enum status status =
        restore_state_open(&restoration->state, restoration->config.state, now);
    if (status == STATUS_DENIED && access(restoration->config.state, W_OK) == 0) {
        result = call_refuse(restoration->call, CALL_FAILED, trao_said(SAID_SERVER_RUNS),
                             text_of(restoration->config.state), (struct text){0});
    } else if (status != STATUS_OK) {
        result = cannot_write(restoration, status);
    } else {
        result = restore_locked(restoration);
        restore_state_close(&restoration->state);
    }
    manifest_fini(&restoration->manifest);
    return result;
}

/* With --into no configuration is needed: the machine may have none yet. */
static int find_state(struct restoration *restoration, const char *into)
{
    const struct call *call = restoration->call;
    int result = CALL_OK;
    if (!into || call->config) {
        result = config_read(call, &restoration->config);
    }
    if (result == CALL_OK && into &&
        !text_copy(text_of(into), restoration->config.state, sizeof restoration->config.state)) {
        result = call_refuse(call, CALL_FAILED, trao_said(SAID_LONG_PATH), text_of(into),
                             (struct text){0});
    }
    return result;
}

int verb_restore(struct call *call, int argc, char **argv)
{
    const char *into = NULL;
    const struct call_option options[] = {
        {"into", &into, NULL}
    };
    struct restoration restoration = {.call = call};
    struct clock_posix clock;
    int result = call_options(call, argc, argv, options, sizeof options / sizeof options[0]);
    if (result == CALL_OK) {
        result = call_words(call, 1, "BACKUP");
    }
    if (result == CALL_OK) {
        result = find_state(&restoration, into);
    }
    if (result == CALL_OK) {
        result = config_clock(call, &restoration.config, &clock);
    }
    if (result == CALL_OK) {
        result = find_backup(&restoration, call->argv[0]);
    }
    if (result == CALL_OK && sign_start() != STATUS_OK) {
        result = call_refuse_plain(call, CALL_FAILED, trao_said(SAID_NO_MEMORY));
    }
    if (result != CALL_OK) {
        return result;
    }
    (void)umask(S_IRWXG | S_IRWXO);
    return restore(&restoration, clock_read(&clock.port).wall);
}
