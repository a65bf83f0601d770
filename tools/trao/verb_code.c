/* verb_code - `trao code`: what a scanned or typed text is (DOMAIN section 3). */
#include <string.h>

#include "core/item_code.h"
#include "tools/trao/cases.h"
#include "tools/trao/trao_said.h"
#include "tools/trao/verbs.h"

static void write_bad(const struct call *call, const struct item_code *code, struct text one,
                      struct line *line)
{
    char shown[1024];
    struct line raw = line_of(shown, sizeof shown);
    item_code_shown(one, &raw);
    const struct text values[] = {
        line_done(&raw),
        {.at = &code->expected, .size = code->expected != '\0'},
        {.at = &code->found,    .size = code->found != '\0'   }
    };
    const struct said *said = item_bad_said(code->bad);
    said_line(line, said, call->language, values, 3);
    line_put(line, " [");
    line_put(line, said->code);
    line_char(line, ']');
}

static int answer(const struct call *call, void *self, struct text one, struct line *line)
{
    struct item_code code;
    item_code_read(one, self, &code);
    bool bad = code.kind == ITEM_BAD;
    if (call->json) {
        char value[1024] = "";
        struct line text = line_of(value, sizeof value);
        if (bad) {
            write_bad(call, &code, one, &text);
        } else {
            line_text(&text, item_code_text(&code));
        }
        line_put(line, "{\"kind\":\"");
        line_put(line, item_kind_name(code.kind));
        line_put(line, bad ? "\",\"reason\":\"" : "\",\"code\":\"");
        line_escaped(line, line_done(&text));
        line_put(line, "\"}");
    } else {
        line_put(line, item_kind_name(code.kind));
        line_char(line, ' ');
        if (bad) {
            write_bad(call, &code, one, line);
        } else {
            line_text(line, item_code_text(&code));
        }
    }
    return bad ? CALL_FOUND : CALL_OK;
}

int verb_code(struct call *call, int argc, char **argv)
{
    struct item_grammar grammar;
    int result = call_options(call, argc, argv, NULL, 0);
    if (result != CALL_OK) {
        return result;
    }
    if (call->argc != 1) {
        return call_refuse(call, CALL_USAGE,
                           trao_said(call->argc == 0 ? SAID_MISSING : SAID_EXTRA_WORD),
                           text_of(call->argc == 0 ? "TEXT" : call->argv[1]), (struct text){0});
    }
    item_grammar_default(&grammar);
    if (strcmp(call->argv[0], "-") == 0) {
        return cases_from_input(call, answer, &grammar);
    }
    return cases_once(call, answer, &grammar, text_of(call->argv[0]));
}
