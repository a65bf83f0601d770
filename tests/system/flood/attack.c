#include "tests/system/flood/attack.h"

#include <string.h>

static const char *const names[ATTACKS] = {
    [ATTACK_NONE] = "none",
    [ATTACK_IDLE] = "idle",
    [ATTACK_HALF_HANDSHAKE] = "half-handshakes",
    [ATTACK_CONNECTS] = "connects",
    [ATTACK_BAD_KEYS] = "bad-keys",
    [ATTACK_HUGE_FRAMES] = "huge-frames",
    [ATTACK_ROGUE] = "rogue",
};

/* Issue 3, section 2. Whoever wants to hold N lines against a door that cuts each after two
 * seconds must knock N / 2 times a second; the pace leaves some more to get there. */
static const struct attack_plan plans[ATTACKS] = {
    {ATTACK_NONE,           0,     0     },
    {ATTACK_IDLE,           10000, 6000  },
    {ATTACK_HALF_HANDSHAKE, 5000,  3000  },
    {ATTACK_CONNECTS,       64,    2000  },
    {ATTACK_BAD_KEYS,       100,   2000  },
    {ATTACK_HUGE_FRAMES,    1000,  1000  },
    {ATTACK_ROGUE,          1,     300000},
};

const char *attack_name(enum attack_kind kind)
{
    return kind < ATTACKS ? names[kind] : "?";
}

bool attack_parse(const char *name, enum attack_kind *out_kind)
{
    for (size_t i = 0; i < ATTACKS; i++) {
        if (strcmp(name, names[i]) == 0) {
            *out_kind = (enum attack_kind)i;
            return true;
        }
    }
    return false;
}

struct attack_plan attack_plan_of(enum attack_kind kind)
{
    return plans[kind];
}
