#include "handheld/screen/palette.h"

#include <math.h>
#include <stddef.h>

#include "base/check.h"

static const uint32_t rgb[COLOURS] = {
    [COLOUR_PAPER] = 0xF1F3F6, [COLOUR_CARD] = 0xFFFFFF,  [COLOUR_AMBER] = 0xFFEFC4,
    [COLOUR_INK] = 0x131C29,   [COLOUR_DIM] = 0x475261,   [COLOUR_RUST] = 0x7A4400,
    [COLOUR_BLUE] = 0x0B4F8A,  [COLOUR_BROWN] = 0x5C3A05, [COLOUR_GREEN] = 0x0A7A3B,
    [COLOUR_SLATE] = 0x3D4F63, [COLOUR_RED] = 0xB3161B,   [COLOUR_CRIMSON] = 0x7D0B10,
    [COLOUR_LINE] = 0xC6CDD6,
};

/* Each ink with the grounds it may stand on. */
static const struct pair {
    enum colour ink, ground;
} pairs[] = {
    {COLOUR_INK,   COLOUR_PAPER  },
    {COLOUR_INK,   COLOUR_CARD   },
    {COLOUR_INK,   COLOUR_AMBER  },
    {COLOUR_DIM,   COLOUR_PAPER  },
    {COLOUR_DIM,   COLOUR_CARD   },
    {COLOUR_RUST,  COLOUR_AMBER  },
    {COLOUR_BLUE,  COLOUR_PAPER  },
    {COLOUR_BLUE,  COLOUR_CARD   },
    {COLOUR_BLUE,  COLOUR_AMBER  },
    {COLOUR_GREEN, COLOUR_PAPER  },
    {COLOUR_GREEN, COLOUR_CARD   },
    {COLOUR_RED,   COLOUR_CARD   },
    {COLOUR_RED,   COLOUR_PAPER  },
    {COLOUR_SLATE, COLOUR_CARD   },
    {COLOUR_CARD,  COLOUR_BLUE   },
    {COLOUR_CARD,  COLOUR_BROWN  },
    {COLOUR_CARD,  COLOUR_GREEN  },
    {COLOUR_CARD,  COLOUR_SLATE  },
    {COLOUR_CARD,  COLOUR_RED    },
    {COLOUR_CARD,  COLOUR_CRIMSON},
};

uint32_t palette_rgb(enum colour colour)
{
    assert((unsigned)colour < COLOURS);
    return rgb[colour];
}

bool palette_allows(enum colour ink, enum colour ground)
{
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        if (pairs[i].ink == ink && pairs[i].ground == ground) {
            return true;
        }
    }
    return false;
}

/* Relative luminance: WCAG 2.2's definition, of sRGB. */
static double luminance(enum colour colour)
{
    static const double weight[3] = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
        double part = (double)(rgb[colour] >> (16 - 8 * i) & 0xFF) / 255;
        sum += weight[i] * (part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
}

double palette_contrast(enum colour one, enum colour other)
{
    double a = luminance(one);
    double b = luminance(other);
    return a > b ? (a + 0.05) / (b + 0.05) : (b + 0.05) / (a + 0.05);
}
