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

/* The newest promise that was stated, known at NOW, as a date and not as it moves with pauses, and
 * from when on it is known: INT32_MIN for the first one. MINUTE_NEVER: nothing was promised,
 * or a time before the receipt. */
struct minute promised_stated(const struct dossier_facts *facts, struct minute now,
                              struct minute *out_since);
/* How often the result was promised anew without anything being asked of the citizen. Decree
 * 61/2018 allows one re-appointment. */
int promised_again(const struct dossier_facts *facts, struct minute now);

#endif
