#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <zint.h>

#include <cmocka.h>

#include "handheld/screen/symbol.h"

static struct canvas canvas;

static bool is_black(int x, int y)
{
    return canvas_pixels(&canvas)[4 * (y * 480 + x)] < 0x40;
}

/* Every module of zint's own answer is where it should be, in whole pixels, with a quiet zone. */
static void each_module_stands_in_its_place(void **unused)
{
    const struct text text = TEXT("TRAO-GIAO:5F0C2D77A1B24E5E");
    (void)unused;
    assert_int_equal(canvas_open(&canvas, 480, 800), STATUS_OK);
    canvas_clear(&canvas, COLOUR_PAPER);
    symbol_paint(&canvas, text, (struct box){4, 10, 40, 40});
    struct zint_symbol *symbol = ZBarcode_Create();
    symbol->symbology = BARCODE_QRCODE;
    symbol->option_1 = 2;
    assert_int_equal(ZBarcode_Encode(symbol, (const unsigned char *)text.at, (int)text.size), 0);
    const struct box *paper = &canvas.records[0].box;
    int module = (int)(paper->width * 10 / (symbol->width + 8) + 0.5);
    for (int row = 0; row < symbol->rows; row++) {
        for (int at = 0; at < symbol->width; at++) {
            int x = (int)(paper->x * 10 + 0.5) + (at + 4) * module + module / 2;
            int y = (int)(paper->y * 10 + 0.5) + (row + 4) * module + module / 2;
            assert_int_equal(is_black(x, y), symbol->encoded_data[row][at / 8] >> (at % 8) & 1);
        }
    }
    assert_false(is_black((int)(paper->x * 10) + 2, (int)(paper->y * 10) + 2));
    ZBarcode_Delete(symbol);
    canvas_close(&canvas);
}

static void what_is_too_long_or_finds_no_room_is_not_painted(void **unused)
{
    static char endless[9000];
    (void)unused;
    memset(endless, 'x', sizeof endless - 1);
    assert_int_equal(canvas_open(&canvas, 480, 800), STATUS_OK);
    canvas_clear(&canvas, COLOUR_PAPER);
    symbol_paint(&canvas, text_of(endless), (struct box){4, 10, 40, 40});
    symbol_paint(&canvas, TEXT("TRAO"), (struct box){4, 10, 1, 1});
    assert_int_equal(canvas.record_count, 0);
    canvas_close(&canvas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_module_stands_in_its_place),
        cmocka_unit_test(what_is_too_long_or_finds_no_room_is_not_painted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
