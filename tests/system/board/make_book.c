/* make_book - writes the sample book to the file it is given, as of now: `make_book flags.db`. */
#include <stdio.h>
#include <time.h>

#include "adapters/sqlite/flag_book_sqlite.h"
#include "tests/unit/server/board/sample.h"

int main(int argc, char **argv)
{
    struct flag_book_sqlite sqlite;
    if (argc != 2) {
        (void)fprintf(stderr, "usage: make_book FILE\n");
        return 2;
    }
    const struct database_options options = {.path = argv[1], .lock = true};
    enum status status = flag_book_sqlite_open(&sqlite, &options);
    if (status != STATUS_OK) {
        (void)fprintf(stderr, "make_book: %s: %s\n", argv[1], status_text(status));
        return 1;
    }
    struct flag_book book = flag_book_sqlite_book(&sqlite);
    bool written =
        sample_write(&book, instant_minute((struct instant){(int64_t)time(NULL) * 1000}));
    flag_book_sqlite_close(&sqlite);
    return written ? 0 : 1;
}
