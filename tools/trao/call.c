#include "tools/trao/call.h"

#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "tools/trao/json_line.h"
#include "tools/trao/table.h"
#include "tools/trao/trao_said.h"

enum { SENTENCE_SIZE = 1024 };

int call_refuse(const struct call *call, int exit, const struct said *said, struct text one,
                struct text two)
{
    char sentence[SENTENCE_SIZE];
    char shown[2][SENTENCE_SIZE / 4];
    const struct text given[] = {one, two};
    struct text values[2];
    for (int i = 0; i < 2; i++) {
        struct line value = line_of(shown[i], sizeof shown[i]);
        line_escaped(&value, given[i]);
        values[i] = line_done(&value);
    }
    struct line line = line_of(sentence, sizeof sentence);
    said_line(&line, said, call->language, values, 2);
    if (call->json) {
        char quoted[2 * SENTENCE_SIZE];
        struct line json = line_of(quoted, sizeof quoted);
        json_line(&json, line_done(&line));
        (void)fprintf(stderr, "{\"error\":%s,\"code\":\"%s\"}\n", quoted, said->code);
    } else {
        (void)fprintf(stderr, "trao: %s [%s]\n", sentence, said->code);
    }
    return exit;
}

int call_refuse_plain(const struct call *call, int exit, const struct said *said)
{
    return call_refuse(call, exit, said, (struct text){0}, (struct text){0});
}

int call_missing(const struct call *call, const char *what)
{
    return call_refuse(call, CALL_USAGE, trao_said(SAID_MISSING), text_of(what), (struct text){0});
}

int call_words(const struct call *call, int count, const char *missing)
{
    if (call->argc > count) {
        return call_refuse(call, CALL_USAGE, trao_said(SAID_EXTRA_WORD), text_of(call->argv[count]),
                           (struct text){0});
    }
    return call->argc < count ? call_missing(call, missing) : CALL_OK;
}

void call_sentence(const struct call *call, struct line *line, const struct said *said,
                   const struct text *values, size_t count)
{
    said_line(line, said, call->language, values, count);
}

void call_tell(const struct call *call, const struct said *said, const struct text *values,
               size_t count)
{
    char sentence[SENTENCE_SIZE];
    struct line line = line_of(sentence, sizeof sentence);
    if (!call->quiet) {
        call_sentence(call, &line, said, values, count);
        text_wrapped(line_done(&line), 0, stdout);
    }
}

void call_line(const struct line *line)
{
    if (line->size > 0) {
        (void)puts(line->at);
    }
}

const char *call_word(const struct call *call, const char *vi, const char *en)
{
    return call->language == LANGUAGE_VI ? vi : en;
}

static int usage(const struct call *call, enum trao_said which, const char *word)
{
    return call_refuse(call, CALL_USAGE, trao_said(which), text_of(word), (struct text){0});
}

static int take_language(struct call *call, const char *value)
{
    if (strcmp(value, "vi") == 0) {
        call->language = LANGUAGE_VI;
        return CALL_OK;
    }
    call->language = LANGUAGE_EN;
    return strcmp(value, "en") == 0 ? CALL_OK : usage(call, SAID_BAD_LANGUAGE, value);
}

/* The switches every verb has; false: NAME is none of them. */
static bool take_switch(struct call *call, const char *name)
{
    if (strcmp(name, "json") == 0) {
        call->json = true;
    } else if (strcmp(name, "quiet") == 0) {
        call->quiet = true;
    } else if (strcmp(name, "no-color") == 0) {
        call->color = false;
    } else {
        return false;
    }
    return true;
}

static const struct call_option *find_option(const struct call_option *options, size_t count,
                                             const char *name, size_t size)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(options[i].name) == size && strncmp(options[i].name, name, size) == 0) {
            return &options[i];
        }
    }
    return NULL;
}

/* `--name value` or `--name=value`; moves *AT behind what was used. */
static int take_option(struct call *call, int argc, char **argv, int *at,
                       const struct call_option *options, size_t count)
{
    const char *word = argv[*at];
    const char *name = strcmp(word, "-c") == 0 ? "config" : word + 2;
    const char *equals = strchr(name, '=');
    size_t size = equals ? (size_t)(equals - name) : strlen(name);
    const char *language = NULL;
    const struct call_option general[] = {
        {"config", &call->config, NULL},
        {"lang",   &language,     NULL}
    };
    if (take_switch(call, name)) {
        return CALL_OK;
    }
    const struct call_option *option = find_option(options, count, name, size);
    if (!option) {
        option = find_option(general, sizeof general / sizeof general[0], name, size);
    }
    if (!option || (equals && !option->value)) {
        return usage(call, SAID_UNKNOWN_OPTION, word);
    }
    if (option->given) {
        *option->given = true;
    }
    if (!option->value) {
        return CALL_OK;
    }
    if (!equals && *at + 1 >= argc) {
        return usage(call, SAID_NO_VALUE, word);
    }
    if (*option->value && option->value != &call->config) {
        return usage(call, SAID_TWICE, word);
    }
    *option->value = equals ? equals + 1 : argv[++*at];
    return language ? take_language(call, language) : CALL_OK;
}

int call_options(struct call *call, int argc, char **argv, const struct call_option *options,
                 size_t count)
{
    int kept = 0;
    bool only_words = false;
    assert(call);
    for (int at = 1; at < argc; at++) {
        bool is_option = !only_words && argv[at][0] == '-' && argv[at][1] != '\0';
        if (!is_option) {
            argv[kept++] = argv[at];
        } else if (strcmp(argv[at], "--") == 0) {
            only_words = true;
        } else if (argv[at][1] != '-' && strcmp(argv[at], "-c") != 0) {
            return usage(call, SAID_UNKNOWN_OPTION, argv[at]);
        } else {
            int result = take_option(call, argc, argv, &at, options, count);
            if (result != CALL_OK) {
                return result;
            }
        }
    }
    call->argc = kept;
    call->argv = argv;
    return CALL_OK;
}

static const char *const whys[STATUS_STATUSES] = {
    [STATUS_OK] = "được",
    [STATUS_FULL] = "hết chỗ",
    [STATUS_MALFORMED] = "nội dung sai dạng",
    [STATUS_BROKEN] = "bị hỏng",
    [STATUS_IO] = "lỗi đọc ghi",
    [STATUS_NOT_FOUND] = "không có",
    [STATUS_DENIED] = "không được phép",
    [STATUS_TOO_NEW] = "do phiên bản mới hơn ghi",
};

const char *call_why(const struct call *call, enum status status)
{
    assert(status < STATUS_STATUSES && whys[status]);
    return call_word(call, whys[status], status_text(status));
}
