/* people_parts - what the files of `people` share: how a person writes lines. */
#ifndef SIM_PEOPLE_PARTS_H
#define SIM_PEOPLE_PARTS_H

#include "tests/sim/people.h"

enum { BATCH_MAX = 9 };

/* Room for one more paper, with all that may go wrong at it, and for an end. */
bool people_has_room(const struct person *person);
void people_write(struct person *person, const char *verb, const char *what, const char *code);
bool people_chance(struct person *person, uint32_t of_a_thousand);
/* One paper goes through the reader, more or less. */
void people_read_paper(struct people *people, struct person *person, const struct paper *paper);
/* PAPER is in the hand of who takes it. */
void people_receive(const struct person *person, struct paper *paper);
enum party people_next_of(const struct paper *paper);

/* ---- bundles ---- */

/* Ties what goes one way together, seals it and gives it to the post; the number of papers in it.
 */
size_t bundles_pack(struct people *people, struct person *person, struct instant now);
/* In an open give or take: the labels of those that go to TO, or lie given by FROM. */
size_t bundles_give(struct people *people, struct person *person, enum party to);
size_t bundles_take(struct people *people, struct person *person, enum party from);
/* Opens one that has arrived; 0: there is none. */
size_t bundles_unpack(struct people *people, struct person *person);

#endif
