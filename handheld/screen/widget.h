/* widget - the ten things a screen is made of, measured first and then stacked: nothing has a fixed
 * place, because Vietnamese lines are tall and break where English does not.
 *
 * Texts are borrowed until the column is painted. Knows no view. */
#ifndef HANDHELD_SCREEN_WIDGET_H
#define HANDHELD_SCREEN_WIDGET_H

#include "handheld/screen/canvas.h"

enum { COLUMN_BLOCKS_MAX = 12, BLOCK_TILES_MAX = 3, WIDGET_TOUCH_UNITS = 12 };

enum block_kind {
    BLOCK_TEXT,   /* text */
    BLOCK_ROW,    /* a card: mark or key, title, note */
    BLOCK_COUNT,  /* a card: giant digits, a note, a bar of progress */
    BLOCK_TILES,  /* numbers side by side */
    BLOCK_FACT,   /* label and value */
    BLOCK_MARK,   /* a mark in its shape, centred */
    BLOCK_FIELD,  /* what is being typed */
    BLOCK_SYMBOL, /* a QR code */
};

struct tile {
    char number[24];
    struct text label;
    enum colour ink;
};

struct block {
    enum block_kind kind;
    bool optional; /* left out, the last one first, when there is no room for all */
    bool squeezed; /* cut to one line before anything is left out */
    struct style style;
    struct text title, note; /* of a fact: label and value */
    enum colour ground;      /* of a card */
    enum mark mark;
    enum shape shape;
    char key;     /* the digit that picks a row; NUL: none */
    double share; /* of the bar; negative: none */
    double size;  /* of a mark, a symbol or digits */
    int touch;
    size_t tile_count;
    struct tile tiles[BLOCK_TILES_MAX];
    double height; /* once measured */
};

struct column {
    bool centred; /* what is left over is shared above and below */
    enum colour ground;
    size_t count;
    struct block blocks[COLUMN_BLOCKS_MAX];
};

struct block *column_add(struct column *column, enum block_kind kind);
struct block *column_text(struct column *column, struct text text, double size, bool bold,
                          enum colour ink);
/* Measures, leaves out what finds no room, and paints. */
void column_paint(struct canvas *canvas, struct column *column, struct box area);
/* A button with its key's name in the corner. */
void widget_button(struct canvas *canvas, struct text words, const char *key_name, int touch,
                   enum colour ink, enum colour ground, struct box box);

#endif
