/* verb_notices - `trao notices`: who was told of which flags, list by list. */
#include "tools/trao/answer.h"
#include "tools/trao/books.h"
#include "tools/trao/flag_json.h"
#include "tools/trao/flag_words.h"
#include "tools/trao/table.h"
#include "tools/trao/trao_said.h"
#include "tools/trao/verbs.h"
#include "tools/trao/words.h"

enum { ROWS_MAX = 16384, STEP = 256, TEXTS_SIZE = 16 * 1024 * 1024, LINE_SIZE = 512 };

struct listing {
    const struct call *call;
    struct flag_reader reader;
    struct notice_filter filter;
    struct offices offices;
    struct book_position position;
    struct arena arena;
    struct book_notice *rows;
    size_t count;
};

static enum status read_rows(struct listing *listing)
{
    size_t count = STEP;
    while (count == STEP && listing->count + STEP <= ROWS_MAX) {
        enum status status =
            flag_reader_notices(&listing->reader, &listing->filter, listing->count, &listing->arena,
                                listing->rows + listing->count, STEP, &count);
        if (status != STATUS_OK) {
            return status;
        }
        listing->count += count;
    }
    return STATUS_OK;
}

static enum status read_book(struct listing *listing)
{
    enum status status = flag_reader_position(&listing->reader, &listing->position);
    if (status == STATUS_OK) {
        status = offices_read(&listing->offices, listing->call, &listing->reader, &listing->arena);
    }
    if (listing->filter.only_standing) {
        listing->filter.to = listing->position.clock; /* what is to come is told with --all */
    }
    return status == STATUS_OK ? read_rows(listing) : status;
}

static bool same_list(const struct book_notice *a, const struct book_notice *b)
{
    return a->told.m == b->told.m && a->rung == b->rung && text_equal(a->party, b->party);
}

static void print_list_head(const struct listing *listing, const struct book_notice *row)
{
    char bytes[LINE_SIZE];
    char shown[LINE_SIZE];
    char when[WORD_TIME_SIZE];
    struct line line = line_of(bytes, sizeof bytes);
    struct line cut = line_of(shown, sizeof shown);
    const bool to_come = row->told.m > listing->position.clock.m;
    line_put(&line, word_minute(listing->call, row->told, when));
    line_put(&line, " · ");
    line_put(&line,
             said_in(ladder_rung_said((enum ladder_rung)row->rung), listing->call->language));
    line_put(&line, " · ");
    line_text(&line, offices_name(&listing->offices, row->party));
    line_put(&line, to_come ? call_word(listing->call, " (sẽ báo)", " (to come)") : "");
    text_cut(&cut, line_done(&line), TABLE_WIDTH);
    (void)printf("%s\n", shown);
}

/* What was to be done when it was told. */
static void put_saver(const struct listing *listing, const struct book_notice *row,
                      struct line *line)
{
    char when[WORD_TIME_SIZE];
    const struct book_dossier as_row = {.level = row->level, .last_safe_run = row->run};
    if (row->saver == SAVER_EXTRA_RUN) {
        line_put(line,
                 call_word(listing->call, "gọi thêm chuyến trước ", "call an extra run before "));
        line_put(line, word_time(listing->call, row->extra_before, listing->position.clock, when));
        return;
    }
    flag_words_saver(line, &listing->offices, &as_row, listing->position.clock);
}

static void print_row(const struct listing *listing, const struct book_notice *row)
{
    char bytes[LINE_SIZE];
    struct line line = line_of(bytes, sizeof bytes);
    line_text(&line, row->code);
    line_put(&line, "  ");
    line_put(&line, word_level(listing->call, row->level));
    line_put(&line, ", ");
    line_signed(&line, row->slack_minutes);
    line_put(&line, call_word(listing->call, " phút", " min"));
    const size_t before = line.size;
    line_put(&line, " · ");
    const size_t saver = line.size;
    put_saver(listing, row, &line);
    line.size = line.size == saver ? before : line.size;
    text_wrapped(line_done(&line), 4, stdout);
}

static json_t *notice_json(const struct listing *listing, const struct book_notice *row)
{
    json_t *run =
        row->run.departs.m == MINUTE_NEVER.m
            ? json_null()
            : json_pack("{s:o, s:o, s:o}", "route", answer_text(row->run.route), "round",
                        answer_text(row->run.round), "departs", answer_minute(row->run.departs));
    return json_pack(
        "{s:o, s:s, s:o, s:o, s:o, s:o, s:b, s:s, s:s, s:s, s:i, s:o, s:s, s:o}", "dossier",
        answer_text(row->code), "rung", ladder_rung_name((enum ladder_rung)row->rung), "party",
        answer_text(row->party), "raised_at", answer_minute(row->raised_at), "reached",
        answer_minute(row->reached), "told", answer_minute(row->told), "to_come",
        row->told.m > listing->position.clock.m, "level", flag_level_name(row->level), "cause",
        flag_cause_name(row->cause), "leg", flag_leg_name(row->leg), "slack_minutes",
        (int)row->slack_minutes, "run", run, "saver", flag_saver_name(row->saver),
        "extra_run_before", answer_minute(row->extra_before));
}

static int answer(const struct listing *listing)
{
    const struct call *call = listing->call;
    char when[WORD_TIME_SIZE];
    char digits[24];
    if (call->json) {
        json_t *rows = json_array();
        for (size_t i = 0; i < listing->count; i++) {
            (void)json_array_append_new(rows, notice_json(listing, &listing->rows[i]));
        }
        (void)answer_json(json_pack("{s:o, s:o}", "as_of", answer_minute(listing->position.clock),
                                    "notices", rows));
        return CALL_OK;
    }
    for (size_t i = 0; i < listing->count; i++) {
        if (i == 0 || !same_list(&listing->rows[i - 1], &listing->rows[i])) {
            print_list_head(listing, &listing->rows[i]);
        }
        print_row(listing, &listing->rows[i]);
    }
    struct line line = line_of(digits, sizeof digits);
    line_unsigned(&line, listing->count);
    const struct text values[] = {line_done(&line),
                                  text_of(word_minute(call, listing->position.clock, when))};
    call_tell(call, trao_said(SAID_NOTICES_AS_OF), values, 2);
    return CALL_OK;
}

static int take_rung(struct listing *listing, const char *word)
{
    enum ladder_rung rung = RUNG_NONE;
    if (word && !ladder_rung_parse(text_of(word), &rung)) {
        return call_refuse(listing->call, CALL_USAGE, trao_said(SAID_BAD_RUNG), text_of(word),
                           (struct text){0});
    }
    listing->filter.rung = (uint8_t)rung;
    return CALL_OK;
}

int verb_notices(struct call *call, int argc, char **argv)
{
    static struct listing listing; /* too large for a stack */
    const char *rung = NULL;
    const char *party = NULL;
    bool all = false;
    struct books_list list;
    const struct call_option options[] = {
        {"to",    &rung,  NULL},
        {"party", &party, NULL},
        {"all",   NULL,   &all}
    };
    int result = call_options(call, argc, argv, options, sizeof options / sizeof options[0]);
    if (result == CALL_OK) {
        result = call_words(call, 0, NULL);
    }
    listing = (struct listing){
        .call = call,
        .filter = {.to = MINUTE_NEVER, .party = text_of(party), .only_standing = !all}
    };
    if (result == CALL_OK) {
        result = take_rung(&listing, rung);
    }
    if (result == CALL_OK) {
        result = books_list_open(&list, call, ROWS_MAX * sizeof *listing.rows, TEXTS_SIZE);
    }
    if (result != CALL_OK) {
        return result;
    }
    listing.reader = list.reader;
    listing.arena = list.arena;
    listing.rows = list.rows;
    const enum status status = read_book(&listing);
    result = status == STATUS_OK ? answer(&listing) : books_failed(call, STATE_FLAGS, status);
    books_list_close(&list);
    return result;
}
