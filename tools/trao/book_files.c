#include "tools/trao/book_files.h"

#include <stdlib.h>
#include <string.h>

#include "wire/message.h"

enum { PLAN_ROWS = 20000 };

static bool append(struct file_text *text, const void *bytes, size_t size)
{
    if (size == 0) {
        return true;
    }
    if (size > text->room - text->size) {
        const size_t room = 2 * text->room + size + 4096;
        char *more = realloc(text->bytes, room);
        if (!more) {
            return false;
        }
        text->bytes = more;
        text->room = room;
    }
    memcpy(text->bytes + text->size, bytes, size);
    text->size += size;
    return true;
}

/* --- what was set apart --- */

static enum status take_apart(void *to, struct text line)
{
    struct book_files *files = to;
    struct text rest = line;
    uint64_t n = 0;
    if (!text_is(text_split(&rest, '\t'), "apart") || !text_unsigned(text_split(&rest, '\t'), &n)) {
        return STATUS_OK;
    }
    if (files->apart_count == files->apart_room) {
        const size_t room = 2 * files->apart_room + 64;
        uint64_t *more = realloc(files->apart, room * sizeof *more);
        if (!more) {
            return STATUS_FULL;
        }
        files->apart = more;
        files->apart_room = room;
    }
    files->apart[files->apart_count++] = n;
    return STATUS_OK;
}

static int read_apart(struct book_files *files, const struct config *config)
{
    struct flag_reader_sqlite sqlite;
    struct flag_counts counts;
    const int result = books_flags(files->call, config, &sqlite);
    if (result != CALL_OK) {
        return result;
    }
    struct flag_reader reader = flag_reader_sqlite_reader(&sqlite);
    enum status status = flag_reader_counts(&reader, &counts);
    if (status == STATUS_OK && counts.apart > 0) {
        status = flag_reader_canonical(&reader, take_apart, files);
    }
    flag_reader_sqlite_close(&sqlite);
    return status == STATUS_OK ? CALL_OK : books_failed(files->call, STATE_FLAGS, status);
}

static bool is_apart(const struct book_files *files, uint64_t n)
{
    for (size_t i = 0; i < files->apart_count; i++) {
        if (files->apart[i] == n) {
            return true;
        }
    }
    return false;
}

/* --- parts and closes --- */

static struct begun_file *find(struct book_files *files, struct device device,
                               const struct hash *hash)
{
    for (size_t i = 0; i < files->begun_count; i++) {
        if (files->begun[i].device.id == device.id && hash_equal(&files->begun[i].file, hash)) {
            return &files->begun[i];
        }
    }
    return NULL;
}

static void drop(struct book_files *files, struct begun_file *begun)
{
    free(begun->text.bytes);
    *begun = files->begun[--files->begun_count];
}

static enum status take_part(struct book_files *files, const struct sealed *sealed)
{
    struct file_part_body part;
    if (file_part_decode(sealed->entry.body, &part) != STATUS_OK) {
        return STATUS_OK; /* counts for nothing, as in watch */
    }
    struct begun_file *begun = find(files, sealed->entry.device, &part.file);
    if (begun && part.number == 0) { /* it begins again */
        drop(files, begun);
        begun = NULL;
    }
    if (!begun && part.number == 0) {
        if (files->begun_count == BOOK_FILES_BEGUN_MAX) {
            drop(files, &files->begun[0]);
        }
        begun = &files->begun[files->begun_count++];
        *begun = (struct begun_file){.device = sealed->entry.device, .file = part.file};
    }
    if (!begun || part.number != begun->parts) {
        return STATUS_OK;
    }
    begun->parts++;
    return append(&begun->text, part.bytes.at, part.bytes.size) ? STATUS_OK : STATUS_FULL;
}

/* "a file that counts already changes nothing" */
static bool is_known(const struct book_files *files, const struct hash *hash)
{
    for (size_t i = 0; i < files->known_count; i++) {
        if (hash_equal(&files->known[i], hash)) {
            return true;
        }
    }
    return false;
}

static bool know(struct book_files *files, const struct hash *hash)
{
    if (files->known_count == files->known_room) {
        const size_t room = 2 * files->known_room + 64;
        struct hash *more = realloc(files->known, room * sizeof *more);
        if (!more) {
            return false;
        }
        files->known = more;
        files->known_room = room;
    }
    files->known[files->known_count++] = *hash;
    return true;
}

static bool keep_version(struct book_files *files, const struct file_close_body *close,
                         const struct file_text *text, struct instant received)
{
    if (files->version_count == files->version_room) {
        const size_t room = 2 * files->version_room + 8;
        struct book_version *more = realloc(files->versions, room * sizeof *more);
        if (!more) {
            return false;
        }
        files->versions = more;
        files->version_room = room;
    }
    struct book_version *version = &files->versions[files->version_count++];
    *version = (struct book_version){.kind = close->kind,
                                     .valid_from = close->valid_from,
                                     .received = received,
                                     .file = close->file};
    struct line name = line_of(version->name, sizeof version->name);
    line_text(&name, close->name);
    return append(&version->text, text->bytes, text->size);
}

/* It counts: the newest calendar or plan replaces the one before it whole. */
static bool take_file(struct book_files *files, const struct file_close_body *close,
                      const struct file_text *bytes, struct instant received)
{
    struct file_text *text = &files->text[close->kind];
    const bool whole = close->kind == FILE_PLAN || close->kind == FILE_CALENDAR;
    text->size = whole ? 0 : text->size;
    return know(files, &close->file) &&
           (!whole || !files->keep_versions || keep_version(files, close, bytes, received)) &&
           append(text, bytes->bytes, bytes->size) && append(text, "\n", 1);
}

static enum status take_close(struct book_files *files, const struct sealed *sealed,
                              struct instant received)
{
    struct file_close_body close;
    if (file_close_decode(sealed->entry.body, &close) != STATUS_OK) {
        return STATUS_OK;
    }
    struct begun_file *begun = find(files, sealed->entry.device, &close.file);
    if (!begun) {
        return STATUS_OK;
    }
    const struct span whole = {.at = (const uint8_t *)begun->text.bytes, .size = begun->text.size};
    const struct hash hash = hash_of(whole);
    const bool counts = begun->parts == close.parts && begun->text.size == close.size &&
                        hash_equal(&hash, &close.file) && (unsigned)close.kind < BOOK_FILE_KINDS &&
                        !is_known(files, &hash);
    const bool fits = !counts || take_file(files, &close, &begun->text, received);
    drop(files, begun);
    return fits ? STATUS_OK : STATUS_FULL;
}

/* One more row of the plan. Its instant is the row's receipt: what matters is that it is past. */
static enum status take_cancelled(struct book_files *files, const struct sealed *sealed,
                                  struct instant received)
{
    struct run_body run;
    char bytes[512];
    char text[INSTANT_TEXT_SIZE];
    if (run_decode(sealed->entry.body, &run) != STATUS_OK) {
        return STATUS_OK;
    }
    struct line line = line_of(bytes, sizeof bytes);
    line_put(&line, "cancel,");
    line_put(&line, day_text(run.day, text));
    line_char(&line, ',');
    line_text(&line, run.route);
    line_char(&line, ',');
    line_text(&line, run.round);
    line_char(&line, ',');
    line_put(&line, minute_text(instant_minute(received), text));
    line_char(&line, '\n');
    return line.cut || append(&files->cancels, bytes, line.size) ? STATUS_OK : STATUS_FULL;
}

static enum status take_row(struct book_files *files, const struct act_batch *row, void *memory)
{
    struct message message;
    struct arena arena = arena_of(memory, MESSAGE_ARENA_SIZE);
    if (message_decode(row->message, &arena, &message) != STATUS_OK ||
        message.kind != MESSAGE_BATCH) {
        return STATUS_BROKEN;
    }
    struct span left = message.batch.entries;
    enum status status = STATUS_OK;
    for (uint32_t i = 0; status == STATUS_OK && left.size > 0; i++) {
        struct sealed sealed;
        if (entry_open(&left, &sealed) != STATUS_OK) {
            return STATUS_BROKEN;
        }
        if (i < row->skip) {
            continue;
        }
        if (sealed.entry.kind == ENTRY_FILE_PART) {
            status = take_part(files, &sealed);
        } else if (sealed.entry.kind == ENTRY_FILE_CLOSE) {
            status = take_close(files, &sealed, row->received);
        } else if (sealed.entry.kind == ENTRY_RUN_CANCELLED) {
            status = take_cancelled(files, &sealed, row->received);
        }
    }
    return status;
}

static enum status read_rows(struct book_files *files, struct act_reader *reader, uint64_t last)
{
    struct act_batch rows[BOOKS_PAGE_ROWS];
    uint8_t *memory = malloc(BOOKS_PAGE_SIZE + MESSAGE_ARENA_SIZE);
    struct act_page page = {
        .at = memory, .room = BOOKS_PAGE_SIZE, .rows = rows, .rows_max = BOOKS_PAGE_ROWS};
    enum status status = memory ? STATUS_OK : STATUS_FULL;
    uint64_t after = 0;
    bool more = true;
    while (status == STATUS_OK && more) {
        status = act_reader_read(reader, after, &page);
        more = page.count > 0;
        for (size_t i = 0; status == STATUS_OK && more && i < page.count; i++) {
            after = rows[i].n;
            more = after <= last;
            if (more && !is_apart(files, after)) {
                status = take_row(files, &rows[i], memory + BOOKS_PAGE_SIZE);
            }
        }
    }
    free(memory);
    return status;
}

int book_files_read(struct book_files *files, const struct config *config, uint64_t last)
{
    struct act_reader_sqlite sqlite;
    int result = read_apart(files, config);
    if (result == CALL_OK) {
        result = books_acts(files->call, config, &sqlite);
    }
    if (result != CALL_OK) {
        return result;
    }
    struct act_reader reader = act_reader_sqlite_reader(&sqlite);
    const enum status status = read_rows(files, &reader, last);
    act_reader_sqlite_close(&sqlite);
    return status == STATUS_OK ? CALL_OK : books_failed(files->call, STATE_ACTS, status);
}

void book_files_free(struct book_files *files)
{
    for (int i = 0; i < BOOK_FILE_KINDS; i++) {
        free(files->text[i].bytes);
    }
    while (files->begun_count > 0) {
        drop(files, &files->begun[files->begun_count - 1]);
    }
    for (size_t i = 0; i < files->version_count; i++) {
        free(files->versions[i].text.bytes);
    }
    free(files->versions);
    free(files->known);
    free(files->apart);
    free(files->cancels.bytes);
    free(files->plan_memory);
}

/* --- calendar and plan --- */

static bool add_rows(struct plan *plan, struct names *names, struct text rows)
{
    struct plan_fault fault;
    while (rows.size > 0) {
        if (!plan_row(plan, names, text_split(&rows, '\n'), &fault)) {
            return false;
        }
    }
    return true;
}

/* A cancelled run that the plan in force does not know is left out, as in watch. */
static bool add_cancels(const struct book_files *files, struct plan *plan, struct names *names)
{
    struct text rows = {.at = files->cancels.bytes, .size = files->cancels.size};
    for (size_t i = 0; rows.size > 0 && i < BOOK_CANCELS_MAX; i++) {
        struct plan_fault fault;
        const struct text row = text_split(&rows, '\n');
        if (!plan_row(plan, names, files->leave_out[i] ? TEXT("") : row, &fault)) {
            return false;
        }
    }
    return true;
}

enum status book_files_plan(struct book_files *files, const struct calendar *calendar,
                            struct plan *plan, struct names *names, const struct parties *parties)
{
    const struct text rows = book_files_text(files, FILE_PLAN);
    struct plan_fault fault = {.kind = PLAN_FAULT_NO_RUN};
    const size_t size = plan_memory(PLAN_ROWS + BOOK_CANCELS_MAX);
    if (rows.size == 0) {
        return STATUS_NOT_FOUND;
    }
    files->plan_memory = malloc(size);
    if (!files->plan_memory) {
        return STATUS_FULL;
    }
    memset(files->leave_out, 0, sizeof files->leave_out);
    for (;;) {
        plan_begin(plan, files->plan_memory, size, calendar);
        if (!add_rows(plan, names, rows)) {
            return STATUS_MALFORMED;
        }
        const uint32_t before = plan->line;
        if (!add_cancels(files, plan, names)) {
            return STATUS_MALFORMED;
        }
        if (plan_end(plan, names, parties, &fault)) {
            return STATUS_OK;
        }
        if (fault.kind != PLAN_FAULT_NO_RUN || fault.line <= before ||
            fault.line - before > BOOK_CANCELS_MAX || files->leave_out[fault.line - before - 1]) {
            return STATUS_MALFORMED;
        }
        files->leave_out[fault.line - before - 1] = true;
    }
}

void book_files_plan_rows(const struct book_files *files, FILE *out)
{
    const struct text plan = book_files_text(files, FILE_PLAN);
    struct text rows = {.at = files->cancels.bytes, .size = files->cancels.size};
    (void)fwrite(plan.at, 1, plan.size, out);
    for (size_t i = 0; rows.size > 0 && i < BOOK_CANCELS_MAX; i++) {
        const struct text row = text_split(&rows, '\n');
        if (!files->leave_out[i]) {
            (void)fprintf(out, "%.*s\n", (int)row.size, row.at);
        }
    }
}

enum status book_files_almanac(struct book_files *files, struct calendar *calendar,
                               struct plan *plan, struct names *names,
                               const struct parties *parties)
{
    struct calendar_fault fault;
    const struct text rows = book_files_text(files, FILE_CALENDAR);
    return calendar_read(calendar, 1, (struct day){0}, rows, &fault)
               ? book_files_plan(files, calendar, plan, names, parties)
               : STATUS_NOT_FOUND;
}
