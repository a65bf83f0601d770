/* verb_study - `trao study`: last year's exports answer whose minutes it were, without a server.
 *
 * Reads and judges the files as `trao import` does, but a bad line is named, counted and left out:
 * a register of a year has some, and nothing is written to a book here. */
#include <stdlib.h>
#include <string.h>

#include "adapters/posix/files.h"
#include "tools/study/learn.h"
#include "tools/study/study.h"
#include "tools/study/study_said.h"
#include "tools/trao/answer.h"
#include "tools/trao/calendar_file.h"
#include "tools/trao/import_file.h"
#include "tools/trao/out_file.h"
#include "tools/trao/progress.h"
#include "tools/trao/trao_said.h"
#include "tools/trao/verbs.h"

enum { TURN = 256, PLAN_ROWS = 20000 };

/* The files a study reads. */
enum given { GIVEN_FEED, GIVEN_SUPPLEMENTS, GIVEN_ACTS, GIVENS };

struct asked {
    const char *path[GIVENS];
    const char *calendar, *plan, *now, *folder;
};

struct studying {
    const struct call *call;
    struct asked asked;
    struct faults faults;
    struct import_file file[GIVENS];
    struct past past;
    struct plan plan;
    void *plan_memory;
    struct study study;
    struct out_file out[STUDY_FILES];
    char path[STUDY_FILES][CONFIG_PATH_MAX];
    char learnt[CONFIG_PATH_MAX]; /* the plan that was learnt */
};

static const enum file_kind kinds[GIVENS] = {FILE_FEED, FILE_SUPPLEMENTS, FILE_ACTS};

static int no_memory(const struct studying *s)
{
    return call_refuse_plain(s->call, CALL_FAILED, study_said(STUDY_TOO_MUCH));
}

/* A feed in JSON brings its supplements along. */
static int read_file(struct studying *s, enum given given)
{
    char *bytes = NULL;
    size_t size = 0;
    bool known = false;
    enum file_kind kind = kinds[given];
    int result = import_read(s->call, s->asked.path[given], &bytes, &size);
    if (result != CALL_OK) {
        return result;
    }
    const struct text text = {.at = bytes, .size = size};
    const enum import_form form = import_recognise(text, &kind, &known);
    if (form == IMPORT_JSON && given == GIVEN_FEED) {
        import_json(&s->file[GIVEN_FEED], &s->file[GIVEN_SUPPLEMENTS], text, &s->faults);
    } else if (form == IMPORT_JSON) {
        result = call_refuse(s->call, CALL_FAILED, trao_said(SAID_JSON_FEED_ONLY),
                             text_of(s->asked.path[given]), (struct text){0});
    } else {
        import_csv(&s->file[given], text, &s->faults);
    }
    free(bytes);
    return result;
}

static int read_files(struct studying *s)
{
    int result = CALL_OK;
    for (int i = 0; i < GIVENS; i++) {
        const char *path = s->asked.path[i] ? s->asked.path[i] : s->asked.path[GIVEN_FEED];
        if (!import_begin(&s->file[i], path, kinds[i])) {
            return no_memory(s);
        }
    }
    for (int i = 0; result == CALL_OK && i < GIVENS; i++) {
        result = s->asked.path[i] ? read_file(s, (enum given)i) : CALL_OK;
    }
    for (int i = 0; i < GIVENS; i++) {
        if (!import_end(&s->file[i])) {
            return no_memory(s);
        }
    }
    return result;
}

static struct text normal_form(const struct studying *s, enum given given)
{
    return (struct text){.at = s->file[given].bytes, .size = s->file[given].size};
}

static int take_facts(struct studying *s)
{
    const struct past_size size = {
        .feed_lines = (uint32_t)(s->file[GIVEN_FEED].rows + s->file[GIVEN_SUPPLEMENTS].rows + 2),
        .act_lines = (uint32_t)(s->file[GIVEN_ACTS].rows + 1),
        .bytes =
            s->file[GIVEN_FEED].size + s->file[GIVEN_SUPPLEMENTS].size + s->file[GIVEN_ACTS].size};
    enum status status = past_open(&s->past, &size);
    if (status == STATUS_OK) {
        status = past_feed(&s->past, normal_form(s, GIVEN_FEED));
    }
    if (status == STATUS_OK) {
        status = past_supplements(&s->past, normal_form(s, GIVEN_SUPPLEMENTS));
    }
    if (status == STATUS_OK) {
        status = past_acts(&s->past, normal_form(s, GIVEN_ACTS));
    }
    for (int i = 0; i < GIVENS; i++) {
        import_free(&s->file[i]);
    }
    if (status == STATUS_OK) {
        status = past_end(&s->past);
    }
    if (status != STATUS_OK) {
        return no_memory(s);
    }
    return s->past.dossier_count > 0
               ? CALL_OK
               : call_refuse_plain(s->call, CALL_FOUND, study_said(STUDY_NO_FACTS));
}

static void plan_fault(struct studying *s, const struct plan_fault *fault)
{
    faults_add_line(&s->faults, s->asked.plan, fault->line, plan_fault_said(fault->kind),
                    fault->found, (struct text){0});
}

/* A plan is taken whole or not at all: half a timetable would accuse the wrong ones. */
static int read_plan(struct studying *s, struct text rest)
{
    struct plan_fault fault = {.kind = PLAN_FAULT_NONE};
    const uint64_t before = s->faults.count;
    s->plan_memory = malloc(plan_memory(PLAN_ROWS));
    if (!s->plan_memory) {
        return no_memory(s);
    }
    plan_begin(&s->plan, s->plan_memory, plan_memory(PLAN_ROWS), s->study.calendar);
    while (rest.size > 0) {
        struct text line = text_split(&rest, '\n');
        line.size -= line.size > 0 && line.at[line.size - 1] == '\r';
        if (!plan_row(&s->plan, &s->past.names, line, &fault)) {
            plan_fault(s, &fault);
        }
    }
    if (s->faults.count == before &&
        !plan_end(&s->plan, &s->past.names, &s->past.parties, &fault)) {
        plan_fault(s, &fault);
    }
    return s->faults.count == before ? CALL_OK : CALL_FOUND;
}

static int path_in(const struct studying *s, const char *name, char out[CONFIG_PATH_MAX])
{
    struct line line = line_of(out, CONFIG_PATH_MAX);
    line_put(&line, s->asked.folder);
    line_char(&line, '/');
    line_put(&line, name);
    return line.cut ? call_refuse(s->call, CALL_USAGE, study_said(STUDY_LONG_PATH),
                                  text_of(s->asked.folder), (struct text){0})
                    : CALL_OK;
}

static struct text number(uint64_t value, char out[24])
{
    struct line line = line_of(out, 24);
    line_unsigned(&line, value);
    return line_done(&line);
}

/* What was learnt lies beside the answers, to be corrected and given back. */
static int keep_learnt(struct studying *s, struct text plan, uint32_t runs)
{
    char digits[24];
    struct out_file out;
    int result = path_in(s, "plan-learnt.csv", s->learnt);
    if (result == CALL_OK) {
        result = out_file_open(&out, s->call, s->learnt);
    }
    if (result == CALL_OK) {
        (void)fwrite(plan.at, 1, plan.size, out.stream);
        result = out_file_keep(&out);
    }
    if (result == CALL_OK && !s->call->json) {
        const struct text values[] = {text_of(s->learnt), number(runs, digits)};
        call_tell(s->call, study_said(STUDY_LEARNT), values, 2);
    }
    return result;
}

static int learn(struct studying *s)
{
    char *bytes = NULL;
    size_t size = 0;
    uint32_t runs = 0;
    FILE *stream = open_memstream(&bytes, &size);
    enum status status =
        stream ? learn_plan(&s->past, s->study.calendar, stream, &runs) : STATUS_FULL;
    status = stream && fclose(stream) == 0 ? status : STATUS_FULL;
    int result = status == STATUS_OK ? CALL_OK : no_memory(s);
    if (result == CALL_OK && runs == 0) {
        result = call_refuse_plain(s->call, CALL_FOUND, study_said(STUDY_NO_RUNS));
    }
    const struct text text = {.at = bytes, .size = size};
    if (result == CALL_OK) {
        result = keep_learnt(s, text, runs);
    }
    if (result == CALL_OK) {
        s->asked.plan = s->learnt;
        result = read_plan(s, text);
    }
    free(bytes);
    return result;
}

static int take_plan(struct studying *s)
{
    char *bytes = NULL;
    size_t size = 0;
    if (!s->asked.plan) {
        return learn(s);
    }
    int result = import_read(s->call, s->asked.plan, &bytes, &size);
    if (result == CALL_OK) {
        result = read_plan(s, (struct text){.at = bytes, .size = size});
    }
    free(bytes);
    return result;
}

static int take_now(struct studying *s)
{
    struct instant now;
    s->study.now = s->past.latest;
    if (!s->asked.now) {
        return CALL_OK;
    }
    if (instant_parse(text_of(s->asked.now), &now) != STATUS_OK) {
        return call_refuse(s->call, CALL_USAGE, trao_said(SAID_BAD_INSTANT), text_of(s->asked.now),
                           (struct text){0});
    }
    s->study.now = instant_minute(now);
    return CALL_OK;
}

static int make_folder(struct studying *s)
{
    const enum status status = files_make_folder(s->asked.folder);
    return status == STATUS_OK
               ? CALL_OK
               : call_refuse(s->call, CALL_FAILED, study_said(STUDY_NO_FOLDER),
                             text_of(s->asked.folder), text_of(status_text(status)));
}

static int open_files(struct studying *s)
{
    for (int i = 0; i < STUDY_FILES; i++) {
        int result = path_in(s, study_file_name((enum study_file)i), s->path[i]);
        if (result == CALL_OK) {
            result = out_file_open(&s->out[i], s->call, s->path[i]);
        }
        if (result != CALL_OK) {
            return result;
        }
        s->study.out[i] = s->out[i].stream;
    }
    return CALL_OK;
}

static int work(struct studying *s)
{
    struct progress progress;
    s->study.past = &s->past;
    s->study.plan = &s->plan;
    enum status status = study_open(&s->study);
    if (status != STATUS_OK) {
        return no_memory(s);
    }
    progress_begin(&progress, s->call, study_said(STUDY_AT_WORK), s->past.dossier_count);
    while (status == STATUS_OK && !study_done(&s->study)) {
        status = study_step(&s->study, TURN);
        progress_at(&progress, s->study.next);
    }
    progress_end(&progress);
    int result = CALL_OK; /* a stream that failed says why when it is kept */
    for (int i = 0; result == CALL_OK && i < STUDY_FILES; i++) {
        result = out_file_keep(&s->out[i]);
    }
    return result;
}

static void tell(const struct studying *s)
{
    char digits[2][24];
    char when[INSTANT_TEXT_SIZE];
    const struct study_counts *counts = &s->study.counts;
    const struct text all[] = {number(counts->lives, digits[0]),
                               number(s->past.act_count, digits[1]),
                               text_of(minute_text(s->study.now, when)), text_of(s->asked.folder)};
    call_tell(s->call, study_said(STUDY_SUMMARY), all, 4);
    const struct text held[] = {number(counts->held_up, digits[0])};
    call_tell(s->call, study_said(STUDY_HELD_UP), held, 1);
    if (counts->unseen > 0) {
        const struct text unseen[] = {number(counts->unseen, digits[0]),
                                      number(counts->lives, digits[1])};
        call_tell(s->call, study_said(STUDY_UNSEEN), unseen, 2);
    }
}

static int answer(const struct studying *s)
{
    char when[INSTANT_TEXT_SIZE];
    char digits[24];
    const struct study_counts *counts = &s->study.counts;
    if (s->call->json) {
        (void)answer_json(json_pack(
            "{s:I, s:I, s:s, s:s, s:I, s:I, s:I, s:I}", "dossiers", (json_int_t)counts->lives,
            "acts", (json_int_t)s->past.act_count, "now", minute_text(s->study.now, when), "folder",
            s->asked.folder, "open", (json_int_t)counts->open, "held_up_by_transfers",
            (json_int_t)counts->held_up, "unseen", (json_int_t)counts->unseen, "left_out",
            (json_int_t)s->faults.count));
    } else {
        tell(s);
    }
    return s->faults.count == 0 ? CALL_OK
                                : call_refuse(s->call, CALL_FOUND, study_said(STUDY_LEFT_OUT),
                                              number(s->faults.count, digits), (struct text){0});
}

static int run(struct studying *s)
{
    int (*const steps[])(struct studying *) = {read_files, take_facts, make_folder, take_plan,
                                               take_now,   open_files, work};
    int result = calendar_file_read(s->call, s->asked.calendar, &s->study.calendar);
    for (size_t i = 0; result == CALL_OK && i < sizeof steps / sizeof steps[0]; i++) {
        result = steps[i](s);
    }
    return result == CALL_OK ? answer(s) : result;
}

int verb_study(struct call *call, int argc, char **argv)
{
    static struct studying s; /* too large for a stack */
    s = (struct studying){.call = call};
    const struct call_option options[] = {
        {"feed",        &s.asked.path[GIVEN_FEED],        NULL},
        {"supplements", &s.asked.path[GIVEN_SUPPLEMENTS], NULL},
        {"acts",        &s.asked.path[GIVEN_ACTS],        NULL},
        {"calendar",    &s.asked.calendar,                NULL},
        {"plan",        &s.asked.plan,                    NULL},
        {"now",         &s.asked.now,                     NULL},
        {"out",         &s.asked.folder,                  NULL}
    };
    int result = call_options(call, argc, argv, options, sizeof options / sizeof options[0]);
    if (result == CALL_OK) {
        result = call_words(call, 0, NULL);
    }
    if (result != CALL_OK) {
        return result;
    }
    const char *missing = !s.asked.path[GIVEN_FEED]   ? "--feed"
                          : !s.asked.path[GIVEN_ACTS] ? "--acts"
                          : !s.asked.folder           ? "--out"
                                                      : NULL;
    if (missing) {
        return call_missing(call, missing);
    }
    faults_begin(&s.faults, call);
    result = run(&s);
    for (int i = 0; i < GIVENS; i++) {
        import_free(&s.file[i]);
    }
    for (int i = 0; i < STUDY_FILES; i++) {
        out_file_drop(&s.out[i]);
    }
    study_close(&s.study);
    past_close(&s.past);
    free(s.plan_memory);
    faults_end(&s.faults);
    return result;
}
