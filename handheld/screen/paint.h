/* paint - one view onto one canvas: the same for a PNG, a window and a device.
 *
 * Decides nothing but where things stand. What a finger may touch is in the canvas's record. */
#ifndef HANDHELD_SCREEN_PAINT_H
#define HANDHELD_SCREEN_PAINT_H

#include "handheld/screen/canvas.h"
#include "handheld/screen/view.h"

void paint_view(struct canvas *canvas, const struct view *view);

#endif
