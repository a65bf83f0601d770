/* locate_said - what a unit says of its position, in both languages. */
#ifndef HANDHELD_APP_LOCATE_SAID_H
#define HANDHELD_APP_LOCATE_SAID_H

#include "base/said.h"
#include "core/fix_judge.h"

enum locate_saying {
    LOCATE_NONE,
    LOCATE_SUSPECT,         /* {0} why */
    LOCATE_CLOCK_BEHIND,    /* {0} the unit's clock, {1} the newest entry's */
    LOCATE_STATUS,          /* {0} where, {1} its class, {2} accuracy, {3} age and entry */
    LOCATE_STATUS_ACCURACY, /* {0} metres */
    LOCATE_STATUS_COARSE,   /* no accuracy was told, or it is not believed */
    LOCATE_STATUS_AGE,      /* {0} entry, {1} seconds */
    LOCATE_STATUS_NONE,
    LOCATE_SAYINGS
};

const struct said *locate_said(enum locate_saying saying);
const struct said *locate_class_said(enum fix_class class);
/* DOUBT is not FIX_DOUBT_NONE. */
const struct said *locate_doubt_said(enum fix_doubt doubt);

#endif
