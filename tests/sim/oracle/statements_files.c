#include <stdlib.h>
#include <string.h>

#include "core/csv_line.h"
#include "tests/sim/oracle/statements.h"

enum { ACT_FIELDS = 9, FEED_FIELDS = 11, SUPPLEMENT_FIELDS = 5, STATUS_MAX = 10 };

/* --- lines --- */

static bool compact(struct text text, int64_t *out)
{
    struct instant instant = {NEVER_TOLD};
    *out = NEVER_TOLD;
    if (text.size > 0 && instant_parse_compact(text, &instant) != STATUS_OK) {
        return false;
    }
    *out = instant.ms;
    return true;
}

static int32_t minute_of(int64_t instant)
{
    return instant == NEVER_TOLD ? NOT_THERE : instant_minute((struct instant){instant}).m;
}

static struct text cell(const struct csv_line *line, size_t i)
{
    return text_trim(csv_field(line, i));
}

static bool feed_line(struct all_told *told, const struct csv_line *line, bool count)
{
    int64_t received;
    int64_t promise;
    int64_t finished;
    int64_t returned;
    uint64_t status = 0;
    struct text procedure = cell(line, 1);
    if (line->count != FEED_FIELDS || cell(line, 0).size == 0 ||
        !compact(cell(line, 4), &received) || !compact(cell(line, 5), &promise) ||
        !compact(cell(line, 7), &finished) || !compact(cell(line, 10), &returned) ||
        (cell(line, 6).size > 0 && !text_unsigned(cell(line, 6), &status)) || status > STATUS_MAX) {
        return false;
    }
    if (count) {
        struct told_dossier *row = told_dossier(told, told_word(told, cell(line, 0)));
        procedure.size = procedure.size > 8 ? 8 : procedure.size;
        row->in_feed = true;
        row->touched = true;
        row->procedure = told_word(told, procedure);
        row->agency = told_word(told, cell(line, 8));
        row->received = received;
        row->promise = minute_of(promise);
        if (received != NEVER_TOLD && row->promise < minute_of(received)) {
            row->promise = NOT_THERE; /* reading 48 */
        }
        row->finished = minute_of(finished);
        row->returned = minute_of(returned);
        row->status = (int)status;
    }
    return true;
}

static bool supplement_line(struct all_told *told, const struct csv_line *line, bool count)
{
    struct told_supplement made;
    int64_t before;
    int64_t promise;
    if (line->count != SUPPLEMENT_FIELDS || cell(line, 0).size == 0 ||
        !compact(cell(line, 1), &made.asked) || !compact(cell(line, 2), &made.brought) ||
        !compact(cell(line, 3), &before) || !compact(cell(line, 4), &promise)) {
        return false;
    }
    if (count) {
        struct told_dossier *row = told_dossier(told, told_word(told, cell(line, 0)));
        size_t at = 0;
        made.promise = minute_of(promise);
        while (at < row->supplement_count && row->supplements[at].asked != made.asked) {
            at++;
        }
        if (at == row->supplement_count) {
            row->supplements = list_grow(row->supplements, at, sizeof *row->supplements);
            row->supplement_count++;
        }
        row->supplements[at] = made;
        row->touched = true;
    }
    return true;
}

static bool act_line(struct all_told *told, const struct csv_line *line, const struct dated *event,
                     bool count)
{
    struct instant at;
    enum act_kind kind;
    if (line->count != ACT_FIELDS || instant_parse(cell(line, 0), &at) != STATUS_OK ||
        !act_kind_parse(cell(line, 1), &kind) || cell(line, 2).size == 0 ||
        cell(line, 3).size == 0) {
        return false;
    }
    if (count) {
        const struct told_act act = {.at = at.ms,
                                     .kind = kind,
                                     .subject = told_word(told, cell(line, 2)),
                                     .party = told_word(told, cell(line, 3)),
                                     .person = told_word(told, cell(line, 4)),
                                     .counterpart = told_word(told, cell(line, 5)),
                                     .stop = told_word(told, cell(line, 6)),
                                     .parent = told_word(told, cell(line, 7)),
                                     .reason = told_word(told, cell(line, 8)),
                                     .device = event->entry->device,
                                     .place = event->entry->place};
        told_act(told, &act);
    }
    return true;
}

static bool one_line(struct all_told *told, enum file_kind kind, struct text text,
                     const struct dated *event, bool count)
{
    static struct csv_line line;
    if (text.size == 0 || text.at[0] == '#' || text_starts(text, "MaHoSo,") ||
        text_starts(text, "at,act,") || text_starts(text, "code,label,")) {
        return true;
    }
    if (csv_line_split(text, &line) != STATUS_OK) {
        return false;
    }
    if (kind == FILE_FEED) {
        return feed_line(told, &line, count);
    }
    if (kind == FILE_SUPPLEMENTS) {
        return supplement_line(told, &line, count);
    }
    return kind != FILE_ACTS || act_line(told, &line, event, count);
}

/* All lines or none. */
static bool all_lines(struct all_told *told, enum file_kind kind, struct text file,
                      const struct dated *event)
{
    for (int count = 0; count < 2; count++) {
        struct text rest = file;
        if (text_starts(rest, "\xef\xbb\xbf")) {
            rest = (struct text){.at = rest.at + 3, .size = rest.size - 3};
        }
        while (rest.size > 0) {
            if (!one_line(told, kind, text_trim(text_split(&rest, '\n')), event, count == 1)) {
                return false;
            }
        }
    }
    return true;
}

/* --- files --- */

static struct heard_file *file_of(struct statements *statements, struct device device,
                                  enum file_kind kind, const struct hash *hash)
{
    for (size_t i = 0; i < statements->file_count; i++) {
        struct heard_file *file = &statements->files[i];
        if (file->device.id == device.id && file->kind == kind && hash_equal(&file->hash, hash)) {
            return file;
        }
    }
    return NULL;
}

/* Part 0 begins anew; a part that does not follow spoils what there is. */
void statements_part(struct statements *statements, const struct dated *event)
{
    struct file_part_body body;
    if (file_part_decode(event->entry->body, &body) != STATUS_OK) {
        return;
    }
    struct heard_file *file = file_of(statements, event->entry->device, body.kind, &body.file);
    if (!file) {
        statements->files =
            list_grow(statements->files, statements->file_count, sizeof *statements->files);
        file = &statements->files[statements->file_count++];
        *file = (struct heard_file){
            .device = event->entry->device, .kind = body.kind, .hash = body.file};
    }
    if (body.number == 0) {
        file->parts = 0;
        file->size = 0;
    }
    if (body.number != file->parts) {
        file->parts = UINT32_MAX;
        return;
    }
    char *bytes = realloc(file->bytes, file->size + body.bytes.size);
    if (!bytes) {
        abort();
    }
    memcpy(bytes + file->size, body.bytes.at, body.bytes.size);
    file->bytes = bytes;
    file->size += body.bytes.size;
    file->parts++;
}

static bool counted_before(const struct statements *statements, const struct file_close_body *body)
{
    for (size_t i = 0; i < statements->file_count; i++) {
        const struct heard_file *file = &statements->files[i];
        if (file->counted && file->kind == body->kind && hash_equal(&file->hash, &body->file)) {
            return true;
        }
    }
    return false;
}

static bool in_force(struct all_told *told, const struct file_close_body *body, struct text file,
                     const struct dated *event)
{
    if (body->kind == FILE_CALENDAR) {
        return told_calendar(told, file, body->valid_from);
    }
    if (body->kind == FILE_PLAN) {
        return told_plan(told, file);
    }
    return all_lines(told, body->kind, file, event);
}

void statements_close(struct statements *statements, const struct dated *event)
{
    struct file_close_body body;
    if (file_close_decode(event->entry->body, &body) != STATUS_OK ||
        counted_before(statements, &body)) {
        return;
    }
    struct heard_file *file = file_of(statements, event->entry->device, body.kind, &body.file);
    if (!file || file->parts != body.parts || file->size != body.size) {
        return;
    }
    const struct hash hash = hash_of(span_of(file->bytes, file->size));
    if (hash_equal(&hash, &body.file)) {
        file->counted = in_force(&statements->told, &body,
                                 (struct text){.at = file->bytes, .size = file->size}, event);
    }
    file->parts = 0;
    file->size = 0;
}
