/* asker - asks a board over the sample book, without a web server. */
#ifndef TESTS_BOARD_ASKER_H
#define TESTS_BOARD_ASKER_H

#include "server/board/board.h"
#include "tests/fakes/clock_fake.h"
#include "tests/fakes/flag_book_memory.h"
#include "tests/unit/server/board/sample.h"

#define ASKER_TOKEN "0123456789abcdef0123456789abcdef"
#define ASKER_NOW   (INT64_C(1795453740000)) /* 2026-11-24 00:09 local time */

struct asker {
    struct board board;
    struct flag_book_memory book;
    struct clock_fake clock;
    struct answer answer; /* the last one; its body is closed by a NUL */
    void *memory;
};

/* cmocka's setup and teardown: *state is a struct asker. The book holds the sample, intake lives.
 */
int asker_setup(void **state);
int asker_teardown(void **state);

/* A query of no more than four `name=value`, parted by `&`, nothing encoded. */
struct asker_query {
    const char *text;
};
struct text asker_query(void *self, const char *name);

/* GET, with the token; QUERY may be NULL. The answer's body, never NULL. */
const char *asker_get(struct asker *asker, const char *path, const char *query);
const char *asker_ask(struct asker *asker, const struct request *request);

#endif
