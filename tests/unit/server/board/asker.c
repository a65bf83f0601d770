#include "tests/unit/server/board/asker.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"

enum { MEMORY = 8 * 1024 * 1024 };

int asker_setup(void **state)
{
    struct asker *asker = calloc(1, sizeof *asker);
    if (!asker) {
        return -1;
    }
    asker->memory = malloc(MEMORY);
    clock_fake_init(&asker->clock, (struct instant){ASKER_NOW});
    flag_book_memory_init(&asker->book);
    asker->board = (struct board){
        .token = ASKER_TOKEN,
        .source = {.reader = &asker->book.reader,
                   .clock = &asker->clock.port,
                   .stale_ms = 5 * 60 * 1000,
                   .arena = arena_of(asker->memory, MEMORY)}
    };
    intake_sign_init(&asker->board.source.intake, 5000, &asker->clock.now);
    intake_sign_take(&asker->board.source.intake,
                     TEXT("trao-intake 1\nwall_ms 1\nposition 42\ndown 0\n"), &asker->clock.now);
    *state = asker;
    return asker->memory &&
                   sample_write(&asker->book.port, instant_minute((struct instant){ASKER_NOW}))
               ? 0
               : -1;
}

int asker_teardown(void **state)
{
    struct asker *asker = *state;
    body_free(&asker->answer.body);
    flag_book_memory_fini(&asker->book);
    free(asker->memory);
    free(asker);
    return 0;
}

struct text asker_query(void *self, const char *name)
{
    const struct asker_query *query = self;
    struct text rest = text_of(query->text);
    while (rest.size > 0) {
        struct text value = text_split(&rest, '&');
        if (text_is(text_split(&value, '='), name)) {
            return value;
        }
    }
    return (struct text){0};
}

const char *asker_ask(struct asker *asker, const struct request *request)
{
    body_free(&asker->answer.body);
    board_answer(&asker->board, request, &asker->answer);
    body_text(&asker->answer.body, (struct text){.at = "", .size = 1});
    assert(!asker->answer.body.failed);
    return asker->answer.body.at;
}

const char *asker_get(struct asker *asker, const char *path, const char *query)
{
    struct asker_query asked = {query};
    const struct request request = {.method = TEXT("GET"),
                                    .path = text_of(path),
                                    .authorization = TEXT("Bearer " ASKER_TOKEN),
                                    .query = asker_query,
                                    .self = &asked};
    return asker_ask(asker, &request);
}
