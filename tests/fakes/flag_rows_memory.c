#include "tests/fakes/flag_rows_memory.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"

/* --- the tables as data: where a row's fields are, the key first --- */

enum field_kind { FIELD_TEXT, FIELD_FOUR, FIELD_EIGHT, FIELD_ONE };

struct field {
    enum field_kind kind;
    size_t at;
};

struct table {
    const char *name;
    size_t width;
    const struct field *fields;
    int count;
    int keys;
};

#define TEXT_AT(type, member)                                                                      \
    {                                                                                              \
        FIELD_TEXT, offsetof(struct type, member)                                                  \
    }
#define FOUR_AT(type, member)                                                                      \
    {                                                                                              \
        FIELD_FOUR, offsetof(struct type, member)                                                  \
    }
#define EIGHT_AT(type, member)                                                                     \
    {                                                                                              \
        FIELD_EIGHT, offsetof(struct type, member)                                                 \
    }
#define ONE_AT(type, member)                                                                       \
    {                                                                                              \
        FIELD_ONE, offsetof(struct type, member)                                                   \
    }

static const struct field dossier_fields[] = {
    TEXT_AT(book_dossier, code),
    TEXT_AT(book_dossier, procedure),
    TEXT_AT(book_dossier, agency),
    FOUR_AT(book_dossier, received),
    FOUR_AT(book_dossier, promised),
    ONE_AT(book_dossier, status),
    ONE_AT(book_dossier, by_post),
    TEXT_AT(book_dossier, holder),
    FOUR_AT(book_dossier, since),
    ONE_AT(book_dossier, verified),
    TEXT_AT(book_dossier, offer_to),
    TEXT_AT(book_dossier, bundle),
    FOUR_AT(book_dossier, level),
    FOUR_AT(book_dossier, cause),
    FOUR_AT(book_dossier, leg),
    FOUR_AT(book_dossier, missing),
    FOUR_AT(book_dossier, slack_minutes),
    FOUR_AT(book_dossier, minutes_gained),
    FOUR_AT(book_dossier, forecast),
    TEXT_AT(book_dossier, last_safe_run.route),
    TEXT_AT(book_dossier, last_safe_run.round),
    FOUR_AT(book_dossier, last_safe_run.departs),
    FOUR_AT(book_dossier, saver),
    FOUR_AT(book_dossier, saver_leg),
    FOUR_AT(book_dossier, extra_before),
    TEXT_AT(book_dossier, from),
    TEXT_AT(book_dossier, to),
    FOUR_AT(book_dossier, raised_at),
    ONE_AT(book_dossier, conflicts),
    ONE_AT(book_dossier, acknowledged),
    ONE_AT(book_dossier, handled),
    FOUR_AT(book_dossier, butfor),
    FOUR_AT(book_dossier, minutes_spare),
    FOUR_AT(book_dossier, minutes_taken),
    FOUR_AT(book_dossier, minutes_standard),
    ONE_AT(book_dossier, by_instant),
    ONE_AT(book_dossier, rung),
    FOUR_AT(book_dossier, f50),
    FOUR_AT(book_dossier, f90),
    FOUR_AT(book_dossier, late),
};

static const struct field act_fields[] = {
    TEXT_AT(book_act, subject),
    EIGHT_AT(book_act, at),
    FOUR_AT(book_act, kind),
    TEXT_AT(book_act, party),
    TEXT_AT(book_act, counterpart),
    TEXT_AT(book_act, parent),
    TEXT_AT(book_act, reason),
    TEXT_AT(book_act, stop),
    TEXT_AT(book_act, person),
    FOUR_AT(book_act, early_ms),
    FOUR_AT(book_act, late_ms),
    EIGHT_AT(book_act, source.device),
    FOUR_AT(book_act, source.place.epoch),
    EIGHT_AT(book_act, source.place.seq),
    FOUR_AT(book_act, source.line),
    ONE_AT(book_act, one_device),
    ONE_AT(book_act, typed),
};

static const struct field change_fields[] = {
    TEXT_AT(book_change, code),        FOUR_AT(book_change, at),
    FOUR_AT(book_change, level),       FOUR_AT(book_change, cause),
    FOUR_AT(book_change, leg),         FOUR_AT(book_change, slack_minutes),
    FOUR_AT(book_change, forecast),    FOUR_AT(book_change, promised),
    FOUR_AT(book_change, raised_at),   ONE_AT(book_change, same_fact),
    ONE_AT(book_change, acknowledged), ONE_AT(book_change, handled),
    ONE_AT(book_change, rung),
};

static const struct field conflict_fields[] = {
    TEXT_AT(book_conflict, code),  EIGHT_AT(book_conflict, at),    FOUR_AT(book_conflict, kind),
    TEXT_AT(book_conflict, party), TEXT_AT(book_conflict, holder), ONE_AT(book_conflict, moved),
};

static const struct field incident_fields[] = {
    EIGHT_AT(book_incident, source.device),
    FOUR_AT(book_incident, source.place.epoch),
    EIGHT_AT(book_incident, source.place.seq),
    FOUR_AT(book_incident, source.line),
    TEXT_AT(book_incident, kind),
    TEXT_AT(book_incident, detail),
    EIGHT_AT(book_incident, at),
};

static const struct field apart_fields[] = {
    EIGHT_AT(book_apart, n),         EIGHT_AT(book_apart, device), FOUR_AT(book_apart, first.epoch),
    EIGHT_AT(book_apart, first.seq), FOUR_AT(book_apart, count),   TEXT_AT(book_apart, why),
};

static const struct field reading_fields[] = {
    EIGHT_AT(book_reading, source.device),
    FOUR_AT(book_reading, source.place.epoch),
    EIGHT_AT(book_reading, source.place.seq),
    FOUR_AT(book_reading, source.line),
    EIGHT_AT(book_reading, at),
    TEXT_AT(book_reading, raw),
    TEXT_AT(book_reading, party),
    TEXT_AT(book_reading, stop),
};

static const struct field office_fields[] = {
    TEXT_AT(book_office, code), TEXT_AT(book_office, label), TEXT_AT(book_office, short_label),
    TEXT_AT(book_office, kind), TEXT_AT(book_office, stop),
};

static const struct field notice_fields[] = {
    TEXT_AT(book_notice, code),         FOUR_AT(book_notice, raised_at),
    ONE_AT(book_notice, rung),          FOUR_AT(book_notice, reached),
    FOUR_AT(book_notice, told),         TEXT_AT(book_notice, party),
    FOUR_AT(book_notice, level),        FOUR_AT(book_notice, cause),
    FOUR_AT(book_notice, leg),          FOUR_AT(book_notice, slack_minutes),
    TEXT_AT(book_notice, run.route),    TEXT_AT(book_notice, run.round),
    FOUR_AT(book_notice, run.departs),  FOUR_AT(book_notice, saver),
    FOUR_AT(book_notice, extra_before),
};

#define FIELDS(list) list, (int)(sizeof(list) / sizeof((list)[0]))

static const struct table tables[] = {
    [MEMORY_DOSSIER] = {"dossier",  sizeof(struct book_dossier),  FIELDS(dossier_fields),  1},
    [MEMORY_ACT] = {"act",      sizeof(struct book_act),      FIELDS(act_fields),      9},
    [MEMORY_CHANGE] = {"change",   sizeof(struct book_change),   FIELDS(change_fields),   2},
    [MEMORY_CONFLICT] = {"conflict", sizeof(struct book_conflict), FIELDS(conflict_fields), 4},
    [MEMORY_INCIDENT] = {"incident", sizeof(struct book_incident), FIELDS(incident_fields), 6},
    [MEMORY_APART] = {"apart",    sizeof(struct book_apart),    FIELDS(apart_fields),    1},
    [MEMORY_READING] = {"reading",  sizeof(struct book_reading),  FIELDS(reading_fields),  4},
    [MEMORY_OFFICE] = {"office",   sizeof(struct book_office),   FIELDS(office_fields),   1},
    [MEMORY_NOTICE] = {"notice",   sizeof(struct book_notice),   FIELDS(notice_fields),   3},
};

static struct text text_at(const struct field *field, const void *row)
{
    struct text text;
    memcpy(&text, (const uint8_t *)row + field->at, sizeof text);
    return text;
}

static int64_t number_at(const struct field *field, const void *row)
{
    const uint8_t *at = (const uint8_t *)row + field->at;
    int32_t four = 0;
    int64_t eight = 0;
    if (field->kind == FIELD_ONE) {
        return *at;
    }
    if (field->kind == FIELD_FOUR) {
        memcpy(&four, at, sizeof four);
        return four;
    }
    memcpy(&eight, at, sizeof eight);
    return eight;
}

static int field_order(const struct field *field, const void *a, const void *b)
{
    if (field->kind == FIELD_TEXT) {
        return text_order(text_at(field, a), text_at(field, b));
    }
    const int64_t left = number_at(field, a);
    const int64_t right = number_at(field, b);
    return (left > right) - (left < right);
}

int flag_memory_order(enum flag_memory_table which, const void *a, const void *b)
{
    const struct table *table = &tables[which];
    int order = 0;
    for (int i = 0; order == 0 && i < table->keys; i++) {
        order = field_order(&table->fields[i], a, b);
    }
    return order;
}

size_t flag_memory_width(enum flag_memory_table which)
{
    return tables[which].width;
}

void *flag_memory_copy(enum flag_memory_table which, const void *row, struct arena *arena)
{
    const struct table *table = &tables[which];
    size_t size = table->width;
    for (int i = 0; i < table->count; i++) {
        size += table->fields[i].kind == FIELD_TEXT ? text_at(&table->fields[i], row).size : 0;
    }
    uint8_t *copy = arena != NULL ? arena_take(arena, size) : malloc(size);
    if (copy == NULL) {
        return NULL;
    }
    uint8_t *chars = copy + table->width;
    memcpy(copy, row, table->width);
    for (int i = 0; i < table->count; i++) {
        if (table->fields[i].kind == FIELD_TEXT) {
            struct text text = text_at(&table->fields[i], row);
            if (text.size > 0) {
                memcpy(chars, text.at, text.size);
            }
            text.at = (const char *)chars;
            chars += text.size;
            memcpy(copy + table->fields[i].at, &text, sizeof text);
        }
    }
    return copy;
}

/* --- rows --- */

static void make_room(struct flag_memory_rows *rows, size_t count)
{
    if (count > rows->room) {
        rows->room = count < 32 ? 32 : 2 * count;
        rows->at = realloc(rows->at, rows->room * sizeof *rows->at);
        assert(rows->at != NULL);
    }
}

void flag_memory_push(struct flag_memory_rows *rows, void *row)
{
    make_room(rows, rows->count + 1);
    rows->at[rows->count++] = row;
}

void flag_memory_free_each(struct flag_memory_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        free(rows->at[i]);
    }
    rows->count = 0;
}

void flag_memory_same(struct flag_memory_rows *to, const struct flag_memory_rows *from)
{
    make_room(to, from->count);
    if (from->count > 0) {
        memcpy(to->at, from->at, from->count * sizeof *to->at);
    }
    to->count = from->count;
}

size_t flag_memory_place(enum flag_memory_table table, const struct flag_memory_rows *rows,
                         const void *row, bool *out_there)
{
    size_t low = 0;
    size_t high = rows->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (flag_memory_order(table, rows->at[middle], row) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *out_there = low < rows->count && flag_memory_order(table, rows->at[low], row) == 0;
    return low;
}

void flag_memory_insert(struct flag_memory_rows *rows, size_t at, void *row)
{
    make_room(rows, rows->count + 1);
    memmove(&rows->at[at + 1], &rows->at[at], (rows->count - at) * sizeof *rows->at);
    rows->at[at] = row;
    rows->count++;
}

void flag_memory_remove(struct flag_memory_rows *rows, size_t at)
{
    memmove(&rows->at[at], &rows->at[at + 1], (rows->count - at - 1) * sizeof *rows->at);
    rows->count--;
}

void flag_memory_about(enum flag_memory_table which, const struct flag_memory_rows *rows,
                       struct text code, size_t *out_from, size_t *out_end)
{
    const struct field *first = &tables[which].fields[0];
    size_t from = 0;
    size_t high = rows->count;
    while (from < high) {
        const size_t middle = from + (high - from) / 2;
        if (text_order(text_at(first, rows->at[middle]), code) < 0) {
            from = middle + 1;
        } else {
            high = middle;
        }
    }
    size_t end = from;
    while (end < rows->count && text_equal(text_at(first, rows->at[end]), code)) {
        end++;
    }
    *out_from = from;
    *out_end = end;
}

struct text flag_memory_line(enum flag_memory_table which, const void *row, struct line *line)
{
    const struct table *table = &tables[which];
    line_put(line, table->name);
    for (int i = 0; i < table->count; i++) {
        line_char(line, '\t');
        if (table->fields[i].kind == FIELD_TEXT) {
            line_escaped(line, text_at(&table->fields[i], row));
        } else {
            line_signed(line, number_at(&table->fields[i], row));
        }
    }
    return line_done(line);
}

static int newest_told_first(const void *a, const void *b)
{
    const struct book_notice *left = *(void *const *)a;
    const struct book_notice *right = *(void *const *)b;
    const int party = text_order(left->party, right->party);
    if (left->told.m != right->told.m) {
        return left->told.m > right->told.m ? -1 : 1;
    }
    if (left->rung != right->rung) {
        return left->rung < right->rung ? -1 : 1;
    }
    if (party != 0) {
        return party;
    }
    if (left->slack_minutes != right->slack_minutes) {
        return left->slack_minutes < right->slack_minutes ? -1 : 1;
    }
    return text_order(left->code, right->code);
}

static bool still_stands(const struct flag_memory_rows *dossiers, const struct book_notice *notice)
{
    const struct book_dossier key = {.code = notice->code};
    bool there = false;
    const size_t at = flag_memory_place(MEMORY_DOSSIER, dossiers, &key, &there);
    return there && notice_stands(notice, dossiers->at[at]);
}

void flag_memory_notices(const struct flag_memory_rows *rows,
                         const struct flag_memory_rows *dossiers,
                         const struct notice_filter *filter, struct flag_memory_rows *out)
{
    for (size_t i = 0; i < rows->count; i++) {
        const struct book_notice *notice = rows->at[i];
        if (notice->told.m >= filter->from.m && notice->told.m <= filter->to.m &&
            (filter->rung == RUNG_NONE || notice->rung == filter->rung) &&
            (filter->party.size == 0 || text_equal(notice->party, filter->party)) &&
            (!filter->only_standing || still_stands(dossiers, notice))) {
            flag_memory_push(out, rows->at[i]);
        }
    }
    if (out->count > 0) {
        qsort(out->at, out->count, sizeof *out->at, newest_told_first);
    }
}
