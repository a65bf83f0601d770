#include "server/board/view.h"

#include <stdlib.h>

enum {
    RESCUES_MAX = 500,
    ACTS_MAX = CUSTODY_ACTS_MAX,
    CHANGES_MAX = 200,
    OFFICES_MAX = 200,
    NOTICES_SHOWN = 50,
    CODE_SIZE_MAX = 64,
};

/* Before the first row the book's clock does not run; then the writer's sign of life says it. */
static struct minute stands_at(const struct book_position *position)
{
    return position->n > 0 ? position->clock : instant_minute(position->written);
}

enum status view_heads(struct source *source, struct view *out_view)
{
    struct clock_reading now = clock_read(source->clock);
    struct view view = {
        .language = source->language,
        .demo = source->demo,
        .now = instant_minute(now.wall),
        .clock_set = now.wall_set && intake_sign_value(&source->intake, "clock_unset") == 0,
        .intake = &source->intake,
        .intake_down = intake_sign_down(&source->intake, now.mono),
    };
    enum status status = flag_reader_position(source->reader, &view.position);
    if (status == STATUS_OK) {
        status = flag_reader_counts(source->reader, &view.counts);
    }
    view.stands = stands_at(&view.position);
    view.book_old = minute_instant(view.now).ms - minute_instant(view.stands).ms > source->stale_ms;
    *out_view = view;
    return status;
}

static enum status add_flags(struct source *source, const struct asked *asked, struct view *view)
{
    size_t room = (size_t)asked->limit;
    struct book_dossier *rows = arena_take(&source->arena, room * sizeof *rows);
    if (!rows) {
        return STATUS_FULL;
    }
    view->asked = *asked;
    view->flags = rows;
    return flag_reader_flags(source->reader, &asked->filter, asked->page * asked->limit,
                             &source->arena, rows, room, &view->flag_count);
}

enum status view_flags(struct source *source, const struct asked *asked, struct view *out_view)
{
    enum status status = view_heads(source, out_view);
    return status == STATUS_OK ? add_flags(source, asked, out_view) : status;
}

/* When the dossier's rescue leaves; MINUTE_NEVER: it has none. */
static struct minute rescue_of(const struct book_dossier *row)
{
    return row->level == FLAG_DUE_SOON     ? row->last_safe_run.departs
           : row->saver == SAVER_EXTRA_RUN ? row->extra_before
                                           : MINUTE_NEVER;
}

/* Of the dossiers of LEVEL: the earliest rescue; with SAME_TIME only those that share its time. */
static enum status add_rescue(struct source *source, enum flag_level level, bool same_time,
                              struct rescue *rescue)
{
    const struct flag_filter filter = {.level = level, .any_cause = true};
    struct book_dossier *rows = arena_take(&source->arena, RESCUES_MAX * sizeof *rows);
    size_t count = 0;
    enum status status = rows ? flag_reader_flags(source->reader, &filter, 0, &source->arena, rows,
                                                  RESCUES_MAX, &count)
                              : STATUS_FULL;
    rescue->before = MINUTE_NEVER;
    for (size_t i = 0; i < count; i++) {
        struct minute minute = rescue_of(&rows[i]);
        rescue->before = minute.m < rescue->before.m ? minute : rescue->before;
    }
    for (size_t i = 0; i < count; i++) {
        struct minute minute = rescue_of(&rows[i]);
        rescue->count += minute.m != MINUTE_NEVER.m && (!same_time || minute.m == rescue->before.m);
    }
    return status;
}

static enum status add_offices(struct source *source, struct view *view)
{
    struct book_office *offices = arena_take(&source->arena, OFFICES_MAX * sizeof *offices);
    view->offices = offices;
    return offices ? flag_reader_offices(source->reader, 0, &source->arena, offices, OFFICES_MAX,
                                         &view->office_count)
                   : STATUS_FULL;
}

enum status view_page(struct source *source, struct text party, struct view *out_view)
{
    const struct notices_asked told = {.party = party, .all = true, .limit = NOTICES_SHOWN};
    static const struct asked usual = {
        .filter = {.any_level = true, .any_cause = true, .only_flagged = true},
        .limit = ASKED_LIMIT_USUAL
    };
    enum status status = view_flags(source, &usual, out_view);
    if (status == STATUS_OK) {
        status = add_offices(source, out_view);
    }
    if (status == STATUS_OK) {
        status = add_rescue(source, FLAG_DUE_SOON, true, &out_view->next_run);
    }
    if (status == STATUS_OK) {
        status = add_rescue(source, FLAG_AT_RISK, false, &out_view->extra_run);
    }
    out_view->party = party;
    return status == STATUS_OK ? notices_read(source, &told, &out_view->notices) : status;
}

/* --- one dossier --- */

struct gathered {
    struct book_act *acts;
    size_t count;
    bool left_off;
};

/* Acts of SUBJECT behind those already there. */
static enum status add_acts(struct source *source, struct text subject, struct gathered *gathered)
{
    size_t more = 0;
    if (gathered->count == ACTS_MAX) {
        gathered->left_off = true;
        return STATUS_OK;
    }
    enum status status =
        flag_reader_acts(source->reader, subject, &source->arena, gathered->acts + gathered->count,
                         ACTS_MAX - gathered->count, &more);
    gathered->count += more;
    gathered->left_off |= gathered->count == ACTS_MAX;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static bool is_gathered(const struct gathered *gathered, struct text subject)
{
    for (size_t i = 0; i < gathered->count; i++) {
        if (text_equal(gathered->acts[i].subject, subject)) {
            return true;
        }
    }
    return false;
}

static int by_time(const void *a, const void *b)
{
    const struct book_act *one = a;
    const struct book_act *two = b;
    if (one->at.ms != two->at.ms) {
        return one->at.ms < two->at.ms ? -1 : 1;
    }
    if (one->kind != two->kind) {
        return one->kind < two->kind ? -1 : 1;
    }
    int order = text_order(one->subject, two->subject);
    return order != 0 ? order : text_order(one->party, two->party);
}

/* The dossier's own acts, then those of each bundle it was packed into, nested. */
static enum status gather_acts(struct source *source, struct text code, struct timeline *timeline)
{
    struct gathered all = {.acts = arena_take(&source->arena, ACTS_MAX * sizeof *all.acts)};
    enum status status = all.acts ? add_acts(source, code, &all) : STATUS_FULL;
    for (size_t i = 0; status == STATUS_OK && i < all.count; i++) {
        const struct book_act *act = &all.acts[i];
        if (act->kind == ACT_PACK && act->parent.size > 0 && !is_gathered(&all, act->parent)) {
            status = add_acts(source, act->parent, &all);
        }
    }
    if (status == STATUS_OK) {
        qsort(all.acts, all.count, sizeof *all.acts, by_time);
    }
    timeline->acts = all.acts;
    timeline->act_count = all.count;
    timeline->acts_left_off = all.left_off;
    return status;
}

enum status view_timeline(struct source *source, struct text code, struct timeline *out_timeline)
{
    struct timeline timeline = {0};
    struct book_change *changes = arena_take(&source->arena, CHANGES_MAX * sizeof *changes);
    struct book_conflict *conflicts =
        arena_take(&source->arena, CUSTODY_CONFLICTS_MAX * sizeof *conflicts);
    if (!changes || !conflicts) {
        return STATUS_FULL;
    }
    timeline.changes = changes;
    timeline.conflicts = conflicts;
    enum status status =
        code.size > CODE_SIZE_MAX
            ? STATUS_NOT_FOUND
            : flag_reader_dossier(source->reader, code, &source->arena, &timeline.dossier);
    if (status == STATUS_OK) {
        status = gather_acts(source, code, &timeline);
    }
    if (status == STATUS_OK) {
        status = flag_reader_changes(source->reader, code, &source->arena, changes, CHANGES_MAX,
                                     &timeline.change_count);
    }
    if (status == STATUS_OK) {
        status = flag_reader_conflicts(source->reader, code, &source->arena, conflicts,
                                       CUSTODY_CONFLICTS_MAX, &timeline.conflict_count);
    }
    if (status == STATUS_OK) {
        *out_timeline = timeline;
    }
    return status;
}
