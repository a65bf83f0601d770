#include "server/board/board.h"

#include <stdlib.h>
#include <string.h>

#include "server/board/board_said.h"
#include "server/board/render.h"

enum {
    FLAGS_MAX = 500,
    FLAGS_USUAL = 100,
    ACTS_MAX = CUSTODY_ACTS_MAX,
    CHANGES_MAX = 200,
    OFFICES_MAX = 100,
    BOOK_OLD_MINUTES = 5,
    CODE_SIZE_MAX = 64,
};

/* --- answers --- */

static void refuse(const struct board *board, struct answer *answer, unsigned code,
                   enum board_said which, struct text value)
{
    body_free(&answer->body);
    answer->code = code;
    answer->type = "application/problem+json";
    render_problem(&answer->body, code, board_said(which), board->language, value);
}

static void refuse_book(const struct board *board, struct answer *answer, enum status status)
{
    refuse(board, answer, 503, status == STATUS_NOT_FOUND ? BOARD_NO_BOOK : BOARD_BROKEN,
           (struct text){0});
}

/* --- what is asked --- */

static enum language language_of(const struct board *board, const struct request *request)
{
    struct text lang = request->query(request->self, "lang");
    if (text_is(lang, "en")) {
        return LANGUAGE_EN;
    }
    return text_is(lang, "vi") ? LANGUAGE_VI : board->language;
}

/* A number between 0 and MOST; the usual one if it is not given. False: it is no such number. */
static bool number_of(const struct request *request, const char *name, uint64_t usual,
                      uint64_t most, uint64_t *out_number)
{
    struct text text = request->query(request->self, name);
    if (text.size == 0) {
        *out_number = usual;
        return true;
    }
    if (!text_unsigned(text, out_number)) {
        return false;
    }
    *out_number = *out_number > most ? most : *out_number;
    return true;
}

struct asked {
    struct flag_filter filter;
    uint64_t limit;
    uint64_t page;
};

/* NULL: understood; else the parameter that is not. */
static const char *flags_asked(const struct request *request, struct asked *out_asked)
{
    struct text level = request->query(request->self, "level");
    struct text cause = request->query(request->self, "cause");
    struct asked asked = {
        .filter = {.any_level = true, .any_cause = true, .only_flagged = true}
    };
    asked.filter.agency = request->query(request->self, "agency");
    if (level.size > 0 && !text_is(level, "all")) {
        asked.filter.any_level = false;
        if (!flag_level_parse(level, &asked.filter.level)) {
            return "level";
        }
    }
    asked.filter.only_flagged = level.size == 0;
    if (cause.size > 0) {
        asked.filter.any_cause = false;
        if (!flag_cause_parse(cause, &asked.filter.cause)) {
            return "cause";
        }
    }
    if (!number_of(request, "limit", FLAGS_USUAL, FLAGS_MAX, &asked.limit) || asked.limit == 0) {
        return "limit";
    }
    if (!number_of(request, "page", 0, UINT32_MAX, &asked.page)) {
        return "page";
    }
    *out_asked = asked;
    return NULL;
}

/* --- what the book says --- */

struct reading {
    struct book_position position;
    struct flag_counts counts;
    struct view view;
};

static bool intake_is_down(const struct board *board, struct instant mono)
{
    struct text rest = text_of(board->intake.text);
    while (rest.size > 0) {
        if (text_is(text_split(&rest, '\n'), "down 1")) {
            return true;
        }
    }
    return !board->intake.known || mono.ms - board->intake.changed.ms > board->intake_silent_ms;
}

static enum status read_heads(struct board *board, struct reading *reading)
{
    struct clock_reading now = clock_read(board->clock);
    enum status status = flag_reader_position(board->reader, &reading->position);
    if (status == STATUS_OK) {
        status = flag_reader_counts(board->reader, &reading->counts);
    }
    struct minute minute = instant_minute(now.wall);
    reading->view = (struct view){
        .language = board->language,
        .demo = board->demo,
        .now = minute,
        .position = &reading->position,
        .counts = &reading->counts,
        .intake = &board->intake,
        .intake_down = intake_is_down(board, now.mono),
        .book_old = minute.m - reading->position.clock.m > BOOK_OLD_MINUTES,
    };
    return status;
}

static enum status read_flags(struct board *board, const struct asked *asked,
                              struct reading *reading)
{
    struct book_dossier *rows = arena_take(&board->arena, (size_t)asked->limit * sizeof *rows);
    enum status status = rows ? read_heads(board, reading) : STATUS_FULL;
    if (status == STATUS_OK) {
        status =
            flag_reader_flags(board->reader, &asked->filter, asked->page * asked->limit,
                              &board->arena, rows, (size_t)asked->limit, &reading->view.flag_count);
    }
    reading->view.flags = rows;
    return status;
}

static enum status read_offices(struct board *board, struct view *view)
{
    struct book_office *offices = arena_take(&board->arena, OFFICES_MAX * sizeof *offices);
    view->offices = offices;
    return offices ? flag_reader_offices(board->reader, 0, &board->arena, offices, OFFICES_MAX,
                                         &view->office_count)
                   : STATUS_FULL;
}

/* --- routes --- */

static void answer_flags(struct board *board, const struct request *request, struct answer *answer)
{
    struct asked asked;
    struct reading reading;
    const char *wrong = flags_asked(request, &asked);
    if (wrong) {
        refuse(board, answer, 400, BOARD_BAD_QUERY, text_of(wrong));
        return;
    }
    enum status status = read_flags(board, &asked, &reading);
    if (status != STATUS_OK) {
        refuse_book(board, answer, status);
        return;
    }
    answer->type = "application/json";
    render_flags_json(&answer->body, &reading.view);
}

static void answer_page(struct board *board, const struct request *request, struct answer *answer)
{
    static const struct asked usual = {
        .filter = {.any_level = true, .any_cause = true, .only_flagged = true},
        .limit = FLAGS_USUAL
    };
    struct reading reading;
    enum status status = read_flags(board, &usual, &reading);
    if (status == STATUS_OK) {
        status = read_offices(board, &reading.view);
    }
    if (status != STATUS_OK) {
        refuse_book(board, answer, status);
        return;
    }
    reading.view.language = language_of(board, request);
    answer->type = "text/html; charset=utf-8";
    render_page(&answer->body, &reading.view);
}

/* Acts of SUBJECT behind those already there. */
static enum status add_acts(struct board *board, struct text subject, struct book_act *acts,
                            size_t *count)
{
    size_t more = 0;
    enum status status = *count == ACTS_MAX
                             ? STATUS_OK
                             : flag_reader_acts(board->reader, subject, &board->arena,
                                                acts + *count, ACTS_MAX - *count, &more);
    *count += more;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static bool names_bundle(const struct book_act *acts, size_t count, struct text bundle)
{
    for (size_t i = 0; i < count; i++) {
        if (text_equal(acts[i].subject, bundle)) {
            return true;
        }
    }
    return false;
}

static int by_time(const void *a, const void *b)
{
    const struct book_act *one = a;
    const struct book_act *two = b;
    if (one->at.ms != two->at.ms) {
        return one->at.ms < two->at.ms ? -1 : 1;
    }
    return (one->kind > two->kind) - (one->kind < two->kind);
}

/* The dossier's own acts, then those of each bundle it was packed into, nested. */
static enum status read_acts(struct board *board, struct text code, struct timeline *timeline)
{
    struct book_act *acts = arena_take(&board->arena, ACTS_MAX * sizeof *acts);
    size_t count = 0;
    enum status status = acts ? add_acts(board, code, acts, &count) : STATUS_FULL;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        if (acts[i].kind == ACT_PACK && !names_bundle(acts, count, acts[i].parent)) {
            status = add_acts(board, acts[i].parent, acts, &count);
        }
    }
    if (status == STATUS_OK) {
        qsort(acts, count, sizeof *acts, by_time);
    }
    timeline->acts = acts;
    timeline->act_count = count;
    return status;
}

static enum status read_timeline(struct board *board, struct text code, struct timeline *timeline)
{
    struct book_dossier *dossier = arena_take(&board->arena, sizeof *dossier);
    struct book_change *changes = arena_take(&board->arena, CHANGES_MAX * sizeof *changes);
    struct book_conflict *conflicts =
        arena_take(&board->arena, CUSTODY_CONFLICTS_MAX * sizeof *conflicts);
    if (!dossier || !changes || !conflicts) {
        return STATUS_FULL;
    }
    *timeline = (struct timeline){.dossier = dossier, .changes = changes, .conflicts = conflicts};
    enum status status = flag_reader_dossier(board->reader, code, &board->arena, dossier);
    if (status == STATUS_OK) {
        status = read_acts(board, code, timeline);
    }
    if (status == STATUS_OK) {
        status = flag_reader_changes(board->reader, code, &board->arena, changes, CHANGES_MAX,
                                     &timeline->change_count);
    }
    if (status == STATUS_OK) {
        status = flag_reader_conflicts(board->reader, code, &board->arena, conflicts,
                                       CUSTODY_CONFLICTS_MAX, &timeline->conflict_count);
    }
    return status;
}

static void answer_dossier(struct board *board, struct text code, struct answer *answer)
{
    struct timeline timeline;
    struct book_position position;
    enum status status = flag_reader_position(board->reader, &position);
    if (status != STATUS_OK) {
        refuse_book(board, answer, status);
        return;
    }
    status = code.size == 0 || code.size > CODE_SIZE_MAX ? STATUS_NOT_FOUND
                                                         : read_timeline(board, code, &timeline);
    if (status == STATUS_NOT_FOUND) {
        refuse(board, answer, 404, BOARD_NOT_FOUND, (struct text){0});
    } else if (status != STATUS_OK) {
        refuse_book(board, answer, status);
    } else {
        answer->type = "application/json";
        render_timeline_json(&answer->body, &timeline);
    }
}

static void answer_health(struct answer *answer)
{
    answer->type = "text/plain; charset=utf-8";
    body_put(&answer->body, "ok\n");
}

/* In words what is missing; 200 only when nothing is. */
static void answer_ready(struct board *board, struct answer *answer)
{
    struct reading reading;
    enum status status = read_heads(board, &reading);
    answer->type = "text/plain; charset=utf-8";
    if (status != STATUS_OK) {
        body_put(&answer->body, "the flag book cannot be read: ");
        body_put(&answer->body, status_text(status));
        body_put(&answer->body, "\n");
    } else if (reading.view.book_old) {
        body_put(&answer->body, "the flag book's clock stands still: is watch running?\n");
    }
    if (intake_is_down(board, clock_read(board->clock).mono)) {
        body_put(&answer->body, "intake gives no sign of life, or cannot write its book\n");
    }
    answer->code = answer->body.size == 0 ? 200 : 503;
    if (answer->code == 200) {
        body_put(&answer->body, "ready\n");
    }
}

static void answer_metrics(struct board *board, struct answer *answer)
{
    struct reading reading = {0};
    if (read_heads(board, &reading) != STATUS_OK) {
        reading.position = (struct book_position){0}; /* zeroes, and the age shows it */
        reading.counts = (struct flag_counts){0};
    }
    answer->type = "text/plain; version=0.0.4; charset=utf-8";
    render_metrics(&answer->body, &reading.view, board->requests, board->unauthorised);
}

/* --- who may --- */

/* As long for a wrong token as for a right one. */
static bool same_token(const struct board *board, struct text given)
{
    size_t size = strlen(board->token);
    unsigned differs = (unsigned)(given.size ^ size);
    for (size_t i = 0; i < given.size && i < BOARD_TOKEN_MAX; i++) {
        differs |= (unsigned char)given.at[i] ^ (unsigned char)board->token[i % (size + 1)];
    }
    return size > 0 && differs == 0;
}

static bool may(const struct board *board, const struct request *request)
{
    struct text bearer = request->authorization;
    if (text_starts(bearer, "Bearer ")) {
        bearer.at += sizeof "Bearer " - 1;
        bearer.size -= sizeof "Bearer " - 1;
        return same_token(board, text_trim(bearer));
    }
    return same_token(board, request->cookie);
}

/* `/?token=…` once: the token becomes a cookie and leaves the address. */
static bool answer_login(const struct board *board, const struct request *request,
                         struct answer *answer)
{
    struct text token = request->query(request->self, "token");
    if (token.size == 0 || !text_is(request->path, "/") || !same_token(board, token)) {
        return false;
    }
    struct line line = line_of(answer->location, sizeof answer->location);
    line_put(&line, language_of(board, request) == LANGUAGE_EN ? "/?lang=en" : "/");
    answer->code = 303;
    answer->set_cookie = true;
    answer->type = "text/plain; charset=utf-8";
    return true;
}

static bool answer_open(struct board *board, const struct request *request, struct answer *answer)
{
    if (text_is(request->path, "/healthz")) {
        answer_health(answer);
    } else if (text_is(request->path, "/readyz")) {
        answer_ready(board, answer);
    } else if (text_is(request->path, "/metrics")) {
        answer_metrics(board, answer);
    } else if (text_is(request->path, "/style.css")) {
        answer->type = "text/css; charset=utf-8";
        render_style(&answer->body);
    } else {
        return answer_login(board, request, answer);
    }
    return true;
}

static void answer_closed(struct board *board, const struct request *request, struct answer *answer)
{
    static const char dossiers[] = "/api/v1/dossiers/";
    if (text_is(request->path, "/")) {
        answer_page(board, request, answer);
    } else if (text_is(request->path, "/api/v1/flags")) {
        answer_flags(board, request, answer);
    } else if (text_starts(request->path, dossiers)) {
        struct text code = {.at = request->path.at + sizeof dossiers - 1,
                            .size = request->path.size - (sizeof dossiers - 1)};
        answer_dossier(board, code, answer);
    } else {
        refuse(board, answer, 404, BOARD_NOT_FOUND, (struct text){0});
    }
}

void board_answer(struct board *board, const struct request *request, struct answer *out_answer)
{
    *out_answer = (struct answer){.code = 200};
    arena_reset(&board->arena);
    board->requests++;
    if (!text_is(request->method, "GET") && !text_is(request->method, "HEAD")) {
        refuse(board, out_answer, 405, BOARD_METHOD, (struct text){0});
    } else if (!answer_open(board, request, out_answer)) {
        if (may(board, request)) {
            answer_closed(board, request, out_answer);
        } else {
            board->unauthorised++;
            refuse(board, out_answer, 401, BOARD_UNAUTHORISED, (struct text){0});
        }
    }
    if (out_answer->body.failed) {
        refuse(board, out_answer, 500, BOARD_BROKEN, (struct text){0});
    }
}
