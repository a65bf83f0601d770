/* memory - the last thing this unit has recorded about each code it saw lately.
 *
 * From the unit's own entries alone (recall.h fills it, live and at start), so that a repeat and a
 * claim can be told on the spot, offline. What is older than MEMORY_MARKS updates is forgotten;
 * nothing depends on it but what is said. */
#ifndef HANDHELD_APP_MEMORY_H
#define HANDHELD_APP_MEMORY_H

#include "core/journal.h"
#include "core/statement.h"

enum {
    MEMORY_MARKS = 2048,
    MEMORY_HEADS = 4096,
    MEMORY_HANDOFFS = 16,
    MEMORY_TEXT_SIZE = STATEMENT_TEXT_MAX + 1
};

/* Texts are closed by a NUL. */
struct memory_mark {
    char code[MEMORY_TEXT_SIZE]; /* empty: free */
    enum act_kind kind;
    bool listed;                   /* read in a handover that is still open */
    bool agreed;                   /* the receiver signed, on this device */
    char party[MEMORY_TEXT_SIZE];  /* who spoke */
    char other[MEMORY_TEXT_SIZE];  /* the counterpart */
    char detail[MEMORY_TEXT_SIZE]; /* pack, unpack: the bundle; seal: COUNT/SEAL; runs: the stop */
    struct place place;            /* of the entry */
    struct time_evidence when;
    uint16_t next; /* in its chain: slot + 1; 0 ends it */
};

/* A give or take this unit has written. */
struct memory_handoff {
    uint8_t id[16];
    bool gave;          /* else it took */
    bool agreed;        /* of a give: the receiver has signed, here or on its own unit */
    struct hash digest; /* zero: of a take that answers no offer */
    struct place place; /* of the entry; {0,0}: free */
};

struct memory {
    uint16_t newest; /* slot + 1 of the latest update */
    uint16_t filled; /* slots ever written; what is behind them means nothing */
    uint16_t heads[MEMORY_HEADS];
    struct memory_mark marks[MEMORY_MARKS];
    uint8_t handoff_next; /* in a circle */
    struct memory_handoff handoffs[MEMORY_HANDOFFS];
};

void memory_init(struct memory *memory);
/* Copies MARK in place of what was known of its code, as the newest. */
void memory_note(struct memory *memory, const struct memory_mark *mark);
void memory_forget(struct memory *memory, struct text code);
/* Until the next call that changes something. NULL: nothing is known. */
const struct memory_mark *memory_find(const struct memory *memory, struct text code);
/* The codes whose newest entry is at PLACE, at most ROOM of them; borrowed as memory_find(). */
size_t memory_at(const struct memory *memory, struct place place, struct text *out_codes,
                 size_t room);
/* How many codes were last packed into BUNDLE. */
uint32_t memory_packed(const struct memory *memory, struct text bundle);
/* HANDOFF as the newest; the oldest makes room. */
void memory_note_handoff(struct memory *memory, const struct memory_handoff *handoff);
/* Borrowed as memory_find(). NULL: none of this ID that was given (or taken). */
const struct memory_handoff *memory_handoff(const struct memory *memory, const uint8_t id[16],
                                            bool gave);
/* The newest give whose receiver has not signed, or the newest take of an offer. NULL: none. */
const struct memory_handoff *memory_newest_handoff(const struct memory *memory, bool gave);
/* The receiver has signed the give ID; with CODES for all that its record holds. */
void memory_agree(struct memory *memory, const uint8_t id[16], bool codes);

#endif
