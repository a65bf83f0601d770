/* ledger_reach - which minutes of a life an act that comes late can change. */
#ifndef TESTS_LEDGER_REACH_H
#define TESTS_LEDGER_REACH_H

#include "core/custody.h"
#include "core/party.h"

/* How far an act that was left out can reach back: to the last take by an agency that stands in
 * both folds as it was, and before which nothing differs. What is before it had its destination,
 * its end and its runs already. INT32_MIN: to the beginning. */
int32_t reaches_back_to(const struct parties *parties, const struct act *late,
                        const struct custody *with, const struct custody *without);
/* How far it can reach forward: to the first take from which on both folds are equal again. */
int32_t reaches_on_to(const struct parties *parties, const struct act *late,
                      const struct custody *with, const struct custody *without);
/* Acts that reach beyond custody: a void reaches as far as what it voids, a pause until a resume,
 * and what was lost until it is found. */
bool reaches_only_custody(const struct act *act);

#endif
