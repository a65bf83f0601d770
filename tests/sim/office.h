/* office - the paperwork beside the counter: supplements asked of citizens and brought, runs that
 * are called off, an old ledger typed in afterwards with several acts at one instant, acts declared
 * void by whom they do not belong to, and rulings on them.
 *
 * Knows no program: states through a desk, as people do. */
#ifndef SIM_OFFICE_H
#define SIM_OFFICE_H

#include "tests/sim/desk.h"
#include "tests/sim/people.h"

enum { OFFICE_NAME_SIZE = 64, OFFICE_PAPERS_MAX = 24 };

struct office {
    struct dice dice;
    uint32_t stated;
    char code[PEOPLE_CODE_SIZE];  /* of the last act that was typed in; empty: none */
    char wrong[OFFICE_NAME_SIZE]; /* that act, as `at/act/party` */
};

void office_init(struct office *office, uint64_t seed);
/* HAPPENS_OFFICE: perhaps something is stated through DESK about one of PEOPLE's papers. */
void office_work(struct office *office, struct desk *desk, const struct people *people,
                 struct instant now);

#endif
