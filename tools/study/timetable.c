#include "tools/study/timetable.h"

#include "tools/study/rows.h"

enum { MINUTES_AN_HOUR = 60, DAY = 24 * 60 };

/* The fields of a row `call`. */
enum {
    FIELD_WORD,
    FIELD_ROUTE,
    FIELD_ROUND,
    FIELD_NUMBER,
    FIELD_STOP,
    FIELD_ARRIVE,
    FIELD_DEPART,
    FIELD_CUT_OFF,
    FIELD_DAYS,
    FIELD_SEASON,
    FIELD_FROM,
    FIELD_TO,
    FIELDS
};

/* `hh:mm`, or -1. Core has judged the row: what is no time is empty. */
static int32_t clock_time(struct text text)
{
    uint64_t hour = 0;
    uint64_t minute = 0;
    struct text rest = text_trim(text);
    const struct text first = text_split(&rest, ':');
    if (!text_unsigned(first, &hour) || !text_unsigned(rest, &minute) || hour >= 24 ||
        minute >= MINUTES_AN_HOUR) {
        return -1;
    }
    return (int32_t)(hour * MINUTES_AN_HOUR + minute);
}

static int32_t number_of(struct text text)
{
    uint64_t value = 0;
    return text_unsigned(text_trim(text), &value) && value < INT32_MAX ? (int32_t)value : 0;
}

static struct text without_end(struct text line)
{
    line.size -= line.size > 0 && line.at[line.size - 1] == '\r';
    return line;
}

bool timetable_call_of(struct text line, struct csv_line *split, struct timetable_call *out_call)
{
    if (!text_starts(text_trim(line), "call,") ||
        csv_line_split(without_end(line), split) != STATUS_OK) {
        return false;
    }
    *out_call = (struct timetable_call){.route = csv_field(split, FIELD_ROUTE),
                                        .round = csv_field(split, FIELD_ROUND),
                                        .stop = csv_field(split, FIELD_STOP),
                                        .days = csv_field(split, FIELD_DAYS),
                                        .season = csv_field(split, FIELD_SEASON),
                                        .from = csv_field(split, FIELD_FROM),
                                        .to = csv_field(split, FIELD_TO),
                                        .arrives = clock_time(csv_field(split, FIELD_ARRIVE)),
                                        .departs = clock_time(csv_field(split, FIELD_DEPART)),
                                        .cut_off = number_of(csv_field(split, FIELD_CUT_OFF)),
                                        .number = number_of(csv_field(split, FIELD_NUMBER))};
    return true;
}

bool timetable_hours(struct text plan, struct text route, struct text round, int32_t *out_first,
                     int32_t *out_last)
{
    struct csv_line split;
    struct timetable_call call;
    int32_t first = DAY;
    int32_t last = -1;
    while (plan.size > 0) {
        if (!timetable_call_of(text_split(&plan, '\n'), &split, &call) ||
            (route.size > 0 && !(text_equal(call.route, route) && text_equal(call.round, round)))) {
            continue;
        }
        const int32_t begin = call.arrives >= 0 ? call.arrives : call.departs;
        const int32_t end = call.departs >= 0 ? call.departs : call.arrives;
        first = begin >= 0 && begin < first ? begin : first;
        last = end > last ? end : last;
    }
    *out_first = first;
    *out_last = last;
    return last >= 0;
}

struct editing {
    const struct timetable_edit *edit;
    int32_t first, last;
    FILE *out;
    bool outside;
    uint32_t rows; /* concerned */
};

static void put_time(struct editing *editing, int32_t minute)
{
    if (minute < 0) {
        return;
    }
    minute += editing->edit->minutes;
    if (minute < editing->first || minute > editing->last) {
        editing->outside = true;
        return;
    }
    (void)fprintf(editing->out, "%02d:%02d", minute / MINUTES_AN_HOUR, minute % MINUTES_AN_HOUR);
}

static void put_moved(struct editing *editing, const struct csv_line *split,
                      const struct timetable_call *call, struct text round)
{
    for (size_t i = 0; i < FIELDS; i++) {
        if (i > 0) {
            (void)fputc(',', editing->out);
        }
        if (i == FIELD_ARRIVE) {
            put_time(editing, call->arrives);
        } else if (i == FIELD_DEPART) {
            put_time(editing, call->departs);
        } else {
            study_field(editing->out, i == FIELD_ROUND ? round : csv_field(split, i));
        }
    }
    (void)fputc('\n', editing->out);
}

static void put_line(struct editing *editing, struct text line)
{
    (void)fwrite(line.at, 1, line.size, editing->out);
    (void)fputc('\n', editing->out);
}

static void edit_call(struct editing *editing, struct text line, const struct csv_line *split,
                      const struct timetable_call *call)
{
    const struct timetable_edit *edit = editing->edit;
    editing->rows++;
    switch (edit->kind) {
    case EDIT_SHIFT:
        put_moved(editing, split, call, call->round);
        return;
    case EDIT_COPY:
        put_line(editing, line);
        put_moved(editing, split, call, edit->name);
        return;
    case EDIT_SKIP:
        if (text_equal(call->stop, edit->name)) {
            return;
        }
        editing->rows--;
        put_line(editing, line);
        return;
    case EDIT_DROP:
        return;
    }
}

/* `cancel,DATE,ROUTE,ROUND,…` of a run that is dropped names nothing any more. */
static bool cancels_dropped(const struct timetable_edit *edit, struct text line,
                            struct csv_line *split)
{
    return edit->kind == EDIT_DROP && text_starts(text_trim(line), "cancel,") &&
           csv_line_split(without_end(line), split) == STATUS_OK &&
           text_equal(csv_field(split, 2), edit->route) &&
           text_equal(csv_field(split, 3), edit->round);
}

bool timetable_edit(struct text plan, const struct timetable_edit *edit, int32_t first,
                    int32_t last, FILE *out)
{
    struct editing editing = {.edit = edit, .first = first, .last = last, .out = out};
    struct csv_line split;
    struct timetable_call call;
    while (plan.size > 0) {
        const struct text line = without_end(text_split(&plan, '\n'));
        if (timetable_call_of(line, &split, &call) && text_equal(call.route, edit->route) &&
            text_equal(call.round, edit->round)) {
            edit_call(&editing, line, &split, &call);
        } else if (!cancels_dropped(edit, line, &split)) {
            put_line(&editing, line);
        }
    }
    return editing.rows > 0 && !editing.outside;
}
