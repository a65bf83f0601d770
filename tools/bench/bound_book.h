/* bound_book - B-book: the book's own transactions alone, no line: groups of batches committed
 * through the port that intake uses. */
#ifndef BENCH_BOUND_BOOK_H
#define BENCH_BOUND_BOOK_H

#include <stdbool.h>

#include "tools/bench/units.h"

struct bound_book {
    double acts_a_second;
    double cpu; /* seconds an act */
};

/* Groups of GROUP acts, BATCH acts a row, for MS milliseconds, on a fresh book in FOLDER. The units
 * need no acts of their own: the bytes of the first are written again and again. */
bool bound_book_run(const char *folder, const struct units *units, uint32_t group, uint32_t batch,
                    int64_t ms, struct bound_book *out);

#endif
