#include "handheld/loop/loop.h"

#include <stdio.h>

#include "adapters/posix/process.h"
#include "adapters/zmq/wait.h"

enum { NUMBER_SIZE = 24, SENTENCE_SIZE = 1024 };

static void inform(const struct loop *loop, enum home_saying saying, const char *first,
                   const char *second)
{
    char room[SENTENCE_SIZE];
    struct line line = line_of(room, sizeof room);
    home_line(&line, saying, loop->given->language, first, second);
    (void)printf("info %s\n", room);
}

/* What the last step said, and what the link and the folder have to do with it. */
static void say_effects(const struct loop *loop)
{
    char print[KEY_PRINT_SIZE];
    const struct unit_effects *effects = &loop->effects;
    for (size_t i = 0; i < effects->answer_count; i++) {
        const struct answer *answer = &effects->answers[i];
        (void)printf("%s %s %s\n", tone_name(answer->tone), answer->code, answer->text);
    }
    if (effects->not_admitted && link_zmq_refusal(loop->link) == LINK_KEY_REFUSED) {
        inform(loop, HOME_KEY_REFUSED, loop->home->name, "");
    } else if (effects->not_admitted) {
        inform(loop, HOME_SERVER_UNPROVEN, loop->server,
               key_print(&loop->given->server_key, print));
    }
    (void)fflush(stdout);
    home_note_epoch(loop->home, loop->unit->shift.head.place.epoch);
}

/* With `once`: all is done, or the time for it is over. */
static bool is_finished(struct loop *loop, struct instant line)
{
    if (!loop->once || !inputs_ended(loop->inputs)) {
        return false;
    }
    if (loop->deadline.ms == 0) {
        loop->deadline.ms = line.ms + (int64_t)loop->given->drain_s * 1000;
    }
    return unit_is_synced(loop->unit) || !instant_before(line, loop->deadline);
}

static int leave(const struct loop *loop)
{
    char unsent[NUMBER_SIZE];
    struct line line = line_of(unsent, sizeof unsent);
    line_unsigned(&line, unit_unsent(loop->unit));
    if (!unit_is_synced(loop->unit)) {
        inform(loop, HOME_UNSENT, unsent, "");
        return LOOP_NOT_REACHED;
    }
    return LOOP_OK;
}

static void sleep_until(const struct loop *loop, struct instant wakeup)
{
    struct pollfd inputs[WAIT_DESCRIPTORS_MAX - 2];
    int descriptors[WAIT_DESCRIPTORS_MAX] = {loop->signals};
    bool writable[WAIT_DESCRIPTORS_MAX] = {false};
    size_t count = inputs_waits(loop->inputs, inputs, WAIT_DESCRIPTORS_MAX - 2);
    for (size_t i = 0; i < count; i++) {
        descriptors[i + 1] = inputs[i].fd;
        writable[i + 1] = (inputs[i].events & POLLOUT) != 0;
    }
    descriptors[count + 1] = loop->stage ? stage_descriptor(loop->stage) : -1;
    const struct wait wait = {
        .link = loop->link, .descriptors = descriptors, .writable = writable, .count = count + 2};
    struct wait_ready ready;
    int64_t now = clock_posix_anchor();
    int64_t ms = wakeup.ms > now ? wakeup.ms - now : 0;
    wait_for(&wait, wakeup.ms == INSTANT_NEVER.ms ? -1 : ms, &ready);
}

static struct instant line_now(void)
{
    return (struct instant){clock_posix_anchor()};
}

static struct instant wakeup_of(const struct loop *loop)
{
    struct instant wakeup = instant_min(loop->effects.wakeup, inputs_wakeup(loop->inputs));
    if (loop->stage) {
        const struct clock_reading now = clock_read(&loop->clock->port);
        wakeup = instant_min(wakeup, stage_wakeup(loop->stage, &now, line_now()));
    }
    return instant_min(wakeup, loop->deadline.ms ? loop->deadline : INSTANT_NEVER);
}

/* Shows what the last step has answered; what was typed and touched since then comes in. */
static void turn_stage(struct loop *loop, struct instant line)
{
    if (loop->stage) {
        const struct clock_reading now = clock_read(&loop->clock->port);
        stage_turn(loop->stage, loop->unit, &now, line);
    }
}

/* Gives the unit what came from scanners and lines or, when that is nothing, from the screen. */
static void step(struct loop *loop)
{
    struct stage *stage = loop->stage;
    struct inputs *inputs = loop->inputs;
    const bool typed = stage && inputs->count == 0;
    const struct unit_input *at = typed ? stage->inputs : inputs->at;
    const size_t count = typed ? stage->input_count : inputs->count;
    const struct unit_event event = {.now = clock_read(&loop->clock->port),
                                     .line = line_now(),
                                     .inputs = at,
                                     .input_count = loop->effects.again ? 0 : count};
    if (stage) {
        stage_read(stage, at, event.input_count);
    }
    unit_step(loop->unit, &event, &loop->effects);
    if (typed) {
        stage_taken(stage, loop->effects.taken);
    } else {
        inputs_taken(inputs, loop->effects.taken);
    }
    if (stage) {
        stage_hear(stage, loop->unit, &loop->effects, line_now());
    }
}

static bool is_idle(const struct loop *loop)
{
    return !loop->effects.again && loop->inputs->count == 0 &&
           (!loop->stage || loop->stage->input_count == 0);
}

static bool is_over(const struct loop *loop)
{
    return process_signals_read(loop->signals) == PROCESS_STOP ||
           (loop->stage && loop->stage->closed);
}

/* Inputs and what is behind them take turns: neither keeps the other waiting. */
int loop_run(struct loop *loop)
{
    if (loop->stage) {
        stage_hear(loop->stage, loop->unit, &loop->effects, line_now());
    }
    for (;;) {
        struct instant line = line_now();
        say_effects(loop);
        turn_stage(loop, line);
        if (is_over(loop)) {
            return LOOP_OK;
        }
        inputs_gather(loop->inputs, line);
        if (is_idle(loop)) {
            if (is_finished(loop, line)) {
                return leave(loop);
            }
            sleep_until(loop, wakeup_of(loop));
            inputs_gather(loop->inputs, line_now());
            turn_stage(loop, line_now());
        }
        step(loop);
    }
}
