/* study_said - the sentences of a study, in both languages. */
#ifndef STUDY_STUDY_SAID_H
#define STUDY_STUDY_SAID_H

#include "base/said.h"

enum study_said {
    STUDY_NO_FOLDER, /* {0} the folder, {1} why */
    STUDY_LONG_PATH, /* {0} the folder */
    STUDY_NO_FACTS,
    STUDY_TOO_MUCH,
    STUDY_NO_RUNS,  /* no plan, and none to be learnt */
    STUDY_LEARNT,   /* {0} the path, {1} runs */
    STUDY_LEFT_OUT, /* {0} how many lines */
    STUDY_AT_WORK,  /* {0} so many, {1} of so many, {2} percent */
    STUDY_SUMMARY,  /* {0} dossiers, {1} acts, {2} present, {3} the folder */
    STUDY_HELD_UP,  /* {0} dossiers */
    STUDY_UNSEEN,   /* {0} dossiers, {1} of so many */
    STUDY_BAD_ASK,  /* {0} */
    STUDY_ASKING,   /* {0} so many, {1} of so many, {2} percent */
    STUDY_NO_MONTHS,
    STUDY_NO_RESULTS,
    STUDY_SEARCHING, /* {0} so many, {1} of so many, {2} percent */
    STUDY_BAD_MOST,  /* {0} */
    STUDY_GREEDY,    /* {0} timetables tried, {1} lives replayed for them */
    STUDY_KEPT,      /* {0} the path of the plan */
    STUDY_BAD_EDIT,  /* {0} */
    STUDY_NO_EDIT,   /* {0}: the plan has no such run, or it cannot go then */
    STUDY_UNMAPPED,  /* {0} events without a rule, {1} taken */
    STUDY_NO_COLUMN, /* {0} the file, {1} the column of the case */
    STUDY_XES_TYPED, /* {0} the file, {1} line; so are these */
    STUDY_XES_DEEP,
    STUDY_XES_OTHER,
    STUDY_XES_BROKEN,
    STUDY_CODES,      /* {0} the path of the list */
    STUDY_IMPOSSIBLE, /* {0} dossiers */
    STUDY_FUTURE,     /* {0} acts */
    STUDY_SAIDS
};

/* Never NULL. */
const struct said *study_said(enum study_said which);

#endif
