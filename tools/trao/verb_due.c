/* verb_due - `trao due`: the promised date-time of a dossier (DOMAIN section 6). */
#include <string.h>

#include "core/promise.h"
#include "tools/trao/calendar_file.h"
#include "tools/trao/cases.h"
#include "tools/trao/trao_said.h"
#include "tools/trao/verbs.h"

struct due {
    const struct calendar *calendar;
    struct promise_rules rules;
};

/* One case as it was given. */
struct due_case {
    struct text received_text, duration_text;
    struct minute received;
    struct duration duration;
};

static void write_due(const struct call *call, const struct promise *promise, struct line *line)
{
    char due[INSTANT_TEXT_SIZE];
    (void)minute_text(promise->due, due);
    if (!call->json) {
        line_put(line, due);
        return;
    }
    line_put(line, "{\"promised\":\"");
    line_put(line, due);
    line_put(line, "\",\"slipped\":");
    line_put(line, promise->slipped ? "true" : "false");
    line_put(line, ",\"beyond_calendar\":");
    line_put(line, promise->beyond ? "true" : "false");
    line_char(line, '}');
}

/* NULL, or why not; *out_what is the part at fault. */
static const struct said *parse(struct due_case *one, struct text *out_what)
{
    struct instant received;
    *out_what = one->received_text;
    if (instant_parse(one->received_text, &received) != STATUS_OK) {
        return trao_said(SAID_BAD_INSTANT);
    }
    one->received = instant_minute(received);
    *out_what = one->duration_text;
    return duration_parse(one->duration_text, &one->duration) ? NULL : trao_said(SAID_BAD_DURATION);
}

static int answer_case(const struct call *call, const struct due *due, const struct due_case *one,
                       struct line *line)
{
    struct promise promise;
    if (promise_due(due->calendar, one->received, one->duration, &due->rules, &promise) !=
        STATUS_OK) {
        return cases_bad(call, line, trao_said(SAID_OUTSIDE), one->received_text);
    }
    write_due(call, &promise, line);
    if (promise.beyond && !call->quiet && !call->json) {
        char text[INSTANT_TEXT_SIZE];
        (void)call_refuse(call, CALL_OK, trao_said(SAID_BEYOND),
                          text_of(minute_text(promise.due, text)), (struct text){0});
    }
    return CALL_OK;
}

static int answer(const struct call *call, void *self, struct text given, struct line *line)
{
    struct text rest = given;
    struct text what;
    struct due_case one;
    one.received_text = text_trim(text_split(&rest, ','));
    one.duration_text = text_trim(rest);
    if (!rest.at) {
        return cases_bad(call, line, trao_said(SAID_CASE_FIELDS), TEXT("2023-03-21T15:10,10wd"));
    }
    const struct said *why = parse(&one, &what);
    return why ? cases_bad(call, line, why, what) : answer_case(call, self, &one, line);
}

/* From options: what is mistyped there is a bad command line. */
static int answer_options(const struct call *call, struct due *due, const char *received,
                          const char *duration)
{
    struct text what;
    char bytes[1024];
    struct line line = line_of(bytes, sizeof bytes);
    struct due_case one = {.received_text = text_trim(text_of(received)),
                           .duration_text = text_trim(text_of(duration))};
    const struct said *why = parse(&one, &what);
    if (why) {
        return call_refuse(call, CALL_USAGE, why, what, (struct text){0});
    }
    int result = answer_case(call, due, &one, &line);
    call_line(&line);
    return result;
}

int verb_due(struct call *call, int argc, char **argv)
{
    const char *received = NULL;
    const char *duration = NULL;
    const char *calendar = NULL;
    bool slips = false;
    const struct call_option options[] = {
        {"received",      &received, NULL  },
        {"for",           &duration, NULL  },
        {"calendar",      &calendar, NULL  },
        {"slip-after-15", NULL,      &slips}
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
    if (!from_input && (!received || !duration)) {
        return call_missing(call, received ? "--for" : "--received");
    }
    struct due due = {.rules = {.slip_after = slips ? PROMISE_THREE_O_CLOCK : PROMISE_RULE_OFF}};
    result = calendar_file_read(call, calendar, &due.calendar);
    if (result != CALL_OK) {
        return result;
    }
    return from_input ? cases_from_input(call, answer, &due)
                      : answer_options(call, &due, received, duration);
}
