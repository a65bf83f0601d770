/* stat - what intake tells of itself once a second, for /metrics and /readyz: numbers by name.
 *
 * Written by the role to state/run/intake.stat, whole or not at all; read by board's role. Lines of
 * `name value`, the first `trao-intake 1`; a reader passes over names it does not know, and what is
 * not there is 0. Pure: knows no file. */
#ifndef INTAKE_STAT_H
#define INTAKE_STAT_H

#include "base/status.h"
#include "base/text.h"

enum { INTAKE_STAT_SIZE = 2048 };

struct intake_stat {
    uint64_t wall_ms; /* when this was written … */
    uint64_t mono_ms; /* … also since boot: older than a few seconds means that intake is down */
    uint64_t position;
    uint64_t received_ms;     /* commit time of the newest row */
    uint64_t down;            /* 1: the book cannot be written; devices hear busy */
    uint64_t full;            /* 1: … because the disk is full */
    uint64_t clock_unset;     /* 1: the wall clock was never set; devices hear busy */
    uint64_t clock_behind_ms; /* the wall clock stands so far before the newest row */
    uint64_t wal_bytes;
    uint64_t devices;
    uint64_t devices_seen; /* in the last 15 minutes */
    uint64_t devices_revoked;
    uint64_t devices_locked; /* clones: two persons must enrol them anew */
    uint64_t messages;       /* from here on: counted since start */
    uint64_t hellos;
    uint64_t batches;
    uint64_t entries;
    uint64_t doubles;
    uint64_t busy;
    uint64_t refused;
    uint64_t malformed;
    uint64_t unknown_kind;
    uint64_t strangers;
    uint64_t quarantined;
    uint64_t quarantine_left_off;
    uint64_t incidents;
    uint64_t incidents_left_off;
    uint64_t commits;
    uint64_t commits_failed;
    uint64_t enrolled;
    uint64_t group_max;
    uint64_t unanswered;
    uint64_t door_admitted; /* handshakes */
    uint64_t door_not_ready;
    uint64_t door_refused;
    uint64_t door_dropped;
    uint64_t door_bad;
    uint64_t gate_accepted;    /* lines (docs/decisions/0007) ... */
    uint64_t gate_passed;      /* ... that began a handshake */
    uint64_t gate_opened;      /* ... and finished it */
    uint64_t gate_crowded;     /* ... cut because too many were waiting */
    uint64_t gate_late;        /* ... because their time was over */
    uint64_t gate_foreign;     /* ... because they did not speak CURVE */
    uint64_t gate_failed;      /* ... that began a handshake and finished none */
    uint64_t gate_turned_away; /* ... not heard: too many such from their address */
    uint64_t gate_waiting;     /* now, and not counted since start */
};

/* Closed by a NUL. Returns OUT. */
char *intake_stat_text(const struct intake_stat *stat, char out[INTAKE_STAT_SIZE]);
/* STATUS_TOO_NEW: of a later form. STATUS_MALFORMED: not such a text. */
enum status intake_stat_parse(struct text text, struct intake_stat *out_stat) MUST_CHECK;

#endif
