/* books_place - where a measured book of acts lies: in a folder of its own, gone afterwards, or
 * kept in the folder that was named, to be measured again. */
#ifndef BENCH_BOOKS_PLACE_H
#define BENCH_BOOKS_PLACE_H

#include "tools/bench/books_figures.h"
#include "tools/bench/books_maker.h"

struct books_place {
    bool keep;
    char folder[FOLDER_PATH_MAX];
    char acts[FOLDER_PATH_MAX + 64];
    char flags[FOLDER_PATH_MAX + 64]; /* never kept */
};

/* False, and said why: the disk. Leave with books_place_leave(). */
bool books_place_find(const struct figures_words *words, const char *what,
                      struct books_place *out_place);
void books_place_leave(const struct books_place *place);
/* The book at PLACE, made if it is not there. False, and said why. */
bool books_place_book(const struct books_place *place, struct book_words *words,
                      struct book *out_book);

#endif
