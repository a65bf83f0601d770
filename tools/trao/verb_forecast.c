/* verb_forecast - `trao forecast eval`: were the stated chances right, over a replayed period?
 *
 * Each dossier is asked about at one random working minute of its life; an answer has learnt from
 * whole months before its own, and from nothing else. */
#include <string.h>

#include "tools/study/asks.h"
#include "tools/study/eval.h"
#include "tools/study/study.h"
#include "tools/study/study_said.h"
#include "tools/trao/answer.h"
#include "tools/trao/number_words.h"
#include "tools/trao/out_file.h"
#include "tools/trao/study_facts.h"
#include "tools/trao/study_pass.h"
#include "tools/trao/table.h"
#include "tools/trao/trao_said.h"
#include "tools/trao/verbs.h"

struct evaluating {
    const struct call *call;
    struct study_files files;
    const char *seed, *svg;
    struct study study;
    struct asks asks;
    struct eval eval;
};

static int evaluate(struct evaluating *e)
{
    study_files_lend(&e->files, &e->study);
    e->study.asks = &e->asks;
    e->asks.rule.random = true;
    e->asks.rule.by_month = true;
    enum status status = asks_open(&e->asks, e->files.past.dossier_count);
    if (status == STATUS_OK) {
        status = study_pass(e->call, &e->study);
    }
    if (status == STATUS_OK) {
        status = study_pass_asks(e->call, &e->study);
    }
    if (status != STATUS_OK) {
        return study_no_memory(e->call);
    }
    eval_of(&e->asks, &e->eval);
    return e->eval.count > 0 ? CALL_OK
                             : call_refuse_plain(e->call, CALL_FOUND, study_said(STUDY_NO_MONTHS));
}

static int draw(const struct evaluating *e)
{
    struct out_file out;
    if (!e->svg) {
        return CALL_OK;
    }
    const int result = out_file_open(&out, e->call, e->svg);
    if (result != CALL_OK) {
        return result;
    }
    eval_svg(&e->eval, e->call->language, out.stream);
    return out_file_keep(&out);
}

enum { COLUMNS = 6, CELL_SIZE = 64 };

static void tenth_cells(const struct evaluating *e, int at, char bytes[COLUMNS][CELL_SIZE],
                        struct text cells[COLUMNS])
{
    const struct call *call = e->call;
    const struct eval_tenth *tenth = &e->eval.tenth[at];
    const double count = tenth->count > 0 ? tenth->count : 1;
    char digits[NUMBER_TEXT_SIZE];
    struct line line[COLUMNS];
    for (int i = 0; i < COLUMNS; i++) {
        line[i] = line_of(bytes[i], CELL_SIZE);
    }
    line_unsigned(&line[0], (uint64_t)at * EVAL_TENTHS);
    line_put(&line[0], "–");
    line_unsigned(&line[0], (uint64_t)(at + 1) * EVAL_TENTHS);
    line_put(&line[0], " %");
    line_unsigned(&line[1], tenth->count);
    if (tenth->count > 0) {
        line_text(&line[2], number_text(call, (double)tenth->stated / count / 10.0, 1, digits));
        line_put(&line[2], " %");
        line_text(&line[3], number_text(call, 100.0 * tenth->late / count, 1, digits));
        line_put(&line[3], " %");
        line_put(&line[4], "±");
        line_text(&line[4], number_text(call, tenth->allowed / 10.0, 1, digits));
        line_put(&line[5], tenth->right ? "" : call_word(call, "SAI", "WRONG"));
    }
    for (int i = 0; i < COLUMNS; i++) {
        cells[i] = line_done(&line[i]);
    }
}

static void print_tenths(const struct evaluating *e)
{
    const struct call *call = e->call;
    const char *titles[COLUMNS] = {
        call_word(call, "P(trễ)", "P(late)"),   call_word(call, "Hồ sơ", "Dossiers"),
        call_word(call, "Đã nói", "Stated"),    call_word(call, "Đã trễ", "Late"),
        call_word(call, "Cho phép", "Allowed"), ""};
    struct table_column columns[COLUMNS];
    for (int i = 0; i < COLUMNS; i++) {
        columns[i] = (struct table_column){.title = text_of(titles[i]), .right = i + 1 < COLUMNS};
    }
    struct table table;
    char bytes[COLUMNS][CELL_SIZE];
    struct text cells[COLUMNS];
    table_begin(&table, columns, COLUMNS, call->color);
    for (int i = 0; i < EVAL_TENTHS; i++) {
        tenth_cells(e, i, bytes, cells);
        table_measure(&table, cells);
    }
    table_fit(&table);
    table_titles(&table, stdout);
    for (int i = 0; i < EVAL_TENTHS; i++) {
        tenth_cells(e, i, bytes, cells);
        table_row(&table, cells, stdout);
    }
}

static void print_table(const struct evaluating *e)
{
    const struct call *call = e->call;
    const struct eval *eval = &e->eval;
    const double ended = eval->ended > 0 ? eval->ended : 1;
    char digits[3][NUMBER_TEXT_SIZE];
    print_tenths(e);
    (void)printf("\nBrier %s   %s %s   %s %s\n", number_text(call, eval->brier, 4, digits[0]).at,
                 call_word(call, "tỷ lệ chung", "base rate"),
                 number_text(call, eval->brier_base, 4, digits[1]).at,
                 call_word(call, "trung vị", "plain median"),
                 number_text(call, eval->brier_median, 4, digits[2]).at);
    text_said(call_word(call, "Về trước F50: %s %%, trước F90: %s %% của %u kết quả.",
                        "Back by F50: %s %%, by F90: %s %% of %u results."),
              number_text(call, 100.0 * eval->within_f50 / ended, 1, digits[0]).at,
              number_text(call, 100.0 * eval->within_f90 / ended, 1, digits[1]).at, eval->ended);
    text_said(call_word(call,
                        "Không tính: %u của tháng đầu, %u chưa rõ dự báo, %u chưa biết kết quả.",
                        "Left out: %u of the first month, %u without a forecast, %u whose end"
                        " nobody knows yet."),
              eval->untrained, eval->unanswered, eval->unsettled);
}

static int answer(const struct evaluating *e)
{
    const struct eval *eval = &e->eval;
    if (e->call->json) {
        json_t *tenths = json_array();
        for (int i = 0; i < EVAL_TENTHS; i++) {
            const struct eval_tenth *tenth = &eval->tenth[i];
            (void)json_array_append_new(
                tenths, json_pack("{s:i, s:I, s:I, s:f, s:f, s:b}", "from", i * 10, "dossiers",
                                  (json_int_t)tenth->count, "late", (json_int_t)tenth->late,
                                  "stated_sum", (double)tenth->stated / 1000.0, "allowed_points",
                                  tenth->allowed / 10.0, "right", tenth->right));
        }
        (void)answer_json(json_pack("{s:I, s:o, s:f, s:f, s:f, s:b}", "dossiers",
                                    (json_int_t)eval->count, "deciles", tenths, "brier",
                                    eval->brier, "brier_base_rate", eval->brier_base,
                                    "brier_median", eval->brier_median, "right", eval_right(eval)));
    } else {
        print_table(e);
    }
    return eval_right(eval) ? CALL_OK : CALL_FOUND;
}

static int run(struct evaluating *e)
{
    if (e->seed && !text_unsigned(text_of(e->seed), &e->asks.rule.seed)) {
        return call_refuse(e->call, CALL_USAGE, study_said(STUDY_BAD_ASK), text_of(e->seed),
                           (struct text){0});
    }
    int result = study_facts_read(&e->files);
    if (result == CALL_OK) {
        result = evaluate(e);
    }
    if (result == CALL_OK) {
        result = draw(e);
    }
    return result == CALL_OK ? answer(e) : result;
}

int verb_forecast(struct call *call, int argc, char **argv)
{
    static struct evaluating e; /* too large for a stack */
    e = (struct evaluating){.call = call, .files = {.call = call}, .asks = {.rule = {.seed = 1}}};
    struct study_files *files = &e.files;
    const struct call_option options[] = {
        {"feed",        &files->path[GIVEN_FEED],        NULL},
        {"supplements", &files->path[GIVEN_SUPPLEMENTS], NULL},
        {"acts",        &files->path[GIVEN_ACTS],        NULL},
        {"log",         &files->log_path,                NULL},
        {"map",         &files->map_path,                NULL},
        {"calendar",    &files->calendar_path,           NULL},
        {"plan",        &files->plan_path,               NULL},
        {"seed",        &e.seed,                         NULL},
        {"svg",         &e.svg,                          NULL}
    };
    int result = call_options(call, argc, argv, options, sizeof options / sizeof options[0]);
    if (result == CALL_OK) {
        result = call_words(call, 1, "eval");
    }
    if (result == CALL_OK && strcmp(call->argv[0], "eval") != 0) {
        result = call_refuse(call, CALL_USAGE, trao_said(SAID_EXTRA_WORD), text_of(call->argv[0]),
                             (struct text){0});
    }
    if (result != CALL_OK) {
        return result;
    }
    const char *missing = study_facts_missing(files);
    if (missing) {
        return call_missing(call, missing);
    }
    result = run(&e);
    study_close(&e.study);
    asks_close(&e.asks);
    study_files_free(files);
    return result;
}
