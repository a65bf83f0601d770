/* first_start - makes what a server needs and does not have yet, so that nobody writes a file by
 * hand.
 *
 * Nothing that is there is ever replaced, and a key that is missing beside a book of acts is not
 * made anew: every unit has pinned it. Safe to be cut off anywhere and run again. */
#ifndef HOME_FIRST_START_H
#define HOME_FIRST_START_H

#include "base/said.h"
#include "base/status.h"
#include "ports/chance.h"
#include "ports/clock.h"
#include "ports/log.h"
#include "server/home/home_said.h"
#include "server/home/places.h"

enum { FIRST_START_MADE_MAX = 8 };

struct first_start {
    const char *state;       /* the state folder */
    const char *config;      /* the configuration to be written; NULL: it is there */
    struct text config_text; /* … as this */
    const char *software;    /* name and version, for the administrator's journal */
    struct clock_reading now;
    const struct chance *chance;
    const struct log *log;
};

/* One thing that was made, or what stands in the way: a sentence and what fills its places. */
struct first_start_said {
    enum home_sentence what;
    char values[2][PLACES_PATH_MAX];
};

struct first_start_report {
    struct first_start_said made[FIRST_START_MADE_MAX];
    size_t count;
    struct first_start_said fault; /* when not STATUS_OK */
};

/* Nothing missing: STATUS_OK and an empty report. */
enum status first_start(const struct first_start *first,
                        struct first_start_report *out_report) MUST_CHECK;

#endif
