#include <string.h>

#include "base/check.h"
#include "core/plan_table.h"

/* The order in which the rows and legs of a plan lie; see the invariants in plan_resolve.c. */

enum { ELEMENT_MAX = 96 };
static_assert(sizeof(struct plan_leg) <= ELEMENT_MAX, "sort() swaps through a buffer");
static_assert(sizeof(struct plan_stop) <= ELEMENT_MAX, "sort() swaps through a buffer");
static_assert(sizeof(struct plan_budget_row) <= ELEMENT_MAX, "sort() swaps through a buffer");

typedef int (*order_fn)(const void *a, const void *b, const struct names *names);

static void sift(uint8_t *base, size_t size, size_t from, size_t gap, order_fn order,
                 const struct names *names)
{
    uint8_t moving[ELEMENT_MAX];
    size_t at = from;
    memcpy(moving, base + at * size, size);
    while (at >= gap && order(base + (at - gap) * size, moving, names) > 0) {
        memcpy(base + at * size, base + (at - gap) * size, size);
        at -= gap;
    }
    memcpy(base + at * size, moving, size);
}

struct sorting {
    void *base;
    size_t count;
    size_t size;
};

/* Shell's sort with Ciura's gaps, grown by 2.25: no memory, no recursion. */
static void sort(struct sorting what, order_fn order, const struct names *names)
{
    static const size_t gaps[] = {1636194, 727197, 323199, 143644, 63842, 28374, 12611, 5605, 2491,
                                  1107,    492,    301,    132,    57,    23,    10,    4,    1};
    for (size_t g = 0; g < sizeof gaps / sizeof gaps[0]; g++) {
        for (size_t i = gaps[g]; i < what.count; i++) {
            sift(what.base, what.size, i, gaps[g], order, names);
        }
    }
}

static int number_order(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b;
}

static int code_order(struct name a, struct name b, const struct names *names)
{
    return name_same(a, b) ? 0 : text_order(names_text(names, a), names_text(names, b));
}

/* Rows of one key, the newest last: by FROM, then by line. */
static int age_order(struct day a, uint32_t a_line, struct day b, uint32_t b_line)
{
    return a.d != b.d ? number_order(a.d, b.d) : number_order(a_line, b_line);
}

static int stop_order(const void *left, const void *right, const struct names *names)
{
    const struct plan_stop *a = left;
    const struct plan_stop *b = right;
    (void)names;
    if (!name_same(a->code, b->code)) {
        return number_order(a->code.id, b->code.id);
    }
    return age_order(a->from, a->line, b->from, b->line);
}

static int call_order(const void *left, const void *right, const struct names *names)
{
    const struct plan_call *a = left;
    const struct plan_call *b = right;
    int order = code_order(a->route, b->route, names);
    if (order == 0) {
        order = code_order(a->round, b->round, names);
    }
    if (order == 0) {
        order = number_order(a->seq, b->seq);
    }
    return order != 0 ? order : age_order(a->from, a->line, b->from, b->line);
}

static int budget_order(const void *left, const void *right, const struct names *names)
{
    const struct plan_budget_row *a = left;
    const struct plan_budget_row *b = right;
    (void)names;
    if (!name_same(a->procedure, b->procedure)) {
        return number_order(a->procedure.id, b->procedure.id);
    }
    if (!name_same(a->agency, b->agency)) {
        return number_order(a->agency.id, b->agency.id);
    }
    return age_order(a->from, a->line, b->from, b->line);
}

static int cancel_order(const void *left, const void *right, const struct names *names)
{
    const struct plan_cancel *a = left;
    const struct plan_cancel *b = right;
    (void)names;
    return a->day.d != b->day.d ? number_order(a->day.d, b->day.d) : number_order(a->line, b->line);
}

static int minute_order(const void *left, const void *right, const struct names *names)
{
    (void)names;
    return number_order(((const struct minute *)left)->m, ((const struct minute *)right)->m);
}

static int leg_order(const void *left, const void *right, const struct names *names)
{
    const struct plan_leg *a = left;
    const struct plan_leg *b = right;
    const int64_t ours[] = {a->from.id, a->to.id, a->departs, a->arrives};
    const int64_t theirs[] = {b->from.id, b->to.id, b->departs, b->arrives};
    for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++) {
        if (ours[i] != theirs[i]) {
            return number_order(ours[i], theirs[i]);
        }
    }
    int order = code_order(a->route, b->route, names);
    if (order == 0) {
        order = code_order(a->round, b->round, names);
    }
    return order != 0 ? order : number_order(a->call[0], b->call[0]);
}

void plan_order_rows(struct plan *plan, const struct names *names)
{
    sort((struct sorting){plan->stops, plan->stop_count, sizeof *plan->stops}, stop_order, names);
    sort((struct sorting){plan->calls, plan->call_count, sizeof *plan->calls}, call_order, names);
    sort((struct sorting){plan->budgets, plan->budget_count, sizeof *plan->budgets}, budget_order,
         names);
    sort((struct sorting){plan->cancels, plan->cancel_count, sizeof *plan->cancels}, cancel_order,
         names);
    for (uint32_t i = 0; i < plan->cancel_count; i++) {
        plan->known[i] = plan->cancels[i].known;
    }
    sort((struct sorting){plan->known, plan->cancel_count, sizeof *plan->known}, minute_order,
         names);
}

void plan_order_legs(struct plan *plan, const struct names *names)
{
    sort((struct sorting){plan->legs, plan->leg_count, sizeof *plan->legs}, leg_order, names);
}
