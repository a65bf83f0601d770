#include "handheld/screen/widget.h"

#include <string.h>

#include "base/check.h"
#include "handheld/screen/symbol.h"

/* Lengths in units. */
#define PAD         1.1
#define GAP         0.8
#define ROW_MARK    3.2
#define ROW_PAD     0.5
#define RADIUS      1.0
#define TITLE_SIZE  2.35
#define NOTE_SIZE   1.95
#define BAR_HEIGHT  0.9
#define TILE_DIGIT  5.0
#define FACT_SHARE  0.44
#define MARK_GROWTH 1.6

enum { SYMBOL_SIZE_MIN = 12 };

struct block *column_add(struct column *column, enum block_kind kind)
{
    assert(column->count < COLUMN_BLOCKS_MAX);
    struct block *block = &column->blocks[column->count++];
    memset(block, 0, sizeof *block);
    block->kind = kind;
    block->ground = COLOUR_CARD;
    block->share = -1;
    return block;
}

struct block *column_text(struct column *column, struct text text, double size, bool bold,
                          enum colour ink)
{
    struct block *block = column_add(column, BLOCK_TEXT);
    block->title = text;
    block->style = (struct style){.size = size,
                                  .bold = bold,
                                  .ours = true,
                                  .ink = ink,
                                  .ground = column->ground,
                                  .lines_max = 3};
    return block;
}

/* ---- rows ---- */

static bool is_amber(const struct block *block)
{
    return block->ground == COLOUR_AMBER;
}

static struct style title_style(const struct block *block)
{
    return (struct style){.size = TITLE_SIZE,
                          .bold = true,
                          .ink = COLOUR_INK,
                          .ground = block->ground,
                          .lines_max = 1};
}

static struct style note_style(const struct block *block)
{
    return (struct style){.size = NOTE_SIZE,
                          .ink = is_amber(block) ? COLOUR_RUST : COLOUR_DIM,
                          .ground = block->ground,
                          .lines_max = block->style.lines_max > 0 ? block->style.lines_max : 1};
}

static double row_lead(const struct block *block)
{
    return block->mark != MARK_NONE || block->key ? ROW_MARK + PAD : 0;
}

static double row_height(struct canvas *canvas, const struct block *block, double width)
{
    const struct style title = title_style(block);
    const struct style note = note_style(block);
    double room = width - 2 * PAD - row_lead(block);
    double height =
        block->title.size > 0 ? canvas_text_height(canvas, block->title, &title, room) : 0;
    if (block->note.size > 0) {
        height += canvas_text_height(canvas, block->note, &note, room);
    }
    return height + 2 * ROW_PAD;
}

static void row_mark(struct canvas *canvas, const struct block *block, struct box box)
{
    enum colour ink = block->mark == MARK_CHECK   ? COLOUR_GREEN
                      : block->mark == MARK_CROSS ? COLOUR_RED
                      : is_amber(block)           ? COLOUR_RUST
                                                  : COLOUR_BLUE;
    struct box place = {box.x + PAD, box.y + (box.height - ROW_MARK) / 2, ROW_MARK, ROW_MARK};
    if (block->key) {
        const struct style digit = {
            .size = 3.6, .bold = true, .ink = COLOUR_BLUE, .ground = block->ground, .lines_max = 1};
        canvas_giant(canvas, (struct text){.at = &block->key, .size = 1}, &digit, place);
    } else if (block->mark != MARK_NONE) {
        place.x += ROW_MARK * 0.1;
        place.y += ROW_MARK * 0.1;
        place.width = place.height = ROW_MARK * 0.8;
        canvas_mark(canvas, block->mark, ink, block->ground, place);
    }
}

static void row_paint(struct canvas *canvas, const struct block *block, struct box box)
{
    const struct style title = title_style(block);
    const struct style note = note_style(block);
    canvas_fill(canvas, block->ground, box, RADIUS);
    row_mark(canvas, block, box);
    struct box inner = {box.x + PAD + row_lead(block), 0, box.width - 2 * PAD - row_lead(block), 0};
    inner.y = box.y + (box.height - row_height(canvas, block, box.width)) / 2 + ROW_PAD;
    inner.y += canvas_text(canvas, block->title, &title, inner);
    (void)canvas_text(canvas, block->note, &note, inner);
    if (block->touch != TOUCH_NONE && box.height >= WIDGET_TOUCH_UNITS) {
        canvas_target(canvas, block->touch, box);
    }
}

/* ---- the count ---- */

static double count_height(struct canvas *canvas, const struct block *block, double width)
{
    const struct style note = note_style(block);
    double height = 2 * PAD + block->size * 0.74;
    height += PAD / 2 + canvas_text_height(canvas, block->note, &note, width - 2 * PAD);
    return height + (block->share >= 0 ? BAR_HEIGHT + PAD / 2 : 0);
}

static void count_paint(struct canvas *canvas, const struct block *block, struct box box)
{
    struct style note = note_style(block);
    const struct style giant = {.size = block->size,
                                .bold = true,
                                .ink = block->style.ink,
                                .ground = block->ground,
                                .lines_max = 1};
    note.centred = true;
    note.ours = true;
    canvas_fill(canvas, block->ground, box, RADIUS);
    struct box inner = {box.x + PAD, box.y + PAD, box.width - 2 * PAD, block->size * 0.74};
    canvas_giant(canvas, block->title, &giant, inner);
    inner.y += inner.height + PAD / 2;
    inner.y += canvas_text(canvas, block->note, &note, inner) + PAD / 2;
    if (block->share >= 0) {
        struct box bar = {inner.x, inner.y, inner.width, BAR_HEIGHT};
        canvas_fill(canvas, COLOUR_LINE, bar, BAR_HEIGHT / 2);
        bar.width *= block->share < 1 ? block->share : 1;
        if (bar.width > BAR_HEIGHT) {
            canvas_fill(canvas, COLOUR_GREEN, bar, BAR_HEIGHT / 2);
        }
    }
}

/* ---- tiles ---- */

static double tiles_height(struct canvas *canvas, const struct block *block)
{
    const struct style label = note_style(block);
    return 2 * PAD + TILE_DIGIT * 0.74 + PAD / 2 +
           canvas_text_height(canvas, block->tiles[0].label, &label, COLUMN_BLOCKS_MAX);
}

static void tiles_paint(struct canvas *canvas, const struct block *block, struct box box)
{
    double width = (box.width - GAP * (double)(block->tile_count - 1)) / (double)block->tile_count;
    for (size_t i = 0; i < block->tile_count; i++) {
        const struct tile *tile = &block->tiles[i];
        const struct style digits = {.size = TILE_DIGIT,
                                     .bold = true,
                                     .ink = tile->ink,
                                     .ground = COLOUR_CARD,
                                     .lines_max = 1};
        struct style label = note_style(block);
        struct box card = {box.x + (double)i * (width + GAP), box.y, width, box.height};
        struct box inner = {card.x + PAD, card.y + PAD, width - 2 * PAD, TILE_DIGIT * 0.74};
        label.centred = true;
        label.ours = true;
        canvas_fill(canvas, COLOUR_CARD, card, RADIUS);
        canvas_giant(canvas, text_of(tile->number), &digits, inner);
        inner.y += inner.height + PAD / 2;
        (void)canvas_text(canvas, tile->label, &label, inner);
    }
}

/* ---- facts, fields, marks ---- */

static struct style fact_style(const struct block *block, bool value)
{
    return (struct style){.size = 2.0,
                          .bold = value,
                          .ours = !value,
                          .ink = value ? COLOUR_INK : COLOUR_DIM,
                          .ground = block->style.ground,
                          .lines_max = 2};
}

static double fact_height(struct canvas *canvas, const struct block *block, double width)
{
    const struct style label = fact_style(block, false);
    const struct style value = fact_style(block, true);
    double left = canvas_text_height(canvas, block->title, &label, width * FACT_SHARE - PAD);
    double right = canvas_text_height(canvas, block->note, &value, width * (1 - FACT_SHARE));
    return left > right ? left : right;
}

static void fact_paint(struct canvas *canvas, const struct block *block, struct box box)
{
    const struct style label = fact_style(block, false);
    const struct style value = fact_style(block, true);
    struct box left = {box.x, box.y, box.width * FACT_SHARE - PAD, 0};
    struct box right = {box.x + box.width * FACT_SHARE, box.y, box.width * (1 - FACT_SHARE), 0};
    (void)canvas_text(canvas, block->title, &label, left);
    (void)canvas_text(canvas, block->note, &value, right);
}

static void field_paint(struct canvas *canvas, const struct block *block, struct box box)
{
    const struct style typed = {
        .size = 2.6, .bold = true, .ink = COLOUR_INK, .ground = COLOUR_CARD, .lines_max = 1};
    struct box inner = {box.x + 0.25, box.y + 0.25, box.width - 0.5, box.height - 0.5};
    canvas_fill(canvas, COLOUR_BLUE, box, RADIUS);
    canvas_fill(canvas, COLOUR_CARD, inner, RADIUS - 0.25);
    struct box lens = {box.x + PAD, box.y + (box.height - 2.6) / 2, 2.6, 2.6};
    canvas_mark(canvas, MARK_LENS, COLOUR_DIM, COLOUR_CARD, lens);
    double height = canvas_text_height(canvas, block->title, &typed, box.width - 2 * PAD - 3.6);
    struct box words = {box.x + PAD + 3.6, box.y + (box.height - height) / 2,
                        box.width - 2 * PAD - 3.6, height};
    (void)canvas_text(canvas, block->title, &typed, words);
}

static void mark_paint(struct canvas *canvas, const struct block *block, struct box box)
{
    const double size = box.height;
    struct box place = {box.x + (box.width - size) / 2, box.y, size, size};
    enum colour ink = block->style.ink;
    enum colour ground = block->style.ground;
    if (block->shape != SHAPE_NONE) {
        canvas_shape(canvas, block->shape, ink, place);
        enum colour swap = ink;
        ink = ground;
        ground = swap;
        double inset = size * 0.2;
        place = (struct box){place.x + inset, place.y + inset, size - 2 * inset, size - 2 * inset};
    }
    canvas_mark(canvas, block->mark, ink, ground, place);
}

/* ---- columns ---- */

static double measure(struct canvas *canvas, const struct block *block, double width)
{
    switch (block->kind) {
    case BLOCK_TEXT:
        return canvas_text_height(canvas, block->title, &block->style, width);
    case BLOCK_ROW:
        return row_height(canvas, block, width);
    case BLOCK_COUNT:
        return count_height(canvas, block, width);
    case BLOCK_TILES:
        return tiles_height(canvas, block);
    case BLOCK_FACT:
        return fact_height(canvas, block, width);
    case BLOCK_MARK:
        return block->size;
    case BLOCK_FIELD:
        return 6;
    case BLOCK_SYMBOL:
        return SYMBOL_SIZE_MIN;
    }
    return 0;
}

static void paint(struct canvas *canvas, const struct block *block, struct box box)
{
    switch (block->kind) {
    case BLOCK_TEXT:
        (void)canvas_text(canvas, block->title, &block->style, box);
        break;
    case BLOCK_ROW:
        row_paint(canvas, block, box);
        break;
    case BLOCK_COUNT:
        count_paint(canvas, block, box);
        break;
    case BLOCK_TILES:
        tiles_paint(canvas, block, box);
        break;
    case BLOCK_FACT:
        fact_paint(canvas, block, box);
        break;
    case BLOCK_MARK:
        mark_paint(canvas, block, box);
        break;
    case BLOCK_FIELD:
        field_paint(canvas, block, box);
        break;
    case BLOCK_SYMBOL:
        symbol_paint(canvas, block->title, box);
        break;
    }
}

static double total(const struct column *column)
{
    double sum = 0;
    for (size_t i = 0; i < column->count; i++) {
        sum += column->blocks[i].height + (i > 0 ? GAP : 0);
    }
    return sum;
}

static void leave_out(struct column *column, double height)
{
    for (size_t i = column->count; i-- > 0 && total(column) > height;) {
        if (column->blocks[i].optional) {
            memmove(&column->blocks[i], &column->blocks[i + 1],
                    (column->count - i - 1) * sizeof column->blocks[0]);
            column->count--;
        }
    }
}

/* As high as it would like to be. */
static double size_wanted(const struct block *block)
{
    switch (block->kind) {
    case BLOCK_ROW:
        return block->touch != TOUCH_NONE ? WIDGET_TOUCH_UNITS : 0;
    case BLOCK_SYMBOL:
        return block->size;
    case BLOCK_MARK:
        return block->size * MARK_GROWTH;
    case BLOCK_TEXT:
    case BLOCK_COUNT:
    case BLOCK_TILES:
    case BLOCK_FACT:
    case BLOCK_FIELD:
        break;
    }
    return 0;
}

/* What is left over lets a code grow to its size, and rows until a finger can hit them. */
static void stretch(struct column *column, double height)
{
    double rows = 0; /* what all of them would take more */
    for (size_t i = 0; i < column->count; i++) {
        struct block *block = &column->blocks[i];
        const double more = size_wanted(block) - block->height;
        rows += block->kind == BLOCK_ROW && more > 0 ? more : 0;
    }
    const bool rows_fit = rows <= height - total(column);
    for (size_t i = 0; i < column->count; i++) {
        struct block *block = &column->blocks[i];
        const double left = height - total(column);
        const double more = size_wanted(block) - block->height;
        if (more > 0 && left > 0 && (block->kind != BLOCK_ROW || rows_fit)) {
            block->height += more < left ? more : left;
        }
    }
}

/* Blocks that may be cut to one line are, when there is no room for all. */
static void squeeze(struct canvas *canvas, struct column *column, struct box area)
{
    for (size_t i = 0; i < column->count && total(column) > area.height; i++) {
        struct block *block = &column->blocks[i];
        if (block->squeezed) {
            block->style.lines_max = 1;
            block->height = measure(canvas, block, area.width);
        }
    }
}

void column_paint(struct canvas *canvas, struct column *column, struct box area)
{
    for (size_t i = 0; i < column->count; i++) {
        column->blocks[i].height = measure(canvas, &column->blocks[i], area.width);
    }
    squeeze(canvas, column, area);
    leave_out(column, area.height);
    stretch(column, area.height);
    double y = area.y;
    double left = area.height - total(column);
    y += column->centred && left > 0 ? left / 2 : 0;
    for (size_t i = 0; i < column->count; i++) {
        const struct block *block = &column->blocks[i];
        paint(canvas, block, (struct box){area.x, y, area.width, block->height});
        y += block->height + GAP;
    }
}

void widget_button(struct canvas *canvas, struct text words, const char *key_name, int touch,
                   enum colour ink, enum colour ground, struct box box)
{
    const struct style label = {.size = 2.7,
                                .bold = true,
                                .centred = true,
                                .ours = true,
                                .ink = ink,
                                .ground = ground,
                                .lines_max = 2};
    const struct style corner = {
        .size = 1.7, .ink = ink, .ground = ground, .lines_max = 1, .ours = true};
    canvas_fill(canvas, ground, box, RADIUS);
    double top = canvas_text(canvas, text_of(key_name), &corner,
                             (struct box){box.x + PAD, box.y + PAD / 2, box.width - 2 * PAD, 0});
    double width = box.width - 2 * PAD;
    double height = canvas_text_height(canvas, words, &label, width);
    double y = box.y + (box.height - height) / 2;
    double lowest = box.y + PAD / 2 + top * 0.8;
    (void)canvas_text(canvas, words, &label,
                      (struct box){box.x + PAD, y > lowest ? y : lowest, width, height});
    canvas_target(canvas, touch, box);
}
