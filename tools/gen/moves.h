/* moves - the two machines of sync as drawings for Graphviz, from the rows that run. */
#ifndef GEN_MOVES_H
#define GEN_MOVES_H

#include <stdio.h>

void moves_sender(FILE *to);
void moves_receiver(FILE *to);

#endif
