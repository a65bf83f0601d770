#include "server/watch/almanac.h"

#include <stdlib.h>
#include <string.h>

enum status almanac_open(struct almanac *almanac, struct names *names,
                         const struct parties *parties)
{
    *almanac = (struct almanac){.names = names, .parties = parties};
    almanac->memory_size = plan_memory(ALMANAC_PLAN_ROWS_MAX);
    almanac->calendars = malloc(ALMANAC_CALENDARS_MAX * sizeof *almanac->calendars);
    almanac->plan_text = malloc(ALMANAC_PLAN_BYTES_MAX);
    almanac->cancels = malloc(ALMANAC_CANCELS_MAX * sizeof *almanac->cancels);
    almanac->plan_memory = malloc(almanac->memory_size);
    almanac->spare_memory = malloc(almanac->memory_size);
    if (!almanac->calendars || !almanac->plan_text || !almanac->cancels || !almanac->plan_memory ||
        !almanac->spare_memory) {
        almanac_close(almanac);
        return STATUS_FULL;
    }
    return STATUS_OK;
}

void almanac_close(struct almanac *almanac)
{
    if (almanac) {
        free(almanac->calendars);
        free(almanac->plan_text);
        free(almanac->cancels);
        free(almanac->plan_memory);
        free(almanac->spare_memory);
        *almanac = (struct almanac){0};
    }
}

/* FILE's lines, and behind them the cancelled runs that LEAVE_OUT does not name. */
static bool try_plan(const struct almanac *almanac, struct text file, const bool *leave_out,
                     struct plan *plan, struct plan_fault *fault)
{
    plan_begin(plan, almanac->spare_memory, almanac->memory_size, almanac_newest(almanac));
    while (file.size > 0) {
        if (!plan_row(plan, almanac->names, text_split(&file, '\n'), fault)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < almanac->cancel_count; i++) {
        struct text row = text_of(leave_out[i] ? "" : almanac->cancels[i]);
        if (!plan_row(plan, almanac->names, row, fault)) {
            return false;
        }
    }
    return plan_end(plan, almanac->names, almanac->parties, fault);
}

static uint32_t count_lines(struct text file)
{
    uint32_t lines = 0;
    while (file.size > 0) {
        (void)text_split(&file, '\n');
        lines++;
    }
    return lines;
}

/* Puts the plan of FILE and of all cancelled runs in force. A run that FILE does not know any more
 * needs no cancelling; those of STRICT and later must be known. */
static enum status put_in_force(struct almanac *almanac, struct text file, uint32_t strict)
{
    bool leave_out[ALMANAC_CANCELS_MAX] = {false};
    const uint32_t lines = count_lines(file);
    struct plan plan;
    struct plan_fault fault;
    while (!try_plan(almanac, file, leave_out, &plan, &fault)) {
        const uint32_t cancel = fault.line - lines - 1;
        const bool may_go = fault.kind == PLAN_FAULT_NO_RUN && fault.line > lines;
        if (!may_go || cancel >= strict || leave_out[cancel]) {
            return STATUS_MALFORMED;
        }
        leave_out[cancel] = true;
    }
    void *memory = almanac->plan_memory;
    almanac->plan_memory = almanac->spare_memory;
    almanac->spare_memory = memory;
    almanac->plan = plan;
    almanac->has_plan = true;
    return STATUS_OK;
}

static struct text plan_file(const struct almanac *almanac)
{
    return (struct text){.at = almanac->plan_text, .size = almanac->plan_size};
}

enum status almanac_calendar(struct almanac *almanac, struct text file, struct day valid_from)
{
    struct calendar_fault fault;
    if (almanac->calendar_count == ALMANAC_CALENDARS_MAX) {
        return STATUS_FULL;
    }
    struct calendar *calendar = &almanac->calendars[almanac->calendar_count];
    if (!calendar_read(calendar, almanac->calendar_count + 1, valid_from, file, &fault)) {
        return STATUS_MALFORMED;
    }
    almanac->calendar_count++;
    if (!almanac->has_plan) {
        return STATUS_OK;
    }
    /* The days on which runs go are the newest calendar's. */
    const enum status status = put_in_force(almanac, plan_file(almanac), almanac->cancel_count);
    almanac->calendar_count -= status != STATUS_OK;
    return status;
}

enum status almanac_plan(struct almanac *almanac, struct text file)
{
    if (almanac->calendar_count == 0) {
        return STATUS_MALFORMED;
    }
    if (file.size > ALMANAC_PLAN_BYTES_MAX) {
        return STATUS_FULL;
    }
    const enum status status = put_in_force(almanac, file, almanac->cancel_count);
    if (status == STATUS_OK) {
        memcpy(almanac->plan_text, file.at, file.size);
        almanac->plan_size = file.size;
    }
    return status;
}

/* It becomes a field of a CSV row. */
static bool is_plain(struct text text)
{
    for (size_t i = 0; i < text.size; i++) {
        const char c = text.at[i];
        if (c == ',' || c == '"' || c == '\n' || c == '\r') {
            return false;
        }
    }
    return text.size > 0;
}

enum status almanac_cancel(struct almanac *almanac, struct text route, struct text round,
                           struct day day, struct minute known_at)
{
    char text[INSTANT_TEXT_SIZE];
    if (!almanac->has_plan || !is_plain(route) || !is_plain(round)) {
        return STATUS_MALFORMED;
    }
    if (almanac->cancel_count == ALMANAC_CANCELS_MAX) {
        return STATUS_FULL;
    }
    struct line line = line_of(almanac->cancels[almanac->cancel_count], ALMANAC_CANCEL_SIZE);
    line_put(&line, "cancel,");
    line_put(&line, day_text(day, text));
    line_char(&line, ',');
    line_text(&line, route);
    line_char(&line, ',');
    line_text(&line, round);
    line_char(&line, ',');
    line_put(&line, minute_text(known_at, text));
    if (line.cut) {
        return STATUS_MALFORMED;
    }
    almanac->cancel_count++;
    const enum status status = put_in_force(almanac, plan_file(almanac), almanac->cancel_count - 1);
    almanac->cancel_count -= status != STATUS_OK;
    return status;
}

bool almanac_ready(const struct almanac *almanac)
{
    return almanac->has_plan && almanac->calendar_count > 0;
}

const struct calendar *almanac_newest(const struct almanac *almanac)
{
    return &almanac->calendars[almanac->calendar_count - 1];
}

const struct calendar *almanac_promised_by(const struct almanac *almanac, struct minute received)
{
    const struct calendar *best = &almanac->calendars[0];
    struct day day = minute_day(received);
    for (uint32_t i = 1; i < almanac->calendar_count; i++) {
        const struct calendar *version = &almanac->calendars[i];
        if (version->valid_from.d <= day.d && version->valid_from.d >= best->valid_from.d) {
            best = version;
        }
    }
    return best;
}
