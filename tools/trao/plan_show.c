/* plan_show - `trao plan show`: the runs and standard durations in force at an instant. */
#include <stdlib.h>
#include <time.h>

#include "core/plan_day.h"
#include "core/plan_export.h"
#include "tools/trao/almanac_said.h"
#include "tools/trao/answer.h"
#include "tools/trao/calendar_verbs.h"
#include "tools/trao/table.h"
#include "tools/trao/trao_said.h"
#include "tools/trao/words.h"

enum { CELL_SIZE = 192, ROWS_MAX = 24096, RUN_COLUMNS = 7, STANDARD_COLUMNS = 8 };

struct shown {
    const struct call *call;
    struct editions editions;
    size_t at;
    struct minute minute;
    struct plan_visit *visits;
    size_t visit_count;
    struct plan_standard *standards;
    size_t standard_count;
};

static struct text word(const struct call *call, const char *vi, const char *en)
{
    return text_of(call_word(call, vi, en));
}

static struct text name_of(const struct shown *shown, struct name name)
{
    return name.id == 0 ? TEXT("*") : names_text(&shown->editions.names, name);
}

static struct text party_of(const struct shown *shown, struct name party)
{
    const struct mergers mergers = plan_mergers(&shown->editions.plan);
    const struct text code =
        name_of(shown, merger_party(&mergers, party, minute_day(shown->minute)));
    const char *word = word_party(shown->call, code);
    return word ? text_of(word) : code;
}

static bool is_cancelled(const struct shown *shown, const struct plan_visit *visit)
{
    const struct run run = {
        .day = minute_day(shown->minute), .route = visit->route, .round = visit->round};
    return plan_cancelled(&shown->editions.plan, &run, shown->minute);
}

static struct text clock_cell(char bytes[CELL_SIZE], int32_t minute)
{
    struct line line = line_of(bytes, CELL_SIZE);
    if (minute >= 0) {
        line_digits(&line, (uint64_t)minute / 60, 2);
        line_char(&line, ':');
        line_digits(&line, (uint64_t)minute % 60, 2);
    }
    return line_done(&line);
}

static struct text number_cell(char bytes[CELL_SIZE], int64_t number)
{
    struct line line = line_of(bytes, CELL_SIZE);
    line_signed(&line, number);
    return line_done(&line);
}

static void run_cells(const struct shown *shown, const struct plan_visit *visit,
                      char bytes[RUN_COLUMNS][CELL_SIZE], struct text cells[RUN_COLUMNS])
{
    struct line run = line_of(bytes[0], CELL_SIZE);
    line_text(&run, name_of(shown, visit->route));
    line_char(&run, '/');
    line_text(&run, name_of(shown, visit->round));
    cells[0] = line_done(&run);
    cells[1] = name_of(shown, visit->stop);
    cells[2] = party_of(shown, visit->party);
    cells[3] = clock_cell(bytes[3], visit->arrives);
    cells[4] = clock_cell(bytes[4], visit->departs);
    cells[5] = clock_cell(bytes[5], visit->departs < 0 ? -1 : visit->departs - visit->cut_off);
    cells[6] =
        is_cancelled(shown, visit) ? text_of(call_word(shown->call, "huỷ", "cancelled")) : TEXT("");
}

static void print_runs(const struct shown *shown)
{
    const struct call *call = shown->call;
    /* clang-format off */
    const struct table_column columns[RUN_COLUMNS] = {
        {word(call, "Chuyến", "Run"), false, true},
        {word(call, "Điểm", "Stop"), false, true},
        {word(call, "Nơi", "Party"), false, true},
        {word(call, "Đến", "Arrives"), false, false},
        {word(call, "Đi", "Departs"), false, false},
        {word(call, "Chốt nhận", "Cut-off"), false, false},
        {TEXT(""), false, false},
    };
    /* clang-format on */
    struct table table;
    char bytes[RUN_COLUMNS][CELL_SIZE];
    struct text cells[RUN_COLUMNS];
    table_begin(&table, columns, RUN_COLUMNS, call->color);
    for (size_t i = 0; i < shown->visit_count; i++) {
        run_cells(shown, &shown->visits[i], bytes, cells);
        table_measure(&table, cells);
    }
    table_fit(&table);
    (void)putchar('\n');
    table_titles(&table, stdout);
    for (size_t i = 0; i < shown->visit_count; i++) {
        run_cells(shown, &shown->visits[i], bytes, cells);
        table_row(&table, cells, stdout);
    }
}

static const char *kind_word(const struct call *call, enum journey_kind kind)
{
    switch (kind) {
    case JOURNEY_PAPER:
        return call_word(call, "giấy", "paper");
    case JOURNEY_ON_THE_SPOT:
        return call_word(call, "tại chỗ", "on the spot");
    case JOURNEY_RESULT_ONLY:
        return call_word(call, "chỉ kết quả", "result only");
    case JOURNEY_KINDS:
        break;
    }
    return "";
}

static struct text date_cell(const struct call *call, char bytes[CELL_SIZE], struct day day)
{
    char text[CALENDAR_DAY_SIZE];
    struct line line = line_of(bytes, CELL_SIZE);
    if (day.d != INT32_MIN && day.d != INT32_MAX) {
        line_put(&line, calendar_day(call, day, text));
    }
    return line_done(&line);
}

static void standard_cells(const struct shown *shown, const struct plan_standard *standard,
                           char bytes[STANDARD_COLUMNS][CELL_SIZE],
                           struct text cells[STANDARD_COLUMNS])
{
    struct line processing = line_of(bytes[3], CELL_SIZE);
    plan_export_processing(&standard->budget, &processing);
    cells[0] = name_of(shown, standard->procedure);
    cells[1] = name_of(shown, standard->agency);
    cells[2] = text_of(kind_word(shown->call, standard->budget.kind));
    cells[3] = line_done(&processing);
    cells[4] = number_cell(bytes[4], standard->budget.handover);
    cells[5] = number_cell(bytes[5], standard->budget.receipt);
    cells[6] = date_cell(shown->call, bytes[6], standard->budget.from);
    cells[7] = date_cell(shown->call, bytes[7], standard->budget.to);
}

static void print_standards(const struct shown *shown)
{
    const struct call *call = shown->call;
    /* clang-format off */
    const struct table_column columns[STANDARD_COLUMNS] = {
        {word(call, "Thủ tục", "Procedure"), false, true},
        {word(call, "Cơ quan", "Agency"), false, true},
        {word(call, "Loại", "Kind"), false, true},
        {word(call, "Xử lý", "Work"), true, false},
        {word(call, "Giao", "Give"), true, false},
        {word(call, "Nhận", "Take"), true, false},
        {word(call, "Từ", "From"), false, false},
        {word(call, "Đến", "Until"), false, false},
    };
    /* clang-format on */
    struct table table;
    char bytes[STANDARD_COLUMNS][CELL_SIZE];
    struct text cells[STANDARD_COLUMNS];
    table_begin(&table, columns, STANDARD_COLUMNS, call->color);
    for (size_t i = 0; i < shown->standard_count; i++) {
        standard_cells(shown, &shown->standards[i], bytes, cells);
        table_measure(&table, cells);
    }
    table_fit(&table);
    (void)putchar('\n');
    table_titles(&table, stdout);
    for (size_t i = 0; i < shown->standard_count; i++) {
        standard_cells(shown, &shown->standards[i], bytes, cells);
        table_row(&table, cells, stdout);
    }
}

/* The settings and rules, as the rows that say them. */
static void print_rules(const struct shown *shown)
{
    char bytes[PLAN_ROW_TEXT_MAX];
    struct line line = line_of(bytes, sizeof bytes);
    uint32_t after = 0;
    (void)putchar('\n');
    plan_export_settings(&shown->editions.plan, &line);
    do {
        const bool rule = text_starts(line_done(&line), "set,") ||
                          text_starts(line_done(&line), "promise,") ||
                          text_starts(line_done(&line), "merge,");
        if (rule) {
            (void)fputs(line.at, stdout);
        }
        line = line_of(bytes, sizeof bytes);
    } while (plan_export_row(&shown->editions.plan, &shown->editions.names, &after, &line));
}

static json_t *json_runs(const struct shown *shown)
{
    json_t *runs = json_array();
    for (size_t i = 0; i < shown->visit_count; i++) {
        const struct plan_visit *visit = &shown->visits[i];
        char bytes[2][CELL_SIZE];
        (void)json_array_append_new(
            runs, json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:i, s:b}", "route",
                            answer_text(name_of(shown, visit->route)), "round",
                            answer_text(name_of(shown, visit->round)), "stop",
                            answer_text(name_of(shown, visit->stop)), "party",
                            answer_text(name_of(shown, visit->party)), "arrives",
                            answer_text(clock_cell(bytes[0], visit->arrives)), "departs",
                            answer_text(clock_cell(bytes[1], visit->departs)), "cut_off",
                            (int)visit->cut_off, "cancelled", is_cancelled(shown, visit)));
    }
    return runs;
}

static json_t *json_standards(const struct shown *shown)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < shown->standard_count; i++) {
        const struct plan_standard *standard = &shown->standards[i];
        char bytes[CELL_SIZE];
        struct line processing = line_of(bytes, sizeof bytes);
        plan_export_processing(&standard->budget, &processing);
        (void)json_array_append_new(
            rows,
            json_pack("{s:o, s:o, s:s, s:s, s:i, s:i}", "procedure",
                      answer_text(name_of(shown, standard->procedure)), "agency",
                      answer_text(name_of(shown, standard->agency)), "kind",
                      journey_kind_name(standard->budget.kind), "processing", bytes, "handover",
                      (int)standard->budget.handover, "receipt", (int)standard->budget.receipt));
    }
    return rows;
}

static int answer(const struct shown *shown, bool worked)
{
    return answer_json(json_pack("{s:o, s:o, s:b, s:o, s:o}", "version",
                                 calendar_version_json(&shown->editions, shown->at), "at",
                                 answer_minute(shown->minute), "worked", worked, "runs",
                                 json_runs(shown), "standards", json_standards(shown)))
               ? CALL_OK
               : CALL_FAILED;
}

static int show(struct shown *shown)
{
    const struct plan *plan = &shown->editions.plan;
    const struct day day = minute_day(shown->minute);
    const bool worked = calendar_is_working_day(plan->calendar, day);
    shown->visits = malloc(ROWS_MAX * sizeof *shown->visits);
    shown->standards = malloc(ROWS_MAX * sizeof *shown->standards);
    if (!shown->visits || !shown->standards) {
        return call_refuse_plain(shown->call, CALL_FAILED, trao_said(SAID_NO_MEMORY));
    }
    if (worked) {
        shown->visit_count = plan_day_visits(plan, day, shown->visits, ROWS_MAX);
    }
    shown->standard_count = plan_day_standards(plan, day, shown->standards, ROWS_MAX);
    if (shown->call->json) {
        return answer(shown, worked);
    }
    calendar_version_said(&shown->editions, shown->at);
    if (worked) {
        print_runs(shown);
    } else {
        char text[CALENDAR_DAY_SIZE];
        const struct text value = text_of(calendar_day(shown->call, day, text));
        call_tell(shown->call, almanac_said(ALMANAC_SAID_DAY_OFF), &value, 1);
    }
    print_standards(shown);
    print_rules(shown);
    calendar_year_said(shown->call, plan->calendar, day);
    return CALL_OK;
}

int plan_show(struct call *call, int argc, char **argv)
{
    const char *at = NULL;
    struct shown shown = {.call = call, .minute = MINUTE_NEVER};
    const struct call_option options[] = {
        {"at", &at, NULL}
    };
    int result = call_options(call, argc, argv, options, 1);
    if (result == CALL_OK) {
        result = call_words(call, call->argc > 0 ? 1 : 0, NULL);
    }
    if (result == CALL_OK) {
        result = calendar_at(call, at, &shown.minute);
    }
    if (result != CALL_OK) {
        return result;
    }
    result = editions_read(&shown.editions, call, call->argc > 0 ? call->argv[0] : NULL, FILE_PLAN);
    if (result == CALL_OK) {
        result = editions_plan(&shown.editions, shown.minute, &shown.at);
    }
    if (result == CALL_OK && shown.minute.m == MINUTE_NEVER.m) { /* now, by the book's clock */
        shown.minute = shown.editions.clock.m != MINUTE_NEVER.m
                           ? shown.editions.clock
                           : instant_minute((struct instant){(int64_t)time(NULL) * 1000});
    }
    if (result == CALL_OK) {
        result = show(&shown);
    }
    free(shown.visits);
    free(shown.standards);
    editions_free(&shown.editions);
    return result;
}
