#include "server/board/board_said.h"
#include "server/board/render.h"

static void word(struct body *body, const struct view *view, const struct said *said)
{
    body_html(body, text_of(said_in(said, view->language)));
}

static void sentence(struct body *body, const struct view *view, const struct said *said,
                     struct text one, struct text two)
{
    char text[512];
    const struct text values[] = {one, two};
    struct line line = line_of(text, sizeof text);
    said_line(&line, said, view->language, values, 2);
    body_html(body, line_done(&line));
}

/* dd/MM HH:mm, as papers here are dated; the year only where it is another one. */
static struct text shown_minute(struct minute minute, struct minute now, char out[32])
{
    struct line line = line_of(out, 32);
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

static struct text office_name(const struct view *view, struct text code)
{
    for (size_t i = 0; i < view->office_count; i++) {
        if (text_equal(view->offices[i].code, code)) {
            return view->offices[i].short_label;
        }
    }
    if (text_is(code, "center")) {
        return text_of(view->language == LANGUAGE_VI ? "Trung tâm" : "the Center");
    }
    if (text_is(code, "post")) {
        return text_of(view->language == LANGUAGE_VI ? "Bưu điện" : "the post");
    }
    return code;
}

static struct text number_text(int64_t number, char out[24])
{
    struct line line = line_of(out, 24);
    line_signed(&line, number);
    return line_done(&line);
}

static bool held_up(const struct book_dossier *row)
{
    return row->cause == CAUSE_TRANSFER || row->cause == CAUSE_TRANSFERS;
}

/* The first sentence: how many the next run would still save, else how many are lost. */
static void lead(struct body *body, const struct view *view)
{
    const struct book_run *next = NULL;
    int64_t saved = 0;
    int64_t lost = 0;
    char count[24];
    char when[32];
    for (size_t i = 0; i < view->flag_count; i++) {
        const struct book_dossier *row = &view->flags[i];
        lost += held_up(row);
        if (row->level == FLAG_DUE_SOON && row->last_safe_run.departs.m != MINUTE_NEVER.m &&
            (!next || row->last_safe_run.departs.m < next->departs.m)) {
            next = &row->last_safe_run;
        }
    }
    for (size_t i = 0; next && i < view->flag_count; i++) {
        saved += view->flags[i].level == FLAG_DUE_SOON &&
                 view->flags[i].last_safe_run.departs.m == next->departs.m;
    }
    if (saved > 0) {
        sentence(body, view, board_said(BOARD_SENTENCE_RISK), number_text(saved, count),
                 shown_minute(next->departs, view->now, when));
    } else if (lost > 0) {
        sentence(body, view, board_said(BOARD_SENTENCE_LATE), number_text(lost, count),
                 (struct text){0});
    } else {
        word(body, view, board_said(BOARD_SENTENCE_CALM));
    }
}

static void cell_place(struct body *body, const struct view *view, const struct book_dossier *row)
{
    char when[32];
    body_put(body, "<td>");
    body_html(body, office_name(view, row->holder));
    body_put(body, "<br><small>");
    sentence(body, view, board_said(BOARD_SINCE), shown_minute(row->since, view->now, when),
             (struct text){0});
    if (row->offer_to.size > 0) {
        body_put(body, " · ");
        sentence(body, view, board_said(BOARD_OFFERED), office_name(view, row->offer_to),
                 (struct text){0});
    }
    body_put(body, "</small></td>");
}

static void cell_saver(struct body *body, const struct view *view, const struct book_dossier *row)
{
    char when[32];
    char name[64];
    struct line line = line_of(name, sizeof name);
    body_put(body, "<td>");
    if (row->last_safe_run.departs.m != MINUTE_NEVER.m) {
        line_text(&line, row->last_safe_run.route);
        line_char(&line, '/');
        line_text(&line, row->last_safe_run.round);
        sentence(body, view, board_said(BOARD_TAKE_RUN),
                 shown_minute(row->last_safe_run.departs, view->now, when), line_done(&line));
    } else if (row->saver == SAVER_EXTRA_RUN) {
        sentence(body, view, board_said(BOARD_EXTRA_RUN),
                 shown_minute(row->extra_before, view->now, when), (struct text){0});
    } else if (row->level != FLAG_UNKNOWN) {
        word(body, view, board_said(BOARD_NOTHING_SAVES));
    }
    body_put(body, "</td>");
}

static void cell_cause(struct body *body, const struct view *view, const struct book_dossier *row)
{
    body_put(body, "<td>");
    if (row->level == FLAG_UNKNOWN) {
        word(body, view, board_missing_said(row->missing));
    } else {
        word(body, view, board_cause_said(row->cause));
    }
    if (row->leg != LEG_NONE) {
        body_put(body, " · ");
        word(body, view, board_said(row->leg == LEG_OUT ? BOARD_LEG_OUT : BOARD_LEG_BACK));
        body_put(body, "<br><small>");
        body_html(body, office_name(view, row->from));
        body_put(body, " → ");
        body_html(body, office_name(view, row->to));
        body_put(body, "</small>");
    }
    body_put(body, "</td>");
}

static void table_row(struct body *body, const struct view *view, const struct book_dossier *row)
{
    char when[32];
    char slack[24];
    bool judged = row->forecast.m != MINUTE_NEVER.m && row->promised.m != MINUTE_NEVER.m;
    body_put(body, "<tr><th scope=\"row\"><a href=\"/api/v1/dossiers/");
    body_html(body, row->code);
    body_put(body, "\">");
    body_html(body, row->code);
    body_put(body, "</a></th><td><span class=\"level ");
    body_put(body, flag_level_name(row->level));
    body_put(body, "\">");
    word(body, view, board_level_said(row->level));
    body_put(body, "</span></td>");
    cell_place(body, view, row);
    body_put(body, "<td>");
    body_html(body, shown_minute(row->promised, view->now, when));
    body_put(body, "</td><td class=\"number\">");
    if (judged) {
        sentence(body, view, board_said(BOARD_MINUTES), number_text(row->slack_minutes, slack),
                 (struct text){0});
    }
    body_put(body, "</td>");
    cell_cause(body, view, row);
    cell_saver(body, view, row);
    body_put(body, "</tr>\n");
}

static void table(struct body *body, const struct view *view)
{
    static const enum board_said columns[] = {BOARD_COL_DOSSIER,  BOARD_COL_LEVEL, BOARD_COL_PLACE,
                                              BOARD_COL_PROMISED, BOARD_COL_SLACK, BOARD_COL_CAUSE,
                                              BOARD_COL_SAVES};
    body_put(body, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"list\">"
                   "<table><caption id=\"list\">");
    word(body, view, board_said(BOARD_TABLE));
    body_put(body, "</caption><thead><tr>");
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        body_put(body, "<th scope=\"col\">");
        word(body, view, board_said(columns[i]));
        body_put(body, "</th>");
    }
    body_put(body, "</tr></thead><tbody>\n");
    for (size_t i = 0; i < view->flag_count; i++) {
        table_row(body, view, &view->flags[i]);
    }
    body_put(body, "</tbody></table></div>");
}

static void numbers(struct body *body, const struct view *view)
{
    body_put(body, "<ul class=\"numbers\">");
    for (int level = FLAG_UNKNOWN; level < FLAG_LEVELS; level++) {
        body_put(body, "<li><b>");
        body_number(body, (int64_t)view->counts->by_level[level]);
        body_put(body, "</b> ");
        word(body, view, board_level_said((enum flag_level)level));
        body_put(body, "</li>");
    }
    body_put(body, "</ul>");
}

static void banners(struct body *body, const struct view *view)
{
    char when[32];
    if (view->demo) {
        body_put(body, "<p class=\"banner demo\">");
        word(body, view, board_said(BOARD_DEMO));
        body_put(body, "</p>");
    }
    if (view->intake_down) {
        body_put(body, "<p class=\"banner alarm\" role=\"alert\">");
        sentence(body, view, board_said(BOARD_INTAKE_DOWN),
                 shown_minute(instant_minute(view->position->received), view->now, when),
                 (struct text){0});
        body_put(body, "</p>");
    }
    if (view->book_old) {
        body_put(body, "<p class=\"banner alarm\" role=\"alert\">");
        sentence(body, view, board_said(BOARD_BOOK_OLD),
                 shown_minute(view->position->clock, view->now, when), (struct text){0});
        body_put(body, "</p>");
    }
}

void render_page(struct body *body, const struct view *view)
{
    bool vi = view->language == LANGUAGE_VI;
    char when[32];
    body_put(body, vi ? "<!doctype html><html lang=\"vi\">" : "<!doctype html><html lang=\"en\">");
    body_put(body, "<head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                   "content=\"width=device-width, initial-scale=1\">"
                   "<meta http-equiv=\"refresh\" content=\"5\">"
                   "<link rel=\"stylesheet\" href=\"/style.css\"><title>Trao – ");
    word(body, view, board_said(BOARD_TITLE));
    body_put(body, "</title></head><body><header><h1>Trao</h1><p>");
    sentence(body, view, board_said(BOARD_UPDATED),
             shown_minute(view->position->clock, (struct minute){0}, when), (struct text){0});
    body_put(body, vi ? "</p><a hreflang=\"en\" lang=\"en\" href=\"/?lang=en\">"
                      : "</p><a hreflang=\"vi\" lang=\"vi\" href=\"/?lang=vi\">");
    word(body, view, board_said(BOARD_LANGUAGE));
    body_put(body, "</a></header><main>");
    banners(body, view);
    body_put(body, "<p class=\"lead\">");
    lead(body, view);
    body_put(body, "</p>");
    numbers(body, view);
    table(body, view);
    body_put(body, "</main></body></html>\n");
}

void render_style(struct body *body)
{
    body_put(body,
             ":root{color-scheme:light dark;--ink:#16202a;--paper:#fff;--line:#c9d1d9;"
             "--soft:#f2f5f8}\n"
             "@media(prefers-color-scheme:dark){:root{--ink:#e8edf2;--paper:#12181f;"
             "--line:#3a4654;--soft:#1c252f}}\n"
             "body{margin:0;font:16px/1.5 'Be Vietnam Pro','Open Sans',system-ui,sans-serif;"
             "color:var(--ink);background:var(--paper)}\n"
             "header{display:flex;gap:1.5rem;align-items:baseline;padding:.5rem 1rem;"
             "border-bottom:3px solid #0b4f9c;flex-wrap:wrap}\n"
             "header h1{margin:0;font-size:1.4rem}header p{margin:0}header a{margin-left:auto;"
             "color:inherit}\n"
             "main{padding:1rem;max-width:90rem;margin:auto}\n"
             ".lead{font-size:1.6rem;font-weight:700;margin:.5rem 0 1rem}\n"
             ".banner{padding:.5rem 1rem;border-left:6px solid}\n"
             ".demo{background:#fff4d6;color:#4a3500;border-color:#b27b00}\n"
             ".alarm{background:#ffe3e3;color:#6d0d10;border-color:#b3161b}\n"
             ".numbers{display:flex;gap:1.5rem;list-style:none;padding:0;flex-wrap:wrap}\n"
             ".numbers b{font-size:1.5rem}\n"
             ".scroll{overflow-x:auto}\n"
             "table{border-collapse:collapse;width:100%}caption{text-align:left;"
             "font-weight:700;padding:.5rem 0}\n"
             "th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid var(--line);"
             "vertical-align:top}thead th{background:var(--soft)}\n"
             "td.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}\n"
             "tbody th{font-weight:400;white-space:nowrap}tbody a{color:inherit}\n"
             ".level{padding:.1rem .5rem;border-radius:.3rem;white-space:nowrap;"
             "background:#5b6672;color:#fff}\n"
             ".overdue{background:#7d0b10}.will_miss{background:#b3161b}"
             ".at_risk{background:#a34700}.due_soon{background:#7a5c00}"
             ".on_track{background:#0a6b35}\n");
}
