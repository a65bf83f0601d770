/* act - one immutable statement by one person with one device: what, who, with whom, where, when.
 *
 * DOMAIN section 4, SEMANTICS sections 2 and 3. Knows no storage and no wire format. A correction
 * is a new act (ACT_VOID); nothing is edited or deleted. */
#ifndef CORE_ACT_H
#define CORE_ACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/instant.h"
#include "core/names.h"

/* In the order in which acts of one instant are taken (SEMANTICS section 3). */
enum act_kind {
    ACT_INTAKE,
    ACT_READY,
    ACT_PACK,
    ACT_SEAL,
    ACT_ARRIVE,
    ACT_GIVE,
    ACT_REFUSE,
    ACT_TAKE,
    ACT_UNPACK,
    ACT_PAUSE,
    ACT_RESUME,
    ACT_EXCEPTION,
    ACT_DEPART,
    ACT_RETURN,
    ACT_VOID,
    ACT_KINDS
};

enum exception_kind {
    EXCEPTION_OVER,
    EXCEPTION_SHORT,
    EXCEPTION_MISROUTED,
    EXCEPTION_SEAL_BROKEN,
    EXCEPTION_DAMAGED,
    EXCEPTION_LOST,
    EXCEPTION_FOUND,
    EXCEPTION_UNREADABLE,
    EXCEPTION_KINDS
};

struct act {
    struct instant at; /* event time */
    int32_t early_ms;  /* it happened in [at - early_ms, at + late_ms]; 0, 0 when imported */
    int32_t late_ms;
    struct name subject; /* dossier or bundle; for arrive and depart `route/round` */
    struct name party;   /* who acts and speaks: center, post, citizen or an agency's code */
    struct name person;
    struct name counterpart; /* the receiver in a give, the giver in a take */
    struct name stop;
    struct name parent; /* the bundle; in a void the wrong act as `at/act/party` */
    struct name reason; /* of an exception: its kind */
    uint8_t kind;       /* enum act_kind */
};

const char *act_kind_name(enum act_kind kind); /* `intake` … */
bool act_kind_parse(struct text text, enum act_kind *out_kind);
const char *exception_kind_name(enum exception_kind kind);
bool exception_kind_parse(struct text text, enum exception_kind *out_kind);

/* Before, after or the same (0), by event time, then kind, party, counterpart, subject, parent,
 * reason, stop, person. Acts of order 0 are one statement. */
int act_order(const struct act *a, const struct act *b, const struct names *names);

#endif
