/* calendar_check - `trao calendar check`: is this file a calendar, and is it worth a second look?
 */
#include <stdlib.h>

#include "tools/trao/calendar_verbs.h"
#include "tools/trao/file_check.h"
#include "tools/trao/import_file.h"
#include "tools/trao/trao_said.h"

static void note_rows(struct file_check *check, struct text rows)
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

static void note_years(struct file_check *check, const struct calendar *calendar)
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

static int judge(struct file_check *check, struct text bytes)
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
        check->rows = file.rows;
        result = file_check_tell(check);
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
        struct file_check check;
        file_check_begin(&check, call, call->argv[0]);
        result = judge(&check, (struct text){.at = bytes, .size = size});
        file_check_end(&check);
    }
    free(bytes);
    return result;
}
