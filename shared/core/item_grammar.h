/* item_grammar - the configured forms of dossier codes, in a pattern language of one line each.
 *
 *     #      a digit              @      a letter A-Z         ?   a digit or a letter
 *     %      the date YYMMDD: exactly one in a pattern, and the day must exist
 *     (…)    a group, not nested  {2,3}  two or three times what stands before; {4} four times
 *     any other of A-Z 0-9 . - / _    itself
 *
 * The default is the grammar of DOMAIN section 3 in two patterns, one a style:
 *     (?{2,3}.){0,3}@##-%-#{4,6}         000.00.04.H41-230321-0001
 *     @##(.?{2,3}){0,5}-%-#{4,6}         H41.04-230321-0001
 * The agency is what stands before the date, without the mark between them. Matching walks all
 * possibilities at once over at most 63 places: no pattern and no text can make it slow. */
#ifndef CORE_ITEM_GRAMMAR_H
#define CORE_ITEM_GRAMMAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/said.h"
#include "base/text.h"

enum { ITEM_PATTERNS_MAX = 8, ITEM_PLACES_MAX = 63 };

struct item_pattern {
    uint8_t place_count;
    uint8_t date_place;                  /* the first of the six */
    char place[ITEM_PLACES_MAX];         /* # @ ? or the character itself */
    uint64_t reach[ITEM_PLACES_MAX + 1]; /* places open from place i without reading anything */
};

struct item_grammar {
    size_t count;
    struct item_pattern pattern[ITEM_PATTERNS_MAX];
};

enum item_pattern_fault {
    ITEM_PATTERN_OK,
    ITEM_PATTERN_MARK,   /* a character the language does not have */
    ITEM_PATTERN_GROUP,  /* an open, empty or nested group */
    ITEM_PATTERN_REPEAT, /* {…} after nothing, or bounds that are none */
    ITEM_PATTERN_DATE,   /* not exactly one %, or one inside a repeat */
    ITEM_PATTERN_LONG,   /* more than 63 places */
    ITEM_PATTERN_MANY    /* more than ITEM_PATTERNS_MAX patterns */
};

struct item_match {
    size_t date_at;     /* offset of YYMMDD */
    size_t agency_size; /* the agency is the first so many bytes */
};

void item_grammar_init(struct item_grammar *grammar); /* no pattern yet */
void item_grammar_default(struct item_grammar *grammar);
/* Adds one pattern. On a fault the grammar is as before and out_at tells where in PATTERN. */
enum item_pattern_fault item_grammar_add(struct item_grammar *grammar, struct text pattern,
                                         size_t *out_at);
/* True if CODE, upper-case, has one of the forms. Whether its date exists is not looked at. */
bool item_grammar_match(const struct item_grammar *grammar, struct text code,
                        struct item_match *out_match);
/* {0} the pattern, {1} the position from 1. NULL for ITEM_PATTERN_OK. */
const struct said *item_pattern_said(enum item_pattern_fault fault);

#endif
