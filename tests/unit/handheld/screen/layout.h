/* layout - what is wrong with a painting, read from its canvas's record: text over text, text
 * half on a shape, anything outside the picture, text shrunk too far or cut, ink that is hard to
 * read on its ground, a target too small for a finger. */
#ifndef TESTS_UNIT_HANDHELD_SCREEN_LAYOUT_H
#define TESTS_UNIT_HANDHELD_SCREEN_LAYOUT_H

#include "handheld/screen/canvas.h"

enum { LAYOUT_WORDS_SIZE = 4096 };

/* How many faults there are; each is a line of OUT_WORDS. */
int layout_faults(const struct canvas *canvas, char out_words[LAYOUT_WORDS_SIZE]);

#endif
