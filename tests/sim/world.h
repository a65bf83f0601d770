/* world - a small province for one seed: everybody in it, and what happens next.
 *
 * The composition of the simulator, as a main is of a program: hands every event to whom it
 * concerns, and schedules days, work and accidents. */
#ifndef SIM_WORLD_H
#define SIM_WORLD_H

#include "tests/sim/desk.h"
#include "tests/sim/office.h"
#include "tests/sim/people.h"
#include "tests/sim/rogue.h"
#include "tests/sim/server.h"
#include "tests/sim/station.h"

enum {
    WORLD_STATIONS_MAX = 8,
    WORLD_TWINS_MAX = 2,
    WORLD_ROGUES = 2,
    WORLD_SCANS_A_DAY = 50,
    WORLD_DAY_MS = 86400000,
    WORLD_DAYS_MOST = 120,
};

/* What a run is asked for; 0 and NULL: the seed decides. */
struct world_options {
    uint64_t seed;
    uint32_t units;
    uint32_t days;
    bool sqlite;
    FILE *story;                       /* borrowed; NULL: silent */
    const struct swarm_masked *masked; /* borrowed */
    size_t masked_count;
    bool only[FAULTS]; /* any of them: the seed's others are off, these on */
    bool without[FAULTS];
    enum plant plant;
};

enum desk_number { DESK_ADMIN, DESK_IMPORT, DESKS };

struct world {
    struct world_options options;
    struct timeline timeline;
    struct swarm swarm;
    struct story story;
    struct blame blame;
    struct ledger ledger;
    struct network network;
    struct scene scene;
    struct people people;
    struct office office;
    struct server server;
    struct desk desks[DESKS];
    struct rogue rogues[WORLD_ROGUES];
    struct station stations[WORLD_STATIONS_MAX + WORLD_TWINS_MAX];
    struct disk_image *cards[WORLD_STATIONS_MAX];        /* of one morning */
    bool restarts[WORLD_STATIONS_MAX + WORLD_TWINS_MAX]; /* HAPPENS_RESTART is on its way */
    uint32_t station_count;                              /* without twins */
    uint32_t twin_count;
    uint32_t days;
    bool watched;            /* watch runs, and the office imports */
    struct backup_body copy; /* of the server's book; HAPPENS_VERIFIED states it */
    uint32_t revoked;
    int64_t start, end; /* of the safety phase */
    struct dice dice;
    bool safe;        /* the liveness phase: no accident any more, nobody goes home */
    int64_t passing;  /* the instant of what happened last, */
    uint32_t at_once; /* and how much more had happened in it before */
    bool endless;     /* it has been stopped: more has happened than ever happens in such a world */
};

/* Large: from the heap. */
struct world *world_open(const struct world_options *options);
void world_close(struct world *world);
/* Everything up to true time UNTIL; nothing more in a world that does not end (invariant 11). */
void world_pass(struct world *world, int64_t until);
/* The faults end: everything is mended, everybody is switched on. */
void world_heal(struct world *world);
/* Has everything come to rest? If not, who has not is named. */
bool world_is_at_rest(const struct world *world, const char **out_who);

#endif
