/* warn - "load these first": what watch has decided to tell a holder goes to that party's units.
 *
 * watch's book says who is to be told of what; here it is only carried. A notice that is lost, or
 * meets nobody, goes again with the unit's next hello; a unit says nothing twice. Reads the flag
 * book through its port, at most once a second, and waits for nothing else. */
#ifndef INTAKE_WARN_H
#define INTAKE_WARN_H

#include "ports/flag_book.h"
#include "server/intake/append.h"

struct warn {
    struct flag_reader *flags; /* borrowed; NULL: nobody is warned */
    struct book_notice *rows;
    void *memory;
    size_t count;
    bool due;              /* the book has advanced, or somebody has greeted */
    struct instant looked; /* monotonic */
    uint64_t sent;
};

/* STATUS_FULL: no memory. */
enum status warn_open(struct warn *warn, struct flag_reader *flags) MUST_CHECK;
void warn_close(struct warn *warn); /* zeroed: nothing */
/* After the commit of a turn. ADVANCED: the flag book says something new. */
void warn_turn(struct warn *warn, struct append *append, bool advanced);
/* On the monotonic clock; INSTANT_NEVER: nothing is due. */
struct instant warn_wakeup(const struct warn *warn);

#endif
