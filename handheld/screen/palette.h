/* palette - the colours there are, and which ink may stand on which ground.
 *
 * Pure. A pair that is not written in palette_allows() is never painted; each of those has a
 * contrast of at least PALETTE_CONTRAST_MIN (tested). Colour never tells anything alone. */
#ifndef HANDHELD_SCREEN_PALETTE_H
#define HANDHELD_SCREEN_PALETTE_H

#include <stdbool.h>
#include <stdint.h>

enum colour {
    COLOUR_PAPER,   /* behind everything */
    COLOUR_CARD,    /* white: a card, and ink on dark grounds */
    COLOUR_AMBER,   /* due today */
    COLOUR_INK,     /* text */
    COLOUR_DIM,     /* text that matters less */
    COLOUR_RUST,    /* text on amber */
    COLOUR_BLUE,    /* the bar, the primary button */
    COLOUR_BROWN,   /* the bar without network: normal, no alarm */
    COLOUR_GREEN,   /* recorded */
    COLOUR_SLATE,   /* there already */
    COLOUR_RED,     /* does not count */
    COLOUR_CRIMSON, /* the bar and the second button of an alarm */
    COLOUR_LINE,    /* what is left of a progress bar, and edges; never under text */
    COLOURS
};

/* WCAG 2.2, 1.4.3. */
#define PALETTE_CONTRAST_MIN 4.5

uint32_t palette_rgb(enum colour colour); /* 0xRRGGBB */
bool palette_allows(enum colour ink, enum colour ground);
double palette_contrast(enum colour one, enum colour other); /* 1 … 21 */

#endif
