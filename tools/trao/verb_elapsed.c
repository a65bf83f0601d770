/* verb_elapsed - `trao elapsed`: working minutes between two instants (SEMANTICS section 1, W). */
#include <string.h>

#include "tools/trao/calendar_file.h"
#include "tools/trao/cases.h"
#include "tools/trao/trao_said.h"
#include "tools/trao/verbs.h"

static const struct said *parse(const struct calendar *calendar, struct text given,
                                struct minute *out_minute)
{
    struct instant instant;
    if (instant_parse(given, &instant) != STATUS_OK) {
        return trao_said(SAID_BAD_INSTANT);
    }
    *out_minute = instant_minute(instant);
    return calendar_covers(calendar, *out_minute) ? NULL : trao_said(SAID_OUTSIDE);
}

/* NULL and the answer in LINE, or why not; *out_what is the part at fault. */
static const struct said *elapsed(const struct call *call, const struct calendar *calendar,
                                  const struct text given[2], struct line *line,
                                  struct text *out_what)
{
    struct minute minute[2] = {{0}, {0}};
    for (int i = 0; i < 2; i++) {
        const struct said *why = parse(calendar, given[i], &minute[i]);
        if (why) {
            *out_what = given[i];
            return why;
        }
    }
    line_put(line, call->json ? "{\"working_minutes\":" : "");
    line_signed(line, calendar_working(calendar, minute[0], minute[1]));
    line_put(line, call->json ? "}" : "");
    return NULL;
}

static int answer(const struct call *call, void *self, struct text one, struct line *line)
{
    struct text rest = one;
    struct text given[2];
    struct text what;
    given[0] = text_trim(text_split(&rest, ','));
    given[1] = text_trim(rest);
    if (!rest.at) {
        return cases_bad(call, line, trao_said(SAID_CASE_FIELDS),
                         TEXT("2023-03-21T15:10,2023-03-22T08:00"));
    }
    const struct said *why = elapsed(call, self, given, line, &what);
    return why ? cases_bad(call, line, why, what) : CALL_OK;
}

/* From options: what is mistyped there is a bad command line. */
static int answer_options(const struct call *call, const struct calendar *calendar,
                          const char *from, const char *to)
{
    char bytes[64];
    struct line line = line_of(bytes, sizeof bytes);
    const struct text given[2] = {text_trim(text_of(from)), text_trim(text_of(to))};
    struct text what;
    const struct said *why = elapsed(call, calendar, given, &line, &what);
    if (why) {
        return call_refuse(call, CALL_USAGE, why, what, (struct text){0});
    }
    call_line(&line);
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
    result = from_input ? CALL_OK : call_words(call, 0, NULL);
    if (result != CALL_OK) {
        return result;
    }
    if (!from_input && (!from || !to)) {
        return call_missing(call, from ? "--to" : "--from");
    }
    result = calendar_file_read(call, file, &calendar);
    if (result != CALL_OK) {
        return result;
    }
    return from_input ? cases_from_input(call, answer, (void *)calendar)
                      : answer_options(call, calendar, from, to);
}
