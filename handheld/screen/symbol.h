/* symbol - a text as a QR code on the canvas: the one room of the unit that names zint.
 *
 * Black on white with the quiet zone that readers need. */
#ifndef HANDHELD_SCREEN_SYMBOL_H
#define HANDHELD_SCREEN_SYMBOL_H

#include "handheld/screen/canvas.h"

/* Into the largest square of whole pixels a module that fits BOX, centred. Nothing is painted when
 * TEXT is too long for a QR code, or BOX too small for its modules. */
void symbol_paint(struct canvas *canvas, struct text text, struct box box);

#endif
