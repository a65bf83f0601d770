#include "core/flag_parts.h"

#include "base/check.h"
#include "core/promised.h"

/* The levels of SEMANTICS section 6, the first that fits, and the cause. */

void flag_custody(const struct flag_input *input, struct minute now, struct custody *out_custody)
{
    const struct dossier_facts *facts = input->facts;
    struct custody_input fold = {.names = input->names,
                                 .acts = input->acts,
                                 .act_count = input->act_count,
                                 .dossier = facts->dossier,
                                 .holder = input->parties->center,
                                 .since = dossier_instant(facts->received, facts->received_second),
                                 .known = now,
                                 .mergers = plan_mergers(input->plan)};
    struct minute received = facts->received;
    if (received.m == MINUTE_NEVER.m) { /* only the acts say when it began, and so of what kind */
        custody_fold(&fold, out_custody);
        fold.since = journey_received(facts, out_custody);
        received = fold.since.ms == INSTANT_NEVER.ms ? MINUTE_NEVER : instant_minute(fold.since);
    }
    (void)journey_start(input->parties, facts, input->plan, received, &fold.holder);
    custody_fold(&fold, out_custody);
}

static void unknown(struct flag *flag, enum flag_missing missing)
{
    flag->level = FLAG_UNKNOWN;
    flag->missing = missing;
}

/* What is missing before a forecast can be asked for. */
static enum flag_missing missing_first(const struct flag_view *view,
                                       const struct dossier_facts *facts, struct minute now)
{
    const struct custody *custody = &view->custody;
    if (custody->overflow || view->journey.too_long || facts->supplements_left_off) {
        return MISSING_ROOM;
    }
    bool received = view->journey.received.m != MINUTE_NEVER.m && view->journey.received.m <= now.m;
    if (!received || (!custody->has_own_act && view->journey.kind != JOURNEY_RESULT_ONLY)) {
        return MISSING_ACT;
    }
    if (custody->unlocated_since.ms != INSTANT_NEVER.ms) {
        return MISSING_ITEM;
    }
    return view->flag.promised.m == MINUTE_NEVER.m ? MISSING_PROMISE : MISSING_NOTHING;
}

static enum flag_leg leg_of(const struct step *step)
{
    return step->kind == STEP_OUT ? LEG_OUT : step->kind == STEP_BACK ? LEG_BACK : LEG_NONE;
}

static enum flag_cause cause_of(enum butfor_cause cause)
{
    switch (cause) {
    case BUTFOR_TRANSFER:
        return CAUSE_TRANSFER;
    case BUTFOR_TRANSFERS:
        return CAUSE_TRANSFERS;
    case BUTFOR_PROCESSING:
        return CAUSE_PROCESSING;
    case BUTFOR_BOTH:
        return CAUSE_BOTH;
    case BUTFOR_PLAN:
        break;
    }
    return CAUSE_PLAN;
}

/* "A verdict that turns on ... a gap is level unknown": one of the steps that decide has working
 * minutes of which no scan says who had them. */
static bool turns_on_a_gap(const struct flag_view *view, uint32_t steps)
{
    const struct calendar *cal = view->outlook.calendar;
    for (int i = 0; i < view->journey.steps; i++) {
        const struct ahead *step = &view->forecast.at[i];
        for (int g = 0; g < view->custody.gaps && (steps >> i & 1u) != 0; g++) {
            struct minute from = instant_minute(view->custody.gap[g].from);
            struct minute until = instant_minute(view->custody.gap[g].until);
            from = from.m > step->begin.m ? from : step->begin;
            until = until.m < step->end.m ? until : step->end;
            if (calendar_working(cal, from, until) > 0) {
                return true;
            }
        }
    }
    return false;
}

/* Who that is at NOW: an office that has merged is named as it is called today. */
static struct name today(const struct plan *plan, struct name party, struct minute now)
{
    const struct mergers mergers = plan_mergers(plan);
    return merger_party(&mergers, party, minute_day(now));
}

static void name_transfer(struct flag_view *view, const struct step *step)
{
    const struct outlook *outlook = &view->outlook;
    view->flag.from = today(outlook->plan, step->from, outlook->now);
    view->flag.to = today(outlook->plan, step->to, outlook->now);
}

/* The arithmetic of the cause: gained = late + spare, if it saves anything. */
static void explain(struct flag_view *view, const struct butfor *butfor)
{
    const struct calendar *cal = view->outlook.calendar;
    struct flag *flag = &view->flag;
    flag->butfor = butfor->end;
    flag->minutes_taken = butfor->taken;
    flag->minutes_standard = butfor->standard;
    if (butfor->end.m == MINUTE_NEVER.m) {
        return;
    }
    flag->minutes_spare =
        promise_slack(cal, flag->promised, butfor->end, journey_judged(&view->journey));
    if (butfor->cause != BUTFOR_PLAN) {
        flag->minutes_gained = calendar_working(cal, butfor->end, view->forecast.end);
    }
}

static void judge_late(struct flag_view *view, struct minute now)
{
    struct flag *flag = &view->flag;
    struct butfor butfor;
    int step = 0;
    butfor_of(&view->outlook, &view->forecast, &butfor);
    view->steady = butfor.steady;
    if (turns_on_a_gap(view, butfor.steps)) {
        unknown(flag, MISSING_SCAN);
        return;
    }
    flag->cause = cause_of(butfor.cause);
    if (butfor.step >= 0) {
        flag->leg = leg_of(&view->journey.step[butfor.step]);
        name_transfer(view, &view->journey.step[butfor.step]);
    }
    explain(view, &butfor);
    if (outlook_late(&view->outlook, now)) {
        flag->level = FLAG_OVERDUE;
        return;
    }
    flag->level = FLAG_WILL_MISS;
    if (forecast_extra_run(&view->outlook, &view->forecast, &step)) {
        flag->level = FLAG_AT_RISK;
        flag->saver = SAVER_EXTRA_RUN;
        flag->saver_leg = leg_of(&view->journey.step[step]);
        flag->extra_before = forecast_extra_before(&view->outlook, &view->forecast, step);
    }
}

static void judge_in_time(struct flag_view *view)
{
    struct flag *flag = &view->flag;
    const struct plan_settings *settings = &view->outlook.plan->settings;
    bool soon = flag->slack_minutes < settings->due_soon;
    if (forecast_last_safe_run(&view->outlook, &view->forecast, &flag->last_safe_run)) {
        const struct run *next = &view->forecast.at[view->forecast.wait].run;
        flag->has_last_safe_run = true;
        flag->saver = SAVER_RUN;
        flag->saver_leg = leg_of(&view->journey.step[view->forecast.wait]);
        soon = !plan_run_before(next, &flag->last_safe_run);
    }
    flag->level = soon ? FLAG_DUE_SOON : FLAG_ON_TRACK;
}

static void judge_open(struct flag_view *view, const struct flag_input *input, struct minute now)
{
    struct flag *flag = &view->flag;
    view->outlook = (struct outlook){.journey = &view->journey,
                                     .facts = input->facts,
                                     .plan = input->plan,
                                     .calendar = input->calendar,
                                     .now = now,
                                     .promise = flag->promised};
    enum flag_missing missing = missing_first(view, input->facts, now);
    if (missing == MISSING_NOTHING && view->journey.no_agency) {
        missing = MISSING_RUN;
    }
    if (missing != MISSING_NOTHING) {
        unknown(flag, missing);
        return;
    }
    forecast_of(&view->outlook, &view->forecast);
    view->forecast_made = true;
    if (view->forecast.gap != FORECAST_WHOLE) {
        unknown(flag, view->forecast.gap == FORECAST_NO_BUDGET ? MISSING_BUDGET : MISSING_RUN);
        return;
    }
    if (view->forecast.wait < view->journey.steps) {
        name_transfer(view, &view->journey.step[view->forecast.wait]);
    }
    flag->forecast = view->forecast.end;
    flag->slack_minutes = promise_slack(input->calendar, flag->promised, flag->forecast,
                                        journey_judged(&view->journey));
    if (outlook_late(&view->outlook, flag->forecast)) {
        judge_late(view, now);
    } else {
        judge_in_time(view);
    }
}

void flag_view_lay(const struct flag_input *input, struct minute now, struct flag_view *out_view)
{
    flag_custody(input, now, &out_view->custody);
    journey_of(&(struct journey_input){.parties = input->parties,
                                       .facts = input->facts,
                                       .custody = &out_view->custody,
                                       .plan = input->plan,
                                       .calendar = input->calendar,
                                       .now = now},
               &out_view->journey);
}

void flag_view_judge(const struct flag_input *input, struct minute now, struct flag_view *view)
{
    struct flag *flag = &view->flag;
    view->forecast_made = false;
    *flag = (struct flag){
        .promised = promised_at(input->facts, &view->journey, input->promised_by, now),
        .forecast = MINUTE_NEVER,
        .by_instant = view->journey.by_instant,
        .butfor = MINUTE_NEVER,
        .extra_before = MINUTE_NEVER,
        .holder = today(input->plan, view->custody.holder, now),
        .since = view->custody.since.ms == INSTANT_NEVER.ms ? MINUTE_NEVER
                                                            : instant_minute(view->custody.since),
        .offer_to = today(input->plan, view->custody.offer_to, now),
        .verified = view->custody.verified,
        .conflicts = view->custody.conflicts};
    bool over = view->journey.ended.m != MINUTE_NEVER.m || view->journey.back.m != MINUTE_NEVER.m;
    if (over && !view->custody.overflow) {
        flag->level = FLAG_DONE;
        flag->forecast = view->journey.back;
        return;
    }
    judge_open(view, input, now);
}

void flag_view_of(const struct flag_input *input, struct minute now, struct flag_view *out_view)
{
    flag_view_lay(input, now, out_view);
    flag_view_judge(input, now, out_view);
}
