/* stage - window, picture, tones and face put together for the unit's one loop.
 *
 * It never waits: stage_turn() takes what has come and paints when something has changed; the loop
 * waits for stage_descriptor() and until stage_wakeup(). */
#ifndef HANDHELD_SCREEN_STAGE_H
#define HANDHELD_SCREEN_STAGE_H

#include "handheld/screen/face.h"
#include "handheld/screen/sound.h"
#include "handheld/screen/view_of_unit.h"
#include "handheld/screen/window.h"
#include "ports/vibrator.h"

struct stage_settings {
    enum language language;
    const char *size;   /* `480x800`; NULL: that */
    struct text device; /* borrowed */
    const struct vibrator *vibrator;
};

struct stage {
    bool open;
    bool closed; /* by the person */
    bool stale;  /* the picture must be shown though nothing has changed */
    struct stage_settings settings;
    struct window window;
    struct canvas canvas;
    struct sound sound;
    struct face face;
    struct view shown;
    struct load_first load_first;
    struct text load_lists;
    size_t input_count;
    struct unit_input inputs[SHIFT_LINES_MAX];
    char texts[SHIFT_LINES_MAX][FACE_TYPED_MAX + 8];
    uint64_t frames; /* shown since the start */
};

/* False: there is no display; it is said on standard error why, and the unit goes on without. Also
 * when the size is none. */
bool stage_open(struct stage *stage, const struct stage_settings *settings);
void stage_close(struct stage *stage);
/* What a step has answered; also readings that came from elsewhere, as INPUTS. */
void stage_hear(struct stage *stage, struct unit *unit, const struct unit_effects *effects,
                struct instant line);
/* A reading of a scanner goes to the unit: its code will be shown with the answer. */
void stage_read(struct stage *stage, const struct unit_input *inputs, size_t count);
/* Takes keys, characters and touches in, and paints if the view has changed. What the unit is to be
 * given stands in `inputs`. */
void stage_turn(struct stage *stage, struct unit *unit, const struct clock_reading *now,
                struct instant line);
void stage_taken(struct stage *stage, size_t count);
int stage_descriptor(const struct stage *stage); /* -1: none */
struct instant stage_wakeup(const struct stage *stage, const struct clock_reading *now,
                            struct instant line);

#endif
