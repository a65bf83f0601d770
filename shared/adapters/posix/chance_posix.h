/* chance_posix - the chance port over the kernel's random numbers. */
#ifndef ADAPTERS_POSIX_CHANCE_POSIX_H
#define ADAPTERS_POSIX_CHANCE_POSIX_H

#include "ports/chance.h"

/* Keeps nothing: the port may be copied. A machine without random numbers ends the program. */
struct chance chance_posix(void);

#endif
