#include "tools/trao/backup_check.h"

#include <stdlib.h>
#include <string.h>

#include "adapters/posix/files.h"
#include "core/statement_backup.h"

bool backup_is(const char *path)
{
    char manifest[CONFIG_PATH_MAX];
    return backup_path(path, BACKUP_MANIFEST, manifest) == STATUS_OK && files_exist(manifest);
}

static int refuse(const struct call *call, const char *folder, enum status status)
{
    switch (status) {
    case STATUS_TOO_NEW:
        return call_refuse(call, CALL_FAILED, trao_said(SAID_BACKUP_NEW), text_of(folder),
                           (struct text){0});
    case STATUS_BROKEN:
        return call_refuse(call, CALL_FOUND, trao_said(SAID_BACKUP_MANIFEST), text_of(folder),
                           (struct text){0});
    case STATUS_MALFORMED:
    case STATUS_NOT_FOUND:
        return call_refuse(call, CALL_FAILED, trao_said(SAID_NO_BACKUP), text_of(folder),
                           (struct text){0});
    case STATUS_OK:
    case STATUS_FULL:
    case STATUS_IO:
    case STATUS_DENIED:
    case STATUS_STATUSES:
        break;
    }
    return call_refuse(call, CALL_FAILED, trao_said(SAID_NO_FILE), text_of(folder),
                       text_of(call_why(call, status)));
}

/* Only names that a backup has: a manifest from elsewhere must not lead us to other files. */
static enum status check_names(const struct manifest *manifest)
{
    unsigned needed = 0;
    for (size_t i = 0; i < BACKUP_PLACES; i++) {
        needed += backup_places()[i].needed;
    }
    for (size_t i = 0; i < manifest->file_count; i++) {
        const struct backup_place *place = backup_place(manifest->files[i].name);
        for (size_t j = 0; place && j < i; j++) {
            place = strcmp(manifest->files[j].name, place->name) == 0 ? NULL : place;
        }
        if (!place) {
            return STATUS_MALFORMED;
        }
        needed -= place->needed;
    }
    return needed == 0 ? STATUS_OK : STATUS_MALFORMED;
}

int backup_read_manifest(const struct call *call, const char *folder, struct manifest *out_manifest)
{
    char path[CONFIG_PATH_MAX];
    size_t size = 0;
    char *bytes = malloc(MANIFEST_SIZE_MAX);
    enum status status = bytes ? backup_path(folder, BACKUP_MANIFEST, path) : STATUS_FULL;
    if (status == STATUS_OK) {
        status = files_read(path, bytes, MANIFEST_SIZE_MAX, &size);
    }
    if (status == STATUS_OK) {
        status = manifest_parse((struct text){.at = bytes, .size = size}, out_manifest);
    }
    free(bytes);
    if (status != STATUS_OK) {
        return refuse(call, folder, status);
    }
    status = check_names(out_manifest);
    if (status != STATUS_OK) {
        manifest_fini(out_manifest);
    }
    return status == STATUS_OK ? CALL_OK : refuse(call, folder, status);
}

static enum status check_files(struct verify *verify, const struct manifest *manifest)
{
    uint64_t total = 0;
    uint64_t at = 0;
    for (size_t i = 0; i < manifest->file_count; i++) {
        total += manifest->files[i].size;
    }
    progress_begin(&verify->progress, verify->call, trao_said(SAID_READING), total);
    for (size_t i = 0; i < manifest->file_count; i++) {
        const struct manifest_file *said = &manifest->files[i];
        struct manifest_file found = *said;
        const enum status status = backup_hash(verify->path, &found, &verify->progress, &at);
        if (status != STATUS_OK && status != STATUS_NOT_FOUND) {
            progress_end(&verify->progress);
            return status;
        }
        if (status == STATUS_NOT_FOUND || found.size != said->size ||
            !hash_equal(&found.hash, &said->hash)) {
            verify_fault(verify, said->name, SAID_BACKUP_FILE, NULL);
        }
    }
    progress_end(&verify->progress);
    return STATUS_OK;
}

/* The pages are SQLite's to judge; a third of all flipped bits is found here (RELIABILITY 11). */
static enum status check_pages(struct verify *verify, const char *path,
                               const struct manifest *manifest)
{
    struct act_reader_sqlite book;
    const struct database_options options = {.path = path, .still = true};
    enum status status = act_reader_sqlite_open(&book, &options);
    if (status != STATUS_OK) {
        return status;
    }
    struct database *database = act_reader_sqlite_database(&book);
    status = database_check(database);
    if (status == STATUS_OK && (uint64_t)database->kind->version != manifest->schema) {
        verify_fault(verify, STATE_ACTS, SAID_BACKUP_OTHER, NULL);
    }
    act_reader_sqlite_close(&book);
    if (status == STATUS_BROKEN) {
        verify_fault(verify, STATE_ACTS, SAID_BACKUP_PAGES, NULL);
        status = STATUS_OK;
    }
    return status;
}

static bool last_row_agrees(struct act_reader *reader, const struct manifest *manifest)
{
    struct act_batch row;
    struct act_position position;
    struct act_page page = {
        .at = malloc(MESSAGE_BYTES_MAX), .room = MESSAGE_BYTES_MAX, .rows = &row, .rows_max = 1};
    bool agrees = page.at && act_reader_position(reader, &position) == STATUS_OK &&
                  position.n == manifest->rows;
    if (agrees && manifest->rows > 0) {
        agrees = act_reader_read(reader, manifest->rows - 1, &page) == STATUS_OK && page.count == 1;
        const struct hash hash = agrees ? backup_row_hash(row.message) : (struct hash){0};
        agrees = agrees && hash_equal(&hash, &manifest->row);
    }
    free(page.at);
    return agrees;
}

/* What the manifest says of the book, and what the walk has found in it. */
static void check_content(struct verify *verify, const char *path, const struct manifest *manifest)
{
    struct act_reader_sqlite book;
    const struct database_options options = {.path = path, .still = true};
    bool agrees = act_reader_sqlite_open(&book, &options) == STATUS_OK;
    struct act_reader reader = act_reader_sqlite_reader(&book);
    agrees = agrees && last_row_agrees(&reader, manifest);
    act_reader_sqlite_close(&book);
    size_t found = 0;
    for (size_t i = 0; i < verify->check.stream_count; i++) {
        const struct chain_stream *seen = &verify->check.streams[i];
        const struct manifest_stream *said = manifest_stream(manifest, seen->device);
        if (seen->entries == 0) {
            continue;
        }
        found++;
        agrees = agrees && said && place_order(said->head.place, seen->head.place) == 0 &&
                 hash_equal(&said->head.hash, &seen->head.hash);
    }
    if (!agrees || found != manifest->stream_count) {
        verify_fault(verify, STATE_ACTS, SAID_BACKUP_OTHER, NULL);
    }
}

static int check_book(struct verify *verify, const struct manifest *manifest)
{
    char path[CONFIG_PATH_MAX];
    const char *folder = verify->path;
    enum status status = backup_path(folder, STATE_ACTS, path);
    if (status == STATUS_OK) {
        status = check_pages(verify, path, manifest);
    }
    if (status != STATUS_OK) {
        return books_failed(verify->call, folder, status);
    }
    verify->copy = true;
    verify->path = path;
    const int result = verify_twice(verify, verify_book);
    if (result == CALL_OK) {
        check_content(verify, path, manifest);
    }
    verify->path = folder;
    return result;
}

int backup_check(struct verify *verify, struct manifest *out_manifest)
{
    struct manifest manifest = {.file_count = 0};
    int result = backup_read_manifest(verify->call, verify->path, &manifest);
    if (result != CALL_OK) {
        return result;
    }
    const enum status status = check_files(verify, &manifest);
    if (status != STATUS_OK) {
        result = refuse(verify->call, verify->path, status);
    } else if (verify->faults ==
               0) { /* a book that is not the one that was written is not walked */
        result = check_book(verify, &manifest);
    }
    if (result == CALL_OK && out_manifest) {
        *out_manifest = manifest;
    } else {
        manifest_fini(&manifest);
    }
    return result;
}
