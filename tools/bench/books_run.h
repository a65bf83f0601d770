/* books_run - watch on a book of acts, as its role runs it, up to the end of the acts. */
#ifndef BENCH_BOOKS_RUN_H
#define BENCH_BOOKS_RUN_H

#include "adapters/sqlite/act_reader_sqlite.h"
#include "adapters/sqlite/flag_book_sqlite.h"
#include "server/watch/watch.h"
#include "tools/bench/books_maker.h"
#include "tools/bench/books_null.h"

/* Not to be moved while it is open. */
struct books_run {
    struct act_reader_sqlite file;
    struct act_reader reader;
    struct flag_book_sqlite flags_file;
    struct books_null null;
    struct flag_book book;
    struct watch watch;
    bool open;
    int64_t fold_ns;       /* from opening to the end of the acts */
    int64_t resident_more; /* bytes that became resident meanwhile */
};

/* FLAGS: path of the flag book to be made; NULL: none is kept. False, and said why. Close with
 * books_run_close(), also then. */
bool books_run_open(struct books_run *run, const struct book_words *words, const struct book *book,
                    const char *flags);
void books_run_close(struct books_run *run);
/* The bare fold: every row of acts.db stepped over once, 32 entries of each touched. -1: it cannot
 * be read. */
int64_t books_fold_ns(const char *path);

#endif
