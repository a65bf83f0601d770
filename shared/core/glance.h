/* glance - one dossier taken up at one minute: custody, journey, promise and forecast together, as
 * a flag stands on them. Judges nothing itself. */
#ifndef CORE_GLANCE_H
#define CORE_GLANCE_H

#include "core/flag.h"
#include "core/forecast.h"

struct glance {
    struct custody custody;
    struct journey journey;
    struct outlook outlook; /* borrows the journey: do not move a glance */
    struct forecast forecast;
    bool over;          /* ended, or the result is back */
    bool forecast_made; /* it is open, something is promised, and nothing is missing for F */
};

void glance_at(const struct flag_input *input, struct minute now, struct glance *out_glance);

#endif
