/* canvas_parts - what the files of canvas share; nobody else's. */
#ifndef HANDHELD_SCREEN_CANVAS_PARTS_H
#define HANDHELD_SCREEN_CANVAS_PARTS_H

#include "handheld/screen/canvas.h"

void canvas_source(struct canvas *canvas, enum colour colour);
/* MARK in the unit square, with the source that is set; GROUND is what shows through. */
void canvas_mark_path(struct canvas *canvas, enum mark mark, enum colour ground);

#endif
