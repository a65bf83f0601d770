/* history - every dossier's flag as the book grows: its changes, and how it stands at the end.
 *
 * Flags are functions of the book in append order (SEMANTICS section 1, decision 0003): a row is
 * judged in the minute of its commit, after that minute itself; between rows time alone changes. */
#ifndef SIM_ORACLE_HISTORY_H
#define SIM_ORACLE_HISTORY_H

#include "tests/sim/oracle/statements.h"
#include "tests/sim/oracle/verdict.h"

enum { SAME_FLAG_MINUTES = 30 };

struct change {
    int32_t at;
    struct verdict verdict;
    int32_t raised_at;
    bool same_fact; /* it was this flag already, not long before */
};

/* The history of one dossier; its row is told->dossiers[same index]. */
struct chapter {
    struct told_act *acts; /* all that reach it */
    size_t act_count;
    bool begun;
    struct verdict verdict; /* at the minute it was last judged */
    int32_t raised_at;
    int32_t until; /* not to be judged again before this minute */
    struct change *changes;
    size_t change_count;
};

struct history {
    struct statements statements;
    struct chapter *chapters;
    size_t chapter_count;
    int32_t clock; /* every minute up to this one has been judged */
    bool any_row;
    void *memory; /* of one judgement */
    struct arena arena;
    bool every_minute; /* judge all in every minute: slow, and must come to the same */
    uint64_t judged;
};

void history_init(struct history *history, const struct act_device *devices, size_t count);
void history_fini(struct history *history);
void history_row(struct history *history, const struct row *row);
/* Time passes up to CLOCK. */
void history_pass(struct history *history, int32_t clock);
/* Dossier INDEX at the clock; its lists live until the next call. */
struct verdict history_now(struct history *history, size_t index);

#endif
