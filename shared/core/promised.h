/* promised - the promise of a dossier as it stands now: re-promised, extended or restarted.
 *
 * SEMANTICS section 6: P = newest NgayHenTraMoi, else NgayHenTra; a promise keeps the calendar
 * version it was made under. Pure. */
#ifndef CORE_PROMISED_H
#define CORE_PROMISED_H

#include "core/journey.h"

/* P at NOW; MINUTE_NEVER: nothing was promised. CALENDAR is the promise's version. */
struct minute promised_at(const struct dossier_facts *facts, const struct journey *journey,
                          const struct calendar *calendar, struct minute now);

#endif
