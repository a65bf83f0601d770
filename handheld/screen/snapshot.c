#include "handheld/screen/snapshot.h"

#include <stdio.h>

#include "handheld/screen/paint.h"

#define SIZE_USUAL "480x800"

enum { FAILED = 1, WRONG_USAGE = 2, SHOWN_SIZE = 128, SAID_SIZE = 512 };

bool size_parse(struct text text, int *out_width, int *out_height)
{
    uint64_t width = 0;
    uint64_t height = 0;
    struct text first = text_split(&text, 'x');
    if (!text_unsigned(first, &width) || !text_unsigned(text, &height) || width < CANVAS_SIDE_MIN ||
        height < CANVAS_SIDE_MIN || width > CANVAS_SIDE_MAX || height > CANVAS_SIDE_MAX) {
        return false;
    }
    *out_width = (int)width;
    *out_height = (int)height;
    return true;
}

static int refuse(enum screen_saying saying, enum language language, const char *what, int status)
{
    char shown[SHOWN_SIZE];
    char said[SAID_SIZE];
    struct line escaped = line_of(shown, sizeof shown);
    struct line line = line_of(said, sizeof said);
    line_escaped(&escaped, text_of(what));
    const struct text value = line_done(&escaped);
    line_put(&line, screen_said(saying)->code);
    line_char(&line, ' ');
    said_line(&line, screen_said(saying), language, &value, 1);
    (void)fprintf(stderr, "%s\n", said);
    return status;
}

int snapshot_run(const char *screen, const char *size, enum language language, const char *out)
{
    enum screen which = SCREENS;
    struct view view;
    struct canvas canvas;
    int width = 0;
    int height = 0;
    if (!screen_parse(text_of(screen), &which)) {
        return refuse(SCREEN_SAY_BAD_SCREEN, language, screen, WRONG_USAGE);
    }
    if (!size_parse(text_of(size ? size : SIZE_USUAL), &width, &height)) {
        return refuse(SCREEN_SAY_BAD_SIZE, language, size, WRONG_USAGE);
    }
    if (!out || !out[0]) {
        return refuse(SCREEN_SAY_NO_OUT, language, "", WRONG_USAGE);
    }
    view_sample(which, language, &view);
    enum status status = canvas_open(&canvas, width, height);
    if (status == STATUS_OK) {
        paint_view(&canvas, &view);
        status = canvas_write_png(&canvas, out);
        canvas_close(&canvas);
    }
    return status == STATUS_OK ? 0 : refuse(SCREEN_SAY_NOT_PAINTED, language, out, FAILED);
}
