#include "handheld/screen/window.h"

#include <SDL.h>
#include <SDL_syswm.h>
#include <string.h>

#include "base/check.h"

#define TITLE "Trao"

static int descriptor_of(SDL_Window *window)
{
    SDL_SysWMinfo about;
    SDL_VERSION(&about.version);
    if (!SDL_GetWindowWMInfo(window, &about) || about.subsystem != SDL_SYSWM_X11) {
        return -1;
    }
    return XConnectionNumber(about.info.x11.display);
}

static enum status open_texture(struct window *window, int width_px, int height_px)
{
    if (window->texture) {
        SDL_DestroyTexture(window->texture);
    }
    window->texture = SDL_CreateTexture(window->renderer, SDL_PIXELFORMAT_RGB888,
                                        SDL_TEXTUREACCESS_STREAMING, width_px, height_px);
    return window->texture ? STATUS_OK : STATUS_NOT_FOUND;
}

static enum status open_all(struct window *window, int width_px, int height_px)
{
    if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0) {
        return STATUS_NOT_FOUND;
    }
    const char *driver = SDL_GetCurrentVideoDriver();
    const bool whole = driver && strcmp(driver, "KMSDRM") == 0;
    window->window =
        SDL_CreateWindow(TITLE, SDL_WINDOWPOS_UNDEFINED, SDL_WINDOWPOS_UNDEFINED, width_px,
                         height_px, whole ? SDL_WINDOW_FULLSCREEN_DESKTOP : SDL_WINDOW_RESIZABLE);
    if (!window->window) {
        return STATUS_NOT_FOUND;
    }
    window->renderer = SDL_CreateRenderer(window->window, -1, SDL_RENDERER_SOFTWARE);
    if (!window->renderer) {
        return STATUS_NOT_FOUND;
    }
    window->descriptor = descriptor_of(window->window);
    (void)SDL_EventState(SDL_MOUSEMOTION, SDL_IGNORE);
    SDL_StartTextInput();
    return STATUS_OK;
}

enum status window_open(struct window *window, int width_px, int height_px, const char **out_why)
{
    memset(window, 0, sizeof *window);
    window->descriptor = -1;
    (void)SDL_SetHint(SDL_HINT_RENDER_DRIVER, "software");
    (void)SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    (void)SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    (void)SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1");
    enum status status = open_all(window, width_px, height_px);
    if (status == STATUS_OK) {
        SDL_GetWindowSize(window->window, &window->width_px, &window->height_px);
        status = open_texture(window, window->width_px, window->height_px);
    }
    if (status != STATUS_OK) {
        *out_why = SDL_GetError();
        window_close(window);
    }
    return status;
}

void window_close(struct window *window)
{
    if (window->texture) {
        SDL_DestroyTexture(window->texture);
    }
    if (window->renderer) {
        SDL_DestroyRenderer(window->renderer);
    }
    if (window->window) {
        SDL_DestroyWindow(window->window);
        SDL_Quit();
    }
    memset(window, 0, sizeof *window);
    window->descriptor = -1;
}

void window_show(struct window *window, struct canvas *canvas)
{
    int width = 0;
    int height = 0;
    (void)SDL_QueryTexture(window->texture, NULL, NULL, &width, &height);
    if ((canvas->width_px != width || canvas->height_px != height) &&
        open_texture(window, canvas->width_px, canvas->height_px) != STATUS_OK) {
        return;
    }
    (void)SDL_UpdateTexture(window->texture, NULL, canvas_pixels(canvas), 4 * canvas->width_px);
    (void)SDL_RenderCopy(window->renderer, window->texture, NULL, NULL);
    SDL_RenderPresent(window->renderer);
}

static void read_key(SDL_Keycode key, struct window_event *event)
{
    static const struct {
        SDL_Keycode key;
        enum window_event_kind kind;
        int touch;
    } keys[] = {
        {SDLK_F1,        WINDOW_TOUCHED, TOUCH_SECONDARY},
        {SDLK_F2,        WINDOW_TOUCHED, TOUCH_LANGUAGE },
        {SDLK_F3,        WINDOW_TOUCHED, TOUCH_MENU     },
        {SDLK_F4,        WINDOW_TOUCHED, TOUCH_PRIMARY  },
        {SDLK_RETURN,    WINDOW_ENTER,   TOUCH_NONE     },
        {SDLK_KP_ENTER,  WINDOW_ENTER,   TOUCH_NONE     },
        {SDLK_BACKSPACE, WINDOW_ERASE,   TOUCH_NONE     },
    };
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (keys[i].key == key) {
            event->kind = keys[i].kind;
            event->touch = keys[i].touch;
        }
    }
}

static void read_resize(struct window *window, const SDL_WindowEvent *resize,
                        struct window_event *event)
{
    if (resize->event == SDL_WINDOWEVENT_SIZE_CHANGED) {
        window->width_px = resize->data1;
        window->height_px = resize->data2;
        event->kind = WINDOW_EXPOSED;
    } else if (resize->event == SDL_WINDOWEVENT_EXPOSED) {
        event->kind = WINDOW_EXPOSED;
    }
}

void window_next(struct window *window, struct window_event *out_event)
{
    SDL_Event event;
    *out_event = (struct window_event){.kind = WINDOW_NOTHING};
    if (!SDL_PollEvent(&event)) {
        return;
    }
    out_event->kind = WINDOW_PASSED;
    if (event.type == SDL_TEXTINPUT) {
        out_event->kind = WINDOW_TEXT;
        (void)SDL_strlcpy(out_event->text, event.text.text, sizeof out_event->text);
    } else if (event.type == SDL_KEYDOWN) {
        read_key(event.key.keysym.sym, out_event);
    } else if (event.type == SDL_MOUSEBUTTONDOWN) {
        out_event->kind = WINDOW_POINTED;
        out_event->x = event.button.x;
        out_event->y = event.button.y;
    } else if (event.type == SDL_WINDOWEVENT) {
        read_resize(window, &event.window, out_event);
    } else if (event.type == SDL_QUIT) {
        out_event->kind = WINDOW_CLOSED;
    }
}
