#include "handheld/screen/stage.h"

#include <stdio.h>
#include <string.h>

#include "base/span.h"
#include "handheld/screen/paint.h"
#include "handheld/screen/snapshot.h"

#define SIZE_USUAL "480x800"

enum { SENTENCE_SIZE = 512, MINUTE_MS = 60000, DRAINS_MAX = 64 };

static bool refuse(enum language language, enum screen_saying saying, const char *why)
{
    char room[SENTENCE_SIZE];
    struct line line = line_of(room, sizeof room);
    const struct text value = text_of(why);
    line_put(&line, screen_said(saying)->code);
    line_char(&line, ' ');
    said_line(&line, screen_said(saying), language, &value, 1);
    (void)fprintf(stderr, "%s\n", room);
    return false;
}

bool stage_open(struct stage *stage, const struct stage_settings *settings)
{
    int width = 0;
    int height = 0;
    const char *size = settings->size ? settings->size : SIZE_USUAL;
    const char *why = "";
    memset(stage, 0, sizeof *stage);
    stage->settings = *settings;
    face_init(&stage->face, settings->language);
    sound_init(&stage->sound);
    if (!size_parse(text_of(size), &width, &height)) {
        return refuse(settings->language, SCREEN_SAY_BAD_SIZE, size);
    }
    if (window_open(&stage->window, width, height, &why) != STATUS_OK) {
        return refuse(settings->language, SCREEN_SAY_NO_DISPLAY, why);
    }
    if (canvas_open(&stage->canvas, stage->window.width_px, stage->window.height_px) != STATUS_OK) {
        window_close(&stage->window);
        return refuse(settings->language, SCREEN_SAY_NO_DISPLAY, size);
    }
    stage->open = stage->stale = true;
    return true;
}

void stage_close(struct stage *stage)
{
    if (stage->open) {
        sound_close(&stage->sound);
        canvas_close(&stage->canvas);
        window_close(&stage->window);
        stage->open = false;
    }
}

/* ---- out of the unit ---- */

static struct text reading_of(const struct unit_input *input)
{
    struct text text = input->text;
    if (input->kind == UNIT_LINE &&
        (text_starts(text, "scan ") || text_starts(text, "key ") || text_starts(text, "badge "))) {
        (void)text_split(&text, ' ');
        return text;
    }
    return input->kind == UNIT_SCAN ? text : (struct text){0};
}

void stage_read(struct stage *stage, const struct unit_input *inputs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        face_read(&stage->face, reading_of(&inputs[i]));
    }
}

void stage_hear(struct stage *stage, struct unit *unit, const struct unit_effects *effects,
                struct instant line)
{
    for (size_t i = 0; i < effects->answer_count; i++) {
        const struct answer *answer = &effects->answers[i];
        face_hear(&stage->face, answer, line);
        sound_play(&stage->sound, answer->tone, line);
        if (tone_buzz_ms(answer->tone) > 0) {
            vibrator_buzz(stage->settings.vibrator, tone_buzz_ms(answer->tone));
        }
    }
    if (effects->answer_count > 0 &&
        load_first_kept(unit->ports.journal, &stage->load_first, &stage->load_lists) != STATUS_OK) {
        stage->load_lists = (struct text){0};
    }
}

/* ---- into the unit ---- */

static void give(struct stage *stage, struct unit *unit, const struct face_effect *effect,
                 struct instant line)
{
    switch (effect->kind) {
    case FACE_NOTHING:
        return;
    case FACE_SPEAK:
        unit_speak(unit, stage->face.language);
        return;
    case FACE_SEND:
        unit_send_now(unit, line);
        return;
    case FACE_LINE:
    case FACE_SCAN:
        break;
    }
    if (stage->input_count < SHIFT_LINES_MAX) {
        char *room = stage->texts[stage->input_count];
        struct line text = line_of(room, sizeof stage->texts[0]);
        line_put(&text, effect->text);
        stage->inputs[stage->input_count++] = (struct unit_input){
            .kind = effect->kind == FACE_SCAN ? UNIT_SCAN : UNIT_LINE, .text = line_done(&text)};
    }
}

void stage_taken(struct stage *stage, size_t count)
{
    stage->input_count -= count;
    for (size_t i = 0; i < stage->input_count; i++) {
        memcpy(stage->texts[i], stage->texts[i + count], sizeof stage->texts[i]);
        stage->inputs[i] = stage->inputs[i + count];
        stage->inputs[i].text.at = stage->texts[i];
    }
}

static void resize(struct stage *stage)
{
    struct canvas canvas;
    const struct window *window = &stage->window;
    stage->stale = true;
    if ((window->width_px != stage->canvas.width_px ||
         window->height_px != stage->canvas.height_px) &&
        canvas_open(&canvas, window->width_px, window->height_px) == STATUS_OK) {
        canvas_close(&stage->canvas);
        stage->canvas = canvas;
    }
}

static void take(struct stage *stage, struct unit *unit, const struct window_event *event,
                 struct instant line)
{
    struct face_effect effect = {.kind = FACE_NOTHING};
    struct face *face = &stage->face;
    switch (event->kind) {
    case WINDOW_TEXT:
        face_text(face, text_of(event->text), line);
        break;
    case WINDOW_ERASE:
        face_erase(face);
        break;
    case WINDOW_ENTER:
        face_enter(face, unit, &effect);
        break;
    case WINDOW_TOUCHED:
        face_touch(face, event->touch, unit, &effect);
        break;
    case WINDOW_POINTED:
        face_touch(face, canvas_touched(&stage->canvas, event->x, event->y), unit, &effect);
        break;
    case WINDOW_EXPOSED:
        resize(stage);
        break;
    case WINDOW_CLOSED:
        stage->closed = true;
        break;
    case WINDOW_NOTHING:
    case WINDOW_PASSED:
        break;
    }
    give(stage, unit, &effect, line);
}

/* True: something had come. */
static bool drain(struct stage *stage, struct unit *unit, struct instant line)
{
    struct window_event event;
    bool any = false;
    for (window_next(&stage->window, &event); event.kind != WINDOW_NOTHING;
         window_next(&stage->window, &event)) {
        any = true;
        take(stage, unit, &event, line);
    }
    return any;
}

/* ---- turns ---- */

static void show(struct stage *stage, const struct unit *unit, const struct clock_reading *now)
{
    struct view view;
    const struct view_beside beside = {
        .device = stage->settings.device, .load_first = stage->load_lists, .battery_percent = -1};
    view_of_unit(unit, &stage->face, &beside, now, &view);
    if (stage->stale ||
        !span_equal(span_of(&view, sizeof view), span_of(&stage->shown, sizeof stage->shown))) {
        paint_view(&stage->canvas, &view);
        window_show(&stage->window, &stage->canvas);
        memcpy(&stage->shown, &view, sizeof view); /* with what lies between the fields */
        stage->stale = false;
        stage->frames++;
    }
}

/* Showing may read from the display what then no descriptor tells: so it is drained again. */
void stage_turn(struct stage *stage, struct unit *unit, const struct clock_reading *now,
                struct instant line)
{
    struct face_effect effect;
    face_turn(&stage->face, line, unit, &effect);
    give(stage, unit, &effect, line);
    sound_turn(&stage->sound, line);
    (void)drain(stage, unit, line);
    show(stage, unit, now);
    for (int i = 0; i < DRAINS_MAX && drain(stage, unit, line); i++) {
        show(stage, unit, now);
    }
}

int stage_descriptor(const struct stage *stage)
{
    return stage->open ? stage->window.descriptor : -1;
}

struct instant stage_wakeup(const struct stage *stage, const struct clock_reading *now,
                            struct instant line)
{
    struct instant wakeup = instant_min(face_wakeup(&stage->face), sound_wakeup(&stage->sound));
    const struct instant minute = {line.ms + MINUTE_MS - now->wall.ms % MINUTE_MS};
    wakeup = instant_min(wakeup, minute); /* the bar's clock */
    return stage->window.descriptor >= 0
               ? wakeup
               : instant_min(wakeup, (struct instant){line.ms + WINDOW_POLL_MS});
}
