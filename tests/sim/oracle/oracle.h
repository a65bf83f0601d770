/* oracle - custody and flags a second time: from the rows of acts.db to what flags.db must say.
 *
 * Written from SEMANTICS, naive on purpose: at every question everything is worked out anew from
 * the rows as they were told. Shares with the product only the bytes of entries, the calendar and
 * the words; READINGS.md of tests/oracle binds it where the text leaves a choice. */
#ifndef SIM_ORACLE_H
#define SIM_ORACLE_H

#include "ports/act_store.h"
#include "ports/flag_book.h"

struct oracle;

struct oracle *oracle_new(void);
void oracle_free(struct oracle *oracle);
/* An enrolled device: the whole new row. */
void oracle_device(struct oracle *oracle, const struct act_device *device);
/* The next row of acts.db: as struct act_batch has it. MESSAGE is copied. */
void oracle_batch(struct oracle *oracle, const struct device *device, struct instant received,
                  struct place first, uint32_t count, uint32_t skip, struct span message);

/* Judges all by itself up to CLOCK, the book's, and compares custody, conflicts, flags and their
 * history; SAY gets a line for each difference. Returns how many there are. */
size_t oracle_compare(struct oracle *oracle, struct flag_reader *book, struct instant clock,
                      void (*say)(void *self, const char *line), void *self);
/* Dossiers, and lines of history, in the last of these two. */
size_t oracle_dossiers(const struct oracle *oracle);
size_t oracle_changes(const struct oracle *oracle);

#endif
