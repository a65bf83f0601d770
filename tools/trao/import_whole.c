#include <stdlib.h>

#include "core/plan.h"
#include "tools/trao/import_file.h"
#include "tools/trao/trao_said.h"

/* Calendars and plans: core reads them line by line; the normal form is the same lines with LF and
 * without a byte-order mark. */

enum { PLAN_NAMES = 32768, PLAN_TEXTS = 2 * 1024 * 1024, PLAN_ROWS_MAX = 20000 };

struct lines {
    struct text rest;
    uint32_t number;
};

static struct lines lines_of(struct text bytes)
{
    if (text_starts(bytes, "\xEF\xBB\xBF")) {
        bytes.at += 3;
        bytes.size -= 3;
    }
    return (struct lines){.rest = bytes};
}

static bool next_line(struct lines *lines, struct text *out_line)
{
    if (lines->rest.size == 0) {
        return false;
    }
    *out_line = text_split(&lines->rest, '\n');
    if (out_line->size > 0 && out_line->at[out_line->size - 1] == '\r') {
        out_line->size--;
    }
    lines->number++;
    return true;
}

static bool is_row(struct text line)
{
    struct text trimmed = text_trim(line);
    return trimmed.size > 0 && trimmed.at[0] != '#' && !text_starts(trimmed, "date,");
}

static void keep(struct import_file *file, struct text line)
{
    (void)fwrite(line.at, 1, line.size, file->out);
    (void)fputc('\n', file->out);
    file->rows += is_row(line);
}

static bool too_long(struct import_file *file, struct text bytes, struct faults *faults)
{
    if (bytes.size <= IMPORT_WHOLE_MAX) {
        return false;
    }
    faults_add_line(faults, file->path, 0, trao_said(SAID_WHOLE_LONG), (struct text){0},
                    (struct text){0});
    return true;
}

void import_calendar(struct import_file *file, struct text bytes, struct calendar *calendar,
                     struct faults *faults)
{
    struct lines lines = lines_of(bytes);
    struct text line;
    calendar_begin(calendar, 1, (struct day){0}, NULL);
    if (too_long(file, bytes, faults)) {
        lines.rest.size = 0;
    }
    while (next_line(&lines, &line)) {
        struct calendar_fault why;
        if (!calendar_row(calendar, line, &why)) {
            faults_add_line(faults, file->path, lines.number, calendar_fault_said(why.kind),
                            why.found, (struct text){0});
        }
        keep(file, line);
    }
    calendar_end(calendar);
}

static void plan_fault(struct import_file *file, struct faults *faults,
                       const struct plan_fault *why)
{
    faults_add_line(faults, file->path, why->line, plan_fault_said(why->kind), why->found,
                    (struct text){0});
}

static void judge_plan(struct import_file *file, struct lines *lines, struct plan *plan,
                       struct names *names, struct faults *faults)
{
    struct parties parties;
    struct plan_fault why;
    struct text line;
    uint64_t before = faults->count;
    while (next_line(lines, &line)) {
        if (!plan_row(plan, names, line, &why)) {
            plan_fault(file, faults, &why);
        }
        keep(file, line);
    }
    if (parties_give(names, &parties) != STATUS_OK) {
        why = (struct plan_fault){.kind = PLAN_FAULT_FULL, .line = lines->number};
        plan_fault(file, faults, &why);
    } else if (faults->count == before && !plan_end(plan, names, &parties, &why)) {
        plan_fault(file, faults, &why);
    }
}

void import_plan(struct import_file *file, struct text bytes, const struct calendar *calendar,
                 struct faults *faults)
{
    struct lines lines = lines_of(bytes);
    struct names names;
    struct plan plan;
    size_t size = plan_memory(PLAN_ROWS_MAX);
    if (too_long(file, bytes, faults)) {
        return;
    }
    void *memory = malloc(size);
    void *texts = malloc(names_memory(PLAN_NAMES, PLAN_TEXTS));
    if (memory && texts) {
        names_init(&names, texts, PLAN_NAMES, PLAN_TEXTS);
        plan_begin(&plan, memory, size, calendar);
        judge_plan(file, &lines, &plan, &names, faults);
    } else {
        faults_add_line(faults, file->path, 0, trao_said(SAID_NO_MEMORY), (struct text){0},
                        (struct text){0});
    }
    free(texts);
    free(memory);
}
