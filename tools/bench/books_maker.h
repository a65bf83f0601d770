/* books_maker - a book of acts to measure with: dossiers as working days would leave them, every
 * entry sealed and signed, every batch as intake stores it, committed as intake commits.
 *
 * The same words give the same lives; the keys are fixed, so the same bytes too. */
#ifndef BENCH_BOOKS_MAKER_H
#define BENCH_BOOKS_MAKER_H

#include <stdbool.h>

#include "base/instant.h"
#include "core/calendar.h"
#include "tools/bench/folder.h"

enum {
    BOOK_ACTS_OPEN = 4,   /* intake, give, take, take: the agency works on it */
    BOOK_ACTS_ENDED = 10, /* and all the way back, to the citizen */
    BOOK_DOSSIERS_MAX = 2000000,
    BOOK_BATCH = 32,      /* acts in a batch */
    BOOK_GROUP = 32,      /* batches in a commit */
    BOOK_WINDOW = 100000, /* acts at either end of the book, over which commits are timed */
    BOOK_CODE_SIZE = 24,
};

struct book_words {
    const char *path; /* of acts.db, which is not there yet */
    uint32_t dossiers;
    uint32_t acts_each;   /* BOOK_ACTS_OPEN to BOOK_ACTS_ENDED */
    const char *progress; /* NULL: silent */
};

struct book {
    uint64_t acts;
    uint64_t rows;
    struct minute end;      /* the minute of its last commit */
    double first_ns_an_act; /* in the commits of the first BOOK_WINDOW acts … */
    double last_ns_an_act;  /* … and of the last */
};

/* protocols/calendars/vn.csv, seen from the project's folder; false, and said why, if it cannot be
 * read. */
bool book_calendar(struct calendar *out_calendar);
/* False, and said why: the disk. */
bool book_make(const struct book_words *words, struct book *out_book);
/* One that book_make() made of the same words. False, and said why; nobody timed its commits. */
bool book_read(const struct book_words *words, struct book *out_book);
/* Dossier NUMBER of a book of COUNT. Returns OUT. */
char *book_code(uint32_t number, uint32_t count, char out[BOOK_CODE_SIZE]);

#endif
