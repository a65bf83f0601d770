/* verb_backup - `trao backup DIR`: a verified copy of the book and the keys, while the server runs.
 *
 * A new folder in DIR: made as `….part`, read back and checked, and only then given its name. Then
 * the desk says so, as an entry like any other, and intake raises the units' level two by it. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "adapters/posix/errno_status.h"
#include "adapters/posix/files.h"
#include "adapters/sqlite/book_copy.h"
#include "core/statement_backup.h"
#include "tools/trao/answer.h"
#include "tools/trao/backup_check.h"
#include "tools/trao/desk.h"
#include "tools/trao/verbs.h"
#include "tools/trao/wait_option.h"

enum { NAMES_MAX = 100, STREAMS_STEP = 64 };

#define BACKUP_LOCK "lock"

struct backup {
    const struct call *call; /* borrowed */
    const struct config *config;
    const char *dir;
    struct instant now;
    char name[BACKUP_NAME_SIZE];
    char whole[CONFIG_PATH_MAX]; /* DIR/NAME */
    char part[CONFIG_PATH_MAX];  /* … until it is checked */
    struct manifest manifest;
    struct hash manifest_hash;
    uint64_t entries, devices, signatures;
    bool raised;
};

static int cannot_write(const struct backup *backup, const char *path, enum status status)
{
    return call_refuse(backup->call, CALL_FAILED,
                       trao_said(status == STATUS_FULL ? SAID_BACKUP_FULL : SAID_NO_WRITE),
                       text_of(path), text_of(call_why(backup->call, status)));
}

static int cannot_read(const struct backup *backup, const char *path, enum status status)
{
    return call_refuse(backup->call, CALL_FAILED, trao_said(SAID_NO_FILE), text_of(path),
                       text_of(call_why(backup->call, status)));
}

/* A name nobody has yet: two backups within a second are two backups. */
static int choose_name(struct backup *backup)
{
    for (unsigned i = 1; i <= NAMES_MAX; i++) {
        struct line line = line_of(backup->name, sizeof backup->name);
        backup_name(backup->now, &line);
        if (i > 1) {
            line_char(&line, '-');
            line_unsigned(&line, i);
        }
        if (backup_path(backup->dir, backup->name, backup->whole) != STATUS_OK) {
            break;
        }
        struct line part = line_of(backup->part, sizeof backup->part);
        line_put(&part, backup->whole);
        line_put(&part, BACKUP_PART);
        if (!files_exist(backup->whole) && !part.cut) {
            return CALL_OK;
        }
    }
    return call_refuse(backup->call, CALL_FAILED, trao_said(SAID_LONG_PATH), text_of(backup->dir),
                       (struct text){0});
}

static int copy_book(struct backup *backup, struct database *from, const char *to)
{
    struct book_copy copy;
    struct progress progress;
    bool more = true;
    enum status status = book_copy_begin(&copy, from, to);
    if (status != STATUS_OK) {
        return cannot_write(backup, backup->dir, status);
    }
    progress_begin(&progress, backup->call, trao_said(SAID_COPYING), 0);
    while (status == STATUS_OK && more) {
        status = book_copy_step(&copy, &more);
        progress.total = copy.total;
        progress_at(&progress, copy.done);
    }
    progress_end(&progress);
    const enum status ended = book_copy_end(&copy);
    status = status == STATUS_OK ? ended : status;
    return status == STATUS_OK ? CALL_OK : cannot_write(backup, backup->dir, status);
}

static int copy_acts(struct backup *backup, const char *to)
{
    struct act_reader_sqlite book;
    int result = books_acts(backup->call, backup->config, &book);
    if (result == CALL_OK) {
        backup->manifest.schema = (uint64_t)act_reader_sqlite_database(&book)->kind->version;
        result = copy_book(backup, act_reader_sqlite_database(&book), to);
        act_reader_sqlite_close(&book);
    }
    return result;
}

/* After the acts: so it holds all that the copied acts hold of the administrator's device. */
static int copy_journal(struct backup *backup, const char *from, const char *to)
{
    struct journal_sqlite journal;
    const struct database_options options = {.path = from, .reading = true};
    const enum status status = journal_sqlite_open(&journal, &options);
    if (status != STATUS_OK) {
        return cannot_read(backup, from, status);
    }
    const int result = copy_book(backup, journal_sqlite_database(&journal), to);
    journal_sqlite_close(&journal);
    return result;
}

static int copy_file(struct backup *backup, const struct backup_place *place, const char *from,
                     const char *to)
{
    struct hash hash;
    if (!files_exist(from)) {
        return place->needed ? cannot_read(backup, from, STATUS_NOT_FOUND) : CALL_OK;
    }
    const enum status status = backup_copy(from, to, place->mode, &hash, NULL, NULL);
    return status == STATUS_OK ? CALL_OK : cannot_write(backup, to, status);
}

static int copy_one(struct backup *backup, const struct backup_place *place)
{
    char from[CONFIG_PATH_MAX];
    char to[CONFIG_PATH_MAX];
    if (backup_path(backup->part, place->name, to) != STATUS_OK) {
        return cannot_write(backup, backup->dir, STATUS_FULL);
    }
    int result = config_place(backup->call, backup->config, place->name, from);
    if (result != CALL_OK) {
        return result;
    }
    if (strcmp(place->name, STATE_ACTS) == 0) {
        return copy_acts(backup, to);
    }
    if (place->is_book) {
        return copy_journal(backup, from, to);
    }
    const bool config = strcmp(place->name, BACKUP_CONFIG) == 0;
    return copy_file(backup, place, config ? backup->config->file : from, to);
}

static int copy_all(struct backup *backup)
{
    const enum status status = backup_make_folders(backup->part);
    int result = status == STATUS_OK ? CALL_OK : cannot_write(backup, backup->dir, status);
    for (size_t i = 0; result == CALL_OK && i < BACKUP_PLACES; i++) {
        result = copy_one(backup, &backup_places()[i]);
    }
    return result;
}

/* --- the manifest --- */

static enum status describe_streams(struct backup *backup, struct act_reader *reader)
{
    struct act_stream rows[STREAMS_STEP];
    size_t count = STREAMS_STEP;
    enum status status = STATUS_OK;
    for (uint64_t skip = 0; status == STATUS_OK && count == STREAMS_STEP; skip += count) {
        status = act_reader_streams(reader, skip, rows, STREAMS_STEP, &count);
        for (size_t i = 0; status == STATUS_OK && i < count; i++) {
            const struct manifest_stream stream = {rows[i].stream.device,
                                                   rows[i].stream.high_water};
            status = rows[i].trail.rows > 0 ? manifest_add_stream(&backup->manifest, &stream)
                                            : STATUS_OK;
        }
    }
    return status;
}

/* Of the copy: whatever came meanwhile is not in it. */
static enum status describe_book(struct backup *backup)
{
    char path[CONFIG_PATH_MAX];
    struct act_reader_sqlite book;
    struct act_position position = {0};
    struct act_batch row;
    struct act_page page = {
        .at = malloc(MESSAGE_BYTES_MAX), .room = MESSAGE_BYTES_MAX, .rows = &row, .rows_max = 1};
    enum status status = page.at ? backup_path(backup->part, STATE_ACTS, path) : STATUS_FULL;
    const struct database_options options = {.path = path, .still = true};
    if (status == STATUS_OK) {
        status = act_reader_sqlite_open(&book, &options);
    }
    if (status == STATUS_OK) {
        struct act_reader reader = act_reader_sqlite_reader(&book);
        status = act_reader_position(&reader, &position);
        backup->manifest.rows = position.n;
        if (status == STATUS_OK && position.n > 0) {
            status = act_reader_read(&reader, position.n - 1, &page);
            backup->manifest.row =
                status == STATUS_OK ? backup_row_hash(row.message) : backup->manifest.row;
        }
        if (status == STATUS_OK) {
            status = describe_streams(backup, &reader);
        }
        act_reader_sqlite_close(&book);
    }
    free(page.at);
    return status;
}

static enum status describe_files(struct backup *backup)
{
    enum status status = STATUS_OK;
    uint64_t at = 0;
    for (size_t i = 0; status == STATUS_OK && i < BACKUP_PLACES; i++) {
        struct manifest_file file = {.size = 0};
        (void)text_copy(text_of(backup_places()[i].name), file.name, sizeof file.name);
        status = backup_hash(backup->part, &file, NULL, &at);
        if (status == STATUS_NOT_FOUND && !backup_places()[i].needed) {
            status = STATUS_OK;
        } else if (status == STATUS_OK) {
            status = manifest_add_file(&backup->manifest, &file);
        }
    }
    return status;
}

static enum status describe_server(struct backup *backup)
{
    char path[CONFIG_PATH_MAX];
    char bytes[MANIFEST_TEXT_SIZE];
    size_t size = 0;
    struct manifest *manifest = &backup->manifest;
    enum status status = backup_path(backup->part, STATE_SERVER_PUBLIC, path);
    if (status == STATUS_OK) {
        status = files_read(path, bytes, sizeof bytes, &size);
    }
    const struct text key = text_trim((struct text){.at = bytes, .size = size});
    const bool fits =
        text_copy(key, manifest->server, sizeof manifest->server) &&
        text_copy(TEXT("trao " TRAO_VERSION), manifest->program, sizeof manifest->program);
    manifest->made = backup->now;
    return status == STATUS_OK && !fits ? STATUS_FULL : status;
}

static enum status write_manifest(struct backup *backup)
{
    char path[CONFIG_PATH_MAX];
    char *text = malloc(MANIFEST_SIZE_MAX);
    if (!text) {
        return STATUS_FULL;
    }
    struct line line = line_of(text, MANIFEST_SIZE_MAX);
    manifest_write(&backup->manifest, &line);
    const struct span bytes = span_of(text, line.size);
    backup->manifest_hash = hash_of(bytes);
    enum status status = line.cut ? STATUS_FULL : backup_path(backup->part, BACKUP_MANIFEST, path);
    if (status == STATUS_OK) {
        status = files_write(path, bytes, FILES_PRIVATE);
    }
    free(text);
    return status == STATUS_OK ? backup_sync(backup->part) : status;
}

static int describe(struct backup *backup)
{
    enum status status = describe_server(backup);
    if (status == STATUS_OK) {
        status = describe_book(backup);
    }
    if (status == STATUS_OK) {
        status = describe_files(backup);
    }
    if (status == STATUS_OK) {
        status = write_manifest(backup);
    }
    return status == STATUS_OK ? CALL_OK : cannot_write(backup, backup->dir, status);
}

/* --- checked, named, said --- */

static int check(struct backup *backup)
{
    struct verify verify = {.call = backup->call,
                            .path = backup->part,
                            .list = backup->call->json ? json_array() : NULL};
    chain_check_init(&verify.check);
    int result = backup_check(&verify, NULL);
    backup->entries = verify.check.entries;
    backup->devices = backup->manifest.stream_count;
    backup->signatures = verify.signatures;
    if (result == CALL_OK && verify.check.no_memory) {
        result = call_refuse_plain(backup->call, CALL_FAILED, trao_said(SAID_NO_MEMORY));
    } else if (result == CALL_OK && verify.faults > verify.signatures) {
        result = call_refuse(backup->call, CALL_FOUND, trao_said(SAID_BACKUP_BAD),
                             text_of(backup->dir), (struct text){0});
    }
    chain_check_fini(&verify.check);
    json_decref(verify.list);
    return result;
}

static int give_name(struct backup *backup)
{
    enum status status = rename(backup->part, backup->whole) == 0 ? STATUS_OK : errno_status(errno);
    if (status == STATUS_OK) {
        status = backup_sync_one(backup->dir);
    }
    return status == STATUS_OK ? CALL_OK : cannot_write(backup, backup->whole, status);
}

/* Intake has the statement; has it believed it? */
static bool was_raised(const struct backup *backup)
{
    struct act_stream rows[STREAMS_STEP];
    struct act_reader_sqlite book;
    size_t count = STREAMS_STEP;
    bool raised = books_acts(backup->call, backup->config, &book) == CALL_OK;
    if (!raised) {
        return false;
    }
    struct act_reader reader = act_reader_sqlite_reader(&book);
    for (uint64_t skip = 0; raised && count == STREAMS_STEP; skip += count) {
        raised = act_reader_streams(&reader, skip, rows, STREAMS_STEP, &count) == STATUS_OK;
        for (size_t i = 0; raised && i < count; i++) {
            const struct manifest_stream *said =
                manifest_stream(&backup->manifest, rows[i].stream.device);
            raised = !said || place_order(rows[i].level_two, said->head.place) >= 0;
        }
    }
    act_reader_sqlite_close(&book);
    return raised;
}

static int say(struct backup *backup, unsigned seconds)
{
    uint8_t bytes[128];
    struct desk desk;
    struct writer writer = writer_of(bytes, sizeof bytes);
    const struct backup_body body = {.row = backup->manifest.rows,
                                     .row_hash = backup->manifest.row,
                                     .manifest = backup->manifest_hash};
    if (backup_encode(&body, &writer) != STATUS_OK) {
        return CALL_OK; /* an empty book: there is nothing to raise */
    }
    int result = desk_open(backup->call, backup->config, &desk);
    if (result != CALL_OK) {
        return result;
    }
    result = desk_say(&desk, ENTRY_BACKUP, writer_span(&writer), NULL, 0);
    if (result == CALL_OK) {
        result = desk_send(&desk, seconds, trao_said(SAID_SENDING));
    }
    desk_close(&desk);
    backup->raised = result == CALL_OK && was_raised(backup);
    if (result == CALL_OK && !backup->raised) {
        result = call_refuse_plain(backup->call, CALL_FAILED, trao_said(SAID_BACKUP_NOT_RAISED));
    }
    return result;
}

static void tell(const struct backup *backup)
{
    char hash[HASH_TEXT_SIZE];
    char digits[3][24];
    struct text values[4] = {text_of(backup->whole)};
    const uint64_t number[] = {backup->manifest.rows, backup->entries, backup->devices};
    for (int i = 0; i < 3; i++) {
        struct line line = line_of(digits[i], sizeof digits[i]);
        line_unsigned(&line, number[i]);
        values[i + 1] = line_done(&line);
    }
    if (backup->call->json) {
        (void)answer_json(json_pack(
            "{s:s, s:s, s:I, s:I, s:I, s:I, s:b}", "backup", backup->whole, "manifest",
            hash_text(&backup->manifest_hash, hash), "rows", (json_int_t)backup->manifest.rows,
            "entries", (json_int_t)backup->entries, "devices", (json_int_t)backup->devices,
            "bad_signatures", (json_int_t)backup->signatures, "level_two", backup->raised));
        return;
    }
    call_tell(backup->call, trao_said(SAID_BACKED_UP), values, 4);
    if (backup->raised) {
        call_tell(backup->call, trao_said(SAID_BACKUP_RAISED), NULL, 0);
    }
}

static int make(struct backup *backup, unsigned seconds)
{
    int result = copy_all(backup);
    if (result == CALL_OK) {
        result = describe(backup);
    }
    if (result == CALL_OK) {
        result = check(backup);
    }
    if (result == CALL_OK) {
        result = give_name(backup);
    }
    if (result != CALL_OK) {
        const enum status removed = backup_remove(backup->part);
        (void)removed; /* else the next backup removes it */
        return result;
    }
    result = say(backup, seconds);
    tell(backup); /* it is good also when the server has not heard of it yet */
    return result == CALL_OK && backup->signatures > 0 ? CALL_FOUND : result;
}

/* One at a time in DIR; what an earlier one left when it was cut off goes first. */
static int make_locked(struct backup *backup, unsigned seconds)
{
    char path[CONFIG_PATH_MAX];
    struct files_lock lock;
    enum status status = files_make_folder(backup->dir);
    if (status == STATUS_OK) {
        status = backup_path(backup->dir, BACKUP_LOCK, path);
    }
    if (status != STATUS_OK) {
        return cannot_write(backup, backup->dir, status);
    }
    const bool there = files_exist(path);
    status = files_lock(path, &lock);
    if (status != STATUS_OK) {
        return there && status == STATUS_DENIED
                   ? call_refuse(backup->call, CALL_FAILED, trao_said(SAID_BACKUP_BUSY),
                                 text_of(backup->dir), (struct text){0})
                   : cannot_write(backup, backup->dir, status);
    }
    status = backup_remove_parts(backup->dir);
    int result =
        status == STATUS_OK ? choose_name(backup) : cannot_write(backup, backup->dir, status);
    if (result == CALL_OK) {
        result = make(backup, seconds);
    }
    files_unlock(&lock);
    return result;
}

int verb_backup(struct call *call, int argc, char **argv)
{
    const char *wait = NULL;
    unsigned seconds = DESK_WAIT_SECONDS;
    const struct call_option options[] = {
        {"wait", &wait, NULL}
    };
    struct config config;
    struct clock_posix clock;
    int result = call_options(call, argc, argv, options, sizeof options / sizeof options[0]);
    if (result == CALL_OK) {
        result = call_words(call, 1, "DIR");
    }
    if (result == CALL_OK) {
        result = wait_option(call, wait, &seconds);
    }
    if (result == CALL_OK) {
        result = config_read(call, &config);
    }
    if (result == CALL_OK) {
        result = config_clock(call, &config, &clock);
    }
    if (result == CALL_OK && sign_start() != STATUS_OK) {
        result = call_refuse_plain(call, CALL_FAILED, trao_said(SAID_NO_MEMORY));
    }
    if (result != CALL_OK) {
        return result;
    }
    struct backup backup = {
        .call = call, .config = &config, .dir = call->argv[0], .now = clock_read(&clock.port).wall};
    (void)umask(S_IRWXG | S_IRWXO); /* it holds the server's keys */
    result = make_locked(&backup, seconds);
    manifest_fini(&backup.manifest);
    return result;
}
