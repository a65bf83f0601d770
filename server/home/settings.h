/* settings - what server.ini says: every key there is, its usual value, its bounds, its comment.
 *
 * Pure: main.c reads the file and the environment and hands over one value at a time. A key that is
 * not in the table is a fault, never ignored: a misspelt `listne` must not leave a door shut. */
#ifndef HOME_SETTINGS_H
#define HOME_SETTINGS_H

#include "adapters/posix/clock_posix.h"
#include "base/said.h"
#include "ports/door.h"
#include "server/home/home_said.h"

/* The state folder of a configuration under /etc. */
#define HOME_SYSTEM_STATE "/var/lib/trao"

enum { SETTINGS_TEXT_MAX = 512, SETTINGS_FILE_MAX = 8192 };

struct settings {
    char state[SETTINGS_TEXT_MAX]; /* the state folder */
    uint32_t language;             /* enum language */
    uint32_t log;                  /* enum log_level */
    char listen[SETTINGS_TEXT_MAX];
    uint32_t units;
    struct door_limits limits;
    uint32_t port;
    char token[SETTINGS_TEXT_MAX]; /* the file; empty before settings_finish() */
    struct clock_demo demo;        /* rate 0: the true clock */
    uint32_t given;                /* keys taken from this source, a bit each */
    uint32_t demo_given;           /* keys of [clock] ever taken, the same bits */
};

/* Why a value is not taken: a sentence, and what fills its places (borrowed). */
struct settings_fault {
    enum home_sentence why;
    struct text values[2];
};

/* Of the configuration at CONFIG: what is kept under /etc has its state in HOME_SYSTEM_STATE. */
struct settings settings_usual(const char *config);
/* From here on a key may be given once more: another source is read. */
void settings_next_source(struct settings *settings);
/* Sets KEY of SECTION. False: *out_fault says why. */
bool settings_take(struct settings *settings, struct text section, struct text key,
                   struct text value, struct settings_fault *out_fault);
/* Looks at what only all keys together tell. Paths that do not begin with a slash are put behind
 * FOLDER, the configuration's own; a token that was not given is the state folder's. */
bool settings_finish(struct settings *settings, struct text folder,
                     struct settings_fault *out_fault);
/* The AT'th key and its name in the environment, TRAO_SECTION_KEY. False: there are no more. */
bool settings_key(size_t at, struct text *out_section, struct text *out_key, struct line *variable);
/* As a file, each key with its comment: what first start writes and --print-config shows. */
void settings_write(const struct settings *settings, enum language language, struct line *line);

#endif
