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
    almanac->spare_text = malloc(ALMANAC_PLAN_BYTES_MAX);
    almanac->plan_memory = malloc(almanac->memory_size);
    almanac->spare_memory = malloc(almanac->memory_size);
    if (!almanac->calendars || !almanac->plan_text || !almanac->spare_text ||
        !almanac->plan_memory || !almanac->spare_memory) {
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
        free(almanac->spare_text);
        free(almanac->plan_memory);
        free(almanac->spare_memory);
        *almanac = (struct almanac){0};
    }
}

static bool build_plan(const struct almanac *almanac, struct text text, struct plan *plan)
{
    struct plan_fault fault;
    plan_begin(plan, almanac->spare_memory, almanac->memory_size, almanac_newest(almanac));
    while (text.size > 0) {
        if (!plan_row(plan, almanac->names, text_split(&text, '\n'), &fault)) {
            return false;
        }
    }
    return plan_end(plan, almanac->names, almanac->parties, &fault);
}

/* Builds what stands in spare_text[0..SIZE) and puts it in force. */
static enum status take_spare(struct almanac *almanac, size_t size)
{
    struct plan plan;
    if (!build_plan(almanac, (struct text){.at = almanac->spare_text, .size = size}, &plan)) {
        return STATUS_MALFORMED;
    }
    void *memory = almanac->plan_memory;
    char *text = almanac->plan_text;
    almanac->plan_memory = almanac->spare_memory;
    almanac->plan_text = almanac->spare_text;
    almanac->spare_memory = memory;
    almanac->spare_text = text;
    almanac->plan = plan;
    almanac->plan_size = size;
    almanac->has_plan = true;
    return STATUS_OK;
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
    memcpy(almanac->spare_text, almanac->plan_text, almanac->plan_size);
    return take_spare(almanac, almanac->plan_size);
}

enum status almanac_plan(struct almanac *almanac, struct text file)
{
    if (almanac->calendar_count == 0) {
        return STATUS_MALFORMED;
    }
    if (file.size > ALMANAC_PLAN_BYTES_MAX) {
        return STATUS_FULL;
    }
    memcpy(almanac->spare_text, file.at, file.size);
    return take_spare(almanac, file.size);
}

enum status almanac_cancel(struct almanac *almanac, struct text route, struct text round,
                           struct day day, struct minute known_at)
{
    char text[INSTANT_TEXT_SIZE];
    struct line line = line_of(almanac->spare_text, ALMANAC_PLAN_BYTES_MAX);
    if (!almanac->has_plan) {
        return STATUS_MALFORMED;
    }
    line_text(&line, (struct text){.at = almanac->plan_text, .size = almanac->plan_size});
    line_put(&line, "\ncancel,");
    line_put(&line, day_text(day, text));
    line_char(&line, ',');
    line_text(&line, route);
    line_char(&line, ',');
    line_text(&line, round);
    line_char(&line, ',');
    line_put(&line, minute_text(known_at, text));
    line_char(&line, '\n');
    return line.cut ? STATUS_FULL : take_spare(almanac, line.size);
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
