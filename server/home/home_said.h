/* home_said - the sentences that trao-server says to the person who starts it, in both languages.
 *
 * What goes to the log is English and stands where it is logged; this is for people. */
#ifndef HOME_HOME_SAID_H
#define HOME_HOME_SAID_H

#include "base/said.h"

enum home_sentence {
    HOME_NO_SECTION,     /* {0} section */
    HOME_NO_KEY,         /* {0} section, {1} key */
    HOME_TWICE,          /* {0} section, {1} key */
    HOME_NOT_A_NUMBER,   /* {0} key, {1} bounds */
    HOME_NOT_A_WORD,     /* {0} key, {1} what may stand there */
    HOME_NOT_A_PATH,     /* {0} key */
    HOME_NOT_AN_ADDRESS, /* {0} key */
    HOME_NOT_A_TIME,     /* {0} key */
    HOME_HALF_A_CLOCK,
    HOME_NOT_A_LINE,
    HOME_LINE_TOO_LONG,
    HOME_CANNOT_READ,     /* {0} path, {1} why */
    HOME_NO_CONFIG,       /* {0} path */
    HOME_CONFIG_GOOD,     /* {0} path */
    HOME_MADE_CONFIG,     /* {0} path */
    HOME_MADE_STATE,      /* {0} path */
    HOME_MADE_KEYS,       /* {0} path, {1} key */
    HOME_MADE_ADMIN,      /* {0} path, {1} device */
    HOME_MADE_TOKEN,      /* {0} path */
    HOME_CANNOT_MAKE,     /* {0} path, {1} why */
    HOME_KEYS_GONE,       /* {0} path */
    HOME_RESTORING,       /* {0} state folder */
    HOME_OTHERS_MAY_READ, /* {0} path */
    HOME_ALREADY_RUNS,    /* {0} state folder */
    HOME_NO_SUCH_CLOCK,
    HOME_UNKNOWN_OPTION, /* {0} the word */
    HOME_UNKNOWN_ROLE,   /* {0} the word, {1} the roles */
    HOME_ONLY_WATCH,
    HOME_NO_START, /* {0} why */
    HOME_USAGE,
    HOME_SENTENCES
};

/* Never NULL. */
const struct said *home_said(enum home_sentence sentence);
/* The sentence on standard output. */
void home_tell(enum language language, enum home_sentence sentence, const char *first,
               const char *second);
/* `trao-server: WHERE [CODE] sentence` on standard error; WHERE may be empty, or `file:line:`. */
void home_blame(enum language language, const char *where, enum home_sentence sentence,
                const struct text values[2]);
/* `vi`, `en`, or a locale's name that begins so. */
bool home_language(const char *word, enum language *out_language);

#endif
