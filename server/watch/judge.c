#include "server/watch/judge.h"

#include <stdlib.h>

/* INVARIANTS
 *
 * (1) What is written depends on the statements so far and the minute, on nothing else.
 * (2) A life that is not done has a timer not later than the next minute at which its row may
 *     change. */

enum status judge_open(struct judge *judge)
{
    *judge = (struct judge){.acts = malloc((CUSTODY_ACTS_MAX + 1) * sizeof *judge->acts)};
    return judge->acts ? STATUS_OK : STATUS_FULL;
}

void judge_close(struct judge *judge)
{
    if (judge) {
        free(judge->acts);
        *judge = (struct judge){0};
    }
}

static struct flag_input input_of(const struct judge *judge, const struct life *life)
{
    bool left_off = false; /* said by the count: one more than the fold takes */
    size_t count = model_gather(judge->model, life->facts.dossier, judge->acts,
                                CUSTODY_ACTS_MAX + 1, &left_off);
    return (struct flag_input){.names = &judge->model->names,
                               .parties = &judge->model->parties,
                               .facts = &life->facts,
                               .acts = judge->acts,
                               .act_count = count,
                               .plan = &judge->almanac->plan,
                               .calendar = almanac_newest(judge->almanac),
                               .promised_by =
                                   almanac_promised_by(judge->almanac, life->facts.received)};
}

/* Everything that the book shows of a flag and that may change by time alone. */
static bool shows_same(const struct flag *a, const struct flag *b)
{
    return flag_same(a, b) && a->promised.m == b->promised.m && a->forecast.m == b->forecast.m &&
           a->slack_minutes == b->slack_minutes && a->minutes_gained == b->minutes_gained &&
           a->has_last_safe_run == b->has_last_safe_run &&
           (!a->has_last_safe_run || a->last_safe_run.departs.m == b->last_safe_run.departs.m) &&
           a->saver == b->saver && a->extra_before.m == b->extra_before.m &&
           a->missing == b->missing;
}

static bool shows_same_at(const struct flag_input *input, const struct flag *current,
                          struct minute minute)
{
    struct flag then;
    flag_judge(input, minute, &then);
    return shows_same(current, &then);
}

/* The first minute in (NOW, DIFFERENT] at which the row differs: between acts a forecast only moves
 * one way, so what is the same at both ends is the same between. */
static struct minute first_difference(const struct flag_input *input, const struct flag *current,
                                      struct minute now, struct minute different)
{
    while (different.m - now.m > 1) {
        struct minute between = {now.m + (different.m - now.m) / 2};
        if (shows_same_at(input, current, between)) {
            now = between;
        } else {
            different = between;
        }
    }
    return different;
}

/* (2) */
static struct minute look_again(const struct flag_input *input, const struct flag *current,
                                struct minute now)
{
    if (current->level == FLAG_DONE) {
        return MINUTE_NEVER;
    }
    struct minute change = flag_next_change(input, now, current);
    struct minute horizon = {now.m + JUDGE_LOOK_AGAIN_DAYS * MINUTES_A_DAY};
    if (change.m < horizon.m) {
        horizon = change;
    }
    struct minute next_working = calendar_add(input->calendar, now, 1);
    if (next_working.m < horizon.m && !shows_same_at(input, current, next_working)) {
        return first_difference(input, current, now, next_working);
    }
    struct minute before = {horizon.m - 1};
    if (before.m > now.m && !shows_same_at(input, current, before)) {
        return first_difference(input, current, now, before);
    }
    return horizon;
}

static struct flag nothing_known(void)
{
    return (struct flag){.level = FLAG_UNKNOWN,
                         .missing = MISSING_RUN,
                         .promised = MINUTE_NEVER,
                         .forecast = MINUTE_NEVER,
                         .extra_before = MINUTE_NEVER,
                         .since = MINUTE_NEVER};
}

static bool same_fact(const struct life *life, const struct flag *flag)
{
    return life->judged && life->level == flag->level && life->cause == flag->cause &&
           life->leg == flag->leg && life->promised.m == flag->promised.m;
}

static bool as_before(const struct life *life, const struct flag *flag, struct minute now)
{
    const struct book_fact *before = &life->before;
    return before->until.m != MINUTE_NEVER.m &&
           now.m - before->until.m <= JUDGE_SAME_FACT_MINUTES && before->level == flag->level &&
           before->cause == flag->cause && before->leg == flag->leg &&
           before->promised.m == flag->promised.m;
}

/* A flag that returns within half an hour is the same flag: it keeps the minute it was raised. */
static bool turn_to(struct life *life, const struct flag *flag, struct minute now)
{
    bool again = as_before(life, flag, now);
    struct minute raised_at = again ? life->before.raised_at : now;
    if (life->judged) {
        life->before = (struct book_fact){.level = (enum flag_level)life->level,
                                          .cause = (enum flag_cause)life->cause,
                                          .leg = (enum flag_leg)life->leg,
                                          .promised = life->promised,
                                          .raised_at = life->raised_at,
                                          .until = now};
    }
    life->level = (uint8_t)flag->level;
    life->cause = (uint8_t)flag->cause;
    life->leg = (uint8_t)flag->leg;
    life->promised = flag->promised;
    life->raised_at = raised_at;
    if (!again) {
        life->acknowledged = false;
        life->handled = false;
    }
    return again;
}

static enum status write_change(struct judge *judge, const struct life *life,
                                const struct flag *flag, struct minute now, bool again)
{
    struct book_change change = {.code = names_text(&judge->model->names, life->facts.dossier),
                                 .at = now,
                                 .level = flag->level,
                                 .cause = flag->cause,
                                 .leg = flag->leg,
                                 .slack_minutes = flag->slack_minutes,
                                 .forecast = flag->forecast,
                                 .promised = flag->promised,
                                 .same_fact = again};
    judge->counters.changes++;
    return flag_book_put_change(judge->book, &change);
}

static struct book_dossier row_of(const struct judge *judge, const struct life *life,
                                  const struct flag *flag, const struct custody *custody)
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
        .bundle = names_text(names, custody->bundle),
        .level = flag->level,
        .cause = flag->cause,
        .leg = flag->leg,
        .missing = flag->missing,
        .slack_minutes = flag->slack_minutes,
        .minutes_gained = flag->minutes_gained,
        .forecast = flag->forecast,
        .last_safe_run = {.departs = MINUTE_NEVER},
        .saver = flag->saver,
        .saver_leg = flag->saver_leg,
        .extra_before = flag->extra_before,
        .from = names_text(names, flag->from),
        .to = names_text(names, flag->to),
        .raised_at = life->raised_at,
        .before = life->before,
        .conflicts = custody->conflicts,
        .acknowledged = life->acknowledged,
        .handled = life->handled,
    };
    if (flag->has_last_safe_run) {
        row.last_safe_run = (struct book_run){.route = names_text(names, flag->last_safe_run.route),
                                              .round = names_text(names, flag->last_safe_run.round),
                                              .departs = flag->last_safe_run.departs};
    }
    return row;
}

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
    const int64_t numbers[] = {row->received.m,
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
                               row->saver,
                               row->saver_leg,
                               row->extra_before.m,
                               row->raised_at.m,
                               row->conflicts,
                               row->acknowledged,
                               row->handled,
                               row->last_safe_run.departs.m,
                               row->before.level,
                               row->before.cause,
                               row->before.leg,
                               row->before.promised.m,
                               row->before.raised_at.m,
                               row->before.until.m};
    uint64_t mix = 0xcbf29ce484222325u;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        mix = mix_text(mix, texts[i]);
    }
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        mix = mix_number(mix, numbers[i]);
    }
    return mix;
}

static enum status write_conflicts(struct judge *judge, struct life *life,
                                   const struct custody *custody)
{
    const struct names *names = &judge->model->names;
    struct text code = names_text(names, life->facts.dossier);
    struct book_conflict rows[CUSTODY_CONFLICTS_MAX];
    if (custody->conflicts == 0 && !life->has_conflicts) {
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
    life->has_conflicts = custody->conflicts > 0;
    return flag_book_put_conflicts(judge->book, code, rows, custody->conflicts);
}

static void verdict(const struct judge *judge, const struct flag_input *input, struct minute now,
                    struct flag *out_flag, struct custody *out_custody)
{
    if (almanac_ready(judge->almanac)) {
        flag_judge(input, now, out_flag);
        flag_custody(input, now, out_custody);
        return;
    }
    *out_flag = nothing_known();
    *out_custody = (struct custody){0};
}

static enum status write_life(struct judge *judge, struct life *life, const struct flag *flag,
                              struct minute now)
{
    bool again = turn_to(life, flag, now);
    return write_change(judge, life, flag, now, again);
}

enum status judge_life(struct judge *judge, struct life *life, struct minute now)
{
    bool ready = almanac_ready(judge->almanac);
    struct flag_input input = ready ? input_of(judge, life) : (struct flag_input){0};
    struct flag flag;
    struct custody custody;
    verdict(judge, &input, now, &flag, &custody);
    judge->counters.judged++;
    enum status status = STATUS_OK;
    if (!same_fact(life, &flag)) {
        status = write_life(judge, life, &flag, now);
    }
    struct book_dossier row = row_of(judge, life, &flag, &custody);
    uint64_t shown = digest(&row);
    if (status == STATUS_OK && (!life->judged || life->shown != shown)) {
        judge->counters.rows++;
        status = flag_book_put_dossier(judge->book, &row);
    }
    if (status == STATUS_OK) {
        status = write_conflicts(judge, life, &custody);
    }
    life->judged = true;
    life->shown = shown;
    wheel_set(judge->wheel, model_number(judge->model, life),
              ready ? look_again(&input, &flag, now) : MINUTE_NEVER);
    return status;
}

enum status judge_touched(struct judge *judge, struct minute now)
{
    struct model *model = judge->model;
    enum status status = STATUS_OK;
    for (uint32_t i = 0; i < model->touched_count; i++) {
        struct life *life = &model->lives[model->touched[i]];
        life->touched = false;
        if (status == STATUS_OK) {
            status = judge_life(judge, life, now);
        }
    }
    model->touched_count = 0;
    return status;
}

bool judge_resume(struct judge *judge, const struct book_dossier *row, struct minute clock)
{
    struct life *life = model_find(judge->model, names_find(&judge->model->names, row->code));
    if (!life) {
        return false;
    }
    bool ready = almanac_ready(judge->almanac);
    struct flag_input input = ready ? input_of(judge, life) : (struct flag_input){0};
    struct flag flag;
    struct custody custody;
    verdict(judge, &input, clock, &flag, &custody);
    life->level = (uint8_t)row->level;
    life->cause = (uint8_t)row->cause;
    life->leg = (uint8_t)row->leg;
    life->promised = row->promised;
    life->raised_at = row->raised_at;
    life->before = row->before;
    life->acknowledged = row->acknowledged;
    life->handled = row->handled;
    life->judged = true;
    life->has_conflicts = row->conflicts > 0;
    life->shown = digest(row);
    wheel_set(judge->wheel, model_number(judge->model, life),
              ready ? look_again(&input, &flag, clock) : MINUTE_NEVER);
    return same_fact(life, &flag);
}
