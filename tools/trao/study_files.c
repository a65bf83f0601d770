#include "tools/trao/study_files.h"

#include <stdlib.h>
#include <string.h>

#include "tools/study/learn.h"
#include "tools/study/study_said.h"
#include "tools/trao/calendar_file.h"
#include "tools/trao/log_file.h"
#include "tools/trao/out_file.h"
#include "tools/trao/trao_said.h"

enum { PLAN_ROWS = 20000 };

static const enum file_kind kinds[GIVENS] = {FILE_FEED, FILE_SUPPLEMENTS, FILE_ACTS};

int study_no_memory(const struct call *call)
{
    return call_refuse_plain(call, CALL_FAILED, study_said(STUDY_TOO_MUCH));
}

/* A feed in JSON brings its supplements along. */
static int read_file(struct study_files *files, enum given given)
{
    char *bytes = NULL;
    size_t size = 0;
    bool known = false;
    enum file_kind kind = kinds[given];
    int result = import_read(files->call, files->path[given], &bytes, &size);
    if (result != CALL_OK) {
        return result;
    }
    const struct text text = {.at = bytes, .size = size};
    const enum import_form form = import_recognise(text, &kind, &known);
    if (form == IMPORT_JSON && given == GIVEN_FEED) {
        import_json(&files->file[GIVEN_FEED], &files->file[GIVEN_SUPPLEMENTS], text,
                    &files->faults);
    } else if (form == IMPORT_JSON) {
        result = call_refuse(files->call, CALL_FAILED, trao_said(SAID_JSON_FEED_ONLY),
                             text_of(files->path[given]), (struct text){0});
    } else {
        import_csv(&files->file[given], text, &files->faults);
    }
    free(bytes);
    return result;
}

/* Which code stands for which case lies beside the answers. */
static int keep_codes(struct study_files *files, const char *codes)
{
    char path[CONFIG_PATH_MAX];
    struct out_file out;
    if (!files->folder || !codes) {
        return CALL_OK;
    }
    int result = study_path(files, "cases.csv", path);
    if (result == CALL_OK) {
        result = out_file_open(&out, files->call, path);
    }
    if (result == CALL_OK) {
        (void)fprintf(out.stream, "dossier,case\n%s", codes);
        result = out_file_keep(&out);
    }
    if (result == CALL_OK && !files->call->json) {
        const struct text value = text_of(path);
        call_tell(files->call, study_said(STUDY_CODES), &value, 1);
    }
    return result;
}

static int read_log(struct study_files *files)
{
    char *codes = NULL;
    int result =
        log_file_read(files->call, files->log_path, files->map_path, &files->file[GIVEN_FEED],
                      &files->file[GIVEN_ACTS], &files->faults, &codes);
    if (result == CALL_OK) {
        result = keep_codes(files, codes);
    }
    free(codes);
    return result;
}

static int read_files(struct study_files *files)
{
    int result = CALL_OK;
    for (int i = 0; i < GIVENS; i++) {
        const char *path = files->path[i]            ? files->path[i]
                           : files->path[GIVEN_FEED] ? files->path[GIVEN_FEED]
                                                     : files->log_path;
        if (!import_begin(&files->file[i], path, kinds[i])) {
            return study_no_memory(files->call);
        }
    }
    if (files->log_path) {
        result = read_log(files);
    }
    for (int i = 0; result == CALL_OK && i < GIVENS; i++) {
        result = files->path[i] ? read_file(files, (enum given)i) : CALL_OK;
    }
    for (int i = 0; i < GIVENS; i++) {
        if (!import_end(&files->file[i])) {
            return study_no_memory(files->call);
        }
    }
    return result;
}

static struct text normal_form(const struct study_files *files, enum given given)
{
    return (struct text){.at = files->file[given].bytes, .size = files->file[given].size};
}

static int take_facts(struct study_files *files)
{
    const struct past_size size = {
        .feed_lines =
            (uint32_t)(files->file[GIVEN_FEED].rows + files->file[GIVEN_SUPPLEMENTS].rows + 2),
        .act_lines = (uint32_t)(files->file[GIVEN_ACTS].rows + 1),
        .bytes = files->file[GIVEN_FEED].size + files->file[GIVEN_SUPPLEMENTS].size +
                 files->file[GIVEN_ACTS].size};
    enum status status = past_open(&files->past, &size);
    if (status == STATUS_OK) {
        status = past_feed(&files->past, normal_form(files, GIVEN_FEED));
    }
    if (status == STATUS_OK) {
        status = past_supplements(&files->past, normal_form(files, GIVEN_SUPPLEMENTS));
    }
    if (status == STATUS_OK) {
        status = past_acts(&files->past, normal_form(files, GIVEN_ACTS));
    }
    for (int i = 0; i < GIVENS; i++) {
        import_free(&files->file[i]);
    }
    if (status == STATUS_OK) {
        status = past_end(&files->past);
    }
    if (status != STATUS_OK) {
        return study_no_memory(files->call);
    }
    return files->past.dossier_count > 0
               ? CALL_OK
               : call_refuse_plain(files->call, CALL_FOUND, study_said(STUDY_NO_FACTS));
}

static void plan_fault(struct study_files *files, const char *path, const struct plan_fault *fault)
{
    faults_add_line(&files->faults, path, fault->line, plan_fault_said(fault->kind), fault->found,
                    (struct text){0});
}

/* A plan is taken whole or not at all: half a timetable would accuse the wrong ones. */
static int read_plan(struct study_files *files, const char *path, struct text rest,
                     struct plan *plan, void **out_memory)
{
    struct plan_fault fault = {.kind = PLAN_FAULT_NONE};
    const uint64_t before = files->faults.count;
    *out_memory = malloc(plan_memory(PLAN_ROWS));
    if (!*out_memory) {
        return study_no_memory(files->call);
    }
    if (text_starts(rest, "\xEF\xBB\xBF")) {
        rest = (struct text){rest.at + 3, rest.size - 3};
    }
    plan_begin(plan, *out_memory, plan_memory(PLAN_ROWS), files->calendar);
    while (rest.size > 0) {
        struct text line = text_split(&rest, '\n');
        line.size -= line.size > 0 && line.at[line.size - 1] == '\r';
        if (!plan_row(plan, &files->past.names, line, &fault)) {
            plan_fault(files, path, &fault);
        }
    }
    if (files->faults.count == before &&
        !plan_end(plan, &files->past.names, &files->past.parties, &fault)) {
        plan_fault(files, path, &fault);
    }
    return files->faults.count == before ? CALL_OK : CALL_FOUND;
}

int study_path(const struct study_files *files, const char *name, char out[CONFIG_PATH_MAX])
{
    struct line line = line_of(out, CONFIG_PATH_MAX);
    line_put(&line, files->folder);
    line_char(&line, '/');
    line_put(&line, name);
    return line.cut ? call_refuse(files->call, CALL_USAGE, study_said(STUDY_LONG_PATH),
                                  text_of(files->folder), (struct text){0})
                    : CALL_OK;
}

struct text study_number(uint64_t value, char out[24])
{
    struct line line = line_of(out, 24);
    line_unsigned(&line, value);
    return line_done(&line);
}

/* What was learnt lies beside the answers, to be corrected and given back. */
static int keep_learnt(struct study_files *files, struct text plan, uint32_t runs)
{
    char digits[24];
    struct out_file out;
    if (!files->folder) {
        return CALL_OK;
    }
    int result = study_path(files, "plan-learnt.csv", files->learnt);
    if (result == CALL_OK) {
        result = out_file_open(&out, files->call, files->learnt);
    }
    if (result == CALL_OK) {
        (void)fwrite(plan.at, 1, plan.size, out.stream);
        result = out_file_keep(&out);
    }
    if (result == CALL_OK && !files->call->json) {
        const struct text values[] = {text_of(files->learnt), study_number(runs, digits)};
        call_tell(files->call, study_said(STUDY_LEARNT), values, 2);
    }
    return result;
}

static int learn(struct study_files *files)
{
    uint32_t runs = 0;
    FILE *stream = open_memstream(&files->plan_text, &files->plan_size);
    enum status status =
        stream ? learn_plan(&files->past, files->calendar, stream, &runs) : STATUS_FULL;
    status = stream && fclose(stream) == 0 ? status : STATUS_FULL;
    if (status != STATUS_OK) {
        return study_no_memory(files->call);
    }
    if (runs == 0) {
        return call_refuse_plain(files->call, CALL_FOUND, study_said(STUDY_NO_RUNS));
    }
    const struct text text = {.at = files->plan_text, .size = files->plan_size};
    const int result = keep_learnt(files, text, runs);
    return result == CALL_OK
               ? read_plan(files, files->learnt, text, &files->plan, &files->plan_memory)
               : result;
}

static int given_plan(struct study_files *files)
{
    int result = import_read(files->call, files->plan_path, &files->plan_text, &files->plan_size);
    return result == CALL_OK
               ? read_plan(files, files->plan_path,
                           (struct text){.at = files->plan_text, .size = files->plan_size},
                           &files->plan, &files->plan_memory)
               : result;
}

int study_files_own_plan(struct study_files *files)
{
    return files->plan_path ? given_plan(files) : learn(files);
}

static bool has_stops(struct text plan)
{
    while (plan.size > 0) {
        if (text_starts(text_trim(text_split(&plan, '\n')), "stop,")) {
            return true;
        }
    }
    return false;
}

int study_files_plan(struct study_files *files, const char *path, struct text text,
                     struct plan *plan, void **out_memory)
{
    return read_plan(files, path, text, plan, out_memory);
}

int study_files_other(struct study_files *files, const char *path, struct plan *plan,
                      void **out_memory)
{
    char *bytes = NULL;
    size_t size = 0;
    *out_memory = NULL;
    int result = import_read(files->call, path, &bytes, &size);
    const size_t before =
        has_stops((struct text){.at = bytes, .size = size}) ? 0 : files->plan_size + 1;
    char *whole = malloc(before + size + 1);
    if (result == CALL_OK && !whole) {
        result = study_no_memory(files->call);
    }
    if (result == CALL_OK && whole) {
        if (before > 0) {
            memcpy(whole, files->plan_text, files->plan_size);
            whole[files->plan_size] = '\n';
        }
        memcpy(whole + before, bytes, size);
        result = read_plan(files, path, (struct text){.at = whole, .size = before + size}, plan,
                           out_memory);
    }
    free(whole);
    free(bytes);
    return result;
}

int study_files_read(struct study_files *files)
{
    faults_begin(&files->faults, files->call);
    int result = calendar_file_read(files->call, files->calendar_path, &files->calendar);
    if (result == CALL_OK) {
        result = read_files(files);
    }
    if (result == CALL_OK) {
        result = take_facts(files);
    }
    if (result != CALL_OK) {
        return result;
    }
    return study_files_own_plan(files);
}

void study_files_lend(const struct study_files *files, struct study *study)
{
    study->past = &files->past;
    study->calendar = files->calendar;
    study->versions = files->versions;
    study->version_count = files->version_count;
    study->plan = &files->plan;
    study->now = files->past.latest;
}

void study_files_free(struct study_files *files)
{
    for (int i = 0; i < GIVENS; i++) {
        import_free(&files->file[i]);
    }
    for (size_t i = 0; i < files->version_count; i++) {
        free((void *)files->versions[i]);
    }
    free(files->versions);
    past_close(&files->past);
    free(files->plan_memory);
    free(files->plan_text);
    files->plan_text = NULL;
    files->plan_memory = NULL;
    faults_end(&files->faults);
}
