/* screen_said - every word on the screen that does not come from the unit's answers, in both
 * languages, under a code that never changes. */
#ifndef HANDHELD_SCREEN_SCREEN_SAID_H
#define HANDHELD_SCREEN_SCREEN_SAID_H

#include "base/said.h"

enum screen_saying {
    SCREEN_SAY_NOTHING, /* a place that stays empty */
    /* the bar */
    SCREEN_SAY_ONLINE,
    SCREEN_SAY_OFFLINE,
    SCREEN_SAY_ALONE,  /* no server was named */
    SCREEN_SAY_UNSENT, /* {0} how many */
    SCREEN_SAY_NOBODY,
    SCREEN_SAY_SAMPLE,
    SCREEN_SAY_PRACTICE,
    /* login */
    SCREEN_SAY_LOGIN,
    SCREEN_SAY_LOGIN_HOW,
    SCREEN_SAY_LOGIN_PIN,
    /* run */
    SCREEN_SAY_CHOOSE_RUN,
    SCREEN_SAY_CHOOSE_WORK,
    SCREEN_SAY_CHOOSE_HOW,
    /* scan */
    SCREEN_SAY_SCANNED,      /* {0} how many are left */
    SCREEN_SAY_SCANNED_FREE, /* nobody said how many there should be */
    SCREEN_SAY_FIRST_SCAN,
    /* full-screen answers */
    SCREEN_SAY_RECORDED,
    SCREEN_SAY_DUPLICATE,
    SCREEN_SAY_NOT_COUNTED,
    SCREEN_SAY_WRONG_BAG,
    SCREEN_SAY_WRONG_BAG_HOW,
    /* handover */
    SCREEN_SAY_HAND_OVER,
    SCREEN_SAY_HAND_OVER_QR,
    SCREEN_SAY_CODES, /* {0} how many */
    /* receive */
    SCREEN_SAY_MATCHED,
    SCREEN_SAY_MISSING,
    SCREEN_SAY_EXTRA,
    SCREEN_SAY_ALL_THERE,
    /* sync */
    SCREEN_SAY_SYNC,
    SCREEN_SAY_KEPT_SAFE,
    SCREEN_SAY_ALL_SENT,
    SCREEN_SAY_OLDEST,
    SCREEN_SAY_LAST_RECEIPT,
    SCREEN_SAY_POSITION,
    SCREEN_SAY_CLOCK,
    SCREEN_SAY_BATTERY,
    SCREEN_SAY_NOT_YET,
    SCREEN_SAY_NO_POSITION,
    /* load first */
    SCREEN_SAY_LOAD_FIRST, /* {0} run's time */
    SCREEN_SAY_LOAD_NONE,
    SCREEN_SAY_LOAD_NONE_HOW,
    SCREEN_SAY_MORE, /* {0} how many more */
    /* search */
    SCREEN_SAY_SEARCH,
    SCREEN_SAY_SEARCH_HOW,
    SCREEN_SAY_SEARCH_NONE,
    /* settings */
    SCREEN_SAY_SETTINGS,
    SCREEN_SAY_LANGUAGE,
    SCREEN_SAY_LANGUAGE_NAME,
    SCREEN_SAY_PRACTICE_MODE,
    SCREEN_SAY_PRACTICE_HOW,
    SCREEN_SAY_ON,
    SCREEN_SAY_OFF,
    SCREEN_SAY_SOUND,
    SCREEN_SAY_DEVICE,
    SCREEN_SAY_VERSION,
    /* buttons */
    SCREEN_SAY_OTHER_LANGUAGE,
    SCREEN_SAY_UNDO,
    SCREEN_SAY_DONE,
    SCREEN_SAY_TO_HANDOVER,
    SCREEN_SAY_BACK,
    SCREEN_SAY_MENU,
    SCREEN_SAY_BEGIN,
    SCREEN_SAY_PUT_ASIDE,
    SCREEN_SAY_UNDERSTOOD,
    SCREEN_SAY_INCIDENT,
    SCREEN_SAY_ABSENT,
    SCREEN_SAY_END_UNSIGNED,
    SCREEN_SAY_TAKE_ALL,   /* {0} how many */
    SCREEN_SAY_TAKE_SHORT, /* {0} how many, {1} missing */
    SCREEN_SAY_TAKE_EXTRA, /* {0} how many, {1} missing, {2} extra */
    SCREEN_SAY_SEND_NOW,
    SCREEN_SAY_CLEAR,
    SCREEN_SAY_FIND,
    SCREEN_SAY_NEXT_PAGE,
    /* the command line */
    SCREEN_SAY_BAD_SCREEN, /* {0} what was given */
    SCREEN_SAY_BAD_SIZE,   /* {0} */
    SCREEN_SAY_NO_OUT,
    SCREEN_SAY_NOT_PAINTED, /* {0} path */
    SCREEN_SAY_NO_DISPLAY,  /* {0} why */
    SCREEN_SAYINGS
};

const struct said *screen_said(enum screen_saying saying);

#endif
