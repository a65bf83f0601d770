/* paint_parts - what the files of paint share; nobody else's. */
#ifndef HANDHELD_SCREEN_PAINT_PARTS_H
#define HANDHELD_SCREEN_PAINT_PARTS_H

#include "handheld/screen/paint.h"
#include "handheld/screen/widget.h"

enum { PAINTER_ROOM = 4096, NUMBER_SIZE = 24 };

/* One painting: what is composed lives until it is done. */
struct painter {
    struct canvas *canvas;
    const struct view *view;
    enum colour ground; /* behind everything */
    struct column column;
    size_t used;
    char room[PAINTER_ROOM];
};

/* A sentence in the view's language, its places filled with numbers. */
struct text painter_said(struct painter *painter, enum screen_saying saying,
                         const uint64_t *numbers, size_t count);
/* The same with one text. */
struct text painter_said_of(struct painter *painter, enum screen_saying saying, struct text value);
struct text painter_put(struct painter *painter, struct text text);

/* What the unit says to whoever holds it, if anything. */
void paint_message(struct painter *painter);
/* The view's rows, their notes on so many LINES at most; 0: as usual. */
void paint_rows(struct painter *painter, int lines);

/* One column for each screen. */
void paint_login(struct painter *painter);
void paint_run(struct painter *painter);
void paint_scan(struct painter *painter);
void paint_answer(struct painter *painter); /* recorded, duplicate */
void paint_mismatch(struct painter *painter);
void paint_handover(struct painter *painter);
void paint_receive(struct painter *painter);
void paint_sync(struct painter *painter);
void paint_load_first(struct painter *painter);
void paint_search(struct painter *painter);
void paint_settings(struct painter *painter);

#endif
