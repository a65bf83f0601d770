/* home_said - what a unit says before it runs and about its line, in both languages. */
#ifndef HANDHELD_HOME_HOME_SAID_H
#define HANDHELD_HOME_HOME_SAID_H

#include "base/said.h"
#include "base/status.h"

enum home_saying {
    HOME_USAGE, /* {0} what is wrong with the command line */
    HOME_HELP_HINT,
    HOME_NOT_MADE,       /* {0} folder, {1} why */
    HOME_BAD_KEY,        /* {0} folder, {1} why */
    HOME_KEY_LOST,       /* {0} folder */
    HOME_BAD_EPOCH,      /* {0} folder, {1} why */
    HOME_MADE,           /* {0} device, {1} the card's path */
    HOME_BAD_INPUT,      /* {0} path, {1} why */
    HOME_BAD_SERVER_KEY, /* {0} what was given */
    HOME_BAD_OFFICES,    /* {0} path */
    HOME_BAD_CLOCK,
    HOME_BAD_ENDPOINT, /* {0} */
    HOME_NO_JOURNAL,   /* {0} path */
    HOME_JOURNAL_TOO_NEW,
    HOME_JOURNAL_BUSY,    /* {0} path */
    HOME_JOURNAL_BROKEN,  /* {0} path */
    HOME_JOURNAL_OTHERS,  /* {0} path */
    HOME_JOURNAL_FAILED,  /* {0} path, {1} why */
    HOME_KEY_REFUSED,     /* {0} device */
    HOME_SERVER_UNPROVEN, /* {0} endpoint, {1} the pinned key's print */
    HOME_UNSENT,          /* {0} how many */
    HOME_NO_START,        /* {1} why */
    HOME_BAD_GPSD,        /* {0} what was given */
    HOME_HELP,
    HOME_SAYINGS
};

const struct said *home_said(enum home_saying saying);
/* `CODE sentence`, its places filled. */
void home_line(struct line *line, enum home_saying saying, enum language language,
               const char *first, const char *second);
/* What to say when the journal did not open. */
enum home_saying home_journal_saying(enum status status);

#endif
