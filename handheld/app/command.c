#include "handheld/app/command.h"

enum { WORDS_MAX = 5 };

/* What stands behind `do WORD`. */
enum form {
    FORM_ALONE,
    FORM_PARTY,        /* PARTY */
    FORM_PARTY_REASON, /* PARTY REASON */
    FORM_PARENT,       /* BUNDLE */
    FORM_MAYBE_REASON, /* [REASON] */
    FORM_REASON,       /* REASON */
    FORM_EXCEPTION,    /* KIND */
    FORM_SEAL,         /* BUNDLE COUNT [SEAL] */
    FORM_RUN,          /* ROUTE/ROUND STOP */
    FORM_COUNT         /* COUNT */
};

struct verb {
    const char *word;
    enum command_kind kind;
    enum act_kind act;
    enum form form;
};

/* Every word behind `do`. */
static const struct verb verbs[] = {
    {"intake",    COMMAND_BEGIN,  ACT_INTAKE,    FORM_ALONE       },
    {"ready",     COMMAND_BEGIN,  ACT_READY,     FORM_ALONE       },
    {"return",    COMMAND_BEGIN,  ACT_RETURN,    FORM_ALONE       },
    {"resume",    COMMAND_BEGIN,  ACT_RESUME,    FORM_ALONE       },
    {"lost",      COMMAND_BEGIN,  ACT_EXCEPTION, FORM_ALONE       },
    {"found",     COMMAND_BEGIN,  ACT_EXCEPTION, FORM_ALONE       },
    {"give",      COMMAND_BEGIN,  ACT_GIVE,      FORM_PARTY       },
    {"take",      COMMAND_BEGIN,  ACT_TAKE,      FORM_PARTY       },
    {"refuse",    COMMAND_BEGIN,  ACT_REFUSE,    FORM_PARTY_REASON},
    {"pack",      COMMAND_BEGIN,  ACT_PACK,      FORM_PARENT      },
    {"unpack",    COMMAND_BEGIN,  ACT_UNPACK,    FORM_PARENT      },
    {"pause",     COMMAND_BEGIN,  ACT_PAUSE,     FORM_MAYBE_REASON},
    {"exception", COMMAND_BEGIN,  ACT_EXCEPTION, FORM_EXCEPTION   },
    {"seal",      COMMAND_WHOLE,  ACT_SEAL,      FORM_SEAL        },
    {"arrive",    COMMAND_WHOLE,  ACT_ARRIVE,    FORM_RUN         },
    {"depart",    COMMAND_WHOLE,  ACT_DEPART,    FORM_RUN         },
    {"done",      COMMAND_DONE,   ACT_KINDS,     FORM_ALONE       },
    {"undo",      COMMAND_UNDO,   ACT_KINDS,     FORM_MAYBE_REASON},
    {"offer",     COMMAND_OFFER,  ACT_KINDS,     FORM_ALONE       },
    {"list",      COMMAND_LIST,   ACT_KINDS,     FORM_COUNT       },
    {"check",     COMMAND_CHECK,  ACT_KINDS,     FORM_ALONE       },
    {"answer",    COMMAND_ANSWER, ACT_KINDS,     FORM_ALONE       },
    {"absent",    COMMAND_ABSENT, ACT_KINDS,     FORM_REASON      },
};

static bool is_code_letter(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '.';
}

bool command_is_party(struct text word)
{
    if (text_is(word, "center") || text_is(word, "post")) {
        return true;
    }
    if (word.size < 3 || word.size > COMMAND_WORD_MAX || word.at[0] == '.' ||
        word.at[word.size - 1] == '.') {
        return false;
    }
    for (size_t i = 0; i < word.size; i++) {
        if (!is_code_letter(word.at[i])) {
            return false;
        }
    }
    return true;
}

/* A word of text: no control characters, and short enough for a body. */
static bool is_word(struct text word)
{
    if (word.size == 0 || word.size > COMMAND_WORD_MAX || !text_utf8(word)) {
        return false;
    }
    for (size_t i = 0; i < word.size; i++) {
        if ((unsigned char)word.at[i] < 0x20 || word.at[i] == 0x7F) {
            return false;
        }
    }
    return true;
}

static void fail(struct command *command, enum command_fault fault, struct text wrong)
{
    command->kind = COMMAND_BAD;
    command->fault = fault;
    command->wrong = wrong;
}

static bool count_fits(enum form form, size_t count)
{
    switch (form) {
    case FORM_ALONE:
        return count == 0;
    case FORM_PARTY:
    case FORM_PARENT:
    case FORM_REASON:
    case FORM_EXCEPTION:
    case FORM_COUNT:
        return count == 1;
    case FORM_PARTY_REASON:
    case FORM_RUN:
        return count == 2;
    case FORM_MAYBE_REASON:
        return count <= 1;
    case FORM_SEAL:
        return count == 2 || count == 3;
    }
    return false;
}

static void read_party(struct text word, struct command *command)
{
    command->counterpart = word;
    if (!command_is_party(word)) {
        fail(command, COMMAND_BAD_PARTY, word);
    }
}

static void read_exception(struct text word, struct command *command)
{
    enum exception_kind kind = EXCEPTION_KINDS;
    command->reason = word;
    if (!exception_kind_parse(word, &kind)) {
        fail(command, COMMAND_BAD_EXCEPTION, word);
    }
}

static void read_count(struct text word, struct command *command)
{
    uint64_t declared = 0;
    if (!text_unsigned(word, &declared) || declared > COMMAND_COUNT_MAX) {
        fail(command, COMMAND_BAD_COUNT, word);
        return;
    }
    command->declared = (uint32_t)declared;
}

static void read_seal(const struct text *words, size_t count, struct command *command)
{
    command->subject = words[0];
    command->seal = count == 3 ? words[2] : (struct text){0};
    read_count(words[1], command);
}

static void read_run(const struct text *words, struct command *command)
{
    struct text round = words[0];
    struct text route = text_split(&round, '/');
    command->subject = words[0];
    command->stop = words[1];
    if (route.size == 0 || round.size == 0) {
        fail(command, COMMAND_BAD_RUN, words[0]);
    }
}

static void read_arguments(const struct verb *verb, const struct text *words, size_t count,
                           struct command *command)
{
    switch (verb->form) {
    case FORM_ALONE:
        if (verb->act == ACT_EXCEPTION) {
            command->reason = text_of(verb->word); /* lost, found */
        }
        break;
    case FORM_PARTY_REASON:
        command->reason = words[1];
        read_party(words[0], command);
        break;
    case FORM_PARTY:
        read_party(words[0], command);
        break;
    case FORM_PARENT:
        command->parent = words[0];
        break;
    case FORM_MAYBE_REASON:
    case FORM_REASON:
        command->reason = count > 0 ? words[0] : (struct text){0};
        break;
    case FORM_EXCEPTION:
        read_exception(words[0], command);
        break;
    case FORM_SEAL:
        read_seal(words, count, command);
        break;
    case FORM_RUN:
        read_run(words, command);
        break;
    case FORM_COUNT:
        read_count(words[0], command);
        break;
    }
}

/* The words of REST, separated by blanks. False: too many, or one is no word. */
static bool split(struct text rest, struct text words[WORDS_MAX], size_t *out_count)
{
    size_t count = 0;
    for (rest = text_trim(rest); rest.size > 0; rest = text_trim(rest)) {
        struct text word = text_split(&rest, ' ');
        if (count == WORDS_MAX || !is_word(word)) {
            return false;
        }
        words[count++] = word;
    }
    *out_count = count;
    return true;
}

static void read_do(struct text line, struct text rest, struct command *command)
{
    struct text words[WORDS_MAX];
    size_t count = 0;
    if (!split(rest, words, &count) || count == 0) {
        fail(command, COMMAND_BAD_FORM, line);
        return;
    }
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        if (!text_is(words[0], verbs[i].word)) {
            continue;
        }
        if (!count_fits(verbs[i].form, count - 1)) {
            fail(command, COMMAND_BAD_FORM, line);
            return;
        }
        command->kind = verbs[i].kind;
        command->act = verbs[i].act;
        read_arguments(&verbs[i], words + 1, count - 1, command);
        return;
    }
    fail(command, COMMAND_BAD_WORD, words[0]);
}

void command_read(struct text line, struct command *out_command)
{
    struct command command = {.kind = COMMAND_NOTHING, .act = ACT_KINDS};
    if (line.size > 0 && line.at[line.size - 1] == '\r') {
        line.size--;
    }
    struct text rest = line;
    struct text word = text_split(&rest, ' ');
    if (text_is(word, "scan")) {
        command.kind = COMMAND_SCAN;
    } else if (text_is(word, "key")) {
        command.kind = COMMAND_KEY;
    } else if (text_is(word, "badge")) {
        command.kind = COMMAND_BADGE;
    } else if (text_is(word, "find")) {
        command.kind = COMMAND_FIND;
    } else if (text_is(word, "do")) {
        read_do(line, rest, &command);
    } else if (text_trim(line).size > 0 && line.at[0] != '#') {
        fail(&command, COMMAND_BAD_WORD, word);
    }
    command.raw = rest;
    *out_command = command;
}
