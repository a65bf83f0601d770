#include "server/board/intake_sign.h"

#include <string.h>

void intake_sign_init(struct intake_sign *sign, int64_t silent_ms, const struct clock_reading *now)
{
    *sign = (struct intake_sign){.silent_ms = silent_ms, .changed = now->mono, .well = now->wall};
}

void intake_sign_take(struct intake_sign *sign, struct text text, const struct clock_reading *now)
{
    if (text.size == 0 || text.size > sizeof sign->text ||
        text_equal(text, (struct text){.at = sign->text, .size = sign->size})) {
        return;
    }
    memcpy(sign->text, text.at, text.size);
    sign->size = text.size;
    sign->known = true;
    sign->changed = now->mono;
    if (intake_sign_value(sign, "down") == 0) {
        sign->well = now->wall;
    }
}

bool intake_sign_down(const struct intake_sign *sign, struct instant mono)
{
    return intake_sign_value(sign, "down") != 0 || mono.ms - sign->changed.ms > sign->silent_ms;
}

uint64_t intake_sign_value(const struct intake_sign *sign, const char *name)
{
    struct text rest = {.at = sign->text, .size = sign->size};
    while (rest.size > 0) {
        uint64_t value = 0;
        struct text line = text_split(&rest, '\n');
        if (text_is(text_split(&line, ' '), name)) {
            return text_unsigned(text_trim(line), &value) ? value : 0;
        }
    }
    return 0;
}
