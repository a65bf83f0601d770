/* books_null - a flag book that keeps nothing and counts what it is given, so that what watch does
 * in memory can be measured without what SQLite does with it. */
#ifndef BENCH_BOOKS_NULL_H
#define BENCH_BOOKS_NULL_H

#include "ports/flag_book.h"

struct books_null {
    struct flag_book port;
    uint64_t puts;
    struct book_position position;
};

void books_null_init(struct books_null *null);

#endif
