/* main - the table of verbs is the help. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/trao/trao_said.h"
#include "tools/trao/verbs.h"

#ifndef TRAO_VERSION
#error "the build names the version"
#endif

static const struct verb verbs[] = {
    {"due",
     verb_due,     {"", "ngày giờ hẹn trả của một hồ sơ", "the promised date-time of a dossier"},
     "--received T --for 10wd [--calendar FILE] [--slip-after-15] | due -"},
    {"elapsed",
     verb_elapsed, {"", "số phút làm việc giữa hai thời điểm", "working minutes between two instants"},
     "--from T --to T [--calendar FILE] | elapsed -"                      },
    {"code",
     verb_code,    {"", "một mã quét được là mã gì", "what a scanned text is"},
     "TEXT | code -"                                                      },
};

enum { VERBS = sizeof verbs / sizeof verbs[0] };

static int help(const struct call *call)
{
    bool vi = call->language == LANGUAGE_VI;
    (void)puts(vi ? "Cách dùng: trao [-c TỆP] [--lang vi|en] [--json] [--quiet] LỆNH …\n"
                  : "Usage: trao [-c FILE] [--lang vi|en] [--json] [--quiet] VERB …\n");
    for (int i = 0; i < VERBS; i++) {
        (void)printf("  %-9s %s\n            trao %s %s\n", verbs[i].name,
                     said_in(&verbs[i].summary, call->language), verbs[i].name, verbs[i].usage);
    }
    (void)puts(
        vi ? "\nMã thoát: 0 xong, 1 hỏng, 2 gõ sai, 3 tìm thấy vấn đề, 4 không tới được máy chủ"
           : "\nExit codes: 0 ok, 1 failed, 2 usage, 3 found problems, 4 cannot reach");
    return CALL_OK;
}

/* The language of the environment; everything but English means Vietnamese. */
static enum language usual_language(void)
{
    const char *said = getenv("TRAO_LANG");
    if (!said) {
        said = getenv("LANG");
    }
    return said && (strncmp(said, "en", 2) == 0) ? LANGUAGE_EN : LANGUAGE_VI;
}

static const struct verb *find_verb(const char *name)
{
    for (int i = 0; i < VERBS; i++) {
        if (strcmp(verbs[i].name, name) == 0) {
            return &verbs[i];
        }
    }
    return NULL;
}

static bool is_value_option(const char *word)
{
    return strcmp(word, "-c") == 0 || strcmp(word, "--config") == 0 || strcmp(word, "--lang") == 0;
}

/* The first word that is no option, nor the value of one. */
static int verb_at(int argc, char **argv)
{
    int at = 1;
    while (at < argc && argv[at][0] == '-') {
        at += is_value_option(argv[at]) ? 2 : 1;
    }
    return at < argc ? at : argc;
}

static bool asks(int argc, char **argv, const char *option)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], option) == 0) {
            return true;
        }
    }
    return false;
}

int main(int argc, char **argv)
{
    struct call call = {.language = usual_language(),
                        .color = isatty(STDOUT_FILENO) && !getenv("NO_COLOR"),
                        .config = getenv("TRAO_CONFIG"),
                        .program = argv[0]};
    int at = verb_at(argc, argv);
    if (asks(argc, argv, "--version")) {
        (void)puts("trao " TRAO_VERSION);
        return CALL_OK;
    }
    /* Options before the verb are taken first, so that they count for what is said next. */
    char *none[] = {argv[0], NULL};
    int result = at > 1 && !asks(argc, argv, "--help") ? call_options(&call, at, argv, NULL, 0)
                                                       : call_options(&call, 1, none, NULL, 0);
    if (result != CALL_OK) {
        return result;
    }
    if (asks(argc, argv, "--help") || (at < argc && strcmp(argv[at], "help") == 0)) {
        return help(&call);
    }
    if (at == argc) {
        return call_refuse_plain(&call, CALL_USAGE, trao_said(SAID_NO_VERB));
    }
    const struct verb *verb = find_verb(argv[at]);
    if (!verb) {
        return call_refuse(&call, CALL_USAGE, trao_said(SAID_UNKNOWN_VERB), text_of(argv[at]),
                           (struct text){0});
    }
    return verb->run(&call, argc - at, argv + at);
}
