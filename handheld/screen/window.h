/* window - the picture on a display, and what is typed, pressed and touched there: SDL's video.
 *
 * The software renderer: no graphics library is loaded. Under X11 its connection is a descriptor
 * like any other, so the unit's one loop waits for it. The drivers that have none (KMSDRM, built
 * and untested here) are looked at every WINDOW_POLL_MS. */
#ifndef HANDHELD_SCREEN_WINDOW_H
#define HANDHELD_SCREEN_WINDOW_H

#include "base/status.h"
#include "handheld/screen/canvas.h"

struct SDL_Window;
struct SDL_Renderer;
struct SDL_Texture;

enum { WINDOW_POLL_MS = 20, WINDOW_TEXT_SIZE = 64 };

enum window_event_kind {
    WINDOW_NOTHING, /* no more has come */
    WINDOW_PASSED,  /* of no interest */
    WINDOW_TEXT,    /* characters were typed */
    WINDOW_TOUCHED, /* one of enum touch: F1 … F4 */
    WINDOW_POINTED, /* x, y in pixels of the picture */
    WINDOW_ENTER,
    WINDOW_ERASE,
    WINDOW_EXPOSED, /* the picture must be shown again, perhaps in another size */
    WINDOW_CLOSED
};

struct window_event {
    enum window_event_kind kind;
    int touch;
    double x, y;
    char text[WINDOW_TEXT_SIZE];
};

struct window {
    struct SDL_Window *window;
    struct SDL_Renderer *renderer;
    struct SDL_Texture *texture;
    int width_px, height_px;
    int descriptor; /* -1: none, poll */
};

/* STATUS_NOT_FOUND: there is no display; *OUT_WHY says what SDL says, until its next call. */
enum status window_open(struct window *window, int width_px, int height_px,
                        const char **out_why) MUST_CHECK;
void window_close(struct window *window);
void window_show(struct window *window, struct canvas *canvas);
/* The next thing that has come; call until WINDOW_NOTHING, and after every window_show(). */
void window_next(struct window *window, struct window_event *out_event);

#endif
