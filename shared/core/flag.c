#include "core/flag.h"

#include <string.h>

#include "base/check.h"
#include "core/flag_parts.h"

/* The verdict itself, and whether it turns on an act whose instant is not known exactly:
 * "Interval ... A verdict that differs between an interval's ends is disputed" (SEMANTICS section
 * 1), and "a verdict that turns on a disputed act ... is level unknown" (section 6). */

/* The two ends of an act's interval. */
enum end { END_EARLY, END_LATE, ENDS };

static struct instant end_of(const struct act *act, enum end end)
{
    return (struct instant){end == END_EARLY ? act->at.ms - act->early_ms
                                             : act->at.ms + act->late_ms};
}

/* An act at one end of its interval can change a verdict only if it falls into another minute, or
 * passes another act on the way. */
static bool end_matters(const struct flag_input *input, size_t number, enum end end)
{
    const struct act *act = &input->acts[number];
    struct instant at = end_of(act, end);
    if (instant_minute(at).m != instant_minute(act->at).m) {
        return true;
    }
    int64_t low = at.ms < act->at.ms ? at.ms : act->at.ms;
    int64_t high = at.ms < act->at.ms ? act->at.ms : at.ms;
    for (size_t i = 0; i < input->act_count && low < high; i++) {
        if (i != number && input->acts[i].at.ms >= low && input->acts[i].at.ms <= high) {
            return true;
        }
    }
    return false;
}

static bool any_interval(const struct flag_input *input)
{
    for (size_t i = 0; i < input->act_count; i++) {
        if (input->acts[i].early_ms != 0 || input->acts[i].late_ms != 0) {
            return true;
        }
    }
    return false;
}

static struct minute earlier(struct minute a, struct minute b)
{
    return a.m < b.m ? a : b;
}

/* The acts, each statement once: said twice, it happened where both intervals hold. */
static size_t copy_once(const struct flag_input *input, struct act acts[CUSTODY_ACTS_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < input->act_count; i++) {
        const struct act *act = &input->acts[i];
        size_t at = 0;
        while (at < count &&
               (acts[at].at.ms != act->at.ms || act_order(&acts[at], act, input->names) != 0)) {
            at++;
        }
        if (at == count) {
            acts[count++] = *act;
            continue;
        }
        acts[at].early_ms = act->early_ms < acts[at].early_ms ? act->early_ms : acts[at].early_ms;
        acts[at].late_ms = act->late_ms < acts[at].late_ms ? act->late_ms : acts[at].late_ms;
    }
    return count;
}

/* Only those that count: what was voided does not come back by being shifted. */
static size_t keep_counting(const struct flag_input *input, struct minute now,
                            struct act acts[CUSTODY_ACTS_MAX], size_t count)
{
    uint16_t numbers[CUSTODY_ACTS_MAX];
    bool counts[CUSTODY_ACTS_MAX] = {false};
    const struct custody_input all = {
        .names = input->names, .acts = acts, .act_count = count, .known = now};
    const size_t counting = custody_counting(&all, numbers);
    size_t kept = 0;
    for (size_t i = 0; i < counting; i++) {
        counts[numbers[i]] = true;
    }
    for (size_t i = 0; i < count; i++) {
        if (counts[i]) {
            acts[kept++] = acts[i];
        }
    }
    return kept;
}

/* What judging yields beside the flag. */
struct yield {
    struct minute *next;     /* NULL: not asked for */
    struct outline *outline; /* NULL: not asked for */
};

static struct minute next_of(const struct flag_input *input, const struct flag_view *view,
                             struct minute now)
{
    return earlier(earlier(flag_view_next(view, now), plan_next_known(input->plan, now)),
                   flag_next_given(input, now));
}

static void lay_outline(const struct flag_input *input, const struct flag_view *view,
                        struct minute now, struct outline *out_outline)
{
    if (outline_pack(&view->journey, &view->custody, out_outline)) {
        out_outline->since = now;
        out_outline->until = flag_next_given(input, now);
    }
}

/* A life laid out otherwise may be judged otherwise one day. */
static void keep_if_same(const struct flag_input *input, const struct flag_view *view,
                         struct minute now, struct outline *outline)
{
    struct outline other;
    lay_outline(input, view, now, &other);
    if (memcmp(&other, outline, sizeof other) != 0) {
        memset(outline, 0, sizeof *outline);
    }
}

/* Judges at both ends of every interval that may matter. */
static bool is_disputed(const struct flag_input *input, struct minute now, const struct flag *flag,
                        const struct yield *yield)
{
    struct act acts[CUSTODY_ACTS_MAX];
    struct flag_view view;
    struct flag_input shifted = *input;
    bool disputed = false;
    if (input->act_count > CUSTODY_ACTS_MAX) {
        return false; /* too many to fold: unknown already */
    }
    shifted.acts = acts;
    shifted.act_count = keep_counting(input, now, acts, copy_once(input, acts));
    for (size_t i = 0; i < shifted.act_count; i++) {
        const struct act act = acts[i];
        for (int end = 0; end < ENDS; end++) {
            if (!end_matters(&shifted, i, (enum end)end)) {
                continue;
            }
            acts[i].at = end_of(&act, (enum end)end);
            flag_view_of(&shifted, now, &view);
            disputed = disputed || !flag_same(&view.flag, flag);
            if (yield->outline) {
                keep_if_same(&shifted, &view, now, yield->outline);
            }
            if (yield->next) {
                *yield->next = earlier(*yield->next, next_of(&shifted, &view, now));
            } else if (disputed) {
                return true;
            }
            acts[i].at = act.at;
        }
    }
    return disputed;
}

static void judge(const struct flag_input *input, struct minute now, struct flag *out_flag,
                  const struct yield *yield)
{
    struct flag_view view;
    flag_view_of(input, now, &view);
    if (yield->next) {
        *yield->next = next_of(input, &view, now);
    }
    if (yield->outline) {
        lay_outline(input, &view, now, yield->outline);
    }
    *out_flag = view.flag;
    if (any_interval(input) && is_disputed(input, now, &view.flag, yield)) {
        out_flag->level = FLAG_UNKNOWN;
        out_flag->missing = MISSING_CERTAINTY;
        out_flag->cause = CAUSE_NONE;
        out_flag->leg = LEG_NONE;
        out_flag->saver = SAVER_NONE;
        out_flag->butfor = MINUTE_NEVER;
        out_flag->minutes_gained = out_flag->minutes_spare = 0;
        out_flag->minutes_taken = out_flag->minutes_standard = 0;
    }
}

void flag_judge(const struct flag_input *input, struct minute now, struct flag *out_flag)
{
    const struct yield yield = {0};
    judge(input, now, out_flag, &yield);
}

void flag_judge_until(const struct flag_input *input, struct minute now, struct flag *out_flag,
                      struct minute *out_next)
{
    const struct yield yield = {.next = out_next};
    judge(input, now, out_flag, &yield);
    assert(out_next->m > now.m);
}

void flag_judge_outline(const struct flag_input *input, struct minute now, struct flag *out_flag,
                        struct minute *out_next, struct outline *out_outline)
{
    const struct yield yield = {.next = out_next, .outline = out_outline};
    judge(input, now, out_flag, &yield);
    assert(out_next->m > now.m);
}

bool flag_by_outline(const struct outline *outline, const struct flag_input *input,
                     struct minute now, struct flag *out_flag, struct minute *out_next)
{
    struct flag_view view;
    if (!outline_holds(outline, now)) {
        return false;
    }
    outline_unpack(outline, &view.journey, &view.custody);
    journey_pause_until(&view.journey, input->calendar, now);
    flag_view_judge(input, now, &view);
    *out_flag = view.flag;
    *out_next = earlier(earlier(flag_view_next(&view, now), plan_next_known(input->plan, now)),
                        outline->until);
    return true;
}

struct minute flag_next_change(const struct flag_input *input, struct minute now,
                               const struct flag *current)
{
    struct flag flag;
    struct minute next;
    (void)current;
    flag_judge_until(input, now, &flag, &next);
    return next;
}
