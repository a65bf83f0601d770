#include "core/plan_table.h"

/* Which standards count: the most specific row, procedure before agency, the newest of its kind. */

/* Narrows the days on which an answer holds by a row that begins or ends to hold on some other. */
static void narrow(struct budget *budget, const struct plan_budget_row *row, struct day day)
{
    if (row->from.d > day.d) {
        budget->to.d = row->from.d <= budget->to.d ? row->from.d - 1 : budget->to.d;
    } else if (row->to.d < day.d) {
        budget->from.d = row->to.d >= budget->from.d ? row->to.d + 1 : budget->from.d;
    } else {
        budget->from.d = row->from.d > budget->from.d ? row->from.d : budget->from.d;
        budget->to.d = row->to.d < budget->to.d ? row->to.d : budget->to.d;
    }
}

/* The newest row of exactly this procedure and agency that holds on DAY; NULL: none. */
static const struct plan_budget_row *budget_row(const struct plan *plan,
                                                const struct plan_budget_row *key, struct day day,
                                                struct budget *window)
{
    uint32_t low = 0;
    uint32_t high = plan->budget_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct plan_budget_row *row = &plan->budgets[middle];
        if (row->procedure.id < key->procedure.id ||
            (row->procedure.id == key->procedure.id && row->agency.id < key->agency.id)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    const struct plan_budget_row *newest = NULL;
    for (; low < plan->budget_count && name_same(plan->budgets[low].procedure, key->procedure) &&
           name_same(plan->budgets[low].agency, key->agency);
         low++) {
        const struct plan_budget_row *row = &plan->budgets[low];
        if (key->budget.kind == JOURNEY_KINDS || key->budget.kind == row->budget.kind) {
            narrow(window, row, day);
            newest = plan_dates_hold(row->from, row->to, day) ? row : newest;
        }
    }
    return newest;
}

/* An office that has merged works by the budgets of the one it is now; its own rows come next. */
static void narrow_by_mergers(const struct plan *plan, struct day day, struct budget *window)
{
    for (uint32_t i = 0; i < plan->merger_count; i++) {
        const struct day from = plan->mergers[i].from;
        if (from.d > day.d) {
            window->to.d = from.d <= window->to.d ? from.d - 1 : window->to.d;
        } else {
            window->from.d = from.d > window->from.d ? from.d : window->from.d;
        }
    }
}

bool plan_budget(const struct plan *plan, struct name procedure, struct name agency, struct day day,
                 enum journey_kind kind, struct budget *out_budget)
{
    const struct mergers mergers = plan_mergers(plan);
    const struct name now = merger_party(&mergers, agency, day);
    const struct name ask[][2] = {
        {procedure, now      },
        {procedure, agency   },
        {procedure, NAME_NONE},
        {NAME_NONE, now      },
        {NAME_NONE, agency   },
        {NAME_NONE, NAME_NONE},
    };
    struct budget window = {.from = PLAN_OPEN_FROM, .to = PLAN_OPEN_TO};
    narrow_by_mergers(plan, day, &window);
    for (size_t i = 0; i < sizeof ask / sizeof ask[0]; i++) {
        const bool asked = i % 3 == 1 && name_same(now, agency);
        const struct plan_budget_row key = {
            .procedure = ask[i][0], .agency = ask[i][1], .budget = {.kind = kind}};
        const struct plan_budget_row *row = asked ? NULL : budget_row(plan, &key, day, &window);
        if (row) {
            *out_budget = row->budget;
            out_budget->from = window.from;
            out_budget->to = window.to;
            return true;
        }
    }
    return false;
}

/* True if ROW is to be preferred to BEST, which may be NULL. */
static bool is_better(const struct plan_terms_row *row, const struct plan_terms_row *best)
{
    if (!best || (row->procedure.id != 0) != (best->procedure.id != 0)) {
        return !best || row->procedure.id != 0;
    }
    return row->from.d != best->from.d ? row->from.d > best->from.d : row->line > best->line;
}

struct plan_terms plan_terms(const struct plan *plan, struct name procedure, struct day day)
{
    const struct plan_terms_row *best = NULL;
    for (uint32_t i = 0; i < plan->terms_count; i++) {
        const struct plan_terms_row *row = &plan->terms[i];
        const bool fits = row->procedure.id == 0 || name_same(row->procedure, procedure);
        if (fits && plan_dates_hold(row->from, row->to, day) && is_better(row, best)) {
            best = row;
        }
    }
    struct plan_terms terms = best ? best->terms : (struct plan_terms){.pause = PROMISE_EXTEND};
    terms.judged = best && best->judges ? terms.judged : plan->settings.judged;
    return terms;
}
