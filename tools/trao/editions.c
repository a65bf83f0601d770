#include "tools/trao/editions.h"

#include <stdlib.h>
#include <string.h>

#include "tools/trao/calendar_file.h"
#include "tools/trao/import_file.h"
#include "tools/trao/trao_said.h"

enum { NAMES = 1 << 16, TEXTS = 4 * 1024 * 1024, PLAN_ROWS = 24096 };

static int no_memory(const struct call *call)
{
    return call_refuse_plain(call, CALL_FAILED, trao_said(SAID_NO_MEMORY));
}

static struct text text_in(const struct book_version *version)
{
    return (struct text){.at = version->text.bytes, .size = version->text.size};
}

static int read_clock(struct editions *editions, const struct config *config,
                      struct book_position *out_position)
{
    struct flag_reader_sqlite sqlite;
    const int result = books_flags(editions->call, config, &sqlite);
    if (result != CALL_OK) {
        return result;
    }
    struct flag_reader reader = flag_reader_sqlite_reader(&sqlite);
    const enum status status = flag_reader_position(&reader, out_position);
    flag_reader_sqlite_close(&sqlite);
    editions->clock = out_position->clock;
    return status == STATUS_OK ? CALL_OK : books_failed(editions->call, STATE_FLAGS, status);
}

static int read_book(struct editions *editions)
{
    struct config config;
    struct book_position position;
    int result = config_read(editions->call, &config);
    if (result == CALL_OK) {
        result = read_clock(editions, &config, &position);
    }
    return result == CALL_OK ? book_files_read(&editions->files, &config, position.n) : result;
}

static int read_file(struct editions *editions, const char *path, enum file_kind kind)
{
    struct book_files *files = &editions->files;
    files->versions = calloc(1, sizeof *files->versions);
    if (!files->versions) {
        return no_memory(editions->call);
    }
    struct book_version *version = files->versions;
    files->version_count = 1;
    *version = (struct book_version){.kind = kind, .received = INSTANT_NEVER};
    const char *slash = strrchr(path, '/');
    (void)text_copy(text_of(slash ? slash + 1 : path), version->name, sizeof version->name);
    const int result = import_read(editions->call, path, &version->text.bytes, &version->text.size);
    if (result == CALL_OK) {
        version->file = hash_of(span_of(version->text.bytes, version->text.size));
    }
    return result;
}

/* A file that is shown and not understood is named with what is wrong; in the book it does not
 * count. */
static int understand(struct editions *editions, const char *path)
{
    struct book_files *files = &editions->files;
    editions->edition = calloc(files->version_count + 1, sizeof *editions->edition);
    if (!editions->edition) {
        return no_memory(editions->call);
    }
    for (size_t i = 0; i < files->version_count; i++) {
        struct calendar_fault fault;
        if (files->versions[i].kind != FILE_CALENDAR) {
            continue;
        }
        struct calendar *calendar = malloc(sizeof *calendar);
        if (!calendar) {
            return no_memory(editions->call);
        }
        if (calendar_read(calendar, (uint32_t)i + 1, files->versions[i].valid_from,
                          text_in(&files->versions[i]), &fault)) {
            editions->edition[i].calendar = calendar;
            continue;
        }
        free(calendar);
        const struct calendar *unused;
        if (path) {
            return calendar_file_read(editions->call, path, &unused); /* says what is wrong */
        }
    }
    return CALL_OK;
}

int editions_read(struct editions *editions, const struct call *call, const char *path,
                  enum file_kind kind)
{
    *editions = (struct editions){
        .call = call, .clock = MINUTE_NEVER, .files = {.call = call, .keep_versions = true}
    };
    editions->names_memory = malloc(names_memory(NAMES, TEXTS));
    if (!editions->names_memory) {
        return no_memory(call);
    }
    names_init(&editions->names, editions->names_memory, NAMES, TEXTS);
    if (parties_give(&editions->names, &editions->parties) != STATUS_OK) {
        return no_memory(call);
    }
    const int result = path ? read_file(editions, path, kind) : read_book(editions);
    return result == CALL_OK ? understand(editions, path) : result;
}

void editions_free(struct editions *editions)
{
    for (size_t i = 0; editions->edition && i < editions->files.version_count; i++) {
        free(editions->edition[i].calendar);
    }
    free(editions->edition);
    book_files_free(&editions->files);
    free(editions->names_memory);
    free(editions->plan_memory);
    *editions = (struct editions){0};
}

static bool counts(const struct editions *editions, size_t at, enum file_kind kind)
{
    return editions->files.versions[at].kind == kind &&
           (kind != FILE_CALENDAR || editions->edition[at].calendar);
}

size_t editions_count(const struct editions *editions, enum file_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < editions->files.version_count; i++) {
        count += counts(editions, i, kind);
    }
    return count;
}

size_t editions_number(const struct editions *editions, size_t at)
{
    const enum file_kind kind = editions->files.versions[at].kind;
    size_t number = 0;
    for (size_t i = 0; i <= at; i++) {
        number += counts(editions, i, kind);
    }
    return number;
}

/* As almanac_promised_by() of server/watch. */
bool editions_calendar(const struct editions *editions, struct minute at, size_t *out_at)
{
    bool found = false;
    for (size_t i = 0; i < editions->files.version_count; i++) {
        if (!counts(editions, i, FILE_CALENDAR)) {
            continue;
        }
        const int32_t from = editions->files.versions[i].valid_from.d;
        const bool newest = at.m == MINUTE_NEVER.m;
        if (!found || newest ||
            (from <= minute_day(at).d && from >= editions->files.versions[*out_at].valid_from.d)) {
            *out_at = i;
            found = true;
        }
    }
    return found;
}

static int say_fault(const struct editions *editions, const struct book_version *version,
                     const struct plan_fault *fault)
{
    struct faults faults;
    struct call plain = *editions->call;
    plain.json = false;
    faults_begin(&faults, &plain);
    faults_add_line(&faults, version->name, fault->line, plan_fault_said(fault->kind), fault->found,
                    (struct text){0});
    faults_end(&faults);
    return CALL_FAILED;
}

static bool add_rows(struct editions *editions, struct text rows, struct plan_fault *fault)
{
    while (rows.size > 0) {
        if (!plan_row(&editions->plan, &editions->names, text_split(&rows, '\n'), fault)) {
            return false;
        }
    }
    return true;
}

static int resolve(struct editions *editions, const struct book_version *version,
                   const struct calendar *calendar)
{
    const size_t size = plan_memory(PLAN_ROWS);
    struct plan_fault fault = {.kind = PLAN_FAULT_NONE};
    struct text rows = text_in(version);
    if (text_starts(rows, "\xEF\xBB\xBF")) {
        rows = (struct text){rows.at + 3, rows.size - 3};
    }
    editions->plan_memory = malloc(size);
    if (!editions->plan_memory) {
        return no_memory(editions->call);
    }
    plan_begin(&editions->plan, editions->plan_memory, size, calendar);
    if (!add_rows(editions, rows, &fault) ||
        !plan_end(&editions->plan, &editions->names, &editions->parties, &fault)) {
        return say_fault(editions, version, &fault);
    }
    return CALL_OK;
}

/* With the runs that were cancelled by statements of their own, as server/watch has it. */
static int resolve_from_book(struct editions *editions, const struct book_version *version,
                             size_t calendar)
{
    struct book_files *files = &editions->files;
    const struct file_text plan = files->text[FILE_PLAN];
    const struct file_text days = files->text[FILE_CALENDAR];
    files->text[FILE_PLAN] = version->text;
    files->text[FILE_CALENDAR] = files->versions[calendar].text;
    const enum status status =
        book_files_almanac(files, editions->edition[calendar].calendar, &editions->plan,
                           &editions->names, &editions->parties);
    files->text[FILE_PLAN] = plan;
    files->text[FILE_CALENDAR] = days;
    return status == STATUS_OK     ? CALL_OK
           : status == STATUS_FULL ? no_memory(editions->call)
                                   : books_failed(editions->call, STATE_ACTS, status);
}

int editions_plan(struct editions *editions, struct minute at, size_t *out_at)
{
    const struct calendar *calendar = NULL;
    bool found = false;
    size_t by = 0;
    for (size_t i = 0; i < editions->files.version_count; i++) {
        const struct book_version *version = &editions->files.versions[i];
        const bool come = at.m == MINUTE_NEVER.m || version->received.ms == INSTANT_NEVER.ms ||
                          instant_minute(version->received).m <= at.m;
        if (version->kind == FILE_PLAN && (!found || come)) {
            *out_at = i;
            found = true;
        }
    }
    if (!found) {
        return call_refuse_plain(editions->call, CALL_FAILED, trao_said(SAID_NO_PLAN));
    }
    if (editions_calendar(editions, MINUTE_NEVER, &by)) {
        return resolve_from_book(editions, &editions->files.versions[*out_at], by);
    }
    const int result = calendar_file_read(editions->call, NULL, &calendar);
    return result == CALL_OK ? resolve(editions, &editions->files.versions[*out_at], calendar)
                             : result;
}
