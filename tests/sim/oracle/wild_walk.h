/* wild_walk - what people say of one dossier on its way, rightly and wrongly. */
#ifndef SIM_ORACLE_WILD_WALK_H
#define SIM_ORACLE_WILD_WALK_H

#include "core/act.h"
#include "core/journal.h"

enum { WILD_TEXT = 32 };

/* One statement to be made at AT by pen PEN. */
struct saying {
    int64_t at;
    uint32_t pen;
    enum entry_kind kind; /* ENTRY_ACT, ENTRY_GIVE, ENTRY_TAKE, ENTRY_RULING, a file's close … */
    enum act_kind act;
    char subject[WILD_TEXT], party[WILD_TEXT], counterpart[WILD_TEXT], stop[WILD_TEXT];
    char parent[WILD_TEXT]; /* of an act; of a handover: the bundle it is about, or empty */
    char reason[WILD_TEXT], person[WILD_TEXT];
    bool scanned;       /* of a take of a bundle: the item was scanned, too */
    bool missing;       /* or it was short */
    size_t wrong;       /* of a void or ruling: index of the saying it is about */
    bool by_entry;      /* a void that names the entry, not the act */
    const char *file;   /* its text: owned */
    struct place place; /* once said */
    int64_t happened;   /* by the device's reckoning, once said */
};

struct sayings {
    struct saying *at;
    size_t count;
    uint64_t dice;
    uint32_t faults; /* in percent of what is usual */
};

struct saying *saying_add(struct sayings *sayings, const struct saying *saying);
uint32_t wild_throw(struct sayings *sayings, uint32_t sides);
/* True in PERCENT of all cases, more or less as faults are. */
bool wild_odd(struct sayings *sayings, uint32_t percent);

struct walk {
    char code[WILD_TEXT];
    char agency[WILD_TEXT];
    int mode; /* 0 paper, 1 on the spot, 2 result only */
    int64_t at;
    int number;
};

/* All that is said of it. */
void wild_walk(struct sayings *sayings, struct walk *walk);

#endif
