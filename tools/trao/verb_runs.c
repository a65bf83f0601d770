/* verb_runs - `trao runs`: the runs to come, what waits for each, and what must leave with it. */
#include "tools/trao/answer.h"
#include "tools/trao/runs.h"
#include "tools/trao/table.h"
#include "tools/trao/trao_said.h"
#include "tools/trao/verbs.h"
#include "tools/trao/words.h"

enum { COLUMNS = 7, CELL_SIZE = 160 };

struct shown {
    const struct call *call;
    struct runs runs;
    bool codes, all;
};

static bool is_shown(const struct shown *shown, const struct run_row *row)
{
    return shown->all || row->waiting + row->coming + row->must > 0;
}

static struct text name_of(const struct shown *shown, struct name name)
{
    return names_text(&shown->runs.book.past.names, name);
}

static void put_cells(const struct shown *shown, const struct run_row *row,
                      char bytes[COLUMNS][CELL_SIZE], struct text cells[COLUMNS])
{
    const struct minute clock = shown->runs.book.position.clock;
    const int32_t cut_off = row->visit.departs - row->visit.cut_off;
    char when[WORD_TIME_SIZE];
    struct line line[COLUMNS];
    for (int i = 0; i < COLUMNS; i++) {
        line[i] = line_of(bytes[i], CELL_SIZE);
    }
    line_put(&line[0], word_time(shown->call, run_row_departs(row), clock, when));
    line_text(&line[1], name_of(shown, row->visit.route));
    line_char(&line[1], '/');
    line_text(&line[1], name_of(shown, row->visit.round));
    line_text(&line[2], offices_name(&shown->runs.book.offices, name_of(shown, row->visit.party)));
    if (row->cancelled) {
        line_put(&line[3], call_word(shown->call, "huỷ", "cancelled"));
    } else {
        line_digits(&line[3], (uint64_t)cut_off / 60, 2);
        line_char(&line[3], ':');
        line_digits(&line[3], (uint64_t)cut_off % 60, 2);
    }
    const uint32_t counts[] = {row->waiting, row->coming, row->must};
    for (int i = 0; i < 3; i++) {
        if (counts[i] > 0) {
            line_unsigned(&line[4 + i], counts[i]);
        } else {
            line_put(&line[4 + i], "–");
        }
    }
    for (int i = 0; i < COLUMNS; i++) {
        cells[i] = line_done(&line[i]);
    }
}

/* The dossiers that must leave with the run at place AT, one a line. */
static void print_codes(const struct shown *shown, uint32_t at)
{
    for (size_t i = 0; i < shown->runs.must_count; i++) {
        if (shown->runs.must[i].row == at) {
            text_wrapped(shown->runs.must[i].code, 4, stdout);
        }
    }
}

static void print_table(const struct shown *shown)
{
    const struct call *call = shown->call;
    const struct runs *runs = &shown->runs;
    /* clang-format off */
    const struct table_column columns[COLUMNS] = {
        {text_of(call_word(call, "Rời lúc", "Leaves")), false, false},
        {text_of(call_word(call, "Chuyến", "Run")), false, false},
        {text_of(call_word(call, "Rời nơi", "From")), false, true},
        {text_of(call_word(call, "Chốt nhận", "Cut-off")), false, false},
        {text_of(call_word(call, "Đang chờ", "Waiting")), true, false},
        {text_of(call_word(call, "Sẽ đến", "Coming")), true, false},
        {text_of(call_word(call, "Phải lên", "Must")), true, false},
    };
    /* clang-format on */
    struct table table;
    char bytes[COLUMNS][CELL_SIZE];
    struct text cells[COLUMNS];
    table_begin(&table, columns, COLUMNS, call->color);
    for (size_t i = 0; i < runs->count; i++) {
        if (is_shown(shown, &runs->rows[i])) {
            put_cells(shown, &runs->rows[i], bytes, cells);
            table_measure(&table, cells);
        }
    }
    table_fit(&table);
    table_titles(&table, stdout);
    for (uint32_t i = 0; i < runs->count; i++) {
        const char *color = call->color && runs->rows[i].must > 0 ? "\x1b[33m" : "";
        if (!is_shown(shown, &runs->rows[i])) {
            continue;
        }
        put_cells(shown, &runs->rows[i], bytes, cells);
        (void)fputs(color, stdout);
        table_row(&table, cells, stdout);
        (void)fputs(*color ? "\x1b[0m" : "", stdout);
        if (shown->codes) {
            print_codes(shown, i);
        }
    }
}

static uint32_t count_hidden(const struct shown *shown)
{
    uint32_t count = 0;
    for (size_t i = 0; i < shown->runs.count; i++) {
        count += !is_shown(shown, &shown->runs.rows[i]);
    }
    return count;
}

/* Of the book's own day the hour alone, as people say it. */
static const char *run_words(const struct shown *shown, struct minute departs,
                             char out[WORD_TIME_SIZE])
{
    const struct minute clock = shown->runs.book.position.clock;
    const int32_t minute = departs.m - day_minute(minute_day(departs), 0).m;
    if (minute_day(departs).d != minute_day(clock).d) {
        return word_time(shown->call, departs, clock, out);
    }
    struct line line = line_of(out, WORD_TIME_SIZE);
    line_digits(&line, (uint64_t)minute / 60, 2);
    line_char(&line, ':');
    line_digits(&line, (uint64_t)minute % 60, 2);
    return out;
}

static void print(const struct shown *shown)
{
    const struct call *call = shown->call;
    const struct minute clock = shown->runs.book.position.clock;
    char when[WORD_TIME_SIZE];
    struct minute departs = MINUTE_NEVER;
    const uint32_t next = runs_next(&shown->runs, &departs);
    const uint32_t hidden = count_hidden(shown);
    if (hidden < shown->runs.count) {
        print_table(shown);
        (void)putchar('\n');
    }
    if (shown->runs.count == 0) {
        text_said("%s", call_word(call, "Kế hoạch không còn chuyến nào trong những ngày này.",
                                  "The plan has no more runs on these days."));
    } else if (hidden > 0) {
        text_said(call_word(call, "%u lượt rời khác chưa có hồ sơ nào (--all).",
                            "%u other departures have nothing to carry yet (--all)."),
                  hidden);
    }
    if (next > 0) {
        text_said(call_word(call,
                            "%u hồ sơ sẽ trễ hẹn vì khâu luân chuyển nếu không lên chuyến %s.",
                            "%u dossiers will miss their date because of transfers unless they "
                            "leave with the %s."),
                  next, run_words(shown, departs, when));
    } else {
        text_said("%s", call_word(call, "Không hồ sơ nào chỉ còn kịp hẹn với một chuyến ở trên.",
                                  "No dossier depends on one of these runs to keep its date."));
    }
    text_said(call_word(call, "Số liệu đến %s.", "As of %s."), word_minute(call, clock, when));
}

static json_t *json_codes(const struct shown *shown, uint32_t at)
{
    json_t *codes = json_array();
    for (size_t i = 0; i < shown->runs.must_count; i++) {
        if (shown->runs.must[i].row == at) {
            (void)json_array_append_new(codes, answer_text(shown->runs.must[i].code));
        }
    }
    return codes;
}

static int answer(const struct shown *shown)
{
    const struct runs *runs = &shown->runs;
    const struct minute clock = runs->book.position.clock;
    struct minute departs = MINUTE_NEVER;
    const uint32_t next = runs_next(runs, &departs);
    json_t *rows = json_array();
    for (uint32_t i = 0; i < runs->count; i++) {
        const struct run_row *row = &runs->rows[i];
        const struct minute leaves = run_row_departs(row);
        (void)json_array_append_new(
            rows, json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:b, s:i, s:i, s:i, s:i, s:o}", "route",
                            answer_text(name_of(shown, row->visit.route)), "round",
                            answer_text(name_of(shown, row->visit.round)), "stop",
                            answer_text(name_of(shown, row->visit.stop)), "party",
                            answer_text(name_of(shown, row->visit.party)), "departs",
                            answer_minute(leaves), "cut_off",
                            answer_minute((struct minute){leaves.m - row->visit.cut_off}),
                            "cancelled", row->cancelled, "waiting", (int)row->waiting, "coming",
                            (int)row->coming, "must", (int)row->must, "last_safe",
                            (int)row->last_safe, "must_dossiers", json_codes(shown, i)));
    }
    return answer_json(json_pack("{s:o, s:I, s:i, s:o, s:o}", "as_of", answer_minute(clock),
                                 "book_position", (json_int_t)runs->book.position.n, "next_must",
                                 (int)next, "next_departs", answer_minute(departs), "runs", rows))
               ? CALL_OK
               : CALL_FAILED;
}

int verb_runs(struct call *call, int argc, char **argv)
{
    static struct shown shown; /* too large for a stack */
    const char *given = NULL;
    struct config config;
    struct day day = {0};
    const struct call_option options[] = {
        {"day",   &given, NULL        },
        {"codes", NULL,   &shown.codes},
        {"all",   NULL,   &shown.all  }
    };
    shown = (struct shown){.call = call};
    int result = call_options(call, argc, argv, options, sizeof options / sizeof options[0]);
    if (result == CALL_OK) {
        result = call_words(call, 0, NULL);
    }
    if (result == CALL_OK && given && day_parse(text_of(given), &day) != STATUS_OK) {
        result = call_refuse(call, CALL_USAGE, trao_said(SAID_BAD_DAY), text_of(given),
                             (struct text){0});
    }
    if (result == CALL_OK) {
        result = config_read(call, &config);
    }
    if (result != CALL_OK) {
        return result;
    }
    result = runs_read(&shown.runs, call, &config, given ? &day : NULL);
    if (result == CALL_OK) {
        result = call->json ? answer(&shown) : CALL_OK;
        if (!call->json) {
            print(&shown);
        }
    }
    runs_free(&shown.runs);
    return result;
}
