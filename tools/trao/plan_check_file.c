/* plan_check_file - `trao plan check` and `trao plan export`: is it a plan, is it worth a second
 * look, and how it reads in the bytes every export has. */
#include <stdlib.h>

#include "core/plan_export.h"
#include "tools/trao/almanac_said.h"
#include "tools/trao/answer.h"
#include "tools/trao/calendar_file.h"
#include "tools/trao/calendar_verbs.h"
#include "tools/trao/import_file.h"
#include "tools/trao/out_file.h"
#include "tools/trao/trao_said.h"

enum { NOTES_MAX = 1000 };

struct check {
    const struct call *call;
    const char *path;
    uint64_t rows;
    struct faults faults;
    struct faults notes;
};

/* All that is wrong with the file, as an import would find it. */
static int judge(struct check *check)
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

static int note(struct check *check)
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

static int tell(const struct check *check)
{
    const int result = check->faults.count + check->notes.count > 0 ? CALL_FOUND : CALL_OK;
    char digits[2][24];
    struct line rows = line_of(digits[0], sizeof digits[0]);
    struct line notes = line_of(digits[1], sizeof digits[1]);
    if (check->call->json) {
        return answer_json(json_pack("{s:s, s:b, s:I, s:O, s:O}", "file", check->path, "in_order",
                                     check->faults.count == 0, "rows", (json_int_t)check->rows,
                                     "faults", check->faults.list, "notes", check->notes.list))
                   ? result
                   : CALL_FAILED;
    }
    if (check->faults.count > 0) {
        line_unsigned(&rows, check->faults.count);
        return call_refuse(check->call, CALL_FOUND, trao_said(SAID_FAULTS), line_done(&rows),
                           (struct text){0});
    }
    line_unsigned(&rows, check->rows);
    line_unsigned(&notes, check->notes.count);
    const struct text values[] = {text_of(check->path), line_done(&rows), line_done(&notes)};
    call_tell(check->call, almanac_said(ALMANAC_SAID_IN_ORDER), values, 3);
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
    struct check check = {.call = call, .path = call->argv[0]};
    faults_begin(&check.faults, call);
    faults_begin(&check.notes, call);
    result = judge(&check);
    if (result == CALL_OK && check.faults.count == 0) {
        result = note(&check);
    }
    if (result == CALL_OK) {
        result = tell(&check);
    }
    faults_end(&check.faults);
    faults_end(&check.notes);
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
