#include <string.h>

#include "core/csv_line.h"
#include "tests/sim/oracle/timetable.h"

enum { ALWAYS = -1000000, FOR_EVER = 1000000, HALF_DAY = 240, WHOLE_DAY = 480, HOUR = 60 };

/* A line being read: all of it has been understood so far. */
struct row {
    struct words *words;
    const struct csv_line *line;
    bool good;
};

static struct text cell(const struct row *row, size_t i)
{
    return text_trim(csv_field(row->line, i));
}

static const char *word(struct row *row, size_t i)
{
    return words_give(row->words, cell(row, i));
}

static int32_t number(struct row *row, size_t i)
{
    uint64_t value = 0;
    const struct text text = cell(row, i);
    row->good &= text.size == 0 || (text_unsigned(text, &value) && value < 100000);
    return (int32_t)value;
}

static int32_t clock_time(struct row *row, struct text text)
{
    uint64_t hour = 0;
    uint64_t minute = 0;
    if (text.size == 0) {
        return NOT_THERE;
    }
    const struct text before = text_split(&text, ':');
    row->good &=
        text_unsigned(before, &hour) && text_unsigned(text, &minute) && hour < 24 && minute < 60;
    return (int32_t)(60 * hour + minute);
}

static int32_t date(struct row *row, size_t i, int32_t otherwise)
{
    struct day day;
    const struct text text = cell(row, i);
    if (text.size == 0) {
        return otherwise;
    }
    row->good &= day_parse(text, &day) == STATUS_OK;
    return row->good ? day.d : otherwise;
}

static void read_set(struct timetable *plan, struct row *row)
{
    const struct text name = cell(row, 1);
    const struct text value = cell(row, 2);
    if (text_is(name, "judged")) {
        plan->by_instant = text_is(value, "instant");
        row->good &= plan->by_instant || text_is(value, "date") || value.size == 0;
    } else if (text_is(name, "pass_on_after")) {
        plan->pass_on_after = clock_time(row, value);
    } else if (text_is(name, "grace")) {
        plan->grace = number(row, 2);
    } else if (text_is(name, "extra_notice")) {
        plan->extra_notice = number(row, 2);
    } else if (text_is(name, "due_soon")) {
        plan->due_soon = number(row, 2);
    } else {
        row->good = false;
    }
}

static void read_stop(struct timetable *plan, struct row *row)
{
    plan->stops = list_grow(plan->stops, plan->stop_count, sizeof *plan->stops);
    plan->stops[plan->stop_count++] = (struct stop_row){.code = word(row, 1),
                                                        .party = word(row, 2),
                                                        .begin = date(row, 6, ALWAYS),
                                                        .end = date(row, 7, FOR_EVER)};
}

static void read_call(struct timetable *plan, struct row *row)
{
    plan->calls = list_grow(plan->calls, plan->call_count, sizeof *plan->calls);
    plan->calls[plan->call_count++] = (struct call_row){
        .route = word(row, 1),
        .round = word(row, 2),
        .seq = number(row, 3),
        .stop = word(row, 4),
        .arrive = clock_time(row, cell(row, 5)),
        .depart = clock_time(row, cell(row, 6)),
        .cut_off = number(row, 7),
        .days = cell(row, 8).size == 0 ? words_give(row->words, TEXT("W")) : word(row, 8),
        .season = cell(row, 9).size == 0 ? words_give(row->words, TEXT("all")) : word(row, 9),
        .begin = date(row, 10, ALWAYS),
        .end = date(row, 11, FOR_EVER)};
}

static enum journey_mode mode_of(struct row *row, struct text text)
{
    if (text_is(text, "on_the_spot")) {
        return MODE_ON_THE_SPOT;
    }
    if (text_is(text, "result_only")) {
        return MODE_RESULT_ONLY;
    }
    row->good &= text_is(text, "paper");
    return MODE_PAPER;
}

/* `24wh`, `3wd`, `2hd` or `70%`. */
static void read_amount(struct row *row, struct text text, struct budget_row *out)
{
    size_t digits = 0;
    uint64_t value = 0;
    while (digits < text.size && text.at[digits] >= '0' && text.at[digits] <= '9') {
        digits++;
    }
    const struct text unit = {.at = text.at + digits, .size = text.size - digits};
    row->good &=
        text_unsigned((struct text){.at = text.at, .size = digits}, &value) && value < 100000;
    out->percent = text_is(unit, "%");
    const int32_t minutes = text_is(unit, "wh")   ? HOUR
                            : text_is(unit, "hd") ? HALF_DAY
                            : text_is(unit, "wd") ? WHOLE_DAY
                                                  : 1;
    row->good &= out->percent || minutes > 1;
    out->amount = (int32_t)value * minutes;
}

static void read_budget(struct timetable *plan, struct row *row)
{
    struct text procedure = cell(row, 1);
    procedure.size = procedure.size > 8 ? 8 : procedure.size;
    plan->budgets = list_grow(plan->budgets, plan->budget_count, sizeof *plan->budgets);
    struct budget_row *made = &plan->budgets[plan->budget_count++];
    *made = (struct budget_row){.procedure = words_give(row->words, procedure),
                                .agency = word(row, 2),
                                .mode = mode_of(row, cell(row, 3)),
                                .handover = number(row, 5),
                                .receipt = number(row, 6),
                                .begin = date(row, 7, ALWAYS),
                                .end = date(row, 8, FOR_EVER)};
    read_amount(row, cell(row, 4), made);
}

static void read_cancel(struct timetable *plan, struct row *row)
{
    struct instant known;
    struct cancel_row cancel = {.day = date(row, 1, ALWAYS),
                                .route = word(row, 2),
                                .round = word(row, 3),
                                .known = NOT_THERE};
    const struct text text = cell(row, 4);
    if (text.size > 0) {
        row->good &= instant_parse(text, &known) == STATUS_OK;
        cancel.known = row->good ? instant_minute(known).m : NOT_THERE;
    }
    timetable_cancel(plan, &cancel);
}

static bool read_line(struct timetable *plan, struct words *words, const struct csv_line *line)
{
    struct row row = {.words = words, .line = line, .good = true};
    const struct text kind = cell(&row, 0);
    if (text_is(kind, "set")) {
        read_set(plan, &row);
    } else if (text_is(kind, "stop")) {
        read_stop(plan, &row);
    } else if (text_is(kind, "call")) {
        read_call(plan, &row);
    } else if (text_is(kind, "budget")) {
        read_budget(plan, &row);
    } else if (text_is(kind, "cancel")) {
        read_cancel(plan, &row);
    } else {
        row.good = false;
    }
    return row.good;
}

/* No call at a stop nobody knows. */
static bool stops_known(const struct timetable *plan)
{
    for (size_t i = 0; i < plan->call_count; i++) {
        bool known = false;
        for (size_t j = 0; j < plan->stop_count && !known; j++) {
            known = plan->stops[j].code == plan->calls[i].stop;
        }
        if (!known) {
            return false;
        }
    }
    return true;
}

bool timetable_read(struct timetable *out, struct words *words, struct text file)
{
    static struct csv_line line;
    struct timetable plan = {.grace = 15,
                             .extra_notice = 30,
                             .due_soon = HALF_DAY,
                             .pass_on_after = NOT_THERE,
                             .nothing = words_give(words, TEXT("")),
                             .any = words_give(words, TEXT("*"))};
    while (file.size > 0) {
        const struct text text = text_trim(text_split(&file, '\n'));
        if (text.size == 0 || text.at[0] == '#') {
            continue;
        }
        if (csv_line_split(text, &line) != STATUS_OK || !read_line(&plan, words, &line)) {
            timetable_fini(&plan);
            return false;
        }
    }
    if (!stops_known(&plan)) {
        timetable_fini(&plan);
        return false;
    }
    *out = plan;
    return true;
}
