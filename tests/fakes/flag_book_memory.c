#include "tests/fakes/flag_book_memory.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"

/* A turn is kept as its steps: what it costs does not grow with the book. */
static void note(struct flag_book_memory *book, enum flag_memory_table which, bool made, void *row)
{
    if (book->step_count == book->step_room) {
        book->step_room = book->step_room == 0 ? 64 : 2 * book->step_room;
        book->steps = realloc(book->steps, book->step_room * sizeof *book->steps);
        assert(book->steps != NULL);
    }
    book->steps[book->step_count++] = (struct flag_memory_step){which, made, row};
    book->dirty = true;
    book->before_stale = true;
}

static void drop(struct flag_book_memory *book, enum flag_memory_table which, size_t at)
{
    note(book, which, false, book->now[which].at[at]);
    flag_memory_remove(&book->now[which], at);
}

/* Takes the steps of the turn back, the last one first. */
static void undo(const struct flag_book_memory *book, struct flag_memory_rows *tables)
{
    for (size_t i = book->step_count; i > 0; i--) {
        const struct flag_memory_step *step = &book->steps[i - 1];
        struct flag_memory_rows *rows = &tables[step->table];
        bool there = false;
        const size_t at = flag_memory_place(step->table, rows, step->row, &there);
        assert(there == step->made);
        if (step->made) {
            flag_memory_remove(rows, at);
        } else {
            flag_memory_insert(rows, at, step->row);
        }
    }
}

/* The steps' rows of one sort are nobody's any more. */
static void end_turn(struct flag_book_memory *book, bool made)
{
    for (size_t i = 0; i < book->step_count; i++) {
        if (book->steps[i].made == made) {
            free(book->steps[i].row);
        }
    }
    book->step_count = 0;
    book->begun = false;
}

static enum status put(struct flag_book_memory *book, enum flag_memory_table which, const void *row)
{
    struct flag_memory_rows *rows = &book->now[which];
    bool there = false;
    assert(book->begun);
    const size_t at = flag_memory_place(which, rows, row, &there);
    void *copy = flag_memory_copy(which, row, NULL);
    if (there) {
        drop(book, which, at);
    }
    flag_memory_insert(rows, at, copy);
    note(book, which, true, copy);
    return STATUS_OK;
}

/* --- the writer's half --- */

static enum status begin(void *self)
{
    struct flag_book_memory *book = self;
    assert(!book->begun);
    if (book->failed) {
        return STATUS_IO;
    }
    book->before_stale = true;
    book->begun = true;
    book->dirty = false;
    return STATUS_OK;
}

static void roll_back(struct flag_book_memory *book)
{
    if (!book->begun) {
        return;
    }
    undo(book, book->now);
    end_turn(book, true);
}

static enum status put_dossier(void *self, const struct book_dossier *dossier)
{
    return put(self, MEMORY_DOSSIER, dossier);
}

static enum status put_act(void *self, const struct book_act *act)
{
    return put(self, MEMORY_ACT, act);
}

static enum status put_change(void *self, const struct book_change *change)
{
    return put(self, MEMORY_CHANGE, change);
}

static enum status put_conflicts(void *self, struct text code,
                                 const struct book_conflict *conflicts, size_t count)
{
    struct flag_book_memory *book = self;
    const struct flag_memory_rows *rows = &book->now[MEMORY_CONFLICT];
    const struct book_conflict first = {.code = code, .at = {INT64_MIN}};
    bool there = false;
    assert(book->begun);
    const size_t at = flag_memory_place(MEMORY_CONFLICT, rows, &first, &there);
    while (at < rows->count &&
           text_equal(((const struct book_conflict *)rows->at[at])->code, code)) {
        drop(book, MEMORY_CONFLICT, at);
    }
    for (size_t i = 0; i < count; i++) {
        (void)put(book, MEMORY_CONFLICT, &conflicts[i]);
    }
    return STATUS_OK;
}

static enum status put_incident(void *self, const struct book_incident *incident)
{
    return put(self, MEMORY_INCIDENT, incident);
}

static enum status end_incident(void *self, const struct book_incident *incident)
{
    struct flag_book_memory *book = self;
    bool there = false;
    assert(book->begun);
    const size_t at =
        flag_memory_place(MEMORY_INCIDENT, &book->now[MEMORY_INCIDENT], incident, &there);
    if (there) {
        drop(book, MEMORY_INCIDENT, at);
    }
    return STATUS_OK;
}

static enum status put_apart(void *self, const struct book_apart *apart)
{
    return put(self, MEMORY_APART, apart);
}

static enum status put_reading(void *self, const struct book_reading *reading)
{
    return put(self, MEMORY_READING, reading);
}

static enum status put_notice(void *self, const struct book_notice *notice)
{
    return put(self, MEMORY_NOTICE, notice);
}

static enum status put_office(void *self, const struct book_office *office)
{
    return put(self, MEMORY_OFFICE, office);
}

static bool is_behind(const struct book_source *source, struct device device, struct place place)
{
    return source->device.id == device.id && place_order(source->place, place) > 0;
}

static enum status take_back(void *self, struct device device, struct place place)
{
    struct flag_book_memory *book = self;
    assert(book->begun);
    for (size_t i = book->now[MEMORY_ACT].count; i > 0; i--) {
        const struct book_act *act = book->now[MEMORY_ACT].at[i - 1];
        if (is_behind(&act->source, device, place)) {
            drop(book, MEMORY_ACT, i - 1);
        }
    }
    for (size_t i = book->now[MEMORY_READING].count; i > 0; i--) {
        const struct book_reading *reading = book->now[MEMORY_READING].at[i - 1];
        if (is_behind(&reading->source, device, place)) {
            drop(book, MEMORY_READING, i - 1);
        }
    }
    return STATUS_OK;
}

/* --- rows out --- */

static enum status give(enum flag_memory_table which, const void *row, struct arena *arena,
                        void *out)
{
    const void *copy = flag_memory_copy(which, row, arena);
    if (copy == NULL) {
        return STATUS_FULL;
    }
    memcpy(out, copy, flag_memory_width(which));
    return STATUS_OK;
}

/* Rows FROM, FROM + 1 … before END. */
/* NOLINTNEXTLINE(readability-function-size): one more than a list of the port has */
static enum status window(const struct flag_memory_rows *rows, enum flag_memory_table which,
                          size_t from, size_t end, struct arena *arena, void *out, size_t room,
                          size_t *out_count)
{
    const size_t width = flag_memory_width(which);
    size_t count = 0;
    enum status status = STATUS_OK;
    for (size_t i = from; status == STATUS_OK && i < end && count < room; i++) {
        status = give(which, rows->at[i], arena, (uint8_t *)out + count * width);
        count++;
    }
    if (status == STATUS_OK) {
        *out_count = count;
    }
    return status;
}

static enum status newest_changes(void *self, struct text code, struct arena *arena,
                                  struct book_change *out, size_t room, size_t *out_count)
{
    const struct flag_book_memory *book = self;
    const struct flag_memory_rows *rows = &book->now[MEMORY_CHANGE];
    size_t from = 0;
    size_t end = 0;
    size_t count = 0;
    enum status status = STATUS_OK;
    flag_memory_about(MEMORY_CHANGE, rows, code, &from, &end);
    for (size_t i = end; status == STATUS_OK && i > from && count < room; i--) {
        status = give(MEMORY_CHANGE, rows->at[i - 1], arena, &out[count++]);
    }
    if (status == STATUS_OK) {
        *out_count = count;
    }
    return status;
}

static enum status dossiers(void *self, struct text after, struct arena *arena,
                            struct book_dossier *out, size_t room, size_t *out_count)
{
    const struct flag_book_memory *book = self;
    const struct flag_memory_rows *rows = &book->now[MEMORY_DOSSIER];
    size_t from = 0;
    size_t end = 0;
    flag_memory_about(MEMORY_DOSSIER, rows, after, &from, &end);
    return window(rows, MEMORY_DOSSIER, end, rows->count, arena, out, room, out_count);
}

static enum status aparts(void *self, uint64_t after, struct arena *arena, struct book_apart *out,
                          size_t room, size_t *out_count)
{
    const struct flag_book_memory *book = self;
    const struct flag_memory_rows *rows = &book->now[MEMORY_APART];
    const struct book_apart key = {.n = after + 1};
    bool there = false;
    const size_t from = flag_memory_place(MEMORY_APART, rows, &key, &there);
    return window(rows, MEMORY_APART, from, rows->count, arena, out, room, out_count);
}

static enum status commit(void *self, const struct book_position *position)
{
    struct flag_book_memory *book = self;
    const enum status next = book->next;
    assert(book->begun);
    book->next = STATUS_OK;
    if (next != STATUS_OK) {
        roll_back(book);
        book->failed = next == STATUS_IO;
        return next;
    }
    book->commits += book->dirty || memcmp(&book->position, position, sizeof *position) != 0;
    end_turn(book, false);
    book->position = *position;
    return STATUS_OK;
}

static enum status position(void *self, struct book_position *out_position)
{
    const struct flag_book_memory *book = self;
    *out_position = book->position;
    return book->failed ? STATUS_IO : STATUS_OK;
}

static enum status reopen(void *self)
{
    flag_book_memory_restart(self);
    return STATUS_OK;
}

/* --- the readers' half --- */

static const struct flag_memory_rows *seen(struct flag_book_memory *book,
                                           enum flag_memory_table which)
{
    if (!book->begun) {
        return &book->now[which];
    }
    if (book->before_stale) {
        for (int i = 0; i < FLAG_MEMORY_TABLES; i++) {
            flag_memory_same(&book->before[i], &book->now[i]);
        }
        undo(book, book->before);
        book->before_stale = false;
    }
    return &book->before[which];
}

static enum status read_position(void *self, struct book_position *out_position)
{
    const struct flag_book_memory *book = self;
    *out_position = book->position;
    return STATUS_OK;
}

static enum status counts(void *self, struct flag_counts *out_counts)
{
    struct flag_book_memory *book = self;
    const struct flag_memory_rows *rows = seen(book, MEMORY_DOSSIER);
    struct flag_counts found = {
        .dossiers = rows->count,
        .conflicts = seen(book, MEMORY_CONFLICT)->count,
        .incidents = seen(book, MEMORY_INCIDENT)->count,
        .apart = seen(book, MEMORY_APART)->count,
        .readings = seen(book, MEMORY_READING)->count,
        .acts = book->position.acts,
    };
    for (size_t i = 0; i < rows->count; i++) {
        const struct book_dossier *dossier = rows->at[i];
        found.by_level[dossier->level]++;
        if (dossier->level == FLAG_OVERDUE || dossier->level == FLAG_AT_RISK ||
            dossier->level == FLAG_WILL_MISS) {
            found.by_cause[dossier->cause]++;
        }
    }
    *out_counts = found;
    return STATUS_OK;
}

static bool wanted(const struct flag_filter *filter, const struct book_dossier *dossier)
{
    const bool flagged = dossier->level != FLAG_DONE && dossier->level != FLAG_ON_TRACK;
    return (filter->any_level || filter->level == dossier->level) &&
           (filter->any_cause || filter->cause == dossier->cause) &&
           (!filter->only_flagged || flagged) &&
           (filter->agency.size == 0 || text_equal(filter->agency, dossier->agency));
}

static int by_slack(const void *a, const void *b)
{
    const struct book_dossier *left = *(void *const *)a;
    const struct book_dossier *right = *(void *const *)b;
    const int unknown = (left->level == FLAG_UNKNOWN) - (right->level == FLAG_UNKNOWN);
    const int slack =
        (left->slack_minutes > right->slack_minutes) - (left->slack_minutes < right->slack_minutes);
    return unknown != 0 ? unknown : slack != 0 ? slack : text_order(left->code, right->code);
}

static int newest_incident_first(const void *a, const void *b)
{
    const struct book_incident *left = *(void *const *)a;
    const struct book_incident *right = *(void *const *)b;
    const int order = (left->at.ms < right->at.ms) - (left->at.ms > right->at.ms);
    return order != 0 ? order : flag_memory_order(MEMORY_INCIDENT, left, right);
}

static int newest_reading_first(const void *a, const void *b)
{
    const struct book_reading *left = *(void *const *)a;
    const struct book_reading *right = *(void *const *)b;
    const int order = (left->at.ms < right->at.ms) - (left->at.ms > right->at.ms);
    return order != 0 ? order : flag_memory_order(MEMORY_READING, left, right);
}

/* Some rows of a table in another order. */
/* NOLINTNEXTLINE(readability-function-size): one more than a list of the port has */
static enum status sorted(const struct flag_memory_rows *rows, enum flag_memory_table which,
                          int (*order)(const void *, const void *), uint64_t skip,
                          struct arena *arena, void *out, size_t room, size_t *out_count)
{
    struct flag_memory_rows copy = {0};
    flag_memory_same(&copy, rows);
    if (copy.count > 0) {
        qsort(copy.at, copy.count, sizeof *copy.at, order);
    }
    const size_t from = skip < copy.count ? (size_t)skip : copy.count;
    const enum status status = window(&copy, which, from, copy.count, arena, out, room, out_count);
    free(copy.at);
    return status;
}

static enum status flags(void *self, const struct flag_filter *filter, uint64_t skip,
                         struct arena *arena, struct book_dossier *out, size_t room,
                         size_t *out_count)
{
    const struct flag_memory_rows *rows = seen(self, MEMORY_DOSSIER);
    struct flag_memory_rows chosen = {0};
    for (size_t i = 0; i < rows->count; i++) {
        if (wanted(filter, rows->at[i])) {
            flag_memory_push(&chosen, rows->at[i]);
        }
    }
    const enum status status =
        sorted(&chosen, MEMORY_DOSSIER, by_slack, skip, arena, out, room, out_count);
    free(chosen.at);
    return status;
}

static enum status dossier(void *self, struct text code, struct arena *arena,
                           struct book_dossier *out_dossier)
{
    const struct flag_memory_rows *rows = seen(self, MEMORY_DOSSIER);
    const struct book_dossier key = {.code = code};
    bool there = false;
    const size_t at = flag_memory_place(MEMORY_DOSSIER, rows, &key, &there);
    return there ? give(MEMORY_DOSSIER, rows->at[at], arena, out_dossier) : STATUS_NOT_FOUND;
}

static enum status read_about(struct flag_book_memory *book, enum flag_memory_table which,
                              struct text code, struct arena *arena, void *out, size_t room,
                              size_t *out_count)
{
    const struct flag_memory_rows *rows = seen(book, which);
    size_t from = 0;
    size_t end = 0;
    flag_memory_about(which, rows, code, &from, &end);
    return window(rows, which, from, end, arena, out, room, out_count);
}

static enum status acts(void *self, struct text subject, struct arena *arena, struct book_act *out,
                        size_t room, size_t *out_count)
{
    return read_about(self, MEMORY_ACT, subject, arena, out, room, out_count);
}

static enum status changes(void *self, struct text code, struct arena *arena,
                           struct book_change *out, size_t room, size_t *out_count)
{
    return read_about(self, MEMORY_CHANGE, code, arena, out, room, out_count);
}

static enum status conflicts(void *self, struct text code, struct arena *arena,
                             struct book_conflict *out, size_t room, size_t *out_count)
{
    return read_about(self, MEMORY_CONFLICT, code, arena, out, room, out_count);
}

static enum status incidents(void *self, uint64_t skip, struct arena *arena,
                             struct book_incident *out, size_t room, size_t *out_count)
{
    return sorted(seen(self, MEMORY_INCIDENT), MEMORY_INCIDENT, newest_incident_first, skip, arena,
                  out, room, out_count);
}

static enum status readings(void *self, uint64_t skip, struct arena *arena,
                            struct book_reading *out, size_t room, size_t *out_count)
{
    return sorted(seen(self, MEMORY_READING), MEMORY_READING, newest_reading_first, skip, arena,
                  out, room, out_count);
}

static enum status offices(void *self, uint64_t skip, struct arena *arena, struct book_office *out,
                           size_t room, size_t *out_count)
{
    const struct flag_memory_rows *rows = seen(self, MEMORY_OFFICE);
    const size_t from = skip < rows->count ? (size_t)skip : rows->count;
    return window(rows, MEMORY_OFFICE, from, rows->count, arena, out, room, out_count);
}

static enum status notices(void *self, const struct notice_filter *filter, uint64_t skip,
                           struct arena *arena, struct book_notice *out, size_t room,
                           size_t *out_count)
{
    struct flag_memory_rows chosen = {0};
    flag_memory_notices(seen(self, MEMORY_NOTICE), seen(self, MEMORY_DOSSIER), filter, &chosen);
    const size_t from = skip < chosen.count ? (size_t)skip : chosen.count;
    const enum status status =
        window(&chosen, MEMORY_NOTICE, from, chosen.count, arena, out, room, out_count);
    free(chosen.at);
    return status;
}

static struct text position_line(const struct book_position *position, struct line *line)
{
    const int64_t numbers[] = {(int64_t)position->n,        position->received.ms,
                               position->clock.m,           position->fold,
                               (int64_t)position->incident, (int64_t)position->acts,
                               (int64_t)position->trail};
    line_put(line, "book");
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        line_char(line, '\t');
        line_signed(line, numbers[i]);
    }
    return line_done(line);
}

static enum status canonical(void *self, enum status (*each)(void *to, struct text text), void *to)
{
    struct flag_book_memory *book = self;
    static char text[64 * 1024];
    struct line line = line_of(text, sizeof text);
    enum status status = STATUS_OK;
    if (book->position.n > 0 || book->position.written.ms != 0) {
        status = each(to, position_line(&book->position, &line));
    }
    for (int t = 0; t < FLAG_MEMORY_TABLES; t++) {
        const struct flag_memory_rows *rows = seen(book, (enum flag_memory_table)t);
        for (size_t i = 0; status == STATUS_OK && i < rows->count; i++) {
            line = line_of(text, sizeof text);
            status = each(to, flag_memory_line((enum flag_memory_table)t, rows->at[i], &line));
        }
    }
    return status;
}

static enum status reader_reopen(void *self)
{
    (void)self;
    return STATUS_OK;
}

/* --- */

void flag_book_memory_init(struct flag_book_memory *book)
{
    static const struct flag_book_ops book_ops = {.begin = begin,
                                                  .put_dossier = put_dossier,
                                                  .put_act = put_act,
                                                  .put_change = put_change,
                                                  .put_conflicts = put_conflicts,
                                                  .put_incident = put_incident,
                                                  .end_incident = end_incident,
                                                  .put_apart = put_apart,
                                                  .put_reading = put_reading,
                                                  .put_office = put_office,
                                                  .put_notice = put_notice,
                                                  .take_back = take_back,
                                                  .changes = newest_changes,
                                                  .dossiers = dossiers,
                                                  .aparts = aparts,
                                                  .commit = commit,
                                                  .position = position,
                                                  .reopen = reopen};
    static const struct flag_reader_ops reader_ops = {.position = read_position,
                                                      .counts = counts,
                                                      .flags = flags,
                                                      .dossier = dossier,
                                                      .acts = acts,
                                                      .changes = changes,
                                                      .conflicts = conflicts,
                                                      .incidents = incidents,
                                                      .readings = readings,
                                                      .offices = offices,
                                                      .notices = notices,
                                                      .canonical = canonical,
                                                      .reopen = reader_reopen};
    memset(book, 0, sizeof *book);
    book->port = (struct flag_book){.ops = &book_ops, .self = book};
    book->reader = (struct flag_reader){.ops = &reader_ops, .self = book};
}

void flag_book_memory_fini(struct flag_book_memory *book)
{
    roll_back(book);
    for (int i = 0; i < FLAG_MEMORY_TABLES; i++) {
        flag_memory_free_each(&book->now[i]);
        free(book->now[i].at);
        free(book->before[i].at);
    }
    free(book->steps);
    memset(book, 0, sizeof *book);
}

void flag_book_memory_restart(struct flag_book_memory *book)
{
    roll_back(book);
    book->failed = false;
}

void flag_book_memory_copy(struct flag_book_memory *copy, const struct flag_book_memory *book)
{
    flag_book_memory_init(copy);
    copy->position = book->position;
    copy->commits = book->commits;
    for (int i = 0; i < FLAG_MEMORY_TABLES; i++) {
        flag_memory_same(&copy->now[i], &book->now[i]);
    }
    undo(book, copy->now);
    for (int t = 0; t < FLAG_MEMORY_TABLES; t++) {
        for (size_t i = 0; i < copy->now[t].count; i++) {
            copy->now[t].at[i] =
                flag_memory_copy((enum flag_memory_table)t, copy->now[t].at[i], NULL);
        }
    }
}
