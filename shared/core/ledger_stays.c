#include <string.h>

#include "base/check.h"
#include "core/ledger_parts.h"

/* Tenures of custody as stays: who waits there, for what, and who works.
 *
 * INVARIANTS
 * (1) There is one stay for each tenure, in the same order; each ends where the next begins.
 * (2) The last reaches to the end of the life or beyond. */

static bool is_center(const struct ledger *ledger, struct name party)
{
    return name_same(party, ledger->input.parties->center);
}

static bool is_citizen(const struct ledger *ledger, struct name party)
{
    return name_same(party, ledger->input.parties->citizen);
}

static bool is_carrier(const struct ledger *ledger, struct name party)
{
    return party_carries(ledger->input.parties, party);
}

/* Also nobody: where only a result is to come, and nothing says from which agency. */
static bool is_agency(const struct ledger *ledger, struct name party)
{
    return !is_center(ledger, party) && !is_citizen(ledger, party) && !is_carrier(ledger, party);
}

/* An open offer to an agency; one to the holder itself is none. */
static struct name offered_agency(const struct ledger *ledger)
{
    const struct custody *custody = ledger->input.custody;
    bool itself = name_same(custody->offer_to, custody->holder);
    return !itself && party_is_agency(ledger->input.parties, custody->offer_to) ? custody->offer_to
                                                                                : NAME_NONE;
}

/* What comes after a stay, read from the end backwards. */
struct to_come {
    struct name agency;  /* the next one; NAME_NONE: none is known to come */
    struct name static_; /* the next agency or Center */
    bool any_agency;
};

/* To which static party it goes from HOLDER. */
static struct name destination(const struct ledger *ledger, struct name holder,
                               const struct to_come *next)
{
    struct name offered = offered_agency(ledger);
    if (is_center(ledger, holder)) {
        return next->any_agency  ? next->agency
               : offered.id != 0 ? offered
                                 : ledger->input.facts->agency;
    }
    return next->static_.id != 0 ? next->static_
           : offered.id != 0     ? offered
                                 : ledger->input.parties->center;
}

/* "ready_at (first `ready` of this visit; else NgayKetThucXuLy inside the visit; else the carrier's
 * take)" */
static struct minute ready_of(const struct ledger *ledger, const struct tenure *tenure,
                              const struct ledger_stay *stay)
{
    struct minute finished = ledger->input.facts->finished;
    if (tenure->ready_at.ms != INSTANT_NEVER.ms) {
        return instant_minute(tenure->ready_at);
    }
    bool inside = finished.m != MINUTE_NEVER.m && finished.m <= ledger->input.now.m &&
                  stay->from.m <= finished.m && finished.m <= stay->until.m;
    return inside ? finished : stay->until;
}

static void read_kind(const struct ledger *ledger, struct ledger_stay *stay, bool visited,
                      const struct to_come *next)
{
    if (ledger->journey.kind == JOURNEY_ON_THE_SPOT) {
        stay->kind = is_center(ledger, stay->holder) ? LEDGER_SPOT : LEDGER_COUNTER;
    } else if (is_carrier(ledger, stay->holder)) {
        stay->kind = LEDGER_RIDE;
    } else if (is_agency(ledger, stay->holder)) {
        stay->kind = LEDGER_VISIT;
    } else if (is_citizen(ledger, stay->holder) || (visited && !next->any_agency)) {
        stay->kind = LEDGER_COUNTER;
    } else {
        stay->kind = LEDGER_DESK;
    }
}

/* Where it goes, and which agency and leg that is. */
static void aim(const struct ledger *ledger, struct ledger_stay *stay, const struct to_come *next)
{
    bool visit = stay->kind == LEDGER_VISIT;
    if (visit || stay->kind == LEDGER_DESK) {
        stay->to = destination(ledger, stay->holder, next);
        stay->agency = visit ? stay->holder : stay->to;
        stay->leg = is_center(ledger, stay->to) ? LEDGER_BACK : LEDGER_OUT;
    }
}

/* "on_the_spot: Center, received -> ready" */
static void read_spot(struct ledger *ledger)
{
    const struct custody *custody = ledger->input.custody;
    struct minute ready = MINUTE_NEVER;
    for (int i = 0; i < custody->tenures && ready.m == MINUTE_NEVER.m; i++) {
        ready = ledger_minute(custody->tenure[i].ready_at);
    }
    for (int i = 0; i < ledger->stays; i++) {
        ledger->stay[i].ready = ready;
        ledger->stay[i].agency = ledger->input.facts->agency;
    }
}

/* A ride goes where the stay before it waited to go; a counter belongs to the last agency. */
static void inherit(struct ledger *ledger)
{
    struct name agency = ledger->input.facts->agency;
    struct ledger_stay before = {.agency = agency};
    for (int i = 0; i < ledger->stays; i++) {
        struct ledger_stay *stay = &ledger->stay[i];
        if (stay->kind == LEDGER_RIDE) {
            stay->to = before.to;
            stay->agency = before.agency;
            stay->leg = before.leg;
        } else if (stay->kind == LEDGER_COUNTER) {
            stay->agency = agency;
            before = *stay;
        } else {
            agency = stay->kind == LEDGER_VISIT ? stay->holder : agency;
            before = *stay;
        }
    }
}

/* An office that took it under its new name is the one it was sent to, as in journey.c. */
static struct name addressee(const struct ledger *ledger, const struct ledger_stay *stay)
{
    const struct mergers mergers = plan_mergers(ledger->input.plan);
    const struct name agency = ledger->input.facts->agency;
    return merger_same(&mergers, stay->holder, agency, minute_day(stay->from)) ? agency
                                                                               : stay->holder;
}

static void read_tenures(struct ledger *ledger)
{
    const struct custody *custody = ledger->input.custody;
    int first_visit = 0;
    while (first_visit < custody->tenures &&
           !is_agency(ledger, custody->tenure[first_visit].holder)) {
        first_visit++;
    }
    struct to_come next = {.any_agency = false};
    for (int i = custody->tenures - 1; i >= 0; i--) {
        const struct tenure *tenure = &custody->tenure[i];
        struct ledger_stay *stay = &ledger->stay[i];
        *stay = (struct ledger_stay){.from = ledger_minute(tenure->from),
                                     .until = ledger_minute(tenure->until),
                                     .holder = tenure->holder};
        read_kind(ledger, stay, first_visit < i, &next);
        aim(ledger, stay, &next);
        stay->ready = stay->kind == LEDGER_VISIT ? ready_of(ledger, tenure, stay) : stay->from;
        if (is_agency(ledger, stay->holder)) {
            next.agency = addressee(ledger, stay);
            next.any_agency = true;
        }
        if (is_agency(ledger, stay->holder) || is_center(ledger, stay->holder)) {
            next.static_ = stay->holder;
        }
    }
    ledger->stays = custody->tenures;
}

/* The last act up to the life's end of the holder in tenure NUMBER, who went on acting after it:
 * the acts that count, folded once more as known then. */
static struct minute evidence_by_end(const struct ledger *ledger, int number)
{
    struct act acts[CUSTODY_ACTS_MAX];
    uint16_t numbers[CUSTODY_ACTS_MAX];
    struct custody custody;
    const struct ledger_input *input = &ledger->input;
    struct custody_input fold = {.names = input->names,
                                 .acts = input->acts,
                                 .act_count = input->act_count,
                                 .dossier = input->facts->dossier,
                                 .known = input->now,
                                 .mergers = plan_mergers(input->plan)};
    size_t count = custody_counting(&fold, numbers);
    for (size_t i = 0; i < count; i++) {
        acts[i] = input->acts[numbers[i]];
    }
    fold.acts = acts;
    fold.act_count = count;
    fold.holder = input->custody->tenure[0].holder;
    fold.since = input->custody->tenure[0].from;
    fold.known = ledger->end;
    custody_fold(&fold, &custody);
    const struct tenure *tenure = &input->custody->tenure[number];
    for (int i = custody.tenures - 1; i >= 0; i--) {
        if (name_same(custody.tenure[i].holder, tenure->holder) &&
            custody.tenure[i].from.ms == tenure->from.ms) {
            return ledger_minute(custody.tenure[i].evidence);
        }
    }
    return MINUTE_NEVER; /* nothing said then that it held it */
}

/* "feed ended it and the holder is not the Center: from the later of last evidence and
 * NgayKetThucXuLy" */
static struct minute silent_from(const struct ledger *ledger)
{
    const struct ledger_input *input = &ledger->input;
    bool fed = ledger->journey.ended.m != MINUTE_NEVER.m &&
               input->custody->returned_at.ms == INSTANT_NEVER.ms;
    int last = ledger->stays - 1;
    while (last > 0 && ledger->stay[last].from.m > ledger->end.m) {
        last--;
    }
    const struct ledger_stay *stay = &ledger->stay[last];
    if (!fed || is_center(ledger, stay->holder)) {
        return MINUTE_NEVER;
    }
    struct minute evidence = ledger_minute(input->custody->tenure[last].evidence);
    if (evidence.m != MINUTE_NEVER.m && evidence.m > ledger->end.m) {
        evidence = evidence_by_end(ledger, last);
    }
    evidence = evidence.m == MINUTE_NEVER.m ? stay->from : evidence;
    bool finished =
        input->facts->finished.m != MINUTE_NEVER.m && input->facts->finished.m <= input->now.m;
    return finished ? ledger_later(evidence, input->facts->finished) : evidence;
}

void ledger_read_stays(struct ledger *ledger)
{
    read_tenures(ledger);
    if (ledger->journey.kind == JOURNEY_ON_THE_SPOT) {
        read_spot(ledger);
    } else {
        inherit(ledger);
    }
    ledger->silent = silent_from(ledger);
    assert(ledger->stays > 0 && ledger->stay[ledger->stays - 1].until.m == MINUTE_NEVER.m); /* 2 */
}
