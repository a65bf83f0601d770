/* enrolment - the statements that change who may knock: the only bodies the door looks into.
 *
 * Two persons enrol and two persons revoke (RELIABILITY section 6); only an administrator's device
 * may say so, and only signed. Knows no book: it returns the device's new row. */
#ifndef INTAKE_ENROLMENT_H
#define INTAKE_ENROLMENT_H

#include "core/statement.h"
#include "server/intake/group.h"
#include "server/intake/roster.h"

enum enrolment_verdict {
    ENROLMENT_NONE,    /* the entry states something else */
    ENROLMENT_NEW,     /* *out_device is a new device */
    ENROLMENT_CHANGED, /* new particulars of a known one */
    ENROLMENT_REVOKED, /* no longer trusted behind `trusted_to` */
    ENROLMENT_NOT_ADMIN,
    ENROLMENT_UNSIGNED,
    ENROLMENT_MALFORMED,
    ENROLMENT_ONE_PERSON, /* two different persons are needed */
    ENROLMENT_OTHER_KEY,  /* the number is known under another key, or the key under another one */
    ENROLMENT_UNKNOWN,    /* no such device to revoke */
    ENROLMENT_NO_ROOM,    /* as many devices are enrolled as the server was told to bear */
};

/* What is known: what the book says, and what the group under way is going to make it say. */
struct enrolment_known {
    const struct roster *roster;
    const struct group *group;
};

/* Judges one entry of SENDER's. *out_device is written for the first three changes only. */
enum enrolment_verdict enrolment_judge(const struct enrolment_known *known,
                                       const struct member *sender, const struct sealed *sealed,
                                       struct instant now, struct act_device *out_device);
/* May SENDER's entry at PLACE change what the door goes by? Its own revocation may stand right
 * before it, in the group under way. */
bool enrolment_by_admin(const struct enrolment_known *known, const struct member *sender,
                        struct place place);
/* English, for the log and the incident. */
const char *enrolment_verdict_text(enum enrolment_verdict verdict);

#endif
