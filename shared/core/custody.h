/* custody - who holds a dossier, and which acts may change that.
 *
 * SEMANTICS section 3, exactly: a pure function of the set of acts, in whatever order they came.
 * Knows no clock, storage, network or log. An act that contradicts is a fact to be recorded, never
 * an error. Everything is bounded: what does not fit sets `overflow`, and its flag is `unknown`. */
#ifndef CORE_CUSTODY_H
#define CORE_CUSTODY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/instant.h"
#include "core/act.h"
#include "core/merger.h"
#include "core/names.h"

enum {
    CUSTODY_ACTS_MAX = 1024, /* of one dossier and of every bundle it was ever in */
    CUSTODY_BUNDLES_MAX = 32,
    CUSTODY_TENURES_MAX = 48,
    CUSTODY_OFFERS_MAX = 64,
    CUSTODY_SPELLS_MAX = 24,
    CUSTODY_PAUSES_MAX = 16,
    CUSTODY_CONFLICTS_MAX = 64
};

/* How a holder came to hold. */
enum tenure_how {
    TENURE_START,        /* where the life begins */
    TENURE_VERIFIED,     /* the taker scanned the item itself */
    TENURE_INFERRED,     /* only its bundle was taken */
    TENURE_CORROBORATED, /* never took; the offer to it and its own or the next one's act agree */
    TENURE_CLAIMED,      /* scanned by one the book did not expect: a gap precedes it */
    TENURE_FOUND,        /* it turned up there */
    TENURE_HOWS
};

struct tenure {
    struct name holder;
    uint8_t ended_spell; /* which unlocated spell its take ended, from 1; 0: none */
    struct instant from;
    struct instant until;    /* INSTANT_NEVER: still */
    struct instant ready_at; /* first `ready` of this visit; INSTANT_NEVER: none */
    struct instant evidence; /* last act of the holder in it */
    struct name bundle;      /* in which it was taken, if only its bundle was */
    uint8_t how;             /* enum tenure_how */
    bool verified;
    uint16_t act; /* index into the acts as given, of the act that began it; UINT16_MAX: none */
};

enum offer_end { OFFER_OPEN, OFFER_TAKEN, OFFER_REFUSED, OFFER_REPLACED, OFFER_DROPPED };

struct custody_offer {
    struct name from;
    struct name to;
    struct instant at;
    struct instant until; /* INSTANT_NEVER while open */
    uint8_t end;          /* enum offer_end */
};

/* A stretch of time: a gap (nobody's scan says who had it), or unlocated. */
struct spell {
    struct name party; /* the holder meanwhile */
    struct instant from;
    struct instant until; /* INSTANT_NEVER: still */
};

/* A pause or resume said by an act. Feed and acts are one stream: journey.c joins them. */
struct pause_mark {
    struct instant at;
    struct name party;
    struct name reason;
    bool resume;
};

enum conflict_kind {
    CONFLICT_TAKE_MISSING,    /* corroborated: that party never scanned its own take */
    CONFLICT_OTHER_CUSTODIAN, /* taken from one who, by the book, did not hold it */
    CONFLICT_NOT_HOLDER,      /* given, readied or returned by one who did not hold it */
    CONFLICT_AFTER_RETURN,    /* an act after the end of the life */
    CONFLICT_KINDS
};

const char *conflict_kind_name(enum conflict_kind kind); /* `take_missing` … */
const char *tenure_how_name(enum tenure_how how);
const char *offer_end_name(enum offer_end end);

struct conflict {
    struct instant at;
    struct name holder; /* by the book, before the act */
    struct name party;  /* who says otherwise, or whose take is missing */
    uint16_t act;       /* index into the acts as given */
    uint8_t kind;       /* enum conflict_kind */
    bool moved;         /* custody moved to `party` all the same */
};

struct custody {
    /* now */
    struct name holder;
    struct instant since;
    struct instant evidence; /* last act of the holder; INSTANT_NEVER: none yet */
    struct instant ready_at; /* INSTANT_NEVER: not ready in this visit */
    struct name offer_to;    /* NAME_NONE: no open offer */
    struct instant offer_at;
    struct instant unlocated_since; /* INSTANT_NEVER: it is where the holder is */
    struct instant returned_at;     /* INSTANT_NEVER: the life goes on */
    struct name bundle;             /* innermost; NAME_NONE: in none */
    bool verified;                  /* sure: the holder scanned it itself */
    bool overflow;                  /* a bound was passed: do not judge by this */
    bool has_own_act;               /* an act on the dossier itself counts */
    bool has_gap;
    bool conflicts_left_off; /* there were more than fit: the list is not all */
    uint8_t tenures, offers, gaps, unlocateds, pauses, conflicts;
    /* how it came to that */
    struct instant first_act;    /* on the dossier itself; INSTANT_NEVER: none */
    struct instant first_intake; /* INSTANT_NEVER: none */
    struct tenure tenure[CUSTODY_TENURES_MAX];
    struct custody_offer offer[CUSTODY_OFFERS_MAX];
    struct spell gap[CUSTODY_SPELLS_MAX];
    struct spell unlocated[CUSTODY_SPELLS_MAX];
    struct pause_mark pause[CUSTODY_PAUSES_MAX];
    struct conflict conflict[CUSTODY_CONFLICTS_MAX];
};

struct custody_input {
    const struct names *names;
    const struct act *acts; /* in any order, doubles and all; those on other subjects are ignored */
    size_t act_count;
    struct name dossier;
    struct name holder;     /* where the life starts: the Center, or the agency if only a result */
    struct instant since;   /* the start; INSTANT_NEVER: at the first act */
    struct minute known;    /* acts of a later minute are not known yet */
    struct mergers mergers; /* offices that act under another name from some day on */
};

/* Which of the acts count: known, each statement once, no void and nothing that a void declares
 * wrong. Their numbers are written in the order of the fold; 0 too if there are more than fit. */
size_t custody_counting(const struct custody_input *input, uint16_t out_numbers[CUSTODY_ACTS_MAX]);
/* Folds the acts into *out_custody, always written. */
void custody_fold(const struct custody_input *input, struct custody *out_custody);
/* True if every invariant at the top of custody.c holds. */
bool custody_valid(const struct custody *custody);

/* "a ruling (`ruling_`, two persons)": the person field names at least two different ones. */
bool custody_is_ruling(const struct act *act, const struct names *names);
/* Which bundles' acts belong to the fold: every bundle named by the pack acts among ACTS. Gather
 * the dossier's acts, ask, add the acts on those bundles, ask again, until nothing new comes:
 * bundles nest. Returns how many there are; at most ROOM are written. */
size_t custody_bundles(const struct act *acts, size_t count, struct name *out_bundles, size_t room);

/* The table of moves as a graph (docs/moves/custody.dot). */
void custody_moves_dot(struct line *line);

#endif
