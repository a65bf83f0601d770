#include "handheld/app/opening.h"

#include "base/check.h"
#include "handheld/app/handover.h"

static void copy(struct text from, char out[MEMORY_TEXT_SIZE])
{
    bool fits = text_copy(from, out, MEMORY_TEXT_SIZE);
    assert(fits); /* command.h and item_code.h have measured it */
    (void)fits;
}

struct ended opening_end(struct shift *shift)
{
    struct operation *operation = &shift->operation;
    struct ended ended = {.was_open = operation->state == OPERATION_OPEN};
    if (!ended.was_open) {
        return ended;
    }
    struct line line = line_of(ended.words, sizeof ended.words);
    shift_act_words(shift, operation->kind, text_of(operation->counterpart),
                    text_of(operation->reason), &line);
    struct line count = line_of(ended.count, sizeof ended.count);
    line_unsigned(&count, operation->total);
    if (operation_hands_over(operation) && operation->item_count > 0) {
        if (operation->kind == ACT_GIVE) {
            handover_give(shift, (struct text){0});
        } else {
            handover_take(shift);
        }
    }
    operation->state = OPERATION_ENDED;
    shift->keep = true;
    return ended;
}

struct ended opening_begin(struct shift *shift, const struct command *command, struct text parent)
{
    struct ended ended = opening_end(shift);
    struct operation *operation = &shift->operation;
    *operation = (struct operation){.state = OPERATION_OPEN, .kind = command->act};
    copy(shift_party(shift), operation->party);
    copy(command->counterpart, operation->counterpart);
    copy(parent, operation->parent);
    copy(command->reason, operation->reason);
    copy(command->stop, operation->stop);
    if (operation_hands_over(operation)) {
        chance_fill(shift->chance, operation->handoff_id, sizeof operation->handoff_id);
    }
    operation->from = shift_next(shift);
    shift->keep = true;
    return ended;
}
