/* answers - one line of CSV for what core says of a dossier at an instant.
 *
 * The columns of tests/oracle/oracle.py. */
#ifndef TESTS_ANSWERS_H
#define TESTS_ANSWERS_H

#include "core/flag.h"
#include "core/ledger.h"

void put_text(struct text text); /* quoted where CSV wants it */
void put_flag(const struct flag_input *input, struct minute now);
void put_custody(const struct flag_input *input, struct minute now);
/* Lines, each with HEAD in front, by party and cause in the order of their texts. */
void put_minutes(const struct flag_input *input, const struct movements *movements,
                 struct minute now, const char *head);

#endif
