/* verb_late - `trao late`: the dossiers whose promise is in danger, the most urgent first. */
#include <string.h>

#include "tools/trao/answer.h"
#include "tools/trao/books.h"
#include "tools/trao/flag_json.h"
#include "tools/trao/flag_words.h"
#include "tools/trao/table.h"
#include "tools/trao/trao_said.h"
#include "tools/trao/verbs.h"
#include "tools/trao/words.h"

enum {
    ROWS_MAX = 65536,
    STEP = 256,
    TEXTS_SIZE = 64 * 1024 * 1024,
    COLUMNS = 5,
    CELL_SIZE = 192,
    LINE_SIZE = 512,
    LIMIT_USUAL = 200
};

struct late {
    const struct call *call;
    struct flag_reader reader;
    struct flag_filter filter;
    bool with_unknown;
    bool why; /* each flag's sentence and rule too */
    uint64_t limit;
    struct offices offices;
    struct book_position position;
    struct flag_counts counts;
    struct arena arena;
    struct book_dossier *rows;
    size_t count;
};

static bool is_asked_for(const struct late *late, const struct book_dossier *row)
{
    return !late->filter.only_flagged || late->with_unknown || row->level != FLAG_UNKNOWN;
}

static enum status read_rows(struct late *late)
{
    uint64_t skip = 0;
    size_t count = STEP;
    while (count == STEP && late->count < late->limit && late->count + STEP <= ROWS_MAX) {
        struct book_dossier *to = late->rows + late->count;
        enum status status =
            flag_reader_flags(&late->reader, &late->filter, skip, &late->arena, to, STEP, &count);
        if (status != STATUS_OK) {
            return status;
        }
        skip += count;
        for (size_t i = 0; i < count && late->count < late->limit; i++) {
            if (is_asked_for(late, &to[i])) {
                late->rows[late->count++] = to[i];
            }
        }
    }
    return STATUS_OK;
}

static enum status read_book(struct late *late)
{
    enum status status = flag_reader_position(&late->reader, &late->position);
    if (status == STATUS_OK) {
        status = flag_reader_counts(&late->reader, &late->counts);
    }
    if (status == STATUS_OK) {
        status = offices_read(&late->offices, late->call, &late->reader, &late->arena);
    }
    return status == STATUS_OK ? read_rows(late) : status;
}

static void put_cells(const struct late *late, const struct book_dossier *row,
                      char bytes[COLUMNS][CELL_SIZE], struct text cells[COLUMNS])
{
    struct line line[COLUMNS];
    char when[WORD_TIME_SIZE];
    for (int i = 0; i < COLUMNS; i++) {
        line[i] = line_of(bytes[i], CELL_SIZE);
    }
    if (flag_words_has_slack(row)) {
        line_signed(&line[0], row->slack_minutes);
        line_put(&line[0], call_word(late->call, " ph", " min"));
    } else {
        line_put(&line[0], "—");
    }
    line_text(&line[1], row->code);
    line_put(&line[2], word_level(late->call, row->level));
    line_put(&line[3], word_time(late->call, row->promised, late->position.clock, when));
    flag_words_place(&line[4], &late->offices, row);
    for (int i = 0; i < COLUMNS; i++) {
        cells[i] = line_done(&line[i]);
    }
}

/* The second line of a row: why, and what would save it. */
static void print_why(const struct late *late, const struct book_dossier *row)
{
    char bytes[LINE_SIZE];
    char shown[LINE_SIZE];
    struct line line = line_of(bytes, sizeof bytes);
    struct line cut = line_of(shown, sizeof shown);
    flag_words_cause(&line, &late->offices, row);
    size_t before = line.size;
    char saver[LINE_SIZE];
    struct line save = line_of(saver, sizeof saver);
    flag_words_saver(&save, &late->offices, row, late->position.clock);
    if (save.size > 0) {
        line_put(&line, before > 0 ? " · " : "");
        line_text(&line, line_done(&save));
    }
    if (line.size > 0) {
        text_cut(&cut, line_done(&line), TABLE_WIDTH - 4);
        (void)printf("    %s\n", shown);
    }
    if (late->why) {
        char why[FLAG_SUM_SIZE + LINE_SIZE];
        struct line sentence = line_of(why, sizeof why);
        flag_words_why(&sentence, &late->offices, row);
        text_wrapped(line_done(&sentence), 4, stdout);
    }
}

static const char *color_of(const struct call *call, enum flag_level level)
{
    if (!call->color) {
        return "";
    }
    if (level == FLAG_OVERDUE || level == FLAG_WILL_MISS) {
        return "\x1b[31m";
    }
    return level == FLAG_AT_RISK ? "\x1b[33m" : "";
}

static void print_table(const struct late *late)
{
    const struct call *call = late->call;
    const struct table_column columns[COLUMNS] = {
        {text_of(call_word(call, "Còn dư",    "Slack")),    true,  false},
        {text_of(call_word(call, "Hồ sơ",    "Dossier")),  false, false},
        {text_of(call_word(call, "Mức",       "Level")),    false, false},
        {text_of(call_word(call, "Hẹn trả", "Promised")), false, false},
        {text_of(call_word(call, "Đang ở",   "Where")),    false, true }
    };
    struct table table;
    char bytes[COLUMNS][CELL_SIZE];
    struct text cells[COLUMNS];
    table_begin(&table, columns, COLUMNS, call->color);
    for (size_t i = 0; i < late->count; i++) {
        put_cells(late, &late->rows[i], bytes, cells);
        table_measure(&table, cells);
    }
    table_fit(&table);
    table_titles(&table, stdout);
    for (size_t i = 0; i < late->count; i++) {
        const char *color = color_of(call, late->rows[i].level);
        put_cells(late, &late->rows[i], bytes, cells);
        (void)fputs(color, stdout);
        table_row(&table, cells, stdout);
        (void)fputs(*color ? "\x1b[0m" : "", stdout);
        print_why(late, &late->rows[i]);
    }
}

static void print_counts(const struct late *late)
{
    char digits[6][24];
    char when[WORD_TIME_SIZE];
    const uint64_t *level = late->counts.by_level;
    const uint64_t counts[] = {level[FLAG_OVERDUE], level[FLAG_WILL_MISS], level[FLAG_AT_RISK],
                               level[FLAG_DUE_SOON]};
    struct text values[4];
    for (int i = 0; i < 4; i++) {
        struct line line = line_of(digits[i], sizeof digits[i]);
        line_unsigned(&line, counts[i]);
        values[i] = line_done(&line);
    }
    call_tell(late->call, trao_said(SAID_LATE_COUNTS), values, 4);
    if (late->count == late->limit) {
        struct line shown = line_of(digits[5], sizeof digits[5]);
        line_unsigned(&shown, late->count);
        const struct text number = line_done(&shown);
        call_tell(late->call, trao_said(SAID_LATE_MORE), &number, 1);
    }
    struct line unknown = line_of(digits[4], sizeof digits[4]);
    line_unsigned(&unknown, level[FLAG_UNKNOWN]);
    const struct text rest[] = {line_done(&unknown),
                                text_of(word_minute(late->call, late->position.clock, when))};
    call_tell(late->call, trao_said(SAID_LATE_AS_OF), rest, 2);
}

static int answer(const struct late *late)
{
    bool any = false;
    for (size_t i = 0; i < late->count; i++) {
        enum flag_level level = late->rows[i].level;
        any = any || level == FLAG_OVERDUE || level == FLAG_WILL_MISS || level == FLAG_AT_RISK;
    }
    if (!late->call->json) {
        if (late->count > 0) {
            print_table(late);
        }
        print_counts(late);
        return any ? CALL_FOUND : CALL_OK;
    }
    json_t *counts = json_object();
    json_t *flags = json_array();
    for (int level = 0; level < FLAG_LEVELS; level++) {
        (void)json_object_set_new(counts, flag_level_name((enum flag_level)level),
                                  json_integer((json_int_t)late->counts.by_level[level]));
    }
    for (size_t i = 0; i < late->count; i++) {
        (void)json_array_append_new(flags, flag_json_dossier(&late->rows[i]));
    }
    (void)answer_json(json_pack("{s:o, s:I, s:o, s:o}", "as_of",
                                answer_minute(late->position.clock), "book_position",
                                (json_int_t)late->position.n, "counts", counts, "flags", flags));
    return any ? CALL_FOUND : CALL_OK;
}

struct late_words {
    const char *level, *cause, *agency, *limit;
    bool all, why;
};

static int take_words(struct late *late, const struct late_words *words)
{
    late->limit = LIMIT_USUAL;
    late->with_unknown = words->all;
    late->why = words->why;
    late->filter = (struct flag_filter){.any_level = !words->level,
                                        .any_cause = !words->cause,
                                        .only_flagged = !words->level && !words->cause,
                                        .agency = text_of(words->agency)};
    if (words->level && !flag_level_parse(text_of(words->level), &late->filter.level)) {
        return call_refuse(late->call, CALL_USAGE, trao_said(SAID_BAD_LEVEL), text_of(words->level),
                           (struct text){0});
    }
    if (words->cause && !flag_cause_parse(text_of(words->cause), &late->filter.cause)) {
        return call_refuse(late->call, CALL_USAGE, trao_said(SAID_BAD_CAUSE), text_of(words->cause),
                           (struct text){0});
    }
    if (words->limit && (!text_unsigned(text_of(words->limit), &late->limit) || late->limit == 0 ||
                         late->limit > ROWS_MAX)) {
        return call_refuse(late->call, CALL_USAGE, trao_said(SAID_BAD_LIMIT), text_of(words->limit),
                           (struct text){0});
    }
    return CALL_OK;
}

int verb_late(struct call *call, int argc, char **argv)
{
    static struct late late; /* too large for a stack */
    struct late_words words = {0};
    struct books_list list;
    const struct call_option options[] = {
        {"level",  &words.level,  NULL      },
        {"cause",  &words.cause,  NULL      },
        {"agency", &words.agency, NULL      },
        {"limit",  &words.limit,  NULL      },
        {"all",    NULL,          &words.all},
        {"why",    NULL,          &words.why}
    };
    int result = call_options(call, argc, argv, options, sizeof options / sizeof options[0]);
    late = (struct late){.call = call};
    if (result == CALL_OK) {
        result = call_words(call, 0, NULL);
    }
    if (result == CALL_OK) {
        result = take_words(&late, &words);
    }
    if (result == CALL_OK) {
        result = books_list_open(&list, call, ROWS_MAX * sizeof *late.rows, TEXTS_SIZE);
    }
    if (result != CALL_OK) {
        return result;
    }
    late.reader = list.reader;
    late.arena = list.arena;
    late.rows = list.rows;
    const enum status status = read_book(&late);
    result = status == STATUS_OK ? answer(&late) : books_failed(call, STATE_FLAGS, status);
    books_list_close(&list);
    return result;
}
