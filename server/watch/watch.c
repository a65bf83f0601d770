#include "server/watch/watch.h"

#include <stdlib.h>

#include "server/watch/resume.h"
#include "server/watch/row.h"

/* INVARIANTS
 *
 * (1) Rows are folded in their order, each exactly once.
 * (2) The clock never runs backwards; timers of a minute fire before the rows of that minute.
 * (3) The flag book moves with its position in one transaction, or not at all.
 * (4) Time alone passes only when the acts have been read to their end: a row still to be read
 *     comes first. */

enum {
    INCIDENTS_AT_ONCE = 64,
    SIGNATURES_AT_ONCE = 256, /* some 10 ms */
    BEHIND_MINUTES = 2,
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
        status = fold_open(&watch->fold, limits);
    }
    if (status == STATUS_OK) {
        status = chances_open(&watch->chances, limits->lives);
    }
    if (status == STATUS_OK) {
        status = judge_open(&watch->judge);
    }
    watch->page = malloc(WATCH_PAGE_SIZE);
    watch->rows = malloc(WATCH_PAGE_ROWS * sizeof *watch->rows);
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
    watch->judge.chances = &watch->chances;
    watch->chances.model = &watch->model;
    watch->chances.almanac = &watch->almanac;
    watch->judge.book = watch->ports.book;
}

enum status watch_open(struct watch *watch, const struct watch_ports *ports,
                       const struct model_limits *limits)
{
    *watch = (struct watch){.ports = *ports};
    enum status status = open_parts(watch, limits);
    if (status == STATUS_OK) {
        join_parts(watch);
        status = resume(watch);
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
        chances_close(&watch->chances);
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

bool watch_full(const struct watch *watch)
{
    return model_full(&watch->model) || fold_full(&watch->fold);
}

/* (2) */
static enum status pass_clock(struct watch *watch, struct minute until)
{
    uint32_t number = 0;
    struct minute minute;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && wheel_fire(&watch->wheel, until, &number, &minute)) {
        status = judge_timer(&watch->judge, &watch->model.lives[number], minute);
    }
    if (status == STATUS_OK && watch->position.clock.m < until.m) {
        chances_pass(&watch->chances, until);
        watch->position.clock = until;
        status = handoffs_pass(&watch->fold.handoffs, watch->ports.book, until);
    }
    return status;
}

/* (1) */
static enum status take_row(struct watch *watch, const struct act_batch *row)
{
    const struct minute minute = row_minute(&watch->fold, row);
    if (watch->position.n == 0) {
        /* Nothing happened before the first row: the clock starts there. */
        wheel_start(&watch->wheel, (struct minute){minute.m - 1});
        watch->position.clock = (struct minute){minute.m - 1};
    }
    enum status status = pass_clock(watch, minute);
    if (status == STATUS_OK) {
        status = row_fold(&watch->fold, row, watch->ports.log);
    }
    if (status == STATUS_OK) {
        status = judge_touched(&watch->judge, minute);
    }
    watch->position.n = row->n;
    watch->position.received = row->received;
    watch->position.trail = row_trail(watch->position.trail, row);
    return status;
}

static bool is_late(const struct watch *watch, const struct act_batch *row)
{
    return watch->position.n > 0 && row_minute(&watch->fold, row).m < watch->position.clock.m;
}

static struct act_page page_of(struct watch *watch)
{
    return (struct act_page){.at = watch->page,
                             .room = WATCH_PAGE_SIZE,
                             .rows = watch->rows,
                             .rows_max = WATCH_PAGE_ROWS};
}

/* *out_end: there was nothing more to read (4). */
static enum status take_rows(struct watch *watch, struct watch_effects *effects, bool *out_end)
{
    struct act_page page = page_of(watch);
    struct act_position acts;
    enum status status = act_reader_position(watch->ports.reader, &acts);
    if (status == STATUS_OK) {
        status = act_reader_read(watch->ports.reader, watch->position.n, &page);
    }
    for (size_t i = 0; status == STATUS_OK && i < page.count; i++) {
        if (is_late(watch, &watch->rows[i])) {
            effects->rebuild = true;
            return STATUS_OK;
        }
        status = take_row(watch, &watch->rows[i]);
    }
    if (status == STATUS_OK && (acts.incident < watch->position.incident ||
                                (acts.n < watch->position.n && page.count == 0))) {
        return STATUS_BROKEN; /* the acts were restored from a backup: they end before we do */
    }
    effects->again = effects->again || page.count > 0;
    *out_end = page.count == 0;
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
    case ACT_INCIDENT_BACKUP:
        return "backup_refused";
    }
    return "other";
}

/* What intake noticed at the door is shown beside what is noticed here. */
static enum status take_incidents(struct watch *watch, struct watch_effects *effects)
{
    struct act_incident page[INCIDENTS_AT_ONCE];
    size_t count = 0;
    enum status status = act_reader_incidents(watch->ports.reader, watch->position.incident, page,
                                              INCIDENTS_AT_ONCE, &count);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        const struct book_source source = {.device = page[i].device, .place = page[i].place};
        status = fold_incident(&watch->fold, &source, page[i].at, incident_kind_text(page[i].kind),
                               text_of(page[i].detail));
        watch->position.incident = page[i].n;
    }
    effects->again = effects->again || count == INCIDENTS_AT_ONCE;
    return status;
}

/* Entries of ROW count: its last one's signature covers them. One that does not hold by itself
 * tells of a device that is broken, or of a hand in its journal. */
static enum status check_row(struct watch *watch, const struct act_batch *row, uint32_t *checked)
{
    struct place bad;
    if (fold_is_apart(&watch->fold, row->n)) {
        return STATUS_OK;
    }
    *checked += evidence_signatures(&watch->evidence, row, &bad);
    if (bad.seq == 0) {
        return STATUS_OK;
    }
    const struct book_source source = {.device = row->device, .place = bad};
    return fold_incident(&watch->fold, &source, row->received, "bad_inner_signature",
                         TEXT("an entry within a batch is not signed by the device"));
}

/* The signatures that nobody has looked at yet, some of them: only when nothing else waits. */
static enum status check_signatures(struct watch *watch, struct watch_effects *effects)
{
    struct act_page page = page_of(watch);
    uint32_t checked = 0;
    if (watch->position.checked == watch->position.n) {
        return STATUS_OK;
    }
    enum status status = act_reader_read(watch->ports.reader, watch->position.checked, &page);
    for (size_t i = 0; status == STATUS_OK && i < page.count && checked < SIGNATURES_AT_ONCE &&
                       watch->position.checked < watch->position.n;
         i++) {
        status = check_row(watch, &watch->rows[i], &checked);
        watch->position.checked = watch->rows[i].n;
    }
    effects->again = effects->again || watch->position.checked < watch->position.n;
    return status;
}

static struct minute clock_of(const struct watch_event *event)
{
    return instant_minute((struct instant){event->wall.ms - event->margin_ms});
}

/* What there is to do when all rows are read (4). */
static enum status at_end(struct watch *watch, const struct watch_event *event,
                          struct watch_effects *effects)
{
    enum status status = take_incidents(watch, effects);
    if (status == STATUS_OK && watch->position.n > 0 &&
        watch->position.clock.m < clock_of(event).m) {
        status = pass_clock(watch, clock_of(event));
    }
    return status == STATUS_OK ? check_signatures(watch, effects) : status;
}

static bool says_more(const struct book_position *before, const struct book_position *after)
{
    return before->n != after->n || before->clock.m != after->clock.m ||
           before->incident != after->incident || before->checked != after->checked;
}

static struct book_position position_of(const struct watch *watch, struct instant wall)
{
    struct book_position position = watch->position;
    position.fold = WATCH_RULES;
    position.acts = watch->model.act_count - watch->model.acts_taken_back;
    position.written = wall;
    return position;
}

/* What only drifts with the clock is written when the clock has come near to now: a long book is
 * read in many turns, and in each of them most rows have drifted. */
static enum status write_rows(struct watch *watch, const struct watch_event *event)
{
    const struct minute clock = watch->position.clock;
    const enum status status = judge_rows(&watch->judge, clock);
    return status == STATUS_OK && clock.m + BEHIND_MINUTES >= clock_of(event).m
               ? judge_drifted(&watch->judge, clock)
               : status;
}

/* (3). Once a minute it is written that watch lives, though nothing else may have changed. */
static enum status finish(struct watch *watch, const struct book_position *before,
                          const struct watch_event *event, struct watch_effects *effects)
{
    const enum status status = write_rows(watch, event);
    effects->advanced = says_more(before, &watch->position);
    if (effects->advanced || instant_minute(before->written).m != instant_minute(event->wall).m) {
        watch->position = position_of(watch, event->wall);
    }
    return status == STATUS_OK ? flag_book_commit(watch->ports.book, &watch->position) : status;
}

enum status watch_step(struct watch *watch, const struct watch_event *event,
                       struct watch_effects *out_effects)
{
    struct watch_effects effects = {
        .wakeup = {minute_instant((struct minute){clock_of(event).m + 1}).ms + event->margin_ms}};
    const struct book_position before = watch->position;
    bool end = false;
    enum status status = flag_book_begin(watch->ports.book);
    if (status == STATUS_OK) {
        status = take_rows(watch, &effects, &end);
    }
    if (status == STATUS_OK && end) {
        status = at_end(watch, event, &effects);
    }
    if (status == STATUS_OK) {
        status = finish(watch, &before, event, &effects);
    }
    if (status == STATUS_OK) {
        *out_effects = effects;
    }
    return status;
}
