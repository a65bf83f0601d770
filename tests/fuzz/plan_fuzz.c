#include <stdlib.h>
#include <string.h>

#include "core/plan.h"

/* Any bytes as a plan: a fault with a sentence, or a plan whose answers keep their promises. */

enum { ROWS = 64, NAMES = 512, TEXTS = 1 << 14, MEMORY = 1 << 20 };

static struct calendar calendar;
static struct names names;
static struct parties parties;
static void *names_room;
static void *plan_room;

static void check(bool truth)
{
    if (!truth) {
        abort();
    }
}

static void start(void)
{
    if (!names_room) {
        names_room = malloc(names_memory(NAMES, TEXTS));
        plan_room = malloc(plan_memory(ROWS));
        check(names_room && plan_room);
        calendar_begin(&calendar, 1, (struct day){0}, NULL);
        calendar_end(&calendar);
    }
    names_init(&names, names_room, NAMES, TEXTS);
    check(parties_give(&names, &parties) == STATUS_OK);
}

static bool read_plan(struct plan *plan, struct text file)
{
    struct plan_fault fault = {.kind = PLAN_FAULT_NONE};
    bool whole = true;
    plan_begin(plan, plan_room, plan_memory(ROWS), &calendar);
    while (file.size > 0) {
        if (!plan_row(plan, &names, text_split(&file, '\n'), &fault)) {
            check(fault.kind > PLAN_FAULT_NONE && fault.kind < PLAN_FAULTS);
            check(fault.line == plan->line);
            check(said_valid(plan_fault_said(fault.kind)));
            whole = false;
        }
    }
    return plan_end(plan, &names, &parties, &fault) && whole;
}

static void ask(const struct plan *plan, struct name from, struct name to)
{
    static const struct minute at = {27974880}; /* 2023-03-11 */
    struct run run;
    struct run next;
    int32_t minutes = 0;
    if (plan_transit(plan, from, to, minute_day(at), &minutes)) {
        check(minutes >= 0);
    }
    if (!plan_first_run(plan, from, to, at, &run)) {
        return;
    }
    check(run.cut_off.m >= at.m && run.cut_off.m <= run.departs.m &&
          run.departs.m <= run.arrives.m);
    for (int i = 0; i < 4 && plan_next_run(plan, from, to, &run, &next); i++) {
        check(plan_run_before(&run, &next) && next.departs.m >= run.departs.m);
        struct run back;
        check(plan_previous_run(plan, from, to, &next, &back));
        check(!plan_run_before(&back, &run));
        run = next;
    }
}

/* NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct plan plan;
    start();
    if (!read_plan(&plan, (struct text){(const char *)bytes, size})) {
        return 0;
    }
    for (uint32_t from = 1; from <= names.count && from < 8; from++) {
        for (uint32_t to = 1; to <= names.count && to < 8; to++) {
            ask(&plan, (struct name){from}, (struct name){to});
        }
    }
    struct budget budget;
    (void)plan_budget(&plan, NAME_NONE, NAME_NONE, (struct day){19000}, JOURNEY_KINDS, &budget);
    return 0;
}
