/* call - one run of `trao`: what was asked, in which language, and the answers a verb may give.
 *
 * Knows no verb. Exit codes are the same for every verb (docs/man/trao.1.md). */
#ifndef TRAO_CALL_H
#define TRAO_CALL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/said.h"
#include "base/status.h"

enum exit_code {
    CALL_OK = 0,
    CALL_FAILED = 1,
    CALL_USAGE = 2,
    CALL_FOUND = 3,       /* it worked, and found what should not be: late, bad, broken */
    CALL_UNREACHABLE = 4, /* the server does not answer; what was said is kept */
};

struct call {
    enum language language;
    bool json;
    bool quiet;
    bool color;
    const char *config;  /* the server's configuration; NULL: the usual place */
    const char *state;   /* TRAO_SERVER_STATE: before what the configuration says; or NULL */
    const char *data;    /* folder of what is installed beside the program; NULL: look for it */
    const char *program; /* argv[0] */
    int argc;            /* of the verb, without options */
    char **argv;
};

/* An option of a verb's own: `--name VALUE`, or a switch when `value` is NULL. */
struct call_option {
    const char *name;
    const char **value;
    bool *given;
};

struct verb {
    const char *name;
    int (*run)(struct call *call, int argc, char **argv);
    struct said summary; /* one line in the list of verbs; its code is unused */
    const char *usage;   /* what stands behind `trao NAME` */
};

/* Takes the general options and OPTIONS out of ARGC, ARGV (the verb's name at 0); what is left are
 * call->argv. CALL_OK, or CALL_USAGE after one sentence on standard error. */
int call_options(struct call *call, int argc, char **argv, const struct call_option *options,
                 size_t count);
/* One sentence on standard error, `trao: TEXT [CODE]` or as JSON. Returns EXIT. */
int call_refuse(const struct call *call, int exit, const struct said *said, struct text one,
                struct text two);
int call_refuse_plain(const struct call *call, int exit, const struct said *said);
/* `{0} is missing`: CALL_USAGE. */
int call_missing(const struct call *call, const char *what);
/* CALL_OK if the verb got COUNT words beside its options; otherwise CALL_USAGE after one sentence
 * that names the first one too many, or MISSING. */
int call_words(const struct call *call, int count, const char *missing);
/* The sentence into LINE, its places filled. */
void call_sentence(const struct call *call, struct line *line, const struct said *said,
                   const struct text *values, size_t count);
/* The sentence as a line of the answer, on standard output, or as several when it is wide; nothing
 * when --quiet. */
void call_tell(const struct call *call, const struct said *said, const struct text *values,
               size_t count);
/* What LINE holds, as a line of the answer, if it holds anything. */
void call_line(const struct line *line);
/* The words of a pair in the language of the call. */
const char *call_word(const struct call *call, const char *vi, const char *en);
/* Why it did not work, in the language of the call: for a place of a sentence. */
const char *call_why(const struct call *call, enum status status);

#endif
