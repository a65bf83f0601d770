#include "tools/trao/wait_option.h"

#include "tools/trao/trao_said.h"

int wait_option(const struct call *call, const char *given, unsigned *out_seconds)
{
    uint64_t seconds = 0;
    if (!given) {
        return CALL_OK;
    }
    if (!text_unsigned(text_of(given), &seconds) || seconds == 0 || seconds > WAIT_SECONDS_MAX) {
        return call_refuse(call, CALL_USAGE, trao_said(SAID_BAD_WAIT), text_of(given),
                           (struct text){0});
    }
    *out_seconds = (unsigned)seconds;
    return CALL_OK;
}
