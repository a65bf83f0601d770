/* verb_elapsed - `trao elapsed`: working minutes between two instants (SEMANTICS section 1, W). */
#include <string.h>

#include "tools/trao/calendar_file.h"
#include "tools/trao/cases.h"
#include "tools/trao/trao_said.h"
#include "tools/trao/verbs.h"

static int refuse_into(const struct call *call, struct line *line, enum trao_said which,
                       struct text what)
{
    char shown[256];
    struct line escaped = line_of(shown, sizeof shown);
    line_escaped(&escaped, what);
    struct text value = line_done(&escaped);
    line_put(line, "bad ");
    said_line(line, trao_said(which), call->language, &value, 1);
    return CALL_FOUND;
}

static int answer(const struct call *call, void *self, struct text one, struct line *line)
{
    const struct calendar *calendar = self;
    struct text rest = one;
    struct text from_text = text_trim(text_split(&rest, ','));
    struct text to_text = text_trim(rest);
    struct instant from;
    struct instant to;
    if (instant_parse(from_text, &from) != STATUS_OK) {
        return refuse_into(call, line, SAID_BAD_INSTANT, from_text);
    }
    if (instant_parse(to_text, &to) != STATUS_OK) {
        return refuse_into(call, line, SAID_BAD_INSTANT, to_text);
    }
    if (!calendar_covers(calendar, instant_minute(from)) ||
        !calendar_covers(calendar, instant_minute(to))) {
        return refuse_into(call, line, SAID_OUTSIDE, one);
    }
    line_put(line, call->json ? "{\"working_minutes\":" : "");
    line_signed(line, calendar_working(calendar, instant_minute(from), instant_minute(to)));
    line_put(line, call->json ? "}" : "");
    return CALL_OK;
}

int verb_elapsed(struct call *call, int argc, char **argv)
{
    const char *from = NULL;
    const char *to = NULL;
    const char *file = NULL;
    const struct calendar *calendar = NULL;
    const struct call_option options[] = {
        {"from",     &from, NULL},
        {"to",       &to,   NULL},
        {"calendar", &file, NULL}
    };
    int result = call_options(call, argc, argv, options, sizeof options / sizeof options[0]);
    if (result != CALL_OK) {
        return result;
    }
    bool from_input = call->argc == 1 && strcmp(call->argv[0], "-") == 0;
    if (!from_input && call->argc > 0) {
        return call_refuse(call, CALL_USAGE, trao_said(SAID_EXTRA_WORD), text_of(call->argv[0]),
                           (struct text){0});
    }
    if (!from_input && (!from || !to)) {
        return call_refuse(call, CALL_USAGE, trao_said(SAID_MISSING),
                           text_of(from ? "--to" : "--from"), (struct text){0});
    }
    result = calendar_file_read(call, file, &calendar);
    if (result != CALL_OK) {
        return result;
    }
    if (from_input) {
        return cases_from_input(call, answer, (void *)calendar);
    }
    char one[256];
    struct line line = line_of(one, sizeof one);
    line_put(&line, from);
    line_char(&line, ',');
    line_put(&line, to);
    return cases_once(call, answer, (void *)calendar, line_done(&line));
}
