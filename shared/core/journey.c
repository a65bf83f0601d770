#include "core/journey.h"

#include <stddef.h>
#include <string.h>

#include "base/check.h"

/* INVARIANTS
 * (1) Steps stand in the order of the life; those before `next` are done, those after it ahead.
 * (2) A transfer's begin is the end of the processing before it, or the take at the Center.
 * (3) After the step that brings the result to the Center there is none, unless an agency took it
 *     again. */

struct maker {
    const struct journey_input *input;
    struct journey *journey;
    struct step open; /* the transfer or processing that has not ended */
    bool is_open;
    bool tentative; /* begun at the Center with the result back: counts only if an agency takes */
};

static bool is_center(const struct journey_input *input, struct name party)
{
    return name_same(party, input->parties->center);
}

static bool is_agency(const struct journey_input *input, struct name party)
{
    return party_is_agency(input->parties, party);
}

/* To whom it is offered. An offer to the holder itself moves nothing and is none. */
static struct name offered_to(const struct custody *custody)
{
    return name_same(custody->offer_to, custody->holder) ? NAME_NONE : custody->offer_to;
}

static struct minute minute_of(struct instant instant)
{
    return instant.ms == INSTANT_NEVER.ms ? MINUTE_NEVER : instant_minute(instant);
}

enum journey_kind journey_start(const struct parties *parties, const struct dossier_facts *facts,
                                const struct plan *plan, struct minute received,
                                struct name *out_holder)
{
    struct budget budget;
    enum journey_kind kind = JOURNEY_PAPER;
    if (received.m != MINUTE_NEVER.m && plan_budget(plan, facts->procedure, facts->agency,
                                                    minute_day(received), JOURNEY_KINDS, &budget)) {
        kind = budget.kind;
    }
    *out_holder = kind == JOURNEY_RESULT_ONLY ? facts->agency : parties->center;
    return kind;
}

static void add_step(struct maker *maker, const struct step *step)
{
    struct journey *journey = maker->journey;
    if (journey->steps == JOURNEY_STEPS_MAX) {
        journey->too_long = true;
        return;
    }
    journey->step[journey->steps++] = *step;
}

static void open_transfer(struct maker *maker, struct name from, struct minute begin)
{
    maker->open = (struct step){.begin = begin,
                                .fit = begin,
                                .waits = begin,
                                .picked = MINUTE_NEVER,
                                .offered = MINUTE_NEVER,
                                .end = MINUTE_NEVER,
                                .from = from,
                                .agency = from,
                                .kind = STEP_BACK};
    maker->is_open = true;
    maker->tentative = false;
}

static void open_processing(struct maker *maker, struct name party, struct minute begin)
{
    maker->open = (struct step){.begin = begin,
                                .fit = begin,
                                .waits = begin,
                                .picked = MINUTE_NEVER,
                                .offered = MINUTE_NEVER,
                                .end = MINUTE_NEVER,
                                .from = party,
                                .to = party,
                                .agency = party,
                                .kind = STEP_PROCESSING};
    maker->is_open = true;
    maker->tentative = false;
}

/* An office that took it under its new name is the one it was sent to: that name has the runs from
 * before the merger too. */
static struct name addressee(const struct maker *maker, struct name taker, struct minute taken)
{
    const struct mergers mergers = plan_mergers(maker->input->plan);
    const struct name agency = maker->input->facts->agency;
    return merger_same(&mergers, taker, agency, minute_day(taken)) ? agency : taker;
}

static void aim(struct maker *maker, struct name to)
{
    bool from_agency = is_agency(maker->input, maker->open.from);
    maker->open.to = to;
    maker->open.kind = is_center(maker->input, to) ? STEP_BACK : STEP_OUT;
    maker->open.agency = from_agency ? maker->open.from : to;
}

static void close_step(struct maker *maker, struct minute end)
{
    maker->open.end = end;
    maker->open.stage = STEP_DONE;
    if (maker->open.kind == STEP_PROCESSING) {
        maker->open.paused =
            journey_paused(maker->journey, maker->input->calendar, maker->open.begin, end);
    }
    add_step(maker, &maker->open);
    maker->is_open = false;
}

/* ready_at of a visit: "first `ready` of this visit; else NgayKetThucXuLy inside the visit"; the
 * caller knows the rest: "else the carrier's take". */
static struct minute ready_of(const struct maker *maker, const struct tenure *tenure)
{
    const struct dossier_facts *facts = maker->input->facts;
    struct minute until = minute_of(tenure->until);
    if (tenure->ready_at.ms != INSTANT_NEVER.ms) {
        return instant_minute(tenure->ready_at);
    }
    bool inside = facts->finished.m != MINUTE_NEVER.m && facts->finished.m <= maker->input->now.m &&
                  facts->finished.m >= maker->open.begin.m && facts->finished.m <= until.m;
    return inside ? facts->finished : MINUTE_NEVER;
}

/* The visit before TENURES[I] is over: its processing ends and a transfer begins. */
static void leave(struct maker *maker, const struct tenure *tenure, struct minute left)
{
    if (!maker->is_open || maker->open.kind != STEP_PROCESSING) {
        return;
    }
    struct minute ready = ready_of(maker, tenure);
    struct name from = maker->open.from;
    ready = ready.m == MINUTE_NEVER.m ? left : ready;
    close_step(maker, ready);
    open_transfer(maker, from, ready);
}

static void reach_center(struct maker *maker, struct minute taken)
{
    if (maker->is_open && !is_center(maker->input, maker->open.from)) {
        aim(maker, maker->input->parties->center);
        close_step(maker, taken);
        maker->journey->back = taken;
        open_transfer(maker, maker->input->parties->center, taken);
        maker->tentative = true; /* (3) */
        return;
    }
    maker->open.waits = taken; /* it came back without having seen an agency */
    maker->open.picked = MINUTE_NEVER;
}

static void reach_agency(struct maker *maker, struct name agency, struct minute taken)
{
    if (maker->is_open) {
        aim(maker, addressee(maker, agency, taken));
        close_step(maker, taken);
    }
    maker->journey->back = MINUTE_NEVER;
    open_processing(maker, agency, taken);
}

static void start(struct maker *maker, const struct tenure *first)
{
    const struct journey_input *input = maker->input;
    struct minute received = maker->journey->received;
    if (!is_center(input, first->holder)) {
        open_processing(maker, first->holder, received);
        return;
    }
    open_transfer(maker, first->holder, received);
    maker->open.fit =
        promise_pass_on(input->calendar, received, input->plan->settings.pass_on_after);
    maker->open.waits = maker->open.fit;
}

static void follow(struct maker *maker)
{
    const struct custody *custody = maker->input->custody;
    start(maker, &custody->tenure[0]);
    for (int i = 1; i < custody->tenures; i++) {
        const struct tenure *tenure = &custody->tenure[i];
        struct minute taken = instant_minute(tenure->from);
        leave(maker, &custody->tenure[i - 1], taken);
        if (is_center(maker->input, tenure->holder)) {
            reach_center(maker, taken);
        } else if (is_agency(maker->input, tenure->holder)) {
            reach_agency(maker, tenure->holder, taken);
        } else {
            maker->open.picked = taken;
        }
    }
}

/* Where an open transfer goes: to whom it is offered, else where the journey's kind says. */
static struct name destination(const struct maker *maker, struct name from)
{
    const struct custody *custody = maker->input->custody;
    if (is_agency(maker->input, offered_to(custody))) {
        return custody->offer_to;
    }
    return is_center(maker->input, from) ? maker->input->facts->agency
                                         : maker->input->parties->center;
}

static void add_ahead(struct maker *maker, struct name agency, bool with_processing)
{
    struct step ahead = {.begin = MINUTE_NEVER,
                         .fit = MINUTE_NEVER,
                         .waits = MINUTE_NEVER,
                         .picked = MINUTE_NEVER,
                         .offered = MINUTE_NEVER,
                         .end = MINUTE_NEVER,
                         .from = agency,
                         .to = agency,
                         .agency = agency,
                         .kind = STEP_PROCESSING,
                         .stage = STEP_AHEAD};
    if (with_processing) {
        add_step(maker, &ahead);
    }
    ahead.to = maker->input->parties->center;
    ahead.kind = STEP_BACK;
    add_step(maker, &ahead);
}

static void finish_transfer(struct maker *maker)
{
    const struct custody *custody = maker->input->custody;
    struct name to = destination(maker, maker->open.from);
    struct name offer = offered_to(custody);
    bool to_center = is_center(maker->input, offer);
    bool still =
        is_center(maker->input, custody->holder) || is_agency(maker->input, custody->holder);
    aim(maker, to);
    maker->open.stage = still ? STEP_WAITING : STEP_CARRIED;
    if (is_agency(maker->input, offer) || to_center) {
        maker->open.offered = instant_minute(custody->offer_at);
        maker->open.stage = STEP_OFFERED;
    }
    if (to_center && is_center(maker->input, maker->open.from)) {
        maker->open.stage = STEP_WAITING; /* brought back: it will wait at the Center again */
    }
    maker->journey->no_agency = to.id == 0;
    maker->journey->next = maker->journey->steps;
    add_step(maker, &maker->open);
    if (!is_center(maker->input, to)) {
        add_ahead(maker, to, true);
    }
}

/* What is not over yet, and what is still to come. */
static void finish(struct maker *maker)
{
    struct journey *journey = maker->journey;
    const struct custody *custody = maker->input->custody;
    if (maker->is_open && maker->open.kind == STEP_PROCESSING) {
        struct minute ready = ready_of(maker, &custody->tenure[custody->tenures - 1]);
        if (ready.m == MINUTE_NEVER.m) {
            struct name agency = maker->open.from;
            maker->open.stage = STEP_WORKING;
            maker->open.paused = journey_paused(journey, maker->input->calendar, maker->open.begin,
                                                maker->input->now);
            journey->no_agency = agency.id == 0;
            journey->next = journey->steps;
            add_step(maker, &maker->open);
            add_ahead(maker, agency, false);
            return;
        }
        struct name from = maker->open.from;
        close_step(maker, ready);
        open_transfer(maker, from, ready);
    }
    if (maker->is_open && !maker->tentative) {
        finish_transfer(maker);
        return;
    }
    journey->next = journey->steps;
}

static bool left_the_center(const struct journey_input *input)
{
    for (int i = 0; i < input->custody->tenures; i++) {
        struct name holder = input->custody->tenure[i].holder;
        if (party_carries(input->parties, holder) || is_agency(input, holder)) {
            return true;
        }
    }
    return false;
}

/* "on_the_spot: Center, received -> ready" */
static void stay(struct maker *maker)
{
    const struct custody *custody = maker->input->custody;
    open_processing(maker, maker->input->parties->center, maker->journey->received);
    maker->open.agency = maker->input->facts->agency;
    for (int i = 0; i < custody->tenures; i++) {
        if (custody->tenure[i].ready_at.ms != INSTANT_NEVER.ms) {
            maker->journey->back = instant_minute(custody->tenure[i].ready_at);
            close_step(maker, maker->journey->back);
            maker->journey->next = maker->journey->steps;
            return;
        }
    }
    maker->open.stage = STEP_WORKING;
    maker->open.paused = journey_paused(maker->journey, maker->input->calendar, maker->open.begin,
                                        maker->input->now);
    add_step(maker, &maker->open);
}

static struct minute ended_at(const struct journey_input *input)
{
    if (input->custody->returned_at.ms != INSTANT_NEVER.ms) {
        return instant_minute(input->custody->returned_at);
    }
    return dossier_feed_end(input->facts, input->now);
}

struct instant journey_received(const struct dossier_facts *facts, const struct custody *custody)
{
    if (facts->received.m != MINUTE_NEVER.m) {
        return dossier_instant(facts->received, facts->received_second);
    }
    return custody->first_intake.ms != INSTANT_NEVER.ms ? custody->first_intake
                                                        : custody->first_act;
}

/* "promise keeps the calendar and rule version it was made under": by the day of receipt. */
static void read_terms(const struct journey_input *input, struct journey *journey)
{
    struct plan_terms terms = {.judged = input->plan->settings.judged};
    if (journey->received.m != MINUTE_NEVER.m) {
        terms = plan_terms(input->plan, input->facts->procedure, minute_day(journey->received));
    }
    journey->restarts = terms.pause == PROMISE_RESTART;
    journey->by_instant = terms.judged == PROMISE_BY_INSTANT;
}

void journey_of(const struct journey_input *input, struct journey *out_journey)
{
    struct name holder;
    struct minute received = minute_of(journey_received(input->facts, input->custody));
    memset(out_journey, 0, offsetof(struct journey, step)); /* how many of the rest there are */
    out_journey->received = received;
    out_journey->ended = ended_at(input);
    out_journey->back = MINUTE_NEVER;
    out_journey->kind = journey_start(input->parties, input->facts, input->plan, received, &holder);
    read_terms(input, out_journey);
    struct maker maker = {.input = input, .journey = out_journey};
    if (received.m == MINUTE_NEVER.m) {
        return;
    }
    journey_read_pauses(input, out_journey);
    if (out_journey->kind == JOURNEY_ON_THE_SPOT && !left_the_center(input)) {
        stay(&maker);
        return;
    }
    if (out_journey->kind == JOURNEY_ON_THE_SPOT) {
        out_journey->kind = JOURNEY_PAPER;
    }
    follow(&maker);
    finish(&maker);
    assert(out_journey->next <= out_journey->steps);
}
