#include "base/check.h"
#include "core/plan_table.h"

/* How a plan lies in the memory it is given. */

/* Room for each kind of row, as often as there are lines, and for what they resolve to. */
enum { LEGS_A_ROW = 8, LEGS_EXTRA = 2048, PAIRS_EXTRA = 256 };

static size_t bytes_a_row(void)
{
    return sizeof(struct plan_stop) + sizeof(struct plan_call) + sizeof(struct plan_budget_row) +
           sizeof(struct plan_cancel) + sizeof(struct minute) + sizeof(struct plan_terms_row) +
           sizeof(struct merger) + LEGS_A_ROW * sizeof(struct plan_leg) + sizeof(struct plan_pair);
}

static size_t bytes_besides(void)
{
    return LEGS_EXTRA * sizeof(struct plan_leg) + PAIRS_EXTRA * sizeof(struct plan_pair) + 64;
}

size_t plan_memory(size_t rows)
{
    return bytes_besides() + rows * bytes_a_row();
}

static void *piece(struct plan *plan, size_t size)
{
    assert(plan->memory_size - plan->memory_used >= size);
    void *at = plan->memory + plan->memory_used;
    plan->memory_used += size;
    return at;
}

void plan_begin(struct plan *plan, void *memory, size_t memory_size,
                const struct calendar *calendar)
{
    assert(memory_size >= bytes_besides());
    size_t rows = (memory_size - bytes_besides()) / bytes_a_row();
    *plan = (struct plan){
        .settings = {.grace = 15,
                     .extra_notice = 30,
                     .due_soon = 240,
                     .pass_on_after = PROMISE_RULE_OFF,
                     .judged = PROMISE_BY_DATE,
                     .ladder = ladder_usual()},
        .calendar = calendar,
        .memory = memory,
        .memory_size = memory_size,
        .rows_max = rows < UINT32_MAX / 16 ? (uint32_t)rows : UINT32_MAX / 16
    };
    size_t room = plan->rows_max;
    plan->stops = piece(plan, room * sizeof *plan->stops);
    plan->calls = piece(plan, room * sizeof *plan->calls);
    plan->budgets = piece(plan, room * sizeof *plan->budgets);
    plan->cancels = piece(plan, room * sizeof *plan->cancels);
    plan->known = piece(plan, room * sizeof *plan->known);
    plan->terms = piece(plan, room * sizeof *plan->terms);
    plan->mergers = piece(plan, room * sizeof *plan->mergers);
    plan->legs_max = (uint32_t)(LEGS_A_ROW * room + LEGS_EXTRA);
    plan->legs = piece(plan, plan->legs_max * sizeof *plan->legs);
    plan->pairs_max = (uint32_t)(room + PAIRS_EXTRA);
    plan->pairs = piece(plan, plan->pairs_max * sizeof *plan->pairs);
}
