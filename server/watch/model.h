/* model - what watch knows, in memory: dossiers, their acts, which bundle held what.
 *
 * Filled from the book in append order; everything asked of it is a function of the set of
 * statements, not of their order. All memory is taken at start (the system commits pages as they
 * are touched); a full table is said, never overrun. Knows no plan, no flag and no book. */
#ifndef WATCH_MODEL_H
#define WATCH_MODEL_H

#include <stddef.h>

#include "base/check.h"
#include "core/act.h"
#include "core/custody.h"
#include "core/dossier.h"
#include "core/flag.h"
#include "core/party.h"
#include "ports/flag_book.h"

struct model_limits {
    uint32_t names; /* different texts */
    uint32_t texts; /* characters of all of them */
    uint32_t lives; /* dossiers */
    uint32_t acts;
    uint32_t files;    /* that count already */
    uint32_t handoffs; /* whose records or receipts were seen */
};

/* One dossier, and its flag as the book has it. What the clock asks stands in front. */
struct life {
    struct minute verdict_due; /* the fact may change then, not before; MINUTE_NEVER */
    struct minute stated;      /* the promise, with level, cause and leg: the fact */
    struct minute raised_at;   /* when the fact became what it is */
    struct minute asked;       /* when a statement last reached it */
    uint8_t level, cause, leg;
    bool learnt;              /* what its legs took is among the habits (chances.h) */
    bool to_learn;            /* it may be over: to be looked at at the full hour */
    bool judged;              /* it has a row in the book */
    uint64_t shown;           /* a digest of the row in the book: an equal one is not written */
    uint64_t conflicts_shown; /* likewise; 0: none */
    bool conflicts_told;      /* the book has those of the life's outline */
    bool in_feed;
    bool touched; /* a statement about it is new */
    bool stale;   /* its row is to be looked at before the turn ends */
    bool drifted; /* its row says an older minute's slack, and nothing else that is wrong */
    bool acknowledged, handled;
    uint8_t rung; /* enum ladder_rung: the highest one this fact has reached */
    struct dossier_facts facts;
};
static_assert(offsetof(struct life, facts) <= 64, "one line of a cache");

struct known_act {
    struct act act;
    struct book_source source;
    uint32_t next; /* of the same subject; 0: none, else index + 1 */
};

struct packed {
    struct name item;
    uint32_t next; /* of the same bundle; 0: none, else index + 1 */
};

struct model {
    struct names names;
    struct parties parties;
    struct life *lives;
    struct outline *outlines; /* of each life; one that is touched has none */
    uint32_t life_count;
    struct known_act *acts;
    uint32_t act_count;
    uint32_t acts_taken_back; /* of those */
    struct packed *packed;
    uint32_t packed_count;
    uint32_t *life_of;      /* by name: index + 1 */
    uint32_t *first_act;    /* by name of the subject: index + 1 */
    uint32_t *first_packed; /* by name of the bundle: index + 1 */
    uint32_t *touched;      /* lives to be judged, each once */
    uint32_t touched_count;
    uint32_t *stale; /* lives whose rows may be old, each once */
    uint32_t stale_count;
    uint32_t *drifted; /* likewise */
    uint32_t drifted_count;
    struct model_limits limits;
    void *names_memory;
};

/* STATUS_FULL: no memory. */
enum status model_open(struct model *model, const struct model_limits *limits) MUST_CHECK;
void model_close(struct model *model);

/* The life of dossier NAME, made if new; NULL: the table is full. */
struct life *model_life(struct model *model, struct name name);
struct life *model_find(const struct model *model, struct name name);
static inline uint32_t model_number(const struct model *model, const struct life *life)
{
    return (uint32_t)(life - model->lives);
}

/* Adds ACT and touches every dossier it may reach. *OUT_NEW is false for a statement that was known
 * already: nothing changed. STATUS_FULL: a table is full. */
enum status model_add(struct model *model, const struct act *act, const struct book_source *source,
                      bool *out_new) MUST_CHECK;
/* True when a table has no room left: open again with greater limits. */
bool model_full(const struct model *model);
/* Takes back what DEVICE stated behind PLACE (it was revoked up to there); returns how many. */
uint32_t model_take_back(struct model *model, struct device device, struct place place);
void model_touch(struct model *model, struct life *life);
void model_stale(struct model *model, struct life *life);
void model_drifted(struct model *model, struct life *life);
void model_touch_all(struct model *model); /* plan or calendar changed */

/* The acts that the fold of DOSSIER wants, those of its bundles too, nested, at most ROOM; more
 * than fit are left off and *out_left_off says so. */
size_t model_gather(const struct model *model, struct name dossier, struct act *out, size_t room,
                    bool *out_left_off);

#endif
