/* report_said - the words of a study's page, in both languages. */
#ifndef STUDY_REPORT_SAID_H
#define STUDY_REPORT_SAID_H

#include "base/said.h"
#include "core/ledger.h"

enum report_said {
    REPORT_TITLE,
    REPORT_SCOPE,  /* {0} dossiers, {1} acts, {2} from, {3} to */
    REPORT_SHARES, /* {0} percent transfers, {1} percent processing */
    REPORT_CAUSES,
    REPORT_PARTIES,
    REPORT_LEGS,
    REPORT_WHATIF,
    REPORT_SAVED,  /* {0} replayed, {1} late, {2} saved, {3} newly late */
    REPORT_SURE,   /* {0} low, {1} high */
    REPORT_COST,   /* {0} runs, {1} km, {2} hours */
    REPORT_UNLIKE, /* {0} so many, {1} of so many */
    REPORT_UNKNOWN,
    REPORT_UNSEEN, /* {0} dossiers, {1} of so many */
    REPORT_CAVEAT,
    REPORT_COLUMN_CAUSE,
    REPORT_COLUMN_PARTY,
    REPORT_COLUMN_HOURS,
    REPORT_COLUMN_SHARE,
    REPORT_COLUMN_EACH,
    REPORT_COLUMN_LEG,
    REPORT_COLUMN_WAITS,
    REPORT_COLUMN_MEAN,
    REPORT_COLUMN_MISSED,
    REPORT_SAIDS
};

/* Never NULL. */
const struct said *report_said(enum report_said which);
/* A cause as people say it. */
const struct said *report_cause(enum ledger_cause cause);

#endif
