/* verb_study - `trao study`: last year's exports answer whose minutes it were, without a server. */
#include <stdlib.h>
#include <string.h>

#include "adapters/posix/files.h"
#include "tools/study/asks.h"
#include "tools/study/replay.h"
#include "tools/study/report.h"
#include "tools/study/study.h"
#include "tools/study/study_said.h"
#include "tools/trao/answer.h"
#include "tools/trao/out_file.h"
#include "tools/trao/study_facts.h"
#include "tools/trao/study_pass.h"
#include "tools/trao/trao_said.h"
#include "tools/trao/verbs.h"

struct studying {
    const struct call *call;
    struct study_files files;
    const char *now, *ask, *runs;
    struct plan other;
    void *other_memory;
    struct replay replay;
    struct study study;
    struct asks asks;
    struct out_file out[STUDY_FILES];
    char path[STUDY_FILES][CONFIG_PATH_MAX];
};

static int take_now(struct studying *s)
{
    struct instant now;
    study_files_lend(&s->files, &s->study);
    if (!s->now) {
        return CALL_OK;
    }
    if (instant_parse(text_of(s->now), &now) != STATUS_OK) {
        return call_refuse(s->call, CALL_USAGE, trao_said(SAID_BAD_INSTANT), text_of(s->now),
                           (struct text){0});
    }
    s->study.now = instant_minute(now);
    return CALL_OK;
}

/* `random:SEED`, or an instant at which all are asked. */
static int take_ask(struct studying *s)
{
    struct text ask = text_of(s->ask ? s->ask : "random:1");
    struct instant at;
    struct text rest = ask;
    if (text_is(text_split(&rest, ':'), "random") && text_unsigned(rest, &s->asks.rule.seed)) {
        s->asks.rule.random = true;
        return CALL_OK;
    }
    if (instant_parse(ask, &at) != STATUS_OK) {
        return call_refuse(s->call, CALL_USAGE, study_said(STUDY_BAD_ASK), ask, (struct text){0});
    }
    s->asks.rule.at = instant_minute(at);
    return CALL_OK;
}

static int make_folder(struct studying *s)
{
    const enum status status = files_make_folder(s->files.folder);
    return status == STATUS_OK
               ? CALL_OK
               : call_refuse(s->call, CALL_FAILED, study_said(STUDY_NO_FOLDER),
                             text_of(s->files.folder), text_of(call_why(s->call, status)));
}

static int open_files(struct studying *s)
{
    for (int i = 0; i < STUDY_FILES; i++) {
        if (i == STUDY_WHATIF && !s->runs) {
            continue;
        }
        int result = study_path(&s->files, study_file_name((enum study_file)i), s->path[i]);
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

static void write_report(const struct studying *s)
{
    struct plan_cost costs[2] = {{0}};
    if (s->runs) {
        plan_cost(&s->files.plan, s->files.calendar, s->study.from, s->study.to, &costs[0]);
        plan_cost(&s->other, s->files.calendar, s->study.from, s->study.to, &costs[1]);
    }
    report_write(&s->study, costs, s->call->language, s->study.out[STUDY_REPORT]);
}

static int work(struct studying *s)
{
    s->study.asks = &s->asks;
    enum status status = asks_open(&s->asks, s->files.past.dossier_count);
    if (status == STATUS_OK) {
        status = study_pass(s->call, &s->study);
    }
    if (status == STATUS_OK) {
        status = study_pass_asks(s->call, &s->study);
    }
    int result = status == STATUS_FULL ? study_no_memory(s->call) : CALL_OK;
    if (result == CALL_OK) {
        write_report(s);
    }
    for (int i = 0; result == CALL_OK && i < STUDY_FILES; i++) {
        result = s->out[i].stream ? out_file_keep(&s->out[i]) : CALL_OK; /* says why it failed */
    }
    return result;
}

static void tell_count(const struct studying *s, enum study_said said, uint64_t count)
{
    char digits[24];
    const struct text value = study_number(count, digits);
    if (count > 0) {
        call_tell(s->call, study_said(said), &value, 1);
    }
}

static void tell(const struct studying *s)
{
    char digits[2][24];
    char when[INSTANT_TEXT_SIZE];
    const struct study_counts *counts = &s->study.counts;
    const struct text all[] = {study_number(counts->lives, digits[0]),
                               study_number(s->files.past.act_count, digits[1]),
                               text_of(minute_text(s->study.now, when)), text_of(s->files.folder)};
    call_tell(s->call, study_said(STUDY_SUMMARY), all, 4);
    const struct text held[] = {study_number(counts->held_up, digits[0])};
    call_tell(s->call, study_said(STUDY_HELD_UP), held, 1);
    if (counts->unseen > 0) {
        const struct text unseen[] = {study_number(counts->unseen, digits[0]),
                                      study_number(counts->lives, digits[1])};
        call_tell(s->call, study_said(STUDY_UNSEEN), unseen, 2);
    }
    tell_count(s, STUDY_IMPOSSIBLE, counts->impossible);
    tell_count(s, STUDY_FUTURE, counts->future);
}

static int answer(const struct studying *s)
{
    char when[INSTANT_TEXT_SIZE];
    char digits[24];
    const struct study_counts *counts = &s->study.counts;
    if (s->call->json) {
        (void)answer_json(
            json_pack("{s:I, s:I, s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:I}", "dossiers",
                      (json_int_t)counts->lives, "acts", (json_int_t)s->files.past.act_count, "now",
                      minute_text(s->study.now, when), "folder", s->files.folder, "open",
                      (json_int_t)counts->open, "held_up_by_transfers", (json_int_t)counts->held_up,
                      "unseen", (json_int_t)counts->unseen, "promise_impossible",
                      (json_int_t)counts->impossible, "acts_in_the_future",
                      (json_int_t)counts->future, "left_out", (json_int_t)s->files.faults.count));
    } else {
        tell(s);
    }
    return s->files.faults.count == 0
               ? CALL_OK
               : call_refuse(s->call, CALL_FOUND, study_said(STUDY_LEFT_OUT),
                             study_number(s->files.faults.count, digits), (struct text){0});
}

static int read_all(struct studying *s)
{
    const int result = study_facts_read(&s->files);
    if (result != CALL_OK || !s->runs) {
        return result;
    }
    s->study.other = &s->other;
    s->study.replay = &s->replay;
    s->study.from = minute_day(s->files.past.first_fact);
    s->study.to = minute_day(s->files.past.latest);
    return study_files_other(&s->files, s->runs, &s->other, &s->other_memory);
}

static int run(struct studying *s)
{
    int (*const steps[])(struct studying *) = {take_ask, make_folder, read_all,
                                               take_now, open_files,  work};
    int result = CALL_OK;
    for (size_t i = 0; result == CALL_OK && i < sizeof steps / sizeof steps[0]; i++) {
        result = steps[i](s);
    }
    return result == CALL_OK ? answer(s) : result;
}

int verb_study(struct call *call, int argc, char **argv)
{
    static struct studying s; /* too large for a stack */
    s = (struct studying){.call = call};
    struct study_files *files = &s.files;
    files->call = call;
    const struct call_option options[] = {
        {"feed",        &files->path[GIVEN_FEED],        NULL},
        {"supplements", &files->path[GIVEN_SUPPLEMENTS], NULL},
        {"acts",        &files->path[GIVEN_ACTS],        NULL},
        {"log",         &files->log_path,                NULL},
        {"map",         &files->map_path,                NULL},
        {"calendar",    &files->calendar_path,           NULL},
        {"plan",        &files->plan_path,               NULL},
        {"now",         &s.now,                          NULL},
        {"out",         &files->folder,                  NULL},
        {"ask",         &s.ask,                          NULL},
        {"runs",        &s.runs,                         NULL}
    };
    int result = call_options(call, argc, argv, options, sizeof options / sizeof options[0]);
    if (result == CALL_OK) {
        result = call_words(call, 0, NULL);
    }
    if (result != CALL_OK) {
        return result;
    }
    const char *missing = study_facts_missing(files);
    missing = !missing && !files->folder ? "--out" : missing;
    if (missing) {
        return call_missing(call, missing);
    }
    result = run(&s);
    for (int i = 0; i < STUDY_FILES; i++) {
        out_file_drop(&s.out[i]);
    }
    study_close(&s.study);
    asks_close(&s.asks);
    study_files_free(files);
    free(s.other_memory);
    return result;
}
