/* verb_trace - `trao trace`: where one dossier is, and how it came there. */
#include <stdlib.h>

#include "core/item_code.h"
#include "tools/trao/answer.h"
#include "tools/trao/books.h"
#include "tools/trao/flag_json.h"
#include "tools/trao/flag_words.h"
#include "tools/trao/life.h"
#include "tools/trao/table.h"
#include "tools/trao/trao_said.h"
#include "tools/trao/verbs.h"
#include "tools/trao/words.h"

enum { COLUMNS = 5, CELL_SIZE = 256, TEXTS_SIZE = 16 * 1024 * 1024 };

struct trace {
    const struct call *call;
    struct offices offices;
    struct life life;
    struct book_position position;
    char code[ITEM_CODE_SIZE];
};

static void print_fact(const struct trace *trace, const char *vi, const char *en,
                       const struct line *value)
{
    char shown[CELL_SIZE * 2];
    struct line line = line_of(shown, sizeof shown);
    if (value->size == 0) {
        return;
    }
    const char *name = call_word(trace->call, vi, en);
    size_t width = text_width(text_of(name));
    text_cut(&line, line_done(value), TABLE_WIDTH - 16);
    (void)printf("  %s%*s%s\n", name, width < 14 ? (int)(14 - width) : 1, "", shown);
}

static void print_time(const struct trace *trace, const char *vi, const char *en,
                       struct minute minute)
{
    char when[WORD_TIME_SIZE];
    char bytes[CELL_SIZE];
    struct line line = line_of(bytes, sizeof bytes);
    if (minute.m != MINUTE_NEVER.m) {
        line_put(&line, word_minute(trace->call, minute, when));
    }
    print_fact(trace, vi, en, &line);
}

static void print_holder(const struct trace *trace)
{
    const struct book_dossier *row = &trace->life.dossier;
    char when[WORD_TIME_SIZE];
    char bytes[CELL_SIZE];
    struct line line = line_of(bytes, sizeof bytes);
    flag_words_place(&line, &trace->offices, row);
    if (row->since.m != MINUTE_NEVER.m) {
        line_put(&line, call_word(trace->call, " từ ", " since "));
        line_put(&line, word_minute(trace->call, row->since, when));
    }
    if (row->bundle.size > 0) {
        line_put(&line, call_word(trace->call, ", trong bó ", ", in bundle "));
        line_text(&line, row->bundle);
    }
    if (!row->verified) {
        line_put(&line, call_word(trace->call, " (suy ra, chưa quét)", " (inferred, not scanned)"));
    }
    print_fact(trace, "Đang ở", "Where", &line);
}

static void print_flag(const struct trace *trace)
{
    const struct book_dossier *row = &trace->life.dossier;
    char bytes[CELL_SIZE];
    struct line line = line_of(bytes, sizeof bytes);
    line_put(&line, word_level(trace->call, row->level));
    if (flag_words_has_slack(row)) {
        bool late = row->slack_minutes < 0;
        line_put(&line, late ? call_word(trace->call, ", trễ ", ", late by ")
                             : call_word(trace->call, ", còn dư ", ", to spare: "));
        line_signed(&line, late ? -(int64_t)row->slack_minutes : row->slack_minutes);
        line_put(&line, call_word(trace->call, " phút làm việc", " working minutes"));
    }
    print_fact(trace, "Mức", "Level", &line);
    line = line_of(bytes, sizeof bytes);
    flag_words_cause(&line, &trace->offices, row);
    print_fact(trace, "Vì", "Because of", &line);
    line = line_of(bytes, sizeof bytes);
    flag_words_saver(&line, &trace->offices, row, trace->position.clock);
    print_fact(trace, "Cứu bằng", "Saved by", &line);
    char why[FLAG_SUM_SIZE + CELL_SIZE];
    line = line_of(why, sizeof why);
    flag_words_why(&line, &trace->offices, row);
    text_wrapped(line_done(&line), 16, stdout);
}

static void print_head(const struct trace *trace)
{
    const struct book_dossier *row = &trace->life.dossier;
    char bytes[CELL_SIZE];
    struct line line = line_of(bytes, sizeof bytes);
    (void)printf("%s%s %s%s\n", trace->call->color ? "\x1b[1m" : "",
                 call_word(trace->call, "Hồ sơ", "Dossier"), trace->code,
                 trace->call->color ? "\x1b[0m" : "");
    line_text(&line, row->procedure);
    print_fact(trace, "Thủ tục", "Procedure", &line);
    line = line_of(bytes, sizeof bytes);
    line_text(&line, offices_name(&trace->offices, row->agency));
    print_fact(trace, "Đơn vị xử lý", "Agency", &line);
    print_time(trace, "Tiếp nhận", "Received", row->received);
    print_time(trace, "Hẹn trả", "Promised", row->promised);
    print_time(trace, "Dự kiến về", "Forecast", row->forecast);
    print_holder(trace);
    print_flag(trace);
}

static void put_act(const struct trace *trace, const struct book_act *act, struct line *line)
{
    char when[WORD_TIME_SIZE];
    line_put(&line[0],
             word_time(trace->call, instant_minute(act->at), trace->position.clock, when));
    line_put(&line[1], word_act(trace->call, act->kind));
    line_text(&line[2], offices_name(&trace->offices, act->party));
    if (act->person.size > 0) {
        line_put(&line[2], ", ");
        line_text(&line[2], act->person);
    }
    line_text(&line[3], offices_name(&trace->offices, act->counterpart));
    if (!text_is(act->subject, trace->code)) {
        line_text(&line[4], act->subject);
    } else if (act->parent.size > 0) {
        line_text(&line[4], act->parent);
    }
    if (act->reason.size > 0) {
        line_put(&line[4], line[4].size > 0 ? ", " : "");
        line_text(&line[4], act->reason);
    }
    if (act->typed) {
        line_put(&line[4], call_word(trace->call, " (gõ tay)", " (typed)"));
    }
    if (act->one_device) {
        line_put(&line[4], call_word(trace->call, " (một máy)", " (one device)"));
    }
}

static void act_cells(const struct trace *trace, const struct book_act *act,
                      char bytes[COLUMNS][CELL_SIZE], struct text cells[COLUMNS])
{
    struct line line[COLUMNS];
    for (int i = 0; i < COLUMNS; i++) {
        line[i] = line_of(bytes[i], CELL_SIZE);
    }
    put_act(trace, act, line);
    for (int i = 0; i < COLUMNS; i++) {
        cells[i] = line_done(&line[i]);
    }
}

/* The bundle's own row says nothing that the dossier's of the same act has not said. */
static bool is_said(const struct trace *trace, const struct book_act *act)
{
    for (size_t i = 0; i < trace->life.act_count && !text_is(act->subject, trace->code); i++) {
        const struct book_act *other = &trace->life.acts[i];
        if (text_is(other->subject, trace->code) &&
            instant_minute(other->at).m == instant_minute(act->at).m && other->kind == act->kind &&
            text_equal(other->party, act->party) &&
            text_equal(other->counterpart, act->counterpart)) {
            return true;
        }
    }
    return false;
}

static void print_acts(const struct trace *trace)
{
    const struct call *call = trace->call;
    const struct table_column columns[COLUMNS] = {
        {text_of(call_word(call, "Lúc",     "When")), false, false},
        {text_of(call_word(call, "Việc",   "Act")),  false, false},
        {text_of(call_word(call, "Ai",       "Who")),  false, true },
        {text_of(call_word(call, "Với",    "With")), false, true },
        {text_of(call_word(call, "Ghi chú", "Note")), false, true }
    };
    struct table table;
    char bytes[COLUMNS][CELL_SIZE];
    struct text cells[COLUMNS];
    if (trace->life.act_count == 0) {
        return;
    }
    table_begin(&table, columns, COLUMNS, call->color);
    for (size_t i = 0; i < trace->life.act_count; i++) {
        act_cells(trace, &trace->life.acts[i], bytes, cells);
        table_measure(&table, cells);
    }
    table_fit(&table);
    (void)putchar('\n');
    table_titles(&table, stdout);
    for (size_t i = 0; i < trace->life.act_count; i++) {
        if (!is_said(trace, &trace->life.acts[i])) {
            act_cells(trace, &trace->life.acts[i], bytes, cells);
            table_row(&table, cells, stdout);
        }
    }
}

static void print_cut(struct line *line)
{
    char shown[CELL_SIZE * 2];
    struct line cut = line_of(shown, sizeof shown);
    text_cut(&cut, line_done(line), TABLE_WIDTH - 2);
    (void)printf("  %s\n", shown);
}

static void print_conflicts(const struct trace *trace)
{
    char when[WORD_TIME_SIZE];
    char bytes[CELL_SIZE];
    if (trace->life.conflict_count > 0) {
        (void)printf("\n%s\n", call_word(trace->call, "Mâu thuẫn", "Conflicts"));
    }
    for (size_t i = 0; i < trace->life.conflict_count; i++) {
        const struct book_conflict *one = &trace->life.conflicts[i];
        struct line line = line_of(bytes, sizeof bytes);
        line_put(&line,
                 word_time(trace->call, instant_minute(one->at), trace->position.clock, when));
        line_put(&line, "  ");
        line_text(&line, offices_name(&trace->offices, one->party));
        line_put(&line, ": ");
        line_put(&line, word_conflict(trace->call, one->kind));
        line_put(&line, " (");
        line_put(&line, call_word(trace->call, "sổ ghi: ", "by the book: "));
        line_text(&line, offices_name(&trace->offices, one->holder));
        line_put(&line, ")");
        print_cut(&line);
    }
}

static void print_changes(const struct trace *trace)
{
    char when[WORD_TIME_SIZE];
    char bytes[CELL_SIZE];
    if (trace->life.change_count > 0) {
        (void)printf("\n%s\n", call_word(trace->call, "Diễn biến mức", "Levels so far"));
    }
    for (size_t i = 0; i < trace->life.change_count; i++) {
        const struct book_change *one = &trace->life.changes[i];
        struct line line = line_of(bytes, sizeof bytes);
        line_put(&line, word_time(trace->call, one->at, trace->position.clock, when));
        line_put(&line, "  ");
        line_put(&line, word_level(trace->call, one->level));
        if (one->cause != CAUSE_NONE) {
            line_put(&line, ", ");
            line_put(&line, word_cause(trace->call, one->cause));
        }
        if (one->leg != LEG_NONE) {
            line_put(&line, ", ");
            line_put(&line, word_leg(trace->call, one->leg));
        }
        if (one->forecast.m != MINUTE_NEVER.m && one->promised.m != MINUTE_NEVER.m) {
            line_put(&line, "  ");
            line_signed(&line, one->slack_minutes);
        }
        print_cut(&line);
    }
}

static void print_text(const struct trace *trace)
{
    char when[WORD_TIME_SIZE];
    print_head(trace);
    print_acts(trace);
    print_conflicts(trace);
    print_changes(trace);
    const struct text as_of = text_of(word_minute(trace->call, trace->position.clock, when));
    if (!trace->call->quiet) {
        (void)putchar('\n');
    }
    call_tell(trace->call, trao_said(SAID_AS_OF), &as_of, 1);
}

static void print_json(const struct trace *trace)
{
    const struct life *life = &trace->life;
    json_t *object = flag_json_dossier(&life->dossier);
    json_t *acts = json_array();
    json_t *changes = json_array();
    json_t *conflicts = json_array();
    for (size_t i = 0; i < life->act_count; i++) {
        (void)json_array_append_new(acts, flag_json_act(&life->acts[i]));
    }
    for (size_t i = 0; i < life->change_count; i++) {
        (void)json_array_append_new(changes, flag_json_change(&life->changes[i]));
    }
    for (size_t i = 0; i < life->conflict_count; i++) {
        (void)json_array_append_new(conflicts, flag_json_conflict(&life->conflicts[i]));
    }
    (void)json_object_set_new(object, "timeline", acts);
    (void)json_object_set_new(object, "flag_history", changes);
    (void)json_object_set_new(object, "conflict_list", conflicts);
    (void)json_object_set_new(object, "as_of", answer_minute(trace->position.clock));
    (void)answer_json(object);
}

static int read_and_print(struct trace *trace, struct flag_reader *reader, struct arena *arena)
{
    enum status status = flag_reader_position(reader, &trace->position);
    if (status == STATUS_OK) {
        status = offices_read(&trace->offices, trace->call, reader, arena);
    }
    if (status == STATUS_OK) {
        status = life_read(reader, text_of(trace->code), arena, &trace->life);
        if (status == STATUS_NOT_FOUND) {
            return call_refuse(trace->call, CALL_FOUND, trao_said(SAID_NO_DOSSIER),
                               text_of(trace->code), (struct text){0});
        }
    }
    if (status != STATUS_OK) {
        return books_failed(trace->call, STATE_FLAGS, status);
    }
    if (trace->call->json) {
        print_json(trace);
    } else {
        print_text(trace);
    }
    return CALL_OK;
}

/* A dossier's code as it was scanned, typed or copied out of a QR code's address. */
static int take_code(struct trace *trace, const char *given)
{
    struct item_grammar grammar;
    struct item_code code;
    item_grammar_default(&grammar);
    item_code_read(text_of(given), &grammar, &code);
    if (code.kind != ITEM_DOSSIER) {
        return call_refuse(trace->call, CALL_USAGE, trao_said(SAID_TRACE_CODE), text_of(given),
                           (struct text){0});
    }
    return text_copy(item_code_text(&code), trace->code, sizeof trace->code) ? CALL_OK : CALL_USAGE;
}

int verb_trace(struct call *call, int argc, char **argv)
{
    static struct trace trace; /* too large for a stack */
    struct config config;
    struct flag_reader_sqlite book;
    int result = call_options(call, argc, argv, NULL, 0);
    trace.call = call;
    if (result == CALL_OK) {
        result = call_words(call, 1, "CODE");
    }
    if (result == CALL_OK) {
        result = take_code(&trace, call->argv[0]);
    }
    if (result == CALL_OK) {
        result = config_read(call, &config);
    }
    if (result == CALL_OK) {
        result = books_flags(call, &config, &book);
    }
    if (result != CALL_OK) {
        return result;
    }
    void *texts = malloc(TEXTS_SIZE);
    struct flag_reader reader = flag_reader_sqlite_reader(&book);
    if (texts) {
        struct arena arena = arena_of(texts, TEXTS_SIZE);
        result = read_and_print(&trace, &reader, &arena);
    } else {
        result = call_refuse_plain(call, CALL_FAILED, trao_said(SAID_NO_MEMORY));
    }
    free(texts);
    flag_reader_sqlite_close(&book);
    return result;
}
