/* unit_said - every sentence a unit says, in both languages, under a code that never changes.
 *
 * What a scanned text itself is wrong with says core/item_code.h. */
#ifndef HANDHELD_APP_UNIT_SAID_H
#define HANDHELD_APP_UNIT_SAID_H

#include "base/said.h"
#include "core/act.h"

enum unit_saying {
    SAY_RECORDED,      /* {0} code, {1} act, {2} how many */
    SAY_RECORDED_NEXT, /* {0} code, {1} how many the closed record holds */
    SAY_CLAIM,         /* {0} code, {1} who holds it by this unit's book, {2} since */
    SAY_BEGUN,         /* {0} act */
    SAY_BEGUN_AFTER,   /* {0} act, {1} the one that was ended, {2} how many */
    SAY_ENDED,         /* {0} act, {1} how many */
    SAY_GIVEN,         /* {0} receiver, {1} how many */
    SAY_SIGNED,        /* {0} receiver, {1} how many, {2} person */
    SAY_ABSENT,        /* {0} receiver, {1} how many, {2} why */
    SAY_TAKEN,         /* {0} giver, {1} how many */
    SAY_PERSON,        /* {0} person, {1} party */
    SAY_PERSON_AFTER,  /* {0} person, {1} party, {2} what was ended, {3} how many */
    SAY_UNDONE,        /* {0} code */
    SAY_NOTHING_OPEN,
    SAY_SEALED,       /* {0} bundle, {1} declared */
    SAY_SEALED_OTHER, /* {0} bundle, {1} declared, {2} packed on this unit */
    SAY_RUN,          /* {0} arrive or depart, {1} run, {2} stop */
    SAY_TEST_GOOD,

    SAY_BOUNCE,  /* {0} code */
    SAY_ALREADY, /* {0} code, {1} since */

    SAY_UNKNOWN_KEPT,      /* {0} code as shown */
    SAY_NO_OPERATION_KEPT, /* {0} code */
    SAY_NO_PERSON,
    SAY_NO_BADGE,    /* {0} what was read */
    SAY_OTHER_BADGE, /* {0} badge, {1} receiver */
    SAY_GIVERS_BADGE,
    SAY_SELF,          /* {0} party or person */
    SAY_BAD_COMMAND,   /* {0} the word */
    SAY_BAD_FORM,      /* {0} the line */
    SAY_BAD_PARTY,     /* {0} the word; also SAY_BAD_EXCEPTION, _COUNT, _RUN */
    SAY_UNKNOWN_PARTY, /* {0} the word */
    SAY_BAD_EXCEPTION,
    SAY_BAD_COUNT,
    SAY_BAD_RUN,
    SAY_NO_CONTAINER, /* {0} code */
    SAY_INTO_ITSELF,  /* {0} code */
    SAY_NOTHING_TO_UNDO,
    SAY_UNDO_SIGNED,
    SAY_UNDO_OTHERS, /* {0} party */
    SAY_NOT_GIVING,
    SAY_NOTHING_GIVEN,
    SAY_DOUBT_FUTURE, /* {0} code */
    SAY_DOUBT_OLD,    /* {0} code */
    SAY_DOUBT_AGENCY, /* {0} code, {1} agency */
    SAY_LINE_LONG,
    SAY_CHOOSE_RUN,
    SAY_CHOOSE_EXCEPTION,
    SAY_DISK_FULL,
    SAY_NOT_WRITTEN,
    SAY_READ_ONLY,
    SAY_LOCKED,
    SAY_DAMAGED,       /* {0} epoch/seq */
    SAY_SCANNER_FAULT, /* {0} what was wrong */
    SAY_SCANNER_CUT,

    SAY_STILL_OPEN, /* {0} act, {1} how many */
    SAY_NO_FIX,
    SAY_CLOCK_UNSET,
    SAY_CLOCK_MOVED, /* {0} seconds */
    SAY_UPDATE_NEEDED,
    SAY_REFUSED, /* {0} the server's reason, by its number */
    SAY_REVOKED,
    SAY_TAIL_LOST,    /* {0} the new epoch */
    SAY_JOURNAL_LOST, /* {0} the new epoch */

    SAY_LOAD_FIRST, /* {0} run's time, {1} route and round, {2} how many, {3} codes */

    SAY_UNDO_OTHER_CODE, /* {0} code */
    SAY_OFFER,           /* {0} receiver, {1} how many, {2} parts of the list, {3} QR */
    SAY_OFFER_LIST,      /* {0} part, {1} parts, {2} QR */
    SAY_NO_OFFER,
    SAY_NO_PART,       /* {0} parts */
    SAY_OFFERED,       /* {0} giver, {1} how many, {2} parts of the list */
    SAY_OFFERED_AGAIN, /* read already */
    SAY_OFFER_TAKEN,   /* taken already */
    SAY_OFFER_OTHERS,  /* {0} receiver */
    SAY_OFFER_OWN,
    SAY_OFFER_BUSY,   /* {0} the giver of the take that is open */
    SAY_OFFER_FULL,   /* {0} code, {1} how many the record holds */
    SAY_LIST_PART,    /* {0} parts read, {1} parts */
    SAY_LIST_WHOLE,   /* {0} how many */
    SAY_LIST_OTHER,   /* of another record */
    SAY_CODE_CHANGED, /* a handoff's QR was changed, or read wrongly */
    SAY_CODE_NEWER,
    SAY_MATCHED,      /* {0} code, {1} matched, {2} how many */
    SAY_OVER,         /* {0} code */
    SAY_MISROUTED,    /* {0} code, {1} where it belongs */
    SAY_CHECK,        /* {0} taken, {1} missing, {2} over, {3} the missing ones */
    SAY_CHECK_COUNT,  /* {0} read, {1} offered */
    SAY_NO_CHECK,     /* no offer was read */
    SAY_TAKEN_ANSWER, /* {0} taken, {1} missing, {2} over, {3} QR */
    SAY_ANSWERED,     /* {0} taken, {1} missing, {2} over */
    SAY_ANSWER_AGAIN, /* read already */
    SAY_ANSWER_OTHER, /* of no record of this unit */
    SAY_FOUND,        /* {0} code, {1} act, {2} since, {3} who spoke */
    SAY_NOT_FOUND,    /* {0} code */

    SAY_STATUS_DEVICE, /* {0} number */
    SAY_STATUS_HEAD,   /* {0} epoch/seq */
    SAY_STATUS_UNSENT, /* {0} how many */
    SAY_STATUS_RECEIPT,
    SAY_STATUS_LEVEL_TWO,
    SAY_STATUS_CLOCK, /* {0} ms, {1} round trip, {2} when */
    SAY_STATUS_NO_CLOCK,
    SAY_STATUS_PERSON, /* {0} person, {1} party */
    SAY_STATUS_NOBODY,
    SAY_STATUS_IDLE,
    SAY_STATUS_LOCKED,
    SAY_STATUS_OPEN, /* {0} act */
    SAY_STATUS_LOAD, /* as SAY_LOAD_FIRST */
    UNIT_SAYINGS
};

const struct said *unit_said(enum unit_saying saying);
/* The act in words; REASON tells lost and found from other exceptions. */
const struct said *unit_act_said(enum act_kind kind, struct text reason);
/* The Center, the post or the citizen in words; NULL for an agency, which goes by its code. */
const struct said *unit_party_said(struct text party);

#endif
