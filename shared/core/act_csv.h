/* act_csv - one line of an acts file: `at,act,subject,party,person,counterpart,stop,parent,reason`.
 *
 * SEMANTICS section 2. An imported act's event time is its `at`, as given, without an interval. */
#ifndef CORE_ACT_CSV_H
#define CORE_ACT_CSV_H

#include "base/said.h"
#include "core/act.h"

#define ACT_CSV_HEADER "at,act,subject,party,person,counterpart,stop,parent,reason"

enum act_fault_kind {
    ACT_FAULT_NONE,
    ACT_FAULT_LINE,     /* not CSV, or not UTF-8 */
    ACT_FAULT_FIELDS,   /* not nine fields */
    ACT_FAULT_AT,       /* no such instant */
    ACT_FAULT_KIND,     /* no such act */
    ACT_FAULT_SUBJECT,  /* empty, too long, or not route/round in arrive and depart */
    ACT_FAULT_PARTY,    /* nobody acts, or too long */
    ACT_FAULT_RECEIVER, /* a give to nobody */
    ACT_FAULT_PARENT,   /* pack without a bundle, or into itself */
    ACT_FAULT_WRONG,    /* a void that does not name the wrong act as at/act/party */
    ACT_FAULT_REASON,   /* an exception of no known kind */
    ACT_FAULT_LONG,     /* a text longer than NAME_SIZE_MAX */
    ACT_FAULT_FULL,     /* NAMES has no room left: not the line's fault */
    ACT_FAULTS
};

struct act_fault {
    enum act_fault_kind kind;
    struct text found; /* borrowed from the line */
};

/* True for the header, an empty line and one that starts with #: they mean nothing. */
bool act_csv_skip(struct text line);
/* False: out_fault is written, *out_act is not. Numbers may have been given out in NAMES. */
bool act_csv_parse(struct text line, struct names *names, struct act *out_act,
                   struct act_fault *out_fault);
/* The sentence for a fault; {0} line number, {1} what was found. Never NULL. */
const struct said *act_fault_said(enum act_fault_kind kind);

/* The wrong act a void names, `at/act/party`. */
struct act_reference {
    struct instant at;
    enum act_kind kind;
    struct text party;
};
bool act_reference_parse(struct text text, struct act_reference *out_reference);

#endif
