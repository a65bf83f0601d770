/* books - the server's two books, opened for reading only.
 *
 * Another process writes them meanwhile; nothing here ever does. */
#ifndef TRAO_BOOKS_H
#define TRAO_BOOKS_H

#include "adapters/sqlite/act_reader_sqlite.h"
#include "adapters/sqlite/flag_reader_sqlite.h"
#include "tools/trao/config.h"

enum {
    BOOKS_PAGE_SIZE = 512 * 1024, /* of batch rows */
    BOOKS_PAGE_ROWS = 64,
    BOOKS_TEXT_SIZE = 4 * 1024 * 1024, /* of an arena for rows of flags.db */
};

/* acts.db at PATH. CALL_OK, or the exit code after one sentence (CALL_UNREACHABLE: there is none
 * yet). */
int books_open_acts(const struct call *call, const char *path,
                    struct act_reader_sqlite *out_reader);
int books_open_options(const struct call *call, const struct database_options *options,
                       struct act_reader_sqlite *out_reader);
/* acts.db and flags.db of the state folder. */
int books_acts(const struct call *call, const struct config *config,
               struct act_reader_sqlite *out_reader);
int books_flags(const struct call *call, const struct config *config,
                struct flag_reader_sqlite *out_reader);
/* flags.db with room for a list of its rows: what the verbs that list begin with. Not to be moved.
 */
struct books_list {
    struct flag_reader_sqlite book;
    struct flag_reader reader;
    struct arena arena; /* of the rows' texts */
    void *rows;
    void *texts;
};

/* By CALL's configuration. CALL_OK, or the exit code after one sentence: then nothing is open. */
int books_list_open(struct books_list *list, const struct call *call, size_t rows_size,
                    size_t texts_size);
void books_list_close(struct books_list *list);
/* A book that was open and does not answer: one sentence, and the exit code. */
int books_failed(const struct call *call, const char *book, enum status status);

#endif
