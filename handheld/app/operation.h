/* operation - what is under way on the unit: a give, a take, an intake …, and what it has read.
 *
 * Pure. Its head is kept with the journal (operation_write), its items come from the unit's own
 * entries (recall.h), so an open operation outlives any crash. */
#ifndef HANDHELD_APP_OPERATION_H
#define HANDHELD_APP_OPERATION_H

#include "handheld/app/memory.h"
#include "handheld/app/offer.h"

enum {
    OPERATION_ITEMS_MAX = HANDOFF_ITEMS_MAX + HANDOFF_BUNDLES_MAX,
    OPERATION_EARLIER_MAX = 3 /* full records of one give that the receiver signs with the last */
};

enum operation_state { OPERATION_NONE, OPERATION_OPEN, OPERATION_ENDED };

struct operation_item {
    char code[MEMORY_TEXT_SIZE];
    bool container; /* a bundle, bag or postal item: goes among the record's bundles */
    bool typed;
    char seal[MEMORY_TEXT_SIZE]; /* of a bundle sealed on this unit */
    uint32_t declared;           /* what its seal said it holds */
    struct place place;          /* of the entry that recorded it */
};

/* A record of this give that was full and therefore closed before the receiver could sign. */
struct operation_earlier {
    uint8_t handoff_id[16];
    struct hash digest;
    struct head entry; /* that holds it */
};

/* Texts are closed by a NUL. */
struct operation {
    enum operation_state state;
    enum act_kind kind;
    char party[MEMORY_TEXT_SIZE]; /* who acts, and … */
    char counterpart[MEMORY_TEXT_SIZE];
    char parent[MEMORY_TEXT_SIZE];
    char reason[MEMORY_TEXT_SIZE];
    char stop[MEMORY_TEXT_SIZE];
    uint8_t handoff_id[16]; /* of a give or take */
    struct place from;      /* its entries begin here */
    uint8_t earlier_count;
    struct operation_earlier earlier[OPERATION_EARLIER_MAX];
    /* What follows comes from the entries. */
    struct place record; /* the GIVE or TAKE that ended it; {0,0}: none */
    bool agreed;         /* and the receiver signed, on this device */
    uint32_t total;      /* codes recorded and not taken back */
    uint32_t item_count; /* the newest of them, at most OPERATION_ITEMS_MAX */
    struct operation_item items[OPERATION_ITEMS_MAX];
    struct shown_offer offer; /* of a take: what the giver's unit has shown */
};

static inline bool operation_hands_over(const struct operation *operation)
{
    return operation->kind == ACT_GIVE || operation->kind == ACT_TAKE;
}

/* Is CODE one of a bundle, bag or postal item by its form? */
bool operation_is_container(struct text code);
const struct operation_item *operation_find(const struct operation *operation, struct text code);
/* Would one more item of this sort go over what a handoff record holds? */
bool operation_is_full(const struct operation *operation, bool container);
/* The oldest item makes room if there is none. */
void operation_add(struct operation *operation, const struct operation_item *item);
void operation_remove(struct operation *operation, struct text code);
/* What is known without its entries, as bytes, and back. A handover's and an act's items are
 * empty after reading. */
void operation_write(const struct operation *operation, struct writer *writer);
enum status operation_read(struct reader *reader, struct operation *out_operation) MUST_CHECK;

#endif
