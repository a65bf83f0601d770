/* measure - the clocks and counters a figure is read from: time, processor time, memory. */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include <stdint.h>
#include <sys/types.h>

/* CLOCK_MONOTONIC. */
int64_t measure_ns(void);
/* Processor time, user and system, that all threads of process PID have used so far (0: us); for a
 * process group of several processes ask each. -1: it is gone. */
int64_t measure_cpu_ns(pid_t pid);
/* The same over PID and all its living descendants, to the kernel's clock tick. */
int64_t measure_cpu_family_ns(pid_t pid);
/* Resident memory of PID (0: us), files it maps included. -1: it is gone. */
int64_t measure_resident_bytes(pid_t pid);
void measure_sleep_ms(int64_t ms);

#endif
