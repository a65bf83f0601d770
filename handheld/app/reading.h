/* reading - what a scanned or typed text does: a code joins the open operation, a badge or a
 * command card acts, anything else is kept raw.
 *
 * Each call says exactly one answer. A scan is never dropped (DOMAIN section 3): what cannot count
 * becomes ENTRY_READING. */
#ifndef HANDHELD_APP_READING_H
#define HANDHELD_APP_READING_H

#include "handheld/app/shift.h"

/* RAW as the scanner gave it, with an AIM identifier if it has one; TYPED by hand. */
void reading_take(struct shift *shift, struct text raw, bool typed);

#endif
