/* calendar_check - `trao calendar check`: is this file a calendar, and is it worth a second look?
 */
#include <stdlib.h>

#include "tools/trao/almanac_said.h"
#include "tools/trao/answer.h"
#include "tools/trao/calendar_verbs.h"
#include "tools/trao/import_file.h"
#include "tools/trao/trao_said.h"

struct check {
    const struct call *call;
    const char *path;
    struct faults faults;
    struct faults notes;
};

static void note_rows(struct check *check, struct text rows)
{
    for (uint64_t number = 1; rows.size > 0; number++) {
        struct calendar_entry entry;
        char day[INSTANT_TEXT_SIZE];
        if (!calendar_entry_read(text_split(&rows, '\n'), &entry)) {
            continue;
        }
        const enum calendar_note_kind note = calendar_entry_note(&entry);
        if (note != CALENDAR_NOTE_NONE) {
            faults_add_line(&check->notes, check->path, number, calendar_note_said(note),
                            text_of(day_text(entry.day, day)), (struct text){0});
        }
    }
}

static void note_years(struct check *check, const struct calendar *calendar)
{
    int year = 0;
    while (calendar_gap(calendar, year, &year)) {
        char digits[24];
        struct line line = line_of(digits, sizeof digits);
        line_unsigned(&line, (uint64_t)year);
        faults_add_line(&check->notes, check->path, 0, calendar_note_said(CALENDAR_NOTE_GAP),
                        line_done(&line), (struct text){0});
    }
}

static int tell(const struct check *check, const struct import_file *file)
{
    const int result = check->faults.count + check->notes.count > 0 ? CALL_FOUND : CALL_OK;
    char digits[2][24];
    struct line rows = line_of(digits[0], sizeof digits[0]);
    struct line notes = line_of(digits[1], sizeof digits[1]);
    if (check->call->json) {
        return answer_json(json_pack("{s:s, s:b, s:I, s:O, s:O}", "file", check->path, "in_order",
                                     check->faults.count == 0, "rows", (json_int_t)file->rows,
                                     "faults", check->faults.list, "notes", check->notes.list))
                   ? result
                   : CALL_FAILED;
    }
    if (check->faults.count > 0) {
        line_unsigned(&rows, check->faults.count);
        return call_refuse(check->call, CALL_FOUND, trao_said(SAID_FAULTS), line_done(&rows),
                           (struct text){0});
    }
    line_unsigned(&rows, file->rows);
    line_unsigned(&notes, check->notes.count);
    const struct text values[] = {text_of(check->path), line_done(&rows), line_done(&notes)};
    call_tell(check->call, almanac_said(ALMANAC_SAID_IN_ORDER), values, 3);
    return result;
}

static int judge(struct check *check, struct text bytes)
{
    struct import_file file;
    struct calendar *calendar = malloc(sizeof *calendar);
    if (!calendar || !import_begin(&file, check->path, FILE_CALENDAR)) {
        free(calendar);
        return call_refuse_plain(check->call, CALL_FAILED, trao_said(SAID_NO_MEMORY));
    }
    import_calendar(&file, bytes, calendar, &check->faults);
    int result = CALL_FAILED;
    if (import_end(&file)) {
        note_rows(check, (struct text){.at = file.bytes, .size = file.size});
        note_years(check, calendar);
        result = tell(check, &file);
    }
    import_free(&file);
    free(calendar);
    return result;
}

int calendar_check(struct call *call, int argc, char **argv)
{
    char *bytes = NULL;
    size_t size = 0;
    int result = call_options(call, argc, argv, NULL, 0);
    if (result == CALL_OK) {
        result = call_words(call, 1, "FILE");
    }
    if (result == CALL_OK) {
        result = import_read(call, call->argv[0], &bytes, &size);
    }
    if (result == CALL_OK) {
        struct check check = {.call = call, .path = call->argv[0]};
        faults_begin(&check.faults, call);
        faults_begin(&check.notes, call);
        result = judge(&check, (struct text){.at = bytes, .size = size});
        faults_end(&check.faults);
        faults_end(&check.notes);
    }
    free(bytes);
    return result;
}
