#include "core/plan_table.h"

/* What a plan in order may still say by mistake: whom no run serves, and rows that get in each
 * other's way. Rows of one key lie together, older before newer (plan_resolve.c). */

struct noting {
    const struct plan *plan;
    const struct names *names;
    struct plan_note *out;
    size_t room;
    size_t count;
};

static void note(struct noting *noting, enum plan_note_kind kind, uint32_t line, uint32_t other,
                 struct name found)
{
    if (noting->count < noting->room) {
        noting->out[noting->count] =
            (struct plan_note){kind, line, other, names_text(noting->names, found)};
    }
    noting->count++;
}

/* The dates of one row. */
struct dates {
    struct day from;
    struct day to;
    uint32_t line;
};

/* "the newest row whose dates hold is in force": that is how a row is replaced. Not so here: */
static void note_dates(struct noting *noting, struct dates older, struct dates newer,
                       struct name found)
{
    if (plan_later(older.from, newer.from).d > plan_earlier(older.to, newer.to).d) {
        return;
    }
    if (older.from.d == newer.from.d && newer.to.d >= older.to.d) {
        note(noting, PLAN_NOTE_HIDDEN, older.line, newer.line, found);
    } else if (older.to.d != PLAN_OPEN_TO.d && newer.to.d > older.to.d) {
        note(noting, PLAN_NOTE_OVERLAP, newer.line, older.line, found);
    }
}

static void note_stops(struct noting *noting)
{
    const struct plan *plan = noting->plan;
    for (uint32_t i = 0; i < plan->stop_count; i++) {
        const struct plan_stop *row = &plan->stops[i];
        for (uint32_t j = i + 1; j < plan->stop_count && name_same(plan->stops[j].code, row->code);
             j++) {
            const struct plan_stop *newer = &plan->stops[j];
            note_dates(noting, (struct dates){row->from, row->to, row->line},
                       (struct dates){newer->from, newer->to, newer->line}, row->code);
        }
    }
}

static void note_calls(struct noting *noting)
{
    const struct plan *plan = noting->plan;
    for (uint32_t i = 0; i < plan->call_count; i++) {
        const struct plan_call *row = &plan->calls[i];
        for (uint32_t j = i + 1; j < plan->call_count && plan_same_run(row, &plan->calls[j]) &&
                                 plan->calls[j].seq == row->seq;
             j++) {
            const struct plan_call *newer = &plan->calls[j];
            if (newer->days == row->days && newer->season == row->season) {
                note_dates(noting, (struct dates){row->from, row->to, row->line},
                           (struct dates){newer->from, newer->to, newer->line}, row->stop);
            }
        }
    }
}

static void note_budgets(struct noting *noting)
{
    const struct plan *plan = noting->plan;
    for (uint32_t i = 0; i < plan->budget_count; i++) {
        const struct plan_budget_row *row = &plan->budgets[i];
        for (uint32_t j = i + 1;
             j < plan->budget_count && name_same(plan->budgets[j].procedure, row->procedure) &&
             name_same(plan->budgets[j].agency, row->agency);
             j++) {
            const struct plan_budget_row *newer = &plan->budgets[j];
            if (newer->budget.kind == row->budget.kind) {
                note_dates(noting, (struct dates){row->from, row->to, row->line},
                           (struct dates){newer->from, newer->to, newer->line},
                           row->procedure.id != 0 ? row->procedure : row->agency);
            }
        }
    }
}

static bool is_joined(const struct plan *plan, struct name from, struct name to)
{
    for (uint32_t i = 0; i < plan->pair_count; i++) {
        if (name_same(plan->pairs[i].from, from) && name_same(plan->pairs[i].to, to)) {
            return true;
        }
    }
    return false;
}

static void note_agency(struct noting *noting, const struct parties *parties, struct name agency,
                        uint32_t line)
{
    if (!party_is_agency(parties, agency)) {
        return;
    }
    if (!is_joined(noting->plan, parties->center, agency)) {
        note(noting, PLAN_NOTE_NOT_SERVED, line, 0, agency);
    } else if (!is_joined(noting->plan, agency, parties->center)) {
        note(noting, PLAN_NOTE_NO_WAY_BACK, line, 0, agency);
    }
}

static bool calls_at(const struct plan *plan, struct name stop)
{
    for (uint32_t i = 0; i < plan->call_count; i++) {
        if (name_same(plan->calls[i].stop, stop)) {
            return true;
        }
    }
    return false;
}

/* Each agency once: by the first row that names it, of those before row LAST. */
static bool named_before(const struct plan *plan, struct name agency, uint32_t stops,
                         uint32_t budgets)
{
    for (uint32_t i = 0; i < stops; i++) {
        if (name_same(plan->stops[i].party, agency)) {
            return true;
        }
    }
    for (uint32_t i = 0; i < budgets; i++) {
        if (name_same(plan->budgets[i].agency, agency)) {
            return true;
        }
    }
    return false;
}

size_t plan_notes(const struct plan *plan, const struct names *names, const struct parties *parties,
                  struct plan_note *out, size_t room)
{
    struct noting noting = {.plan = plan, .names = names, .out = out, .room = room};
    for (uint32_t i = 0; i < plan->stop_count; i++) {
        const struct plan_stop *stop = &plan->stops[i];
        if (!calls_at(plan, stop->code)) {
            note(&noting, PLAN_NOTE_NO_CALL, stop->line, 0, stop->code);
        }
        if (!named_before(plan, stop->party, i, 0)) {
            note_agency(&noting, parties, stop->party, stop->line);
        }
    }
    for (uint32_t i = 0; i < plan->budget_count; i++) {
        const struct plan_budget_row *budget = &plan->budgets[i];
        if (budget->agency.id != 0 && budget->budget.kind != JOURNEY_ON_THE_SPOT &&
            !named_before(plan, budget->agency, plan->stop_count, i)) {
            note_agency(&noting, parties, budget->agency, budget->line);
        }
    }
    note_stops(&noting);
    note_calls(&noting);
    note_budgets(&noting);
    return noting.count;
}

/* clang-format off */
static const struct said said_of[PLAN_NOTES] = {
    [PLAN_NOTE_NONE] =
    {"PLAN-40",
     "Dòng {0}: không có gì phải lưu ý.",
     "Line {0}: nothing to remark."},
    [PLAN_NOTE_NOT_SERVED] =
    {"PLAN-41",
     "Dòng {0}: không chuyến nào đi từ Trung tâm đến {1}.",
     "Line {0}: no run goes from the Center to {1}."},
    [PLAN_NOTE_NO_WAY_BACK] =
    {"PLAN-42",
     "Dòng {0}: không chuyến nào đi từ {1} về Trung tâm.",
     "Line {0}: no run goes from {1} back to the Center."},
    [PLAN_NOTE_NO_CALL] =
    {"PLAN-43",
     "Dòng {0}: không chuyến nào ghé điểm {1}.",
     "Line {0}: no run calls at the stop {1}."},
    [PLAN_NOTE_OVERLAP] =
    {"PLAN-44",
     "Dòng {0}: hiệu lực chồng lên dòng {2} ({1}) trước khi dòng ấy hết.",
     "Line {0}: it begins to hold before line {2} ({1}) has ended."},
    [PLAN_NOTE_HIDDEN] =
    {"PLAN-45",
     "Dòng {0}: không bao giờ có hiệu lực, dòng {2} ({1}) thay nó từ cùng ngày.",
     "Line {0}: it never holds, line {2} ({1}) replaces it from the same day."},
};
/* clang-format on */

const struct said *plan_note_said(enum plan_note_kind kind)
{
    return &said_of[(unsigned)kind < PLAN_NOTES ? kind : PLAN_NOTE_NONE];
}
