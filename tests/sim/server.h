/* server - the province's machine: the production's intake and watch on a disk, a clock and a door
 * of the simulator, and the accidents that happen to it.
 *
 * Does what server/roles does around them: opens, reopens after trouble, makes the flag book anew
 * when it does not fit. Invariant 8 is checked at every answer. */
#ifndef SIM_SERVER_H
#define SIM_SERVER_H

#include "core/statement_backup.h"
#include "ports/act_store.h"
#include "ports/bell.h"
#include "ports/flag_book.h"
#include "tests/sim/computer.h"
#include "tests/sim/replies.h"
#include "tests/sim/scene.h"
#include "tests/sim/storage/disk.h"

enum { SERVER_UNITS_MAX = 64, SERVER_MARGIN_MS = 1000 };

struct roles;

struct server {
    struct scene scene;
    struct computer computer;
    struct dice dice;
    struct story_log log;
    struct bell bell;
    struct disk_chance chance;
    struct disk *acts, *flags; /* one machine's; the flags on a partition of their own */
    struct act_store store;    /* the disk's */
    struct act_store port;     /* ours, before it: for bugs put in on purpose */
    uint64_t commits;
    struct act_reader reader; /* watch's */
    struct act_reader seen;   /* the ledger's, and the end's */
    struct flag_book book;
    struct flag_reader shown;
    struct act_device admin;
    uint32_t device_of[NETWORK_LINES_MAX]; /* in the ledger, by line */
    struct replies replies;                /* what they must be */
    struct roles *roles;                   /* its own: intake and watch */
    bool up, watching;
    bool watch_pending; /* HAPPENS_WATCH is on the timeline */
    bool cut_next;      /* the power fails before the next answer */
    bool lied;          /* its disk did */
    bool damaged;       /* intake found its book so when it read it again */
    bool unread;        /* something was committed since the ledger looked */
    uint64_t life;
    uint64_t read;             /* rows of the acts that the ledger was shown */
    struct disk_image *backup; /* of the acts; NULL: none yet */
    uint64_t starts, rebuilds, watch_failures;
};

/* Not to be moved. Down; its disks are empty. */
void server_init(struct server *server, const struct scene *scene, uint64_t seed);
void server_fini(struct server *server);
/* The administrator's device, which alone may enrol others. */
void server_anchor(struct server *server, const struct act_device *admin);
void server_start(struct server *server);
void server_kill(struct server *server); /* kill -9 of all roles */
void server_cut(struct server *server);  /* the power fails */
/* What stands before the door, and the alarm of its roles. */
void server_step(struct server *server);
void server_watch(struct server *server);
/* Copies the acts aside, as they are; what the administrator states of it. False: they could not
 * be read. */
bool server_back_up(struct server *server, struct backup_body *out_body);
/* Puts that copy back in their place; there is none: an empty disk. */
void server_restore(struct server *server);
/* The end: nothing is left to be read, and the clock stands at the current minute. */
bool server_is_at_rest(const struct server *server);
/* The views' canonical export, closed by a NUL; the caller frees it. NULL: a disk failed. */
char *server_export(struct server *server);
/* The flag book from empty again, up to where its clock stood. */
enum status server_fold_anew(struct server *server) MUST_CHECK;

#endif
