#include "handheld/screen/paint_parts.h"

/* The screens beside the main loop: sync, load first, search, settings. */

#define TITLE   2.8
#define HEADING 2.0

static struct block *add_words(struct painter *painter, enum screen_saying saying, double size,
                               bool bold, enum colour ink)
{
    return column_text(&painter->column, painter_said(painter, saying, NULL, 0), size, bold, ink);
}

static void add_facts(struct painter *painter)
{
    const struct view *view = painter->view;
    for (size_t i = 0; i < view->fact_count; i++) {
        const struct view_fact *fact = &view->facts[i];
        struct block *block = column_add(&painter->column, BLOCK_FACT);
        block->title = painter_said(painter, fact->label, NULL, 0);
        block->note = text_of(fact->value);
        block->style.ground = painter->ground;
        block->optional = i > 0;
    }
}

void paint_sync(struct painter *painter)
{
    const struct view *view = painter->view;
    char room[NUMBER_SIZE];
    struct line line = line_of(room, sizeof room);
    line_unsigned(&line, view->bar.unsent);
    struct block *count = column_add(&painter->column, BLOCK_COUNT);
    count->title = painter_put(painter, line_done(&line));
    count->note = painter_said(painter, view->note, NULL, 0);
    count->size = 7;
    count->style.ink = view->bar.unsent > 0 ? COLOUR_BLUE : COLOUR_GREEN;
    count->style.lines_max = 2;
    paint_message(painter);
    add_facts(painter);
}

void paint_load_first(struct painter *painter)
{
    const struct view *view = painter->view;
    if (view->row_count == 0) {
        painter->column.centred = true;
        struct block *mark = column_add(&painter->column, BLOCK_MARK);
        mark->mark = MARK_CHECK;
        mark->size = 11;
        mark->style.ink = COLOUR_GREEN;
        mark->style.ground = painter->ground;
        add_words(painter, SCREEN_SAY_LOAD_NONE, TITLE, true, COLOUR_INK)->style.centred = true;
        add_words(painter, SCREEN_SAY_LOAD_NONE_HOW, HEADING, false, COLOUR_DIM)->style.centred =
            true;
        return;
    }
    struct text title = painter_said_of(painter, SCREEN_SAY_LOAD_FIRST, text_of(view->code));
    column_text(&painter->column, title, TITLE, true, COLOUR_INK)->style.ours = false;
    paint_rows(painter, 2);
    if (view->more > 0) {
        column_text(&painter->column, painter_said(painter, SCREEN_SAY_MORE, &view->more, 1),
                    HEADING, true, COLOUR_INK);
    }
}

void paint_search(struct painter *painter)
{
    const struct view *view = painter->view;
    add_words(painter, view->title, TITLE, true, COLOUR_INK);
    column_add(&painter->column, BLOCK_FIELD)->title = text_of(view->code);
    paint_rows(painter, 2);
    paint_message(painter);
    if (view->row_count == 0 || view->note != SCREEN_SAY_NOTHING) {
        add_words(painter, view->note, HEADING, false, COLOUR_DIM)->optional = true;
    }
}

void paint_settings(struct painter *painter)
{
    add_words(painter, painter->view->title, TITLE, true, COLOUR_INK);
    paint_rows(painter, 2);
    add_facts(painter);
    paint_message(painter);
}
