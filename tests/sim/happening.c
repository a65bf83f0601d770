#include "tests/sim/happening.h"

#include <stddef.h>

const char *happening_name(enum happening happening)
{
    switch (happening) {
    case HAPPENS_ARRIVAL:
        return "a packet's arrival";
    case HAPPENS_DIAL:
        return "a line that is tried";
    case HAPPENS_RING:
        return "a line's ringing";
    case HAPPENS_DOOR:
        return "a knock at the door";
    case HAPPENS_WAKE:
        return "a unit's alarm";
    case HAPPENS_DESK:
        return "a desk's alarm";
    case HAPPENS_WATCH:
        return "a look of watch";
    case HAPPENS_ROLE:
        return "the server's alarm";
    case HAPPENS_WORK:
        return "a person's work";
    case HAPPENS_MORNING:
        return "a morning";
    case HAPPENS_EVENING:
        return "an evening";
    case HAPPENS_RESTART:
        return "a restart";
    case HAPPENS_LUCK:
    case HAPPENS_SERVER_LUCK:
        return "an accident";
    case HAPPENS_ROGUE:
        return "a rogue's try";
    case HAPPENS_OFFICE:
        return "the office's work";
    case HAPPENS_VERIFIED:
        return "a backup found good";
    case HAPPENS_MENDED:
        return "a mending";
    case HAPPENINGS:
        break;
    }
    return NULL;
}
