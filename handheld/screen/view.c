#include "handheld/screen/view.h"

#include "base/check.h"

/* A row a screen: its name, what F1 does, what F4 does. */
static const struct {
    const char *name;
    enum screen_saying secondary, primary;
} screens[SCREENS] = {
    [SCREEN_LOGIN] = {"login",      SCREEN_SAY_NOTHING,  SCREEN_SAY_OTHER_LANGUAGE},
    [SCREEN_RUN] = {"run",        SCREEN_SAY_MENU,     SCREEN_SAY_BEGIN         },
    [SCREEN_SCAN] = {"scan",       SCREEN_SAY_UNDO,     SCREEN_SAY_DONE          },
    [SCREEN_RECORDED] = {"recorded",   SCREEN_SAY_NOTHING,  SCREEN_SAY_NOTHING       },
    [SCREEN_DUPLICATE] = {"duplicate",  SCREEN_SAY_NOTHING,  SCREEN_SAY_NOTHING       },
    [SCREEN_MISMATCH] = {"mismatch",   SCREEN_SAY_INCIDENT, SCREEN_SAY_UNDERSTOOD    },
    [SCREEN_HANDOVER] = {"handover",   SCREEN_SAY_UNDO,     SCREEN_SAY_ABSENT        },
    [SCREEN_RECEIVE] = {"receive",    SCREEN_SAY_UNDO,     SCREEN_SAY_TAKE_ALL      },
    [SCREEN_SYNC] = {"sync",       SCREEN_SAY_BACK,     SCREEN_SAY_SEND_NOW      },
    [SCREEN_LOAD_FIRST] = {"load_first", SCREEN_SAY_BACK,     SCREEN_SAY_NOTHING       },
    [SCREEN_SEARCH] = {"search",     SCREEN_SAY_BACK,     SCREEN_SAY_FIND          },
    [SCREEN_SETTINGS] = {"settings",   SCREEN_SAY_BACK,     SCREEN_SAY_OTHER_LANGUAGE},
};

const char *screen_name(enum screen screen)
{
    assert((unsigned)screen < SCREENS);
    return screens[screen].name;
}

bool screen_parse(struct text word, enum screen *out_screen)
{
    for (int i = 0; i < SCREENS; i++) {
        if (text_is(word, screens[i].name)) {
            *out_screen = (enum screen)i;
            return true;
        }
    }
    return false;
}

enum screen_saying view_secondary(enum screen screen)
{
    assert((unsigned)screen < SCREENS);
    return screens[screen].secondary;
}

enum screen_saying view_primary(enum screen screen)
{
    assert((unsigned)screen < SCREENS);
    return screens[screen].primary;
}
