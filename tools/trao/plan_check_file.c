/* plan_check_file - `trao plan check` and `trao plan export`: is it a plan, is it worth a second
 * look, and how it reads in the bytes every export has. */
#include <stdlib.h>

#include "core/plan_export.h"
#include "tools/trao/calendar_file.h"
#include "tools/trao/calendar_verbs.h"
#include "tools/trao/file_check.h"
#include "tools/trao/import_file.h"
#include "tools/trao/out_file.h"
#include "tools/trao/trao_said.h"

enum { NOTES_MAX = 1000 };

/* All that is wrong with the file, as an import would find it. */
static int judge(struct file_check *check)
{
    const struct calendar *calendar = NULL;
    struct import_file file;
    char *bytes = NULL;
    size_t size = 0;
    int result = calendar_file_read(check->call, NULL, &calendar);
    if (result == CALL_OK) {
        result = import_read(check->call, check->path, &bytes, &size);
    }
    if (result != CALL_OK) {
        return result;
    }
    if (import_begin(&file, check->path, FILE_PLAN)) {
        import_plan(&file, (struct text){.at = bytes, .size = size}, calendar, &check->faults);
        check->rows = file.rows;
        import_free(&file);
    } else {
        result = call_refuse_plain(check->call, CALL_FAILED, trao_said(SAID_NO_MEMORY));
    }
    free(bytes);
    return result;
}

static int note(struct file_check *check)
{
    static struct plan_note notes[NOTES_MAX];
    static struct editions editions;
    size_t at = 0;
    int result = editions_read(&editions, check->call, check->path, FILE_PLAN);
    if (result == CALL_OK) {
        result = editions_plan(&editions, MINUTE_NEVER, &at);
    }
    if (result == CALL_OK) {
        const size_t count =
            plan_notes(&editions.plan, &editions.names, &editions.parties, notes, NOTES_MAX);
        for (size_t i = 0; i < count && i < NOTES_MAX; i++) {
            char other[24];
            struct line digits = line_of(other, sizeof other);
            line_unsigned(&digits, notes[i].other);
            faults_add_line(&check->notes, check->path, notes[i].line,
                            plan_note_said(notes[i].kind), notes[i].found, line_done(&digits));
        }
    }
    editions_free(&editions);
    return result;
}

int plan_check_file(struct call *call, int argc, char **argv)
{
    int result = call_options(call, argc, argv, NULL, 0);
    if (result == CALL_OK) {
        result = call_words(call, 1, "FILE");
    }
    if (result != CALL_OK) {
        return result;
    }
    struct file_check check;
    file_check_begin(&check, call, call->argv[0]);
    result = judge(&check);
    if (result == CALL_OK && check.faults.count == 0) {
        result = note(&check);
    }
    if (result == CALL_OK) {
        result = file_check_tell(&check);
    }
    file_check_end(&check);
    return result;
}

static int write_plan(const struct editions *editions, const char *path)
{
    struct out_file out;
    char bytes[PLAN_ROW_TEXT_MAX];
    struct line line = line_of(bytes, sizeof bytes);
    uint32_t after = 0;
    const int result = out_file_open(&out, editions->call, path);
    if (result != CALL_OK) {
        return result;
    }
    plan_export_settings(&editions->plan, &line);
    do {
        (void)fwrite(line.at, 1, line.size, out.stream);
        line = line_of(bytes, sizeof bytes);
    } while (plan_export_row(&editions->plan, &editions->names, &after, &line));
    return out_file_keep(&out);
}

int plan_export_file(struct call *call, int argc, char **argv)
{
    static struct editions editions;
    const char *at_text = NULL;
    const char *out = NULL;
    struct minute minute = MINUTE_NEVER;
    size_t at = 0;
    const struct call_option options[] = {
        {"at",  &at_text, NULL},
        {"out", &out,     NULL}
    };
    int result = call_options(call, argc, argv, options, 2);
    if (result == CALL_OK) {
        result = call_words(call, call->argc > 0 ? 1 : 0, NULL);
    }
    if (result == CALL_OK) {
        result = calendar_at(call, at_text, &minute);
    }
    if (result != CALL_OK) {
        return result;
    }
    result = editions_read(&editions, call, call->argc > 0 ? call->argv[0] : NULL, FILE_PLAN);
    if (result == CALL_OK) {
        result = editions_plan(&editions, minute, &at);
    }
    if (result == CALL_OK) {
        result = write_plan(&editions, out ? out : "-");
    }
    editions_free(&editions);
    return result;
}
