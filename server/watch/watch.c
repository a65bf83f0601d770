#include "server/watch/watch.h"

#include <stdlib.h>

#include "server/watch/statements.h"

/* INVARIANTS
 *
 * (1) Rows are folded in their order, each exactly once.
 * (2) The clock never runs backwards; timers of a minute fire before the rows of that minute.
 * (3) The flag book moves with its position in one transaction, or not at all. */

enum {
    PAGE_ROWS = 256,
    PAGE_SIZE = 4 * 1024 * 1024,
    STATE_ROWS = 8192,
    STATE_ARENA = 8 * 1024 * 1024
};

static enum status open_parts(struct watch *watch, const struct model_limits *limits)
{
    enum status status = model_open(&watch->model, limits);
    if (status == STATUS_OK) {
        status = almanac_open(&watch->almanac, &watch->model.names, &watch->model.parties);
    }
    if (status == STATUS_OK) {
        status = evidence_open(&watch->evidence);
    }
    if (status == STATUS_OK) {
        status = wheel_open(&watch->wheel, limits->lives);
    }
    if (status == STATUS_OK) {
        status = fold_open(&watch->fold);
    }
    if (status == STATUS_OK) {
        status = judge_open(&watch->judge);
    }
    watch->page = malloc(PAGE_SIZE);
    watch->rows = malloc(PAGE_ROWS * sizeof *watch->rows);
    return status == STATUS_OK && (!watch->page || !watch->rows) ? STATUS_FULL : status;
}

static void join_parts(struct watch *watch)
{
    watch->fold.model = &watch->model;
    watch->fold.almanac = &watch->almanac;
    watch->fold.evidence = &watch->evidence;
    watch->fold.reader = watch->ports.reader;
    watch->judge.model = &watch->model;
    watch->judge.almanac = &watch->almanac;
    watch->judge.wheel = &watch->wheel;
    watch->judge.book = watch->ports.book;
}

static enum status keep_apart(struct watch *watch, const struct act_batch *row,
                              enum batch_verdict verdict)
{
    char device[DEVICE_TEXT_SIZE];
    struct book_source source = {.device = row->device, .place = row->first};
    struct log_field fields[] = {
        {.key = "device", .value = text_of(device_text(row->device, device))},
        {.key = "why",               .value = text_of(batch_verdict_text(verdict))                                           }
    };
    watch->batches_apart++;
    if (!watch->fold.book) {
        return STATUS_OK;
    }
    log_write(watch->ports.log, LOG_LEVEL_WARNING, "a batch does not count", fields, 2);
    return fold_incident(&watch->fold, &source, row->received,
                         verdict == BATCH_UNSIGNED ? "bad_signature" : "batch_broken",
                         text_of(batch_verdict_text(verdict)));
}

static enum status fold_row(struct watch *watch, const struct act_batch *row)
{
    struct batch_walk walk;
    struct sealed sealed;
    struct event_time time;
    enum status status = STATUS_OK;
    if (!evidence_witness(&watch->evidence, row->device)) {
        status = evidence_devices(&watch->evidence, watch->ports.reader); /* newly enrolled */
    }
    if (status != STATUS_OK) {
        return status;
    }
    watch->fold.row = row->n;
    enum batch_verdict verdict = evidence_batch(&watch->evidence, row, &walk);
    if (verdict != BATCH_COUNTS) {
        return keep_apart(watch, row, verdict);
    }
    while (status == STATUS_OK && evidence_next(&walk, &sealed, &time)) {
        status = statements_entry(&watch->fold, &sealed, &time);
    }
    return status;
}

static enum status read_rows(struct watch *watch, uint64_t after, size_t *out_count)
{
    struct act_page page = {
        .at = watch->page, .room = PAGE_SIZE, .rows = watch->rows, .rows_max = PAGE_ROWS};
    enum status status = act_reader_read(watch->ports.reader, after, &page);
    if (status == STATUS_OK) {
        *out_count = page.count;
    }
    return status;
}

/* Everything the flag book has folded in already, into the model only. */
static enum status load_rows(struct watch *watch)
{
    uint64_t after = 0;
    watch->fold.book = NULL;
    while (after < watch->position.n) {
        size_t count = 0;
        enum status status = read_rows(watch, after, &count);
        if (status == STATUS_OK && count == 0) {
            return STATUS_BROKEN; /* the flag book is ahead of the acts: those were restored */
        }
        for (size_t i = 0; status == STATUS_OK && i < count && after < watch->position.n; i++) {
            after = watch->rows[i].n;
            status = fold_row(watch, &watch->rows[i]);
        }
        if (status != STATUS_OK) {
            return status;
        }
    }
    for (uint32_t i = 0; i < watch->model.touched_count; i++) {
        watch->model.lives[watch->model.touched[i]].touched = false;
    }
    watch->model.touched_count = 0;
    return STATUS_OK;
}

static enum status load_flags(struct watch *watch)
{
    static const struct flag_filter all = {.any_level = true, .any_cause = true};
    struct book_dossier *rows = calloc(STATE_ROWS, sizeof *rows);
    void *memory = malloc(STATE_ARENA);
    enum status status = rows && memory ? STATUS_OK : STATUS_FULL;
    size_t count = STATE_ROWS;
    for (uint64_t skip = 0; status == STATUS_OK && count == STATE_ROWS; skip += count) {
        struct arena arena = arena_of(memory, STATE_ARENA);
        status =
            flag_reader_flags(watch->ports.state, &all, skip, &arena, rows, STATE_ROWS, &count);
        for (size_t i = 0; status == STATUS_OK && i < count; i++) {
            if (!judge_resume(&watch->judge, &rows[i], watch->position.clock)) {
                status = STATUS_BROKEN;
            }
        }
    }
    free(rows);
    free(memory);
    return status;
}

static enum status load(struct watch *watch)
{
    enum status status = flag_book_position(watch->ports.book, &watch->position);
    if (status != STATUS_OK || watch->position.n == 0) {
        return status;
    }
    if (watch->position.fold != WATCH_RULES) {
        return STATUS_TOO_NEW;
    }
    status = evidence_devices(&watch->evidence, watch->ports.reader);
    if (status == STATUS_OK) {
        status = load_rows(watch);
    }
    wheel_start(&watch->wheel, watch->position.clock);
    return status == STATUS_OK ? load_flags(watch) : status;
}

enum status watch_open(struct watch *watch, const struct watch_ports *ports,
                       const struct model_limits *limits)
{
    *watch = (struct watch){.ports = *ports};
    enum status status = open_parts(watch, limits);
    if (status == STATUS_OK) {
        join_parts(watch);
        status = load(watch);
    }
    if (status != STATUS_OK) {
        watch_close(watch);
        return status;
    }
    watch->fold.book = ports->book;
    return STATUS_OK;
}

void watch_close(struct watch *watch)
{
    if (watch) {
        judge_close(&watch->judge);
        fold_close(&watch->fold);
        wheel_close(&watch->wheel);
        evidence_close(&watch->evidence);
        almanac_close(&watch->almanac);
        model_close(&watch->model);
        free(watch->page);
        free(watch->rows);
        *watch = (struct watch){0};
    }
}

/* (2) */
static enum status pass_clock(struct watch *watch, struct minute until)
{
    uint32_t number = 0;
    struct minute minute;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && wheel_fire(&watch->wheel, until, &number, &minute)) {
        status = judge_life(&watch->judge, &watch->model.lives[number], minute);
    }
    if (watch->position.clock.m < until.m) {
        watch->position.clock = until;
    }
    return status;
}

/* (1) */
static enum status take_row(struct watch *watch, const struct act_batch *row)
{
    struct minute minute = instant_minute(row->received);
    if (watch->position.n == 0) {
        /* Nothing happened before the first row: the clock starts there. */
        wheel_start(&watch->wheel, (struct minute){minute.m - 1});
        watch->position.clock = (struct minute){minute.m - 1};
    }
    enum status status = pass_clock(watch, minute);
    if (status == STATUS_OK) {
        status = fold_row(watch, row);
    }
    if (status == STATUS_OK) {
        status = judge_touched(&watch->judge, minute);
    }
    watch->position.n = row->n;
    watch->position.received = row->received;
    return status;
}

static const char *incident_kind_text(enum act_incident_kind kind)
{
    switch (kind) {
    case ACT_INCIDENT_TAIL_LOST:
        return "tail_lost";
    case ACT_INCIDENT_CLONED:
        return "cloned";
    case ACT_INCIDENT_SERVER_BEHIND:
        return "server_behind";
    case ACT_INCIDENT_HOLE:
        return "hole";
    case ACT_INCIDENT_CHAIN_BROKEN:
        return "chain_broken";
    case ACT_INCIDENT_NOT_YOURS:
        return "not_yours";
    case ACT_INCIDENT_REVOKED_SENDS:
        return "revoked_sends";
    case ACT_INCIDENT_MALFORMED:
        return "malformed_message";
    case ACT_INCIDENT_ANCHORED:
        return "anchored";
    case ACT_INCIDENT_ENROLMENT:
        return "enrolment_refused";
    }
    return "other";
}

/* What intake noticed at the door is shown beside what is noticed here. */
static enum status take_incidents(struct watch *watch)
{
    struct act_incident page[16];
    size_t count = 0;
    enum status status = act_reader_incidents(watch->ports.reader, watch->position.incident, page,
                                              sizeof page / sizeof page[0], &count);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct book_source source = {.device = page[i].device, .place = page[i].place};
        status = fold_incident(&watch->fold, &source, page[i].at, incident_kind_text(page[i].kind),
                               text_of(page[i].detail));
        watch->position.incident = page[i].n;
    }
    return status;
}

static enum status take_rows(struct watch *watch, struct watch_effects *effects)
{
    size_t count = 0;
    enum status status = read_rows(watch, watch->position.n, &count);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        bool late = watch->position.n > 0 &&
                    instant_minute(watch->rows[i].received).m < watch->position.clock.m;
        if (late) {
            effects->rebuild = true;
            return STATUS_OK;
        }
        status = take_row(watch, &watch->rows[i]);
    }
    effects->again = count == PAGE_ROWS;
    return status;
}

static struct minute clock_of(const struct watch_event *event)
{
    return instant_minute((struct instant){event->wall.ms - event->margin_ms});
}

static bool moved(const struct book_position *before, const struct book_position *after)
{
    return before->n != after->n || before->clock.m != after->clock.m ||
           before->incident != after->incident;
}

/* (3) */
enum status watch_step(struct watch *watch, const struct watch_event *event,
                       struct watch_effects *out_effects)
{
    struct watch_effects effects = {0};
    struct book_position before = watch->position;
    enum status status = flag_book_begin(watch->ports.book);
    if (status == STATUS_OK) {
        status = take_rows(watch, &effects);
    }
    if (status == STATUS_OK && !effects.rebuild) {
        status = take_incidents(watch);
    }
    /* Only at the end of the book may time alone pass: a row still to be read comes first. */
    bool at_end = !effects.again && !effects.rebuild && watch->position.n > 0;
    if (status == STATUS_OK && at_end && watch->position.clock.m < clock_of(event).m) {
        status = pass_clock(watch, clock_of(event));
    }
    if (status == STATUS_OK && moved(&before, &watch->position)) {
        watch->position.fold = WATCH_RULES;
        watch->position.written = event->wall;
    }
    if (status == STATUS_OK) {
        status = flag_book_commit(watch->ports.book, &watch->position);
    }
    effects.wakeup = (struct instant){minute_instant((struct minute){clock_of(event).m + 1}).ms +
                                      event->margin_ms};
    *out_effects = effects;
    return status;
}
