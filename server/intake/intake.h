/* intake - the one door: knows the sender by its key, drops doubles, appends what is new in one
 * group commit, and only then acknowledges.
 *
 * Bodies are looked into only where they change who may knock (enrolment.h); signatures of all
 * other entries are watch's to check, before an entry counts. Sees the world through its ports;
 * time comes in with the event. One writer of acts.db: this. */
#ifndef INTAKE_INTAKE_H
#define INTAKE_INTAKE_H

#include "server/intake/append.h"
#include "server/intake/stat.h"
#include "server/intake/warn.h"

struct intake {
    struct append append;
    struct warn warn;
};

struct intake_event {
    struct clock_reading now;
    bool flags_advanced; /* watch's book says something new */
};

struct intake_effects {
    bool again; /* more is waiting at the door: step again at once */
};

/* Loads the roster and opens the door to it; UNITS_MAX bounds the devices. STATUS_FULL: no memory,
 * or the book knows more. On failure nothing is kept. Close with intake_close(). */
enum status intake_open(struct intake *intake, const struct append_ports *ports, uint32_t units_max,
                        const struct clock_reading *now) MUST_CHECK;
void intake_close(struct intake *intake);
/* Of an empty book: enrols ADMIN, the device that may enrol all others, and says so in the book.
 * Of any other: STATUS_DENIED if ADMIN is not enrolled there as an administrator. */
enum status intake_anchor(struct intake *intake, const struct act_device *admin) MUST_CHECK;
/* One turn: everything that is queued, one commit, the answers. */
void intake_step(struct intake *intake, const struct intake_event *event,
                 struct intake_effects *out_effects);
/* On the monotonic clock; INSTANT_NEVER: when the door has something. */
struct instant intake_wakeup(const struct intake *intake);
/* All but the door's own numbers, as of NOW. */
void intake_stat(struct intake *intake, const struct clock_reading *now,
                 struct intake_stat *out_stat);

#endif
