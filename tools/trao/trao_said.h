/* trao_said - the sentences of the command line. Places: see each row. */
#ifndef TRAO_SAID_H
#define TRAO_SAID_H

#include "base/said.h"

enum trao_said {
    SAID_NO_VERB,
    SAID_UNKNOWN_VERB,   /* {0} the word */
    SAID_UNKNOWN_OPTION, /* {0} the option */
    SAID_NO_VALUE,       /* {0} the option */
    SAID_EXTRA_WORD,     /* {0} the word */
    SAID_MISSING,        /* {0} what is missing */
    SAID_BAD_LANGUAGE,   /* {0} */
    SAID_BAD_INSTANT,    /* {0} */
    SAID_BAD_DURATION,   /* {0} */
    SAID_OUTSIDE,        /* {0}: the calendar does not reach so far */
    SAID_BEYOND,         /* {0}: a warning */
    SAID_NO_FILE,        /* {0} the path, {1} why */
    SAID_NO_CALENDAR,
    SAID_BAD_LINE,    /* {0} */
    SAID_CASE_FIELDS, /* {0} what a case looks like */
    TRAO_SAIDS
};

const struct said *trao_said(enum trao_said which);

#endif
