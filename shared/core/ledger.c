#include "core/ledger.h"

#include "base/check.h"
#include "core/ledger_parts.h"

/* The walk: at each minute the first row that fits, and how far it reaches.
 *
 * INVARIANTS
 * (1) Every span begins where the one before it ended, the first at `received`; none is empty.
 * (2) So their working minutes, added, are W(received, end): asserted when the walk is over.
 * (3) A span never reaches over the end of a stay. */

const char *ledger_cause_name(enum ledger_cause cause)
{
    switch (cause) {
    case LEDGER_PAUSED:
        return "paused";
    case LEDGER_UNKNOWN:
        return "unknown";
    case LEDGER_UNCONFIRMED:
        return "unconfirmed";
    case LEDGER_IN_TRANSIT:
        return "in_transit";
    case LEDGER_PROCESSING:
        return "processing";
    case LEDGER_WAITING_FOR_RUN:
        return "waiting_for_run";
    case LEDGER_MISSED_RUN:
        return "missed_run";
    case LEDGER_AT_COUNTER:
        return "at_counter";
    case LEDGER_CAUSES:
        break;
    }
    return "none";
}

bool ledger_cause_parse(struct text text, enum ledger_cause *out_cause)
{
    for (int cause = 0; cause < LEDGER_CAUSES; cause++) {
        if (text_is(text, ledger_cause_name((enum ledger_cause)cause))) {
            *out_cause = (enum ledger_cause)cause;
            return true;
        }
    }
    return false;
}

const char *ledger_leg_name(enum ledger_leg leg)
{
    switch (leg) {
    case LEDGER_OUT:
        return "out";
    case LEDGER_BACK:
        return "back";
    case LEDGER_NO_LEG:
    case LEDGER_LEGS:
        break;
    }
    return "";
}

const char *ledger_why_name(enum ledger_why why)
{
    switch (why) {
    case LEDGER_WHY_PAUSE:
        return "pause";
    case LEDGER_WHY_GAP:
        return "gap";
    case LEDGER_WHY_UNLOCATED:
        return "unlocated";
    case LEDGER_WHY_NO_ACT:
        return "no_act";
    case LEDGER_WHY_SILENCE:
        return "silence";
    case LEDGER_WHY_NO_RUN:
        return "no_run";
    case LEDGER_WHY_NO_BUDGET:
        return "no_budget";
    case LEDGER_WHY_NO_ROOM:
        return "no_room";
    case LEDGER_WHY_OFFERED:
        return "offered";
    case LEDGER_WHY_CARRIED:
        return "carried";
    case LEDGER_WHY_PROCESSED:
        return "processed";
    case LEDGER_WHY_TIMETABLE:
        return "timetable";
    case LEDGER_WHY_RUN_LATE:
        return "run_late";
    case LEDGER_WHY_CANCELLED:
        return "cancelled";
    case LEDGER_WHY_LEFT_BEHIND:
        return "left_behind";
    case LEDGER_WHY_NOT_CALLED:
        return "not_called";
    case LEDGER_WHY_NOT_OFFERED:
        return "not_offered";
    case LEDGER_WHY_BACK:
        return "back";
    case LEDGER_WHYS:
        break;
    }
    return "none";
}

void ledger_open(struct ledger *ledger, const struct ledger_input *input)
{
    ledger->input = *input;
    journey_of(&(struct journey_input){.parties = input->parties,
                                       .facts = input->facts,
                                       .custody = input->custody,
                                       .plan = input->plan,
                                       .calendar = input->calendar,
                                       .now = input->now},
               &ledger->journey);
    ledger->received = ledger->journey.received;
    ledger->end = ledger_earlier(ledger->journey.ended, input->now);
    ledger->silent = MINUTE_NEVER;
    ledger->unknown = input->custody->overflow || input->facts->supplements_left_off;
    ledger->here = 0;
    ledger->waits = false;
    ledger->minutes = 0;
    if (ledger->received.m != MINUTE_NEVER.m && ledger->received.m > input->now.m) {
        ledger->received = MINUTE_NEVER;
    }
    bool begun = ledger->received.m != MINUTE_NEVER.m;
    ledger->at = begun ? ledger->received : ledger->end; /* else there is nothing to walk */
    ledger_read_stays(ledger);
}

/* True if [FROM, UNTIL) holds the minute the walk is at; the span then ends with it. Otherwise the
 * span ends where it begins. */
static bool covers(const struct ledger *ledger, struct ledger_span *span, struct minute from,
                   struct minute until)
{
    if (until.m <= ledger->at.m || until.m <= from.m) {
        return false;
    }
    bool inside = from.m <= ledger->at.m;
    span->until = ledger_earlier(span->until, inside ? until : from);
    return inside;
}

static void say(struct ledger_span *span, struct name party, enum ledger_cause cause,
                enum ledger_why why)
{
    span->party = party;
    span->cause = (uint8_t)cause;
    span->why = (uint8_t)why;
}

/* "citizen (supplement, fee, or no reason)": a word of it says so, or its first says citizen. */
static bool is_citizens(const struct ledger *ledger, const struct stretch *pause)
{
    struct text reason = names_text(ledger->input.names, pause->reason);
    if (pause->party.id == 0 || reason.size == 0 || text_starts(reason, "citizen_")) {
        return true;
    }
    while (reason.size > 0) {
        struct text word = text_split(&reason, '_');
        if (text_is(word, "supplement") || text_is(word, "fee")) {
            return true;
        }
    }
    return false;
}

static bool is_paused(const struct ledger *ledger, struct ledger_span *span)
{
    for (int i = 0; i < ledger->journey.pauses; i++) {
        const struct stretch *pause = &ledger->journey.pause[i];
        if (covers(ledger, span, pause->from, pause->until)) {
            struct name citizen = ledger->input.parties->citizen;
            say(span, is_citizens(ledger, pause) ? citizen : pause->party, LEDGER_PAUSED,
                LEDGER_WHY_PAUSE);
            return true;
        }
    }
    return false;
}

static bool is_spelled(const struct ledger *ledger, struct ledger_span *span,
                       const struct spell *spells, int count)
{
    for (int i = 0; i < count; i++) {
        if (covers(ledger, span, ledger_minute(spells[i].from), ledger_minute(spells[i].until))) {
            return true;
        }
    }
    return false;
}

/* Row 2, but for waits with no run. */
static bool is_unknown(const struct ledger *ledger, struct ledger_span *span)
{
    const struct custody *custody = ledger->input.custody;
    enum ledger_why why = LEDGER_WHYS;
    if (is_spelled(ledger, span, custody->gap, custody->gaps)) {
        why = LEDGER_WHY_GAP;
    } else if (is_spelled(ledger, span, custody->unlocated, custody->unlocateds)) {
        why = LEDGER_WHY_UNLOCATED;
    } else if (!custody->has_own_act && ledger->journey.kind != JOURNEY_RESULT_ONLY) {
        why = LEDGER_WHY_NO_ACT;
    } else if (covers(ledger, span, ledger->silent, ledger->end)) {
        why = LEDGER_WHY_SILENCE;
    }
    if (why != LEDGER_WHYS) {
        say(span, span->holder, LEDGER_UNKNOWN, why);
    }
    return why != LEDGER_WHYS;
}

/* "the carrier's `give` -> take or refuse"; a give to itself moves nothing and is none. */
static bool is_unconfirmed(const struct ledger *ledger, struct ledger_span *span)
{
    const struct custody *custody = ledger->input.custody;
    for (int i = 0; i < custody->offers; i++) {
        const struct custody_offer *offer = &custody->offer[i];
        if (party_carries(ledger->input.parties, offer->from) &&
            !name_same(offer->from, offer->to) &&
            covers(ledger, span, ledger_minute(offer->at), ledger_minute(offer->until))) {
            say(span, offer->to, LEDGER_UNCONFIRMED, LEDGER_WHY_OFFERED);
            return true;
        }
    }
    return false;
}

/* Row 8, "from the first feasible run's leaving -> take, run by run". */
static void miss(struct ledger *ledger, struct ledger_span *span)
{
    struct run next = ledger->run;
    while (ledger_run_after(ledger, &ledger->wait, &next) &&
           next.departs.m < ledger->wait.until.m) {
        struct minute left = ledger_left(ledger, &ledger->wait, &next);
        if (left.m > ledger->at.m) {
            span->until = ledger_earlier(span->until, left);
            break;
        }
        ledger->run = next;
        ledger->run_left = left;
    }
    enum ledger_why why = ledger_blame(ledger, &ledger->wait, &ledger->run);
    bool holders = why == LEDGER_WHY_NOT_OFFERED;
    say(span, holders ? span->holder : ledger->input.parties->post, LEDGER_MISSED_RUN, why);
    span->run = ledger->run;
}

static void wait_for_run(struct ledger *ledger, struct ledger_span *span)
{
    struct ledger_wait *wait = &ledger->wait;
    if (!ledger->waits || wait->stay != ledger->here) {
        ledger_wait_begin(ledger, ledger->here, wait);
        ledger->waits = true;
        ledger->run = wait->first;
        ledger->run_left = wait->has_run ? ledger_left(ledger, wait, &wait->first) : MINUTE_NEVER;
    }
    if (!wait->has_run) {
        say(span, span->holder, LEDGER_UNKNOWN,
            wait->has_budget ? LEDGER_WHY_NO_RUN : LEDGER_WHY_NO_BUDGET);
        return;
    }
    span->has_run = true;
    if (covers(ledger, span, wait->begin, wait->first.departs)) {
        span->run = wait->first;
        say(span, ledger->input.parties->timetable, LEDGER_WAITING_FOR_RUN, LEDGER_WHY_TIMETABLE);
    } else if (ledger->at.m < ledger->run_left.m) {
        span->until = ledger_earlier(span->until, ledger->run_left);
        span->run = wait->first;
        say(span, ledger->input.parties->post, LEDGER_WAITING_FOR_RUN, LEDGER_WHY_RUN_LATE);
    } else {
        miss(ledger, span);
    }
}

/* The run that carries it: the one it left the wait before with. */
static void ride(struct ledger *ledger, struct ledger_span *span)
{
    struct ledger_wait *wait = &ledger->wait;
    if (!ledger->waits || wait->stay != ledger->here) {
        ledger->waits = ledger->here > 0 && ledger_wait_of(ledger, ledger->here - 1, wait);
        wait->stay = ledger->here;
        ledger->waits = ledger->waits && wait->has_chosen;
    }
    span->has_run = ledger->waits;
    if (span->has_run) {
        span->run = wait->chosen;
    }
    say(span, span->holder, LEDGER_IN_TRANSIT, LEDGER_WHY_CARRIED);
}

static void fit_base(struct ledger *ledger, struct ledger_span *span)
{
    const struct parties *parties = ledger->input.parties;
    const struct ledger_stay *stay = &ledger->stay[ledger->here];
    struct name counter = ledger->input.facts->by_post ? parties->center : parties->citizen;
    switch ((enum ledger_stay_kind)stay->kind) {
    case LEDGER_RIDE:
        ride(ledger, span);
        return;
    case LEDGER_VISIT:
        if (covers(ledger, span, stay->from, stay->ready)) {
            say(span, stay->holder, LEDGER_PROCESSING, LEDGER_WHY_PROCESSED);
            return;
        }
        wait_for_run(ledger, span);
        return;
    case LEDGER_DESK:
        wait_for_run(ledger, span);
        return;
    case LEDGER_SPOT:
        if (ledger->at.m < stay->ready.m) {
            span->until = ledger_earlier(span->until, stay->ready);
            say(span, parties->center, LEDGER_PROCESSING, LEDGER_WHY_PROCESSED);
            return;
        }
        break;
    case LEDGER_COUNTER:
        break;
    }
    say(span, counter, LEDGER_AT_COUNTER, LEDGER_WHY_BACK);
}

/* The first row that fits at `at`, as far as it reaches. */
static void fit(struct ledger *ledger, struct ledger_span *span)
{
    while (ledger->stay[ledger->here].until.m <= ledger->at.m) {
        ledger->here++;
    }
    const struct ledger_stay *stay = &ledger->stay[ledger->here];
    *span = (struct ledger_span){.from = ledger->at,
                                 .until = ledger_earlier(stay->until, ledger->end), /* (3) */
                                 .holder = stay->holder,
                                 .agency = stay->agency,
                                 .leg = stay->leg};
    if (ledger->unknown) {
        span->until = ledger->end;
        span->holder = ledger->input.custody->holder;
        say(span, span->holder, LEDGER_UNKNOWN, LEDGER_WHY_NO_ROOM);
        return;
    }
    if (!is_paused(ledger, span) && !is_unknown(ledger, span) && !is_unconfirmed(ledger, span)) {
        fit_base(ledger, span);
    }
    if (span->cause == LEDGER_PROCESSING) {
        span->leg = LEDGER_NO_LEG;
    }
}

static bool same_today(const struct mergers *mergers, const struct ledger_span *span,
                       struct day before, struct day after)
{
    const struct name parties[] = {span->party, span->holder, span->agency};
    for (size_t i = 0; i < sizeof parties / sizeof parties[0]; i++) {
        if (!name_same(merger_party(mergers, parties[i], before),
                       merger_party(mergers, parties[i], after))) {
            return false;
        }
    }
    return true;
}

/* Minutes are those of the office as it was called on their day: at a merger a span ends. */
static void name_by_day(const struct ledger *ledger, struct ledger_span *span)
{
    const struct mergers mergers = plan_mergers(ledger->input.plan);
    const struct day day = minute_day(span->from);
    struct day next = day;
    while (merger_next(&mergers, next, &next) && day_minute(next, 0).m < span->until.m) {
        if (!same_today(&mergers, span, day, next)) {
            span->until = day_minute(next, 0);
            break;
        }
    }
    span->party = merger_party(&mergers, span->party, day);
    span->holder = merger_party(&mergers, span->holder, day);
    span->agency = merger_party(&mergers, span->agency, day);
}

bool ledger_next(struct ledger *ledger, struct ledger_span *out_span)
{
    const struct calendar *calendar = ledger->input.calendar;
    while (ledger->at.m < ledger->end.m) {
        struct ledger_span span;
        fit(ledger, &span);
        name_by_day(ledger, &span);
        assert(span.from.m == ledger->at.m && span.from.m < span.until.m &&
               span.until.m <= ledger->end.m); /* (1) */
        span.minutes = calendar_working(calendar, span.from, span.until);
        ledger->at = span.until;
        ledger->minutes += span.minutes;
        if (span.minutes > 0) {
            *out_span = span;
            return true;
        }
    }
    assert(ledger->received.m == MINUTE_NEVER.m ||
           ledger->minutes == calendar_working(calendar, ledger->received, ledger->end)); /* (2) */
    return false;
}

size_t ledger_sums(struct ledger *ledger, struct ledger_sum out_sums[LEDGER_SUMS_MAX])
{
    struct ledger_span span;
    size_t count = 0;
    while (ledger_next(ledger, &span)) {
        size_t at = 0;
        while (at < count &&
               !(name_same(out_sums[at].party, span.party) && out_sums[at].cause == span.cause)) {
            at++;
        }
        if (at == count) {
            assert(count < LEDGER_SUMS_MAX); /* no more parties than tenures, offers and pauses */
            out_sums[count++] = (struct ledger_sum){.party = span.party, .cause = span.cause};
        }
        out_sums[at].minutes += span.minutes;
    }
    return count;
}
