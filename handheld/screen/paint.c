#include "handheld/screen/paint.h"

#include <string.h>

#include "base/check.h"
#include "handheld/screen/paint_parts.h"

/* Lengths in units. */
#define EDGE         1.2
#define GAP          0.8
#define BAR_SIZE     2.0
#define BANNER_SIZE  1.8
#define BUTTON       12.0
#define SIDE_BUTTONS 21.0
#define LINE_HEIGHT  1.36

/* ---- words ---- */

struct text painter_put(struct painter *painter, struct text text)
{
    struct line line = line_of(painter->room + painter->used, PAINTER_ROOM - painter->used);
    line_text(&line, text);
    painter->used += line.size + (painter->used + line.size + 1 < PAINTER_ROOM);
    return line_done(&line);
}

/* Amber, and the first to be left out. */
void paint_message(struct painter *painter)
{
    const struct view *view = painter->view;
    if (view->message[0]) {
        struct block *block = column_add(&painter->column, BLOCK_ROW);
        block->note = text_of(view->message);
        block->mark = MARK_BANG;
        block->ground = COLOUR_AMBER;
        block->style.lines_max = 3;
        block->optional = true;
    }
}

void paint_rows(struct painter *painter, int lines)
{
    const struct view *view = painter->view;
    for (size_t i = 0; i < view->row_count; i++) {
        const struct view_row *row = &view->rows[i];
        struct block *block = column_add(&painter->column, BLOCK_ROW);
        block->title = text_of(row->title);
        block->note = text_of(row->note);
        block->key = row->key;
        block->touch = row->key ? TOUCH_ROW + (int)i : TOUCH_NONE;
        block->ground = row->kind == VIEW_ROW_URGENT ? COLOUR_AMBER : COLOUR_CARD;
        block->mark = row->kind == VIEW_ROW_GOOD     ? MARK_CHECK
                      : row->kind == VIEW_ROW_URGENT ? MARK_BANG
                      : row->kind == VIEW_ROW_BAD    ? MARK_CROSS
                                                     : MARK_NONE;
        block->optional = i > 0 && !row->key;
        block->style.lines_max = lines > 0 ? lines : block->style.lines_max;
    }
}

struct text painter_said_of(struct painter *painter, enum screen_saying saying, struct text value)
{
    char room[VIEW_NOTE_SIZE];
    struct line line = line_of(room, sizeof room);
    said_line(&line, screen_said(saying), painter->view->language, &value, 1);
    return painter_put(painter, line_done(&line));
}

struct text painter_said(struct painter *painter, enum screen_saying saying,
                         const uint64_t *numbers, size_t count)
{
    char room[VIEW_NOTE_SIZE];
    char digits[4][NUMBER_SIZE];
    struct text values[4];
    struct line line = line_of(room, sizeof room);
    assert(count <= 4);
    for (size_t i = 0; i < count; i++) {
        struct line number = line_of(digits[i], NUMBER_SIZE);
        line_unsigned(&number, numbers[i]);
        values[i] = line_done(&number);
    }
    said_line(&line, screen_said(saying), painter->view->language, values, count);
    return painter_put(painter, line_done(&line));
}

/* ---- the bar ---- */

static enum colour bar_ground(const struct view *view)
{
    return view->screen == SCREEN_MISMATCH       ? COLOUR_CRIMSON
           : view->bar.online || view->bar.alone ? COLOUR_BLUE
                                                 : COLOUR_BROWN;
}

static struct style bar_style(enum colour ground, bool bold)
{
    return (struct style){
        .size = BAR_SIZE, .bold = bold, .ink = COLOUR_CARD, .ground = ground, .lines_max = 1};
}

/* TEXT so that it ends at RIGHT; returns where it begins. */
static double text_ending(struct canvas *canvas, struct text text, const struct style *style,
                          double right, double y)
{
    double width = canvas_text_width(canvas, text, style) + 0.2;
    (void)canvas_text(canvas, text, style, (struct box){right - width, y, width, 0});
    return right - width;
}

/* `76 % · 14:32`. */
static struct text battery_and_clock(struct painter *painter)
{
    const struct view_bar *bar = &painter->view->bar;
    char room[NUMBER_SIZE + VIEW_CLOCK_SIZE];
    struct line line = line_of(room, sizeof room);
    if (bar->battery_percent >= 0) {
        line_unsigned(&line, (uint64_t)bar->battery_percent);
        line_put(&line, " % · ");
    }
    line_put(&line, bar->clock);
    return painter_put(painter, line_done(&line));
}

static struct text who(struct painter *painter)
{
    const struct view_bar *bar = &painter->view->bar;
    return bar->who[0]      ? text_of(bar->who)
           : bar->device[0] ? text_of(bar->device)
                            : painter_said(painter, SCREEN_SAY_NOBODY, NULL, 0);
}

/* The network in words and what waits to be sent, from X on; returns where they end. */
static double paint_network(struct painter *painter, enum colour ground, double x, double y)
{
    struct canvas *canvas = painter->canvas;
    const struct view_bar *bar = &painter->view->bar;
    const struct style plain = bar_style(ground, false);
    const double side = BAR_SIZE * 0.8;
    const double mark_y = y + (BAR_SIZE * LINE_HEIGHT - side) / 2;
    struct text words = painter_said(painter,
                                     bar->alone    ? SCREEN_SAY_ALONE
                                     : bar->online ? SCREEN_SAY_ONLINE
                                                   : SCREEN_SAY_OFFLINE,
                                     NULL, 0);
    struct text unsent = painter_said(painter, SCREEN_SAY_UNSENT, &bar->unsent, 1);
    canvas_mark(canvas, bar->online ? MARK_DOT : MARK_RING, COLOUR_CARD, ground,
                (struct box){x, mark_y, side, side});
    x += side + 0.5;
    double width = canvas_text_width(canvas, words, &plain) + 0.2;
    (void)canvas_text(canvas, words, &plain, (struct box){x, y, width, 0});
    x += width + 1.6;
    canvas_mark(canvas, MARK_UP, COLOUR_CARD, ground, (struct box){x, mark_y, side, side});
    x += side + 0.5;
    width = canvas_text_width(canvas, unsent, &plain) + 0.2;
    (void)canvas_text(canvas, unsent, &plain, (struct box){x, y, width, 0});
    return x + width;
}

/* Two lines on a narrow picture, one on a wide one; returns its height. */
static double paint_bar(struct painter *painter)
{
    struct canvas *canvas = painter->canvas;
    const double width = canvas_width(canvas);
    const bool wide = width > canvas_height(canvas);
    const double line = BAR_SIZE * LINE_HEIGHT;
    const double height = wide ? line + 1.2 : 2 * line + 1.2;
    const enum colour ground = bar_ground(painter->view);
    const struct style plain = bar_style(ground, false);
    const struct style bold = bar_style(ground, true);
    canvas_fill(canvas, ground, (struct box){0, 0, width, height}, 0);
    double right = text_ending(canvas, battery_and_clock(painter), &plain, width - EDGE, 0.6);
    double name = right - EDGE - 1;
    if (wide) {
        name = width * 0.36;
        (void)paint_network(painter, ground, EDGE + name + 1, 0.6);
    } else {
        (void)paint_network(painter, ground, EDGE, 0.6 + line);
    }
    (void)canvas_text(canvas, who(painter), &bold, (struct box){EDGE, 0.6, name, 0});
    return height;
}

static double paint_banner(struct painter *painter, double y)
{
    const double width = canvas_width(painter->canvas);
    const struct style style = {.size = BANNER_SIZE,
                                .bold = true,
                                .centred = true,
                                .ours = true,
                                .ink = COLOUR_RUST,
                                .ground = COLOUR_AMBER,
                                .lines_max = 1};
    if (painter->view->banner == SCREEN_SAY_NOTHING) {
        return 0;
    }
    const double height = BANNER_SIZE * LINE_HEIGHT + 0.4;
    canvas_fill(painter->canvas, COLOUR_AMBER, (struct box){0, y, width, height}, 0);
    (void)canvas_text(painter->canvas, painter_said(painter, painter->view->banner, NULL, 0),
                      &style, (struct box){EDGE, y + 0.2, width - 2 * EDGE, 0});
    return height;
}

/* ---- the buttons ---- */

static struct text button_words(struct painter *painter, enum screen_saying saying)
{
    const struct view *view = painter->view;
    const uint64_t numbers[] = {view->done, view->missing, view->extra};
    return painter_said(painter, saying, numbers, 3);
}

/* What is on the key and what a finger does: the language is always F2. */
static void paint_button(struct painter *painter, bool primary, struct box box)
{
    const struct view *view = painter->view;
    const bool alarm = view->screen == SCREEN_MISMATCH;
    const enum screen_saying saying = primary ? view->primary : view->secondary;
    const char *key_name = primary ? "F4" : "F1";
    int touch = primary ? TOUCH_PRIMARY : TOUCH_SECONDARY;
    enum colour ink = primary != alarm ? COLOUR_CARD : alarm ? COLOUR_RED : COLOUR_INK;
    enum colour ground = COLOUR_CARD;
    if (primary != alarm) {
        ground = alarm ? COLOUR_CRIMSON : COLOUR_BLUE;
    }
    if (saying == SCREEN_SAY_OTHER_LANGUAGE || saying == SCREEN_SAY_MENU) {
        key_name = saying == SCREEN_SAY_MENU ? "F3" : "F2";
        touch = saying == SCREEN_SAY_MENU ? TOUCH_MENU : TOUCH_LANGUAGE;
    }
    widget_button(painter->canvas, button_words(painter, saying), key_name, touch, ink, ground,
                  box);
}

/* Takes the buttons' room off AREA: below it, or on a wide picture beside it. */
static void paint_buttons(struct painter *painter, struct box *area)
{
    const struct view *view = painter->view;
    const bool wide = area->width > area->height * 1.2;
    const bool first = view->secondary != SCREEN_SAY_NOTHING;
    const bool second = view->primary != SCREEN_SAY_NOTHING;
    if (!first && !second) {
        return;
    }
    if (wide) {
        struct box box = {area->x + area->width - SIDE_BUTTONS, area->y + area->height - BUTTON,
                          SIDE_BUTTONS, BUTTON};
        area->width -= SIDE_BUTTONS + EDGE;
        if (second) {
            paint_button(painter, true, box);
            box.y -= BUTTON + GAP;
        }
        if (first) {
            paint_button(painter, false, box);
        }
        return;
    }
    double y = area->y + area->height - BUTTON;
    double left = first && second ? area->width * 0.38 : first ? area->width : 0;
    area->height -= BUTTON + GAP;
    if (first) {
        paint_button(painter, false, (struct box){area->x, y, left, BUTTON});
    }
    if (second) {
        double from = first ? left + GAP : 0;
        paint_button(painter, true, (struct box){area->x + from, y, area->width - from, BUTTON});
    }
}

/* ---- screens ---- */

static enum colour ground_of(enum screen screen)
{
    switch (screen) {
    case SCREEN_RECORDED:
        return COLOUR_GREEN;
    case SCREEN_DUPLICATE:
        return COLOUR_SLATE;
    case SCREEN_MISMATCH:
        return COLOUR_RED;
    case SCREEN_LOGIN:
    case SCREEN_RUN:
    case SCREEN_SCAN:
    case SCREEN_HANDOVER:
    case SCREEN_RECEIVE:
    case SCREEN_SYNC:
    case SCREEN_LOAD_FIRST:
    case SCREEN_SEARCH:
    case SCREEN_SETTINGS:
    case SCREENS:
        break;
    }
    return COLOUR_PAPER;
}

static void build(struct painter *painter)
{
    switch (painter->view->screen) {
    case SCREEN_LOGIN:
        paint_login(painter);
        break;
    case SCREEN_RUN:
        paint_run(painter);
        break;
    case SCREEN_SCAN:
        paint_scan(painter);
        break;
    case SCREEN_RECORDED:
    case SCREEN_DUPLICATE:
        paint_answer(painter);
        break;
    case SCREEN_MISMATCH:
        paint_mismatch(painter);
        break;
    case SCREEN_HANDOVER:
        paint_handover(painter);
        break;
    case SCREEN_RECEIVE:
        paint_receive(painter);
        break;
    case SCREEN_SYNC:
        paint_sync(painter);
        break;
    case SCREEN_LOAD_FIRST:
        paint_load_first(painter);
        break;
    case SCREEN_SEARCH:
        paint_search(painter);
        break;
    case SCREEN_SETTINGS:
    case SCREENS:
        paint_settings(painter);
        break;
    }
}

void paint_view(struct canvas *canvas, const struct view *view)
{
    struct painter painter = {.canvas = canvas, .view = view, .ground = ground_of(view->screen)};
    painter.column.ground = painter.ground;
    canvas_clear(canvas, painter.ground);
    double y = paint_bar(&painter);
    y += paint_banner(&painter, y);
    struct box area = {EDGE, y + GAP, canvas_width(canvas) - 2 * EDGE,
                       canvas_height(canvas) - y - GAP - EDGE};
    paint_buttons(&painter, &area);
    build(&painter);
    column_paint(canvas, &painter.column, area);
}
