/* ledger - what is true in a world, kept beside the programs and without their help: which entries
 * each device has sealed, what people were told, what the server has promised and what its book
 * of acts says now.
 *
 * Invariants 1 to 4, 8, 13 and 14 are checked here. */
#ifndef SIM_LEDGER_H
#define SIM_LEDGER_H

#include "ports/act_store.h"
#include "ports/journal_file.h"
#include "tests/sim/blame.h"
#include "tests/sim/marks.h"

enum { LEDGER_DEVICES_MAX = 24, LEDGER_CODE_SIZE = 40, LEDGER_WELCOMES = 16, LEDGER_ROTTEN = 32 };

/* "It is recorded", said to a person. */
struct ledger_told {
    struct head head;
    char code[LEDGER_CODE_SIZE]; /* that the entry must hold; empty: none */
    bool excused;                /* lost by an accident that no program can heal */
    bool second; /* said by a card put back, at a place where the thrown one had something */
};

struct ledger_row {
    struct place place;
    struct hash hash;
};

/* On no card any more, behind AFTER and up to TO: only the server has it. */
struct ledger_orphans {
    struct place after, to;
};

struct ledger_device {
    struct device device;
    char name[12];
    struct ledger_told *told; /* its own, as rows and promised */
    size_t told_count, told_room;
    struct ledger_row *rows; /* the server's stream as last read */
    size_t row_count, row_room;
    struct ledger_row *promised; /* by receipts: the newest of each group */
    size_t promised_count, promised_room;
    struct ledger_orphans *orphans; /* its own */
    size_t orphan_count, orphan_room;
    struct place second;    /* what it says behind it in this epoch is said a second time */
    struct place backed_up; /* stands in the newest backup up to here */
    struct place held;      /* known to be durable at the server */
    struct place welcomed[LEDGER_WELCOMES]; /* high waters of the newest welcomes */
    uint32_t welcome_count;
    bool revoked;
    bool cut;           /* the acts say so, up to where they have been read */
    struct place until; /* with `cut`: what is behind it does not count */
    bool forked;        /* two copies of it have lived: what either was told may be in quarantine */
    struct place rotten[LEDGER_ROTTEN]; /* it has said that it cannot read what begins here */
    uint32_t rotten_count;
    bool pruned; /* it has deleted what is at level two: a hole may be told */
};

struct ledger {
    struct blame *blame; /* borrowed */
    struct ledger_device devices[LEDGER_DEVICES_MAX];
    uint32_t count;
    struct marks sealed;     /* by whom */
    struct marks said;       /* heads that the server has told to whom */
    uint64_t read;           /* rows of the acts */
    uint64_t entries;        /* that count there */
    struct instant received; /* of the newest of them */
    bool server_lied;        /* its disk has: what was promised may be gone */
    uint8_t *page;           /* its own */
    uint8_t *arena;          /* its own */
};

void ledger_init(struct ledger *ledger, struct blame *blame);
void ledger_fini(struct ledger *ledger);
uint32_t ledger_device(struct ledger *ledger, const char *name, struct device device);
/* DEVICE has sealed this entry. */
void ledger_sealed(struct ledger *ledger, uint32_t device, const struct hash *hash);
/* A person at DEVICE was told that all up to HEAD is recorded, CODE in it. */
void ledger_told(struct ledger *ledger, uint32_t device, const struct head *head, struct text code);
/* DEVICE has lost, by an accident, what it had behind LEFT: what of that is not at the server by
 * now nobody can bring back. Returns the number of tales that are excused. */
size_t ledger_lost(struct ledger *ledger, uint32_t device, struct place left);
/* The server goes on with its newest backup: what only it had behind that, nobody can bring back.
 */
void ledger_restored(struct ledger *ledger);
/* The journal of DEVICE was opened again: what people were told is in it (1). */
void ledger_reopened(struct ledger *ledger, uint32_t device, struct journal_file *journal);
/* The server has promised HEAD to DEVICE. HOLDS: it is durable there (8). */
void ledger_promised(struct ledger *ledger, uint32_t device, const struct head *head);
/* The server has named HEAD to DEVICE, in a welcome or in a receipt. */
void ledger_said(struct ledger *ledger, uint32_t device, const struct head *head, bool welcome);
/* DEVICE goes by it that the server has all up to RECEIVED, and went by BEFORE: somebody must have
 * said so (8), and only a welcome takes it back. */
void ledger_believed(struct ledger *ledger, uint32_t device, const struct head *received,
                     struct place before);
/* All that the server has now stands in a backup. */
void ledger_backed_up(struct ledger *ledger);
/* DEVICE has deleted all it had before FIRST (10). */
void ledger_deleted(struct ledger *ledger, uint32_t device, struct place first);
/* DEVICE says that what begins at PLACE has rotted. That is gone, and nothing behind it (1, 3). */
void ledger_rotten(struct ledger *ledger, uint32_t device, struct place place);
/* New rows of the acts (2, 3, 4, 13). */
void ledger_read(struct ledger *ledger, struct act_reader *reader);
/* The acts may begin anew: read all of them again. */
void ledger_reread(struct ledger *ledger);
/* The end: all that was told (1) and all that was ever promised (14) is there. */
void ledger_end(struct ledger *ledger, struct act_reader *reader);
/* The device with this number in the world; LEDGER_DEVICES_MAX: none. */
uint32_t ledger_find(const struct ledger *ledger, struct device device);

#endif
