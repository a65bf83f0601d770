/* view_of_unit - the view of a unit as it is now: its public state and the face, nothing else. */
#ifndef HANDHELD_SCREEN_VIEW_OF_UNIT_H
#define HANDHELD_SCREEN_VIEW_OF_UNIT_H

#include "handheld/screen/face.h"

/* What the unit itself does not hold. */
struct view_beside {
    struct text device;     /* its name */
    struct text load_first; /* lists of core/load_list.h, as kept */
    int battery_percent;    /* negative: not known */
};

void view_of_unit(const struct unit *unit, const struct face *face,
                  const struct view_beside *beside, const struct clock_reading *now,
                  struct view *out_view);

#endif
