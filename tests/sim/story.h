/* story - what happens, told twice: as a digest that two runs of a seed must share, and, when asked
 * for, as one line per event in fixed columns that a person can read:
 *
 *     day time         who        what                     numbers and words
 */
#ifndef SIM_STORY_H
#define SIM_STORY_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/text.h"
#include "ports/log.h"

struct story {
    uint64_t trace;
    uint64_t events;
    const int64_t *now; /* borrowed: virtual time */
    int64_t start;      /* of the first day */
    FILE *out;          /* borrowed; NULL: nothing is printed */
    uint64_t errors;    /* lines of the production's log at that level */
};

/* A production log whose lines are told as WHO's. */
struct story_log {
    struct log port; /* give &port away; do not copy or move this */
    struct story *story;
    const char *who;
};

void story_init(struct story *story, const int64_t *now, FILE *out);
/* WHAT is a literal: it is part of the digest, as A and B are. NOTE is only shown. */
void story_tell(struct story *story, const char *who, const char *what, uint64_t a, uint64_t b,
                const char *note);
void story_log_init(struct story_log *log, struct story *story, const char *who);

#endif
