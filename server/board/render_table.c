#include "server/board/page.h"

enum column {
    COL_DOSSIER,
    COL_LEVEL,
    COL_PLACE,
    COL_PROMISED,
    COL_SLACK,
    COL_CAUSE,
    COL_SAVES,
    COLUMNS
};

static const struct said *column_said(enum column column)
{
    return board_said((enum board_said)(BOARD_COL_DOSSIER + (int)column));
}

/* Narrow screens show a row as a card and take the column's name from data-label. The roles keep
 * the table a table for those who hear it, whatever the style sheet makes of it. */
static void cell(struct body *body, const struct view *view, enum column column)
{
    body_put(body,
             column == COL_DOSSIER ? "<th scope=\"row\" role=\"rowheader\"" : "<td role=\"cell\"");
    body_put(body, column == COL_SLACK      ? " class=\"number\""
                   : column == COL_PROMISED ? " class=\"when\""
                                            : "");
    body_put(body, " data-label=\"");
    page_word(body, view, column_said(column));
    body_put(body, "\"><span>");
}

static void end(struct body *body, enum column column)
{
    body_put(body, column == COL_DOSSIER ? "</span></th>" : "</span></td>");
}

static void show_dossier(struct body *body, const struct book_dossier *row)
{
    body_put(body, "<a href=\"/api/v1/dossiers/");
    body_html(body, row->code);
    body_put(body, "\">");
    body_html(body, row->code);
    body_put(body, "</a>");
}

static void show_level(struct body *body, const struct view *view, const struct book_dossier *row)
{
    body_put(body, "<span class=\"level ");
    body_put(body, flag_level_name(row->level));
    body_put(body, "\">");
    page_word(body, view, board_level_said(row->level));
    body_put(body, "</span>");
}

static void show_place(struct body *body, const struct view *view, const struct book_dossier *row)
{
    char when[SHOWN_SIZE];
    if (row->holder.size == 0) {
        body_put(body, "–");
        return;
    }
    body_html(body, page_office(view, row->holder));
    if (row->since.m != MINUTE_NEVER.m) {
        body_put(body, "<br><small>");
        page_value(body, view, BOARD_SINCE, page_minute(row->since, view->now, when));
        body_put(body, "</small>");
    }
    if (row->offer_to.size > 0) {
        body_put(body, "<br><small>");
        page_value(body, view, BOARD_OFFERED, page_office(view, row->offer_to));
        body_put(body, "</small>");
    }
}

static void show_slack(struct body *body, const struct view *view, const struct book_dossier *row)
{
    char text[SHOWN_SIZE];
    bool judged = row->forecast.m != MINUTE_NEVER.m && row->promised.m != MINUTE_NEVER.m;
    if (judged && row->level != FLAG_UNKNOWN) {
        body_html(body, page_stretch(view, row->slack_minutes, text));
    } else {
        body_put(body, "–");
    }
}

static void show_cause(struct body *body, const struct view *view, const struct book_dossier *row)
{
    page_word(body, view,
              row->level == FLAG_UNKNOWN ? board_missing_said(row->missing)
                                         : board_cause_said(row->cause));
    if (row->leg != LEG_NONE) {
        body_put(body, " · ");
        page_word(body, view, board_said(row->leg == LEG_OUT ? BOARD_LEG_OUT : BOARD_LEG_BACK));
    }
    if (row->from.size > 0 && row->to.size > 0) {
        body_put(body, "<br><small>");
        body_html(body, page_office(view, row->from));
        body_put(body, " → ");
        body_html(body, page_office(view, row->to));
        body_put(body, "</small>");
    }
}

static void show(struct body *body, const struct view *view, const struct book_dossier *row,
                 enum column column)
{
    char when[SHOWN_SIZE];
    switch (column) {
    case COL_DOSSIER:
        show_dossier(body, row);
        break;
    case COL_LEVEL:
        show_level(body, view, row);
        break;
    case COL_PLACE:
        show_place(body, view, row);
        break;
    case COL_PROMISED:
        body_html(body, page_minute(row->promised, view->now, when));
        break;
    case COL_SLACK:
        show_slack(body, view, row);
        break;
    case COL_CAUSE:
        show_cause(body, view, row);
        break;
    case COL_SAVES:
        if (row->level == FLAG_UNKNOWN) {
            body_put(body, "–");
        } else {
            page_saver(body, view, &row->last_safe_run, row->saver, row->extra_before);
        }
        break;
    case COLUMNS:
        break;
    }
}

/* Under the row: the arithmetic in one sentence, then the rule it stands on. */
static void why(struct body *body, const struct view *view, const struct book_dossier *row)
{
    char text[FLAG_SUM_SIZE];
    struct line line = line_of(text, sizeof text);
    struct flag_sum sum = book_sum(row);
    sum.from = page_office(view, row->from);
    sum.to = page_office(view, row->to);
    flag_sum_line(&line, &sum, view->language);
    body_put(body, "<tr role=\"row\" class=\"why\"><td role=\"cell\" colspan=\"");
    body_number(body, COLUMNS);
    body_put(body, "\"><small>");
    body_html(body, line_done(&line));
    struct line chance = line_of(text, sizeof text);
    flag_chance_line(&chance, &sum, view->language);
    body_put(body, chance.size > 0 ? " " : "");
    body_html(body, line_done(&chance));
    body_put(body, line.size > 0 ? " <i>" : "<i>");
    page_word(body, view, flag_level_rule(row->level));
    if (row->cause != CAUSE_NONE) {
        body_put(body, " ");
        page_word(body, view, flag_cause_rule(row->cause));
    }
    body_put(body, "</i></small></td></tr>\n");
}

static void heads(struct body *body, const struct view *view)
{
    body_put(body, "<thead role=\"rowgroup\"><tr role=\"row\">");
    for (int column = 0; column < COLUMNS; column++) {
        body_put(body, column == COL_SLACK
                           ? "<th scope=\"col\" role=\"columnheader\" class=\"number\">"
                           : "<th scope=\"col\" role=\"columnheader\">");
        page_word(body, view, column_said((enum column)column));
        body_put(body, "</th>");
    }
    body_put(body, "</tr></thead>");
}

/* What is not shown is said. */
static void shown_of(struct body *body, const struct view *view)
{
    char shown[SHOWN_SIZE];
    char all[SHOWN_SIZE];
    uint64_t flagged = 0;
    for (int level = FLAG_UNKNOWN; level < FLAG_ON_TRACK; level++) {
        flagged += view->counts.by_level[level];
    }
    if (flagged > view->flag_count) {
        const struct text values[3] = {page_number((int64_t)view->flag_count, shown),
                                       page_number((int64_t)flagged, all)};
        body_put(body, "<p>");
        page_sentence(body, view, BOARD_SHOWN, values);
        body_put(body, "</p>");
    }
}

void page_table(struct body *body, const struct view *view)
{
    if (view->position.n == 0) {
        return;
    }
    if (view->flag_count == 0) {
        body_put(body, "<p>");
        page_word(body, view, board_said(BOARD_NOTHING));
        body_put(body, "</p>");
        return;
    }
    body_put(body, "<table role=\"table\"><caption>");
    page_word(body, view, board_said(BOARD_TABLE));
    body_put(body, "</caption>");
    heads(body, view);
    body_put(body, "<tbody role=\"rowgroup\">\n");
    for (size_t i = 0; i < view->flag_count; i++) {
        body_put(body, "<tr role=\"row\">");
        for (int column = 0; column < COLUMNS; column++) {
            cell(body, view, (enum column)column);
            show(body, view, &view->flags[i], (enum column)column);
            end(body, (enum column)column);
        }
        body_put(body, "</tr>\n");
        why(body, view, &view->flags[i]);
    }
    body_put(body, "</tbody></table>");
    shown_of(body, view);
}
