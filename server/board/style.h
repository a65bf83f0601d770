/* style - the bytes of style.css; CMake makes style_css.c of it with embed.cmake. */
#ifndef BOARD_STYLE_H
#define BOARD_STYLE_H

#include <stddef.h>

extern const char style_css[];
extern const size_t style_css_size;

#endif
