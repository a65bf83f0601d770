/* verb_import - `trao import`: files of the province become statements of the desk.
 *
 * All files of one command are judged before a word of any is said: one fault, and nothing is
 * written. A plan needs its calendar in the book first; so they go in that order. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "tools/trao/almanac_said.h"
#include "tools/trao/answer.h"
#include "tools/trao/calendar_file.h"
#include "tools/trao/import_send.h"
#include "tools/trao/trao_said.h"
#include "tools/trao/verbs.h"
#include "tools/trao/wait_option.h"

enum { FILES_MAX = 64 };

/* In the order in which they are said. */
static const enum file_kind order[] = {FILE_CALENDAR, FILE_PLAN,        FILE_OFFICES,
                                       FILE_FEED,     FILE_SUPPLEMENTS, FILE_ACTS};

struct import {
    const struct call *call;
    struct faults faults;
    struct import_file files[2 * FILES_MAX];
    bool sent_before[2 * FILES_MAX];
    size_t count;
    const struct calendar *calendar; /* of this command, or the one beside the program */
    struct calendar *own_calendar;
    struct day valid_from;
    bool has_valid_from;
};

static struct import_file *new_file(struct import *import, const char *path, enum file_kind kind)
{
    if (import->count == sizeof import->files / sizeof import->files[0]) {
        return NULL;
    }
    struct import_file *file = &import->files[import->count];
    return import_begin(file, path, kind) ? (import->count++, file) : NULL;
}

/* Plans are judged by the calendar of the same command, if it brings one. */
static int plan_calendar(struct import *import)
{
    return import->calendar ? CALL_OK : calendar_file_read(import->call, NULL, &import->calendar);
}

static int judge_calendar(struct import *import, struct import_file *file, struct text bytes)
{
    free(import->own_calendar);
    import->own_calendar = malloc(sizeof *import->own_calendar);
    import->calendar = import->own_calendar;
    if (!import->own_calendar) {
        return call_refuse_plain(import->call, CALL_FAILED, trao_said(SAID_NO_MEMORY));
    }
    import_calendar(file, bytes, import->own_calendar, &import->faults);
    return CALL_OK;
}

static int judge(struct import *import, struct import_file *file, enum import_form form,
                 struct text bytes)
{
    struct import_file *supplements = NULL;
    int result = CALL_OK;
    switch (file->kind) {
    case FILE_CALENDAR:
        return judge_calendar(import, file, bytes);
    case FILE_PLAN:
        result = plan_calendar(import);
        if (result == CALL_OK) {
            import_plan(file, bytes, import->calendar, &import->faults);
        }
        return result;
    case FILE_FEED:
        supplements = form == IMPORT_JSON ? new_file(import, file->path, FILE_SUPPLEMENTS) : NULL;
        if (supplements) {
            import_json(file, supplements, bytes, &import->faults);
            return CALL_OK;
        }
        break;
    case FILE_SUPPLEMENTS:
    case FILE_ACTS:
    case FILE_OFFICES:
        break;
    }
    if (form == IMPORT_JSON) {
        return call_refuse(import->call, CALL_FAILED, trao_said(SAID_JSON_FEED_ONLY),
                           text_of(file->path), (struct text){0});
    }
    import_csv(file, bytes, &import->faults);
    return CALL_OK;
}

/* KIND NULL: the file tells. */
static int take_file(struct import *import, const char *path, const enum file_kind *kind)
{
    char *bytes = NULL;
    size_t size = 0;
    bool known = false;
    enum file_kind found = FILE_FEED;
    int result = import_read(import->call, path, &bytes, &size);
    if (result != CALL_OK) {
        return result;
    }
    struct text text = {.at = bytes, .size = size};
    enum import_form form = import_recognise(text, &found, &known);
    struct import_file *file = NULL;
    if (kind || known) {
        file = new_file(import, path, kind ? *kind : found);
        result = file ? judge(import, file, form, text)
                      : call_refuse_plain(import->call, CALL_FAILED, trao_said(SAID_NO_MEMORY));
    } else {
        result = call_refuse(import->call, CALL_FOUND, trao_said(SAID_NO_KIND), text_of(path),
                             (struct text){0});
    }
    free(bytes);
    return result;
}

static int end_files(struct import *import)
{
    for (size_t i = 0; i < import->count; i++) {
        if (!import_end(&import->files[i])) {
            return call_refuse_plain(import->call, CALL_FAILED, trao_said(SAID_NO_MEMORY));
        }
    }
    return CALL_OK;
}

/* A feed without supplements brings no second file. */
static bool is_empty(const struct import_file *file)
{
    return file->kind == FILE_SUPPLEMENTS && file->rows == 0;
}

static void number_text(uint64_t number, char out[24], struct text *out_text)
{
    struct line line = line_of(out, 24);
    line_unsigned(&line, number);
    *out_text = line_done(&line);
}

static int tell_faults(struct import *import)
{
    char digits[24];
    struct text number;
    if (import->faults.list) {
        json_t *answer = json_pack("{s:b, s:I, s:O}", "imported", 0, "fault_count",
                                   (json_int_t)import->faults.count, "faults", import->faults.list);
        (void)answer_json(answer);
        return CALL_FOUND;
    }
    number_text(import->faults.count, digits, &number);
    return call_refuse(import->call, CALL_FOUND, trao_said(SAID_FAULTS), number, (struct text){0});
}

/* What became of a file. */
enum told { TOLD_CHECKED, TOLD_BEFORE, TOLD_KEPT, TOLD_IMPORTED };

static enum trao_said said_of(enum told told)
{
    switch (told) {
    case TOLD_CHECKED:
        return SAID_CHECKED;
    case TOLD_BEFORE:
        return SAID_IMPORTED_BEFORE;
    case TOLD_KEPT:
        return SAID_IMPORT_KEPT;
    case TOLD_IMPORTED:
        break;
    }
    return SAID_IMPORTED;
}

static void tell_file(const struct import *import, const struct import_file *file, enum told told)
{
    char digits[24];
    struct text values[] = {text_of(file->path), text_of(import_kind_name(file->kind)), {0}};
    number_text(file->rows, digits, &values[2]);
    call_tell(import->call, trao_said(said_of(told)), values, 3);
}

static json_t *file_json(const struct import *import, size_t at)
{
    char hash[HASH_TEXT_SIZE];
    const struct import_file *file = &import->files[at];
    return json_pack("{s:s, s:s, s:I, s:s, s:b}", "file", file->path, "kind",
                     import_kind_name(file->kind), "rows", (json_int_t)file->rows, "hash",
                     hash_text(&file->hash, hash), "new", !import->sent_before[at]);
}

static void tell_all(const struct import *import, enum told told)
{
    char digits[24];
    struct text number;
    json_t *list = json_array();
    for (size_t i = 0; i < import->count; i++) {
        bool before = import->sent_before[i] && told == TOLD_IMPORTED;
        if (is_empty(&import->files[i])) {
            continue;
        }
        if (!import->call->json) {
            tell_file(import, &import->files[i], before ? TOLD_BEFORE : told);
        }
        (void)json_array_append_new(list, file_json(import, i));
    }
    if (import->call->json) {
        (void)answer_json(json_pack("{s:b, s:O, s:I, s:O}", "imported", told == TOLD_IMPORTED,
                                    "files", list, "doubt_count", (json_int_t)import->faults.doubts,
                                    "doubts", import->faults.doubt_list));
    } else if (import->faults.doubts > 0) {
        number_text(import->faults.doubts, digits, &number);
        call_tell(import->call, trao_said(SAID_DOUBTS), &number, 1);
    }
    json_decref(list);
}

/* A changed calendar moves promises: two persons decide, `trao calendar import`. */
static int refuse_changed(const struct import *import, struct desk *desk)
{
    const bool has = import_has_calendar(desk);
    for (size_t i = 0; has && i < import->count; i++) {
        const struct import_file *file = &import->files[i];
        if (file->kind == FILE_CALENDAR && !import_was_sent(desk, file)) {
            return call_refuse(import->call, CALL_FAILED, almanac_said(ALMANAC_SAID_DECIDE_FIRST),
                               text_of(file->path), (struct text){0});
        }
    }
    return CALL_OK;
}

static int say_file(struct import *import, struct desk *desk, size_t at, struct day valid_from)
{
    struct import_file *file = &import->files[at];
    bool before = import_was_sent(desk, file);
    if (before && import_was_replaced(desk, file)) {
        before = false;
        if (!import_again(file, desk_now(desk).wall)) {
            return call_refuse_plain(import->call, CALL_FAILED, trao_said(SAID_NO_MEMORY));
        }
    }
    import->sent_before[at] = before;
    return before ? CALL_OK : import_send(desk, file, valid_from);
}

static int say_files(struct import *import, struct desk *desk)
{
    int result = refuse_changed(import, desk);
    bool calendar = import_has_calendar(desk);
    struct day today = minute_day(instant_minute(desk_now(desk).wall));
    struct day valid_from = import->has_valid_from ? import->valid_from : today;
    for (size_t k = 0; k < sizeof order / sizeof order[0]; k++) {
        for (size_t i = 0; result == CALL_OK && i < import->count; i++) {
            const struct import_file *file = &import->files[i];
            if (file->kind != order[k] || is_empty(file)) {
                continue;
            }
            calendar = calendar || file->kind == FILE_CALENDAR;
            if (file->kind == FILE_PLAN && !calendar) {
                return call_refuse(import->call, CALL_FAILED, trao_said(SAID_PLAN_FIRST),
                                   text_of(file->path), (struct text){0});
            }
            result = say_file(import, desk, i, valid_from);
        }
    }
    return result;
}

static int send(struct import *import, unsigned seconds)
{
    struct config config;
    struct desk desk;
    int result = config_read(import->call, &config);
    if (result == CALL_OK) {
        result = desk_open(import->call, &config, &desk);
    }
    if (result != CALL_OK) {
        return result;
    }
    result = say_files(import, &desk);
    if (result == CALL_OK) {
        result = desk_send(&desk, seconds, trao_said(SAID_SENDING));
        tell_all(import, result == CALL_OK ? TOLD_IMPORTED : TOLD_KEPT);
    }
    desk_close(&desk);
    return result;
}

struct import_words {
    const char *given[FILE_OFFICES + 1]; /* by kind */
    const char *valid_from;
    const char *wait;
    bool check;
};

static int take_all(struct import *import, const struct import_words *words)
{
    static const enum file_kind first[] = {FILE_CALENDAR};
    int result = CALL_OK;
    const char *calendar = words->given[FILE_CALENDAR];
    if (calendar) {
        result = take_file(import, calendar, first);
    }
    for (int i = 0; result == CALL_OK && i < import->call->argc; i++) {
        result = take_file(import, import->call->argv[i], NULL);
    }
    for (int kind = FILE_FEED; result == CALL_OK && kind <= FILE_OFFICES; kind++) {
        const enum file_kind this_kind = (enum file_kind)kind;
        const char *path = words->given[kind];
        if (path && kind != FILE_CALENDAR) {
            result = take_file(import, path, &this_kind);
        }
    }
    return result == CALL_OK ? end_files(import) : result;
}

static int run(struct import *import, const struct import_words *words)
{
    unsigned seconds = DESK_WAIT_SECONDS;
    struct text day = text_of(words->valid_from);
    int result = wait_option(import->call, words->wait, &seconds);
    if (result != CALL_OK) {
        return result;
    }
    import->has_valid_from = words->valid_from != NULL;
    if (words->valid_from && day_parse(day, &import->valid_from) != STATUS_OK) {
        return call_refuse(import->call, CALL_USAGE, trao_said(SAID_BAD_DAY), day,
                           (struct text){0});
    }
    result = take_all(import, words);
    if (import->faults.count > 0) {
        return tell_faults(import);
    }
    if (result == CALL_OK && words->check) {
        tell_all(import, TOLD_CHECKED);
    } else if (result == CALL_OK) {
        result = send(import, seconds);
    }
    return result;
}

int verb_import(struct call *call, int argc, char **argv)
{
    static struct import import; /* too large for a stack */
    struct import_words words = {0};
    const struct call_option options[] = {
        {"feed",        &words.given[FILE_FEED],        NULL        },
        {"supplements", &words.given[FILE_SUPPLEMENTS], NULL        },
        {"acts",        &words.given[FILE_ACTS],        NULL        },
        {"plan",        &words.given[FILE_PLAN],        NULL        },
        {"calendar",    &words.given[FILE_CALENDAR],    NULL        },
        {"offices",     &words.given[FILE_OFFICES],     NULL        },
        {"valid-from",  &words.valid_from,              NULL        },
        {"wait",        &words.wait,                    NULL        },
        {"check",       NULL,                           &words.check},
    };
    int result = call_options(call, argc, argv, options, sizeof options / sizeof options[0]);
    if (result != CALL_OK) {
        return result;
    }
    bool any = call->argc > 0;
    for (int kind = FILE_FEED; kind <= FILE_OFFICES; kind++) {
        any = any || words.given[kind];
    }
    if (!any) {
        return call_missing(call, "FILE");
    }
    if (call->argc > FILES_MAX - 6) {
        return call_refuse(call, CALL_USAGE, trao_said(SAID_EXTRA_WORD),
                           text_of(call->argv[FILES_MAX - 6]), (struct text){0});
    }
    import = (struct import){.call = call};
    faults_begin(&import.faults, call);
    result = run(&import, &words);
    for (size_t i = 0; i < import.count; i++) {
        import_free(&import.files[i]);
    }
    faults_end(&import.faults);
    free(import.own_calendar);
    return result;
}
