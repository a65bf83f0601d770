/* canvas - one ARGB picture drawn by cairo and Pango, and a record of what stands where.
 *
 * Knows no screen and no window: the same picture goes into a PNG, a window or a device. Lengths
 * are in units, 1/48 of the picture's short side, so that one layout serves every size. */
#ifndef HANDHELD_SCREEN_CANVAS_H
#define HANDHELD_SCREEN_CANVAS_H

#include <cairo.h>
#include <pango/pango.h>

#include "base/status.h"
#include "base/text.h"
#include "handheld/screen/palette.h"

enum { CANVAS_UNITS = 48, CANVAS_RECORDS_MAX = 192, CANVAS_SIDE_MIN = 200, CANVAS_SIDE_MAX = 4096 };

/* Text shrinks to this much of its nominal size, and is then cut with an ellipsis. */
#define CANVAS_SHRINK_MIN 0.85

struct box {
    double x, y, width, height; /* in units */
};

/* Drawn as paths: no font need have them. */
enum mark {
    MARK_NONE,
    MARK_CHECK,
    MARK_TWICE, /* two checks: there already */
    MARK_CROSS,
    MARK_BANG,
    MARK_DOT,  /* network */
    MARK_RING, /* none */
    MARK_UP,   /* waiting to be sent */
    MARK_BADGE,
    MARK_BAG,
    MARK_LENS,
    MARKS
};

/* The shape round a mark tells what the colour tells. */
enum shape { SHAPE_NONE, SHAPE_CIRCLE, SHAPE_SQUARE, SHAPE_OCTAGON };

/* What a finger may do there. */
enum touch {
    TOUCH_NONE,
    TOUCH_SECONDARY, /* as F1 */
    TOUCH_LANGUAGE,  /* as F2 */
    TOUCH_MENU,      /* as F3 */
    TOUCH_PRIMARY,   /* as F4 */
    TOUCH_ROW        /* as the digit: TOUCH_ROW + 0 … */
};

enum record_kind { RECORD_TEXT, RECORD_MARK, RECORD_SHAPE, RECORD_TARGET };

struct record {
    enum record_kind kind;
    struct box box;          /* of a text: its ink */
    enum colour ink, ground; /* of a text or mark */
    double scale;            /* of a text: of its nominal size */
    bool cut;                /* a text ends with an ellipsis … */
    bool ours;               /* … though it is a sentence of ours */
    int touch;               /* of a target */
    char words[48];          /* of a text: how it begins */
};

struct style {
    double size; /* nominal, in units */
    bool bold;
    bool centred;
    bool ours; /* a sentence of ours: must never be cut */
    enum colour ink, ground;
    int lines_max;
};

struct canvas {
    cairo_surface_t *surface;
    cairo_t *cairo;
    PangoLayout *layout;
    int width_px, height_px;
    double unit; /* px */
    bool recording;
    size_t record_count;
    struct record records[CANVAS_RECORDS_MAX];
};

/* STATUS_MALFORMED: a side out of its bounds; STATUS_IO: no memory. */
enum status canvas_open(struct canvas *canvas, int width_px, int height_px) MUST_CHECK;
void canvas_close(struct canvas *canvas);
double canvas_width(const struct canvas *canvas); /* in units */
double canvas_height(const struct canvas *canvas);
/* Everything in one colour, and an empty record. */
void canvas_clear(struct canvas *canvas, enum colour ground);
/* What was painted, as rows of 4 * width_px bytes (BGRX in memory on little-endian machines). */
const uint8_t *canvas_pixels(struct canvas *canvas);
enum status canvas_write_png(struct canvas *canvas, const char *path) MUST_CHECK;

/* The height TEXT will take within WIDTH. */
double canvas_text_height(struct canvas *canvas, struct text text, const struct style *style,
                          double width);
/* The width TEXT would take on one line. */
double canvas_text_width(struct canvas *canvas, struct text text, const struct style *style);
/* Draws TEXT from the top left of BOX, wrapped to its width; returns the height taken. */
double canvas_text(struct canvas *canvas, struct text text, const struct style *style,
                   struct box box);
/* One line as high as its ink: digits that fill a card. Shrinks freely to fit BOX's width. */
void canvas_giant(struct canvas *canvas, struct text text, const struct style *style,
                  struct box box);
void canvas_fill(struct canvas *canvas, enum colour colour, struct box box, double radius);
void canvas_shape(struct canvas *canvas, enum shape shape, enum colour colour, struct box box);
/* MARK into the square of SIZE at the top left of BOX. */
void canvas_mark(struct canvas *canvas, enum mark mark, enum colour ink, enum colour ground,
                 struct box box);
void canvas_target(struct canvas *canvas, int touch, struct box box);
/* The touch of the target at a pixel; TOUCH_NONE. */
int canvas_touched(const struct canvas *canvas, double x_px, double y_px);

#endif
