/* movement - when runs really came and left: the `arrive` and `depart` acts, found by run and day.
 *
 * SEMANTICS section 2 (their subject is `route/round`) and section 4, rows 7 and 8. The memory is
 * the caller's. Knows no dossier and no clock. */
#ifndef CORE_MOVEMENT_H
#define CORE_MOVEMENT_H

#include "core/act.h"
#include "core/plan.h"

struct movement {
    struct name subject; /* `route/round` */
    struct name stop;
    struct name party;
    struct name said_by;  /* of a void: its own party; NAME_NONE: a ruling */
    struct instant at;    /* of a void: when the wrong one was */
    struct minute known;  /* from when on it counts */
    struct minute voided; /* MINUTE_NEVER: it stands */
    uint8_t kind;         /* ACT_ARRIVE or ACT_DEPART */
    bool is_void;         /* it declares such a movement wrong */
};

struct movements {
    struct movement *all; /* by subject, then in time, once movements_end() was called */
    uint32_t count;
    uint32_t room;
};

/* What was seen of one run on its day. */
struct seen_run {
    bool here;          /* it came or left at the stop asked about */
    bool elsewhere;     /* at another one */
    struct minute left; /* the earliest `depart` here; MINUTE_NEVER: none */
};

void movements_begin(struct movements *movements, struct movement *memory, uint32_t room);
/* Takes arrivals, departures and what declares one of them wrong; other acts mean nothing here.
 * False: no room. */
bool movements_add(struct movements *movements, const struct act *act, const struct names *names);
/* Puts them in order and strikes out what was declared wrong. Adding goes on after it, and then it
 * is called again. */
void movements_end(struct movements *movements);
/* RUN at STOP, as known at NOW. MOVEMENTS may be NULL: nothing was seen. */
struct seen_run movements_of(const struct movements *movements, const struct names *names,
                             const struct run *run, struct name stop, struct minute now);

#endif
