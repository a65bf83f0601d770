#include "tools/trao/cases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/trao/json_line.h"

enum { ANSWER_SIZE = 8192, SENTENCE_SIZE = 2048, SHOWN_SIZE = 1024 };

int cases_refused(const struct call *call, struct line *line, const struct said *why,
                  const struct text *values, size_t count)
{
    char sentence[SENTENCE_SIZE];
    struct line text = line_of(sentence, sizeof sentence);
    call_sentence(call, &text, why, values, count);
    if (call->json) {
        line_put(line, "{\"kind\":\"bad\",\"reason\":");
        json_line(line, line_done(&text));
        line_put(line, ",\"code\":\"");
        line_put(line, why->code);
        line_put(line, "\"}");
    } else {
        line_put(line, "bad ");
        line_text(line, line_done(&text));
        line_put(line, " [");
        line_put(line, why->code);
        line_char(line, ']');
    }
    return CALL_FOUND;
}

int cases_bad(const struct call *call, struct line *line, const struct said *why, struct text what)
{
    char shown[SHOWN_SIZE];
    struct line escaped = line_of(shown, sizeof shown);
    line_escaped(&escaped, what);
    struct text value = line_done(&escaped);
    return cases_refused(call, line, why, &value, 1);
}

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
