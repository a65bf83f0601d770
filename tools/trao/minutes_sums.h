/* minutes_sums - the minutes of all dossiers of the books, summed by one word. */
#ifndef TRAO_MINUTES_SUMS_H
#define TRAO_MINUTES_SUMS_H

#include "tools/trao/book_past.h"

enum minutes_by { BY_PARTY, BY_CAUSE, BY_AGENCY, BY_LEG, BY_RUN, BY_WEEK, MINUTES_BYS };

const char *minutes_by_name(enum minutes_by by);
bool minutes_by_parse(struct text text, enum minutes_by *out_by);

struct minutes_question {
    enum minutes_by by;
    struct minute from;  /* INT32_MIN: from the beginning */
    struct minute until; /* MINUTE_NEVER: to the end */
};

/* Prints the answer, as a table or as JSON. Returns an exit code. */
int minutes_sums(struct book_past *book, const struct minutes_question *question);

#endif
