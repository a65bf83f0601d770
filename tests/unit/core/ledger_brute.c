#include "ledger_brute.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* A life as it is asked about, minute by minute. */
struct asked {
    const struct ledger_input *input;
    struct minute received;
    struct minute end;
    struct minute at;
    const struct custody *custody;
    const struct parties *parties;
    enum journey_kind kind;
};

static bool is(struct name a, struct name b)
{
    return a.id == b.id;
}

static bool is_office(const struct asked *asked, struct name party)
{
    return !is(party, asked->parties->center) && !is(party, asked->parties->post) &&
           !is(party, asked->parties->citizen);
}

static int64_t floored(struct instant instant)
{
    return instant.ms == INSTANT_NEVER.ms ? INT64_MAX : instant_minute(instant).m;
}

static bool holds(struct instant from, struct instant until, struct minute at)
{
    return floored(from) <= at.m && at.m < floored(until);
}

/* The tenure in force at a minute: the last that began by then, and has not ended. */
static int tenure_at(const struct custody *custody, struct minute at)
{
    int found = 0;
    for (int i = 0; i < custody->tenures; i++) {
        if (floored(custody->tenure[i].from) <= at.m && at.m < floored(custody->tenure[i].until)) {
            found = i;
        }
    }
    return found;
}

bool brute_life(const struct ledger_input *input, struct minute *out_received,
                struct minute *out_end)
{
    const struct dossier_facts *facts = input->facts;
    const struct custody *custody = input->custody;
    int64_t received = facts->received.m != MINUTE_NEVER.m ? facts->received.m
                       : custody->first_intake.ms != INSTANT_NEVER.ms
                           ? floored(custody->first_intake)
                           : floored(custody->first_act);
    int64_t end = input->now.m;
    bool over = facts->status == 3 || facts->status == 7 || facts->status == 10;
    if (custody->returned_at.ms != INSTANT_NEVER.ms) {
        end = floored(custody->returned_at);
    } else if (facts->returned.m <= input->now.m) {
        end = facts->returned.m;
    } else if (over && facts->finished.m <= input->now.m) {
        end = facts->finished.m;
    }
    if (received >= end) {
        return false;
    }
    *out_received = (struct minute){(int32_t)received};
    *out_end = (struct minute){(int32_t)end};
    return true;
}

/* --- row 1 --- */

struct switching {
    struct instant at;
    struct name party;
    struct text reason;
    bool resume;
};

static bool says_citizen(struct text reason)
{
    char word[NAME_SIZE_MAX + 3];
    snprintf(word, sizeof word, "_%.*s_", (int)reason.size, reason.at);
    return reason.size == 0 || strncmp(word, "_citizen_", 9) == 0 || strstr(word, "_supplement_") ||
           strstr(word, "_fee_");
}

static int switch_order(const struct switching *a, const struct switching *b)
{
    if (a->at.ms != b->at.ms) {
        return a->at.ms < b->at.ms ? -1 : 1;
    }
    return (int)a->resume - (int)b->resume;
}

static bool paused(const struct asked *asked, struct name *out_party)
{
    struct switching all[64];
    int count = 0;
    for (int i = 0; i < asked->custody->pauses; i++) {
        const struct pause_mark *mark = &asked->custody->pause[i];
        all[count++] = (struct switching){
            mark->at, mark->party, names_text(asked->input->names, mark->reason), mark->resume};
    }
    for (int i = 0; i < asked->input->facts->supplements; i++) {
        const struct supplement *row = &asked->input->facts->supplement[i];
        struct switching one = {.party = asked->parties->citizen};
        if (row->asked.m <= asked->input->now.m) {
            one.at = dossier_instant(row->asked, row->asked_second);
            all[count++] = one;
        }
        if (row->brought.m <= asked->input->now.m) {
            one.at = dossier_instant(row->brought, row->brought_second);
            one.resume = true;
            all[count++] = one;
        }
    }
    for (int i = 1; i < count; i++) {
        for (int j = i; j > 0 && switch_order(&all[j], &all[j - 1]) < 0; j--) {
            struct switching kept = all[j];
            all[j] = all[j - 1];
            all[j - 1] = kept;
        }
    }
    const struct switching *stopped = NULL;
    for (int i = 0; i < count && floored(all[i].at) <= asked->at.m; i++) {
        stopped = all[i].resume ? NULL : stopped ? stopped : &all[i];
    }
    if (stopped) {
        *out_party = says_citizen(stopped->reason) ? asked->parties->citizen : stopped->party;
    }
    return stopped != NULL;
}

/* --- row 2, all but the waits --- */

static bool in_a_spell(const struct asked *asked)
{
    const struct custody *custody = asked->custody;
    bool inside = false;
    for (int i = 0; i < custody->gaps; i++) {
        inside = inside || holds(custody->gap[i].from, custody->gap[i].until, asked->at);
    }
    for (int i = 0; i < custody->unlocateds; i++) {
        inside =
            inside || holds(custody->unlocated[i].from, custody->unlocated[i].until, asked->at);
    }
    return inside;
}

/* The holder's last act on the item up to the end, found by folding only what was said by then. */
static int64_t last_evidence(const struct asked *asked, int tenure)
{
    static struct act kept[CUSTODY_ACTS_MAX];
    static struct custody then;
    uint16_t number[CUSTODY_ACTS_MAX];
    const struct ledger_input *input = asked->input;
    struct custody_input fold = {.names = input->names,
                                 .acts = input->acts,
                                 .act_count = input->act_count,
                                 .dossier = input->facts->dossier,
                                 .holder = asked->custody->tenure[0].holder,
                                 .since = asked->custody->tenure[0].from,
                                 .known = input->now};
    size_t count = custody_counting(&fold, number);
    size_t left = 0;
    for (size_t i = 0; i < count; i++) {
        if (instant_minute(input->acts[number[i]].at).m <= asked->end.m) {
            kept[left++] = input->acts[number[i]];
        }
    }
    fold.acts = kept;
    fold.act_count = left;
    custody_fold(&fold, &then);
    const struct tenure *held = &asked->custody->tenure[tenure];
    int64_t evidence = floored(held->from);
    for (int i = 0; i < then.tenures; i++) {
        const struct tenure *one = &then.tenure[i];
        if (is(one->holder, held->holder) && one->from.ms == held->from.ms &&
            one->evidence.ms != INSTANT_NEVER.ms) {
            evidence = floored(one->evidence);
        }
    }
    return evidence;
}

static bool silent(const struct asked *asked)
{
    const struct dossier_facts *facts = asked->input->facts;
    int64_t fed = dossier_feed_end(facts, asked->input->now).m;
    if (asked->custody->returned_at.ms != INSTANT_NEVER.ms || fed == MINUTE_NEVER.m) {
        return false;
    }
    int tenure = tenure_at(asked->custody, asked->end);
    if (is(asked->custody->tenure[tenure].holder, asked->parties->center)) {
        return false;
    }
    int64_t from = last_evidence(asked, tenure);
    if (facts->finished.m <= asked->input->now.m && facts->finished.m > from) {
        from = facts->finished.m;
    }
    return asked->at.m >= from;
}

/* --- rows 6 to 8 --- */

struct seat {
    struct name holder, to, agency;
    struct minute fit, ready, until;
};

static bool offered_when(const struct asked *asked, const struct seat *seat, struct minute departs)
{
    for (int i = 0; i < asked->custody->offers; i++) {
        const struct custody_offer *offer = &asked->custody->offer[i];
        if (is(offer->from, seat->holder) && is(offer->to, asked->parties->post) &&
            holds(offer->at, offer->until, departs)) {
            return true;
        }
    }
    return false;
}

/* One act about a run, unless it was declared wrong. */
static bool stands(const struct asked *asked, size_t number)
{
    const struct ledger_input *input = asked->input;
    char text[INSTANT_TEXT_SIZE];
    const struct act *act = &input->acts[number];
    if (instant_minute(act->at).m > input->now.m) {
        return false;
    }
    for (size_t i = 0; i < input->act_count; i++) {
        const struct act *by = &input->acts[i];
        char wrong[128];
        struct text party = names_text(input->names, act->party);
        snprintf(wrong, sizeof wrong, "%s/%s/%.*s", instant_text(act->at, text),
                 act_kind_name((enum act_kind)act->kind), (int)party.size, party.at);
        bool meant = by->kind == ACT_VOID && is(by->subject, act->subject) &&
                     text_is(names_text(input->names, by->parent), wrong) &&
                     instant_minute(by->at).m <= input->now.m;
        if (meant && (is(by->party, act->party) || custody_is_ruling(by, input->names))) {
            return false;
        }
    }
    return true;
}

/* What the life's own acts say of a run at a stop on its day. */
static struct seen_run look_for(const struct asked *asked, const struct run *run)
{
    const struct ledger_input *input = asked->input;
    struct seen_run seen = {.left = MINUTE_NEVER};
    char subject[128];
    struct text route = names_text(input->names, run->route);
    struct text round = names_text(input->names, run->round);
    snprintf(subject, sizeof subject, "%.*s/%.*s", (int)route.size, route.at, (int)round.size,
             round.at);
    for (size_t i = 0; i < input->act_count; i++) {
        const struct act *act = &input->acts[i];
        struct minute at = instant_minute(act->at);
        if ((act->kind != ACT_ARRIVE && act->kind != ACT_DEPART) ||
            !text_is(names_text(input->names, act->subject), subject) ||
            minute_day(at).d != run->day.d || !stands(asked, i)) {
            continue;
        }
        bool here = is(act->stop, plan_run_stop(input->plan, run));
        seen.here = seen.here || here;
        seen.elsewhere = seen.elsewhere || !here;
        if (here && act->kind == ACT_DEPART && at.m < seen.left.m) {
            seen.left = at;
        }
    }
    return seen;
}

/* When a run left without it; INT64_MAX: it did not. */
static int64_t leaves_without(const struct asked *asked, const struct seat *seat,
                              const struct run *run)
{
    if (seat->until.m <= run->departs.m + asked->input->plan->settings.grace) {
        return INT64_MAX;
    }
    struct minute left = look_for(asked, run).left;
    return left.m != MINUTE_NEVER.m && left.m > run->departs.m ? left.m : run->departs.m;
}

static struct name to_blame(const struct asked *asked, const struct seat *seat,
                            const struct run *run)
{
    struct seen_run seen = look_for(asked, run);
    bool posts = plan_cancelled(asked->input->plan, run, asked->input->now) ||
                 offered_when(asked, seat, run->departs) || (seen.elsewhere && !seen.here);
    return posts ? asked->parties->post : seat->holder;
}

static struct brute waiting(const struct asked *asked, const struct seat *seat)
{
    const struct plan *plan = asked->input->plan;
    struct run first;
    struct run run;
    bool found = false;
    struct minute from = seat->ready; /* a run more than 400 days from now is none */
    while (!found && from.m <= asked->input->now.m + PLAN_SEARCH_DAYS * MINUTES_A_DAY) {
        found = plan_first_run(plan, seat->holder, seat->to, from, &first);
        from.m += PLAN_SEARCH_DAYS * MINUTES_A_DAY;
    }
    if (!found || first.day.d > minute_day(asked->input->now).d + PLAN_SEARCH_DAYS) {
        return (struct brute){seat->holder, LEDGER_UNKNOWN};
    }
    if (asked->at.m < first.departs.m) {
        return (struct brute){asked->parties->timetable, LEDGER_WAITING_FOR_RUN};
    }
    if (asked->at.m < leaves_without(asked, seat, &first)) {
        return (struct brute){asked->parties->post, LEDGER_WAITING_FOR_RUN};
    }
    struct run last = first; /* of those that left without it, the last in the plan's order */
    for (run = first; plan_next_run(plan, seat->holder, seat->to, &run, &run) &&
                      run.departs.m < seat->until.m;) {
        if (run.cut_off.m < seat->ready.m) {
            continue;
        }
        if (leaves_without(asked, seat, &run) > asked->at.m) {
            break;
        }
        last = run;
    }
    return (struct brute){to_blame(asked, seat, &last), LEDGER_MISSED_RUN};
}

/* --- rows 3 to 9 --- */

static struct name next_of(const struct asked *asked, int tenure, bool agencies_only, bool *out_any)
{
    for (int i = tenure + 1; i < asked->custody->tenures; i++) {
        struct name holder = asked->custody->tenure[i].holder;
        if (is_office(asked, holder) || (!agencies_only && is(holder, asked->parties->center))) {
            *out_any = true;
            return holder;
        }
    }
    *out_any = false;
    return NAME_NONE;
}

/* To where it is to go from the holder of tenure NUMBER. */
static struct name goes_to(const struct asked *asked, int number, bool center)
{
    bool any = false;
    struct name to = next_of(asked, number, center, &any);
    struct name offered = asked->custody->offer_to;
    bool offer =
        offered.id != 0 && is_office(asked, offered) && !is(offered, asked->custody->holder);
    if (any && (center || to.id != 0)) {
        return to;
    }
    return offer ? offered : center ? asked->input->facts->agency : asked->parties->center;
}

static struct brute sit(const struct asked *asked, int number, struct minute begin)
{
    const struct ledger_input *input = asked->input;
    const struct tenure *tenure = &asked->custody->tenure[number];
    bool center = is(tenure->holder, asked->parties->center);
    struct name to = goes_to(asked, number, center);
    int64_t until = floored(tenure->until);
    struct seat seat = {.holder = tenure->holder,
                        .to = to,
                        .agency = center ? to : tenure->holder,
                        .fit = begin,
                        .ready = MINUTE_NEVER,
                        .until =
                            until < asked->end.m ? (struct minute){(int32_t)until} : asked->end};
    struct budget budget;
    bool found = false;
    for (int kind = 0; kind < 2 && !found; kind++) {
        found = plan_budget(input->plan, input->facts->procedure, seat.agency, minute_day(begin),
                            kind == 0 ? asked->kind : JOURNEY_KINDS, &budget);
    }
    if (number == 0 && center) {
        seat.fit = promise_pass_on(input->calendar, begin, input->plan->settings.pass_on_after);
    }
    if (found) {
        seat.ready = calendar_add(input->calendar, seat.fit, budget.handover);
    }
    return waiting(asked, &seat);
}

static struct minute ready_in(const struct asked *asked, const struct tenure *tenure)
{
    const struct minute finished = asked->input->facts->finished;
    if (tenure->ready_at.ms != INSTANT_NEVER.ms) {
        return instant_minute(tenure->ready_at);
    }
    if (finished.m <= asked->input->now.m && finished.m >= floored(tenure->from) &&
        finished.m <= floored(tenure->until)) {
        return finished;
    }
    return MINUTE_NEVER;
}

static struct brute counter(const struct asked *asked)
{
    bool post = asked->input->facts->by_post;
    return (struct brute){post ? asked->parties->center : asked->parties->citizen,
                          LEDGER_AT_COUNTER};
}

static struct brute on_the_spot(const struct asked *asked, int number)
{
    if (!is(asked->custody->tenure[number].holder, asked->parties->center)) {
        return counter(asked);
    }
    for (int i = 0; i < asked->custody->tenures; i++) {
        if (floored(asked->custody->tenure[i].ready_at) <= asked->at.m) {
            return counter(asked);
        }
    }
    return (struct brute){asked->parties->center, LEDGER_PROCESSING};
}

static struct brute held(const struct asked *asked, int number)
{
    const struct tenure *tenure = &asked->custody->tenure[number];
    bool visited = false;
    bool comes = false;
    for (int i = 0; i < number; i++) {
        visited = visited || is_office(asked, asked->custody->tenure[i].holder);
    }
    (void)next_of(asked, number, true, &comes);
    if (asked->kind == JOURNEY_ON_THE_SPOT) {
        return on_the_spot(asked, number);
    }
    if (is(tenure->holder, asked->parties->post)) {
        return (struct brute){tenure->holder, LEDGER_IN_TRANSIT};
    }
    if (is_office(asked, tenure->holder)) {
        struct minute ready = ready_in(asked, tenure);
        return asked->at.m < ready.m ? (struct brute){tenure->holder, LEDGER_PROCESSING}
                                     : sit(asked, number, ready);
    }
    if (is(tenure->holder, asked->parties->citizen) || (visited && !comes)) {
        return counter(asked);
    }
    return sit(asked, number, instant_minute(tenure->from));
}

struct brute brute_minute(const struct ledger_input *input, struct minute received,
                          struct minute end, struct minute at)
{
    struct asked asked = {.input = input,
                          .received = received,
                          .end = end,
                          .at = at,
                          .custody = input->custody,
                          .parties = input->parties,
                          .kind = JOURNEY_PAPER};
    struct budget budget;
    struct name party;
    if (plan_budget(input->plan, input->facts->procedure, input->facts->agency,
                    minute_day(received), JOURNEY_KINDS, &budget)) {
        asked.kind = budget.kind;
    }
    for (int i = 0; i < input->custody->tenures && asked.kind == JOURNEY_ON_THE_SPOT; i++) {
        struct name holder = input->custody->tenure[i].holder;
        if (is(holder, input->parties->post) || (holder.id != 0 && is_office(&asked, holder))) {
            asked.kind = JOURNEY_PAPER;
        }
    }
    int number = tenure_at(input->custody, at);
    struct name holder = input->custody->tenure[number].holder;
    if (paused(&asked, &party)) {
        return (struct brute){party, LEDGER_PAUSED};
    }
    bool own = input->custody->has_own_act || asked.kind == JOURNEY_RESULT_ONLY;
    if (in_a_spell(&asked) || !own || silent(&asked)) {
        return (struct brute){holder, LEDGER_UNKNOWN};
    }
    for (int i = 0; i < input->custody->offers; i++) {
        const struct custody_offer *offer = &input->custody->offer[i];
        if (is(offer->from, input->parties->post) && !is(offer->to, offer->from) &&
            holds(offer->at, offer->until, at)) {
            return (struct brute){offer->to, LEDGER_UNCONFIRMED};
        }
    }
    return held(&asked, number);
}
