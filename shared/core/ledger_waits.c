#include "base/check.h"
#include "core/ledger_parts.h"

/* Waits for a run: rows 6, 7 and 8 of SEMANTICS section 4. */

static bool waits(const struct ledger_stay *stay)
{
    return stay->kind == LEDGER_DESK || stay->kind == LEDGER_VISIT;
}

static bool budget_of(const struct ledger *ledger, struct name agency, struct minute begin,
                      struct budget *out_budget)
{
    const struct plan *plan = ledger->input.plan;
    struct name procedure = ledger->input.facts->procedure;
    struct day day = minute_day(begin);
    return plan_budget(plan, procedure, agency, day, ledger->journey.kind, out_budget) ||
           plan_budget(plan, procedure, agency, day, JOURNEY_KINDS, out_budget);
}

/* The first feasible run; one further from now than PLAN_SEARCH_DAYS is none, but it may be as far
 * from an old wait. */
static bool first_run(const struct ledger *ledger, const struct ledger_wait *wait,
                      struct run *out_run)
{
    const struct plan *plan = ledger->input.plan;
    const int32_t last = minute_day(ledger->input.now).d + PLAN_SEARCH_DAYS;
    struct minute from = wait->ready;
    while (from.m != MINUTE_NEVER.m && minute_day(from).d <= last) {
        if (plan_first_run(plan, wait->holder, wait->to, from, out_run)) {
            return out_run->day.d <= last;
        }
        from = day_minute((struct day){minute_day(from).d + PLAN_SEARCH_DAYS}, 0);
    }
    return false;
}

void ledger_wait_begin(const struct ledger *ledger, int number, struct ledger_wait *out_wait)
{
    const struct ledger_input *input = &ledger->input;
    const struct ledger_stay *stay = &ledger->stay[number];
    struct budget budget;
    assert(waits(stay));
    *out_wait = (struct ledger_wait){.stay = (uint8_t)number,
                                     .leg = (enum ledger_leg)stay->leg,
                                     .holder = stay->holder,
                                     .to = stay->to,
                                     .agency = stay->agency,
                                     .begin = stay->ready,
                                     .fit = stay->ready,
                                     .ready = MINUTE_NEVER,
                                     .until = ledger_earlier(stay->until, ledger->end),
                                     .taken = stay->until.m <= ledger->end.m};
    if (number == 0 && stay->kind == LEDGER_DESK) { /* "an effective receipt later than that" */
        out_wait->fit =
            promise_pass_on(input->calendar, stay->ready, input->plan->settings.pass_on_after);
    }
    out_wait->has_budget = budget_of(ledger, stay->agency, out_wait->begin, &budget);
    if (out_wait->has_budget) {
        out_wait->ready = calendar_add(input->calendar, out_wait->fit, budget.handover);
        out_wait->has_run = first_run(ledger, out_wait, &out_wait->first);
    }
}

/* What leaves later may want it earlier, and is not feasible: it is passed over. */
bool ledger_run_after(const struct ledger *ledger, const struct ledger_wait *wait, struct run *run)
{
    struct run next = *run;
    do {
        if (!plan_next_run(ledger->input.plan, wait->holder, wait->to, &next, &next)) {
            return false;
        }
    } while (next.cut_off.m < wait->ready.m);
    *run = next;
    return true;
}

static struct seen_run seen_of(const struct ledger *ledger, const struct run *run)
{
    const struct ledger_input *input = &ledger->input;
    return movements_of(input->movements, input->names, run, plan_run_stop(input->plan, run),
                        input->now);
}

/* "a take <= grace after plan counts as this run"; without a `depart` it left as planned. */
struct minute ledger_left(const struct ledger *ledger, const struct ledger_wait *wait,
                          const struct run *run)
{
    if (wait->until.m <= run->departs.m + ledger->input.plan->settings.grace) {
        return MINUTE_NEVER;
    }
    struct seen_run seen = seen_of(ledger, run);
    return seen.left.m == MINUTE_NEVER.m ? run->departs : ledger_later(seen.left, run->departs);
}

/* "the holder's offer to the carrier was open at planned departure" */
static bool was_offered(const struct ledger *ledger, struct name holder, struct minute departs)
{
    const struct custody *custody = ledger->input.custody;
    for (int i = 0; i < custody->offers; i++) {
        const struct custody_offer *offer = &custody->offer[i];
        if (name_same(offer->from, holder) && party_carries(ledger->input.parties, offer->to) &&
            ledger_minute(offer->at).m <= departs.m && departs.m < ledger_minute(offer->until).m) {
            return true;
        }
    }
    return false;
}

enum ledger_why ledger_blame(const struct ledger *ledger, const struct ledger_wait *wait,
                             const struct run *run)
{
    if (plan_cancelled(ledger->input.plan, run, ledger->input.now)) {
        return LEDGER_WHY_CANCELLED;
    }
    if (was_offered(ledger, wait->holder, run->departs)) {
        return LEDGER_WHY_LEFT_BEHIND;
    }
    struct seen_run seen = seen_of(ledger, run);
    return seen.elsewhere && !seen.here ? LEDGER_WHY_NOT_CALLED : LEDGER_WHY_NOT_OFFERED;
}

/* SEMANTICS section 6: "lag (0, or W(fit, cut-off of the last run that left without it) + 1; the
 * run taken is the first feasible one with departure + grace >= take)". */
static void follow(const struct ledger *ledger, struct ledger_wait *wait)
{
    const struct ledger_input *input = &ledger->input;
    struct run run = wait->first;
    bool more = true;
    while (more) {
        bool in_time = run.departs.m + input->plan->settings.grace >= wait->until.m;
        if (in_time && !(wait->taken && plan_cancelled(input->plan, &run, input->now))) {
            break; /* of what still waits, a run to come has not left without it */
        }
        wait->missed++;
        wait->lag = calendar_working(input->calendar, wait->fit, run.cut_off) + 1;
        more = ledger_run_after(ledger, wait, &run);
    }
    wait->has_chosen = more && wait->taken;
    wait->chosen = run;
}

bool ledger_wait_of(const struct ledger *ledger, int number, struct ledger_wait *out_wait)
{
    const struct ledger_stay *stay = &ledger->stay[number];
    if (ledger->unknown || ledger->received.m == MINUTE_NEVER.m || !waits(stay) ||
        stay->ready.m >= ledger_earlier(stay->until, ledger->end).m) {
        return false;
    }
    ledger_wait_begin(ledger, number, out_wait);
    if (out_wait->has_run) {
        follow(ledger, out_wait);
    }
    return true;
}
