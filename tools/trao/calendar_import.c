/* calendar_import - `trao calendar import`: a changed calendar, shown first and applied by
 * decision.
 *
 * Without `--decide` nothing is written: the promises that the calendar would move are listed. Two
 * persons decide; what they decided stands in the file that they sign. A promise that is moved is a
 * statement of its own: a new date, known from the decision on. */
#include <stdlib.h>
#include <string.h>

#include "tools/trao/almanac_said.h"
#include "tools/trao/answer.h"
#include "tools/trao/calendar_moves.h"
#include "tools/trao/calendar_verbs.h"
#include "tools/trao/device_verbs.h"
#include "tools/trao/import_send.h"
#include "tools/trao/table.h"
#include "tools/trao/trao_said.h"
#include "tools/trao/wait_option.h"
#include "tools/trao/words.h"

enum { DECISION_SIZE = 1024, COLUMNS = 4 };

struct change {
    const struct call *call;
    const char *valid_from_text, *why, *by, *and_by, *wait;
    bool moves_too;
    unsigned seconds;
    struct config config;
    struct faults faults;
    struct import_file file;
    struct import_file promises; /* NgayHenTraMoi of those that move */
    struct calendar *calendar;
    struct editions editions;
    struct book_past book;
    struct moves moves;
    char decision[DECISION_SIZE]; /* a comment in what is sent; empty: none */
    bool sent;
};

static int no_memory(const struct change *change)
{
    return call_refuse_plain(change->call, CALL_FAILED, trao_said(SAID_NO_MEMORY));
}

static bool is_plain(struct text text)
{
    for (size_t i = 0; i < text.size; i++) {
        if ((uint8_t)text.at[i] < ' ') {
            return false;
        }
    }
    return text.size > 0 && text.size <= STATEMENT_NOTE_MAX && text_utf8(text);
}

static int check_words(struct change *change)
{
    const struct call *call = change->call;
    struct day day;
    if (change->valid_from_text && day_parse(text_of(change->valid_from_text), &day) != STATUS_OK) {
        return call_refuse(call, CALL_USAGE, trao_said(SAID_BAD_DAY),
                           text_of(change->valid_from_text), (struct text){0});
    }
    change->seconds = DESK_WAIT_SECONDS;
    int result = wait_option(call, change->wait, &change->seconds);
    if (result != CALL_OK || !change->why) {
        return result == CALL_OK && (change->moves_too || change->by || change->and_by)
                   ? call_missing(call, "--decide")
                   : result;
    }
    const struct text why = text_trim(text_of(change->why));
    if (!is_plain(why)) {
        return call_refuse(call, CALL_USAGE, trao_said(SAID_LONG_TEXT), TEXT("--decide"),
                           (struct text){0});
    }
    result = device_persons(call, change->by, change->and_by);
    if (result == CALL_OK &&
        (!is_plain(text_of(change->by)) || !is_plain(text_of(change->and_by)))) {
        return call_refuse_plain(call, CALL_USAGE, trao_said(SAID_TWO_PERSONS));
    }
    struct line line = line_of(change->decision, sizeof change->decision);
    line_put(&line, "# decided: ");
    line_text(&line, why);
    line_put(&line, "; ");
    line_text(&line, text_trim(text_of(change->by)));
    line_put(&line, "; ");
    line_text(&line, text_trim(text_of(change->and_by)));
    line_char(&line, '\n');
    return result;
}

/* The file, judged as every import judges it. */
static int take_file(struct change *change)
{
    char *bytes = NULL;
    size_t size = 0;
    const char *path = change->call->argv[0];
    int result = import_read(change->call, path, &bytes, &size);
    if (result != CALL_OK) {
        return result;
    }
    change->calendar = malloc(sizeof *change->calendar);
    if (!change->calendar || !import_begin(&change->file, path, FILE_CALENDAR)) {
        free(bytes);
        return no_memory(change);
    }
    import_calendar(&change->file, (struct text){.at = bytes, .size = size}, change->calendar,
                    &change->faults);
    free(bytes);
    (void)fputs(change->decision, change->file.out);
    if (!import_end(&change->file)) {
        return no_memory(change);
    }
    change->file.stated =
        hash_of(span_of(change->file.bytes, change->file.size - strlen(change->decision)));
    if (change->faults.count == 0) {
        return CALL_OK;
    }
    char digits[24];
    struct line line = line_of(digits, sizeof digits);
    line_unsigned(&line, change->faults.count);
    if (change->call->json) {
        (void)answer_json(json_pack("{s:b, s:O}", "applied", 0, "faults", change->faults.list));
        return CALL_FOUND;
    }
    return call_refuse(change->call, CALL_FOUND, trao_said(SAID_FAULTS), line_done(&line),
                       (struct text){0});
}

/* What the books say would move. Without a plan in them nothing is judged yet, and nothing moves.
 */
static int look(struct change *change)
{
    int result = editions_read(&change->editions, change->call, NULL, FILE_CALENDAR);
    if (result != CALL_OK || editions_count(&change->editions, FILE_CALENDAR) == 0 ||
        editions_count(&change->editions, FILE_PLAN) == 0) {
        return result;
    }
    result = book_past_read(&change->book, change->call, &change->config);
    if (result == CALL_OK && moves_read(&change->moves, &change->book, &change->editions,
                                        change->calendar) != STATUS_OK) {
        result = no_memory(change);
    }
    return result;
}

static struct text code_of(const struct change *change, const struct promise_move *move)
{
    return names_text(&change->book.past.names,
                      past_at(&change->book.past, move->at)->facts.dossier);
}

static void print_moves(const struct change *change)
{
    const struct call *call = change->call;
    const struct table_column columns[COLUMNS] = {
        {text_of(call_word(call, "Hồ sơ",          "Dossier")),         false, true },
        {text_of(call_word(call, "Hẹn trả",       "Promised")),        false, false},
        {text_of(call_word(call, "Sẽ là",          "Would be")),        false, false},
        {text_of(call_word(call, "Phút làm việc", "Working minutes")), true,  false}
    };
    struct table table;
    table_begin(&table, columns, COLUMNS, call->color);
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < change->moves.count; i++) {
            const struct promise_move *move = &change->moves.rows[i];
            char from[WORD_TIME_SIZE];
            char to[WORD_TIME_SIZE];
            char digits[24];
            struct line minutes = line_of(digits, sizeof digits);
            line_signed(&minutes, move->minutes);
            const struct text cells[COLUMNS] = {
                code_of(change, move), text_of(word_minute(call, move->from, from)),
                text_of(word_minute(call, move->to, to)), line_done(&minutes)};
            if (pass == 0) {
                table_measure(&table, cells);
            } else {
                table_row(&table, cells, stdout);
            }
        }
        if (pass == 0 && change->moves.count > 0) {
            table_fit(&table);
            table_titles(&table, stdout);
        }
    }
}

static struct text number_text(char digits[24], uint64_t number)
{
    struct line line = line_of(digits, 24);
    line_unsigned(&line, number);
    return line_done(&line);
}

static int last_year(const struct calendar *calendar)
{
    int last = CALENDAR_YEAR_MIN;
    for (int year = CALENDAR_YEAR_MIN; year <= CALENDAR_YEAR_MAX; year++) {
        last = (calendar->years >> (year - CALENDAR_YEAR_MIN) & 1U) != 0 ? year : last;
    }
    return last;
}

static void tell_counts(const struct change *change)
{
    const struct moves *moves = &change->moves;
    char digits[4][24];
    const struct text values[] = {
        number_text(digits[0], moves->count), number_text(digits[1], moves->open),
        number_text(digits[2], moves->paused), number_text(digits[3], moves->again)};
    call_tell(change->call, almanac_said(ALMANAC_SAID_MOVES), values, 4);
    if (moves->beyond > 0) {
        const struct text beyond[] = {
            number_text(digits[0], moves->beyond),
            number_text(digits[1], (uint64_t)last_year(change->calendar))};
        call_tell(change->call, almanac_said(ALMANAC_SAID_BEYOND_SUM), beyond, 2);
    }
}

static int answer(const struct change *change, bool applied, bool receipted)
{
    const struct moves *moves = &change->moves;
    json_t *rows = json_array();
    for (size_t i = 0; i < moves->count; i++) {
        const struct promise_move *move = &moves->rows[i];
        (void)json_array_append_new(
            rows, json_pack("{s:o, s:o, s:o, s:i}", "dossier", answer_text(code_of(change, move)),
                            "from", answer_minute(move->from), "to", answer_minute(move->to),
                            "minutes", (int)move->minutes));
    }
    return answer_json(json_pack("{s:b, s:b, s:b, s:o, s:I, s:I, s:I, s:I}", "applied", applied,
                                 "moved", applied && change->moves_too, "receipted", receipted,
                                 "moves", rows, "open", (json_int_t)moves->open, "paused",
                                 (json_int_t)moves->paused, "again", (json_int_t)moves->again,
                                 "beyond", (json_int_t)moves->beyond))
               ? CALL_OK
               : CALL_FAILED;
}

/* yyyyMMddHHmmss, as the portal writes instants. */
static void put_compact(FILE *out, struct instant instant)
{
    const struct civil civil = instant_civil(instant);
    (void)fprintf(out, "%04d%02d%02d%02d%02d%02d", civil.year, civil.month, civil.day, civil.hour,
                  civil.minute, civil.second);
}

/* A new date for each: asked for and brought in one instant, so that no clock is stopped. */
static int write_promises(struct change *change, struct instant now)
{
    if (!import_begin(&change->promises, "promises.csv", FILE_SUPPLEMENTS)) {
        return no_memory(change);
    }
    FILE *out = change->promises.out;
    (void)fprintf(out, SUPPLEMENTS_HEADER "\n%s", change->decision);
    for (size_t i = 0; i < change->moves.count; i++) {
        const struct promise_move *move = &change->moves.rows[i];
        const struct text code = code_of(change, move);
        const struct instant when[] = {now, now, minute_instant(move->from),
                                       minute_instant(move->to)};
        (void)fprintf(out, "%.*s", (int)code.size, code.at);
        for (size_t k = 0; k < sizeof when / sizeof when[0]; k++) {
            (void)fputc(',', out);
            put_compact(out, when[k]);
        }
        (void)fputc('\n', out);
    }
    change->promises.rows = change->moves.count;
    return import_end(&change->promises) ? CALL_OK : no_memory(change);
}

static int say(struct change *change, struct desk *desk)
{
    const struct instant now = desk_now(desk).wall;
    const struct day today = minute_day(instant_minute(now));
    struct day valid_from = today;
    if (change->valid_from_text) {
        (void)!day_parse(text_of(change->valid_from_text), &valid_from);
    }
    const bool moves = change->moves_too && change->moves.count > 0;
    if (change->moves_too && valid_from.d > today.d) {
        char text[CALENDAR_DAY_SIZE];
        return call_refuse(change->call, CALL_USAGE, almanac_said(ALMANAC_SAID_MOVE_LATER),
                           text_of(calendar_day(change->call, valid_from, text)), (struct text){0});
    }
    int result = moves ? write_promises(change, now) : CALL_OK;
    if (result == CALL_OK) {
        result = import_send(desk, &change->file, valid_from);
    }
    if (result == CALL_OK && moves) {
        result = import_send(desk, &change->promises, (struct day){0});
    }
    change->sent = result == CALL_OK;
    return result;
}

static void tell_applied(const struct change *change, int result)
{
    char digits[2][24];
    const struct text count = number_text(digits[0], change->moves.count);
    const struct text values[] = {text_of(change->file.path), TEXT("calendar"),
                                  number_text(digits[1], change->file.rows)};
    call_tell(change->call, trao_said(result == CALL_OK ? SAID_IMPORTED : SAID_IMPORT_KEPT), values,
              3);
    if (change->moves.open > 0) {
        call_tell(change->call,
                  almanac_said(change->moves_too ? ALMANAC_SAID_MOVED : ALMANAC_SAID_MOVES_KEPT),
                  &count, 1);
    }
}

static int apply(struct change *change)
{
    struct desk desk;
    int result = desk_open(change->call, &change->config, &desk);
    if (result != CALL_OK) {
        return result;
    }
    result = say(change, &desk);
    if (result == CALL_OK) {
        result = desk_send(&desk, change->seconds, trao_said(SAID_SENDING));
    }
    desk_close(&desk);
    if (!change->sent) {
        return result;
    }
    if (change->call->json) {
        return answer(change, true, result == CALL_OK) == CALL_OK ? result : CALL_FAILED;
    }
    tell_applied(change, result);
    return result;
}

static int run(struct change *change)
{
    int result = check_words(change);
    if (result == CALL_OK) {
        result = config_read(change->call, &change->config);
    }
    if (result == CALL_OK) {
        result = take_file(change);
    }
    if (result == CALL_OK) {
        result = look(change);
    }
    if (result != CALL_OK) {
        return result;
    }
    const bool first = editions_count(&change->editions, FILE_CALENDAR) == 0;
    if (!change->call->json && !first) {
        print_moves(change);
        tell_counts(change);
    }
    if (first || change->why) {
        return apply(change);
    }
    if (change->call->json) {
        result = answer(change, false, false);
    } else {
        call_tell(change->call, almanac_said(ALMANAC_SAID_MOVES_SHOWN), NULL, 0);
    }
    return result == CALL_OK && change->moves.count > 0 ? CALL_FOUND : result;
}

int calendar_import(struct call *call, int argc, char **argv)
{
    static struct change change; /* too large for a stack */
    change = (struct change){.call = call};
    const struct call_option options[] = {
        {"valid-from", &change.valid_from_text, NULL             },
        {"decide",     &change.why,             NULL             },
        {"by",         &change.by,              NULL             },
        {"and",        &change.and_by,          NULL             },
        {"wait",       &change.wait,            NULL             },
        {"move",       NULL,                    &change.moves_too}
    };
    int result = call_options(call, argc, argv, options, sizeof options / sizeof options[0]);
    if (result == CALL_OK) {
        result = call_words(call, 1, "FILE");
    }
    if (result != CALL_OK) {
        return result;
    }
    faults_begin(&change.faults, call);
    result = run(&change);
    faults_end(&change.faults);
    import_free(&change.file);
    import_free(&change.promises);
    moves_free(&change.moves);
    book_past_free(&change.book);
    editions_free(&change.editions);
    free(change.calendar);
    return result;
}
