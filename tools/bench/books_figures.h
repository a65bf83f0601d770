/* books_figures - one book of COUNT dossiers measured: what `watch`, `history` and `growth` print.
 */
#ifndef BENCH_BOOKS_FIGURES_H
#define BENCH_BOOKS_FIGURES_H

#include <stdbool.h>
#include <stdint.h>

#include "core/flag.h"
#include "tools/bench/books_kernels.h"
#include "tools/bench/histogram.h"

/* COUNT dossiers that are all under way. Times in nanoseconds. */
struct figures_open {
    uint32_t count;
    uint64_t acts;
    double fold_ns;          /* processor time of folding the book, no flag book kept */
    uint64_t verdicts, rows; /* meanwhile: judged, and written to the flag book */
    struct kernels kernels;
    struct histogram effect; /* of one act: model, verdict, timer, row */
    double effect_ns;        /* their mean, clock reading taken off */
    double touched_ns;       /* every open dossier judged by its acts, as when the plan is new */
    double all_ns;           /* every open dossier asked at another minute, by its outline */
    double scan_ns;          /* every open dossier's hot part asked whether its time has come */
    uint32_t levels[FLAG_LEVELS];    /* what they said */
    uint32_t outlines;               /* dossiers that have one */
    uint32_t come;                   /* dossiers whose verdict may have changed by that minute */
    uint32_t state_bytes, hot_bytes; /* a dossier, without its acts and names; of that hot */
    double tick_none_ns, tick_fire_ns;
    uint32_t fired;
    double bytes_each; /* resident, a dossier */
};

/* COUNT dossiers that have ended, ten acts each. */
struct figures_ended {
    uint32_t count;
    uint64_t acts;
    double fold_ns;           /* bare, of the same file */
    double rebuild_memory_ns; /* all state of watch, no flag book kept */
    double rebuild_ns;        /* with flags.db */
    double fold_cpu_ns, rebuild_memory_cpu_ns, rebuild_cpu_ns; /* processor time of these */
    double verify_ns;                                          /* one signature */
    double hash_ns;                                            /* one entry's SHA-256, 200 bytes */
    uint64_t rows;
    double first_ns_an_act, last_ns_an_act; /* in the commits of acts.db; 0: it was kept */
    struct histogram timeline;              /* one dossier's ten acts and its flag's history */
    struct histogram ten_rows;              /* ten rows of acts.db by their numbers */
};

struct figures_words {
    const char *folder; /* on a real disk */
    uint32_t count;
    bool keep; /* the book of acts stays in FOLDER, and one that is there is used again */
    bool progress;
};

/* False, and said why. What is made is removed again, unless it is kept. */
bool figures_open(const struct figures_words *words, struct figures_open *out);
bool figures_ended(const struct figures_words *words, struct figures_ended *out);

#endif
