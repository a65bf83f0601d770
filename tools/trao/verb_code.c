/* verb_code - `trao code`: what a scanned or typed text is (DOMAIN section 3). */
#include <string.h>

#include "core/item_code.h"
#include "tools/trao/cases.h"
#include "tools/trao/json_line.h"
#include "tools/trao/trao_said.h"
#include "tools/trao/verbs.h"

enum { SHOWN_SIZE = 4 * ITEM_RAW_MAX };

static int write_bad(const struct call *call, const struct item_code *code, struct text one,
                     struct line *line)
{
    char shown[SHOWN_SIZE];
    struct line raw = line_of(shown, sizeof shown);
    item_code_shown(one, &raw);
    const struct text values[] = {
        line_done(&raw),
        {.at = &code->expected, .size = code->expected != '\0'},
        {.at = &code->found,    .size = code->found != '\0'   }
    };
    const struct said *said =
        code->kind == ITEM_BAD ? item_bad_said(code->bad) : trao_said(SAID_UNKNOWN_CODE);
    return cases_refused(call, line, said, values, 3);
}

static int answer(const struct call *call, void *self, struct text one, struct line *line)
{
    struct item_code code;
    item_code_read(one, self, &code);
    if (code.kind == ITEM_BAD || code.kind == ITEM_UNKNOWN) {
        return write_bad(call, &code, one, line);
    }
    if (!call->json) {
        line_put(line, item_kind_name(code.kind));
        line_char(line, ' ');
        line_text(line, item_code_text(&code));
        return CALL_OK;
    }
    line_put(line, "{\"kind\":\"");
    line_put(line, item_kind_name(code.kind));
    line_put(line, "\",\"code\":");
    json_line(line, item_code_text(&code));
    line_char(line, '}');
    return CALL_OK;
}

int verb_code(struct call *call, int argc, char **argv)
{
    struct item_grammar grammar;
    int result = call_options(call, argc, argv, NULL, 0);
    if (result == CALL_OK) {
        result = call_words(call, 1, "TEXT");
    }
    if (result != CALL_OK) {
        return result;
    }
    item_grammar_default(&grammar);
    if (strcmp(call->argv[0], "-") == 0) {
        return cases_from_input(call, answer, &grammar);
    }
    return cases_once(call, answer, &grammar, text_of(call->argv[0]));
}
