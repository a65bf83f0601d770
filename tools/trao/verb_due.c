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

static int answer(const struct call *call, void *self, struct text one, struct line *line)
{
    const struct due *due = self;
    struct text rest = one;
    struct text received_text = text_trim(text_split(&rest, ','));
    struct text duration_given = text_trim(rest);
    struct instant received;
    struct duration duration;
    struct promise promise;
    if (instant_parse(received_text, &received) != STATUS_OK) {
        return refuse_into(call, line, SAID_BAD_INSTANT, received_text);
    }
    if (!duration_parse(duration_given, &duration)) {
        return refuse_into(call, line, SAID_BAD_DURATION, duration_given);
    }
    if (promise_due(due->calendar, instant_minute(received), duration, &due->rules, &promise) !=
        STATUS_OK) {
        return refuse_into(call, line, SAID_OUTSIDE, one);
    }
    write_due(call, &promise, line);
    if (promise.beyond && !call->quiet) {
        char text[INSTANT_TEXT_SIZE];
        (void)call_refuse(call, CALL_OK, trao_said(SAID_BEYOND),
                          text_of(minute_text(promise.due, text)), (struct text){0});
    }
    return CALL_OK;
}

static int missing(const struct call *call, const char *what)
{
    return call_refuse(call, CALL_USAGE, trao_said(SAID_MISSING), text_of(what), (struct text){0});
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
    if (!from_input && call->argc > 0) {
        return call_refuse(call, CALL_USAGE, trao_said(SAID_EXTRA_WORD), text_of(call->argv[0]),
                           (struct text){0});
    }
    if (!from_input && (!received || !duration)) {
        return missing(call, received ? "--for" : "--received");
    }
    struct due due = {.rules = {.slip_after = slips ? PROMISE_THREE_O_CLOCK : PROMISE_RULE_OFF}};
    result = calendar_file_read(call, calendar, &due.calendar);
    if (result != CALL_OK) {
        return result;
    }
    if (from_input) {
        return cases_from_input(call, answer, &due);
    }
    char one[256];
    struct line line = line_of(one, sizeof one);
    line_put(&line, received);
    line_char(&line, ',');
    line_put(&line, duration);
    return cases_once(call, answer, &due, line_done(&line));
}
