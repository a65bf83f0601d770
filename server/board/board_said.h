/* board_said - the words of the board, in both languages. */
#ifndef BOARD_BOARD_SAID_H
#define BOARD_BOARD_SAID_H

#include "base/said.h"
#include "core/flag.h"
#include "server/board/notices.h"

enum board_said {
    BOARD_TITLE,
    BOARD_DEMO,
    BOARD_INTAKE_DOWN, /* {0} since */
    BOARD_BOOK_OLD,    /* {0} the book's clock */
    BOARD_NO_BOOK,
    BOARD_SENTENCE_RISK,  /* {0} how many, {1} the run's time, {2} in how long */
    BOARD_SENTENCE_EXTRA, /* {0} how many, {1} before when */
    BOARD_SENTENCE_LATE,  /* {0} how many */
    BOARD_SENTENCE_CALM,
    BOARD_SENTENCE_EMPTY,
    BOARD_UPDATED, /* {0} */
    BOARD_COL_DOSSIER,
    BOARD_COL_LEVEL,
    BOARD_COL_PLACE,
    BOARD_COL_PROMISED,
    BOARD_COL_SLACK,
    BOARD_COL_CAUSE,
    BOARD_COL_SAVES,
    BOARD_TABLE,
    BOARD_LANGUAGE,  /* the other language's name */
    BOARD_OFFERED,   /* {0} to whom */
    BOARD_SINCE,     /* {0} */
    BOARD_TAKE_RUN,  /* {0} when, {1} route and round */
    BOARD_EXTRA_RUN, /* {0} before when */
    BOARD_NOTHING_SAVES,
    BOARD_MINUTES, /* {0} */
    BOARD_HOURS,   /* {0} hours, {1} minutes */
    BOARD_SHOWN,   /* {0} of {1} */
    BOARD_NOTHING, /* an empty list */
    BOARD_CENTER,
    BOARD_POST,
    BOARD_LEG_OUT,
    BOARD_LEG_BACK,
    BOARD_NOTICES,    /* the caption … */
    BOARD_NOTICES_OF, /* … {0} of one office */
    BOARD_NOTICES_ALL,
    BOARD_COL_TOLD,
    BOARD_COL_WHOM,
    BOARD_COL_STATE,
    BOARD_NOTICE_FIRST, /* one for each state of a notice */
    BOARD_UNAUTHORISED = BOARD_NOTICE_FIRST + NOTICE_STATES,
    BOARD_NOT_FOUND,
    BOARD_METHOD,
    BOARD_BAD_QUERY, /* {0} the parameter */
    BOARD_BROKEN,
    BOARD_TOO_LARGE,
    BOARD_TOO_LONG,
    BOARD_TOKEN, /* the label of the field */
    BOARD_ENTER, /* … and its button */
    BOARD_READY,
    BOARD_READY_WATCH,
    BOARD_READY_INTAKE,
    BOARD_READY_CLOCK,
    BOARD_DAMAGED,     /* a number in the book that means nothing */
    BOARD_LEVEL_FIRST, /* one for each level … */
    BOARD_CAUSE_FIRST = BOARD_LEVEL_FIRST + FLAG_LEVELS,   /* … and for each cause … */
    BOARD_MISSING_FIRST = BOARD_CAUSE_FIRST + FLAG_CAUSES, /* … and for what is not known */
    BOARD_SAIDS = BOARD_MISSING_FIRST + MISSING_KINDS
};

/* The last three: what means nothing, as in a damaged book, is said to be unreadable. */
const struct said *board_said(enum board_said which);
const struct said *board_level_said(enum flag_level level);
const struct said *board_cause_said(enum flag_cause cause);
const struct said *board_missing_said(enum flag_missing missing);

#endif
