/* bench_said - the sentences and headings of trao-bench, in both languages. Places: see each row.
 *
 * Names of programs and of contenders are the same in both. */
#ifndef BENCH_SAID_H
#define BENCH_SAID_H

#include <stdio.h>

#include "base/said.h"

enum bench_sentence {
    BENCH_SAID_USAGE,
    BENCH_SAID_INGEST,
    BENCH_SAID_WATCH,
    BENCH_SAID_HISTORY,
    BENCH_SAID_DUE,
    BENCH_SAID_LEDGER,
    BENCH_SAID_GROWTH,
    BENCH_SAID_ALL,
    BENCH_SAID_NO_VERB, /* {0} the word */
    BENCH_SAID_NO_ENTROPY,
    BENCH_SAID_HELP_INGEST,
    BENCH_SAID_HELP_BOOKS, /* {0} the verb, {1} how many at most */
    BENCH_SAID_HELP_DUE,
    BENCH_SAID_IN_MEMORY,   /* {0} the folder */
    BENCH_SAID_NO_FOLDER,   /* {0} the folder, {1} why */
    BENCH_SAID_NO_DOOR,     /* {0} the folder */
    BENCH_SAID_NOT_STARTED, /* {0} the program */
    BENCH_SAID_PEER_SAYS,   /* {0} its words */
    BENCH_SAID_NO_CALENDAR,
    BENCH_SAID_FAILED,       /* {0} doing what, {1} why */
    BENCH_SAID_BEFORE_CLOCK, /* {0} the row */
    BENCH_SAID_STANDS_STILL, /* {0} the row, {1} of how many */
    BENCH_SAID_LOST,         /* {0} acknowledged, {1} in the book */
    BENCH_SAID_PLAN,         /* {0} acts, {1} s, {2} runs, {3} s */
    BENCH_SAID_PLAN_BOOKS,   /* {0} acts, {1} s */
    BENCH_SAID_SEALED,       /* {0} acts */
    BENCH_SAID_MADE,         /* {0} of {1} acts */
    BENCH_SAID_FOLDED,       /* {0} of {1} rows */
    BENCH_SAID_ROUND,        /* {0} the number */
    BENCH_SAID_RATE,         /* {0} acts a second */
    BENCH_SAID_NOT_FINISHED,
    BENCH_SAID_OPEN_DOSSIERS,
    BENCH_SAID_ENDED_DOSSIERS,
    BENCH_SAID_BOUND,
    BENCH_SAID_GROUP,
    BENCH_SAID_ACTS_A_SECOND,
    BENCH_SAID_CPU_AN_ACT,
    BENCH_SAID_SYNC_P50,
    BENCH_SAID_OF_LINK,
    BENCH_SAID_OURS_TO_THIS,
    BENCH_SAID_ACK,
    BENCH_SAID_SERVER_CPU,
    BENCH_SAID_CLIENT_CPU,
    BENCH_SAID_OTHER_ANSWERS, /* {0}, {1} rounds */
    BENCH_SAID_PROMISES,
    BENCH_SAID_NOT_INSTALLED,
    BENCH_SAID_GOAL,
    BENCH_SAID_SHAPE,
    BENCH_SAID_AGAINST,
    BENCH_SAID_ITSELF,
    BENCH_SAID_MEDIAN,
    BENCH_SAID_MET,
    BENCH_SAID_MISSED,
    BENCH_SAID_BEST_ROUND,
    BENCH_SAID_NOT_RUN,
    BENCH_SAID_WAL_BYTES, /* {0} MiB */
    BENCH_SAID_P_RATE,
    BENCH_SAID_P_SERVER_CPU,
    BENCH_SAID_P_ACK,
    BENCH_SAID_P_TAIL,
    BENCH_SAID_P_MEMORY,
    BENCH_SAID_P10,
    BENCH_SAID_P11,
    BENCH_SAID_P12,
    BENCH_SAID_PROMISE_OURS,
    BENCH_SAID_PROMISE_LINK,
    BENCH_SAID_PROMISE_LOG,
    BENCH_SAID_PROMISE_REDIS,
    BENCH_SAID_PROMISE_OPAQUE,
    BENCH_SAID_PROMISE_ROWS,
    BENCH_SAID_PROMISE_COPY,
    BENCH_SAID_PROMISE_NATS,
    BENCH_SAID_PROMISE_NATS_AS_IS,
    BENCH_SAID_PROMISE_MOSQUITTO,
    BENCH_SAID_DUE_HEAD,
    BENCH_SAID_DUE_NS,
    BENCH_SAID_DUE_TIMES,
    BENCH_SAID_DUE_PROMISE,
    BENCH_SAID_DUE_ADD,
    BENCH_SAID_DUE_BETWEEN,
    BENCH_SAID_DUE_PREFIX,
    BENCH_SAID_DUE_DAYS,
    BENCH_SAID_DUE_MINUTES,
    BENCH_SAID_EFFECT_MEAN,
    BENCH_SAID_EFFECT_P50,
    BENCH_SAID_EFFECT_P99,
    BENCH_SAID_EFFECT_P999,
    BENCH_SAID_KERNEL_HASH,
    BENCH_SAID_KERNEL_DOSSIER,
    BENCH_SAID_KERNEL_DUE,
    BENCH_SAID_KERNEL_CHAIN,
    BENCH_SAID_KERNEL_TIMER,
    BENCH_SAID_ALL_AGAIN,
    BENCH_SAID_MEMORY_EACH,
    BENCH_SAID_TICK_NONE,
    BENCH_SAID_TICK_FIRE,
    BENCH_SAID_WHEEL_FIRE,
    BENCH_SAID_ACTS,
    BENCH_SAID_ROWS,
    BENCH_SAID_FOLD_S,
    BENCH_SAID_REBUILD_S,
    BENCH_SAID_REBUILD_FLAGS_S,
    BENCH_SAID_SIGNATURES_S,
    BENCH_SAID_HASHES_S,
    BENCH_SAID_COMMIT_FIRST,
    BENCH_SAID_COMMIT_LAST,
    BENCH_SAID_REBUILD_EACH,
    BENCH_SAID_REBUILD_FLAGS_EACH,
    BENCH_SAID_TIMELINE_P50,
    BENCH_SAID_TIMELINE_P99,
    BENCH_SAID_TEN_ROWS_P50,
    BENCH_SAID_TEN_ROWS_P99,
    BENCH_SAID_GROWTH_HEAD,
    BENCH_SAID_LEVELS,      /* {0} overdue, {1} at risk, {2} will miss, {3} due soon */
    BENCH_SAID_LEVELS_GOOD, /* {0} on track, {1} done, {2} unknown */
    BENCH_SAID_FOLDED_EACH,
    BENCH_SAID_VERDICTS_EACH,
    BENCH_SAID_ROWS_EACH,
    BENCH_SAID_OPEN_COUNT,
    BENCH_SAID_TOUCHED_EACH,
    BENCH_SAID_OUTLINES,
    BENCH_SAID_SCAN_MS,
    BENCH_SAID_STATE_BYTES,
    BENCH_SAID_HOT_BYTES,
    BENCH_SAID_ENDED_COUNT,
    BENCH_SAID_E1,
    BENCH_SAID_E1_TAIL,
    BENCH_SAID_E2,
    BENCH_SAID_E2_MILLION,
    BENCH_SAID_BYTES,
    BENCH_SAID_HOT,
    BENCH_SAID_E4,
    BENCH_SAID_E4_NONE,
    BENCH_SAID_P13,
    BENCH_SAID_P14,
    BENCH_SAID_P15,
    BENCH_SAID_P15_TAIL,
    BENCH_SAID_HELP_LEDGER,
    BENCH_SAID_NO_PLAN,
    BENCH_SAID_LEDGER_ALL,
    BENCH_SAID_LEDGER_FOLD,
    BENCH_SAID_LEDGER_KERNEL,
    BENCH_SAID_LEDGER_DOSSIERS,
    BENCH_SAID_LEDGER_HEAD,
    BENCH_SAID_LEDGER_MS,
    BENCH_SAID_LEDGER_TIMES,
    BENCH_SAID_HALF_MADE, /* {0} the file */
    BENCH_SAIDS
};

enum { BENCH_SAID_MAX = 1600, BENCH_NUMBER_SIZE = 32 };

/* TRAO_LANG's, Vietnamese without it. */
enum language bench_language(void);
const struct said *bench_said(enum bench_sentence sentence);
const char *bench_word(enum bench_sentence sentence); /* without places */
/* The sentence with its places filled, and nothing behind it. */
void bench_put(FILE *out, enum bench_sentence sentence, const char *const *values, size_t count);
/* To standard error, with a newline; FIRST and SECOND may be NULL. */
void bench_refuse(enum bench_sentence sentence, const char *first, const char *second);
/* In at least so many columns of a terminal, filled up with spaces. */
void bench_cell(enum bench_sentence sentence, size_t columns);
void bench_cell_text(const char *word, size_t columns);
void bench_cell_right(enum bench_sentence sentence, size_t columns);
/* A number as a value of a place. Returns OUT. */
char *bench_number(double value, int decimals, char out[BENCH_NUMBER_SIZE]);
/* One line of standard error, over the last one: WHAT, and how much of it is done. */
void bench_progress(const char *what, enum bench_sentence sentence, uint64_t done, uint64_t all);
/* `  heading      12.3`. */
void bench_row(enum bench_sentence sentence, double value, int decimals);

#endif
