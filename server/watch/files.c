#include "server/watch/files.h"

#include "server/watch/file_lines.h"
#include "wire/message.h"

/* INVARIANTS
 *
 * (1) Parts of one file come from one device, numbered from 0 by 1.
 * (2) Every line is understood before the first one counts. */

enum { PAGE_ROWS = 32 };

/* Where the next file row of an open file is taken from the acts again. */
struct replay {
    struct fold *fold;
    const struct open_file *open;
    enum { REPLAY_HASH, REPLAY_WHOLE, REPLAY_CHECK, REPLAY_TAKE } what;
    struct hash_sum sum;       /* REPLAY_HASH */
    struct book_source source; /* of the close; line counts */
    uint32_t parts;
};

static struct open_file *find_open(struct fold *fold, struct device device, const struct hash *file)
{
    for (uint32_t i = 0; i < fold->open_count; i++) {
        if (fold->open[i].device.id == device.id && hash_equal(&fold->open[i].file, file)) {
            return &fold->open[i];
        }
    }
    return NULL;
}

static void drop_open(struct fold *fold, const struct open_file *open)
{
    fold->open[open - fold->open] = fold->open[--fold->open_count];
}

static enum status broken(struct fold *fold, const struct sealed *sealed, struct instant at,
                          const char *why)
{
    struct book_source source = {.device = sealed->entry.device, .place = sealed->entry.place};
    fold->counters.files_broken++;
    return fold_incident(fold, &source, at, "file_broken", text_of(why));
}

/* A place for one more; the one that was begun longest ago makes room. */
static struct open_file *new_open(struct fold *fold)
{
    if (fold->open_count < FOLD_FILES_OPEN_MAX) {
        return &fold->open[fold->open_count++];
    }
    struct open_file *oldest = &fold->open[0];
    for (uint32_t i = 1; i < fold->open_count; i++) {
        oldest = fold->open[i].row < oldest->row ? &fold->open[i] : oldest;
    }
    return oldest;
}

/* One incident a file, however many of its parts are still to come. */
static enum status break_open(struct fold *fold, struct open_file *open,
                              const struct sealed *sealed, struct instant at)
{
    open->broken = true;
    return broken(fold, sealed, at, "a part of a file is missing or out of order");
}

enum status files_part(struct fold *fold, const struct sealed *sealed, struct instant at)
{
    struct file_part_body part;
    if (file_part_decode(sealed->entry.body, &part) != STATUS_OK) {
        return broken(fold, sealed, at, "a part of a file does not decode");
    }
    struct open_file *open = find_open(fold, sealed->entry.device, &part.file);
    if (!open || part.number == 0) { /* a file may be sent once more, from its start */
        open = open ? open : new_open(fold);
        *open = (struct open_file){
            .device = sealed->entry.device, .file = part.file, .kind = part.kind, .row = fold->row};
    }
    if (open->broken) {
        return STATUS_OK;
    }
    if (open->kind != part.kind || open->parts != part.number) {
        return break_open(fold, open, sealed, at); /* (1) */
    }
    open->parts++;
    open->size += part.bytes.size;
    return STATUS_OK;
}

/* A calendar or a plan is small: its text is put together and handed over whole. */
static enum status gather(struct fold *fold, struct text text)
{
    struct line into = line_of(fold->text + fold->text_size, FOLD_TEXT_SIZE - fold->text_size);
    line_text(&into, text);
    fold->text_size += into.size;
    return into.cut ? STATUS_MALFORMED : STATUS_OK; /* longer than any plan may be */
}

static enum status replay_lines(struct replay *replay, struct text text)
{
    enum status status = STATUS_OK;
    while (status == STATUS_OK && text.size > 0) {
        struct text line = text_split(&text, '\n');
        replay->source.line++;
        status = file_line(replay->fold, replay->open->kind, line, &replay->source,
                           replay->what == REPLAY_TAKE);
    }
    return status;
}

static enum status replay_part(struct replay *replay, struct span bytes)
{
    struct text text = {.at = (const char *)bytes.at, .size = bytes.size};
    switch (replay->what) {
    case REPLAY_HASH:
        hash_add(&replay->sum, bytes);
        return STATUS_OK;
    case REPLAY_WHOLE:
        return gather(replay->fold, text);
    case REPLAY_CHECK:
    case REPLAY_TAKE:
        return replay_lines(replay, text);
    }
    return STATUS_OK;
}

static enum status replay_entries(struct replay *replay, struct span left)
{
    struct sealed sealed;
    struct file_part_body part;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && left.size > 0) {
        if (entry_open(&left, &sealed) != STATUS_OK) {
            return STATUS_BROKEN;
        }
        if (sealed.entry.kind != ENTRY_FILE_PART || replay->parts == replay->open->parts ||
            file_part_decode(sealed.entry.body, &part) != STATUS_OK ||
            !hash_equal(&part.file, &replay->open->file) || part.number != replay->parts) {
            continue;
        }
        replay->parts++;
        status = replay_part(replay, part.bytes);
    }
    return status;
}

static enum status replay_row(struct replay *replay, const struct act_batch *row)
{
    struct message message;
    struct arena arena =
        arena_of((uint8_t *)replay->fold->memory + FOLD_PAGE_SIZE, MESSAGE_ARENA_SIZE);
    if (row->device.id != replay->open->device.id || fold_is_apart(replay->fold, row->n)) {
        return STATUS_OK;
    }
    if (message_decode(row->message, &arena, &message) != STATUS_OK ||
        message.kind != MESSAGE_BATCH) {
        return STATUS_BROKEN;
    }
    return replay_entries(replay, message.batch.entries);
}

/* Reads the file's parts once more, in order, from the acts. */
static enum status replay_file(struct replay *replay)
{
    struct act_batch rows[PAGE_ROWS];
    struct act_page page = {
        .at = replay->fold->memory, .room = FOLD_PAGE_SIZE, .rows = rows, .rows_max = PAGE_ROWS};
    uint64_t after = replay->open->row - 1;
    while (replay->parts < replay->open->parts && after < replay->fold->row) {
        enum status status = act_reader_read(replay->fold->reader, after, &page);
        for (size_t i = 0; status == STATUS_OK && i < page.count; i++) {
            after = rows[i].n;
            status = replay_row(replay, &rows[i]);
        }
        if (status != STATUS_OK || page.count == 0) {
            return status == STATUS_OK ? STATUS_BROKEN : status;
        }
    }
    return replay->parts == replay->open->parts ? STATUS_OK : STATUS_BROKEN;
}

static enum status take_whole(struct replay *replay, struct day valid_from)
{
    struct fold *fold = replay->fold;
    fold->text_size = 0;
    replay->what = REPLAY_WHOLE;
    enum status status = replay_file(replay);
    struct text text = {.at = fold->text, .size = fold->text_size};
    if (status == STATUS_OK) {
        status = replay->open->kind == FILE_PLAN
                     ? almanac_plan(fold->almanac, text)
                     : almanac_calendar(fold->almanac, text, valid_from);
    }
    if (status == STATUS_OK) {
        model_touch_all(fold->model);
    }
    return status == STATUS_FULL ? STATUS_MALFORMED : status;
}

/* (2) */
static enum status take_lines(struct replay *replay)
{
    struct replay take = *replay;
    replay->what = REPLAY_CHECK;
    enum status status = replay_file(replay);
    if (status == STATUS_OK) {
        take.what = REPLAY_TAKE;
        status = replay_file(&take);
    }
    return status;
}

static enum status take_file(struct replay *replay, struct day valid_from)
{
    switch (replay->open->kind) {
    case FILE_PLAN:
    case FILE_CALENDAR:
        return take_whole(replay, valid_from);
    case FILE_FEED:
    case FILE_SUPPLEMENTS:
    case FILE_ACTS:
    case FILE_OFFICES:
        return take_lines(replay);
    }
    return STATUS_MALFORMED;
}

static bool agrees(const struct open_file *open, const struct file_close_body *close)
{
    return open->kind == close->kind && open->parts == close->parts && open->size == close->size;
}

static enum status check_hash(const struct replay *from)
{
    struct replay replay = *from;
    replay.what = REPLAY_HASH;
    hash_begin(&replay.sum);
    enum status status = replay_file(&replay);
    struct hash hash = hash_end(&replay.sum);
    if (status == STATUS_OK && !hash_equal(&hash, &replay.open->file)) {
        return STATUS_MALFORMED;
    }
    return status;
}

static enum status not_understood(struct fold *fold, const struct sealed *sealed, struct instant at,
                                  const struct replay *replay)
{
    char why[64];
    struct line line = line_of(why, sizeof why);
    if (replay->source.line > 0) {
        line_put(&line, "line ");
        line_unsigned(&line, replay->source.line);
        line_put(&line, " of a file is not understood");
    } else {
        line_put(&line, "a plan or calendar is not understood");
    }
    return broken(fold, sealed, at, why);
}

/* One incident a file: which dossiers they are is told by their flag, unknown. */
static enum status tell_impossible(struct fold *fold, const struct sealed *sealed,
                                   struct instant at, uint64_t count)
{
    char why[96];
    struct line line = line_of(why, sizeof why);
    const struct book_source source = {.device = sealed->entry.device,
                                       .place = sealed->entry.place};
    line_unsigned(&line, count);
    line_put(&line, " rows of a file promise a time before the receipt: unknown");
    return fold_incident(fold, &source, at, "promise_before_receipt", line_done(&line));
}

/* OPEN agrees with its close in number and size. */
static enum status take_open(struct fold *fold, const struct open_file *open,
                             const struct sealed *sealed, const struct file_close_body *close,
                             struct instant at)
{
    struct replay replay = {
        .fold = fold,
        .open = open,
        .source = {.device = sealed->entry.device, .place = sealed->entry.place}
    };
    const uint64_t before = fold->counters.impossible;
    enum status status = check_hash(&replay);
    if (status == STATUS_MALFORMED) {
        return broken(fold, sealed, at, "a file's hash is not what its close says");
    }
    if (status == STATUS_OK) {
        status = take_file(&replay, close->valid_from);
    }
    if (status == STATUS_OK && fold->counters.impossible > before) {
        status = tell_impossible(fold, sealed, at, fold->counters.impossible - before);
    }
    if (status == STATUS_MALFORMED) {
        return not_understood(fold, sealed, at, &replay);
    }
    if (status == STATUS_OK) {
        status = file_know(&fold->files, &close->file);
        fold->counters.files++;
    }
    return status;
}

enum status files_close(struct fold *fold, const struct sealed *sealed, struct instant at)
{
    struct file_close_body body;
    if (file_close_decode(sealed->entry.body, &body) != STATUS_OK) {
        return broken(fold, sealed, at, "the close of a file does not decode");
    }
    struct open_file *found = find_open(fold, sealed->entry.device, &body.file);
    struct open_file open = {.device = sealed->entry.device, .kind = body.kind, .file = body.file};
    if (found) {
        open = *found;
        drop_open(fold, found);
    }
    if (file_is_known(&fold->files, &body.file)) {
        fold->counters.files_again++;
        return STATUS_OK;
    }
    if (open.broken) {
        return STATUS_OK; /* an incident says so */
    }
    if (!agrees(&open, &body)) { /* with no part at all it may still be the empty file */
        return broken(fold, sealed, at, "parts of a file are missing, or its size differs");
    }
    return take_open(fold, &open, sealed, &body, at);
}
