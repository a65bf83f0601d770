#include "server/board/board.h"

#include "server/board/access.h"
#include "server/board/asked.h"
#include "server/board/board_said.h"
#include "server/board/render.h"
#include "server/board/view.h"

#define PLAIN   "text/plain; charset=utf-8"
#define HTML    "text/html; charset=utf-8"
#define JSON    "application/json"
#define PROBLEM "application/problem+json"

/* One request under way. */
struct turn {
    struct board *board;
    const struct request *request;
    struct answer *answer;
    enum language language;
    enum route route;
    struct text code; /* of the dossier */
};

/* A person gets a page, a program RFC 9457. */
static void refuse(const struct turn *turn, unsigned code, enum board_said which, struct text value)
{
    struct answer *answer = turn->answer;
    const struct problem problem = {.code = code,
                                    .said = board_said(which),
                                    .value = value,
                                    .language = turn->language,
                                    .wants_token = code == 401};
    body_free(&answer->body);
    answer->code = code;
    answer->type = turn->route == ROUTE_PAGE ? HTML : PROBLEM;
    if (turn->route == ROUTE_PAGE) {
        render_problem_page(&answer->body, &problem);
    } else {
        render_problem(&answer->body, &problem);
    }
}

static void refuse_book(const struct turn *turn, enum status status)
{
    refuse(turn, 503, status == STATUS_NOT_FOUND ? BOARD_NO_BOOK : BOARD_BROKEN, (struct text){0});
}

static void answer_flags(const struct turn *turn)
{
    struct asked asked;
    struct view view;
    const char *wrong = asked_flags(turn->request, &asked);
    if (wrong) {
        refuse(turn, 400, BOARD_BAD_QUERY, text_of(wrong));
        return;
    }
    enum status status = view_flags(&turn->board->source, &asked, &view);
    if (status != STATUS_OK) {
        refuse_book(turn, status);
        return;
    }
    turn->answer->type = JSON;
    render_flags_json(&turn->answer->body, &view);
}

static void answer_notices(const struct turn *turn)
{
    struct notices_asked asked;
    struct notices notices;
    const char *wrong = notices_ask(turn->request, &asked);
    if (wrong) {
        refuse(turn, 400, BOARD_BAD_QUERY, text_of(wrong));
        return;
    }
    const enum status status = notices_read(&turn->board->source, &asked, &notices);
    if (status != STATUS_OK) {
        refuse_book(turn, status);
        return;
    }
    turn->answer->type = JSON;
    render_notices_json(&turn->answer->body, &notices);
}

static void answer_runs(const struct turn *turn)
{
    struct runs_due runs;
    const struct text party = turn->request->query(turn->request->self, "party");
    if (!text_utf8(party)) {
        refuse(turn, 400, BOARD_BAD_QUERY, TEXT("party"));
        return;
    }
    const enum status status = runs_read(&turn->board->source, party, &runs);
    if (status != STATUS_OK) {
        refuse_book(turn, status);
        return;
    }
    turn->answer->type = JSON;
    render_runs_json(&turn->answer->body, &runs);
}

static void answer_page(const struct turn *turn)
{
    struct notices_asked asked;
    struct view view;
    const char *wrong = notices_ask(turn->request, &asked);
    if (wrong) {
        refuse(turn, 400, BOARD_BAD_QUERY, text_of(wrong));
        return;
    }
    enum status status = view_page(&turn->board->source, asked.party, &view);
    if (status != STATUS_OK) {
        refuse_book(turn, status);
        return;
    }
    view.language = turn->language;
    turn->answer->type = HTML;
    render_page(&turn->answer->body, &view);
}

static void answer_dossier(const struct turn *turn)
{
    struct timeline timeline;
    struct book_position position; /* tells a missing dossier from a missing book */
    enum status status = flag_reader_position(turn->board->source.reader, &position);
    if (status != STATUS_OK) {
        refuse_book(turn, status);
        return;
    }
    status = view_timeline(&turn->board->source, turn->code, &timeline);
    if (status == STATUS_NOT_FOUND) {
        refuse(turn, 404, BOARD_NOT_FOUND, (struct text){0});
    } else if (status != STATUS_OK) {
        refuse_book(turn, status);
    } else {
        turn->answer->type = JSON;
        render_timeline_json(&turn->answer->body, &timeline);
    }
}

static void missing(const struct turn *turn, enum board_said which)
{
    body_put(&turn->answer->body, said_in(board_said(which), turn->language));
    body_put(&turn->answer->body, "\n");
}

/* In words what is missing; 200 only when nothing is. */
static void answer_ready(const struct turn *turn)
{
    struct view view;
    enum status status = view_heads(&turn->board->source, &view);
    if (status != STATUS_OK) {
        missing(turn, status == STATUS_NOT_FOUND ? BOARD_NO_BOOK : BOARD_BROKEN);
    } else if (view.book_old) {
        missing(turn, BOARD_READY_WATCH);
    }
    if (view.intake_down || !view.intake->known) {
        missing(turn, BOARD_READY_INTAKE);
    }
    if (!view.clock_set) {
        missing(turn, BOARD_READY_CLOCK);
    }
    turn->answer->code = turn->answer->body.size == 0 ? 200 : 503;
    if (turn->answer->code == 200) {
        missing(turn, BOARD_READY);
    }
}

static void answer_metrics(const struct turn *turn)
{
    struct view view;
    bool readable = view_heads(&turn->board->source, &view) == STATUS_OK;
    turn->answer->type = "text/plain; version=0.0.4; charset=utf-8";
    render_metrics(&turn->answer->body, &view, readable, turn->board->requests,
                   turn->board->unauthorised);
}

/* The token becomes a cookie and leaves the address. */
static void answer_login(const struct turn *turn)
{
    struct line line = line_of(turn->answer->location, sizeof turn->answer->location);
    line_put(&line, turn->language == turn->board->source.language ? "/"
                    : turn->language == LANGUAGE_EN                ? "/?lang=en"
                                                                   : "/?lang=vi");
    turn->answer->code = 303;
    turn->answer->set_cookie = turn->board->token;
}

static void answer_route(const struct turn *turn)
{
    switch (turn->route) {
    case ROUTE_HEALTH:
        body_put(&turn->answer->body, "ok\n");
        break;
    case ROUTE_READY:
        answer_ready(turn);
        break;
    case ROUTE_METRICS:
        answer_metrics(turn);
        break;
    case ROUTE_STYLE:
        turn->answer->type = "text/css; charset=utf-8";
        render_style(&turn->answer->body);
        break;
    case ROUTE_PAGE:
        answer_page(turn);
        break;
    case ROUTE_FLAGS:
        answer_flags(turn);
        break;
    case ROUTE_RUNS:
        answer_runs(turn);
        break;
    case ROUTE_NOTICES:
        answer_notices(turn);
        break;
    case ROUTE_DOSSIER:
        answer_dossier(turn);
        break;
    case ROUTE_NONE:
    case ROUTES:
        refuse(turn, 404, BOARD_NOT_FOUND, (struct text){0});
        break;
    }
}

static void answer_who_may(const struct turn *turn)
{
    switch (access_of(turn->board->token, turn->route, turn->request)) {
    case ACCESS_GRANTED:
        answer_route(turn);
        break;
    case ACCESS_LOGIN:
        answer_login(turn);
        break;
    case ACCESS_DENIED:
        turn->board->unauthorised++;
        refuse(turn, 401, BOARD_UNAUTHORISED, (struct text){0});
        break;
    }
}

void board_answer(struct board *board, const struct request *request, struct answer *out_answer)
{
    struct turn turn = {.board = board,
                        .request = request,
                        .answer = out_answer,
                        .language = asked_language(request, board->source.language)};
    turn.route = route_of(request->path, &turn.code);
    *out_answer = (struct answer){.code = 200, .type = PLAIN};
    arena_reset(&board->source.arena);
    board->requests++;
    if (request->too_large) {
        refuse(&turn, 413, BOARD_TOO_LARGE, (struct text){0});
    } else if (request->too_long) {
        refuse(&turn, 414, BOARD_TOO_LONG, (struct text){0});
    } else if (!text_is(request->method, "GET") && !text_is(request->method, "HEAD")) {
        refuse(&turn, 405, BOARD_METHOD, (struct text){0});
    } else {
        answer_who_may(&turn);
    }
    if (out_answer->body.failed) {
        out_answer->set_cookie = NULL;
        refuse(&turn, 500, BOARD_BROKEN, (struct text){0});
    }
}
