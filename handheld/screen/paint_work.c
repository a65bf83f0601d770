#include "handheld/screen/paint_parts.h"

/* The screens of the main loop: login, run, scan, answers, mismatch, handover, receive. */

#define TITLE   3.0
#define HEADING 2.1
#define GIANT   7.2

static struct block *add_words(struct painter *painter, enum screen_saying saying, double size,
                               bool bold, enum colour ink)
{
    return column_text(&painter->column, painter_said(painter, saying, NULL, 0), size, bold, ink);
}

static void add_heading(struct painter *painter)
{
    const struct view *view = painter->view;
    if (view->heading[0]) {
        struct block *block =
            column_text(&painter->column, text_of(view->heading), HEADING, false, COLOUR_INK);
        block->style.lines_max = 2;
        block->style.ours = false;
        block->squeezed = true;
    }
}

static struct text count_words(struct painter *painter)
{
    const struct view *view = painter->view;
    char room[2 * NUMBER_SIZE];
    struct line line = line_of(room, sizeof room);
    line_unsigned(&line, view->done);
    if (view->expected > 0) {
        line_char(&line, '/');
        line_unsigned(&line, view->expected);
    }
    return painter_put(painter, line_done(&line));
}

static void add_count(struct painter *painter)
{
    const struct view *view = painter->view;
    uint64_t left = view->expected > view->done ? view->expected - view->done : 0;
    struct block *block = column_add(&painter->column, BLOCK_COUNT);
    block->title = count_words(painter);
    block->note = view->expected > 0 ? painter_said(painter, SCREEN_SAY_SCANNED, &left, 1)
                                     : painter_said(painter, SCREEN_SAY_SCANNED_FREE, NULL, 0);
    block->share = view->expected > 0 ? (double)view->done / (double)view->expected : -1;
    block->size = GIANT;
    block->style.ink = COLOUR_GREEN;
}

static void add_mark(struct painter *painter, enum mark mark, enum shape shape, double size,
                     enum colour ink)
{
    struct block *block = column_add(&painter->column, BLOCK_MARK);
    block->mark = mark;
    block->shape = shape;
    block->size = size;
    block->style.ink = ink;
    block->style.ground = painter->ground;
}

void paint_login(struct painter *painter)
{
    const struct view *view = painter->view;
    painter->column.centred = true;
    add_mark(painter, MARK_BADGE, SHAPE_NONE, 11, COLOUR_BLUE);
    add_words(painter, view->title, TITLE, true, COLOUR_INK)->style.centred = true;
    add_words(painter, view->note, HEADING, false, COLOUR_DIM)->style.centred = true;
    paint_message(painter);
}

void paint_run(struct painter *painter)
{
    const struct view *view = painter->view;
    add_words(painter, view->title, TITLE, true, COLOUR_INK);
    paint_message(painter);
    paint_rows(painter, 0);
    add_words(painter, view->note, HEADING, false, COLOUR_DIM)->optional = true;
}

void paint_scan(struct painter *painter)
{
    add_heading(painter);
    add_count(painter);
    paint_message(painter);
    paint_rows(painter, 0);
    if (painter->view->row_count == 0) {
        add_words(painter, SCREEN_SAY_FIRST_SCAN, HEADING, false, COLOUR_DIM)->style.centred = true;
    }
}

void paint_answer(struct painter *painter)
{
    const struct view *view = painter->view;
    const bool recorded = view->screen == SCREEN_RECORDED;
    painter->column.centred = true;
    add_mark(painter, recorded ? MARK_CHECK : MARK_TWICE, recorded ? SHAPE_CIRCLE : SHAPE_SQUARE,
             18, COLOUR_CARD);
    add_words(painter, view->title, 3.6, true, COLOUR_CARD)->style.centred = true;
    struct block *code =
        column_text(&painter->column, text_of(view->code), 2.6, false, COLOUR_CARD);
    code->style.centred = true;
    code->style.ours = false;
    struct block *count =
        column_text(&painter->column, count_words(painter), 5.0, true, COLOUR_CARD);
    count->style.centred = true;
    count->style.lines_max = 1;
    count->optional = true;
}

void paint_mismatch(struct painter *painter)
{
    const struct view *view = painter->view;
    painter->column.centred = true;
    add_mark(painter, MARK_CROSS, SHAPE_OCTAGON, 9, COLOUR_CARD);
    add_words(painter, view->title, TITLE, true, COLOUR_CARD)->style.centred = true;
    if (view->code[0]) {
        struct block *code = column_add(&painter->column, BLOCK_ROW);
        code->title = text_of(view->code);
        code->note = text_of(view->answer_code);
    }
    struct block *why =
        column_text(&painter->column, text_of(view->message), HEADING, false, COLOUR_CARD);
    why->style.lines_max = 5;
    why->style.ours = false;
    if (view->note != SCREEN_SAY_NOTHING) {
        add_words(painter, view->note, HEADING, true, COLOUR_CARD);
    }
}

void paint_handover(struct painter *painter)
{
    const struct view *view = painter->view;
    add_heading(painter);
    add_words(painter, view->title, 2.4, true, COLOUR_BLUE);
    if (view->symbol[0]) {
        struct block *symbol = column_add(&painter->column, BLOCK_SYMBOL);
        symbol->title = text_of(view->symbol);
        symbol->size = 42;
    } else {
        add_mark(painter, MARK_BADGE, SHAPE_NONE, 11, COLOUR_BLUE);
        painter->column.blocks[painter->column.count - 1].optional = true;
    }
    paint_message(painter);
}

static void add_tile(struct block *block, uint64_t number, struct text label, enum colour ink)
{
    struct tile *tile = &block->tiles[block->tile_count++];
    struct line line = line_of(tile->number, sizeof tile->number);
    line_unsigned(&line, number);
    tile->label = label;
    tile->ink = ink;
}

void paint_receive(struct painter *painter)
{
    const struct view *view = painter->view;
    add_heading(painter);
    struct block *tiles = column_add(&painter->column, BLOCK_TILES);
    add_tile(tiles, view->done, painter_said(painter, SCREEN_SAY_MATCHED, NULL, 0), COLOUR_GREEN);
    add_tile(tiles, view->missing, painter_said(painter, SCREEN_SAY_MISSING, NULL, 0),
             view->missing > 0 ? COLOUR_RED : COLOUR_INK);
    if (view->extra > 0) {
        add_tile(tiles, view->extra, painter_said(painter, SCREEN_SAY_EXTRA, NULL, 0), COLOUR_RED);
    }
    paint_message(painter);
    paint_rows(painter, 0);
    if (view->missing == 0 && view->extra == 0 && view->expected > 0) {
        add_words(painter, SCREEN_SAY_ALL_THERE, HEADING, true, COLOUR_GREEN);
    }
}
