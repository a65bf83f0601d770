#include "tools/trao/cases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ANSWER_SIZE = 2048 };

int cases_once(const struct call *call, cases_answer *answer, void *self, struct text one)
{
    char bytes[ANSWER_SIZE];
    struct line line = line_of(bytes, sizeof bytes);
    int result = answer(call, self, one, &line);
    if (line.size > 0) {
        (void)puts(bytes);
    }
    return result;
}

int cases_from_input(const struct call *call, cases_answer *answer, void *self)
{
    char *bytes = NULL;
    size_t room = 0;
    ssize_t size = 0;
    int worst = CALL_OK;
    while ((size = getline(&bytes, &room, stdin)) >= 0) {
        struct text one = {.at = bytes, .size = (size_t)size};
        if (one.size > 0 && one.at[one.size - 1] == '\n') {
            one.size--;
        }
        int result = cases_once(call, answer, self, one);
        worst = result > worst ? result : worst;
    }
    free(bytes);
    return ferror(stdin) || fflush(stdout) != 0 ? CALL_FAILED : worst;
}
