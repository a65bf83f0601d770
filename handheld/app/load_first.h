/* load_first - what the server warned this unit of: dossiers that a run must take along.
 *
 * Kept in the journal beside the entries, so that nothing is told twice, not even after a restart.
 * Nothing here is evidence: a notice may be lost, and comes again with the next hello. */
#ifndef HANDHELD_APP_LOAD_FIRST_H
#define HANDHELD_APP_LOAD_FIRST_H

#include "core/load_list.h"
#include "ports/journal_file.h"

/* The caller's memory; what is given out borrows from it. */
struct load_first {
    char kept[LOAD_LIST_SIZE];
    char next[LOAD_LIST_SIZE];
};

/* What the unit has been told and whose run has not left by NOW, as lists after each other. */
enum status load_first_kept(struct journal_file *journal, struct load_first *memory,
                            struct text *out_lists) MUST_CHECK;
/* HEARD is kept; *OUT_FRESH is what of it was not told before. Of runs that have left nothing is
 * kept. The journal's statuses. */
enum status load_first_hear(struct journal_file *journal, struct load_first *memory,
                            const struct load_list *heard, struct minute now,
                            struct load_list *out_fresh) MUST_CHECK;

enum { LOAD_VALUES = 4, LOAD_WORDS_SIZE = 900 };

/* The values of a sentence about a list: time, route and round, how many, which. */
struct load_words {
    char run[256], count[24], when[INSTANT_TEXT_SIZE], codes[LOAD_WORDS_SIZE];
    struct text value[LOAD_VALUES];
};

void load_first_values(const struct load_list *list, struct load_words *out_words);

#endif
