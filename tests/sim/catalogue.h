/* catalogue - every code of a sentence that a unit may say: nothing else is said to people. */
#ifndef SIM_CATALOGUE_H
#define SIM_CATALOGUE_H

#include <stdbool.h>

bool catalogue_has(const char *code);

#endif
