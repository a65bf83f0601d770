/* verb_minutes - `trao minutes`: whose every working minute was, of one dossier or of all. */
#include "core/item_code.h"
#include "tools/trao/answer.h"
#include "tools/trao/minute_words.h"
#include "tools/trao/minutes_sums.h"
#include "tools/trao/table.h"
#include "tools/trao/trao_said.h"
#include "tools/trao/verbs.h"
#include "tools/trao/words.h"

enum { COLUMNS = 5, CELL_SIZE = 192 };

struct asked {
    const struct call *call;
    struct minutes_question question;
    char code[ITEM_CODE_SIZE]; /* empty: all dossiers */
    struct book_past book;
    struct book_life life;
};

static void span_cells(const struct asked *asked, const struct ledger_span *span,
                       char bytes[COLUMNS][CELL_SIZE], struct text cells[COLUMNS])
{
    const struct names *names = &asked->book.past.names;
    const struct minute clock = asked->book.position.clock;
    struct line line[COLUMNS];
    char when[WORD_TIME_SIZE];
    for (int i = 0; i < COLUMNS; i++) {
        line[i] = line_of(bytes[i], CELL_SIZE);
    }
    line_put(&line[0], word_time(asked->call, span->from, clock, when));
    line_put(&line[1], word_time(asked->call, span->until, clock, when));
    line_signed(&line[2], span->minutes);
    line_text(&line[3], minute_party(&asked->book.offices, names_text(names, span->party)));
    minute_why(&line[4], asked->call, span);
    for (int i = 0; i < COLUMNS; i++) {
        cells[i] = line_done(&line[i]);
    }
}

/* The walk twice: once to measure, once to print. */
static void print_spans(struct asked *asked, uint32_t at)
{
    const struct call *call = asked->call;
    const struct table_column columns[COLUMNS] = {
        {text_of(call_word(call, "Từ",       "From")),    false, false},
        {text_of(call_word(call, "Đến",     "Until")),   false, false},
        {text_of(call_word(call, "Phút",      "Minutes")), true,  false},
        {text_of(call_word(call, "Của",      "Whose")),   false, true },
        {text_of(call_word(call, "Việc gì", "Why")),     false, true }
    };
    struct table table;
    struct ledger_span span;
    char bytes[COLUMNS][CELL_SIZE];
    struct text cells[COLUMNS];
    table_begin(&table, columns, COLUMNS, call->color);
    while (ledger_next(&asked->life.ledger, &span)) {
        span_cells(asked, &span, bytes, cells);
        table_measure(&table, cells);
    }
    table_fit(&table);
    table_titles(&table, stdout);
    book_past_life(&asked->book, at, &asked->life);
    while (ledger_next(&asked->life.ledger, &span)) {
        span_cells(asked, &span, bytes, cells);
        table_row(&table, cells, stdout);
    }
}

/* By party and cause, each with its minutes. */
static void print_parts(const struct asked *asked, const struct ledger_sum *sums, size_t count)
{
    const struct call *call = asked->call;
    const struct table_column columns[] = {
        {text_of(call_word(call, "Phút",      "Minutes")), true,  false},
        {text_of(call_word(call, "Của",      "Whose")),   false, true },
        {text_of(call_word(call, "Việc gì", "Cause")),   false, true }
    };
    struct table table;
    char digits[24];
    table_begin(&table, columns, 3, call->color);
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < count; i++) {
            struct line minutes = line_of(digits, sizeof digits);
            line_signed(&minutes, sums[i].minutes);
            const struct text cells[] = {
                line_done(&minutes),
                minute_party(&asked->book.offices,
                             names_text(&asked->book.past.names, sums[i].party)),
                text_of(minute_cause(call, (enum ledger_cause)sums[i].cause))};
            if (pass == 0) {
                table_measure(&table, cells);
            } else {
                table_row(&table, cells, stdout);
            }
        }
        if (pass == 0) {
            table_fit(&table);
            (void)putchar('\n');
            table_titles(&table, stdout);
        }
    }
}

static json_t *json_span(const struct asked *asked, const struct ledger_span *span)
{
    const struct names *names = &asked->book.past.names;
    json_t *run = json_null();
    if (span->has_run) {
        run = json_pack("{s:o, s:o, s:o}", "route", answer_text(names_text(names, span->run.route)),
                        "round", answer_text(names_text(names, span->run.round)), "departs",
                        answer_minute(span->run.departs));
    }
    return json_pack("{s:o, s:o, s:i, s:o, s:s, s:s, s:s, s:o, s:o}", "from",
                     answer_minute(span->from), "until", answer_minute(span->until), "minutes",
                     (int)span->minutes, "party", answer_text(names_text(names, span->party)),
                     "cause", ledger_cause_name((enum ledger_cause)span->cause), "why",
                     ledger_why_name((enum ledger_why)span->why), "leg",
                     ledger_leg_name((enum ledger_leg)span->leg), "agency",
                     answer_text(names_text(names, span->agency)), "run", run);
}

static int answer_life_json(struct asked *asked, const struct ledger_sum *sums, size_t count)
{
    struct ledger *ledger = &asked->life.ledger;
    struct ledger_span span;
    json_t *spans = json_array();
    json_t *parts = json_array();
    while (ledger_next(ledger, &span)) {
        (void)json_array_append_new(spans, json_span(asked, &span));
    }
    for (size_t i = 0; i < count; i++) {
        (void)json_array_append_new(
            parts, json_pack("{s:o, s:s, s:i}", "party",
                             answer_text(names_text(&asked->book.past.names, sums[i].party)),
                             "cause", ledger_cause_name((enum ledger_cause)sums[i].cause),
                             "minutes", (int)sums[i].minutes));
    }
    return answer_json(json_pack("{s:o, s:s, s:o, s:o, s:i, s:o, s:o}", "as_of",
                                 answer_minute(asked->book.position.clock), "dossier", asked->code,
                                 "received", answer_minute(ledger->received), "end",
                                 answer_minute(ledger->end), "minutes", (int)ledger->minutes,
                                 "sums", parts, "spans", spans))
               ? CALL_OK
               : CALL_FAILED;
}

static int answer_life(struct asked *asked)
{
    static struct ledger_sum sums[LEDGER_SUMS_MAX];
    const struct call *call = asked->call;
    const uint32_t at = book_past_find(&asked->book, text_of(asked->code));
    if (at == asked->book.past.dossier_count) {
        return call_refuse(call, CALL_FOUND, trao_said(SAID_NO_DOSSIER), text_of(asked->code),
                           (struct text){0});
    }
    book_past_life(&asked->book, at, &asked->life);
    const size_t count = ledger_sums(&asked->life.ledger, sums);
    book_past_life(&asked->book, at, &asked->life);
    if (call->json) {
        return answer_life_json(asked, sums, count);
    }
    if (count == 0) {
        call_tell(call, trao_said(SAID_MINUTES_NONE), NULL, 0);
        return CALL_OK;
    }
    print_spans(asked, at);
    print_parts(asked, sums, count);
    char digits[24];
    char from[WORD_TIME_SIZE];
    char until[WORD_TIME_SIZE];
    const struct ledger *ledger = &asked->life.ledger;
    struct line minutes = line_of(digits, sizeof digits);
    line_signed(&minutes, ledger->minutes);
    const struct text values[] = {line_done(&minutes),
                                  text_of(word_minute(call, ledger->received, from)),
                                  text_of(word_minute(call, ledger->end, until))};
    call_tell(call, trao_said(SAID_MINUTES_SUM), values, 3);
    return CALL_OK;
}

/* A dossier's code as it was scanned, typed or copied out of a QR code's address. */
static int take_code(struct asked *asked)
{
    struct item_grammar grammar;
    struct item_code code;
    if (asked->call->argc == 0) {
        return CALL_OK;
    }
    const struct text given = text_of(asked->call->argv[0]);
    item_grammar_default(&grammar);
    item_code_read(given, &grammar, &code);
    if (code.kind != ITEM_DOSSIER ||
        !text_copy(item_code_text(&code), asked->code, sizeof asked->code)) {
        return call_refuse(asked->call, CALL_USAGE, trao_said(SAID_TRACE_CODE), given,
                           (struct text){0});
    }
    return CALL_OK;
}

struct minutes_words {
    const char *by, *from, *to;
};

static int take_day(const struct asked *asked, const char *given, int32_t more,
                    struct minute *out_minute)
{
    struct day day;
    if (!given) {
        return CALL_OK;
    }
    if (day_parse(text_of(given), &day) != STATUS_OK) {
        return call_refuse(asked->call, CALL_USAGE, trao_said(SAID_BAD_DAY), text_of(given),
                           (struct text){0});
    }
    *out_minute = day_minute((struct day){day.d + more}, 0);
    return CALL_OK;
}

static int take_words(struct asked *asked, const struct minutes_words *words)
{
    struct minutes_question *question = &asked->question;
    *question =
        (struct minutes_question){.by = BY_CAUSE, .from = {INT32_MIN}, .until = MINUTE_NEVER};
    if (words->by && !minutes_by_parse(text_of(words->by), &question->by)) {
        return call_refuse(asked->call, CALL_USAGE, trao_said(SAID_BAD_BY), text_of(words->by),
                           (struct text){0});
    }
    int result = take_day(asked, words->from, 0, &question->from);
    if (result == CALL_OK) {
        result = take_day(asked, words->to, 1, &question->until);
    }
    return result == CALL_OK ? take_code(asked) : result;
}

int verb_minutes(struct call *call, int argc, char **argv)
{
    static struct asked asked; /* too large for a stack */
    struct minutes_words words = {0};
    struct config config;
    const struct call_option options[] = {
        {"by",   &words.by,   NULL},
        {"from", &words.from, NULL},
        {"to",   &words.to,   NULL}
    };
    int result = call_options(call, argc, argv, options, sizeof options / sizeof options[0]);
    asked.call = call;
    if (result == CALL_OK) {
        result = call_words(call, call->argc > 0 ? 1 : 0, NULL);
    }
    if (result == CALL_OK) {
        result = take_words(&asked, &words);
    }
    if (result == CALL_OK) {
        result = config_read(call, &config);
    }
    if (result != CALL_OK) {
        return result;
    }
    result = book_past_read(&asked.book, call, &config);
    if (result == CALL_OK) {
        result = asked.code[0] ? answer_life(&asked) : minutes_sums(&asked.book, &asked.question);
    }
    book_past_free(&asked.book);
    return result;
}
