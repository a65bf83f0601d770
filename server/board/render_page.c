#include "server/board/page.h"
#include "server/board/render.h"

/* --- what the parts share --- */

void page_word(struct body *body, const struct view *view, const struct said *said)
{
    body_html(body, text_of(said_in(said, view->language)));
}

void page_sentence(struct body *body, const struct view *view, enum board_said which,
                   const struct text values[3])
{
    char text[512];
    struct line line = line_of(text, sizeof text);
    said_line(&line, board_said(which), view->language, values, 3);
    body_html(body, line_done(&line));
}

struct text page_minute(struct minute minute, struct minute now, char out[SHOWN_SIZE])
{
    struct line line = line_of(out, SHOWN_SIZE);
    if (minute.m == MINUTE_NEVER.m) {
        line_put(&line, "–");
        return line_done(&line);
    }
    struct civil civil = instant_civil(minute_instant(minute));
    if (minute_day(minute).d != minute_day(now).d) {
        line_digits(&line, (uint64_t)civil.day, 2);
        line_char(&line, '/');
        line_digits(&line, (uint64_t)civil.month, 2);
        if (civil.year != instant_civil(minute_instant(now)).year) {
            line_char(&line, '/');
            line_digits(&line, (uint64_t)civil.year, 4);
        }
        line_char(&line, ' ');
    }
    line_digits(&line, (uint64_t)civil.hour, 2);
    line_char(&line, ':');
    line_digits(&line, (uint64_t)civil.minute, 2);
    return line_done(&line);
}

struct text page_number(int64_t number, char out[SHOWN_SIZE])
{
    struct line line = line_of(out, SHOWN_SIZE);
    line_signed(&line, number);
    return line_done(&line);
}

struct text page_stretch(const struct view *view, int64_t minutes, char out[SHOWN_SIZE])
{
    char hours[24];
    char rest[24];
    int64_t size = minutes < 0 ? -minutes : minutes;
    struct line line = line_of(out, SHOWN_SIZE);
    struct line first = line_of(hours, sizeof hours);
    struct line second = line_of(rest, sizeof rest);
    line_put(&line, minutes < 0 ? "−" : "");
    line_signed(&first, size < 120 ? size : size / 60);
    line_digits(&second, (uint64_t)(size % 60), 2);
    const struct text values[] = {line_done(&first), line_done(&second)};
    said_line(&line, board_said(size < 120 ? BOARD_MINUTES : BOARD_HOURS), view->language, values,
              2);
    return line_done(&line);
}

void page_value(struct body *body, const struct view *view, enum board_said which,
                struct text value)
{
    const struct text values[3] = {value};
    page_sentence(body, view, which, values);
}

void page_saver(struct body *body, const struct view *view, const struct book_run *run,
                enum flag_saver saver, struct minute extra_before)
{
    char when[SHOWN_SIZE];
    char name[64];
    struct line line = line_of(name, sizeof name);
    if (run->departs.m != MINUTE_NEVER.m) {
        line_text(&line, run->route);
        line_char(&line, '/');
        line_text(&line, run->round);
        const struct text values[3] = {page_minute(run->departs, view->now, when),
                                       line_done(&line)};
        page_sentence(body, view, BOARD_TAKE_RUN, values);
    } else if (saver == SAVER_EXTRA_RUN) {
        page_value(body, view, BOARD_EXTRA_RUN, page_minute(extra_before, view->now, when));
    } else {
        page_word(body, view, board_said(BOARD_NOTHING_SAVES));
    }
}

struct text page_office(const struct view *view, struct text code)
{
    for (size_t i = 0; i < view->office_count; i++) {
        if (text_equal(view->offices[i].code, code)) {
            return view->offices[i].short_label.size > 0 ? view->offices[i].short_label
                                                         : view->offices[i].label;
        }
    }
    if (text_is(code, "center")) {
        return text_of(said_in(board_said(BOARD_CENTER), view->language));
    }
    if (text_is(code, "post")) {
        return text_of(said_in(board_said(BOARD_POST), view->language));
    }
    return code;
}

/* --- the page --- */

/* The first sentence: what can still be done, and by when; else how many are lost. */
static void lead(struct body *body, const struct view *view)
{
    char count[SHOWN_SIZE];
    char when[SHOWN_SIZE];
    char left[SHOWN_SIZE];
    const struct rescue *run = &view->next_run;
    const struct rescue *extra = &view->extra_run;
    uint64_t lost = view->counts.by_cause[CAUSE_TRANSFER] + view->counts.by_cause[CAUSE_TRANSFERS];
    if (view->position.n == 0) {
        page_word(body, view, board_said(BOARD_SENTENCE_EMPTY));
    } else if (run->count > 0) {
        const struct text values[3] = {
            page_number((int64_t)run->count, count), page_minute(run->before, view->now, when),
            page_stretch(view, (int64_t)run->before.m - view->now.m, left)};
        page_sentence(body, view, BOARD_SENTENCE_RISK, values);
    } else if (extra->count > 0) {
        const struct text values[3] = {page_number((int64_t)extra->count, count),
                                       page_minute(extra->before, view->now, when)};
        page_sentence(body, view, BOARD_SENTENCE_EXTRA, values);
    } else if (lost > 0) {
        const struct text values[3] = {page_number((int64_t)lost, count)};
        page_sentence(body, view, BOARD_SENTENCE_LATE, values);
    } else {
        page_word(body, view, board_said(BOARD_SENTENCE_CALM));
    }
}

static void numbers(struct body *body, const struct view *view)
{
    static const enum flag_level levels[] = {FLAG_OVERDUE,  FLAG_WILL_MISS, FLAG_AT_RISK,
                                             FLAG_DUE_SOON, FLAG_UNKNOWN,   FLAG_ON_TRACK};
    body_put(body, "<ul class=\"numbers\">");
    for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
        body_put(body, "<li><b>");
        body_number(body, (int64_t)view->counts.by_level[levels[i]]);
        body_put(body, "</b> ");
        page_word(body, view, board_level_said(levels[i]));
        body_put(body, "</li>");
    }
    body_put(body, "</ul>");
}

static void alarm(struct body *body, const struct view *view, enum board_said which,
                  struct minute since)
{
    char when[SHOWN_SIZE];
    const struct text values[3] = {page_minute(since, view->now, when)};
    body_put(body, "<p class=\"banner alarm\" role=\"alert\">");
    page_sentence(body, view, which, values);
    body_put(body, "</p>");
}

static void banners(struct body *body, const struct view *view)
{
    if (view->demo) {
        body_put(body, "<p class=\"banner demo\">");
        page_word(body, view, board_said(BOARD_DEMO));
        body_put(body, "</p>");
    }
    if (view->intake_down) {
        alarm(body, view, BOARD_INTAKE_DOWN, instant_minute(view->intake->well));
    }
    if (view->book_old) {
        alarm(body, view, BOARD_BOOK_OLD, view->stands);
    }
}

static void begin(struct body *body, enum language language, bool refreshed)
{
    body_put(body, "<!doctype html><html lang=\"");
    body_put(body, language == LANGUAGE_VI ? "vi" : "en");
    body_put(body, "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                   "content=\"width=device-width, initial-scale=1\">");
    body_put(body, refreshed ? "<meta http-equiv=\"refresh\" content=\"5\">" : "");
    body_put(body, "<link rel=\"stylesheet\" href=\"/style.css\"><title>Trao – ");
    body_html(body, text_of(said_in(board_said(BOARD_TITLE), language)));
    body_put(body, "</title></head><body><header><h1>Trao</h1>");
}

static void other_language(struct body *body, enum language language)
{
    body_put(body, language == LANGUAGE_VI ? "<a hreflang=\"en\" lang=\"en\" href=\"/?lang=en\">"
                                           : "<a hreflang=\"vi\" lang=\"vi\" href=\"/?lang=vi\">");
    body_html(body, text_of(said_in(board_said(BOARD_LANGUAGE), language)));
    body_put(body, "</a></header><main>");
}

void render_page(struct body *body, const struct view *view)
{
    char when[SHOWN_SIZE];
    const struct text as_of[3] = {page_minute(view->stands, (struct minute){0}, when)};
    begin(body, view->language, true);
    body_put(body, "<p>");
    page_sentence(body, view, BOARD_UPDATED, as_of);
    body_put(body, "</p>");
    other_language(body, view->language);
    banners(body, view);
    body_put(body, "<p class=\"lead\">");
    lead(body, view);
    body_put(body, "</p>");
    numbers(body, view);
    page_table(body, view);
    page_notices(body, view);
    body_put(body, "</main></body></html>\n");
}

/* What passes by itself is looked at again by itself; a token has to be typed in peace. */
void render_problem_page(struct body *body, const struct problem *problem)
{
    const struct view view = {.language = problem->language};
    const struct text values[3] = {problem->value};
    char text[512];
    struct line line = line_of(text, sizeof text);
    said_line(&line, problem->said, problem->language, values, 3);
    begin(body, problem->language, problem->code >= 500);
    other_language(body, problem->language);
    body_put(body, "<p class=\"lead\">");
    body_html(body, line_done(&line));
    body_put(body, "</p><p><small>");
    body_html(body, text_of(problem->said->code));
    body_put(body, "</small></p>");
    if (problem->wants_token) {
        body_put(body, "<form action=\"/\" method=\"get\"><label>");
        page_word(body, &view, board_said(BOARD_TOKEN));
        body_put(body, "<input type=\"password\" name=\"token\" autocomplete=\"off\" required>"
                       "</label><input type=\"hidden\" name=\"lang\" value=\"");
        body_put(body, problem->language == LANGUAGE_VI ? "vi" : "en");
        body_put(body, "\"><button>");
        page_word(body, &view, board_said(BOARD_ENTER));
        body_put(body, "</button></form>");
    }
    body_put(body, "</main></body></html>\n");
}
