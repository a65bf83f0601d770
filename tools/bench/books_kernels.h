/* books_kernels - the bare steps that one act's effect cannot do without, as small as they can be
 * written: the bounds of E1, E2 and E4 (PERFORMANCE sections 2 and 6). */
#ifndef BENCH_BOOKS_KERNELS_H
#define BENCH_BOOKS_KERNELS_H

#include <stdint.h>

/* Nanoseconds each, over COUNT open dossiers. */
struct kernels {
    double hash;    /* a code's number found in a table of COUNT */
    double dossier; /* a random struct of 64 bytes updated */
    double due;     /* a promised date from prefix tables */
    double chain;   /* a but-for chain of 8 legs: next-run table and inverse work table */
    double timer;   /* a timer moved in a wheel of COUNT */
    double fire;    /* 1,000 timers of one minute taken off that wheel, all of them */
};

/* 0 on success; 1: no memory. */
int kernels_run(uint32_t count, struct kernels *out_kernels);
static inline double kernels_sum(const struct kernels *kernels)
{
    return kernels->hash + kernels->dossier + kernels->due + kernels->chain + kernels->timer;
}

#endif
