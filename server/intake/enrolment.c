#include "server/intake/enrolment.h"

#include <string.h>

static bool two_persons(struct text one, struct text two)
{
    return one.size > 0 && two.size > 0 && !text_equal(one, two);
}

static const struct act_device *find_device(const struct enrolment_known *known,
                                            struct device device)
{
    const struct act_device *coming = group_device_of(known->group, device);
    const struct member *member = coming ? NULL : roster_by_device(known->roster, device);
    return member ? &member->device : coming;
}

static const struct act_device *find_key(const struct enrolment_known *known,
                                         const struct link_key *key)
{
    const struct act_device *coming = group_key_of(known->group, key);
    const struct member *member = coming ? NULL : roster_by_key(known->roster, key);
    return member ? &member->device : coming;
}

/* Number and keys of a device stand for each other, once and for all. */
static bool keys_fit(const struct enrolment_known *known, const struct enrolled_body *body,
                     const struct act_device *device)
{
    struct link_key key;
    memcpy(key.byte, body->link_key, sizeof key.byte);
    const struct act_device *holder = find_key(known, &key);
    bool same_holder = device ? holder && holder->device.id == device->device.id : !holder;
    return same_holder && device_of(&body->sign_key).id == body->device.id &&
           (!device || memcmp(device->sign_key.byte, body->sign_key.byte, SIGN_PUBLIC_SIZE) == 0);
}

static bool has_room(const struct enrolment_known *known)
{
    size_t coming = 0;
    for (size_t i = 0; i < known->group->device_count; i++) {
        coming += !roster_by_device(known->roster, known->group->devices[i].device);
    }
    return known->roster->count + coming < known->roster->room;
}

static bool fill_row(const struct enrolled_body *body, const struct act_device *before,
                     struct instant now, struct act_device *out_device)
{
    struct act_device device = before ? *before : (struct act_device){.enrolled = now};
    device.device = body->device;
    device.sign_key = body->sign_key;
    device.kind = body->kind;
    memcpy(device.link_key.byte, body->link_key, sizeof device.link_key.byte);
    if (!text_copy(body->label, device.label, sizeof device.label) ||
        !text_copy(body->party, device.party, sizeof device.party)) {
        return false;
    }
    *out_device = device;
    return true;
}

static enum enrolment_verdict judge_enrolled(const struct enrolment_known *known,
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
    const struct act_device *before = find_device(known, body.device);
    if (!keys_fit(known, &body, before)) {
        return ENROLMENT_OTHER_KEY;
    }
    if (!before && !has_room(known)) {
        return ENROLMENT_NO_ROOM;
    }
    if (!fill_row(&body, before, now, out_device)) {
        return ENROLMENT_MALFORMED;
    }
    return before ? ENROLMENT_CHANGED : ENROLMENT_NEW;
}

static enum enrolment_verdict judge_revoked(const struct enrolment_known *known,
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
    const struct act_device *before = find_device(known, body.device);
    if (!before) {
        return ENROLMENT_UNKNOWN;
    }
    struct act_device device = *before;
    device.revoked = true;
    device.revoked_at = now;
    device.trusted_to = body.trusted_to;
    *out_device = device;
    return ENROLMENT_REVOKED;
}

bool enrolment_by_admin(const struct enrolment_known *known, const struct member *sender,
                        struct place place)
{
    const struct act_device *device = find_device(known, sender->device.device);
    return device && device->kind == DEVICE_ADMIN &&
           (!device->revoked || place_order(place, device->trusted_to) <= 0);
}

enum enrolment_verdict enrolment_judge(const struct enrolment_known *known,
                                       const struct member *sender, const struct sealed *sealed,
                                       struct instant now, struct act_device *out_device)
{
    bool enrols = sealed->entry.kind == ENTRY_DEVICE_ENROLLED;
    if (!enrols && sealed->entry.kind != ENTRY_DEVICE_REVOKED) {
        return ENROLMENT_NONE;
    }
    if (!enrolment_by_admin(known, sender, sealed->entry.place)) {
        return ENROLMENT_NOT_ADMIN;
    }
    /* Elsewhere the signature is watch's to check; here a key is let in on the word of it. */
    if (!entry_signed_by(sealed, &sender->device.sign_key)) {
        return ENROLMENT_UNSIGNED;
    }
    return enrols ? judge_enrolled(known, sealed, now, out_device)
                  : judge_revoked(known, sealed, now, out_device);
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
    case ENROLMENT_NO_ROOM:
        return "enrolment refused: the table is full; raise units in server.ini and enrol again";
    }
    return "unknown verdict";
}
