/* people - who works with the stations, what paper lies where, and what goes wrong between hands
 * (DOMAIN section 10): scanned twice, not scanned, scanned by the wrong one, typed, garbage, nobody
 * there, two who claim one paper.
 *
 * Knows no program: writes lines as a person would, and carries the paper whatever the unit says.
 */
#ifndef SIM_PEOPLE_H
#define SIM_PEOPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/instant.h"
#include "base/text.h"
#include "tests/sim/dice.h"

enum party { PARTY_CENTER, PARTY_POST, PARTY_AGENCY_ONE, PARTY_AGENCY_TWO, PARTIES };

enum {
    PEOPLE_PAPERS_MAX = 900,
    PEOPLE_BUNDLES_MAX = 200,
    PEOPLE_MAX = 12,
    PEOPLE_LINES_MAX = 48,
    PEOPLE_LINE_SIZE = 64,
    PEOPLE_CODE_SIZE = 32,
};

enum paper_stage { PAPER_OUT, PAPER_THERE, PAPER_READY, PAPER_BACK, PAPER_ENDED };

struct paper {
    char code[PEOPLE_CODE_SIZE];
    enum party at;
    enum party agency;
    enum party given; /* lies ready for this party; PARTIES: for none */
    enum paper_stage stage;
    bool announced;  /* stands in a feed file */
    uint32_t bundle; /* it lies in, from 1; 0: in none */
    struct instant received;
};

/* Papers of one way, tied together: they are given and taken by its label. */
struct bundle {
    char code[PEOPLE_CODE_SIZE];
    enum party at, to;
    enum party given; /* as a paper's */
};

/* A line for the unit, and the code that is in it. */
struct people_line {
    char line[PEOPLE_LINE_SIZE];
    char code[PEOPLE_CODE_SIZE];
};

struct person {
    enum party party;
    char badge[PEOPLE_CODE_SIZE];
    struct dice dice;
    struct people_line lines[PEOPLE_LINES_MAX]; /* of the operation under way */
    size_t count, next;
    uint64_t operations;
};

struct people {
    struct paper papers[PEOPLE_PAPERS_MAX];
    size_t paper_count;
    struct bundle bundles[PEOPLE_BUNDLES_MAX];
    size_t bundle_count;
    uint32_t serial; /* of the labels */
    struct person persons[PEOPLE_MAX];
    size_t count;
    struct dice dice;
    uint32_t scans_a_day; /* each, about */
};

void people_init(struct people *people, uint64_t seed, uint32_t scans_a_day);
/* Returns the person's number. */
size_t people_add(struct people *people, enum party party, uint64_t seed);
/* What person NUMBER does next; it is theirs until the next call. NULL: nothing is to be done now.
 * *OUT_PAUSE_MS: how long until the line after it. */
const struct people_line *people_next(struct people *people, size_t number, struct instant now,
                                      int64_t *out_pause_ms);
/* Feed rows for what has come in since the last call, at most ROOM bytes; 0: nothing. */
size_t people_feed(struct people *people, char *out, size_t room);
struct text people_party(enum party party); /* `center` … */
struct text people_stop(enum party party);  /* empty: it travels */
extern const char people_plan[];            /* but for how promises are judged */
extern const char people_calendar[];

#endif
