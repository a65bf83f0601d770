/* crowd - many units in a process of their own: enrolled by the administrator's device of a server
 * that was started for it, and compared with its book in the end. */
#ifndef TESTS_FLOOD_CROWD_H
#define TESTS_FLOOD_CROWD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "tests/system/flood/unit.h"
#include "tests/system/intake/real_server.h"

/* What a process that calls has of its own. */
struct crowd {
    struct context context;
    struct unit_place place;
};

/* COUNT units with new keys, in memory the children of this process share until they write. NULL:
 * no memory. */
struct unit *crowd_make(size_t count);
/* In a child process: the administrator's device enrols them all. False: said on standard error. */
bool crowd_enrol(const struct real_server *server, const struct unit *units, size_t count);

/* For one process: opens its context. */
bool crowd_open(struct crowd *crowd, const struct real_server *server);
void crowd_close(struct crowd *crowd);
/* Turns all until everything is receipted or MS have passed. Gives how many are not there yet. */
size_t crowd_drain(struct unit *units, size_t count, int64_t ms);

struct crowd_check {
    uint64_t made;    /* entries of their journals */
    uint64_t lost;    /* receipted, and not in acts.db as they were made */
    uint64_t missing; /* made, and not in acts.db (a unit still sends them) */
    uint64_t doubled; /* twice or out of order in acts.db */
};

/* Reads acts.db and compares every entry of these units with their journals. */
bool crowd_compare(const struct real_server *server, const struct unit *units, size_t count,
                   struct crowd_check *out);

/* Forks; the child runs WORK and ends with 0 if it returned true. */
pid_t crowd_fork(bool (*work)(void *self), void *self);
/* Waits for it; did it return true? */
bool crowd_wait(pid_t pid);
/* Memory that parent and children share; zeroed. NULL: none. */
void *crowd_shared(size_t size);
void crowd_unshare(void *at, size_t size);

#endif
