/* compare - the rows of a flag book beside what this oracle's history says. */
#ifndef SIM_ORACLE_COMPARE_H
#define SIM_ORACLE_COMPARE_H

#include "ports/flag_book.h"
#include "tests/sim/oracle/history.h"

struct complaint {
    void (*say)(void *self, const char *line);
    void *self;
    size_t count;
};

void compare_books(struct history *history, struct flag_reader *book, struct complaint *complaint);

#endif
