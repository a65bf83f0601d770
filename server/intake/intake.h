/* intake - the one door: knows the sender by its key, drops doubles, appends what is new in one
 * group commit, and only then acknowledges.
 *
 * Bodies are looked into only where they change who may knock (enrolment.h); signatures of all
 * other entries are watch's to check, before an entry counts. Sees the world through its ports;
 * time comes in with the turn. One writer of acts.db: this. */
#ifndef INTAKE_INTAKE_H
#define INTAKE_INTAKE_H

#include "server/intake/append.h"

struct intake {
    struct append append;
};

struct intake_effects {
    bool again;            /* more is waiting at the door: turn again at once */
    struct instant wakeup; /* monotonic; INSTANT_NEVER: when the door has something */
};

/* Loads the roster and opens the door to it; UNITS_MAX bounds the devices. On failure nothing is
 * kept. Close with intake_close(). */
enum status intake_open(struct intake *intake, const struct append_ports *ports, uint32_t units_max,
                        const struct clock_reading *now) MUST_CHECK;
void intake_close(struct intake *intake);
/* One turn: everything that is queued, one commit, the answers. */
void intake_turn(struct intake *intake, const struct clock_reading *now,
                 struct intake_effects *out_effects);
const struct intake_counters *intake_counters(const struct intake *intake);

#endif
