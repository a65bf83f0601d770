/* eval - were the stated chances right? A reliability table by tenths, and Brier scores (Brier
 * 1950) beside the base rate and a plain median model.
 *
 * A tenth is right when the share that was late lies within 3 points of what was stated, or, with
 * fewer than 1,000 dossiers, within the binomial 99 % interval around it. */
#ifndef STUDY_EVAL_H
#define STUDY_EVAL_H

#include <stdio.h>

#include "tools/study/asks.h"

enum { EVAL_TENTHS = 10, EVAL_MANY = 1000, EVAL_POINTS = 30 /* thousandths */ };

struct eval_tenth {
    uint32_t count;
    uint32_t late;
    uint64_t stated; /* sum, thousandths */
    double allowed;  /* how far the share may lie from what was stated, thousandths */
    bool right;
};

struct eval {
    struct eval_tenth tenth[EVAL_TENTHS];
    uint32_t count;      /* judged: answered, promised, settled, with whole months before */
    uint32_t unsettled;  /* nobody knows yet */
    uint32_t unanswered; /* unknown: no forecast could be made */
    uint32_t untrained;  /* of the first month */
    double brier, brier_base, brier_median;
    uint32_t within_f50, within_f90, ended; /* results back by F50, by F90, of so many */
};

void eval_of(const struct asks *asks, struct eval *out_eval);
/* True when every tenth is right and both Brier scores are beaten. */
bool eval_right(const struct eval *eval);
/* The reliability diagram as one SVG document; words in LANGUAGE. */
void eval_svg(const struct eval *eval, enum language language, FILE *out);

#endif
