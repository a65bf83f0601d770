#include "server/watch/judge.h"

#include <stdlib.h>

#include "server/watch/climb.h"

/* INVARIANTS
 *
 * (1) What is written depends on the statements so far and the minute, on nothing else.
 * (2) The timer of a life is set to the first minute at which its row may differ from what it is
 *     now, or earlier: when its verdict may change (flag_judge_until), when somebody is to be told
 *     of it, or when the row drifts.
 * (3) Of one fact nobody is told twice: a rung is reached once, and kept with the fact. */

enum { PAST_MEMORY = JUDGE_PAST_MAX * 256 };

enum status judge_open(struct judge *judge)
{
    *judge = (struct judge){.acts = malloc(LOOK_ACTS_MAX * sizeof *judge->acts),
                            .past = malloc(JUDGE_PAST_MAX * sizeof *judge->past),
                            .past_memory = malloc(PAST_MEMORY)};
    if (!judge->acts || !judge->past || !judge->past_memory) {
        judge_close(judge);
        return STATUS_FULL;
    }
    return STATUS_OK;
}

void judge_close(struct judge *judge)
{
    if (judge) {
        free(judge->acts);
        free(judge->past);
        free(judge->past_memory);
        *judge = (struct judge){0};
    }
}

/* An outline that does not hold any more is laid out anew by whoever looks first, be it the verdict
 * or the row: what the book has of conflicts is then an older outline's. */
static struct look take_up(const struct judge *judge, struct life *life, struct minute now)
{
    const struct look look = look_at(judge->model, judge->almanac, life, now, judge->acts);
    life->conflicts_told = life->conflicts_told && outline_holds(look.outline, now);
    return look;
}

static struct minute earlier(struct minute a, struct minute b)
{
    return a.m < b.m ? a : b;
}

/* --- the verdict and its history --- */

static bool is_fact(const struct life *life, const struct flag *flag, struct minute stated)
{
    return life->judged && life->level == flag->level && life->cause == flag->cause &&
           life->leg == flag->leg && life->stated.m == stated.m;
}

static bool same_fact(const struct book_change *a, const struct book_change *b)
{
    return a->level == b->level && a->cause == b->cause && a->leg == b->leg &&
           a->promised.m == b->promised.m;
}

/* "same (dossier, promise, level, cause, leg) within 30 min = same flag": the change in PAST,
 * newest first, that began the same fact, if that ended not longer ago than that. */
static const struct book_change *returns(const struct book_change *past, size_t count,
                                         const struct book_change *change)
{
    for (size_t i = 1; i < count; i++) {
        if (change->at.m - past[i - 1].at.m > JUDGE_SAME_FACT_MINUTES) {
            break;
        }
        if (same_fact(&past[i], change)) {
            return &past[i];
        }
    }
    return NULL;
}

static enum status turn_to(struct judge *judge, struct life *life, const struct flag *flag,
                           struct minute stated, struct minute now)
{
    struct arena arena = arena_of(judge->past_memory, PAST_MEMORY);
    struct book_change change = {.code = names_text(&judge->model->names, life->facts.dossier),
                                 .at = now,
                                 .level = flag->level,
                                 .cause = flag->cause,
                                 .leg = flag->leg,
                                 .slack_minutes = flag->slack_minutes,
                                 .forecast = flag->forecast,
                                 .promised = stated,
                                 .raised_at = now};
    size_t count = 0;
    enum status status = STATUS_OK;
    if (life->judged) {
        status = flag_book_changes(judge->book, change.code, &arena, judge->past, JUDGE_PAST_MAX,
                                   &count);
    }
    if (status != STATUS_OK) {
        return status;
    }
    const struct book_change *before = returns(judge->past, count, &change);
    if (before) {
        change.same_fact = true;
        change.raised_at = before->raised_at;
        change.acknowledged = before->acknowledged;
        change.handled = before->handled;
        change.rung = before->rung;
    }
    judge->counters.changes++;
    life->judged = true;
    life->level = (uint8_t)flag->level;
    life->cause = (uint8_t)flag->cause;
    life->leg = (uint8_t)flag->leg;
    life->stated = stated;
    life->raised_at = change.raised_at;
    life->acknowledged = change.acknowledged;
    life->handled = change.handled;
    life->rung = change.rung;
    return flag_book_put_change(judge->book, &change);
}

/* When the verdict is to be looked at again, NEXT at the latest. */
static struct minute due_at(const struct look *look, const struct life *life,
                            const struct flag *flag, struct minute next, struct minute now)
{
    const struct minute climbs = climb_next(look, life, flag);
    return earlier(next, climbs.m > now.m ? climbs : (struct minute){now.m + 1});
}

static enum status judge_verdict(struct judge *judge, struct life *life, struct minute now)
{
    const struct look look = take_up(judge, life, now);
    struct minute next;
    const struct flag flag = look_flag(&look, now, &next);
    const struct minute stated = look_stated(&life->facts, now);
    const uint64_t changes = judge->counters.changes;
    const uint8_t rung = life->rung;
    enum status status = STATUS_OK;
    judge->counters.verdicts++;
    if (!is_fact(life, &flag, stated)) {
        status = turn_to(judge, life, &flag, stated, now);
    }
    if (status == STATUS_OK) {
        status = climb(judge->book, judge->model, &look, life, &flag, now); /* (3) */
    }
    life->verdict_due = due_at(&look, life, &flag, next, now);
    wheel_set(judge->wheel, model_number(judge->model, life), life->verdict_due);
    if (judge->counters.changes != changes || life->rung != rung) {
        model_stale(judge->model, life);
    } else if (!life->stale) {
        model_drifted(judge->model, life);
    }
    return status;
}

enum status judge_touched(struct judge *judge, struct minute now)
{
    struct model *model = judge->model;
    enum status status = STATUS_OK;
    for (uint32_t i = 0; i < model->touched_count; i++) {
        struct life *life = &model->lives[model->touched[i]];
        life->touched = false;
        model_stale(model, life);
        chances_touched(judge->chances, life, now);
        if (status == STATUS_OK) {
            status = judge_verdict(judge, life, now);
        }
    }
    model->touched_count = 0;
    return status;
}

enum status judge_timer(struct judge *judge, struct life *life, struct minute minute)
{
    if (minute.m >= life->verdict_due.m) {
        return judge_verdict(judge, life, minute);
    }
    wheel_set(judge->wheel, model_number(judge->model, life), life->verdict_due);
    model_drifted(judge->model, life);
    return STATUS_OK;
}

/* --- rows --- */

static struct book_dossier row_of(const struct judge *judge, const struct life *life,
                                  const struct flag *flag, const struct told_chance *chance,
                                  struct name bundle)
{
    const struct names *names = &judge->model->names;
    struct book_dossier row = {
        .code = names_text(names, life->facts.dossier),
        .procedure = names_text(names, life->facts.procedure),
        .agency = names_text(names, life->facts.agency),
        .received = life->facts.received,
        .promised = flag->promised,
        .status = life->facts.status,
        .by_post = life->facts.by_post,
        .holder = names_text(names, flag->holder),
        .since = flag->since,
        .verified = flag->verified,
        .offer_to = names_text(names, flag->offer_to),
        .bundle = names_text(names, bundle),
        .level = flag->level,
        .cause = flag->cause,
        .leg = flag->leg,
        .missing = flag->missing,
        .slack_minutes = flag->slack_minutes,
        .minutes_gained = flag->minutes_gained,
        .butfor = flag->butfor,
        .minutes_spare = flag->minutes_spare,
        .minutes_taken = flag->minutes_taken,
        .minutes_standard = flag->minutes_standard,
        .by_instant = flag->by_instant,
        .forecast = flag->forecast,
        .f50 = chance->f50,
        .f90 = chance->f90,
        .late = chance->late,
        .last_safe_run = {.departs = MINUTE_NEVER},
        .saver = flag->saver,
        .saver_leg = flag->saver_leg,
        .extra_before = flag->extra_before,
        .from = names_text(names, flag->from),
        .to = names_text(names, flag->to),
        .raised_at = life->raised_at,
        .conflicts = flag->conflicts,
        .acknowledged = life->acknowledged,
        .handled = life->handled,
        .rung = life->rung,
    };
    row.last_safe_run = climb_run(names, flag);
    return row;
}

#define MIX_START 0xcbf29ce484222325u /* FNV-1a, as base/text.h */

static uint64_t mix_number(uint64_t mix, int64_t number)
{
    return (mix ^ (uint64_t)number) * 0x100000001b3u;
}

static uint64_t mix_text(uint64_t mix, struct text text)
{
    return mix_number(mix, (int64_t)text_mix(text));
}

/* Two rows of one digest are taken for the same: then the older one stays in the book. */
static uint64_t digest(const struct book_dossier *row)
{
    const struct text texts[] = {row->procedure,
                                 row->agency,
                                 row->holder,
                                 row->offer_to,
                                 row->bundle,
                                 row->from,
                                 row->to,
                                 row->last_safe_run.route,
                                 row->last_safe_run.round};
    const int64_t numbers[] = {row->butfor.m,
                               row->minutes_spare,
                               row->minutes_taken,
                               row->minutes_standard,
                               row->by_instant,
                               row->received.m,
                               row->promised.m,
                               row->status,
                               row->by_post,
                               row->since.m,
                               row->verified,
                               row->level,
                               row->cause,
                               row->leg,
                               row->missing,
                               row->slack_minutes,
                               row->minutes_gained,
                               row->forecast.m,
                               row->f50.m,
                               row->f90.m,
                               row->late,
                               row->saver,
                               row->saver_leg,
                               row->extra_before.m,
                               row->raised_at.m,
                               row->conflicts,
                               row->acknowledged,
                               row->handled,
                               row->last_safe_run.departs.m,
                               row->rung};
    uint64_t mix = MIX_START;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        mix = mix_text(mix, texts[i]);
    }
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        mix = mix_number(mix, numbers[i]);
    }
    return mix;
}

/* Never 0: that says "none". */
static uint64_t conflicts_digest(const struct names *names, const struct custody *custody)
{
    uint64_t mix = MIX_START;
    for (uint8_t i = 0; i < custody->conflicts; i++) {
        const struct conflict *conflict = &custody->conflict[i];
        mix = mix_number(mix, conflict->at.ms);
        mix = mix_number(mix, conflict->kind * 2 + conflict->moved);
        mix = mix_text(mix, names_text(names, conflict->holder));
        mix = mix_text(mix, names_text(names, conflict->party));
    }
    return custody->conflicts == 0 ? 0 : mix | 1;
}

static enum status write_conflicts(struct judge *judge, struct life *life,
                                   const struct custody *custody)
{
    const struct names *names = &judge->model->names;
    const uint64_t shown = conflicts_digest(names, custody);
    struct text code = names_text(names, life->facts.dossier);
    struct book_conflict rows[CUSTODY_CONFLICTS_MAX];
    if (shown == life->conflicts_shown) {
        return STATUS_OK;
    }
    for (uint8_t i = 0; i < custody->conflicts; i++) {
        const struct conflict *conflict = &custody->conflict[i];
        rows[i] = (struct book_conflict){.code = code,
                                         .at = conflict->at,
                                         .kind = (enum conflict_kind)conflict->kind,
                                         .holder = names_text(names, conflict->holder),
                                         .party = names_text(names, conflict->party),
                                         .moved = conflict->moved};
    }
    life->conflicts_shown = shown;
    return flag_book_put_conflicts(judge->book, code, rows, custody->conflicts);
}

/* What a row shows of custody beside its flag, the bundle and the conflicts, stays while its
 * outline holds. */
static bool is_told(const struct life *life, const struct look *look, const struct flag *flag,
                    struct minute clock)
{
    const bool none = flag->conflicts == 0 && life->conflicts_shown == 0;
    return outline_holds(look->outline, clock) && (none || life->conflicts_told);
}

static enum status write_shown(struct judge *judge, struct life *life, const struct flag *flag,
                               const struct told_chance *chance, struct name bundle)
{
    const struct book_dossier row = row_of(judge, life, flag, chance, bundle);
    const uint64_t shown = digest(&row);
    if (shown == life->shown) {
        return STATUS_OK;
    }
    life->shown = shown;
    judge->counters.rows++;
    return flag_book_put_dossier(judge->book, &row);
}

static enum status write_told(struct judge *judge, struct life *life, const struct look *look,
                              const struct flag *flag, const struct told_chance *chance,
                              struct minute clock)
{
    const struct custody custody = look_custody(look, clock);
    enum status status = write_shown(judge, life, flag, chance, custody.bundle);
    if (status == STATUS_OK) {
        status = write_conflicts(judge, life, &custody);
    }
    life->conflicts_told = true;
    return status;
}

static enum status write_row(struct judge *judge, struct life *life, struct minute clock)
{
    const struct look look = take_up(judge, life, clock);
    struct minute next;
    const struct flag flag = look_flag(&look, clock, &next);
    const struct minute stated = look_stated(&life->facts, clock);
    enum status status = STATUS_OK;
    if (!is_fact(life, &flag, stated)) {
        judge->counters.surprises++;
        status = turn_to(judge, life, &flag, stated, clock);
    }
    const struct told_chance chance = chances_of(judge->chances, life, flag.level, clock);
    if (status == STATUS_OK) {
        status = is_told(life, &look, &flag, clock)
                     ? write_shown(judge, life, &flag, &chance, look.outline->bundle)
                     : write_told(judge, life, &look, &flag, &chance, clock);
    }
    life->verdict_due = due_at(&look, life, &flag, next, clock);
    wheel_set(judge->wheel, model_number(judge->model, life),
              earlier(earlier(life->verdict_due, chances_again(&chance, clock)),
                      look_again(&look, &flag, clock, next)));
    return status;
}

enum status judge_rows(struct judge *judge, struct minute clock)
{
    struct model *model = judge->model;
    enum status status = STATUS_OK;
    for (uint32_t i = 0; i < model->stale_count; i++) {
        struct life *life = &model->lives[model->stale[i]];
        life->stale = false;
        if (status == STATUS_OK) {
            status = write_row(judge, life, clock);
        }
    }
    model->stale_count = 0;
    return status;
}

enum status judge_drifted(struct judge *judge, struct minute clock)
{
    struct model *model = judge->model;
    enum status status = STATUS_OK;
    for (uint32_t i = 0; i < model->drifted_count; i++) {
        struct life *life = &model->lives[model->drifted[i]];
        life->drifted = false;
        if (status == STATUS_OK) {
            status = write_row(judge, life, clock);
        }
    }
    model->drifted_count = 0;
    return status;
}

/* --- at start --- */

/* The turn that wrote ROW may have been one of many, and the last of them never came. */
static void note_drift(struct judge *judge, struct life *life, const struct look *look,
                       const struct flag *flag, const struct told_chance *chance,
                       struct minute clock)
{
    const struct name bundle = outline_holds(look->outline, clock)
                                   ? look->outline->bundle
                                   : look_custody(look, clock).bundle;
    const struct book_dossier row = row_of(judge, life, flag, chance, bundle);
    if (digest(&row) != life->shown) {
        model_drifted(judge->model, life);
    }
}

bool judge_resume(struct judge *judge, const struct book_dossier *row, struct minute clock)
{
    struct life *life = model_find(judge->model, names_find(&judge->model->names, row->code));
    if (!life || life->judged) {
        return false;
    }
    const struct look look = take_up(judge, life, clock);
    struct minute next;
    const struct flag flag = look_flag(&look, clock, &next);
    *life = (struct life){.facts = life->facts,
                          .stated = look_stated(&life->facts, clock),
                          .asked = life->asked,
                          .learnt = life->learnt,
                          .to_learn = life->to_learn,
                          .raised_at = row->raised_at,
                          .verdict_due = next,
                          .shown = digest(row),
                          .conflicts_shown = row->conflicts > 0,
                          .level = (uint8_t)row->level,
                          .cause = (uint8_t)row->cause,
                          .leg = (uint8_t)row->leg,
                          .judged = true,
                          .in_feed = life->in_feed,
                          .acknowledged = row->acknowledged,
                          .handled = row->handled,
                          .rung = row->rung};
    const struct told_chance chance = chances_of(judge->chances, life, flag.level, clock);
    life->verdict_due = due_at(&look, life, &flag, next, clock);
    wheel_set(judge->wheel, model_number(judge->model, life),
              earlier(earlier(life->verdict_due, chances_again(&chance, clock)),
                      look_again(&look, &flag, clock, next)));
    note_drift(judge, life, &look, &flag, &chance, clock);
    return is_fact(life, &flag, life->stated);
}
