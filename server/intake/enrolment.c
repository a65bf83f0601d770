#include "server/intake/enrolment.h"

#include <string.h>

static bool two_persons(struct text one, struct text two)
{
    return one.size > 0 && two.size > 0 && !text_equal(one, two);
}

static bool keys_fit(const struct roster *roster, const struct enrolled_body *body,
                     const struct member *known)
{
    struct link_key key;
    memcpy(key.byte, body->link_key, sizeof key.byte);
    const struct member *holder = roster_by_key(roster, &key);
    return holder == known && device_of(&body->sign_key).id == body->device.id &&
           (!known ||
            memcmp(known->device.sign_key.byte, body->sign_key.byte, SIGN_PUBLIC_SIZE) == 0);
}

static enum enrolment_verdict judge_enrolled(const struct roster *roster,
                                             const struct sealed *sealed, struct instant now,
                                             struct act_device *out_device)
{
    struct enrolled_body body;
    if (enrolled_decode(sealed->entry.body, &body) != STATUS_OK) {
        return ENROLMENT_MALFORMED;
    }
    if (!two_persons(body.person_one, body.person_two)) {
        return ENROLMENT_ONE_PERSON;
    }
    const struct member *known = roster_by_device(roster, body.device);
    if (!keys_fit(roster, &body, known)) {
        return ENROLMENT_OTHER_KEY;
    }
    struct act_device device = {.device = body.device,
                                .sign_key = body.sign_key,
                                .kind = body.kind,
                                .enrolled = known ? known->device.enrolled : now};
    memcpy(device.link_key.byte, body.link_key, sizeof device.link_key.byte);
    if (known) {
        device.revoked = known->device.revoked;
        device.revoked_at = known->device.revoked_at;
        device.trusted_to = known->device.trusted_to;
    }
    if (!text_copy(body.label, device.label, sizeof device.label) ||
        !text_copy(body.party, device.party, sizeof device.party)) {
        return ENROLMENT_MALFORMED;
    }
    *out_device = device;
    return known ? ENROLMENT_CHANGED : ENROLMENT_NEW;
}

static enum enrolment_verdict judge_revoked(const struct roster *roster,
                                            const struct sealed *sealed, struct instant now,
                                            struct act_device *out_device)
{
    struct revoked_body body;
    if (revoked_decode(sealed->entry.body, &body) != STATUS_OK) {
        return ENROLMENT_MALFORMED;
    }
    if (!two_persons(body.person_one, body.person_two)) {
        return ENROLMENT_ONE_PERSON;
    }
    const struct member *known = roster_by_device(roster, body.device);
    if (!known) {
        return ENROLMENT_UNKNOWN;
    }
    *out_device = known->device;
    out_device->revoked = true;
    out_device->revoked_at = now;
    out_device->trusted_to = body.trusted_to;
    return ENROLMENT_REVOKED;
}

enum enrolment_verdict enrolment_judge(const struct roster *roster, const struct member *sender,
                                       const struct sealed *sealed, struct instant now,
                                       struct act_device *out_device)
{
    bool enrols = sealed->entry.kind == ENTRY_DEVICE_ENROLLED;
    if (!enrols && sealed->entry.kind != ENTRY_DEVICE_REVOKED) {
        return ENROLMENT_NONE;
    }
    if (sender->device.kind != DEVICE_ADMIN) {
        return ENROLMENT_NOT_ADMIN;
    }
    /* Elsewhere the signature is watch's to check; here a key is let in on the word of it. */
    if (!entry_signed_by(sealed, &sender->device.sign_key)) {
        return ENROLMENT_UNSIGNED;
    }
    return enrols ? judge_enrolled(roster, sealed, now, out_device)
                  : judge_revoked(roster, sealed, now, out_device);
}

const char *enrolment_verdict_text(enum enrolment_verdict verdict)
{
    switch (verdict) {
    case ENROLMENT_NONE:
        return "no enrolment";
    case ENROLMENT_NEW:
        return "enrolled";
    case ENROLMENT_CHANGED:
        return "particulars changed";
    case ENROLMENT_REVOKED:
        return "revoked";
    case ENROLMENT_NOT_ADMIN:
        return "enrolment refused: the sender is not an administrator's device";
    case ENROLMENT_UNSIGNED:
        return "enrolment refused: the signature is not the sender's";
    case ENROLMENT_MALFORMED:
        return "enrolment refused: the statement does not decode";
    case ENROLMENT_ONE_PERSON:
        return "enrolment refused: two different persons are needed";
    case ENROLMENT_OTHER_KEY:
        return "enrolment refused: device number and keys do not belong together";
    case ENROLMENT_UNKNOWN:
        return "revocation refused: no such device";
    }
    return "unknown verdict";
}
