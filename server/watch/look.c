#include "server/watch/look.h"

/* INVARIANT
 *
 * (1) Between two minutes at which the verdict is looked at, what a row shows stays as it is up to
 *     some minute, and differs from then on: so that minute is found by halving. */

static struct flag_input with_acts(const struct look *look)
{
    struct flag_input input = look->input;
    bool left_off = false; /* said by the count: one more than the fold takes */
    if (!input.acts) {
        input.acts = look->room;
        input.act_count =
            model_gather(look->model, input.facts->dossier, look->room, LOOK_ACTS_MAX, &left_off);
    }
    return input;
}

struct look look_at(struct model *model, const struct almanac *almanac, const struct life *life,
                    struct minute now, struct act *acts)
{
    struct look look = {.ready = almanac_ready(almanac),
                        .input = {.facts = &life->facts},
                        .model = model,
                        .outline = &model->outlines[model_number(model, life)],
                        .room = acts};
    if (look.ready) {
        look.input =
            (struct flag_input){.names = &model->names,
                                .parties = &model->parties,
                                .facts = &life->facts,
                                .plan = &almanac->plan,
                                .calendar = almanac_newest(almanac),
                                .promised_by = almanac_promised_by(almanac, life->facts.received)};
    }
    if (look.ready && !outline_holds(look.outline, now)) {
        look.input = with_acts(&look);
    }
    return look;
}

/* When the promise in a supplement is known: when it came in, else when it was asked for. */
static struct minute known_at(const struct supplement *supplement)
{
    return supplement->brought.m != MINUTE_NEVER.m ? supplement->brought : supplement->asked;
}

struct minute look_stated(const struct dossier_facts *facts, struct minute now)
{
    struct minute promise = facts->promised;
    struct minute since = {INT32_MIN};
    for (int i = 0; i < facts->supplements; i++) {
        const struct supplement *row = &facts->supplement[i];
        const struct minute known = known_at(row);
        if (row->promised.m != MINUTE_NEVER.m && known.m <= now.m &&
            (known.m > since.m || (known.m == since.m && row->promised.m > promise.m))) {
            promise = row->promised;
            since = known;
        }
    }
    return promise;
}

/* What a flag without a verdict says: whom, since when, and what is missing. */
static void blank(struct flag *flag, struct minute promised)
{
    *flag = (struct flag){.level = flag->level,
                          .missing = flag->missing,
                          .promised = promised,
                          .forecast = flag->level == FLAG_DONE ? flag->forecast : MINUTE_NEVER,
                          .butfor = MINUTE_NEVER,
                          .extra_before = MINUTE_NEVER,
                          .holder = flag->holder,
                          .since = flag->since,
                          .offer_to = flag->offer_to,
                          .from = flag->from,
                          .to = flag->to,
                          .verified = flag->verified,
                          .conflicts = flag->conflicts};
}

/* Once it is done nothing moves any more: the promise shown is the one at J. */
static void settle_done(const struct look *look, struct flag *flag, struct minute stated)
{
    struct flag then;
    if (flag->forecast.m == MINUTE_NEVER.m) {
        blank(flag, stated);
        return;
    }
    const struct flag_input input = with_acts(look);
    flag_judge(&input, flag->forecast, &then);
    blank(flag, then.promised);
}

static void settle(const struct look *look, struct flag *flag, struct minute now)
{
    const struct minute stated = look_stated(look->input.facts, now);
    if (flag->level == FLAG_DONE) {
        settle_done(look, flag, stated);
    } else if (flag->level == FLAG_UNKNOWN) {
        blank(flag, stated);
    }
}

/* The first minute after NOW at which a supplement is known that states another promise. */
static struct minute next_stated(const struct dossier_facts *facts, struct minute now)
{
    struct minute next = MINUTE_NEVER;
    for (int i = 0; i < facts->supplements; i++) {
        const struct minute known = known_at(&facts->supplement[i]);
        if (facts->supplement[i].promised.m != MINUTE_NEVER.m && known.m > now.m &&
            known.m < next.m) {
            next = known;
        }
    }
    return next;
}

struct flag look_flag(const struct look *look, struct minute now, struct minute *out_next)
{
    struct flag flag = {.level = FLAG_UNKNOWN, .missing = MISSING_RUN, .since = MINUTE_NEVER};
    *out_next = next_stated(look->input.facts, now); /* also before there is a plan */
    if (look->ready) {
        struct minute verdict;
        if (!flag_by_outline(look->outline, &look->input, now, &flag, &verdict)) {
            const struct flag_input input = with_acts(look);
            flag_judge_outline(&input, now, &flag, &verdict, look->outline);
        }
        *out_next = verdict.m < out_next->m ? verdict : *out_next;
    }
    settle(look, &flag, now);
    return flag;
}

static bool same_run(const struct flag *a, const struct flag *b)
{
    return a->has_last_safe_run == b->has_last_safe_run &&
           (!a->has_last_safe_run || (a->last_safe_run.departs.m == b->last_safe_run.departs.m &&
                                      name_same(a->last_safe_run.route, b->last_safe_run.route) &&
                                      name_same(a->last_safe_run.round, b->last_safe_run.round)));
}

static bool same_sum(const struct flag *a, const struct flag *b)
{
    return a->butfor.m == b->butfor.m && a->minutes_spare == b->minutes_spare &&
           a->minutes_taken == b->minutes_taken && a->minutes_standard == b->minutes_standard;
}

/* Everything that the book shows of a flag. */
static bool shows_same(const struct flag *a, const struct flag *b)
{
    return flag_same(a, b) && a->missing == b->missing && a->promised.m == b->promised.m &&
           a->forecast.m == b->forecast.m && a->slack_minutes == b->slack_minutes &&
           a->minutes_gained == b->minutes_gained && same_sum(a, b) && same_run(a, b) &&
           a->saver == b->saver && a->saver_leg == b->saver_leg &&
           a->extra_before.m == b->extra_before.m && name_same(a->holder, b->holder) &&
           a->since.m == b->since.m && name_same(a->offer_to, b->offer_to) &&
           name_same(a->from, b->from) && name_same(a->to, b->to) && a->verified == b->verified &&
           a->conflicts == b->conflicts;
}

static bool shows_same_at(const struct look *look, const struct flag *current, struct minute minute)
{
    struct flag then;
    struct minute next;
    if (!flag_by_outline(look->outline, &look->input, minute, &then, &next)) {
        const struct flag_input input = with_acts(look);
        flag_judge(&input, minute, &then);
    }
    settle(look, &then, minute);
    return shows_same(current, &then);
}

struct minute look_again(const struct look *look, const struct flag *current, struct minute now,
                         struct minute next)
{
    struct minute different = {now.m + LOOK_AGAIN_DAYS * MINUTES_A_DAY};
    if (!look->ready || current->level == FLAG_DONE || current->level == FLAG_UNKNOWN) {
        return next; /* these do not drift */
    }
    different = next.m < different.m ? next : different;
    struct minute same = {now.m + 1};
    if (different.m <= same.m || !shows_same_at(look, current, same)) {
        return same;
    }
    if (shows_same_at(look, current, (struct minute){different.m - 1})) {
        return different;
    }
    for (different.m--; different.m - same.m > 1;) { /* (1) */
        const struct minute between = {same.m + (different.m - same.m) / 2};
        if (shows_same_at(look, current, between)) {
            same = between;
        } else {
            different = between;
        }
    }
    return different;
}

struct custody look_custody(const struct look *look, struct minute now)
{
    struct custody custody = {0};
    if (look->ready) {
        const struct flag_input input = with_acts(look);
        flag_custody(&input, now, &custody);
    }
    return custody;
}
