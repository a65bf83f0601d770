#include "handheld/screen/canvas.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

#include "base/check.h"
#include "handheld/screen/canvas_parts.h"

/* INVARIANTS
 * (1) Every ink on every ground is a pair of the palette.
 * (2) A text is never smaller than CANVAS_SHRINK_MIN of its nominal size, but canvas_giant's. */

#define FONT        "Open Sans"
#define SHRINK_STEP 0.05
#define PI          3.14159265358979323846

enum { SHRINK_STEPS = 3, GIANT_STEPS = 12 }; /* down to 0.85, and to 0.4 */

enum status canvas_open(struct canvas *canvas, int width_px, int height_px)
{
    memset(canvas, 0, sizeof *canvas);
    if (width_px < CANVAS_SIDE_MIN || height_px < CANVAS_SIDE_MIN || width_px > CANVAS_SIDE_MAX ||
        height_px > CANVAS_SIDE_MAX) {
        return STATUS_MALFORMED;
    }
    canvas->width_px = width_px;
    canvas->height_px = height_px;
    canvas->unit = (double)(width_px < height_px ? width_px : height_px) / CANVAS_UNITS;
    canvas->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width_px, height_px);
    canvas->cairo = cairo_create(canvas->surface);
    if (cairo_status(canvas->cairo) != CAIRO_STATUS_SUCCESS) {
        canvas_close(canvas);
        return STATUS_IO;
    }
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_SLIGHT);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    canvas->layout = pango_cairo_create_layout(canvas->cairo);
    pango_cairo_context_set_font_options(pango_layout_get_context(canvas->layout), options);
    pango_cairo_context_set_resolution(pango_layout_get_context(canvas->layout), 72);
    cairo_font_options_destroy(options);
    pango_layout_set_wrap(canvas->layout, PANGO_WRAP_WORD_CHAR);
    return STATUS_OK;
}

void canvas_close(struct canvas *canvas)
{
    if (canvas->layout) {
        g_object_unref(canvas->layout);
    }
    if (canvas->cairo) {
        cairo_destroy(canvas->cairo);
    }
    if (canvas->surface) {
        cairo_surface_destroy(canvas->surface);
    }
    canvas->layout = NULL;
    canvas->cairo = NULL;
    canvas->surface = NULL;
}

double canvas_width(const struct canvas *canvas)
{
    return canvas->width_px / canvas->unit;
}

double canvas_height(const struct canvas *canvas)
{
    return canvas->height_px / canvas->unit;
}

const uint8_t *canvas_pixels(struct canvas *canvas)
{
    cairo_surface_flush(canvas->surface);
    return cairo_image_surface_get_data(canvas->surface);
}

enum status canvas_write_png(struct canvas *canvas, const char *path)
{
    cairo_status_t status = cairo_surface_write_to_png(canvas->surface, path);
    return status == CAIRO_STATUS_SUCCESS ? STATUS_OK : STATUS_IO;
}

void canvas_source(struct canvas *canvas, enum colour colour)
{
    uint32_t rgb = palette_rgb(colour);
    cairo_set_source_rgb(canvas->cairo, (double)(rgb >> 16) / 255, (double)(rgb >> 8 & 0xFF) / 255,
                         (double)(rgb & 0xFF) / 255);
}

/* ---- the record ---- */

static void note(struct canvas *canvas, const struct record *record)
{
    assert(canvas->record_count < CANVAS_RECORDS_MAX);
    canvas->records[canvas->record_count++] = *record;
}

void canvas_target(struct canvas *canvas, int touch, struct box box)
{
    note(canvas, &(const struct record){.kind = RECORD_TARGET, .box = box, .touch = touch});
}

int canvas_touched(const struct canvas *canvas, double x_px, double y_px)
{
    double x = x_px / canvas->unit;
    double y = y_px / canvas->unit;
    for (size_t i = 0; i < canvas->record_count; i++) {
        const struct record *record = &canvas->records[i];
        const struct box *box = &record->box;
        if (record->kind == RECORD_TARGET && x >= box->x && x < box->x + box->width &&
            y >= box->y && y < box->y + box->height) {
            return record->touch;
        }
    }
    return TOUCH_NONE;
}

/* ---- shapes ---- */

void canvas_clear(struct canvas *canvas, enum colour ground)
{
    canvas->record_count = 0;
    canvas_source(canvas, ground);
    cairo_paint(canvas->cairo);
}

static void path_of(struct canvas *canvas, struct box box, double radius)
{
    cairo_t *cairo = canvas->cairo;
    double u = canvas->unit;
    double left = round(box.x * u);
    double top = round(box.y * u);
    double right = round((box.x + box.width) * u);
    double bottom = round((box.y + box.height) * u);
    double r = radius * u;
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, right - r, top + r, r, -PI / 2, 0);
    cairo_arc(cairo, right - r, bottom - r, r, 0, PI / 2);
    cairo_arc(cairo, left + r, bottom - r, r, PI / 2, PI);
    cairo_arc(cairo, left + r, top + r, r, PI, 3 * PI / 2);
    cairo_close_path(cairo);
}

void canvas_fill(struct canvas *canvas, enum colour colour, struct box box, double radius)
{
    double most = (box.width < box.height ? box.width : box.height) / 2;
    path_of(canvas, box, radius < most ? radius : most);
    canvas_source(canvas, colour);
    cairo_fill(canvas->cairo);
    note(canvas,
         &(const struct record){.kind = RECORD_SHAPE, .box = box, .ink = colour, .ground = colour});
}

static void octagon(struct canvas *canvas, struct box box)
{
    double u = canvas->unit;
    double side = box.width * u / 2;
    double x = box.x * u + side;
    double y = box.y * u + side;
    for (int i = 0; i < 8; i++) {
        double turn = PI / 8 + i * PI / 4;
        cairo_line_to(canvas->cairo, x + side / cos(PI / 8) * cos(turn),
                      y + side / cos(PI / 8) * sin(turn));
    }
    cairo_close_path(canvas->cairo);
}

void canvas_shape(struct canvas *canvas, enum shape shape, enum colour colour, struct box box)
{
    if (shape != SHAPE_OCTAGON) {
        canvas_fill(canvas, colour, box, shape == SHAPE_CIRCLE ? box.width / 2 : box.width / 8);
        return;
    }
    cairo_new_path(canvas->cairo);
    octagon(canvas, box);
    canvas_source(canvas, colour);
    cairo_fill(canvas->cairo);
    note(canvas,
         &(const struct record){.kind = RECORD_SHAPE, .box = box, .ink = colour, .ground = colour});
}

void canvas_mark(struct canvas *canvas, enum mark mark, enum colour ink, enum colour ground,
                 struct box box)
{
    assert(palette_allows(ink, ground)); /* (1) */
    double side = box.width < box.height ? box.width : box.height;
    cairo_save(canvas->cairo);
    cairo_translate(canvas->cairo, box.x * canvas->unit, box.y * canvas->unit);
    cairo_scale(canvas->cairo, side * canvas->unit, side * canvas->unit);
    canvas_source(canvas, ink);
    canvas_mark_path(canvas, mark, ground);
    cairo_restore(canvas->cairo);
    note(canvas,
         &(const struct record){
             .kind = RECORD_MARK, .box = {box.x, box.y, side, side},
                  .ink = ink, .ground = ground
    });
}

/* ---- text ---- */

static void set_font(struct canvas *canvas, const struct style *style, double scale)
{
    PangoFontDescription *font = pango_font_description_from_string(FONT);
    pango_font_description_set_weight(font, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(font,
                                             style->size * scale * canvas->unit * PANGO_SCALE);
    pango_layout_set_font_description(canvas->layout, font);
    pango_font_description_free(font);
}

/* Sets the layout up so that TEXT fits WIDTH in STYLE's lines; returns its scale (2). */
static double set_text(struct canvas *canvas, struct text text, const struct style *style,
                       double width)
{
    PangoLayout *layout = canvas->layout;
    pango_layout_set_text(layout, text.at ? text.at : "", (int)text.size);
    pango_layout_set_width(layout, (int)(width * canvas->unit * PANGO_SCALE));
    pango_layout_set_alignment(layout, style->centred ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT);
    pango_layout_set_height(layout, -1);
    pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_NONE);
    for (int step = 0; step <= SHRINK_STEPS; step++) {
        const double scale = 1 - step * SHRINK_STEP;
        set_font(canvas, style, scale);
        if (pango_layout_get_line_count(layout) <= style->lines_max) {
            return scale;
        }
    }
    set_font(canvas, style, CANVAS_SHRINK_MIN);
    pango_layout_set_height(layout, -style->lines_max);
    pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    return CANVAS_SHRINK_MIN;
}

double canvas_text_height(struct canvas *canvas, struct text text, const struct style *style,
                          double width)
{
    int height = 0;
    (void)set_text(canvas, text, style, width);
    pango_layout_get_size(canvas->layout, NULL, &height);
    return (double)height / PANGO_SCALE / canvas->unit;
}

double canvas_text_width(struct canvas *canvas, struct text text, const struct style *style)
{
    int width = 0;
    struct style one = *style;
    one.lines_max = 1;
    (void)set_text(canvas, text, &one, CANVAS_SIDE_MAX);
    pango_layout_get_size(canvas->layout, &width, NULL);
    if (style->centred) {
        PangoRectangle logical;
        pango_layout_get_extents(canvas->layout, NULL, &logical);
        width = logical.width;
    }
    return (double)width / PANGO_SCALE / canvas->unit;
}

static void note_text(struct canvas *canvas, struct text text, const struct style *style,
                      const struct box *ink, double scale)
{
    struct record record = {.kind = RECORD_TEXT,
                            .box = *ink,
                            .ink = style->ink,
                            .ground = style->ground,
                            .scale = scale,
                            .cut = pango_layout_is_ellipsized(canvas->layout),
                            .ours = style->ours};
    struct line words = line_of(record.words, sizeof record.words);
    line_text(&words, text);
    note(canvas, &record);
}

/* The layout at X, Y; its ink as a box. */
static struct box show(struct canvas *canvas, enum colour ink, double x, double y)
{
    PangoRectangle drawn;
    double u = canvas->unit * PANGO_SCALE;
    cairo_move_to(canvas->cairo, x * canvas->unit, y * canvas->unit);
    canvas_source(canvas, ink);
    pango_cairo_show_layout(canvas->cairo, canvas->layout);
    pango_layout_get_extents(canvas->layout, &drawn, NULL);
    return (struct box){x + drawn.x / u, y + drawn.y / u, drawn.width / u, drawn.height / u};
}

double canvas_text(struct canvas *canvas, struct text text, const struct style *style,
                   struct box box)
{
    int height = 0;
    assert(palette_allows(style->ink, style->ground)); /* (1) */
    if (text.size == 0) {
        return 0;
    }
    double scale = set_text(canvas, text, style, box.width);
    struct box ink = show(canvas, style->ink, box.x, box.y);
    note_text(canvas, text, style, &ink, scale);
    pango_layout_get_size(canvas->layout, NULL, &height);
    return (double)height / PANGO_SCALE / canvas->unit;
}

void canvas_giant(struct canvas *canvas, struct text text, const struct style *style,
                  struct box box)
{
    PangoRectangle ink = {0};
    struct style one = *style;
    double u = canvas->unit * PANGO_SCALE;
    assert(palette_allows(style->ink, style->ground)); /* (1) */
    one.lines_max = 1;
    one.centred = false;
    for (int step = 0; step <= GIANT_STEPS; step++) {
        (void)set_text(canvas, text, &one, CANVAS_SIDE_MAX);
        set_font(canvas, &one, 1 - step * SHRINK_STEP);
        pango_layout_get_extents(canvas->layout, &ink, NULL);
        if (ink.width / u <= box.width && ink.height / u <= box.height) {
            break;
        }
    }
    double x = box.x + (box.width - ink.width / u) / 2 - ink.x / u;
    double y = box.y + (box.height - ink.height / u) / 2 - ink.y / u;
    struct box drawn = show(canvas, style->ink, x, y);
    note_text(canvas, text, style, &drawn, 1);
}
