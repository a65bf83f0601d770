#include "server/board/page.h"

enum column { COL_TOLD, COL_WHOM, COL_DOSSIER, COL_WHAT, COL_SAVES, COL_STATE, COLUMNS };

static const struct said *column_said(enum column column)
{
    static const enum board_said said[COLUMNS] = {
        [COL_TOLD] = BOARD_COL_TOLD,       [COL_WHOM] = BOARD_COL_WHOM,
        [COL_DOSSIER] = BOARD_COL_DOSSIER, [COL_WHAT] = BOARD_COL_LEVEL,
        [COL_SAVES] = BOARD_COL_SAVES,     [COL_STATE] = BOARD_COL_STATE,
    };
    return board_said(said[column]);
}

/* A value of a query: whatever is not plain is a per cent sign and two digits (RFC 3986, 2.1). */
static void put_query(struct body *body, struct text text)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < text.size; i++) {
        const unsigned char c = (unsigned char)text.at[i];
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
        const char escaped[3] = {'%', digits[c >> 4], digits[c & 15]};
        body_text(body, plain ? (struct text){.at = text.at + i, .size = 1}
                              : (struct text){.at = escaped, .size = sizeof escaped});
    }
}

/* To the notices of PARTY alone; empty: of all. */
static void begin_link(struct body *body, const struct view *view, struct text party)
{
    body_put(body, "<a href=\"/?lang=");
    body_put(body, view->language == LANGUAGE_VI ? "vi" : "en");
    body_put(body, party.size > 0 ? "&amp;party=" : "");
    put_query(body, party);
    body_put(body, "#notices\">");
}

static void show_whom(struct body *body, const struct view *view, const struct book_notice *row)
{
    page_word(body, view, ladder_rung_said((enum ladder_rung)row->rung));
    body_put(body, "<br><small>");
    begin_link(body, view, row->party);
    body_html(body, page_office(view, row->party));
    body_put(body, "</a></small>");
}

/* The flag as it was told. */
static void show_what(struct body *body, const struct view *view, const struct book_notice *row)
{
    char text[SHOWN_SIZE];
    body_put(body, "<span class=\"level ");
    body_put(body, flag_level_name(row->level));
    body_put(body, "\">");
    page_word(body, view, board_level_said(row->level));
    body_put(body, "</span> <small>");
    body_html(body, page_stretch(view, row->slack_minutes, text));
    body_put(body, "</small>");
}

static const struct said *state_said(enum notice_state state)
{
    return board_said((enum board_said)(BOARD_NOTICE_FIRST + (int)state));
}

static void show(struct body *body, const struct view *view, size_t i, enum column column)
{
    const struct book_notice *row = &view->notices.rows[i];
    char when[SHOWN_SIZE];
    switch (column) {
    case COL_TOLD:
        body_html(body, page_minute(row->told, view->now, when));
        break;
    case COL_WHOM:
        show_whom(body, view, row);
        break;
    case COL_DOSSIER:
        body_html(body, row->code);
        break;
    case COL_WHAT:
        show_what(body, view, row);
        break;
    case COL_SAVES:
        page_saver(body, view, &row->run, row->saver, row->extra_before);
        break;
    case COL_STATE:
        page_word(body, view, state_said(view->notices.states[i]));
        break;
    case COLUMNS:
        break;
    }
}

static void heads(struct body *body, const struct view *view)
{
    body_put(body, "<thead role=\"rowgroup\"><tr role=\"row\">");
    for (int column = 0; column < COLUMNS; column++) {
        body_put(body, "<th scope=\"col\" role=\"columnheader\">");
        page_word(body, view, column_said((enum column)column));
        body_put(body, "</th>");
    }
    body_put(body, "</tr></thead>");
}

static void caption(struct body *body, const struct view *view)
{
    body_put(body, "<caption>");
    if (view->party.size > 0) {
        page_value(body, view, BOARD_NOTICES_OF, page_office(view, view->party));
        body_put(body, " ");
        begin_link(body, view, (struct text){0});
        page_word(body, view, board_said(BOARD_NOTICES_ALL));
        body_put(body, "</a>");
    } else {
        page_word(body, view, board_said(BOARD_NOTICES));
    }
    body_put(body, "</caption>");
}

void page_notices(struct body *body, const struct view *view)
{
    if (view->position.n == 0 || (view->notices.count == 0 && view->party.size == 0)) {
        return; /* nobody has been told of anything */
    }
    body_put(body, "<table role=\"table\" class=\"notices\" id=\"notices\">");
    caption(body, view);
    heads(body, view);
    body_put(body, "<tbody role=\"rowgroup\">\n");
    for (size_t i = 0; i < view->notices.count; i++) {
        body_put(body, "<tr role=\"row\">");
        for (int column = 0; column < COLUMNS; column++) {
            body_put(body, column == COL_DOSSIER ? "<th scope=\"row\" role=\"rowheader\""
                           : column == COL_TOLD  ? "<td role=\"cell\" class=\"when\""
                                                 : "<td role=\"cell\"");
            body_put(body, " data-label=\"");
            page_word(body, view, column_said((enum column)column));
            body_put(body, "\"><span>");
            show(body, view, i, (enum column)column);
            body_put(body, column == COL_DOSSIER ? "</span></th>" : "</span></td>");
        }
        body_put(body, "</tr>\n");
    }
    body_put(body, "</tbody></table>");
}
