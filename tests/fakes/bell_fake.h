/* bell_fake - counts its rings. */
#ifndef FAKES_BELL_FAKE_H
#define FAKES_BELL_FAKE_H

#include "ports/bell.h"

struct bell_fake {
    struct bell port; /* give &port away; do not copy or move this */
    unsigned rings;
    uint64_t position; /* of the last ring */
};

void bell_fake_init(struct bell_fake *bell);

#endif
