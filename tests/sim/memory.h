/* memory - lets one allocation of a program's start fail: trao-sim is linked with malloc and calloc
 * behind this.
 *
 * Programs of the house take their memory at the start (STYLE.md), so only a start can run out. */
#ifndef SIM_MEMORY_H
#define SIM_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/* The NTH allocation from now on, from 1, fails; 0: none. */
void memory_fail(unsigned nth);
/* Did it come to that? */
bool memory_failed(void);

#endif
