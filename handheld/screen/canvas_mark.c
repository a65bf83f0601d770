#include "handheld/screen/canvas_parts.h"

/* In the unit square, y downwards. Strokes have round ends: they stay legible at 12 px. */

#define FULL_TURN 6.28318530717958647692
#define STROKE    0.14

static void stroke(cairo_t *cairo, const double (*points)[2], int count, double width)
{
    cairo_set_line_width(cairo, width);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    cairo_move_to(cairo, points[0][0], points[0][1]);
    for (int i = 1; i < count; i++) {
        cairo_line_to(cairo, points[i][0], points[i][1]);
    }
    cairo_stroke(cairo);
}

static void check(cairo_t *cairo, double x, double size)
{
    const double points[][2] = {
        {x + 0.12 * size, 0.54},
        {x + 0.38 * size, 0.8 },
        {x + 0.88 * size, 0.24}
    };
    stroke(cairo, points, 3, STROKE);
}

static void cross(cairo_t *cairo)
{
    static const double down[][2] = {
        {0.18, 0.18},
        {0.82, 0.82}
    };
    static const double up[][2] = {
        {0.18, 0.82},
        {0.82, 0.18}
    };
    stroke(cairo, down, 2, STROKE);
    stroke(cairo, up, 2, STROKE);
}

static void bang(cairo_t *cairo)
{
    static const double stem[][2] = {
        {0.5, 0.16},
        {0.5, 0.56}
    };
    stroke(cairo, stem, 2, STROKE * 1.2);
    cairo_arc(cairo, 0.5, 0.84, 0.1, 0, FULL_TURN);
    cairo_fill(cairo);
}

static void up(cairo_t *cairo)
{
    static const double stem[][2] = {
        {0.5, 0.86},
        {0.5, 0.16}
    };
    static const double head[][2] = {
        {0.22, 0.44},
        {0.5,  0.16},
        {0.78, 0.44}
    };
    stroke(cairo, stem, 2, STROKE);
    stroke(cairo, head, 3, STROKE);
}

static void badge(struct canvas *canvas, enum colour ground)
{
    cairo_t *cairo = canvas->cairo;
    cairo_rectangle(cairo, 0.18, 0.14, 0.64, 0.8);
    cairo_fill(cairo);
    cairo_rectangle(cairo, 0.42, 0.02, 0.16, 0.16);
    cairo_fill(cairo);
    canvas_source(canvas, ground);
    cairo_arc(cairo, 0.5, 0.42, 0.13, 0, FULL_TURN);
    cairo_fill(cairo);
    cairo_arc(cairo, 0.5, 0.8, 0.2, FULL_TURN / 2, FULL_TURN);
    cairo_fill(cairo);
}

static void bag(cairo_t *cairo)
{
    cairo_move_to(cairo, 0.16, 0.34);
    cairo_line_to(cairo, 0.84, 0.34);
    cairo_line_to(cairo, 0.92, 0.94);
    cairo_line_to(cairo, 0.08, 0.94);
    cairo_close_path(cairo);
    cairo_fill(cairo);
    cairo_set_line_width(cairo, STROKE * 0.7);
    cairo_new_path(cairo);
    cairo_arc(cairo, 0.5, 0.34, 0.2, FULL_TURN / 2, FULL_TURN);
    cairo_stroke(cairo);
}

static void lens(cairo_t *cairo)
{
    static const double stem[][2] = {
        {0.64, 0.64},
        {0.88, 0.88}
    };
    cairo_set_line_width(cairo, STROKE);
    cairo_arc(cairo, 0.42, 0.42, 0.3, 0, FULL_TURN);
    cairo_stroke(cairo);
    stroke(cairo, stem, 2, STROKE * 1.2);
}

void canvas_mark_path(struct canvas *canvas, enum mark mark, enum colour ground)
{
    cairo_t *cairo = canvas->cairo;
    cairo_new_path(cairo);
    switch (mark) {
    case MARK_CHECK:
        check(cairo, 0, 1);
        break;
    case MARK_TWICE:
        check(cairo, -0.06, 0.72);
        check(cairo, 0.3, 0.72);
        break;
    case MARK_CROSS:
        cross(cairo);
        break;
    case MARK_BANG:
        bang(cairo);
        break;
    case MARK_DOT:
        cairo_arc(cairo, 0.5, 0.5, 0.42, 0, FULL_TURN);
        cairo_fill(cairo);
        break;
    case MARK_RING:
        cairo_set_line_width(cairo, STROKE);
        cairo_arc(cairo, 0.5, 0.5, 0.36, 0, FULL_TURN);
        cairo_stroke(cairo);
        break;
    case MARK_UP:
        up(cairo);
        break;
    case MARK_BADGE:
        badge(canvas, ground);
        break;
    case MARK_BAG:
        bag(cairo);
        break;
    case MARK_LENS:
        lens(cairo);
        break;
    case MARK_NONE:
    case MARKS:
        break;
    }
}
