/* offices - what people call the parties: the office list of the book, by code. */
#ifndef TRAO_OFFICES_H
#define TRAO_OFFICES_H

#include "ports/flag_book.h"
#include "tools/trao/call.h"

enum { OFFICES_MAX = 512 };

struct offices {
    const struct call *call;
    struct book_office office[OFFICES_MAX]; /* texts in the caller's arena */
    size_t count;
};

enum status offices_read(struct offices *offices, const struct call *call,
                         struct flag_reader *reader, struct arena *arena) MUST_CHECK;
/* The short name, or the code itself where there is none. */
struct text offices_name(const struct offices *offices, struct text code);

#endif
