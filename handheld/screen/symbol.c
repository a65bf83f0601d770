#include "handheld/screen/symbol.h"

#include <math.h>
#include <zint.h>

enum { QUIET = 4 };

static bool is_dark(const struct zint_symbol *symbol, int row, int at)
{
    return symbol->encoded_data[row][at / 8] >> (at % 8) & 1;
}

static void paint_modules(struct canvas *canvas, const struct zint_symbol *symbol, struct box box)
{
    int modules = symbol->width + 2 * QUIET;
    double side = box.width < box.height ? box.width : box.height;
    double module = floor(side * canvas->unit / modules);
    if (module < 1) {
        return;
    }
    side = module * modules / canvas->unit;
    struct box paper = {box.x + (box.width - side) / 2, box.y + (box.height - side) / 2, side,
                        side};
    canvas_fill(canvas, COLOUR_CARD, paper, 0);
    double left = round(paper.x * canvas->unit) + module * QUIET;
    double top = round(paper.y * canvas->unit) + module * QUIET;
    for (int row = 0; row < symbol->rows; row++) {
        for (int at = 0; at < symbol->width; at++) {
            if (is_dark(symbol, row, at)) {
                cairo_rectangle(canvas->cairo, left + at * module, top + row * module, module,
                                module);
            }
        }
    }
    cairo_set_source_rgb(canvas->cairo, 0, 0, 0);
    cairo_set_antialias(canvas->cairo, CAIRO_ANTIALIAS_NONE);
    cairo_fill(canvas->cairo);
    cairo_set_antialias(canvas->cairo, CAIRO_ANTIALIAS_DEFAULT);
}

void symbol_paint(struct canvas *canvas, struct text text, struct box box)
{
    struct zint_symbol *symbol = ZBarcode_Create();
    if (!symbol) {
        return;
    }
    symbol->symbology = BARCODE_QRCODE;
    symbol->option_1 = 2; /* level M: 15 % of it may be dirty */
    if (ZBarcode_Encode(symbol, (const unsigned char *)text.at, (int)text.size) < ZINT_ERROR) {
        paint_modules(canvas, symbol, box);
    }
    ZBarcode_Delete(symbol);
}
