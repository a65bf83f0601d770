/* find - one code in the unit's own book: what it last said of it, offline. */
#ifndef HANDHELD_APP_FIND_H
#define HANDHELD_APP_FIND_H

#include "handheld/app/shift.h"

/* Says one answer and writes nothing. */
void find_code(struct shift *shift, struct text raw);

#endif
