/* command - one line of a unit's input language, taken apart.
 *
 * Pure. Knows the words, not what they do. Lines come from a person, a FIFO or a replay:
 *     badge TEXT · scan TEXT · key TEXT (typed by hand)
 *     do intake|ready|return|resume|lost|found · do give|take PARTY · do refuse PARTY REASON ·
 *     do pack|unpack BUNDLE · do pause [REASON] · do exception KIND
 *         each begins an operation; codes follow as scans
 *     do seal BUNDLE COUNT [SEAL] · do arrive|depart ROUTE/ROUND STOP
 *         each is whole
 *     do done · do undo [CODE] · do absent REASON
 *     do offer · do list PART · do check · do answer
 *         what two units show each other (exchange.h); they write nothing
 *     find CODE */
#ifndef HANDHELD_APP_COMMAND_H
#define HANDHELD_APP_COMMAND_H

#include "core/act.h"

enum { COMMAND_WORD_MAX = 63, COMMAND_PERSON_MAX = 31, COMMAND_COUNT_MAX = 9999 };

enum command_kind {
    COMMAND_NOTHING, /* an empty line, or one that begins with # */
    COMMAND_BADGE,
    COMMAND_SCAN,
    COMMAND_KEY,
    COMMAND_BEGIN,
    COMMAND_WHOLE,
    COMMAND_DONE,
    COMMAND_UNDO,
    COMMAND_ABSENT,
    COMMAND_OFFER,
    COMMAND_LIST,
    COMMAND_CHECK,
    COMMAND_ANSWER,
    COMMAND_FIND,
    COMMAND_BAD
};

enum command_fault {
    COMMAND_GOOD,
    COMMAND_BAD_WORD,      /* no such word */
    COMMAND_BAD_FORM,      /* a word too few or too many, too long, or not text */
    COMMAND_BAD_PARTY,     /* no party that hands over */
    COMMAND_BAD_EXCEPTION, /* no such kind */
    COMMAND_BAD_COUNT,     /* not a number of 0 to COMMAND_COUNT_MAX */
    COMMAND_BAD_RUN        /* not ROUTE/ROUND */
};

struct command {
    enum command_kind kind;
    enum command_fault fault; /* COMMAND_GOOD unless kind is COMMAND_BAD … */
    struct text wrong;        /* … then the word or line it is about */
    struct text raw;          /* what was read: badge, scan, key, find */
    enum act_kind act;        /* begin, whole */
    struct text counterpart, parent, reason, subject, stop, seal;
    uint32_t declared; /* of a seal; of a list: the part */
};

/* Borrows from LINE, which has no LF. Never fails: the answer is always written. */
void command_read(struct text line, struct command *out_command);
/* center, post, or the form of an agency's code: letters, digits and dots, three or more. */
bool command_is_party(struct text word);

#endif
