/* verb_plan - `trao plan`: the runs and the standard durations, as they count. */
#include <string.h>

#include "tools/trao/calendar_verbs.h"
#include "tools/trao/trao_said.h"
#include "tools/trao/verbs.h"

enum { WORDS_MAX = 10 };

/* NAME and VALUE as one more word, if there is a VALUE. False: it is too long. */
static bool say_word(char bytes[1024], const char *name, const char *value, char **words,
                     int *count)
{
    struct line line = line_of(bytes, 1024);
    if (!value) {
        return true;
    }
    line_put(&line, name);
    line_put(&line, value);
    words[(*count)++] = bytes;
    return !line.cut;
}

/* A plan goes in as every file does: `trao import --plan FILE`. */
static int plan_import(struct call *call, int argc, char **argv)
{
    const char *valid_from = NULL;
    const char *wait = NULL;
    bool check = false;
    const struct call_option options[] = {
        {"valid-from", &valid_from, NULL  },
        {"wait",       &wait,       NULL  },
        {"check",      NULL,        &check}
    };
    int result = call_options(call, argc, argv, options, 3);
    if (result == CALL_OK) {
        result = call_words(call, 1, "FILE");
    }
    if (result != CALL_OK) {
        return result;
    }
    static char said[4][1024];
    char *words[WORDS_MAX] = {argv[0]};
    int count = 1;
    bool fits = say_word(said[0], "--plan=", call->argv[0], words, &count) &&
                say_word(said[1], "--valid-from=", valid_from, words, &count) &&
                say_word(said[2], "--wait=", wait, words, &count) &&
                say_word(said[3], "--check", check ? "" : NULL, words, &count);
    return fits ? verb_import(call, count, words)
                : call_refuse(call, CALL_USAGE, trao_said(SAID_LONG_PATH), text_of(call->argv[0]),
                              (struct text){0});
}

static const struct {
    const char *word;
    int (*run)(struct call *call, int argc, char **argv);
} words_of_plan[] = {
    {"check",  plan_check_file },
    {"show",   plan_show       },
    {"export", plan_export_file},
    {"import", plan_import     },
};

/* The word stands right behind `plan`; options stand behind the word. */
int verb_plan(struct call *call, int argc, char **argv)
{
    if (argc < 2 || argv[1][0] == '-') {
        return call_missing(call, "check|show|export|import");
    }
    for (size_t i = 0; i < sizeof words_of_plan / sizeof words_of_plan[0]; i++) {
        if (strcmp(argv[1], words_of_plan[i].word) == 0) {
            return words_of_plan[i].run(call, argc - 1, argv + 1);
        }
    }
    return call_refuse(call, CALL_USAGE, trao_said(SAID_UNKNOWN_VERB), text_of(argv[1]),
                       (struct text){0});
}
